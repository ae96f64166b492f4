"""The list of references of a PDF: where each entry begins, and what it is named by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.clean import clean
from corpus.document import BlockKind
from corpus.pdf_raised import CLOSES, OPENS, lowered
from corpus.reading import Piece, RawBlock, RawReference
from corpus.reference_entry import entry_of

Joined = Callable[[str, str], str]

_LABEL = re.compile(
    rf"\s*(?:{OPENS}(\d{{1,4}}){CLOSES}|\[(\d{{1,4}})\]\.?|\((\d{{1,4}})\)\.?|(\d{{1,4}})[.):]?(?=\s))\s*"
)
_LEAST = 3
"""Fewer entries that count on are no numbered list."""
_HIGHEST = 1799
"""No list is longer; a higher number is another."""


def with_references(blocks: Sequence[RawBlock], joined: Joined) -> list[RawBlock]:
    """The blocks with the list of references in whole entries, each named by its number, or by name and year.

    Args:
        blocks: In reading order.
        joined: Puts two lines of a text together.
    """
    found: list[RawBlock] = []
    numbered = False
    for listed, group in groupby(blocks, key=lambda b: b.kind is BlockKind.REFERENCE):
        run = list(group)
        if listed and (entries := _numbered(run, joined, 1)):
            run, numbered = entries, True
        elif listed and numbered and (entries := _numbered(run, joined, _next_number(found))):
            run = entries
        found += run
    return _known(found)


def _next_number(blocks: Sequence[RawBlock]) -> int:
    return max((int(b.reference.key) for b in blocks if b.reference is not None), default=0) + 1


def _numbered(run: Sequence[RawBlock], joined: Joined, first: int) -> list[RawBlock]:
    """The entries of a list that counts on from `first`; empty if it does not."""
    parted = [part for block in run for part in _parted(block, first)]
    labels = _counting([_number(block.pieces[0].text) for block in parted], first)
    counted = [n for n in labels if n is not None]
    if len(counted) < (_LEAST if first == 1 else 1) or counted[-1] - first > 3 * len(counted) + 10:
        return []
    last = max(i for i, label in enumerate(labels) if label is not None)
    entries: list[RawBlock] = []
    for i, (block, label) in enumerate(zip(parted, labels, strict=True)):
        if label is not None:
            entries.append(replace(block, reference=RawReference(str(label))))
        elif entries and entries[-1].reference is not None and (i < last or _goes_on(entries[-1], block)):
            entries[-1] = replace(entries[-1], pieces=_pieces(entries[-1].pieces, block.pieces, joined))
        else:
            entries.append(block)
    return entries


def _counting(numbers: Sequence[int | None], first: int) -> list[int | None]:
    """The longest run of numbers that only rise, from `first` on; None in place of the others."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = [-1] * len(numbers)
    for i, number in enumerate(numbers):
        if number is None or not first <= number <= _HIGHEST:
            continue
        length = bisect_left(ends, number)
        before[i] = places[length - 1] if length else -1
        ends[length : length + 1] = [number]
        places[length : length + 1] = [i]
    kept: set[int] = set()
    at = places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [number if i in kept else None for i, number in enumerate(numbers)]


def _number(text: str) -> int | None:
    match = _LABEL.match(text)
    return int(next(g for g in match.groups() if g)) if match else None


def _goes_on(entry: RawBlock, block: RawBlock) -> bool:
    return block.pieces[0].text[:1].islower() and not entry.pieces[-1].text.rstrip().endswith(".")


def _pieces(before: tuple[Piece, ...], after: tuple[Piece, ...], joined: Joined) -> tuple[Piece, ...]:
    if before[-1].page != after[0].page:
        return before + after
    seam = Piece(joined(before[-1].text, after[0].text), after[0].page)
    return (*before[:-1], seam, *after[1:])


def _parted(block: RawBlock, first: int) -> list[RawBlock]:
    """A block that holds several entries in its last piece, parted where the next number stands in the same form."""
    parts: list[RawBlock] = []
    while True:
        text = block.pieces[-1].text
        label = _LABEL.match(block.pieces[0].text)
        number = _number(block.pieces[0].text)
        if label is None or number is None or number < first or label[0].strip() == str(number):
            return [*parts, block]
        form = re.escape(label[0].strip()).replace(str(number), str(number + 1))
        cut = re.search(
            rf"(?<=[.\d)\]])\s+(?={form}\s*[^\W\d_])", text[label.end() :] if len(block.pieces) == 1 else text
        )
        if cut is None:
            return [*parts, block]
        at = cut.start() + (label.end() if len(block.pieces) == 1 else 0)
        end = cut.end() + (label.end() if len(block.pieces) == 1 else 0)
        page = block.pieces[-1].page
        parts.append(replace(block, pieces=(*block.pieces[:-1], Piece(text[:at], page))))
        block = replace(block, pieces=(Piece(text[end:], page),))


def _known(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The entries with what they say of themselves; without a number an entry goes by first author and year."""
    taken: set[str] = set()
    numbered = any(b.reference is not None for b in blocks)
    found = []
    for block in blocks:
        if block.kind is BlockKind.REFERENCE and (block.reference is not None or not numbered):
            text = clean(lowered(" ".join(piece.text for piece in block.pieces)))
            entry = entry_of(text, block.reference.key if block.reference else "")
            if entry.key and entry.key not in taken:
                taken.add(entry.key)
                block = replace(block, reference=entry)
        found.append(block)
    return found
