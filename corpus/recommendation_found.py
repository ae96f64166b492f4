"""One recommendation read in several places of a document, made one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.document import Span
from corpus.recommendation_text import same_statement, words_of_statement

_COMPARED = 40
"""Statements compared with one for likeness; bounds the time on texts that repeat themselves."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation; what the text does not state is empty or None. Spans are into the document's text."""

    span: Span
    """The statement, without its number and without a grade printed behind it."""
    direction: str
    """"for", "against" or "neither"."""
    strength: str
    """"strong", "weak" (also "conditional") or ""."""
    certainty: str
    """"high", "moderate", "low", "very low" or "" of the evidence."""
    number: str
    """As printed: "12", "1.2.3"."""
    page: str
    """Label of the page it stands on."""
    wording: Span
    """The words the direction was read from."""
    population: Span | None = None
    grade: Span | None = None
    """The grade as printed."""
    certainty_at: Span | None = None
    number_at: Span | None = None
    restated: tuple[Span, ...] = ()
    """The same recommendation elsewhere in the document, such as in a summary or an appendix."""


def recommendation_json(found: Recommendation, text: str) -> dict[str, Any]:
    """A recommendation as plain data; every span as `start`, `end` (exclusive, code points) and its words."""

    def told(span: Span | None) -> dict[str, Any] | None:
        return None if span is None else {"start": span.start, "end": span.end, "quote": span.of(text)}

    return {
        "number": found.number or None,
        "number_at": told(found.number_at),
        "direction": found.direction,
        "strength": found.strength or None,
        "certainty": found.certainty or None,
        "page": found.page or None,
        "statement": told(found.span),
        "wording": told(found.wording),
        "population": told(found.population),
        "grade": told(found.grade),
        "certainty_at": told(found.certainty_at),
        "restated": [told(s) for s in found.restated],
    }


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a discussion says its evidence is; `numbers` are of the recommendations it names."""

    numbers: frozenset[str]
    level: str
    at: Span
    plainly: bool
    """It says what the confidence was, and does not just mention it."""


@dataclass(slots=True)
class Found:
    """A recommendation as read in one place."""

    recommendation: Recommendation
    marked: bool
    """By a number, a grade or its place in a table of recommendations."""
    headed: bool
    """Under a heading that says "Recommendations"."""
    table: bool
    restated: list[Span] = field(default_factory=list)

    def rank(self) -> tuple[bool, int, int]:
        r = self.recommendation
        return (self.table, -(bool(r.number) + bool(r.grade)), r.span.start)


def merged(found: Sequence[Found], text: str) -> list[Found]:
    """One of each: the full statement, with what only a restatement says filled in."""
    kept: list[Found] = []
    by_number: dict[str, list[int]] = {}
    by_words: dict[tuple[str, ...], list[int]] = {}
    for one in sorted(found, key=Found.rank):
        words = words_of_statement(one.recommendation.span.of(text))
        shingles = [tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))]
        near = dict.fromkeys(
            [*by_number.get(one.recommendation.number, ())] + [k for s in shingles for k in by_words.get(s, ())]
        )
        same = next((k for k in list(near)[:_COMPARED] if _restates(one, kept[k], words, text)), None)
        if same is not None:
            kept[same] = _filled(kept[same], one)
            continue
        if one.recommendation.number:
            by_number.setdefault(one.recommendation.number, []).append(len(kept))
        for shingle in shingles:
            places = by_words.setdefault(shingle, [])
            if len(places) < _COMPARED:
                places.append(len(kept))
        kept.append(one)
    return kept


def _restates(one: Found, other: Found, words: Sequence[str], text: str) -> bool:
    a, b = one.recommendation, other.recommendation
    if a.direction != b.direction or (a.number and b.number and a.number != b.number):
        return False
    return same_statement(words, words_of_statement(b.span.of(text)), numbered=bool(a.number and b.number))


def _filled(kept: Found, again: Found) -> Found:
    a, b = kept.recommendation, again.recommendation
    kept.restated.append(b.span)
    if not a.number and b.number:
        a = replace(a, number=b.number, number_at=b.number_at)
    if a.grade is None and b.grade is not None:
        a = replace(a, strength=b.strength or a.strength, grade=b.grade)
    if not a.certainty and b.certainty:
        a = replace(a, certainty=b.certainty, certainty_at=b.certainty_at)
    if a.population is None:
        a = replace(a, population=b.population)
    kept.recommendation = replace(a, restated=tuple(sorted(kept.restated)))
    return kept


def with_certainty(
    recommendations: Sequence[Recommendation], told: Sequence[Confidence], tabled: frozenset[int]
) -> list[Recommendation]:
    """With the certainty that a discussion states for a recommendation by its number, else for the one before it."""
    ordered = sorted(recommendations, key=lambda r: r.span)
    numbered = {r.number: i for i, r in enumerate(ordered) if r.number}
    starts = [r.span.start for r in ordered]
    for confidence in sorted(told, key=lambda c: (not c.plainly, c.at)):
        if confidence.numbers:
            meant = [numbered[n] for n in confidence.numbers if n in numbered]
        else:
            before = bisect_right(starts, confidence.at.start) - 1
            meant = [before] if before >= 0 and starts[before] not in tabled else []
        for i in meant:
            if not ordered[i].certainty and ordered[i].certainty_at is None:
                ordered[i] = replace(ordered[i], certainty=confidence.level, certainty_at=confidence.at)
    return ordered
