"""Tables of prose between level rules, as journals set them: no upright lines, cells of several lines each.

Only a table that is captioned as one, lies between two rules of one width, and keeps three columns or more clear of
each other from head to foot is taken. Everything else is left to the page's order of reading.

Positions are points, y down, as in `corpus.pdf_page`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.pdf_lines import Line, Table, rows_of
from corpus.pdf_page import Rule

_CAPTION = re.compile(r"(?:supplementa(?:ry|l)\s|appendix\s)?tab(?:le|\.)\s?(?:[A-Z]?\d+|[IVX]+)\b", re.IGNORECASE)
_OTHER_CAPTION = re.compile(r"(?:fig(?:ure|\.)|box|tab(?:le|\.))\s?(?:[A-Z]?\d+|[IVX]+)\b", re.IGNORECASE)
_SAME = 6.0
"""Points by which ends of rules may differ and still be those of one table."""
_CLEAR = 2.0
"""Points of blank between two columns, at the least."""
_RUNNING = 6
"""Lines that go on in the line below them, in two columns or more, make prose."""
_STOPS = ".;:?!)]"


def open_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Table], list[Line]]:
    """The tables of prose among the lines of a page, and the lines that stand in none of them."""
    level = _level(rules)
    tables: list[Table] = []
    left = list(lines)
    for caption in [s for s in lines if _CAPTION.match(s.text)]:
        found = next(filter(None, (_table(top, foot, level, left) for top, foot in _frames(caption, level))), None)
        if found:
            inside = {id(line) for row in found.rows for cell in row for line in cell}
            tables.append(found)
            left = [s for s in left if id(s) not in inside]
    return tables, left


def _level(rules: Sequence[Rule]) -> list[Rule]:
    """Level rules, those that lie upon or go on from each other made one, top to bottom."""
    merged: list[Rule] = []
    for rule in sorted((r for r in rules if r.y0 == r.y1), key=lambda r: (round(r.y0 / 3), r.x0)):
        last = merged[-1] if merged else None
        if last and abs(last.y0 - rule.y0) < 3 and rule.x0 < last.x1 + _SAME:
            merged[-1] = Rule(min(last.x0, rule.x0), last.y0, max(last.x1, rule.x1), last.y0)
        else:
            merged.append(rule)
    return sorted(merged, key=lambda r: r.y0)


def _frames(caption: Line, level: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """The first rule under a caption, with each rule of its width further down, the furthest first."""
    near = [
        r
        for r in level
        if -0.5 * caption.size < r.y0 - caption.y < 5 * caption.size
        and r.x0 - _SAME < caption.x0
        and r.x1 > caption.x1 - 80
    ]
    if near:
        top = near[0]
        feet = [r for r in level if r.y0 > top.y0 + 20 and abs(r.x0 - top.x0) < _SAME and abs(r.x1 - top.x1) < _SAME]
        yield from ((top, foot) for foot in reversed(feet))


def _table(top: Rule, foot: Rule, level: Sequence[Rule], lines: Sequence[Line]) -> Table | None:
    inside = [s for s in lines if top.y0 < s.y < foot.y0 and top.x0 - _SAME < s.x0 and s.x1 < top.x1 + _SAME]
    crossing = any(top.y0 < s.y < foot.y0 and s.x0 < top.x1 and s.x1 > top.x0 and s not in inside for s in lines)
    if len(inside) < 8 or crossing or any(_OTHER_CAPTION.match(s.text) for s in inside):
        return None
    under = [r.y0 for r in level if top.y0 + 6 < r.y0 < foot.y0 - 6 and r.x1 - r.x0 > 0.2 * (top.x1 - top.x0)]
    head = min(under, default=top.y0)
    body = [s for s in inside if s.y > head]
    columns = _columns(body)
    if len(columns) < 3 or not _is_prose(body, columns) or _run_together(body, columns):
        return None
    rows = [row for row in [[s for s in inside if s.y <= head], *_rows(body, columns)] if row]
    cells = tuple(tuple(tuple(_cell(row, c, columns)) for c in range(len(columns))) for row in rows)
    return Table(cells, inside[0].page, top.x0, top.x1, min(s.top for s in inside), max(s.bottom for s in inside))


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches of x that lines fill, left to right, with blank between them."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted((s.x0, s.x1) for s in lines):
        if merged and x0 < merged[-1][1] + _CLEAR:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _place(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    """The column a line stands in; of a heading over several, the one it begins in."""
    begun = [c for c, (x0, x1) in enumerate(columns) if x0 - _CLEAR <= line.x0 <= x1]
    return begun[-1] if begun else min(range(len(columns)), key=lambda c: abs(columns[c][0] - line.x0))


def _cell(row: Sequence[Line], place: int, columns: Sequence[tuple[float, float]]) -> list[Line]:
    return sorted((s for s in row if _place(s, columns) == place), key=lambda s: (s.y, s.x0))


def _is_prose(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """True if in two columns or more lines go on in those below them, as sentences do."""
    running = [
        sum(_runs_on(a, b) for a, b in itertools.pairwise(_cell(lines, c, columns))) for c in range(len(columns))
    ]
    return sum(running) >= _RUNNING and sum(n > 1 for n in running) >= 2


def _run_together(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """True if texts stand side by side within one column, so that two columns were taken for one."""
    baselines = rows_of(lines)
    return sum(len({_place(s, columns) for s in row}) < len(row) for row in baselines) > 0.1 * len(baselines)


def _names_rows(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> int:
    """The last column that names rows: the second where the first names groups of them and it says little itself."""
    words = [sum(len(s.words) for s in _cell(lines, c, columns)) for c in range(len(columns))]
    return 1 if words[0] < words[1] < 0.5 * float(np.median(words[2:])) else 0


def _runs_on(above: Line, below: Line) -> bool:
    near = below.y - above.y < 1.6 * above.size
    return near and len(above.words) > 1 and below.text[0].islower() and above.text[-1] not in _STOPS


def _rows(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """The lines by rows of the table: one begins below a wider gap, or where several cells begin and none goes on."""
    baselines = rows_of(lines)
    steps = [b[0].y - a[0].y for a, b in itertools.pairwise(baselines)]
    step = float(np.median(steps)) if steps else 0.0
    names = _names_rows(lines, columns)
    rows = [list(baselines[0])]
    for gap, baseline in zip(steps, baselines[1:], strict=True):
        first, rest = baseline[0], baseline[1:]
        place = _place(first, columns)
        new = place <= names and bool(rest) and _begins(first, rows[-1], columns)
        # What stands in the first column names the row: then it is enough that no other cell goes on for sure.
        new = new and all(_may_begin(s) if place == 0 else _begins(s, rows[-1], columns) for s in rest)
        if gap > 1.35 * step or new:
            rows.append(list(baseline))
        else:
            rows[-1] += baseline
    return rows


def _may_begin(line: Line) -> bool:
    return not line.text[0].islower()


def _begins(line: Line, row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """True if a line may begin a cell: what stands right above it in its column looks ended."""
    if not _may_begin(line):
        return False
    place = _place(line, columns)
    above = max((s for s in row if _place(s, columns) == place), key=lambda s: s.y, default=None)
    if above is None or line.y - above.y > 1.6 * line.size:
        return True
    x0, x1 = columns[place]
    return above.text[-1] in _STOPS or above.x1 < x1 - 0.25 * (x1 - x0)
