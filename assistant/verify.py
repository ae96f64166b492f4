"""Every claim checked against the stored texts, independently of how it was made."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Check, Citation, Claim, Support, Withheld
from assistant.findings import finding_holds
from assistant.wording import bears_on, disagreement
from corpus.document import BlockKind, Document, Span
from corpus.errors import UnknownDocument
from corpus.recommendation_grades import grade_behind
from corpus.recommendations import GRADED
from corpus.sentences import sentences_in
from index.library import Library
from index.reader import EvidenceReader

CONTRADICTED, ABOVE_ITSELF = 0.5, 0.25
"""A reworded claim is withheld if the evidence reader gives this probability to the quotes contradicting it, and so
much more than to their contradicting themselves, as it was not taught to read a text beside its own words."""

Problem = tuple[Check, str]


def cited_document(citation: Citation, library: Library) -> Document | None:
    """The document a citation points into, or None unless its quote stands there letter for letter."""
    try:
        document = library.document(citation.document_id)
    except UnknownDocument:
        return None
    holds = document.text_sha256 == citation.text_sha256 and citation.span.of(document.text) == citation.quote
    return document if holds and citation.quote else None


def problem_with(claim: Claim, library: Library) -> str:
    """Why a claim may not be shown, or nothing if it may."""
    found = first_problem(claim, library)
    return found[1] if found else ""


def first_problem(claim: Claim, library: Library) -> Problem | None:
    """The first check that a claim fails, with the reason in words; None if it holds."""
    if not claim.citations:
        return Check.CITATION, "it cites nothing"
    for citation in claim.citations:
        problem = _citation_problem(citation, library)
        if problem:
            return problem
        if not bears_on(claim.text, citation.quote):
            return Check.SUPPORT, "one of its quotes speaks of something else"
    return (
        _findings_problem(claim, library)
        or _wording_problem(claim, library.reader)
        or _recommendation_problem(claim, library)
    )


def _citation_problem(citation: Citation, library: Library) -> Problem | None:
    document = cited_document(citation, library)
    if document is None:
        return Check.QUOTE, "its quote does not stand at the place it cites"
    if not _is_whole(document, citation.span):
        return Check.QUOTE, "its quote is cut out of a sentence"
    section = document.section_at(citation.span.start)
    if citation.page != document.page_label(citation.span):
        return Check.PLACE, "its quote does not stand on the page it names"
    if citation.cell != document.cell_label(citation.span):
        return Check.PLACE, "its quote does not stand in the table cell it names"
    if citation.section != (section.title if section else ""):
        return Check.PLACE, "its quote does not stand in the section it names"
    if citation.source != document.source or citation.source_type is not _source_type(document, citation.span):
        return Check.CITATION, "its source is not the one it names"
    return None


def _source_type(document: Document, span: Span) -> object:
    part = document.part_at(span.start)
    return part.source_type if part else document.source.source_type


def _is_whole(document: Document, span: Span) -> bool:
    """True if a span begins where a sentence does and ends where one does, or behind a grade; or is a table's cell."""
    if any(cell.span == span for table in document.tables for cell in table.cells):
        return True
    sentences = list(sentences_in(document, span))
    if not sentences or sentences[0][1].start != span.start:
        return False
    kind, last = sentences[-1]
    if span.end == last.end:
        return True
    return kind is not BlockKind.TABLE and any(grade_behind(document.text, s.end) == span.end for _, s in sentences)


def _findings_problem(claim: Claim, library: Library) -> Problem | None:
    document = library.document(claim.citations[0].document_id)
    holds = all(finding_holds(f, document) for f in claim.findings)
    return None if holds else (Check.NUMBERS, "its numbers are not those of its source")


def _wording_problem(claim: Claim, reader: EvidenceReader | None) -> Problem | None:
    """A verbatim claim is its quote; any other says what its quotes say, and the reader finds no contradiction."""
    if claim.support is Support.VERBATIM:
        verbatim = claim.text == claim.citations[0].quote
        return None if verbatim else (Check.WORDING, "it is not worded as its source")
    quotes = [citation.quote for citation in claim.citations]
    found = disagreement(claim.text, quotes)
    if found is None and reader is not None and _contradicted(claim.text, " ".join(quotes), reader):
        return Check.SUPPORT, "its source says the contrary"
    return found


def _contradicted(text: str, held: str, reader: EvidenceReader) -> bool:
    stance = reader.read(text, [held]).stance
    if not len(stance) or float(stance[0, 1]) < CONTRADICTED:
        return False
    return float(stance[0, 1]) >= float(reader.read(held, [held]).stance[0, 1]) + ABOVE_ITSELF


def _recommendation_problem(claim: Claim, library: Library) -> Problem | None:
    """What is told of a recommendation is what the document is read to recommend there, in its own words."""
    told = claim.recommendation
    if told is None:
        return None
    first = claim.citations[0]
    if not all(words in first.quote for words in (told.wording, told.population)):
        return Check.RECOMMENDATION, "its source does not word the recommendation so"
    document = library.document(first.document_id)
    here = (
        [r for r in library.recommendations(document.id) if any(s.meets(first.span) for s in (r.span, *r.restated))]
        if _source_type(document, first.span) in GRADED
        else []
    )
    graded = {(r.direction, r.strength, r.certainty, r.number) for r in here}
    if (told.direction, told.strength, told.certainty, told.number) not in graded:
        return Check.RECOMMENDATION, "its source does not grade the recommendation so"
    return None


def verified(claims: Iterable[Claim], library: Library) -> tuple[tuple[Claim, ...], tuple[Withheld, ...]]:
    """The claims that hold, and what was withheld and why."""
    kept: list[Claim] = []
    withheld: list[Withheld] = []
    for claim in claims:
        problem = first_problem(claim, library)
        if problem:
            title = claim.citations[0].source.title if claim.citations else ""
            withheld.append(Withheld(problem[1], title, problem[0]))
        else:
            kept.append(claim)
    return tuple(kept), tuple(withheld)
