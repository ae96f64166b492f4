"""Words of a page joined to lines, and the ruled tables among them.

Positions are points, y down, as in `corpus.pdf_page`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.clean import LINE_END_HYPHEN
from corpus.pdf_page import Rule
from corpus.pdf_raised import raised
from corpus.pdf_words import Word
from corpus.reading import RawCell

_NEAR = 3.0
"""Points by which two ruled lines may miss each other and still meet."""
_AGAINST = 0.085
"""Sizes of the type by which a raised figure may stand off the word it belongs to."""
_BORDER = 14.0
"""Points that the sides of one border may lie apart; no cell is narrower."""
_CELL_WORDS = 250
"""A cell with more words is no cell: the rules frame a page or a box of prose."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand side by side, from left to right. `column` is the left and right edge of the text around."""

    words: tuple[Word, ...]
    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    text: str
    column: tuple[float, float]

    @property
    def told(self) -> str:
        """The text with raised figures told as such (`corpus.pdf_raised`)."""
        small = [w.size < 0.85 * self.size and self.y - w.y > 0.12 * self.size for w in self.words]
        if not any(small):
            return self.text
        text = ""
        for word, high in zip(self.words, small, strict=True):
            part = raised(word.text.replace(LINE_END_HYPHEN, "-")) if high else word.text
            text += part if word.glued or not text else " " + part
        return text

    @property
    def top(self) -> float:
        """Where the tall letters begin."""
        return self.y - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where the descenders end."""
        return self.y + 0.25 * self.size


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of lines, and the box they stand in."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    places: tuple[RawCell, ...] = ()
    """Where the cells stand, row by row; empty where that is not sure."""

    @property
    def y(self) -> float:
        """The upper edge: where the table begins among the lines."""
        return self.top


def line_of(words: Iterable[Word], page: int, column: tuple[float, float] | None = None) -> Line:
    """A line of at least one word; its size, boldness and baseline are those of most of its characters."""
    words = tuple(words)
    sizes: Counter[float] = Counter()
    bases: Counter[float] = Counter()
    bold = total = 0
    text = ""
    for word in words:
        weight = len(word.text)
        sizes[round(word.size, 1)] += weight
        bases[round(word.y, 1)] += weight
        bold += weight if word.bold else 0
        total += weight
        text += word.text if word.glued or not text else " " + word.text
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    return Line(
        words=words,
        page=page,
        x0=x0,
        x1=x1,
        y=bases.most_common(1)[0][0],
        size=sizes.most_common(1)[0][0],
        bold=2 * bold > total,
        text=text,
        column=column or (x0, x1),
    )


def segments_of(words: Sequence[Word], page: int) -> list[Line]:
    """Words joined as far as they surely belong to one line: no gap is wider than the type is high."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _goes_on(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return _merged([line_of(run, page) for run in runs], page)


def _goes_on(run: list[Word], word: Word) -> bool:
    last = run[-1]
    size = max(last.size, word.size)
    if word.glued:
        return True
    level = min(abs(word.y - last.y), abs(word.y - run[0].y))
    return level < 0.35 * size and -0.3 * size < word.x0 - last.x1 < size


def _merged(segments: list[Line], page: int) -> list[Line]:
    """Segments that touch on one baseline but were not drawn one after the other are one."""
    merged: list[Line] = []
    for segment in sorted(segments, key=lambda s: (round(s.y), s.x0)):
        for i in range(len(merged) - 1, max(-1, len(merged) - 12), -1):
            if _touches(merged[i], segment):
                merged[i] = line_of(_side_by_side(merged[i], segment), page)
                break
            if _touches(segment, merged[i]):
                merged[i] = line_of(_side_by_side(segment, merged[i]), page)
                break
        else:
            merged.append(segment)
    return merged


def _side_by_side(a: Line, b: Line) -> tuple[Word, ...]:
    """The words of two segments; a raised figure that stands against the word before it is glued to that."""
    first = b.words[0]
    raised = first.size < 0.85 * a.size and a.y > first.y
    if raised and first.x0 - a.x1 < _AGAINST * a.size:
        first = replace(first, glued=True)
    return (*a.words, first, *b.words[1:])


def _touches(a: Line, b: Line) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) > 0.8 * size:
        return abs(a.y - b.y) < 0.15 * size and -0.2 * size < b.x0 - a.x1 < 0.6 * size
    return abs(a.y - b.y) < 0.6 * size and -0.2 * size < b.x0 - a.x1 < 0.25 * size


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines grouped by baseline, top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda s: s.y):
        if rows and abs(line.y - rows[-1][0].y) < 0.4 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule], page: int) -> tuple[list[Table], list[Word]]:
    """Tables drawn with lines both ways, and the words that stand in none of them."""
    tables: list[Table] = []
    left = list(words)
    for group in _frames(rules):
        table, inside = _ruled_table(group, left, page)
        if table is not None:
            tables.append(table)
            left = [w for w in left if id(w) not in inside]
    return tables, left


