"""What abbreviations stand for, over many documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

USUAL_SHARE = 0.6
"""A long form is what a short form stands for if at least this share of the documents that define it say so."""


_ENDING = re.compile(r"(?<=\w{4})(?:ally|ly|al|um)$")


@dataclass(frozen=True, slots=True)
class LongForm:
    """A long form, as most often written, and how many documents define the short form so."""

    long: str
    documents: int


def merged(definitions: Iterable[tuple[str, str]]) -> dict[str, tuple[LongForm, ...]]:
    """Short forms with their long forms, the most frequent first, ties by spelling.

    Long forms that differ in case, hyphens or an ending only ("minimal", "minimally", "minimum") are one.

    Args:
        definitions: Short and long form, once for each document.
    """
    spelled: dict[str, dict[str, Counter[str]]] = {}
    for short, long in definitions:
        spelled.setdefault(short, {}).setdefault(_folded(long), Counter())[long] += 1
    return {
        short: tuple(
            sorted(
                (LongForm(min(c, key=lambda s, c=c: (-c[s], s)), c.total()) for c in forms.values()),  # type: ignore[misc]
                key=lambda f: (-f.documents, f.long),
            )
        )
        for short, forms in spelled.items()
    }


def usual(forms: tuple[LongForm, ...]) -> str:
    """The long form that most documents mean; empty if they differ too much."""
    total = sum(f.documents for f in forms)
    return forms[0].long if forms and forms[0].documents >= USUAL_SHARE * total else ""


def _folded(long: str) -> str:
    words = re.findall(r"[^\W_]+", long.lower())
    return " ".join(_ENDING.sub("", w.removesuffix("s")) if len(w) > 3 else w for w in words)
