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
from assistant.at_odds import at_odds
from assistant.bearing import around, lacking
from assistant.question import Question
from assistant.whether import asks_if_there_is, asks_negatively, asks_whether_to, asks_yes_no
from index.judge import ANSWERS, WAYS, Way, direction, yes_no
from index.lexical import words_of
from index.reader import EvidenceReader
from index.told import compared_in, told_by

SURE = 0.6
"""A judgement this sure, in [0, 1], is said; docs/measurements.md has how often such ones are right."""
SURE_YES_NO = 0.8
"""The same for yes and no, which the reader tells less well."""
_SURE_OF_ADVICE = 0.9
"""In [0, 1]: a direction is read by rules, but the recommendation may be about something else."""
_LEFT_OUT = 0.5
"""Share of a question's telling words that a recommendation about what it asks may leave out."""
_OPPOSITE = {YesNo.YES: YesNo.NO, YesNo.NO: YesNo.YES}
_ADVISED = {"for": YesNo.YES, "against": YesNo.NO, "neither": YesNo.MAYBE}
MOST_READ = 8
"""Citations read for a judgement, in the order of the answer."""


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

    Yes where each source's first recommendation is for it, no where each is against, else maybe; the other way round
    where yes would say not to do it.
    """
    told = first_recommendations(question, claims)
    if not told or not asks_whether_to(question) or asks_if_there_is(question):
        return None
    answers = [_ADVISED[c.recommendation.direction] for c in told if c.recommendation]
    if asks_negatively(question):
        answers = [_OPPOSITE.get(answer, answer) for answer in answers]
    answer = answers[0] if len(set(answers)) == 1 else YesNo.MAYBE
    return Judgement(
        yes_no=answer,
        yes_no_sure=_SURE_OF_ADVICE,
        markers=tuple(c.citations[0].marker for c in told),
        sources=len(told),
        agreeing=answers.count(answer),
    )


def first_recommendations(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """The first recommendation of each document that is about what is asked; its further ones mostly are not."""
    first: dict[str, Claim] = {}
    for claim in of_named(question, claims):
        if claim.recommendation and _is_about(question, claim):
            first.setdefault(claim.citations[0].document_id, claim)
    return list(first.values())


def of_named(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of the sources a question names, as in "does WHO recommend …"; all of them where it names none."""
    # "WHO" is no name to a list of common words, but capitals make it one.
    names = {name.upper() for name in question.names} | set(re.findall(r"\b[A-Z]{2,}\b", question.text))
    own = [c for c in claims if names & set(re.findall(r"\w+", _source_words(c).upper()))]
    return own or list(claims)


def _source_words(claim: Claim) -> str:
    source = claim.citations[0].source
    return " ".join([source.title, source.journal, source.citation, *source.authors])


def _is_about(question: Question, claim: Claim) -> bool:
    """True if a recommendation speaks of most of what is asked, of a treatment that is named, and of no others."""
    if at_odds(question.text, claim.text):
        return False
    missing = lacking(question, f"{claim.text} {around(claim)}")
    treatment = set(words_of(question.intervention)) & set(question.words)
    return len(missing) <= _LEFT_OUT * len(question.words) and not (treatment and treatment <= set(missing))
