"""Every passage found for a question in one order: documents by how they read, passages by their sentences."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Evidence
from index.retrieve import ScoredPassage


def ranked_passages(found: Sequence[Evidence], passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """The passages of a question, best first, each once.

    A document stands where its first passage does, with those of its passages that hold sentences which may answer, the
    best sentence first, or with that first passage if none does. The rest keep their order behind these.

    Args:
        found: Evidence, best first.
        passages: As a search ranks them, best first, those of the evidence among them.
    """
    held: dict[str, list[ScoredPassage]] = {}
    for e in found:
        own = next((p for p in passages if _holds(p, e)), None)
        if own is not None and own not in held.setdefault(e.document.id, []):
            held[e.document.id].append(own)
    first: dict[str, ScoredPassage] = {}
    for p in passages:
        first.setdefault(p.passage.document_id, p)
    ranked = {p.passage.id: p for document, leading in first.items() for p in held.get(document) or [leading]}
    return [*ranked.values(), *(p for p in passages if p.passage.id not in ranked)]


def _holds(found: ScoredPassage, e: Evidence) -> bool:
    span = found.passage.span
    return found.passage.document_id == e.document.id and span.start <= e.sentence.start < span.end
