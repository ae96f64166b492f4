"""The order in which a page is read: its columns, what stands across them, and tables without ruled lines.

Positions are points, y down, as in `corpus.pdf_page`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.clean import LINE_END_HYPHEN
from corpus.pdf_cells import Item, is_even, is_loose, one_column
from corpus.pdf_lines import Line, Table, line_of, rows_of
from corpus.pdf_open_tables import open_tables
from corpus.pdf_page import Rule

_STEP_X = 2.0
_STEP_Y = 3.0
_SOLID_GAP = 0.55
"""Gaps between words up to this, in sizes of the type, are spaces of the line and never part of a gutter."""
_MIN_LINES = 2
_WIDE_BLANK = 1.5
"""Sizes of the type that lie blank between a figure, with its caption, and the text under it."""
_DEPTH = 6
_FEW_WORDS = 3
_STOPS = ".,;:()-" + LINE_END_HYPHEN


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A blank strip around `x` that parts columns within each of `bands` (top, bottom)."""

    x: float
    bands: tuple[tuple[float, float], ...]


def reading_order(lines: Sequence[Line], tables: Sequence[Table], rules: Sequence[Rule]) -> list[Item]:
    """Lines and tables of one page as a reader takes them; lines of one column share its edges as `column`."""
    level = [r for r in rules if r.y0 == r.y1]
    found, rest = open_tables(lines, level)
    return list(_ordered([*rest, *tables, *found], level, 0))


def _ordered(items: Sequence[Item], rules: Sequence[Rule], depth: int) -> Iterator[Item]:
    gutter = _gutter(items, rules) if depth < _DEPTH else None
    if gutter is None:
        yield from one_column(items)
        return
    items = [part for item in items for part in _split(item, gutter)]
    for band, zone in _zones(items, gutter):
        if band:
            for part in _strata(zone, gutter.x):
                for side in ([i for i in part if _middle(i) < gutter.x], [i for i in part if _middle(i) >= gutter.x]):
                    if side:
                        yield from _ordered(side, rules, depth + 1)
        elif zone:
            yield from _ordered(zone, rules, depth + 1)


def _middle(item: Item) -> float:
    return (item.x0 + item.x1) / 2


def _zones(items: Sequence[Item], gutter: _Gutter) -> Iterator[tuple[bool, list[Item]]]:
    """What stands above, in and below each band, top to bottom; true for bands."""
    left = sorted(items, key=lambda i: i.y)
    for top, bottom in gutter.bands:
        above = [i for i in left if _center(i) < top]
        within = [i for i in left if top <= _center(i) <= bottom]
        left = [i for i in left if _center(i) > bottom]
        while above and within and _ends_above(above, within, gutter.x):
            above.append(within.pop(0))
        if above:
            yield False, above
        if within:
            yield True, within
    if left:
        yield False, left


def _ends_above(above: Sequence[Item], within: Sequence[Item], x: float) -> bool:
    """True if the first line of a band is the short last line of the paragraph that stands across the page above it."""
    a, b = above[-1], within[0]
    if not isinstance(a, Line) or not isinstance(b, Line) or abs(a.size - b.size) > 0.05 * a.size:
        return False
    beside = [i for i in within[1:] if i.top < b.bottom and _middle(i) >= x]
    edge = min(i.x0 for i in above)
    return not beside and a.x1 > x and abs(b.x0 - edge) < 2 and _middle(b) < x and b.y - a.y < 1.6 * a.size


def _strata(items: Sequence[Item], x: float) -> list[list[Item]]:
    """Columns cut where both begin anew in another size of type, such as a list of references under the text."""
    lines = sorted((i for i in items if isinstance(i, Line)), key=lambda i: i.top)
    reach = -1.0
    for i, line in enumerate(lines):
        if i and line.top - reach > 0.5 * line.size and _resized(lines[:i], lines[i:], x):
            above = [s for s in items if _center(s) < line.top]
            return [above, *_strata([s for s in items if _center(s) >= line.top], x)]
        reach = max(reach, line.bottom)
    return [list(items)]


def _resized(above: Sequence[Line], below: Sequence[Line], x: float) -> bool:
    """True if on both sides of `x` the text below is of another size than the text above."""
    sides = []
    for lines in (above, below):
        for left in (True, False):
            sizes = [s.size for s in lines if (_middle(s) < x) == left and len(s.words) > 2]
            if len(sizes) < 2:
                return False
            sides.append(float(np.median(sizes)))
    return all(abs(sides[i] - sides[i + 2]) > 0.08 * sides[i] for i in (0, 1)) and abs(sides[2] - sides[3]) < 0.3


def _center(item: Item) -> float:
    return item.y - 0.25 * item.size if isinstance(item, Line) else (item.top + item.bottom) / 2


