"""Authors as a PDF prints them: the line of names right beneath its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.clean import clean
from corpus.document import BlockKind
from corpus.reading import RawBlock, without_marks

_LINES = 3
"""Blocks beneath the title that may hold the names."""
_SIGNS = re.compile(r"[*∗†‡§¶‖#\d⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:,[*∗†‡§¶‖#\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
"""What points from a name to an address or a note."""
_PARTS = re.compile(r"\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[.'’‐-][^\W\d_]*)*\.?")
_PARTICLES = frozenset("al bin da de del den der di dos du el ibn la le ten ter van von y zu".split())
_DEGREE = re.compile(r"(?:Dr|Prof|Ph\.?D|M\.?Sc|B\.?Sc|Dr\.?\s?[Pp]h|[A-Z]{2,5}|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?)\.?")
_NO_NAME = frozenset(
    "academic access article association centre center clinic college committee correspondence council department"
    " division editor faculty foundation guideline health hospital institute journal journals laboratory medical"
    " medicine open original received research review school sciences society studies"
    " study training unit university".split()
)
_LEAST, _MOST = 2, 6
"""Words of a name."""


def printed_authors(blocks: Sequence[RawBlock]) -> tuple[str, ...]:
    """The names beneath the title, in order; none where any part of the line is not plainly a name.

    Args:
        blocks: The document's, in order.
    """
    title = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.TITLE and b.pieces[0].page <= 2), None)
    if title is None:
        return ()
    line = ""
    for block in blocks[title + 1 : title + 1 + _LINES]:
        if block.kind is not BlockKind.MATTER:
            break
        line = f"{line} {without_marks(clean(' '.join(p.text for p in block.pieces)))}".strip()
        names = _names(line)
        if names is not None:
            return names
        if not _goes_on(line):
            break
    return ()


def _names(line: str) -> tuple[str, ...] | None:
    """The names of a line; `None` if it is no list of names."""
    names = []
    for part in _parts(line):
        if not _is_name(part):
            return None
        names.append(part)
    # Raised letters that point to addresses stand on the line: "Ann Smitha, Bo Jonesb".
    lettered = len(names) > 1 and all(re.search(r"[b-df-hj-np-tv-xz][a-d]$", n) for n in names)
    # One name alone may be a place, unless it points to an address.
    alone = len(names) == 1 and not _SIGNS.search(line)
    return None if not names or lettered or alone else tuple(names)


def _parts(line: str) -> Iterator[str]:
    # A sign also parts names that nothing else does: "A. Smith† B. Jones".
    for part in _PARTS.split(_SIGNS.sub(",", line)):
        words = part.strip(" .").split()
        while len(words) > _LEAST and _DEGREE.fullmatch(words[-1]) and not words[0].isupper():
            words.pop()
        if words and not (len(words) == 1 and _DEGREE.fullmatch(words[0])):
            yield " ".join(words)


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        _LEAST <= len(words) <= _MOST
        and all(_WORD.fullmatch(w) and (w[0].isupper() or w.lower() in _PARTICLES) for w in words)
        and words[-1][0].isupper()
        and len(words[-1].strip(".")) > 1
        and not _NO_NAME.intersection(w.lower() for w in words)
    )


def _goes_on(line: str) -> bool:
    """True if a line of names breaks off inside one: behind "and", a comma, or a first name."""
    last = re.split(r"\s+(?:and|&)\s+|,\s*", line)[-1]
    return not last.strip() or len(last.split()) == 1
