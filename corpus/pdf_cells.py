"""Text that stands side by side within one column: rows of cells become tables, other texts follow each other.

Positions are points, y down, as in `corpus.pdf_page`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from corpus.pdf_lines import Line, Table, line_of, rows_of

Item: TypeAlias = Line | Table

_LABEL = re.compile(r"(?:[•●▪■◦○‣⁃∙·–—\-*+►▶➢➤✓o§]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\]|\d{1,3})")


def is_label(text: str) -> bool:
    """True for a bullet or number that stands in front of an item: "•", "3.", "(b)", "[12]"."""
    return _LABEL.fullmatch(text) is not None


def one_column(items: Sequence[Item]) -> Iterator[Item]:
    """One column: its lines top to bottom, with rows of cells made tables, and texts side by side parted."""
    lines = [i for i in items if isinstance(i, Line)]
    rows = [_labelled(row) for row in rows_of(lines)]
    edges = _edges(lines) if lines else (0.0, 0.0)
    found: list[tuple[float, Sequence[Item]]] = [(i.top, [i]) for i in items if isinstance(i, Table)]
    i = 0
    while i < len(rows):
        end = _cells_end(rows, i)
        if end > i:
            cells = rows[i:end]
            top = min(s.top for s in cells[0])
            if _is_table(cells):
                found.append((top, [_table(_with_further_lines(cells))]))
            elif len(_columns(cells)) > 2:
                found.append((top, [_table(_whole_rows(cells))]))
            else:
                found.append((top, _side_by_side(cells)))
            i = end
        else:
            line = line_of([w for s in rows[i] for w in s.words], rows[i][0].page, edges)
            found.append((line.top, [line]))
            i += 1
    for _, group in sorted(found, key=lambda pair: pair[0]):
        yield from group


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right edge of a column, past a few lines that jut out, such as a running head over two columns."""
    rights = sorted(s.x1 for s in lines)
    return min(s.x0 for s in lines), rights[-1 - len(rights) // 12]


def _side_by_side(rows: Sequence[list[Line]]) -> list[Item]:
    """Rows of texts that stand beside each other without being a table: one text after the other."""
    columns = _columns(rows)
    texts: list[list[Item]] = [[] for _ in columns]
    for row in rows:
        for line in row:
            place = _place(line, columns)
            texts[place].append(line_of(line.words, line.page, columns[place]))
    return [line for text in texts for line in text]


def _whole_rows(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Rows of a table whose cells take several lines: parted by wider gaps, or else where the first column goes on."""
    steps = [b[0].y - a[0].y for a, b in itertools.pairwise(rows)]
    wide = 1.25 * min(steps)
    spaced = 0.1 * len(steps) <= sum(step > wide for step in steps) <= 0.8 * len(steps)
    first = _columns(rows)[0][1]
    whole: list[list[Line]] = [list(rows[0])]
    for step, row in zip(steps, rows[1:], strict=True):
        if step > wide if spaced else len(row) > 1 and row[0].x0 < first:
            whole.append(list(row))
        else:
            whole[-1] += row
    return whole


def _with_further_lines(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Rows of which none is only the further line of a cell in the row above."""
    second = _columns(rows)[1][0]
    whole: list[list[Line]] = []
    for row in rows:
        if whole and len(row) == 1 and row[0].x0 > second - 3:
            whole[-1] += row
        else:
            whole.append(list(row))
    return whole


def _is_table(rows: Sequence[list[Line]]) -> bool:
    """True if at least three rows have cells, and few cells go on in the line below them as prose does."""
    if sum(len(row) > 1 for row in rows) < 3:
        return False
    columns = _columns(rows)
    running = neighbours = 0
    above: dict[int, Line] = {}
    for row in rows:
        for line in row:
            place = _place(line, columns)
            before = above.get(place)
            if before is not None and len(before.words) > 2:
                neighbours += 1
                running += line.text[0].islower() and before.text[-1] not in ".;:?!"
            above[place] = line
    return neighbours < 4 or running < 0.35 * neighbours


def _place(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    """The column a cell reaches into most."""
    return max(range(len(columns)), key=lambda c: min(line.x1, columns[c][1]) - max(line.x0, columns[c][0]))


def _labelled(row: list[Line]) -> list[Line]:
    """A row whose first part is a bullet or number, with that joined to what it labels."""
    if len(row) > 1 and is_label(row[0].text) and row[1].x0 - row[0].x1 < 4 * row[1].size:
        return [line_of(row[0].words + row[1].words, row[0].page), *row[2:]]
    return row


def _cells_end(rows: Sequence[list[Line]], begin: int) -> int:
    """Where the rows of cells that begin at row `begin` end; `begin` itself if there are none.

    They are at least two rows in a row of two cells or more that keep to common columns.
    """
    if len(rows[begin]) < 2 or is_loose(rows[begin]):
        return begin
    end, last, full = begin, begin, 0
    while end < len(rows):
        row = rows[end]
        if end > begin and row[0].top - rows[end - 1][0].bottom > 2.5 * row[0].size:
            break
        if len(row) >= 2 and not is_loose(row):
            full += 1
            last = end + 1
        elif end - last >= 2 and not _in_one_cell(row[0], rows[begin:last]):
            break
        end += 1
    if full < 2 or 3 * full < last - begin or len(_columns(rows[begin:last])) < 2:
        return begin
    return last


def _in_one_cell(line: Line, rows: Sequence[list[Line]]) -> bool:
    """True if a line keeps within one column of the rows above it, as the further lines of a cell do."""
    columns = _columns(rows)
    x0, x1 = columns[_place(line, columns)]
    return len(columns) > 1 and x0 - 3 <= line.x0 and line.x1 <= x1 + 3


def is_loose(row: Sequence[Line]) -> bool:
    """True for a line of prose that was set wide to fill its column: no gap stands out among its word spaces."""
    filled, widest, _ = _gaps(row)
    return is_even(row) or (filled > 0.7 and widest < 1.8 * row[0].size)


def is_even(row: Sequence[Line]) -> bool:
    """True if all gaps of a row are about as wide as each other, so that none of them parts it."""
    filled, widest, gaps = _gaps(row)
    return len(gaps) > 2 and widest < 1.4 * float(np.median(gaps)) and filled > 0.5


def _gaps(row: Sequence[Line]) -> tuple[float, float, list[float]]:
    """The share of a row that its lines fill, its widest gap between words, and all of them."""
    filled = sum(s.x1 - s.x0 for s in row) / max(row[-1].x1 - row[0].x0, 1.0)
    words = [w for s in row for w in s.words]
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words) if not b.glued]
    return filled, max(gaps, default=0.0), gaps


def _columns(rows: Sequence[list[Line]]) -> list[tuple[float, float]]:
    """The stretches of x that cells of these rows share, left to right."""
    spans = sorted((s.x0, s.x1) for row in rows if len(row) > 1 for s in row)
    merged: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _table(rows: Sequence[list[Line]]) -> Table:
    columns = _columns(rows)
    kept = []
    for row in rows:
        cells: list[list[Line]] = [[] for _ in columns]
        for line in row:
            cells[_place(line, columns)].append(line)
        kept.append(tuple(tuple(cell) for cell in cells))
    lines = [s for row in rows for s in row]
    return Table(
        tuple(kept),
        lines[0].page,
        min(s.x0 for s in lines),
        max(s.x1 for s in lines),
        min(s.top for s in lines),
        max(s.bottom for s in lines),
    )
