"""Sources that agree and sources that do not, beside each other, with what the sources state that may explain it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.answer import Citation, Claim, Difference, Side, Sides
from assistant.judge import Reading, first_recommendations, said_by
from assistant.question import Question
from assistant.whether import asks_yes_no
from index.judge import WAYS

SURE_SIDE = 0.7
"""A quote takes a side, by the evidence reader, from this probability on."""
DISAGREE = "The cited sources do not agree."
_LONGEST = 160


def sides_of(question: Question, claims: Sequence[Claim], readings: Sequence[Reading]) -> Sides | None:
    """The sides that at least two documents take; None where fewer take any.

    Recommendations take a side by their direction. Where there are none, quotes do by what the reader says of them:
    yes or no to a yes-or-no question, else the way of an effect.
    """
    taken: dict[str, list[Citation]] = defaultdict(list)
    recommending = first_recommendations(question, claims)
    for claim in recommending:
        if claim.recommendation:
            taken[_RECOMMENDED[claim.recommendation.direction]].append(claim.citations[0])
    if not recommending:
        cited = {c.marker: c for claim in claims for c in claim.citations}
        for reading in readings:
            side = _side(question, reading)
            if side and reading.marker:
                taken[side].append(cited[reading.marker])
    documents = {c.document_id for citations in taken.values() for c in citations}
    if len(documents) < 2:
        return None
    sides = tuple(Side(told, tuple(dict.fromkeys(c.marker for c in held))) for told, held in taken.items())
    return Sides(sides, _differences(claims, taken) if len(sides) > 1 else ())


_RECOMMENDED = {"for": "recommends for", "against": "recommends against", "neither": "recommends neither way"}


def _side(question: Question, reading: Reading) -> str:
    if asks_yes_no(question):
        told = said_by(question, [reading])
        return told.answer if told and told.answer != "maybe" and told.sure >= SURE_SIDE else ""
    if question.asks_effect:
        best = int(reading.direction.argmax())
        return WAYS[best] if float(reading.direction[best]) >= SURE_SIDE else ""
    return ""


def _differences(claims: Sequence[Claim], taken: Mapping[str, Sequence[Citation]]) -> tuple[Difference, ...]:
    """What the sources of different sides state and differ in, each in the source's own words."""
    of_marker = {c.citations[0].marker: c for c in reversed(claims)}
    found = []
    for name, told in _STATED:
        stated: dict[int, str] = {}
        sides: dict[str, set[str]] = {}
        for side, citations in taken.items():
            for citation in citations:
                claim = of_marker.get(citation.marker)
                words = " ".join((told(citation, claim) if claim else "").split())[:_LONGEST]
                if words:
                    stated[citation.marker] = words
                    sides.setdefault(side, set()).add(words.lower())
        # A field that only one side states explains nothing, nor one that both state alike.
        if len(sides) > 1 and _apart(sides.values()):
            found.append(Difference(name, tuple(stated.items())))
    return tuple(found)


def _apart(stated: Iterable[set[str]]) -> bool:
    seen: set[str] = set()
    for words in stated:
        if words & seen:
            return False
        seen |= words
    return True


def _population(citation: Citation, claim: Claim) -> str:
    return (claim.recommendation.population if claim.recommendation else "") or citation.source.population


def _measured(field: str) -> Callable[[Citation, Claim], str]:
    def told(_: Citation, claim: Claim) -> str:
        return next((t.text for f in claim.findings for t in f.told if t.name == field), "")

    return told


_STATED: tuple[tuple[str, Callable[[Citation, Claim], str]], ...] = (
    ("population", _population),
    ("comparator", _measured("comparator")),
    ("outcome", _measured("outcome")),
    ("time", _measured("timepoint")),
    ("year", lambda citation, _: str(citation.source.year or "")),
)
