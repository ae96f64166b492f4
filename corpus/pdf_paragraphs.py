"""Lines of a page gathered to paragraphs, headings and entries."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.pdf_cells import Item, is_label
from corpus.pdf_lines import Line, Table
from corpus.pdf_words import ends_in_hyphen

_BULLETS = frozenset("•●▪■◦○‣⁃∙·►▶➢➤✓o§")
_TERMINAL = re.compile(
    r"""(?:[:…]|[!?.](?:(?<!\d\.)\d{1,3}(?:[,–-]\d{1,3})*)?)  # a stop, perhaps with reference marks fused to it
        ["'”’)\]]*(?:\s?\[[\d,\s–-]+\]|\s?\([\d,\s–-]+\))?\s*$""",
    re.VERBOSE,
)
_ABBREVIATED = re.compile(r"\b(?:al|vs|e\.g|i\.e|cf|fig|figs|ref|refs|no|dr|approx|ca)\.\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?$")


@dataclass(frozen=True, slots=True)
class Type:
    """The type most of a document is set in: size in points, and leading by size (one decimal)."""

    size: float
    leading: dict[float, float]

    def leading_of(self, size: float) -> float:
        """Distance between baselines usual for this size."""
        return self.leading.get(round(size, 1), 1.25 * size)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, all on one page and in one column."""

    lines: tuple[Line, ...]
    right: float
    """The right edge lines around reach."""

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return max(self.lines, key=lambda s: len(s.text)).size

    @property
    def bold(self) -> bool:
        return all(w.bold for s in self.lines for w in s.words if any(c.isalpha() for c in w.text))

    @property
    def text(self) -> str:
        """The lines with a space between; broken words are not yet mended."""
        return " ".join(s.text for s in self.lines)


def is_terminal(text: str) -> bool:
    """True if a text ends the way a sentence does."""
    return _TERMINAL.search(text) is not None and _ABBREVIATED.search(text) is None


def type_of(pages: Sequence[Sequence[Item]]) -> Type:
    """The size of type most characters have, and the usual leading of each size."""
    sizes: Counter[float] = Counter()
    steps: dict[float, Counter[float]] = {}
    for items in pages:
        lines = [i for i in items if isinstance(i, Line)]
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        for a, b in itertools.pairwise(lines):
            step = b.y - a.y
            if round(a.size, 1) == round(b.size, 1) and 0.9 * a.size < step < 2.6 * a.size:
                steps.setdefault(round(a.size, 1), Counter())[round(2 * step) / 2] += 1
    leading = {size: common.most_common(1)[0][0] for size, common in steps.items() if common.total() >= 3}
    return Type(sizes.most_common(1)[0][0] if sizes else 10.0, leading)


def groups_of(items: Sequence[Item], kind: Type) -> Iterator[Group | Table]:
    """The lines of one page, in reading order, gathered to groups; tables as they are."""
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line) and (not run or _same_flow(run[-1], item)):
            run.append(item)
            continue
        yield from _groups_of_run(run, kind)
        run = []
        if isinstance(item, Line):
            run.append(item)
        else:
            yield item
    yield from _groups_of_run(run, kind)


def _same_flow(a: Line, b: Line) -> bool:
    return a.column == b.column and b.y > a.y


def _groups_of_run(run: Sequence[Line], kind: Type) -> Iterator[Group]:
    if not run:
        return
    rights = [_right_edge(run, i) for i in range(len(run))]
    begin = 0
    for i in range(1, len(run) + 1):
        if i < len(run) and not _parts(run, begin, i, rights[i - 1], kind):
            continue
        yield Group(tuple(run[begin:i]), max(rights[begin:i]))
        begin = i


def _right_edge(run: Sequence[Line], i: int) -> float:
    """How far right the lines around line `i` reach."""
    around = [
        s.x1
        for s in run[max(0, i - 8) : i + 9]
        if abs(s.size - run[i].size) < 0.08 * run[i].size and abs(s.y - run[i].y) < 14 * run[i].size
    ]
    return max(around)


def _parts(run: Sequence[Line], begin: int, i: int, right: float, kind: Type) -> bool:
    """True if line `i` begins a new group, where the present one began at line `begin`."""
    a, b = run[i - 1], run[i]
    if abs(a.size - b.size) > 0.08 * max(a.size, b.size) and not _mixed(a, b):
        return True
    if ends_in_hyphen(a.text) and b.text[0].islower():
        return False
    step = b.y - a.y
    usual = _local_leading(run, i, kind)
    if a.size > 1.35 * kind.size:
        usual = max(usual, 1.6 * a.size)
    ended = is_terminal(a.text)
    fits = room_for(a, b, right)
    if step > 1.3 * usual and not _goes_on(a, b, fits=fits, ended=ended, loose=step > 2.2 * usual):
        return True
    if a.size > 1.15 * kind.size:
        return _capitals(a) != _capitals(b) or _NUMBERED.match(b.words[0].text) is not None
    if _style_breaks(a, b, fits=fits):
        return True
    if _starts_item(b) and _item_breaks(run, begin, b, ended=ended, fits=fits):
        return True
    if _hangs_from_label(run[begin], b):
        return False
    if _indent_breaks(run, begin, i, ended=ended, fits=fits):
        return True
    return _short_line_breaks(a, b, right, fits=fits, ended=ended)


def _capitals(line: Line) -> bool:
    """True for a line all but a few letters of which are capitals."""
    letters = [c for c in line.text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _mixed(a: Line, b: Line) -> bool:
    """True if two lines of unlike main size share a size: one holds many small signs or a large initial."""
    shared = {round(w.size, 1) for w in a.words} & {round(w.size, 1) for w in b.words}
    return bool(shared) and abs(a.size - b.size) < 0.35 * max(a.size, b.size) and abs(b.y - a.y) < 1.5 * a.size


def _local_leading(run: Sequence[Line], i: int, kind: Type) -> float:
    """The distance of baselines usual around line `i`: the nearest lines' where they agree, else the document's."""
    size = run[i].size
    steps = [
        b.y - a.y
        for a, b in zip(run[max(0, i - 5) : i + 4], run[max(0, i - 5) + 1 : i + 5], strict=False)
        if abs(a.size - b.size) < 0.08 * size and b.y - a.y < 2.6 * size
    ]
    usual = kind.leading_of(size)
    if len(steps) < 3:
        return usual
    near = statistics.median(steps)
    close = sum(abs(s - near) < 0.06 * near for s in steps)
    return max(usual, near) if 2 * close > len(steps) else usual


def room_for(a: Line, b: Line, right: float) -> bool:
    """True if the first word of `b` had fitted at the end of `a`."""
    first = b.words[0]
    end = first.x1
    for word in b.words[1:]:
        if not word.glued:
            break
        end = word.x1
    return a.x1 + (end - first.x0) + 0.35 * a.size < right


def _goes_on(a: Line, b: Line, *, fits: bool, ended: bool, loose: bool) -> bool:
    """True if a sentence surely runs on over a wider gap between two lines."""
    return not (loose or ended or fits) and b.text[0].islower() and a.words[-1].bold != (not b.words[0].bold)


def _style_breaks(a: Line, b: Line, *, fits: bool) -> bool:
    last, first = a.words[-1].bold, b.words[0].bold
    whole_a, whole_b = all(w.bold for w in a.words), all(w.bold for w in b.words)
    if whole_a and not first:
        return not b.text[0].islower()
    if whole_b and not last:
        return fits or b.text[0].isupper()
    # A subheading in italics, or in another face.
    faces_a, faces_b = ({w.font for w in s.words if len(w.text) > 1} for s in (a, b))
    return fits and len(faces_a) == 1 and len(faces_b) == 1 and faces_a != faces_b and not b.text[0].islower()


def _starts_item(line: Line) -> bool:
    first = line.words[0].text
    return (first[0] in _BULLETS and (len(first) == 1 or first[0] not in "o§·")) or (
        len(line.words) > 1 and is_label(first) and not first.isalpha()
    )


def _item_breaks(run: Sequence[Line], begin: int, b: Line, *, ended: bool, fits: bool) -> bool:
    first = b.words[0].text
    if first[0] in _BULLETS:
        return True
    opener = run[begin]
    if _starts_item(opener) and abs(opener.x0 - b.x0) < 0.8 * b.size and (ended or fits or _counts_on(opener, b)):
        return True
    bare = first.isdigit()  # "12 patients" begins many a line of prose
    return (ended or fits) and not bare and (fits or b.x0 > run[begin].x0 - 1)


def _hangs_from_label(opener: Line, b: Line) -> bool:
    """True if `b` stands flush with the text behind the bullet or number that opens its group."""
    return _starts_item(opener) and len(opener.words) > 1 and abs(opener.words[1].x0 - b.x0) < 0.35 * b.size


def _counts_on(a: Line, b: Line) -> bool:
    """True if two labels are neighbours: "3." and "4."."""
    one, two = (re.sub(r"\D", "", s.words[0].text) for s in (a, b))
    return bool(one and two) and int(two) == int(one) + 1


def _indent_breaks(run: Sequence[Line], begin: int, i: int, *, ended: bool, fits: bool) -> bool:
    a, b = run[i - 1], run[i]
    step = b.x0 - a.x0
    if abs(step) < 0.6 * b.size:
        return False
    if step > 0:
        if i - 1 == begin and not fits and (not ended or _hangs(run, i)):
            return False  # the second line of an entry with a hanging indent
        return step < 6 * b.size and (ended or fits) and not b.text[0].islower()
    if i - 1 == begin:
        return fits and ended  # the second line of a paragraph with its first line indented
    # Back at the left edge: the next entry, if the group hangs from its first line.
    return (
        abs(b.x0 - run[begin].x0) < 0.6 * b.size
        and a.x0 > b.x0 + 0.6 * b.size
        and (ended or fits or not b.text[0].islower())
    )


def _hangs(run: Sequence[Line], i: int) -> bool:
    """True if the lines from `i` on keep its indent."""
    return i + 1 < len(run) and abs(run[i + 1].x0 - run[i].x0) < 0.5 * run[i].size


def _short_line_breaks(a: Line, b: Line, right: float, *, fits: bool, ended: bool) -> bool:
    if not fits or (b.text[0].islower() and not ended):
        return False
    if ended:
        return True
    return right - a.x1 > 0.25 * max(right - a.x0, 1.0) or _NUMBERED.match(b.words[0].text) is not None
