"""Pages in reading order become blocks: what runs over a column or a page is made whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.document import BlockKind
from corpus.pdf_cells import Item, is_label
from corpus.pdf_hyphens import Hyphenation
from corpus.pdf_kinds import Kind, Unit, kinds_of
from corpus.pdf_layout import reading_order
from corpus.pdf_lines import Line, Table, ruled_tables, segments_of
from corpus.pdf_marks import with_marks
from corpus.pdf_page import PageText
from corpus.pdf_paragraphs import Group, groups_of, is_terminal, room_for, type_of
from corpus.pdf_references import with_references
from corpus.pdf_running import without_running_lines
from corpus.pdf_words import ends_in_hyphen
from corpus.reading import Piece, RawBlock

_FLOWING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.REFERENCE, BlockKind.FOOTNOTE, BlockKind.MATTER})
_LOOK_BACK = 12
_WORD = re.compile(r"[^\W\d_]{2}")
_BROKEN = re.compile(r"\S+$")


@dataclass(slots=True)
class _Draft:
    """A block in the making: groups of one text, each on its page."""

    kind: Kind
    groups: list[Group] = field(default_factory=list)
    table: Table | None = None

    @property
    def page(self) -> int:
        return self.table.page if self.table else self.groups[0].page

    @property
    def last_page(self) -> int:
        return self.table.page if self.table else self.groups[-1].page


def blocks_of(pages: Sequence[PageText], outline: Mapping[str, int], title: str) -> list[RawBlock]:
    """The blocks of a document, in reading order, without running heads and page numbers.

    Args:
        pages: Every page, in order.
        outline: Level, from 1, of each folded title in the file's outline.
        title: Title by the metadata, or empty.
    """
    items = _items(pages)
    body = type_of(items)
    units = [unit for page in items for unit in groups_of(page, body)]
    kinds = kinds_of(units, body, outline, title, [p.height for p in pages])
    hyphenation = Hyphenation(_lines(units))
    drafts = _drafts(units, kinds)
    blocks = [_block(draft, hyphenation) for draft in drafts]
    aside = {p.number: _sideways(p, hyphenation) for p in pages if p.sideways}
    return with_marks(with_references(_placed(blocks, aside), hyphenation.joined))


def _items(pages: Sequence[PageText]) -> list[list[Item]]:
    """Each page's lines and tables in reading order."""
    tables: list[list[Table]] = []
    lines: list[list[Line]] = []
    for page in pages:
        found, rest = ruled_tables(page.words, page.rules, page.number)
        tables.append(found)
        lines.append(segments_of(rest, page.number))
    kept = without_running_lines(lines, [p.height for p in pages])
    return [reading_order(k, t, p.rules) for k, t, p in zip(kept, tables, pages, strict=True)]


def _lines(units: Sequence[Unit]) -> list[Line]:
    found: list[Line] = []
    for unit in units:
        if isinstance(unit, Group):
            found += unit.lines
        else:
            found += [line for row in unit.rows for cell in row for line in cell]
    return found


