"""A sentence as its *shape*: the same text with every number overwritten by `#` and every reference mark by spaces.

So patterns name places and never digits, and offsets stay the text's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.effect_types import Value
from corpus.numbers import numbers_in


@dataclass(slots=True)
class Shape:
    """A sentence, its numbers by where they start, and its shape; `used` are numbers that already have a role."""

    text: str
    masked: str
    numbers: dict[int, Value]
    used: set[int] = field(default_factory=set)

    def value(self, found: re.Match[str], group: str) -> Value:
        """The number that a group of a pattern stands for."""
        return self.numbers[found.start(group)]

    def free(self, *values: Value) -> bool:
        """True if none of the numbers has a role yet."""
        return not any(v.span.start in self.used for v in values)

    def take(self, *values: Value | None) -> None:
        """Give the numbers a role."""
        self.used.update(v.span.start for v in values if v)


def shape_of(text: str, marks: Iterable[Span] = ()) -> Shape:
    """The shape of a sentence; `marks` are its reference marks, whose figures are no data."""
    letters = list(text.replace("#", " "))
    for mark in marks:
        letters[mark.start : mark.end] = " " * len(mark)
    plain = "".join(letters)
    numbers = {n.span.start: Value(n.span, n.value) for n in numbers_in(plain)}
    for n in numbers.values():
        letters[n.span.start : n.span.end] = "#" * len(n.span)
    return Shape(text, "".join(letters), numbers)
