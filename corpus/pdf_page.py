"""What stands on one page of a PDF: its characters and ruled lines, turned the way a reader holds the page.

Positions are points (1/72 inch), x to the right and y *down* from the upper left corner of the visible page.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium_c

from corpus.clean import LINE_END_HYPHEN
from corpus.pdf_words import Character, Word, words_in

CHARACTER_LIMIT = 200_000
"""Characters read of one page; a page of print holds some 6,000."""
_RULE_LIMIT = 5_000
_FEW_WORDS = 30
_BLANK = 32
_GENERATED = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line; horizontal if `y0 == y1`, else vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageText:
    """All that was read of one page. `sideways` are words that run up or down a page that is otherwise upright."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    sideways: tuple[Word, ...]
    rules: tuple[Rule, ...]
    cut: bool
    """True where the page holds more than `CHARACTER_LIMIT` characters."""
    is_picture: bool = False
    """True where a picture is all, or nearly all, that the page shows: OCR may find text in it."""


class _Frame:
    """Turns pdfium's coordinates (origin at the lower left, before rotation) into a reader's."""

    def __init__(self, page: Any, quarter_turns: int) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom = left, bottom
        self.wide, self.high = right - left, top - bottom
        self.turns = quarter_turns % 4
        self.size = (self.wide, self.high) if self.turns % 2 == 0 else (self.high, self.wide)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        match self.turns:
            case 0:
                return x, self.high - y
            case 1:
                return y, x
            case 2:
                return self.wide - x, y
            case _:
                return self.high - y, self.wide - x


def read_page(page: Any, number: int) -> PageText:
    """The words and rules of a pypdfium2 page.

    A page most of whose text runs sideways (a table turned by a quarter) is turned upright.
    Raises:
        pypdfium2.PdfiumError: pdfium cannot load the page's text.
    """
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        kept = min(count, CHARACTER_LIMIT)
        turns = _turns(text_page.raw, kept)
        upright = Counter(turn % _GENERATED for turn in turns).most_common(1)[0][0] if turns else 0
        frame = _Frame(page, -upright)
        words = tuple(words_in(_characters(text_page.raw, kept, frame, turns, upright), text_page.raw))
        sideways: list[Word] = []
        for other in sorted({turn % _GENERATED for turn in turns} - {upright}):
            turned = _Frame(page, -other)
            sideways += words_in(_characters(text_page.raw, kept, turned, turns, other), text_page.raw)
        rules = tuple(_rules(page, frame)) if words else ()
        picture = _is_picture(page, len(words) + len(sideways))
    finally:
        text_page.close()
    return PageText(number, *frame.size, words, tuple(sideways), rules, count > kept, picture)


def _is_picture(page: Any, words: int) -> bool:
    """True if a page without words shows anything, or one with few is half covered by a picture (a stamped scan)."""
    if words >= _FEW_WORDS:
        return False
    count = pdfium_c.FPDFPage_CountObjects(page)
    if not words:
        return bool(count > 0)
    left, bottom, right, top = page.get_cropbox()
    box = [ctypes.c_float() for _ in range(4)]
    for i in range(min(count, _RULE_LIMIT)):
        item = pdfium_c.FPDFPage_GetObject(page, i)
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium_c.FPDFPageObj_GetBounds(item, *box):
            x0, y0, x1, y1 = (side.value for side in box)
            if (x1 - x0) * (y1 - y0) > 0.5 * (right - left) * (top - bottom):
                return True
    return False


