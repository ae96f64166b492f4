"""What a reader hands over, and how it becomes a document.

A reader yields blocks made of pieces, each piece on one page. `assemble` cleans every piece (the last step
that may change text), joins them, and derives all spans from the joining itself, so none is ever searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.clean import clean, joined
from corpus.document import Block, BlockKind, Document, Page, Part, Reader, Section, Source, SourceType, Span, sha256_of
from corpus.errors import EmptyFile

BLOCK_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text of one block on one page; `page` counts from 1, or is 0 where the file has no pages."""

    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as read. `level` is a heading's, from 1. Lines of a table are parted by newlines, cells by tabs.

    `part` numbers an entry of `Reading.parts` the block belongs to, or is None.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    part: int | None = None

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
    """All a reader found in one file. `page_labels[i]` is printed on page i + 1; empty where there are no pages."""

    blocks: Sequence[RawBlock]
    source: Source
    reader: Reader
    page_labels: Sequence[str] = ()
    parts: Sequence[RawPart] = field(default=())


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
        pages=_pages(builder.page_starts, reading.page_labels, len(text)),
        sections=_sections(builder.headings, len(text), builder.part_spans.values()),
        blocks=tuple(builder.blocks),
        parts=_parts(builder.part_spans, reading.parts),
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
            self._put(text)
        span = Span(start, self.length)
        self.blocks.append(Block(raw.kind, span))
        if raw.kind is BlockKind.HEADING:
            self.headings.append((" ".join(text for text, _ in pieces), raw.level or 1, start))
        if raw.part is not None:
            before = self.part_spans.get(raw.part)
            self.part_spans[raw.part] = Span(before.start if before else start, self.length)

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


def _pages(starts: dict[int, int], labels: Sequence[str], length: int) -> tuple[Page, ...]:
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
        Page(i + 1, label, Span(b, max(b, e))) for i, (label, b, e) in enumerate(zip(labels, begins, ends, strict=True))
    )


def _sections(headings: Sequence[tuple[str, int, int]], length: int, parts: Iterable[Span]) -> tuple[Section, ...]:
    """A section runs from its heading to the next heading of its level or above, and never out of its part."""
    held = list(parts)
    sections = []
    for i, (title, level, start) in enumerate(headings):
        end = next((s for _, other, s in headings[i + 1 :] if other <= level), length)
        end = min([end, *(p.end for p in held if p.start <= start < p.end)])
        sections.append(Section(title, level, Span(start, end)))
    return tuple(sections)


def _parts(spans: dict[int, Span], parts: Sequence[RawPart]) -> tuple[Part, ...]:
    return tuple(Part(p.source_type, p.reason, p.title, p.authors, spans[i]) for i, p in enumerate(parts) if i in spans)