def _frames(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of ruled lines that meet each other; only groups with lines both ways."""
    level = _joined([r for r in rules if r.y0 == r.y1], upright=False)
    plumb = _joined([r for r in rules if r.y0 != r.y1], upright=True)
    if len(level) * len(plumb) > 250_000:
        return
    group_of = list(range(len(level) + len(plumb)))

    def root(i: int) -> int:
        while group_of[i] != i:
            group_of[i] = group_of[group_of[i]]
            i = group_of[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(plumb):
            if h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.y0 - _NEAR <= h.y0 <= v.y1 + _NEAR:
                group_of[root(i)] = root(len(level) + j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate([*level, *plumb]):
        groups.setdefault(root(i), []).append(rule)
    yield from (g for g in groups.values() if len(g) >= 5)


def _joined(rules: list[Rule], *, upright: bool) -> list[Rule]:
    """Pieces of one ruled line made whole."""
    whole: list[Rule] = []
    key = (lambda r: (round(r.x0), r.y0)) if upright else (lambda r: (round(r.y0), r.x0))
    for rule in sorted(rules, key=key):
        last = whole[-1] if whole else None
        if last and upright and abs(last.x0 - rule.x0) < 2 and rule.y0 <= last.y1 + _NEAR:
            whole[-1] = Rule(last.x0, last.y0, last.x1, max(last.y1, rule.y1))
        elif last and not upright and abs(last.y0 - rule.y0) < 2 and rule.x0 <= last.x1 + _NEAR:
            whole[-1] = Rule(last.x0, last.y0, max(last.x1, rule.x1), last.y1)
        else:
            whole.append(rule)
    return whole


def _ruled_table(group: list[Rule], words: Sequence[Word], page: int) -> tuple[Table | None, set[int]]:
    x0, x1 = min(r.x0 for r in group), max(r.x1 for r in group)
    plumb = [r for r in group if r.y0 != r.y1]
    # A line that stops half way parts only some cells, such as those beside one that reaches over several rows.
    edges = _spread(r.y0 for r in group if r.y0 == r.y1 and r.x1 - r.x0 >= 0.5 * (x1 - x0))
    if len(edges) < 3:
        return None, set()
    boxes: list[list[_Box]] = []
    inside: set[int] = set()
    for top, bottom in itertools.pairwise(edges):
        middle = (top + bottom) / 2
        cuts = _spread([x0, x1, *(r.x0 for r in plumb if r.y0 - _NEAR <= middle <= r.y1 + _NEAR)])
        row = [w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top < w.y - 0.3 * w.size <= bottom]
        inside.update(id(w) for w in row)
        cells = [_Box(a, b, [w for w in row if a <= (w.x0 + w.x1) / 2 < b]) for a, b in itertools.pairwise(cuts)]
        # Double rules leave a narrow strip between them, which is no cell.
        boxes.append([cell for cell in cells if cell.words or cell.x1 - cell.x0 > _BORDER])
    full = [row for row in boxes if sum(bool(cell.words) for cell in row) >= 2]
    longest = max((len(cell.words) for row in boxes for cell in row), default=0)
    if len(full) < 2 or longest > _CELL_WORDS:
        return None, set()
    level = [r for r in group if r.y0 == r.y1]
    places = _places(boxes, edges, level)
    rows = tuple(tuple(_cell(cell.words, page) for cell in row) for row in boxes)
    return Table(rows, page, x0, x1, edges[0], edges[-1], places), inside


@dataclass(slots=True)
class _Box:
    """A cell of a ruled table between two upright lines; `rows` is how many rows it reaches over."""

    x0: float
    x1: float
    words: list[Word]
    rows: int = 1


def _places(boxes: list[list[_Box]], edges: Sequence[float], level: Sequence[Rule]) -> tuple[RawCell, ...]:
    """Where each cell stands; those that no line parts from the one above are joined to it. Empty where unsure."""
    above: list[_Box] = []
    for edge, row in zip(edges, boxes, strict=False):
        open_cells = [c for c in row if above and not _ruled(edge, c, level)]
        for cell in open_cells:
            owner = next((o for o in above if abs(o.x0 - cell.x0) < _BORDER and abs(o.x1 - cell.x1) < _BORDER), None)
            if owner is None:
                return ()
            owner.words += cell.words
            owner.rows += 1
            row.remove(cell)
            above = [*(o for o in above if o is not owner), owner]
        kept = [o for o in above if any(abs(o.x0 - c.x0) < _BORDER for c in open_cells)]
        above = [*row, *kept]
    cuts = sorted(x for row in boxes for c in row for x in (c.x0, c.x1))
    # The shading of a cell may end a little inside its lines: what stands close together is one border.
    border: dict[float, int] = {}
    for before, x in itertools.pairwise([cuts[0], *cuts]):
        border[x] = border.get(before, 1) + (x - before > _BORDER)
    heads = _head_rows(boxes)
    places = [
        RawCell(i, border[c.x0], i <= heads, c.rows, border[c.x1] - border[c.x0])
        for i, row in enumerate(boxes, 1)
        for c in row
    ]
    alone = len({(p.row, p.column) for p in places}) == len(places)
    whole = all(any(c.words for c in row) for row in boxes)
    return tuple(places) if alone and whole and all(p.columns for p in places) else ()


def _ruled(edge: float, cell: _Box, level: Sequence[Rule]) -> bool:
    """True if lines at the height `edge` run along most of the upper side of a cell."""
    along = sum(max(0.0, min(r.x1, cell.x1) - max(r.x0, cell.x0)) for r in level if abs(r.y0 - edge) < 4)
    return along > 0.6 * (cell.x1 - cell.x0)


def _head_rows(boxes: Sequence[Sequence[_Box]]) -> int:
    """How many rows at the top are all bold, and so heads of what is below; 0 if every row is."""
    bold = [all(w.bold for c in row for w in c.words) for row in boxes]
    return bold.index(False) if False in bold else 0


def _spread(values: Iterable[float]) -> list[float]:
    """Values in order, without those within 4 points of the one before."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 4:
            kept.append(value)
    return kept


def _cell(words: Sequence[Word], page: int) -> tuple[Line, ...]:
    rows = rows_of(segments_of(words, page))
    return tuple(line_of([w for line in row for w in line.words], page) for row in rows)
