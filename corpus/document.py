"""The types that texts are kept in: a document, its pages, sections, blocks, parts and source.

Every position is a `Span` of `Document.text`, which is never edited once it exists.
"""

from __future__ import annotations

import hashlib
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
    text_sha256: str = field(default="")

    def __post_init__(self) -> None:
        if not self.text_sha256:
            object.__setattr__(self, "text_sha256", sha256_of(self.text))

    def page_at(self, position: int) -> Page | None:
        """The page that holds `position`; `None` where the file has no pages."""
        return next((p for p in self.pages if p.span.start <= position < p.span.end), None)

    def page_label(self, span: Span) -> str:
        """The page a span stands on as printed, "12" or "12–13"; empty where the file has no pages."""
        ends = (self.page_at(span.start), self.page_at(max(span.start, span.end - 1)))
        return "–".join(dict.fromkeys(p.label for p in ends if p))

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds `position`."""
        holding = [s for s in self.sections if s.span.start <= position < s.span.end]
        return max(holding, key=lambda s: (s.level, s.span.start), default=None)

    def part_at(self, position: int) -> Part | None:
        """The part of another kind that holds `position`."""
        return next((p for p in self.parts if p.span.start <= position < p.span.end), None)

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


def sha256_of(data: str | bytes) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()
