"""What a reader hands over, and how it becomes a document.

A reader yields blocks made of pieces, each piece on one page. `assemble` cleans every piece (the last step
that may change text), joins them, and derives all spans from the joining itself, so none is ever searched for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.clean import clean, joined
from corpus.document import (
    Block,
    BlockKind,
    Cell,
    Document,
    Page,
    Part,
    Reader,
    Reference,
    ReferenceMark,
    Section,
    Source,
    SourceType,
    Span,
    Table,
    sha256_of,
)
from corpus.errors import EmptyFile

BLOCK_GAP = "\n\n"
MARK_OPENS, MARK_KEYS_END, MARK_CLOSES = "\ue000", "\ue001", "\ue002"
"""Private characters in which a reader wraps a reference mark; none is left in a document's text."""
_INSIDE = rf"[^{MARK_OPENS}-{MARK_CLOSES}]"
_MARK = re.compile(rf"{MARK_OPENS}({_INSIDE}*){MARK_KEYS_END}({_INSIDE}+){MARK_CLOSES}")
_PRIVATE = re.compile(rf"[{MARK_OPENS}-{MARK_CLOSES}]")
_LABEL = re.compile(
    r"(?:(?:Supplementa(?:ry|l)|Appendix|Online|e)\s?)?Tab(?:le|\.)\s?(?:[IVXL]+\b|[A-Z]?\.?\d*[A-Za-z]?\b)",
    re.IGNORECASE,
)


def marked(text: str, keys: Sequence[str]) -> str:
    """`text`, which must not be empty, as a reference mark that names `keys`, for the text of a `Piece`."""
    return f"{MARK_OPENS}{' '.join(keys)}{MARK_KEYS_END}{text}{MARK_CLOSES}"


def unmarked(text: str) -> str:
    """`text` without the private characters of `marked`, for text from a file that might hold them."""
    return _PRIVATE.sub("", text)


def without_marks(text: str) -> str:
    """`text` of a `Piece` without its reference marks, as a title is named."""
    return unmarked(_MARK.sub("", text)).strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text of one block on one page; `page` counts from 1, or is 0 where the file has no pages."""

    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class RawCell:
    """Where a table's cell stands and how far it reaches; see `corpus.document.Cell`."""

    row: int
    column: int
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RawReference:
    """What a reader knows of an entry of the list of references; see `corpus.document.Reference`."""

    key: str
    title: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as read. `level` is a heading's, from 1. Lines of a table are parted by newlines, cells by tabs.

    `part` numbers an entry of `Reading.parts` the block belongs to, or is None. `cells` gives the places of a
    table's cells, one for each that newlines and tabs part, empty ones too, but no row of empty ones; without it the
    text is no table whose cells can be named. `label` is a table's ("Table 2") where the file gives it apart.
    `reference` is what is known of a block that is an entry of the list of references.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    part: int | None = None
    cells: tuple[RawCell, ...] = ()
    label: str = ""
    reference: RawReference | None = None

    @staticmethod
    def of(kind: BlockKind, text: str, *, page: int = 0, level: int = 0, part: int | None = None) -> RawBlock:
        """A block of one piece."""
        return RawBlock(kind, (Piece(text, page),), level, part)


@dataclass(frozen=True, slots=True)
class RawPart:
    """A stretch of blocks that is another kind of source than its document."""

    source_type: SourceType
    reason: str
    title: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All a reader found in one file. `page_labels[i]` is printed on page i + 1; empty where there are no pages.

    `ocr_pages` are the numbers of the pages whose text was recognised from a picture.
    """

    blocks: Sequence[RawBlock]
    source: Source
    reader: Reader
    page_labels: Sequence[str] = ()
    parts: Sequence[RawPart] = field(default=())
    ocr_pages: frozenset[int] = frozenset()


class FileReader(Protocol):
    """Reads one kind of file. A file that cannot be read whole raises a `ReadError`; nothing else escapes."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a file whose bytes are `data` and whose name is `name`."""
        ...


def assemble(reading: Reading, *, data: bytes, path: str) -> Document:
    """Clean and join what a reader found into a document.

    Raises:
        EmptyFile: No block holds anything but white space.
    """
    builder = _Builder()
    for block in reading.blocks:
        builder.add(block)
    if not builder.blocks:
        raise EmptyFile(path.rsplit("/", 1)[-1], "holds no text; check that the file is the one you meant")
    text = "".join(builder.text)
    digest = sha256_of(data)
    return Document(
        id=f"d{digest[:12]}",
        text=text,
        path=path,
        file_sha256=digest,
        source=reading.source,
        reader=reading.reader,
        pages=_pages(builder.page_starts, reading.page_labels, len(text), reading.ocr_pages),
        sections=_sections(builder.headings, len(text), builder.part_spans.values()),
        blocks=tuple(builder.blocks),
        parts=_parts(builder.part_spans, reading.parts),
        tables=_tables(builder, text),
        marks=tuple(builder.marks),
        references=tuple(builder.references),
    )