def characters_of(page: Any) -> tuple[list[Character], tuple[float, float]]:
    """The characters of a page in the file's order, and the page's width and height, as the page is shown.

    Raises:
        pypdfium2.PdfiumError: pdfium cannot load the page's text.
    """
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), CHARACTER_LIMIT)
        turns = _turns(text_page.raw, count)
        frame = _Frame(page, page.get_rotation() // 90)
        set_in = sorted({turn % _GENERATED for turn in turns})
        found = [c for turn in set_in for c in _characters(text_page.raw, count, frame, turns, turn)]
    finally:
        text_page.close()
    return sorted(found, key=lambda c: c.number), frame.size


def _turns(raw: Any, count: int) -> list[int]:
    """For every character the quarter turns clockwise, 0 to 3, in which it is set, before the page's rotation.

    `_GENERATED` is added where pdfium made the character up, which is then set as the one before it.
    """
    angle_of = pdfium_c.FPDFText_GetCharAngle
    is_generated = pdfium_c.FPDFText_IsGenerated
    turns: list[int] = []
    last = 0
    for i in range(count):
        if is_generated(raw, i) == 1:
            turns.append(last + _GENERATED)
            continue
        angle = angle_of(raw, i)
        last = round(angle / (math.pi / 2)) % 4 if angle > 0 else 0
        turns.append(last)
    return turns


def _characters(raw: Any, count: int, frame: _Frame, turns: Sequence[int], turn: int) -> list[Character]:
    """Printed characters set in one direction, in the file's order, without white space."""
    found: list[Character] = []
    unicode_of, box_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    origin_of, point = pdfium_c.FPDFText_GetCharOrigin, frame.point
    box, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    width, height = frame.size
    spaced, hinted, tall, size = True, False, -1.0, 0.0
    for i in range(count):
        if turns[i] != turn:
            if turns[i] == turn + _GENERATED:
                hinted = hinted or unicode_of(raw, i) == _BLANK
            else:
                spaced = True
            continue
        text = _character(unicode_of(raw, i))
        if text.isspace() or not text:
            spaced = spaced or bool(text)
            continue
        box_of(raw, i, box)
        origin_of(raw, i, x, y)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if abs(top - bottom - tall) > 0.01:
            tall = top - bottom
            size = _size(raw, i) or tall
        x0, _ = point(left, bottom)
        x1, _ = point(right, top)
        if x1 < x0:
            x0, x1 = x1, x0
        _, base = point(x.value, y.value)
        if -size <= x0 <= width and -size <= base <= height + size:
            found.append(Character(text, x0, x1, base, size, i, spaced, hinted))
            spaced = hinted = False
    return found


def _character(code: int) -> str:
    """pdfium marks a hyphen at a line's end with code 2."""
    if code == 2:
        return LINE_END_HYPHEN
    return chr(code) if code and code < 0x110000 else ""


def _size(raw: Any, index: int) -> float:
    """Size of type in points as printed: the font's, scaled by the text's matrix."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(raw, index, matrix):
        return 0.0
    return float(pdfium_c.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d))


def _rules(page: Any, frame: _Frame) -> Iterator[Rule]:
    """Ruled lines: straight strokes, thin bars and the sides of rectangles, along the page's axes."""
    seen = 0
    for i in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, i)
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        seen += 1
        if seen > _RULE_LIMIT:
            return
        for x0, y0, x1, y1 in _strokes(item):
            ax, ay = frame.point(x0, y0)
            bx, by = frame.point(x1, y1)
            rule = _straight(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
            if rule is not None:
                yield rule


def _straight(rule: Rule) -> Rule | None:
    wide, high = rule.x1 - rule.x0, rule.y1 - rule.y0
    if high <= 1.5 and wide > 3:
        middle = (rule.y0 + rule.y1) / 2
        return replace(rule, y0=middle, y1=middle)
    if wide <= 1.5 and high > 3:
        middle = (rule.x0 + rule.x1) / 2
        return replace(rule, x0=middle, x1=middle)
    return None


def _strokes(item: Any) -> Iterator[tuple[float, float, float, float]]:
    """The straight segments of a path in page coordinates; nothing of a path with curves (a drawing, a letter)."""
    count = pdfium_c.FPDFPath_CountSegments(item)
    if not 1 < count <= 400:
        return
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, float, float]] = []
    for i in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, i)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        px = matrix.a * x.value + matrix.c * y.value + matrix.e
        py = matrix.b * x.value + matrix.d * y.value + matrix.f
        points.append((kind, px, py))
    for (_, ax, ay), (kind, bx, by) in itertools.pairwise(points):
        if kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield ax, ay, bx, by
