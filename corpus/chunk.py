"""A document cut into passages: whole sentences of one section, as slices."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.document import BlockKind, Document, Page, Passage, Section, SourceType, Span
from corpus.sentences import sentences_in

TARGET = 900
"""Length of a passage in code points, about 200 word pieces of the embedding model's 256."""
LIMIT = 1400
"""No passage is longer, unless a single sentence is; such a sentence is cut at white space."""

_ALONE = frozenset({BlockKind.REFERENCE, BlockKind.MATTER, BlockKind.REPEAT})


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Every character of the document that is not white space lies in exactly one passage.

    A passage holds whole sentences of one section and one kind of matter (prose, references, front matter),
    never crosses into a part of another source type, and is at most `LIMIT` code points long.
    """
    places = _Places(document)
    return tuple(_passage(document, places, span) for span in _spans(document, places))


def bearing_evidence(document: Document, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may answer a question: all but those of references, front matter and repeats."""
    blocks = sorted(document.blocks, key=lambda b: b.span.start)
    starts = [b.span.start for b in blocks]

    def alone(passage: Passage) -> bool:
        before = bisect_right(starts, passage.span.start)
        return before > 0 and blocks[before - 1].kind in _ALONE

    return [p for p in passages if not alone(p)]


class _Places:
    """Answers where a position lies in one pass, as positions only grow."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.starts = sorted({p for s in document.sections for p in (s.span.start, s.span.end)})
        self.cuts = sorted({p for part in document.parts for p in (part.span.start, part.span.end)})
        self._next = 0
        self._cut = 0
        self._sections = sorted(document.sections, key=lambda s: s.span.start)
        self._begun = 0
        self._open: list[Section] = []

    def boundary_before(self, position: int) -> bool:
        """True once for each section or part boundary at or before `position` that was not passed yet."""
        passed = False
        while self._next < len(self.starts) and self.starts[self._next] <= position:
            self._next, passed = self._next + 1, True
        while self._cut < len(self.cuts) and self.cuts[self._cut] <= position:
            self._cut, passed = self._cut + 1, True
        return passed

    def section(self, position: int) -> Section | None:
        while self._begun < len(self._sections) and self._sections[self._begun].span.start <= position:
            self._open.append(self._sections[self._begun])
            self._begun += 1
        self._open = [s for s in self._open if position < s.span.end]
        return max(self._open, key=lambda s: (s.level, s.span.start), default=None)

    def page(self, position: int) -> Page | None:
        return self.document.page_at(position)

    def source_type(self, position: int) -> SourceType:
        part = self.document.part_at(position)
        return part.source_type if part else self.document.source.source_type


def _spans(document: Document, places: _Places) -> Iterator[Span]:
    begin = end = -1
    group = -1
    heading_only = False
    for block_kind, sentence in _units(document):
        kind = _group(block_kind)
        fresh = places.boundary_before(sentence.start)
        # A heading goes with what it heads, also where the text under it is a section of its own.
        full = sentence.end - begin > (LIMIT if heading_only else TARGET)
        if begin >= 0 and (full or kind != group or (fresh and not heading_only)):
            yield Span(begin, end)
            begin = -1
        if begin < 0:
            begin, group, heading_only = sentence.start, kind, True
        heading_only = heading_only and block_kind in (BlockKind.HEADING, BlockKind.TITLE)
        end = sentence.end
    if begin >= 0:
        yield Span(begin, end)


def _group(kind: BlockKind) -> int:
    return list(BlockKind).index(kind) if kind in _ALONE else -2


def _units(document: Document) -> Iterator[tuple[BlockKind, Span]]:
    """Sentences; one that is longer than `LIMIT` comes in pieces cut at white space where there is any."""
    for kind, sentence in sentences_in(document, Span(0, len(document.text))):
        start = sentence.start
        while sentence.end - start > LIMIT:
            cut = document.text.rfind(" ", start + LIMIT // 2, start + LIMIT)
            cut = cut if cut > 0 else start + LIMIT
            yield kind, Span(start, cut)
            start = cut + (1 if document.text[cut].isspace() else 0)
        if start < sentence.end:
            yield kind, Span(start, sentence.end)


def _passage(document: Document, places: _Places, span: Span) -> Passage:
    first, last = places.page(span.start), places.page(span.end - 1)
    section = places.section(span.end - 1)
    return Passage(
        id=f"{document.id}.{span.start}.{span.end}",
        document_id=document.id,
        span=span,
        text=span.of(document.text),
        first_page=first.label if first else "",
        last_page=last.label if last else "",
        section=section.title if section else "",
        source_type=places.source_type(span.start),
    )