class _Builder:
    """Grows a text block by block and notes where everything fell."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.headings: list[tuple[str, int, int]] = []
        self.page_starts: dict[int, int] = {}
        self.part_spans: dict[int, Span] = {}
        self.marks: list[ReferenceMark] = []
        self.references: list[Reference] = []
        self.grids: list[tuple[Span, tuple[RawCell, ...], str]] = []

    def add(self, raw: RawBlock) -> None:
        keep_lines = raw.kind is BlockKind.TABLE
        pieces = [(clean(p.text, keep_lines=keep_lines), p.page) for p in raw.pieces]
        pieces = [(text, page) for text, page in pieces if text]
        if not pieces:
            return
        if self.blocks:
            self._put(BLOCK_GAP)
        start = self.length
        for i, (text, page) in enumerate(pieces):
            if i:
                glue, text = joined(self.text[-1], text)
                self.text[-1], removed = glue, len(self.text[-1]) - len(glue)
                self.length -= removed
            if page and text:
                self.page_starts.setdefault(page, self.length)
            self._put_marked(text)
        span = Span(start, self.length)
        self.blocks.append(Block(raw.kind, span))
        if raw.kind is BlockKind.HEADING:
            title = " ".join(without_marks(text) for text, _ in pieces)
            self.headings.append((title, raw.level or 1, start))
        if raw.reference is not None:
            r = raw.reference
            self.references.append(Reference(r.key, span, r.title, r.year, r.doi, r.pmid, r.pmcid))
        if raw.cells:
            self.grids.append((span, raw.cells, raw.label))
        if raw.part is not None:
            before = self.part_spans.get(raw.part)
            self.part_spans[raw.part] = Span(before.start if before else start, self.length)

    def _put_marked(self, text: str) -> None:
        """Put a piece, its reference marks unwrapped and noted."""
        done = 0
        for mark in _MARK.finditer(text):
            self._put(unmarked(text[done : mark.start()]))
            start = self.length
            self._put(mark[2])
            self.marks.append(ReferenceMark(Span(start, self.length), tuple(mark[1].split())))
            done = mark.end()
        self._put(unmarked(text[done:]))

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


def _pages(starts: dict[int, int], labels: Sequence[str], length: int, ocr_pages: frozenset[int]) -> tuple[Page, ...]:
    """Pages tile the text: each runs to the start of the next, and a page without text is empty."""
    if not labels:
        return ()
    begins: list[int] = []
    following = length
    for number in range(len(labels), 0, -1):
        following = starts.get(number, following)
        begins.append(following)
    begins.reverse()
    begins[0] = 0
    ends = [*begins[1:], length]
    return tuple(
        Page(i + 1, label, Span(b, max(b, e)), i + 1 in ocr_pages)
        for i, (label, b, e) in enumerate(zip(labels, begins, ends, strict=True))
    )


def _sections(headings: Sequence[tuple[str, int, int]], length: int, parts: Iterable[Span]) -> tuple[Section, ...]:
    """A section runs from its heading to the next heading of its level or above, and never out of its part."""
    held = list(parts)
    sections: list[Section] = []
    following: list[tuple[int, int]] = []
    # From the last heading to the first, `following` holds those that can end a section further up.
    for title, level, start in reversed(headings):
        while following and following[-1][0] > level:
            following.pop()
        end = following[-1][1] if following else length
        end = min([end, *(p.end for p in held if p.start <= start < p.end)])
        sections.append(Section(title, level, Span(start, end)))
        following.append((level, start))
    return tuple(reversed(sections))


def _parts(spans: dict[int, Span], parts: Sequence[RawPart]) -> tuple[Part, ...]:
    return tuple(Part(p.source_type, p.reason, p.title, p.authors, spans[i]) for i, p in enumerate(parts) if i in spans)


def _tables(builder: _Builder, text: str) -> tuple[Table, ...]:
    """Tables whose cells are known, each with its label and the caption that stands right before or behind it."""
    places = {b.span: i for i, b in enumerate(builder.blocks)}
    found = []
    for span, cells, label in builder.grids:
        caption = _caption(builder.blocks, places[span], text, label)
        printed = _LABEL.match(caption.of(text)) if caption else None
        shown = label or (printed[0] if printed else "")
        found.append(Table(shown, caption, span, tuple(_cells(span, cells, text))))
    return tuple(found)


def _caption(blocks: Sequence[Block], table: int, text: str, label: str) -> Span | None:
    """The caption that begins with a table's label: of those right above, the first, else the one below."""
    above = itertools.takewhile(lambda b: b.kind is BlockKind.CAPTION, reversed(blocks[:table]))
    # Further tables of the same label stand under its one caption.
    if label:
        kinds = (BlockKind.CAPTION, BlockKind.TABLE, BlockKind.FOOTNOTE)
        above = itertools.takewhile(lambda b: b.kind in kinds, reversed(blocks[:table]))
    near = [*above, *blocks[table + 1 : table + 2]]
    for block in near:
        found = _LABEL.match(block.span.of(text)) if block.kind is BlockKind.CAPTION else None
        if block.kind is BlockKind.CAPTION and (
            block.span.of(text).casefold().startswith(label.casefold()) if label else found
        ):
            return block.span
    return None


def _cells(table: Span, places: Sequence[RawCell], text: str) -> Iterator[Cell]:
    """The cells that hold something, in order; none if the places do not tell what the text holds."""
    pieces = [m.span() for m in re.finditer(r"[^\t\n]*(?:[\t\n]|$)", table.of(text)) if m.start() < m.end()]
    if table.of(text).endswith(("\t", "\n")):
        pieces.append((len(table), len(table)))
    if len(pieces) != len(places):
        return
    for (start, end), place in zip(pieces, places, strict=True):
        held = table.of(text)[start:end]
        begin = table.start + start + len(held) - len(held.lstrip())
        span = Span(begin, max(begin, table.start + start + len(held.rstrip())))
        if len(span):
            yield Cell(place.row, place.column, span, place.header, place.rows, place.columns)
