"""What the cited sources come to, read by the evidence reader: yes or no, and which way an effect goes.

Which way is read from the cited sentences; yes or no also from what else of the same documents may answer, as a
conclusion is seldom drawn from the one sentence that was worth quoting. A judgement is the program's own and is never
worded as a statement of a source. It is always kept with the reply; the page and the terminal say it only where it is
sure enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import index.judge
from assistant.answer import Claim, Direction, Judgement, YesNo
from assistant.at_odds import at_odds
from assistant.bearing import around, lacking
from assistant.conditions import unmet
from assistant.evidence import Evidence
from assistant.harms import asks_if_harmful
from assistant.missing import JUDGING
from assistant.question import Question
from assistant.treatments import of_another
from assistant.whether import asks_if_there_is, asks_if_they_agree, asks_negatively, asks_whether_to, asks_yes_no
from corpus.document import SourceType
from index.judge import WAYS, Way, direction, yes_no
from index.lexical import words_of
from index.told import asks_plainly, compared_in, denies, told_by

SURE = 0.6
"""A judgement this sure, in [0, 1], is said; docs/measurements.md has how often such ones are right."""
SURE_YES_NO = 0.8
"""The same for yes and no, which the reader tells less well."""
_SURE_OF_ADVICE = 0.9
"""In [0, 1]: a direction is read by rules, but the recommendation may be about something else."""
_LEFT_OUT = 0.5
"""Share of a question's telling words that a recommendation about what it asks may leave out."""
_ADVISING = frozenset({SourceType.GUIDELINE, SourceType.SOCIETY_STATEMENT, SourceType.REGULATORY})
_OPPOSITE = {YesNo.YES: YesNo.NO, YesNo.NO: YesNo.YES}
_ADVISED = {"for": YesNo.YES, "against": YesNo.NO, "neither": YesNo.MAYBE}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one sentence under the question.

    `relevance` and `answer` are in log odds, `stance` and `direction` (3,) float32 probabilities, as in
    `index.reader.Readings`; `answer` is None of a reader that does not judge it.
    """

    marker: int | None
    """Its citation's; None of a sentence that is not cited, of a document that is."""
    document_id: str
    relevance: float
    stance: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]
    answer: float | None = None
    told: Way | None = None
    """Which way the effect goes by its words; None where they say none."""
    denied: bool = False
    """Whether its words deny something."""


def readings_of(question: Question, claims: Sequence[Claim], found: Sequence[Evidence]) -> list[Reading]:
    """What the reader said of the evidence of the cited documents, best first; none without a reader that judges."""
    markers = {(c.document_id, c.span): c.marker for claim in claims for c in claim.citations}
    documents = {document_id for document_id, _ in markers}
    asked = compared_in(question.text)
    readings = []
    for e in found:
        read = e.reading
        if e.document.id in documents and read is not None and read.stance is not None and read.direction is not None:
            marker = markers.get((e.document.id, e.span))
            told = told_by(e.text, asked) if marker else None
            said = (read.relevance, read.stance, read.direction, read.answer)
            readings.append(Reading(marker, e.document.id, *said, told, denies(e.text)))
    return readings


def judged(question: Question, readings: Sequence[Reading]) -> Judgement | None:
    """The judgement of a question that can have one: a yes-or-no question, a claim, or one about an effect."""
    cited = [r for r in readings if r.marker]
    said = said_by(question, readings) if asks_yes_no(question) else None
    way = _way(cited) if question.asks_effect and not question.asks_advice else None
    if not cited or not (said or way):
        return None
    if said:
        agreeing = _agreeing(question, readings, said)
    else:
        agreeing = {r.document_id for r in cited if way and WAYS[int(r.direction.argmax())] == way.way}
    return Judgement(
        yes_no=YesNo(said.answer) if said else None,
        yes_no_sure=said.sure if said else 0.0,
        direction=Direction(way.way) if way else None,
        direction_sure=way.sure if way else 0.0,
        markers=tuple(r.marker for r in cited if r.marker),
        sources=len({r.document_id for r in readings}),
        agreeing=len(agreeing),
    )


