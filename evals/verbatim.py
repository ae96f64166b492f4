"""A row of a set's corpus as a document whose text is the row's, letter for letter, so that its spans hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from corpus.document import Block, BlockKind, Document, Reader, Section, Source, Span, sha256_of
from corpus.paragraphs import groups_of, heading_level, is_section_name, is_wrapped
from corpus.source_type import classify_document

_READER = Reader("row", (("rules", "1"),))
_LONGEST_HEADING = 100


def verbatim(name: str, title: str, text: str) -> Document:
    """A document of one row. Its id follows from all three.

    Blocks are the lines, or, where lines were broken to fit a width, what stands between blank ones. A line that is a
    section's usual name, in capitals, or ends with a colon above others heads a section. A row without text has its
    title for text.
    """
    digest = row_sha256(name, title, text)
    text = text if text.strip() else title
    blocks = tuple(_blocks(text))
    document = Document(
        id=f"d{digest[:12]}",
        text=text,
        path=name,
        file_sha256=digest,
        source=Source(title or name),
        reader=_READER,
        pages=(),
        sections=tuple(_sections(blocks, text)),
        blocks=blocks,
    )
    kind, reason = classify_document(document)
    return replace(document, source=replace(document.source, source_type=kind, source_type_reason=reason))


def row_sha256(name: str, title: str, text: str) -> str:
    """Names a row; the id of its document is "d" and the first 12 digits, as for a file."""
    return sha256_of(f"{name}\0{title}\0{text}")


def _blocks(text: str) -> Iterator[Block]:
    spans = list(_stretches(text))
    for span, following in zip_longest(spans, spans[1:]):
        heads = following is not None and _is_heading(span.of(text))
        yield Block(BlockKind.HEADING if heads else BlockKind.PARAGRAPH, span)


def _stretches(text: str) -> Iterator[Span]:
    """What becomes a block each, without white space at its ends."""
    wrapped = is_wrapped(list(groups_of(text, paged=False)))
    start = end = -1
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if start >= 0 and (not bare or not wrapped):
            yield Span(start, end)
            start = -1
        if bare:
            begins = at + len(line) - len(line.lstrip())
            start, end = (begins if start < 0 else start), begins + len(bare)
        at += len(line) + 1
    if start >= 0:
        yield Span(start, end)


def _is_heading(line: str) -> bool:
    if "\n" in line or len(line) > _LONGEST_HEADING:
        return False
    return is_section_name(line) or heading_level(line) > 0 or line.endswith(":")


def _sections(blocks: tuple[Block, ...], text: str) -> Iterator[Section]:
    heads = [b.span for b in blocks if b.kind is BlockKind.HEADING]
    for span, following in zip_longest(heads, heads[1:]):
        yield Section(span.of(text).rstrip(": "), 1, Span(span.start, following.start if following else len(text)))