def _split(item: Item, gutter: _Gutter) -> list[Item]:
    """A line that was joined over the gutter, in its two halves."""
    if isinstance(item, Table) or not item.x0 < gutter.x < item.x1:
        return [item]
    if not any(top <= _center(item) <= bottom for top, bottom in gutter.bands):
        return [item]
    left = [w for w in item.words if (w.x0 + w.x1) / 2 < gutter.x]
    right = [w for w in item.words if (w.x0 + w.x1) / 2 >= gutter.x]
    if not left or not right:
        return [item]
    return [line_of(left, item.page), line_of(right, item.page)]


def _solids(item: Item) -> list[tuple[float, float]]:
    """The stretches of x an item fills, word spaces included."""
    if isinstance(item, Table):
        return [(item.x0, item.x1)]
    found: list[tuple[float, float]] = []
    for word in item.words:
        if found and word.x0 - found[-1][1] < _SOLID_GAP * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def _gutter(items: Sequence[Item], rules: Sequence[Rule]) -> _Gutter | None:
    """The blank strip with most text on both sides of it, or None where the text is one column."""
    lines = [i for i in items if isinstance(i, Line)]
    if len(lines) < 2 * _MIN_LINES:
        return None
    x0, x1 = min(i.x0 for i in items), max(i.x1 for i in items)
    top, bottom = min(i.top for i in items), max(i.bottom for i in items)
    size = float(np.median([i.size for i in lines]))
    if x1 - x0 < 12 * size or bottom <= top:
        return None
    shape = (int((bottom - top) / _STEP_Y) + 2, int((x1 - x0) / _STEP_X) + 2)
    filled = np.zeros(shape, dtype=bool)
    for item in items:
        a, b = int((item.top - top) / _STEP_Y), int((item.bottom - top) / _STEP_Y) + 1
        for left, right in _solids(item):
            filled[a:b, max(0, int((left - x0) / _STEP_X)) : int((right - x0) / _STEP_X) + 1] = True
    both = np.logical_or.accumulate(filled, axis=1) & np.logical_or.accumulate(filled[:, ::-1], axis=1)[:, ::-1]
    for column in _candidates(filled, both, size):
        x = x0 + column * _STEP_X
        bands = _bands(filled[:, column], both[:, column], top, size)
        bands = [b for band in bands for b in _without_tables(band, lines, rules, x)]
        bands = [b for band in bands for b in _prose_within(lines, x, band)]
        if bands:
            return _Gutter(x, tuple(bands))
    return None


