"""The types that texts are kept in: a document, its pages, sections, blocks, parts and source.

Every position is a `Span` of `Document.text`, which is never edited once it exists.
"""

from __future__ import annotations

import hashlib
import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class SourceType(StrEnum):
    """What kind of source a text is, in the order in which a clinician trusts it."""

    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic_review"
    TRIAL = "trial"
    OBSERVATIONAL_STUDY = "observational_study"
    CASE_REPORT = "case_report"
    REGULATORY = "regulatory"
    SOCIETY_STATEMENT = "society_statement"
    EDITORIAL = "editorial"
    NEWS = "news"
    FORUM = "forum"
    OTHER = "other"


class BlockKind(StrEnum):
    """What a block of text is on its page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    MATTER = "matter"
    """Front and back matter: authors, affiliations, dates, licence lines; text, but never evidence."""
    REPEAT = "repeat"
    """Text that already stands earlier in the same document, such as a post quoted in a reply."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval [start, end) in Unicode code points of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start} and {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` this span names."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """True if `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """True if the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` counts from 1 as in the file, `label` is what is printed on it."""

    number: int
    label: str
    span: Span
    ocr: bool = False
    """True if its text was recognised from a picture, and so may hold wrong letters."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it; `level` counts from 1."""

    title: str
    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table or the like; sentences never cross one."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: `row` and `column` count from 1, and it reaches over `rows` rows and `columns` columns."""

    row: int
    column: int
    span: Span
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are known. `label` is printed on it ("Table 2"), or is empty; empty cells are left out."""

    label: str
    caption: Span | None
    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReferenceMark:
    """Characters of the text that point at the list of references, as "12" in "year12": never data.

    `keys` are those of the references meant; one that the list does not hold is left as printed.
    """

    span: Span
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the list of references. `key` is what marks name it by; the rest is empty where not stated."""

    key: str
    span: Span
    title: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a file says of itself and another work, such as that it corrects it. One of the identifiers is not empty."""

    kind: str
    """In the words of the file's format: "corrected-article", "retracted-article", "commentary-article", …"""
    title: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    name: str = ""
    """The name of the other's file without its ending, where the file names it so."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document that is another kind of source than the document, and why."""

    source_type: SourceType
    reason: str
    title: str
    authors: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about where a text comes from. `None` or empty: the file did not say."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    licence: str = ""
    source_type: SourceType = SourceType.OTHER
    source_type_reason: str = ""
    citation: str = ""
    """The full citation where the file gives one ready made."""
    population: str = ""
    retracted: bool = False
    notice: str = ""
    """What a reader must know of a retraction or concern, in words: when, why, and who says so."""
    relations: tuple[Relation, ...] = ()
    digest: bool = False
    """True for a text written for Citewell about an original that is not stored."""
    written_from: str = ""
    """For a digest: what it was written from, and how sure that is."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What made a document's text: a reader's name and the versions it used."""

    name: str
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text and all that is known of it. `id` follows from the file's bytes."""

    id: str
    text: str
    path: str
    file_sha256: str
    source: Source
    reader: Reader
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()
    tables: tuple[Table, ...] = ()
    marks: tuple[ReferenceMark, ...] = ()
    """In the order of the text."""
    references: tuple[Reference, ...] = ()
    text_sha256: str = field(default="")

    def __post_init__(self) -> None:
        if not self.text_sha256:
            object.__setattr__(self, "text_sha256", sha256_of(self.text))

    def page_at(self, position: int) -> Page | None:
        """The page that holds `position`; `None` where the file has no pages."""
        return next((p for p in self.pages if p.span.start <= position < p.span.end), None)

    def pages_without_text(self) -> list[str]:
        """Labels of the pages that hold none: pictures, or blank."""
        return [p.label for p in self.pages if not len(p.span)]

    def page_label(self, span: Span) -> str:
        """The page a span stands on as printed, "12" or "12–13"; empty where the file has no pages."""
        ends = (self.page_at(span.start), self.page_at(max(span.start, span.end - 1)))
        return "–".join(dict.fromkeys(p.label for p in ends if p))

    def is_recognised(self, span: Span) -> bool:
        """True if any of the pages a span stands on was read by OCR."""
        return any(p.ocr and p.span.meets(span) for p in self.pages)

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds `position`."""
        holding = [s for s in self.sections if s.span.start <= position < s.span.end]
        return max(holding, key=lambda s: (s.level, s.span.start), default=None)

    def part_at(self, position: int) -> Part | None:
        """The part of another kind that holds `position`."""
        return next((p for p in self.parts if p.span.start <= position < p.span.end), None)

    def marks_in(self, span: Span) -> Iterator[ReferenceMark]:
        """The reference marks that stand in `span`, in order."""
        first = bisect_left(self.marks, span.start, key=lambda m: m.span.start)
        return itertools.takewhile(lambda m: m.span.end <= span.end, itertools.islice(self.marks, first, None))

    def cell_at(self, position: int) -> tuple[Table, Cell] | None:
        """The table and cell that hold `position`; `None` outside the cells of tables."""
        table = next((t for t in self.tables if t.span.start <= position < t.span.end), None)
        cell = next((c for c in table.cells if c.span.start <= position < c.span.end), None) if table else None
        return (table, cell) if table and cell else None

    def cell_label(self, span: Span) -> str:
        """Where in a table a span stands, "Table 2, row 3, column 2" or "Table 2, row 3"; empty outside known cells."""
        table = next((t for t in self.tables if t.span.meets(span)), None)
        cells = [c for c in table.cells if c.span.meets(span)] if table else []
        if table is None or not cells:
            return ""
        rows = _numbers("row", min(c.row for c in cells), max(c.row for c in cells))
        one = cells[0] if len(cells) == 1 else None
        column = f", {_numbers('column', one.column, one.column + one.columns - 1)}" if one else ""
        return f"{table.label or 'Table'}, {rows}{column}"

    def blocks_in(self, span: Span) -> Iterator[Block]:
        """The blocks that share a code point with `span`, in order."""
        return (b for b in self.blocks if b.span.meets(span))


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document: what is embedded, searched and ranked."""

    id: str
    document_id: str
    span: Span
    text: str
    first_page: str
    last_page: str
    section: str
    source_type: SourceType


def _numbers(name: str, first: int, last: int) -> str:
    return f"{name} {first}" if first == last else f"{name}s {first}–{last}"


def sha256_of(data: str | bytes) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()
