"""Claims that rest on a sentence about somebody else's result say so, and whether that work is in the library."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Citation, Claim, OtherWork
from corpus.document import Document, Reference, Span
from corpus.references import reports_others
from index.library import Library

SECOND_HAND = "Reports another’s result:"
SECOND_HAND_UNNAMED = "Reports another’s result; the source names no entry for it here."
LONGEST_ENTRY = 240


def with_others(claim: Claim, library: Library) -> Claim:
    """The claim, each citation of it told apart: the source's own result, or another's."""
    return replace(claim, citations=tuple(_told(c, library) for c in claim.citations))


def _told(citation: Citation, library: Library) -> Citation:
    document = library.document(citation.document_id)
    return replace(citation, others=other_works(document, citation.span, library))


def other_works(document: Document, span: Span, library: Library) -> tuple[OtherWork, ...] | None:
    """The works whose result a stretch of a document reports; `None` where it reports none but its own."""
    told = reports_others(document, span)
    return tuple(_work(document, r, library) for r in told.references) if told else None


def _work(document: Document, reference: Reference, library: Library) -> OtherWork:
    entry = " ".join(reference.span.of(document.text).split())
    if len(entry) > LONGEST_ENTRY:
        entry = entry[:LONGEST_ENTRY].rsplit(" ", 1)[0] + " …"
    held = library.holding(reference) or ""
    return OtherWork(entry, held, digest=bool(held) and library.document(held).source.digest)


def work_line(work: OtherWork) -> str:
    """The entry and whether the work is in the library."""
    held = "in this library" if work.document_id else "not in this library"
    return f"{work.entry} — {'a digest of it is ' if work.digest else ''}{held}"
