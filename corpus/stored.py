"""How documents, sources and passages are written into rows of a library, and read back from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from corpus.document import (
    Block,
    BlockKind,
    Cell,
    Document,
    Page,
    Part,
    Passage,
    Reader,
    Reference,
    ReferenceMark,
    Relation,
    Section,
    Source,
    SourceType,
    Span,
    Table,
)


def structure_of(document: Document) -> dict[str, Any]:
    """Pages, sections, blocks, parts, tables, marks and references of a document, for JSON."""
    return {
        "pages": [[p.number, p.label, p.span.start, p.span.end, p.ocr] for p in document.pages],
        "sections": [[s.title, s.level, s.span.start, s.span.end] for s in document.sections],
        "blocks": [[b.kind.value, b.span.start, b.span.end] for b in document.blocks],
        "parts": [
            [p.source_type.value, p.reason, p.title, list(p.authors), p.span.start, p.span.end] for p in document.parts
        ],
        "tables": [
            [
                t.label,
                [t.caption.start, t.caption.end] if t.caption else None,
                [t.span.start, t.span.end],
                [[c.row, c.column, c.span.start, c.span.end, c.header, c.rows, c.columns] for c in t.cells],
            ]
            for t in document.tables
        ],
        "marks": [[m.span.start, m.span.end, list(m.keys)] for m in document.marks],
        "references": [
            [r.key, r.span.start, r.span.end, r.title, r.year, r.doi, r.pmid, r.pmcid] for r in document.references
        ],
    }


def document_from(row: Sequence[Any]) -> Document:
    """A document from id, text, path, file_sha256, source, reader, structure and text_sha256 of its row."""
    identifier, text, path, file_sha256, source, reader, structure, text_sha256 = row
    laid = json.loads(structure)
    made = json.loads(reader)
    return Document(
        id=identifier,
        text=text,
        path=path,
        file_sha256=file_sha256,
        source=source_from(json.loads(source)),
        reader=Reader(made["name"], tuple((n, v) for n, v in made["versions"])),
        pages=tuple(Page(n, label, Span(s, e), *ocr) for n, label, s, e, *ocr in laid["pages"]),
        sections=tuple(Section(t, level, Span(s, e)) for t, level, s, e in laid["sections"]),
        blocks=tuple(Block(BlockKind(k), Span(s, e)) for k, s, e in laid["blocks"]),
        parts=tuple(Part(SourceType(k), r, t, tuple(a), Span(s, e)) for k, r, t, a, s, e in laid["parts"]),
        # Texts stored before tables, marks and references were known have none.
        tables=tuple(_table(*t) for t in laid.get("tables", ())),
        marks=tuple(ReferenceMark(Span(s, e), tuple(keys)) for s, e, keys in laid.get("marks", ())),
        references=tuple(Reference(k, Span(s, e), *about) for k, s, e, *about in laid.get("references", ())),
        text_sha256=text_sha256,
    )


def source_from(told: dict[str, Any]) -> Source:
    """A source from its fields as stored."""
    relations = tuple(Relation(**r) for r in told.get("relations", ()))
    told |= {"authors": tuple(told["authors"]), "source_type": SourceType(told["source_type"]), "relations": relations}
    return Source(**told)


def _table(label: str, caption: Sequence[int] | None, span: Sequence[int], cells: Sequence[Sequence[Any]]) -> Table:
    held = tuple(Cell(r, c, Span(s, e), *rest) for r, c, s, e, *rest in cells)
    return Table(label, Span(*caption) if caption else None, Span(*span), held)


def passage_from(row: Sequence[Any], text: str) -> Passage:
    """A passage from its row, whose places are of its document's `text`."""
    identifier, document_id, start, end, first, last, section, source_type = row
    span = Span(start, end)
    return Passage(identifier, document_id, span, span.of(text), first, last, section, SourceType(source_type))