def _drafts(units: Sequence[Unit], kinds: Sequence[Kind]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for unit, kind in zip(units, kinds, strict=True):
        if isinstance(unit, Table):
            drafts.append(_Draft(kind, table=unit))
            continue
        place = _continued(drafts, unit, kind)
        if place is None:
            drafts.append(_Draft(kind, [unit]))
        else:
            if drafts[place].kind.kind is BlockKind.MATTER:
                drafts[place].kind = kind
            _continue(drafts, place, unit)
    return drafts


def _continued(drafts: Sequence[_Draft], group: Group, kind: Kind) -> int | None:
    """The place of the draft whose last sentence `group` goes on with, past notes, tables and captions."""
    if kind.kind not in _FLOWING:
        return None
    passed = 0
    for place in range(len(drafts) - 1, -1, -1):
        draft = drafts[place]
        # The labels of a figure may be many, and are no text that a sentence could end in.
        if draft.table is None and draft.kind.kind is BlockKind.PARAGRAPH and _in_other_type(draft, group):
            if draft.last_page < group.page - 2:
                return None
            continue
        passed += 1
        if passed > _LOOK_BACK:
            return None
        if draft.kind.kind in (BlockKind.HEADING, BlockKind.TITLE) or draft.last_page < group.page - 2:
            return None
        if draft.table is not None or draft.kind.kind not in _FLOWING:
            continue
        if _goes_on(draft, group, kind):
            return place
        if draft.kind.kind in (kind.kind, BlockKind.PARAGRAPH) and not _beside(draft, group):
            return None
    return None


def _in_other_type(draft: _Draft, group: Group) -> bool:
    """True where no sentence of `draft` can go on in `group`: another size of type, or no words at all."""
    if not any(_WORD.search(line.text) for line in draft.groups[-1].lines):
        return True
    size = draft.groups[-1].size
    return abs(size - group.size) > 0.08 * max(size, group.size)


def _beside(draft: _Draft, group: Group) -> bool:
    """True for a text of other width on the same page, such as a table's: a sentence may run on past it."""
    return draft.page == group.page and not _as_wide(draft.groups[0].lines[0], group.lines[0])


def _goes_on(draft: _Draft, group: Group, kind: Kind) -> bool:
    before = draft.groups[-1]
    a, b = before.lines[-1], group.lines[0]
    alike = draft.kind.kind is kind.kind or (
        kind.kind is BlockKind.PARAGRAPH
        and (draft.kind.kind is BlockKind.ITEM or (draft.kind.kind is BlockKind.MATTER and len(a.words) > 4))
    )
    if not alike or _in_other_type(draft, group):
        return False
    if ends_in_hyphen(a.text) and b.text[0].islower():
        return True
    if is_terminal(a.text) or _labelled(b):
        return False
    moved = before.page != group.page or a.column != b.column or b.y < a.y
    # The last words of a paragraph may be all that stands in the next column.
    last_words = len(group.lines) <= 2 and is_terminal(group.text)
    fitting = _as_wide(a, b) or last_words
    if b.text[0].islower():
        return (moved and fitting) or not room_for(a, b, before.right)
    if not moved or not fitting or room_for(a, b, before.right):
        return False
    if BlockKind.MATTER in (kind.kind, draft.kind.kind):
        return False
    return len(group.lines) > 1 or is_terminal(b.text)


def _as_wide(a: Line, b: Line) -> bool:
    """True if the columns of two lines are about equally wide."""
    one, two = a.column[1] - a.column[0], b.column[1] - b.column[0]
    return abs(one - two) < 0.3 * max(one, two)


def _labelled(line: Line) -> bool:
    first = line.words[0].text
    return is_label(first) and not first.isalnum() and first[0] != "("


def _continue(drafts: list[_Draft], place: int, group: Group) -> None:
    """Add `group` to the draft at `place`; what stands on earlier pages moves in front, so that pages stay in order."""
    draft = drafts[place]
    if group.page != draft.last_page:
        later = drafts[place + 1 :]
        earlier = [d for d in later if d.page < group.page]
        drafts[place:] = [*earlier, draft, *(d for d in later if d.page >= group.page)]
    draft.groups.append(group)


def _block(draft: _Draft, hyphenation: Hyphenation) -> RawBlock:
    if draft.table is not None:
        text = _table_text(draft.table, hyphenation)
        return RawBlock(BlockKind.TABLE, (Piece(text, draft.page),), cells=draft.table.places)
    return RawBlock(draft.kind.kind, _pieces(draft.groups, hyphenation), draft.kind.level)


def _pieces(groups: Sequence[Group], hyphenation: Hyphenation) -> tuple[Piece, ...]:
    """One piece a page. A word that a page's end breaks stands whole on the page where it begins."""
    pieces: list[Piece] = []
    for group in groups:
        text = hyphenation.text_of(group.lines)
        if not pieces:
            pieces.append(Piece(text, group.page))
            continue
        last = pieces[-1]
        if last.page == group.page:
            pieces[-1] = Piece(hyphenation.joined(last.text, text), group.page)
            continue
        if ends_in_hyphen(last.text):
            rest, _, text = text.partition(" ")
            pieces[-1] = Piece(hyphenation.joined(last.text, rest), last.page)
        if text:
            pieces.append(Piece(text, group.page))
    return tuple(pieces)


def _table_text(table: Table, hyphenation: Hyphenation) -> str:
    rows = []
    for row in table.rows:
        cells = [hyphenation.text_of(cell) for cell in row]
        if any(cells):
            # Where the cells are known, empty ones at a row's end are parted too.
            line = "\t".join(cells)
            rows.append(line if table.places else line.rstrip("\t"))
    return "\n".join(rows)


def _sideways(page: PageText, hyphenation: Hyphenation) -> RawBlock:
    """Words that run up or down the page: seen, but of no place in the text's order."""
    return RawBlock.of(BlockKind.MATTER, hyphenation.text_of(segments_of(page.sideways, page.number)), page=page.number)


def _placed(blocks: list[RawBlock], aside: dict[int, RawBlock]) -> list[RawBlock]:
    """The blocks with each page's sideways text behind the last block that begins on the page or before it."""
    placed: list[RawBlock] = []
    waiting = sorted(aside)
    for block in blocks:
        while waiting and waiting[0] < block.pieces[0].page:
            placed.append(aside[waiting.pop(0)])
        placed.append(block)
        # A block that runs over the page's end would leave the words behind on the wrong page: put them in front.
        while waiting and waiting[0] < block.pieces[-1].page:
            placed.insert(len(placed) - 1, aside[waiting.pop(0)])
    return placed + [aside[number] for number in waiting]
