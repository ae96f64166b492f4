"""The picture of a PDF's page, and where on it a quote stands."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corpus.clean import clean
from corpus.pdf_layout import reading_order
from corpus.pdf_lines import Line, ruled_tables, segments_of
from corpus.pdf_page import PageText, characters_of, read_page
from corpus.pdf_words import Character, Word
from corpus.read_pdf import PDFIUM_LOCK, opened

_Printed: TypeAlias = Character | Word

_MOST_PIXELS = 40_000_000
_FOLDED_AWAY = re.compile(r"[\s\u00ad\u2010\u2013\u2212\ufffe-]+")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Part of a page as fractions of its width and height, in [0, 1], from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def page_picture(data: bytes, page_number: int, *, scale: float) -> bytes:
    """A page as PNG.

    Args:
        data: The PDF file.
        page_number: From 1, as in the file.
        scale: Pixels a point (1/72 inch); made smaller where the picture would hold over 40 million pixels.
    Raises:
        ReadError: pdfium cannot open the file.
        ValueError: There is no such page, or `scale` is not positive.
    """
    if scale <= 0:
        raise ValueError(f"a scale is positive, not {scale}")
    with PDFIUM_LOCK, opened(data, "file") as document:
        page = document[_index(page_number, len(document))]
        wide, high = page.get_size()
        fitting = min(scale, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
        picture = page.render(scale=fitting).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def quote_rectangles(data: bytes, page_number: int, quote: str) -> list[Rectangle]:
    """Where a quote stands on a page: one rectangle a line, or none where its letters do not stand there in order.

    White space and hyphens are folded, and raised figures taken as plain ones, so that a quote matches over the ends
    of lines. Of a quote that runs over pages, give the part that stands on this one.
    Raises:
        ReadError: pdfium cannot open the file.
        ValueError: There is no such page.
    """
    wanted = _folded(clean(quote))
    with PDFIUM_LOCK, opened(data, "file") as document:
        page = document[_index(page_number, len(document))]
        drawn, size = characters_of(page)
        found = _found(drawn, wanted)
        if not found:
            found = _found(_as_read(read_page(page, page_number), size), wanted)
    return [_rectangle(line, size) for line in _lines(found)]


def _index(page_number: int, count: int) -> int:
    if not 1 <= page_number <= count:
        raise ValueError(f"there is no page {page_number}; the file has {count}")
    return page_number - 1


def _folded(text: str) -> str:
    # A point that the font names "Æ" is a "·" in the stored text only where its neighbours show it.
    return _FOLDED_AWAY.sub("", unicodedata.normalize("NFKC", text)).replace("Æ", "·")


def _as_read(page: PageText, size: tuple[float, float]) -> list[Word]:
    """The words in reading order, for pages drawn in another; none where the page was turned to be read."""
    if (page.width, page.height) != size:
        return []
    tables, rest = ruled_tables(page.words, page.rules, page.number)
    words: list[Word] = []
    for item in reading_order(segments_of(rest, page.number), tables, page.rules):
        lines = [item] if isinstance(item, Line) else [line for row in item.rows for cell in row for line in cell]
        words += [word for line in lines for word in line.words]
    return words


def _found(printed: Sequence[_Printed], wanted: str) -> list[_Printed]:
    """What bears the letters of `wanted`, which stand together; empty if they do not."""
    letters: list[str] = []
    owners: list[int] = []
    for i, one in enumerate(printed):
        folded = _folded(clean(one.text))
        letters.append(folded)
        owners += [i] * len(folded)
    start = "".join(letters).find(wanted) if wanted else -1
    if start < 0:
        return []
    return [printed[i] for i in dict.fromkeys(owners[start : start + len(wanted)])]


def _lines(characters: Sequence[_Printed]) -> list[list[_Printed]]:
    """Characters or words parted where the next one stands on another line or in another column."""
    lines: list[list[_Printed]] = []
    for character in characters:
        last = lines[-1][-1] if lines else None
        near = last is not None and (
            abs(last.y - character.y) < 0.6 * max(last.size, character.size)
            and -character.size < character.x0 - last.x1 < 3 * character.size
        )
        if near:
            lines[-1].append(character)
        else:
            lines.append([character])
    return lines


def _rectangle(line: Sequence[_Printed], size: tuple[float, float]) -> Rectangle:
    wide, high = size
    top = min(c.y - 0.8 * c.size for c in line)
    bottom = max(c.y + 0.25 * c.size for c in line)
    return Rectangle(
        _fraction(min(c.x0 for c in line) / wide),
        _fraction(top / high),
        _fraction(max(c.x1 for c in line) / wide),
        _fraction(bottom / high),
    )


def _fraction(value: float) -> float:
    return min(1.0, max(0.0, value))
