"""Running heads, footers and page numbers: what is repeated at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.pdf_lines import Line, rows_of

BAND = 0.14
"""Share of a page's height, at its top and at its bottom, in which running text may stand."""
_ROWS = 5
_SLOT = 4.0
"""Points by which a running line's position may differ between pages."""
_NUMBER = re.compile(r"(?:page\s+)?[-–—|\[(\s]*([0-9]{1,4}|[ivxlc]{1,7})[-–—|\])\s]*(?:of\s+\d+)?", re.IGNORECASE)

_COUNT = re.compile(r"(\d{1,6}|\b[ivxlc]{1,7}\b)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Row = list[Line]


def without_running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page less those that recur, page numbers aside, at the same place of several pages.

    Only whole rows at a page's very edge are dropped, from the outside inwards, so that body text stays.
    """
    kept = [list(lines) for lines in pages]
    sizes = sorted(line.size for lines in pages for line in lines)
    largest = 1.15 * sizes[len(sizes) // 2] if sizes else 0.0
    for top in (True, False):
        edges = [_edge(lines, height, top=top) for lines, height in zip(pages, heights, strict=True)]
        running = _Running([rows for rows, _ in edges], largest)
        for i, (rows, inner) in enumerate(edges):
            dropped = {id(line) for row in rows[: running.depth(i, rows, inner)] for line in row}
            kept[i] = [line for line in kept[i] if id(line) not in dropped]
    return kept


def _edge(lines: Sequence[Line], height: float, *, top: bool) -> tuple[list[_Row], _Row | None]:
    """The outermost rows within the band, from the page's edge inwards, and the row that follows them."""
    rows = rows_of(lines) if top else rows_of(lines)[::-1]
    within = [r for r in rows if (r[0].y < BAND * height if top else r[0].y > (1 - BAND) * height)][:_ROWS]
    return within, rows[len(within)] if len(within) < len(rows) else None


class _Running:
    """What recurs at the upper, or at the lower, edge of the pages. Rows larger than `largest` are headings."""

    def __init__(self, edges: Sequence[list[_Row]], largest: float) -> None:
        self.pages = len(edges)
        self.largest = largest
        self.needed = 2 if self.pages <= 8 else max(3, self.pages // 20)
        self.marks = _marks(edges)
        self.slots = self._slots(edges)
        self.numbered = _numbered(edges, min(self.needed, 3))

    def depth(self, page: int, rows: list[_Row], inner: _Row | None) -> int:
        """How many rows at a page's edge are running lines; `inner` is the row that follows `rows`."""
        following = [*rows[1:], inner]
        depth = 0
        while depth < len(rows) and self._runs(page, rows[depth], following[depth], outermost=depth == 0):
            depth += 1
        # What is not set off from the text below, such as the end of a footnote, is none either.
        while depth and not _gap(rows[depth - 1], following[depth - 1], 1.55):
            depth -= 1
        return depth

    def _runs(self, page: int, row: _Row, inner: _Row | None, *, outermost: bool) -> bool:
        # A heading that stands at the top of several pages is set larger than the text; a running head is not.
        if row[0].size > self.largest:
            return False
        if _short(row) and ((outermost and page in self.numbered) or (_gap(row, inner, 1.6) and self._in_slot(row))):
            return True
        return self._repeated(row, page, self.needed)

    def _in_slot(self, row: _Row) -> bool:
        return any(abs(row[0].y - y) < _SLOT for y in self.slots)

    def _slots(self, edges: Sequence[list[_Row]]) -> list[float]:
        """Baselines at which many pages have a repeated line: heads there may change with the chapter."""
        heights: Counter[int] = Counter()
        for page, rows in enumerate(edges):
            heights.update({round(row[0].y / 2) for row in rows[:2] if self._repeated(row, page, 2)})
        return [slot * 2.0 for slot, n in heights.items() if n >= max(2, 0.3 * len(edges))]

    def _repeated(self, row: _Row, page: int, needed: int) -> bool:
        return self._recurs(_row_text(row), row, page, needed) or all(
            self._recurs(line.text, row, page, needed) for line in row
        )

    def _recurs(self, text: str, row: _Row, page: int, needed: int) -> bool:
        for pattern in _patterns(text, page):
            # Two numbers may keep step with their pages by chance.
            least = max(needed, 3) if "#" in pattern and self.pages > 2 else needed
            if sum(abs(y - row[0].y) < _SLOT for y in self.marks.get(pattern, ())) >= least:
                return True
        return False


def _patterns(text: str, page: int) -> set[str]:
    """Texts by which a line is known again: as it stands, and with numbers that count along with the pages taken out.

    Other numbers stay: "Recommendation 3" and "Recommendation 4" are no running heads.
    """
    parts = _COUNT.split(" ".join(text.lower().split()))
    numbers = list(range(1, len(parts), 2))[:4]
    found: set[str] = set()
    for choice in range(2 ** len(numbers)):
        told = list(parts)
        for bit, i in enumerate(numbers):
            if choice >> bit & 1:
                told[i] = f"#{_value(parts[i]) - page}"
        found.add("".join(told))
    return found


def _value(number: str) -> int:
    """The value of a number in digits or in Roman figures."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[c] for c in number]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _row_text(row: _Row) -> str:
    return " ".join(line.text for line in row)


def _marks(edges: Sequence[list[_Row]]) -> dict[str, list[float]]:
    """Where each pattern of a row, or of a part of one, stands: one baseline a page."""
    found: dict[str, list[float]] = defaultdict(list)
    for page, rows in enumerate(edges):
        seen: set[str] = set()
        for row in rows:
            for text in {_row_text(row), *(line.text for line in row)}:
                for pattern in _patterns(text, page) - seen:
                    seen.add(pattern)
                    found[pattern].append(row[0].y)
    return found


def _numbered(edges: Sequence[list[_Row]], needed: int) -> set[int]:
    """Pages whose outermost row holds a number that counts along with the pages."""
    offsets: dict[int, int] = {}
    for i, rows in enumerate(edges):
        for line in rows[0] if rows else ():
            match = _NUMBER.fullmatch(line.text.strip())
            if match and match[1].isdigit():
                offsets[i] = int(match[1]) - i
    common = Counter(offsets.values()).most_common(1)
    if not common or common[0][1] < needed:
        return set()
    return {i for i, offset in offsets.items() if offset == common[0][0]}


def _gap(row: _Row, inner: _Row | None, lines: float) -> bool:
    """True if a row's baseline is at least that many sizes of its type away from the next row's inwards."""
    return inner is None or abs(row[0].y - inner[0].y) > lines * max(row[0].size, inner[0].size)


def _short(row: _Row) -> bool:
    return sum(len(line.words) for line in row) <= 16
