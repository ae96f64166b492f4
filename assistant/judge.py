"""What the cited sentences come to, read by the evidence reader: yes or no, and which way an effect goes.

A judgement is the program's own and is never worded as a statement of a source. It is always kept with the reply; the
page and the terminal say it only where it is sure enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer import Claim, Direction, Judgement, YesNo
from assistant.question import Question
from index.judge import ANSWERS, WAYS, Way, direction, yes_no
from index.reader import EvidenceReader
from index.told import compared_in, told_by

SURE = 0.6
"""A judgement this sure, in [0, 1], is said; docs/measurements.md has how often such ones are right."""
SURE_YES_NO = 0.8
"""The same for yes and no, which the reader tells less well."""
_SURE_OF_ADVICE = 0.9
"""In [0, 1]: a direction is read by rules, but the recommendation may be about something else."""
_ADVISED = {"for": YesNo.YES, "against": YesNo.NO, "neither": YesNo.MAYBE}
_WHETHER_TO = re.compile(
    r"\b(?:should|ought|recommend\w*|advis\w+|offer(?:ed|ing)?|indicated|wants?\s+(?:us|me|you))\b", re.IGNORECASE
)
_WHETHER_NOT_TO = re.compile(
    r"\b(?:avoid\w*|stop\w*|against|not|never|withhold|refrain|without)\b|n['’]t\b", re.IGNORECASE
)
MOST_READ = 8
"""Citations read for a judgement, in the order of the answer."""
_TITLE = re.compile(
    # As titles ask: "Amblyopia: is the loss permanent?", "Iron deficiency: an overlooked problem?"
    r"(?:[:;.]|--|[–—])\s*(?:(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must)\s"
    r"(?!you\s+(?:list|name|give|tell)\b)|an?\s)[^:;?]*\?\s*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\s*(?:what|which|who|whom|whose|when|where|why|how|list|name|describe|define)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one cited quote under the question.

    `relevance` is in log odds; `stance` and `direction` are (3,) float32 probabilities, as in `index.reader.Readings`.
    """

    marker: int
    document_id: str
    relevance: float
    stance: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]
    told: Way | None = None
    """Which way the effect goes by the quote's words; None where they say none."""


def readings_of(question: Question, claims: Sequence[Claim], reader: EvidenceReader | None) -> list[Reading]:
    """The cited quotes as the reader sees them, each under its heading; none without a reader that judges."""
    cited = list({c.marker: c for claim in claims for c in claim.citations}.values())[:MOST_READ]
    if reader is None or not cited:
        return []
    read = reader.read(question.text, [f"{c.section}: {c.quote}" if c.section else c.quote for c in cited])
    if not len(read.stance) or not len(read.direction):
        return []
    rows = zip(cited, read.relevance, read.stance, read.direction, strict=True)
    asked = compared_in(question.text)
    return [Reading(c.marker, c.document_id, float(r), s, d, told_by(c.quote, asked)) for c, r, s, d in rows]


def judged(question: Question, readings: Sequence[Reading]) -> Judgement | None:
    """The judgement of a question that can have one: a yes-or-no question, a claim, or one about an effect."""
    answers, ways = asks_yes_no(question), question.asks_effect and not question.asks_advice
    if not readings or not (answers or ways):
        return None
    relevance = np.array([r.relevance for r in readings], np.float32)
    said = yes_no(np.stack([r.stance for r in readings]), relevance) if answers else None
    way = direction(np.stack([r.direction for r in readings]), relevance, [r.told for r in readings]) if ways else None
    agreeing = {r.document_id for r in readings if said and ANSWERS[int(r.stance.argmax())] == said.answer}
    if said is None and way:
        agreeing = {r.document_id for r in readings if WAYS[int(r.direction.argmax())] == way.way}
    return Judgement(
        yes_no=YesNo(said.answer) if said else None,
        yes_no_sure=said.sure if said else 0.0,
        direction=Direction(way.way) if way else None,
        direction_sure=way.sure if way else 0.0,
        markers=tuple(r.marker for r in readings),
        sources=len({r.document_id for r in readings}),
        agreeing=len(agreeing),
    )


def advised(question: Question, claims: Sequence[Claim]) -> Judgement | None:
    """Yes or no by the cited recommendations, where whether to do something is asked; None where it is not.

    Yes where each source's first recommendation is for it, no where each is against, else maybe.
    """
    told = first_recommendations(claims)
    asks = asks_yes_no(question) and _WHETHER_TO.search(question.text) and not _WHETHER_NOT_TO.search(question.text)
    if not told or not asks:
        return None
    answers = [_ADVISED[c.recommendation.direction] for c in told if c.recommendation]
    answer = answers[0] if len(set(answers)) == 1 else YesNo.MAYBE
    return Judgement(
        yes_no=answer,
        yes_no_sure=_SURE_OF_ADVICE,
        markers=tuple(c.citations[0].marker for c in told),
        sources=len(told),
        agreeing=answers.count(answer),
    )


def first_recommendations(claims: Sequence[Claim]) -> list[Claim]:
    """The first recommendation of each document: its further ones are mostly about something else."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.recommendation:
            first.setdefault(claim.citations[0].document_id, claim)
    return list(first.values())


def asks_yes_no(question: Question) -> bool:
    """True if yes or no answers it: a question of that form, or a claim put as a statement."""
    if question.asks_yes_no or _TITLE.search(question.text):
        return True
    return not question.text.rstrip().endswith("?") and not _ASKS.match(question.text) and len(question.words) > 2