def _candidates(filled: NDArray[np.bool_], both: NDArray[np.bool_], size: float) -> list[int]:
    """Columns of the grid that might lie in a gutter, best first, at most eight."""
    clear = ~filled
    # A gutter is at least three steps wide.
    clear[:, 1:-1] &= ~filled[:, 2:] & ~filled[:, :-2]
    height = (clear & both).sum(axis=0) * _STEP_Y
    margin = max(2, int(0.08 * len(height)))
    height[:margin] = 0
    height[len(height) - margin :] = 0
    found: list[int] = []
    for _ in range(8):
        best = float(height.max())
        if best < _MIN_LINES * 0.9 * size:
            break
        # Of equally good columns the middle one, so that neither side's ragged edge decides.
        first = int(height.argmax())
        last = first
        while last + 1 < len(height) and height[last + 1] >= best - 0.5:
            last += 1
        found.append((first + last) // 2)
        height[max(0, first - 6) : last + 7] = 0
    return found


def _bands(filled: NDArray[np.bool_], both: NDArray[np.bool_], top: float, size: float) -> list[tuple[float, float]]:
    """Runs of rows of the grid that nothing crosses and that have text on both sides for a few lines."""
    found: list[tuple[float, float]] = []
    begin = 0
    for i in range(len(filled) + 1):
        if i < len(filled) and not filled[i]:
            continue
        if i > begin and both[begin:i].sum() * _STEP_Y >= _MIN_LINES * 0.9 * size:
            found.append((top + begin * _STEP_Y, top + i * _STEP_Y))
        begin = i + 1
    return found


def _without_tables(
    band: tuple[float, float], lines: Sequence[Line], rules: Sequence[Rule], x: float
) -> Iterator[tuple[float, float]]:
    """A band less the tables in it that ruled lines across the gutter enclose."""
    across = sorted(r.y0 for r in rules if r.x0 < x - 20 and r.x1 > x + 20 and band[0] - 6 <= r.y0 <= band[1] + 6)
    start = band[0]
    for upper, lower in itertools.pairwise(across):
        if lower - upper > 6 and _tabular([s for s in lines if upper < s.y <= lower], x):
            if upper - start > 6:
                yield start, upper
            start = lower
    if band[1] - start > 6:
        yield start, band[1]


def _tabular(lines: Sequence[Line], x: float) -> bool:
    """True if few rows are a full line of prose on both sides of `x`."""
    if not lines:
        return False
    left, right = min(s.x0 for s in lines), max(s.x1 for s in lines)
    rows = rows_of(lines)
    prose = 0
    for row in rows:
        wide = [s for s in row if s.x1 - s.x0 > 0.7 * ((x - left) if _middle(s) < x else (right - x))]
        prose += len(row) <= 2 and len(wide) == len(row)
    return prose < 0.4 * len(rows)


def _prose_within(lines: Sequence[Line], x: float, band: tuple[float, float]) -> list[tuple[float, float]]:
    """The band if it parts prose; else those of its stretches between wide blanks that do, as under a figure."""
    if _parts_prose(lines, x, band):
        return [band]
    inside = sorted((s for s in lines if band[0] <= _center(s) <= band[1]), key=lambda s: s.top)
    cuts, reach = [band[0]], -1.0
    for line in inside:
        if reach >= 0 and line.top - reach > _WIDE_BLANK * line.size:
            cuts.append((reach + line.top) / 2)
        reach = max(reach, line.bottom)
    stretches = list(itertools.pairwise([*cuts, band[1]]))
    return [s for s in stretches if len(cuts) > 1 and _parts_prose(lines, x, s)]


def _parts_prose(lines: Sequence[Line], x: float, band: tuple[float, float]) -> bool:
    """True if what stands left and right of `x` within the band reads as two columns, not as cells or labels."""
    # A line that is open at `x` by its word spaces alone is no text of one side.
    parts = [part for s in lines if band[0] <= _center(s) <= band[1] for part in _split(s, _Gutter(x, (band,)))]
    inside = [s for s in parts if isinstance(s, Line)]
    if not inside:
        return False
    x0, x1 = min(s.x0 for s in inside), max(s.x1 for s in inside)
    rows = rows_of(inside)
    halves = (
        [[s for s in row if _middle(s) < x] for row in rows],
        [[s for s in row if _middle(s) >= x] for row in rows],
    )
    # Where a column ends after two lines, chance may have set the spaces of two lines under each other.
    if any(sum(map(bool, half)) < 3 for half in halves) and any(len(row) > 1 and is_loose(row) for row in rows):
        return False
    # Nor are there columns where each line that has text on both sides is one line of evenly wide spaces.
    # Figures on an axis are no line of text, and tell nothing of it.
    across = [row for row, *sides in zip(rows, *halves, strict=True) if all(sides)]
    crossing = [
        row for row in across if sum(w.text.strip(_STOPS).isalpha() for s in row for w in s.words) >= _FEW_WORDS
    ]
    if crossing and all(map(is_even, crossing)):
        return False
    for half, width in zip(halves, (x - x0, x1 - x), strict=True):
        taken = [row for row in half if row]
        if len(taken) < _MIN_LINES or width < 0.14 * (x1 - x0):
            return False
        fill = float(np.median([sum(s.x1 - s.x0 for s in row) / width for row in taken]))
        words = [sum(len(s.words) for s in row) for row in taken]
        # Of entries of two lines every other one may be a single word, such as a volume and its pages.
        few = np.median(words) < 2 and np.mean(words) < 4
        if few or (max(fill, _inked(taken, width)) < 0.5 and not _full_lines(taken)):
            return False
    # Cells of one table stand on common baselines and are short; columns of prose have long lines.
    together = [row for row in rows if _wide_gaps(row) > 3]
    return len(together) < 0.5 * len(rows)


def _inked(rows: Sequence[Sequence[Line]], width: float) -> float:
    """Share of a column's area its lines take; for columns in which further columns keep to baselines of their own."""
    lines = [s for row in rows for s in row]
    height = max(s.bottom for s in lines) - min(s.top for s in lines)
    return sum((s.x1 - s.x0) * 1.2 * s.size for s in lines) / (width * max(height, 1.0))


def _full_lines(rows: Sequence[Sequence[Line]]) -> bool:
    """True if most lines hold several words and are about equally long, as in a column beside an empty one."""
    widths: list[float] = []
    words: list[int] = []
    for row in rows:
        for i, line in enumerate(row):
            if i and line.x0 - row[i - 1].x1 < 1.8 * line.size:
                widths[-1] += line.x1 - row[i - 1].x1
                words[-1] += len(line.words)
            else:
                widths.append(line.x1 - line.x0)
                words.append(len(line.words))
    return bool(np.median(words) >= 5 and np.median(widths) >= 0.75 * np.percentile(widths, 90))


def _wide_gaps(row: Sequence[Line]) -> int:
    """How many gaps of a row are too wide for spaces of a line set to fill its column."""
    return sum(b.x0 - a.x1 > 1.8 * a.size for a, b in itertools.pairwise(row))
