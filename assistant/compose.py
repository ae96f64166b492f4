"""Evidence to claims: verbatim, said once, grouped by kind of source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.abstain import CLOSE, CLOSE_VOICES
from assistant.answer import Citation, Claim, Support
from assistant.evidence import Evidence
from assistant.recommendation import GRADED, recommendation_in
from corpus.document import Document, SourceType, Span

MOST_CLAIMS = 6
MOST_PER_DOCUMENT = 3
_SAME_MEANING = 0.95
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TRUST = {kind: place for place, kind in enumerate(SourceType)}


def choose(found: Sequence[Evidence]) -> list[list[Evidence]]:
    """The evidence to show, best first; each entry is one statement with all that say the same."""
    groups: list[list[Evidence]] = []
    for e in found:
        if e.order < found[0].order - (CLOSE_VOICES if e.source_type is SourceType.FORUM else CLOSE):
            break
        same = next((g for g in groups if _says_the_same(g[0], e)), None)
        if same is not None:
            if all(not _overlap(e, other) for other in same):
                same.append(e)
        elif len(groups) < MOST_CLAIMS and _room(groups, e) and not any(_overlap(e, o) for g in groups for o in g):
            groups.append([e])
    return groups


def compose(groups: Sequence[Sequence[Evidence]]) -> tuple[Claim, ...]:
    """One claim a group: grouped by kind of source, the most trustworthy kind first, then best first."""
    ordered = sorted(groups, key=lambda g: _TRUST[g[0].source_type])
    markers: dict[tuple[str, Span], int] = {}
    return tuple(_claim(group, markers) for group in ordered)


def cite(document: Document, span: Span, source_type: SourceType, marker: int) -> Citation:
    """A citation of a slice of a document."""
    section = document.section_at(span.start)
    return Citation(
        marker=marker,
        document_id=document.id,
        text_sha256=document.text_sha256,
        span=span,
        quote=span.of(document.text),
        page=document.page_label(span),
        section=section.title if section else "",
        source=document.source,
        source_type=source_type,
        ocr=document.is_recognised(span),
    )


def _claim(group: Sequence[Evidence], markers: dict[tuple[str, Span], int]) -> Claim:
    citations = []
    for e in group:
        marker = markers.setdefault((e.document.id, e.span), len(markers) + 1)
        citations.append(cite(e.document, e.span, e.source_type, marker))
    lead = group[0]
    return Claim(
        text=lead.text,
        citations=tuple(citations),
        support=Support.VERBATIM,
        recommendation=recommendation_in(lead.text) if lead.source_type in GRADED else None,
    )


def _room(groups: Sequence[Sequence[Evidence]], e: Evidence) -> bool:
    return sum(g[0].document.id == e.document.id for g in groups) < MOST_PER_DOCUMENT


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.document.id == b.document.id and a.span.meets(b.span)


def _says_the_same(a: Evidence, b: Evidence) -> bool:
    """Nearly the same wording of the same numbers, from the same kind of source."""
    if a.source_type is not b.source_type or sorted(_NUMBER.findall(a.text)) != sorted(_NUMBER.findall(b.text)):
        return False
    return float(a.vector @ b.vector) >= _SAME_MEANING and _negations(a.text) == _negations(b.text)


def _negations(text: str) -> int:
    return len(re.findall(r"\b(?:no|not|never|neither|nor|without|against|un(?:able|likely))\b|n't\b", text.lower()))
