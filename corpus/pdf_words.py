"""From the printed characters of a PDF page to its words: where spaces belong, and which signs were lost.

Positions are points (1/72 inch), x to the right and y *down* from the upper left corner of the visible page.
"""

from __future__ import annotations

import ctypes
import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from corpus.clean import LINE_END_HYPHEN

_HYPHENS = frozenset("-\u2010\u00ad\x02" + LINE_END_HYPHEN)
# A space that was left out of the file shows as a gap this wide, in sizes of the type, beyond the line's usual gap.
# Measured on 20 files: gaps inside words end at 0.07, between words they begin at 0.09.
_SPACE = 0.085


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them, on one baseline `y`, in one size of type.

    `glued` is true where it follows the word before without a space (a superscript reference mark, say).
    A hyphen that ends a word at a line's end may stand as `LINE_END_HYPHEN`.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    glued: bool = False
    font: str = ""

    @property
    def top(self) -> float:
        """Where the tall letters begin."""
        return self.y - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where the descenders end."""
        return self.y + 0.25 * self.size


class Character(NamedTuple):
    """One printed character: its box across the line, its baseline and size. `number` is pdfium's.

    A tuple, as hundreds of thousands are made of one file: a frozen dataclass takes three times as long.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    number: int
    spaced: bool
    """True where the file itself has white space before it."""
    hinted: bool
    """True where pdfium takes the gap before it for a space."""


def _font(raw: Any, index: int) -> tuple[str, bool]:
    """Name of the font a character is set in, and whether it is bold."""
    buffer = ctypes.create_string_buffer(128)
    pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, 128, None)
    name, heavy = _font_named(buffer.value)
    return name, heavy or pdfium_c.FPDFText_GetFontWeight(raw, index) >= 600


@lru_cache(maxsize=256)
def _font_named(told: bytes) -> tuple[str, bool]:
    """A font's name, and whether it says that the font is bold."""
    name = told.decode("utf-8", "replace")
    return name, any(mark in name.lower() for mark in ("bold", "black", "heavy", "-bd", ".b", "cmbx", "-demi"))


def words_in(characters: Sequence[Character], raw: Any) -> Iterator[Word]:
    """The words of characters in the file's order.

    Args:
        characters: Set in one direction, without white space.
        raw: pdfium's text page that they are of; their fonts are asked of it.
    """
    for run in _runs(_with_lost_signs(characters)):
        usual = _usual_gap(run)
        begin = 0
        glued = False
        for i in range(1, len(run) + 1):
            if i < len(run) and not _breaks(run[i - 1], run[i], usual):
                continue
            yield _word(run[begin:i], raw, glued=glued)
            glued = i < len(run) and not _apart(run[i - 1], run[i], usual)
            begin = i


def _with_lost_signs(characters: Sequence[Character]) -> list[Character]:
    """The characters with no sign lost beside a figure whose glyph the file gives no meaning.

    A wide one between two figures is a dash ("13–15"); another shows as U+FFFD rather than make "0.5±0.2" "0.50.2".
    """
    mended = list(characters)
    for i in range(1, len(mended) - 1):
        a, lost, b = mended[i - 1 : i + 2]
        if lost.text >= " ":
            continue
        beside = [
            c for c in (a, b) if c.text.isdigit() and -0.1 * c.size < max(lost.x0 - c.x1, c.x0 - lost.x1) < c.size
        ]
        if len(beside) == 2 and abs(a.y - b.y) < 0.1 * a.size and lost.x1 - lost.x0 > 0.45 * a.size:
            mended[i] = lost._replace(text="–", y=a.y, size=a.size)
        elif beside:
            mended[i] = lost._replace(text="\ufffd")
    return mended


def _runs(characters: Sequence[Character]) -> Iterator[Sequence[Character]]:
    """Stretches of characters that follow each other along one line, superscripts included."""
    begin = 0
    for i in range(1, len(characters) + 1):
        if i < len(characters):
            a, b = characters[i - 1], characters[i]
            size = max(a.size, b.size)
            level = abs(a.y - b.y)
            if level < 0.6 * size and -0.6 * size < b.x0 - a.x1 < 3 * size:
                continue
            # The letters of a ligature share one box.
            if level < 0.01 and b.x0 == a.x0 and b.x1 == a.x1:
                continue
        yield characters[begin:i]
        begin = i


def _usual_gap(run: Sequence[Character]) -> float:
    """How far letters of a word stand apart on this line, in sizes of the type: 0 unless it is spaced out."""
    gaps = [
        (b.x0 - a.x1) / max(b.size, 0.1)
        for a, b in itertools.pairwise(run)
        if not b.spaced and a.text.isalpha() and b.text.isalpha() and b.x0 > a.x0
    ]
    return max(0.0, statistics.median(gaps)) if len(gaps) > 3 else 0.0


def _apart(a: Character, b: Character, usual: float) -> bool:
    """True if a space belongs between two neighbours on a line."""
    size, gap = max(a.size, b.size), b.x0 - a.x1
    if b.spaced or gap > (_SPACE + usual) * size:
        return True
    # Behind an overhanging letter ("of this") a space may seem narrow; pdfium knows the letters' true widths.
    level = abs(a.y - b.y) < 0.02 * size and abs(a.size - b.size) < 0.1 * size
    return b.hinted and level and usual < 0.04 and gap > -0.1 * size


def _breaks(a: Character, b: Character, usual: float) -> bool:
    return _apart(a, b, usual) or abs(a.y - b.y) > 0.12 * max(a.size, b.size)


def _word(characters: Sequence[Character], raw: Any, *, glued: bool) -> Word:
    text = "".join(c.text for c in characters)
    # The mark counts only where a line may end after it.
    text = text[:-1].replace(LINE_END_HYPHEN, "-") + text[-1]
    first = characters[0]
    size = max(c.size for c in characters)
    font, bold = _font(raw, first.number)
    return Word(text, first.x0, max(c.x1 for c in characters), first.y, size, bold, glued, font)


def ends_in_hyphen(text: str) -> bool:
    """True if `text` ends in any sign that may part a word at a line's end."""
    return text[-1:] in _HYPHENS
