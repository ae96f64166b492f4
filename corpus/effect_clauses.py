"""Clauses of a sentence, and what stands where in them."""

from __future__ import annotations

import re

from corpus.document import Span

_CLAUSE = re.compile(
    r";|,?\s\b(?:but|whereas|while|although|though|however)\b|,\s(?:and|with)\s(?=(?:no"
    r"|a|the|significant)\b)|\swith\s(?=no\b)|\.\s(?=[A-Z])"
)
# "Although A, B": the two say different things.
_CONCEDED = re.compile(
    r"\W*(?:Although|While|Whereas|Though|Despite)\b(?:[^,(]|\([^)]*\)|,(?=[^,]{0,25},?\sand\s))*,\s"
)


def clause_at(masked: str, at: int) -> Span:
    """The clause of a sentence that holds a place; brackets are never parted."""
    start, end = 0, len(masked)
    conceded = _CONCEDED.match(masked)
    if conceded:
        start, end = (conceded.end(), end) if at >= conceded.end() else (0, conceded.end())
    for cut in _CLAUSE.finditer(masked, start, end):
        before = masked[: cut.start()]
        if before.count("(") > before.count(")"):
            continue
        if cut.end() <= at:
            start = cut.start() + (1 if masked[cut.start()] in ";." else 0)
        elif cut.start() >= at:
            end = cut.start()
            break
    return Span(start, end)


def places_in(pattern: re.Pattern[str], text: str, clause: Span) -> list[Span]:
    """Where a pattern stands in a clause, in order."""
    return [Span(*m.span()) for m in pattern.finditer(text, clause.start, clause.end)]


def distance(a: Span, b: Span) -> int:
    """How many code points part two spans; 0 where they meet."""
    return max(a.start - b.end, b.start - a.end, 0)
