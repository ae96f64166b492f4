"""Every claim checked against the stored texts, independently of how it was made."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Citation, Claim, Support, Withheld
from assistant.findings import finding_holds
from corpus.document import Document
from corpus.errors import UnknownDocument
from corpus.numbers import values_in
from index.library import Library


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
    if not claim.citations:
        return "it cites nothing"
    for citation in claim.citations:
        document = cited_document(citation, library)
        if document is None:
            return "its quote does not stand at the place it cites"
        if citation.page != document.page_label(citation.span):
            return "its quote does not stand on the page it names"
        if citation is claim.citations[0] and not all(finding_holds(f, document) for f in claim.findings):
            return "its numbers are not those of its source"
        if citation.cell != document.cell_label(citation.span):
            return "its quote does not stand in the table cell it names"
    held = {value for citation in claim.citations for value in values_in(citation.quote)}
    if not held.issuperset(values_in(claim.text)):
        return "it gives a number that its source does not"
    if claim.support is Support.VERBATIM and claim.text != claim.citations[0].quote:
        return "it is not worded as its source"
    told = claim.recommendation
    if told and not all(words in claim.citations[0].quote for words in (told.wording, told.population)):
        return "its source does not word the recommendation so"
    return ""


def verified(claims: Iterable[Claim], library: Library) -> tuple[tuple[Claim, ...], tuple[Withheld, ...]]:
    """The claims that hold, and what was withheld and why."""
    kept: list[Claim] = []
    withheld: list[Withheld] = []
    for claim in claims:
        problem = problem_with(claim, library)
        if problem:
            title = claim.citations[0].source.title if claim.citations else ""
            withheld.append(Withheld(problem, title))
        else:
            kept.append(claim)
    return tuple(kept), tuple(withheld)
