"""How a cited source stands among the others of the library: retracted, updated, corrected, a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.abstain import Verdict
from assistant.answer import Citation, Claim
from assistant.evidence import Evidence
from assistant.opinion import is_anecdote
from corpus.relations import LinkKind
from index.library import Library
from index.links import Link, links_of

ANECDOTE = "an anecdote: one person’s own account"
RETRACTED_ONLY = "Only retracted sources speak of this, and they are no ground for an answer."
_TOLD = {
    (LinkKind.SAME_TEXT, True): "same text as",
    (LinkKind.SAME_TEXT, False): "same text as",
    (LinkKind.NEARLY_SAME_TEXT, True): "nearly the same text as",
    (LinkKind.NEARLY_SAME_TEXT, False): "nearly the same text as",
    (LinkKind.SAME_WORK, True): "another copy of",
    (LinkKind.SAME_WORK, False): "another copy of",
    (LinkKind.PREPRINT_OF, True): "a preprint; the article is in the library:",
    (LinkKind.UPDATE_OF, False): "an update of this is in the library:",
    (LinkKind.CORRECTS, False): "a correction of this is in the library:",
    (LinkKind.RAISES_CONCERN, False): "a concern about this is in the library:",
    (LinkKind.DIGEST_OF, True): "the original is in the library:",
}
"""The links a reader of a citation must know of; True: the link reads from the cited document."""


def of_sound_sources(found: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without that of retracted sources."""
    return [e for e in found if not e.document.source.retracted]


def for_want_of_sound(verdict: Verdict, with_all: Verdict) -> Verdict:
    """The verdict on sound sources; it says so where only retracted ones would have answered."""
    return replace(verdict, reason=RETRACTED_ONLY) if with_all.answered and not verdict.answered else verdict


def noted(claims: Sequence[Claim], library: Library) -> tuple[Claim, ...]:
    """The claims, each citation with what must be known of its source."""
    return tuple(replace(c, citations=tuple(noted_citation(one, library) for one in c.citations)) for c in claims)


def noted_citation(citation: Citation, library: Library) -> Citation:
    """A citation with what must be known of its source."""
    told = [citation.source.notice or "Retracted" * citation.source.retracted]
    told += [ANECDOTE] if is_anecdote(citation.quote, citation.source_type) else []
    for link in links_of(library.store, citation.document_id):
        words = _TOLD.get((link.kind, link.forward))
        told += [f"{words} {_named(link)}"] if words else []
    return replace(citation, notes=tuple(filter(None, told)))


def related(document_id: str, library: Library) -> list[str]:
    """The documents that belong to this one and of which a citation's notes say nothing: "Title (2025)"."""
    return [
        _named(link) if link.kind is LinkKind.RELATED else f"{link.words} {_named(link)}"
        for link in links_of(library.store, document_id)
        if (link.kind, link.forward) not in _TOLD
    ]


def _named(link: Link) -> str:
    return f"{link.title or link.other_id}{f' ({link.year})' if link.year else ''}"