def said_by(question: Question, readings: Sequence[Reading]) -> index.judge.YesNo | None:
    """Yes, no or maybe by these sentences together; None where there is none, or the reader does not judge it."""
    answers = [r.answer for r in readings if r.answer is not None]
    if not answers or len(answers) < len(readings):
        return None
    # Typed in a hurry, a question has no question mark, and a claim may get one where it is written out.
    text = question.read_as if question.asks_yes_no else question.text
    return yes_no(
        np.stack([r.stance for r in readings]),
        np.array([r.relevance for r in readings], np.float32),
        np.array(answers, np.float32),
        [r.denied for r in readings],
        asked=asks_plainly(text),
    )


def _agreeing(question: Question, readings: Sequence[Reading], said: index.judge.YesNo) -> set[str]:
    """Documents that by themselves come to the same answer."""
    documents: dict[str, list[Reading]] = {}
    for r in readings:
        documents.setdefault(r.document_id, []).append(r)
    alone = {document: said_by(question, own) for document, own in documents.items()}
    return {document for document, one in alone.items() if one and one.answer == said.answer}


def _way(cited: Sequence[Reading]) -> index.judge.Direction | None:
    if not cited:
        return None
    relevance = np.array([r.relevance for r in cited], np.float32)
    return direction(np.stack([r.direction for r in cited]), relevance, [r.told for r in cited])


def advised(question: Question, claims: Sequence[Claim]) -> Judgement | None:
    """Yes or no by the cited recommendations, where whether to do something is asked; None where it is not.

    Yes where each source's first recommendation is for it, no where each is against, else maybe, also where it holds
    under a condition of which the question says nothing; the other way round where yes would say not to do it.
    """
    told = first_recommendations(question, claims)
    if len(told) > 1 and asks_if_they_agree(question):
        return _agreed(told)
    if not told or not asks_whether_to(question) or asks_if_there_is(question):
        return None
    if question.asks_opinion or (asks_if_harmful(question) and not question.asks_advice):
        return None
    answers = [
        YesNo.MAYBE if unmet(question, c.text) else _ADVISED[c.recommendation.direction]
        for c in told
        if c.recommendation
    ]
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


def advising(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of sources that may say what should be done: in a trial, "was advised" tells what was done."""
    return [c for c in claims if c.citations and c.citations[0].source_type in _ADVISING]


def _agreed(told: Sequence[Claim]) -> Judgement:
    """Yes where the recommendations of several sources go the same way, else no."""
    ways = [c.recommendation.direction for c in told if c.recommendation]
    return Judgement(
        yes_no=YesNo.YES if len(set(ways)) == 1 else YesNo.NO,
        yes_no_sure=_SURE_OF_ADVICE,
        markers=tuple(c.citations[0].marker for c in told),
        sources=len(told),
        agreeing=len(told),
    )


def first_recommendations(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """The first recommendation of each document that is about what is asked; its further ones mostly are not."""
    return first_of_documents(recommendations_on_it(question, claims))


def first_of_documents(claims: Sequence[Claim]) -> list[Claim]:
    """The first claim of each document."""
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.citations[0].document_id, claim)
    return list(first.values())


def recommendations_on_it(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """The recommendations about what is asked, of the sources that the question names if it names any."""
    return [c for c in of_named(question, claims) if c.recommendation and _is_about(question, c)]


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
    if at_odds(question.searched, claim.text) or of_another(question.treatments, claim.text, around(claim)):
        return False
    missing = [w for w in lacking(question.of_kinds, f"{claim.text} {around(claim)}") if w not in JUDGING]
    treatment = set(words_of(question.intervention)) & set(question.words)
    return len(missing) <= _LEFT_OUT * len(question.words) and not (treatment and treatment <= set(missing))
