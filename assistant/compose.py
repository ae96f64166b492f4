"""Evidence to claims: verbatim, said once, grouped by kind of source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.abstain import BESIDE, CLOSE, CLOSE_ADVICE, CLOSE_OF_MANY, CLOSE_VOICES
from assistant.answer import Citation, Claim, Recommendation, Support
from assistant.candidates import Recommending
from assistant.evidence import Evidence
from assistant.findings import findings_in
from assistant.opinion import VOICES
from corpus import recommendations
from corpus.document import Document, SourceType, Span
from corpus.numbers import values_in
from corpus.recommendation_rules import advice_in

LEADING = 1.5
"""A statement stands before those of more trustworthy kinds if it ranks this far, in log odds, before the first."""
OPINION = frozenset({SourceType.EDITORIAL, SourceType.NEWS, SourceType.FORUM, SourceType.OTHER})
"""Kinds of source that are no evidence: opinions and what people tell of themselves."""
MOST_CLAIMS = 6
MOST_PER_DOCUMENT = 3
_ON_IT = 0.5
"""In [0, 1]: how far a recommendation is about the treatment asked about, from which on it is one on that."""
_SAME_MEANING = 0.95
_TRUST = {kind: place for place, kind in enumerate(SourceType)}


def choose(
    found: Sequence[Evidence], copies: Mapping[str, str] | None = None, *, many: bool = False, voices: bool = True
) -> list[list[Evidence]]:
    """The evidence to show, best first; each entry is one statement with all that say the same.

    Args:
        found: Best first.
        copies: For each document's id the one that stands for it and all its copies. None: there are no copies.
        many: Whether several things are asked for, as harms or a list are, so that more is shown.
        voices: Whether what people in a thread say is shown beside evidence; it is where they are asked about.
    """
    close = CLOSE_OF_MANY if many else CLOSE
    works = copies or {}
    groups: list[list[Evidence]] = []
    # What only a retracted source says finds room last.
    evidence = [e for e in found if e.source_type is not SourceType.FORUM]
    ranked = sorted(found if voices else evidence or found, key=lambda e: e.document.source.retracted)
    for e in ranked:
        # Where advice is asked for, a guideline that advises otherwise is not left out for being less to the point.
        if e.order < ranked[0].order - _near(e, close) or (groups and e.confidence < BESIDE):
            continue
        same = next((g for g in groups if _says_the_same(g[0], e) or _copied(g[0], e, works)), None)
        if same is not None:
            if all(not _overlap(e, other) for other in same):
                same.append(e)
            continue
        apart = not any(_overlap(e, o) for g in groups for o in g)
        if apart and len(groups) < MOST_CLAIMS and _room(groups, e, works):
            groups.append([e])
    return groups


def _near(e: Evidence, close: float) -> float:
    """How far, in log odds, a statement may rank behind the best one."""
    if e.source_type is SourceType.FORUM:
        return CLOSE_VOICES
    if e.scores.advised >= _ON_IT:
        return CLOSE_ADVICE
    return CLOSE_OF_MANY if e.advises and not e.scores.others else close


def compose(
    groups: Sequence[Sequence[Evidence]],
    recommending: Recommending,
    superseded: Collection[str] = (),
    *,
    opinion: bool = False,
) -> tuple[Claim, ...]:
    """One claim a group: the lead, then by kind of source, the most trustworthy kind and the originals first, then
    newest first.

    The lead is the statement that answers best, if it does so by `LEADING` more than the one that would stand first,
    and rests on evidence. Of sources of one year the better statement stands first.

    Args:
        groups: What `choose` gave.
        recommending: Gives the recommendations of a document.
        superseded: Ids of documents of which an update is in the library.
        opinion: What somebody holds is asked for, so that those who say it stand first, the best statement leading.
    """

    def standing(e: Evidence) -> tuple[bool, int, bool, bool, int]:
        source = e.document.source
        trust = _TRUST[e.source_type] if not opinion else e.source_type not in VOICES
        # What a guideline says itself stands before what was written about another.
        return source.retracted, trust, e.document.id in superseded, e.advises and source.digest, -(source.year or 0)

    # In a group that is worded alike a sound source speaks first, and one in force before one that was updated; what
    # only retracted ones say comes last, and among sources of a kind what only superseded ones say.
    led = [sorted(group, key=lambda e: standing(e)[:3:2]) for group in groups]
    ordered = sorted(led, key=lambda g: (*standing(g[0])[: 2 if opinion else 5], -g[0].order))
    best = max(led, key=lambda g: g[0].order, default=None)
    if best and not opinion and _may_lead(best[0], ordered[0][0], superseded):
        ordered = [best, *(g for g in ordered if g is not best)]
    markers: dict[tuple[str, Span], int] = {}
    return tuple(_claim(group, markers, recommending) for group in ordered)


def _may_lead(best: Evidence, first: Evidence, superseded: Collection[str]) -> bool:
    sound = not best.document.source.retracted and best.document.id not in superseded
    return sound and best.source_type not in OPINION and best.order - first.order >= LEADING


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
        cell=document.cell_label(span),
    )


def _claim(group: Sequence[Evidence], markers: dict[tuple[str, Span], int], recommending: Recommending) -> Claim:
    citations = []
    for e in group:
        marker = markers.setdefault((e.document.id, e.span), len(markers) + 1)
        citations.append(cite(e.document, e.span, e.source_type, marker))
    lead = group[0]
    return Claim(
        text=lead.text,
        citations=tuple(citations),
        support=Support.VERBATIM,
        recommendation=_recommendation(lead, recommending) if lead.source_type in recommendations.GRADED else None,
        findings=findings_in(lead.document, lead.span),
    )


def _recommendation(lead: Evidence, recommending: Recommending) -> Recommendation | None:
    """The recommendation that a sentence is, or restates, with what its document says of it."""
    found = next(
        (r for r in recommending(lead.document.id) if any(s.meets(lead.sentence) for s in (r.span, *r.restated))), None
    )
    if found is None:
        return None
    text = lead.document.text
    advice = advice_in(lead.text, marked=True)
    here = lead.span.covers(found.wording)
    wording = found.wording.of(text) if here else advice.wording.of(lead.text) if advice else ""
    population = found.population.of(text) if found.population and lead.span.covers(found.population) else ""
    if not population and advice and advice.population:
        population = advice.population.of(lead.text)
    return Recommendation(found.direction, found.strength, wording, found.certainty, found.number, population)


def _room(groups: Sequence[Sequence[Evidence]], e: Evidence, works: Mapping[str, str]) -> bool:
    return sum(_work(g[0], works) == _work(e, works) for g in groups) < MOST_PER_DOCUMENT


def _work(e: Evidence, works: Mapping[str, str]) -> str:
    return works.get(e.document.id, e.document.id)


def _copied(a: Evidence, b: Evidence, works: Mapping[str, str]) -> bool:
    """The same words in a copy, whatever kind of source the copy was taken for."""
    return a.document.id != b.document.id and _work(a, works) == _work(b, works) and a.text == b.text


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.document.id == b.document.id and a.span.meets(b.span)


def _says_the_same(a: Evidence, b: Evidence) -> bool:
    """Nearly the same wording of the same numbers, from the same kind of source."""
    if a.source_type is not b.source_type or values_in(a.text) != values_in(b.text):
        return False
    return float(a.vector @ b.vector) >= _SAME_MEANING and _negations(a.text) == _negations(b.text)


def _negations(text: str) -> int:
    return len(re.findall(r"\b(?:no|not|never|neither|nor|without|against|un(?:able|likely))\b|n't\b", text.lower()))
