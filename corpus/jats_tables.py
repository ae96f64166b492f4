"""A JATS table as text, rows by newline and cells by tab, and the exact place of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.clean import clean
from corpus.jats_marks import References
from corpus.jats_text import text_of
from corpus.reading import RawCell

WIDEST = 200
"""No cell reaches over more columns or rows than this, whatever the file says."""
_CELLS = ("td", "th", "entry")
_NUMBER = re.compile(r"\s*(\d{1,5})\s*")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with its text; `row` counts all rows of the file, from 0, and `column` from 1."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    text: str


def table_of(table: etree._Element, references: References | None = None) -> tuple[str, tuple[RawCell, ...]]:
    """The table's text without rows that hold nothing, and a place for each cell of it.

    A row counts as it is seen: one that holds no text is no row, and no cell reaches over it.
    """
    rows = [list(row) for row in _rows(table, references)]
    kept = [i for i, row in enumerate(rows) if any(clean(cell.text) for cell in row)]
    seen = {row: number for number, row in enumerate(kept, 1)}
    cells = [
        RawCell(seen[i], c.column, c.header, sum(c.row <= r < c.row + c.rows for r in kept), c.columns)
        for i in kept
        for c in rows[i]
    ]
    return "\n".join("\t".join(c.text for c in rows[i]) for i in kept), tuple(cells)


def _rows(table: etree._Element, references: References | None) -> Iterator[Iterator[_Placed]]:
    own = [row for row in table.iter("tr", "row") if _table_of(row) is table]
    taken: set[tuple[int, int]] = set()
    for i, row in enumerate(own):
        # Headers and feet are groups of rows; a cell reaches over none of another group.
        left = sum(1 for other in own[i:] if other.getparent() is row.getparent())
        yield _placed(row, i, left, taken, _columns_named(table), references)


def _placed(
    row: etree._Element,
    number: int,
    left: int,
    taken: set[tuple[int, int]],
    named: dict[str, int],
    references: References | None,
) -> Iterator[_Placed]:
    column = 1
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        column = named.get(cell.get("namest", ""), column)
        while (number, column) in taken:
            column += 1
        rows, columns = _reach(cell, named)
        rows = max(1, min(rows, left))
        taken.update((number + r, column + c) for r in range(rows) for c in range(columns))
        header = cell.tag == "th" or next(cell.iterancestors("thead"), None) is not None
        yield _Placed(number, column, rows, columns, header, text_of(cell, references))
        column += columns


def _reach(cell: etree._Element, named: dict[str, int]) -> tuple[int, int]:
    """Over how many rows and columns a cell reaches, by HTML's attributes or those of CALS tables."""
    rows = _count(cell.get("rowspan"), 1) if cell.tag != "entry" else _count(cell.get("morerows"), 0) + 1
    columns = _count(cell.get("colspan"), 1)
    first, last = named.get(cell.get("namest", "")), named.get(cell.get("nameend", ""))
    if first and last and first <= last:
        columns = last - first + 1
    return max(1, rows), max(1, min(columns, WIDEST))


def _count(value: str | None, otherwise: int) -> int:
    found = _NUMBER.fullmatch(value or "")
    return min(int(found[1]), WIDEST) if found else otherwise


def _columns_named(table: etree._Element) -> dict[str, int]:
    """Numbers of the columns that a CALS table gives names to."""
    return {c.get("colname", ""): i for i, c in enumerate(table.iter("colspec"), 1) if c.get("colname")}


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table", "array"), None)
