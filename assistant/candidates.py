"""Sentences of ranked passages that may answer, each with the words it leaves to what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.planted import is_planted
from assistant.question import stems
from corpus.abbreviations import abbreviations_in
from corpus.document import BlockKind, Document, Passage, Span
from corpus.recommendations import GRADED, Recommendation
from corpus.sentences import sentences_in
from index.library import Library
from index.retrieve import ScoredPassage

Recommending = Callable[[str], Sequence[Recommendation]]
"""The recommendations of the document with an id."""
_SHORTEST = 25
_UNDER = 16_000
"""Code points behind a numbered recommendation in which a guideline discusses it, at most."""
_DISCUSSED = 8
"""Passages, the first, whose recommendation is looked for."""
_ABBREVIATION = re.compile(r"[A-Za-z0-9][\w./&+-]*\w")
_NOT_EVIDENCE = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.REFERENCE, BlockKind.MATTER, BlockKind.REPEAT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, where it was found, and the stems of what stands around it."""

    document: Document
    passage: Passage
    rank: int
    kind: BlockKind
    sentence: Span
    context: frozenset[str]
    discussed: bool = False
    """Whether the context is that of a passage which discusses it."""
    advises: bool = False
    """Whether it is a recommendation of its document's own, and advice is asked for."""


def candidates_in(passages: Sequence[ScoredPassage], library: Library, *, under: bool) -> list[Candidate]:
    """The sentences of passages, each once.

    Args:
        passages: Best first.
        under: Whether the numbered recommendation that a passage discusses is one too, be it in no passage itself: a
            guideline names in the discussion the drugs whose class the recommendation names.
    """
    return first_of_each(
        [*(_discussed(passages[:_DISCUSSED], library) if under else ()), *_sentences(passages, library)]
    )


def first_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first candidate of each sentence."""
    found: dict[tuple[str, int], Candidate] = {}
    for candidate in candidates:
        found.setdefault((candidate.document.id, candidate.sentence.start), candidate)
    return list(found.values())


def _discussed(passages: Sequence[ScoredPassage], library: Library) -> Iterable[Candidate]:
    for found in passages:
        document = library.document(found.passage.document_id)
        if found.passage.source_type not in GRADED or document.source.digest:
            continue
        start = found.passage.span.start
        numbered = [r for r in library.recommendations(document.id) if r.number and r.span.start <= start]
        above = max(numbered, key=lambda r: r.span.start, default=None)
        if above is None or start - above.span.end > _UNDER:
            continue
        own = candidate_of(document, above, found, found.rank)
        context = own.context | _spelled_out(document, found.passage.text)
        yield replace(own, context=context, discussed=True)


def candidate_of(document: Document, recommendation: Recommendation, found: ScoredPassage, rank: int) -> Candidate:
    """A recommendation, be it in no passage itself.

    Args:
        document: Which makes it.
        recommendation: Its first sentence is the candidate.
        found: A passage of the document, whose kind of source it has.
        rank: The candidate's.
    """
    kind, sentence = next(iter(sentences_in(document, recommendation.span)))
    section = document.section_at(sentence.start)
    passage = replace(found.passage, span=recommendation.span, section=section.title if section else "")
    told = _spelled_out(document, recommendation.span.of(document.text))
    return Candidate(document, passage, rank, kind, sentence, frozenset(told | _source_stems(document, passage)))


def _sentences(passages: Sequence[ScoredPassage], library: Library) -> Iterable[Candidate]:
    for found in passages:
        document = library.document(found.passage.document_id)
        around = [(k, s) for k, s in sentences_in(document, found.passage.span) if k not in _NOT_EVIDENCE]
        source = _source_stems(document, found.passage)
        paragraphs = [b.span for b in document.blocks_in(found.passage.span)]
        for i, (kind, sentence) in enumerate(around):
            if len(sentence) < _SHORTEST or _planted(document.text, sentence, paragraphs):
                continue
            near = [s.of(document.text) for _, s in around[max(0, i - 1) : i + 2]]
            context = frozenset(_spelled_out(document, " ".join(near)) | source)
            yield Candidate(document, found.passage, found.rank, kind, sentence, context)


def _planted(text: str, sentence: Span, paragraphs: Iterable[Span]) -> bool:
    return is_planted(sentence.of(text), " ".join(p.of(text) for p in paragraphs if p.meets(sentence)))


def _source_stems(document: Document, passage: Passage) -> set[str]:
    part = document.part_at(passage.span.start)
    told = [document.source.title, document.source.journal, *document.source.authors, passage.section]
    if part:
        told += [part.title, *part.authors]
    return stems(" ".join([*told, str(document.source.source_type).replace("_", " ")]))


def stems_of(candidate: Candidate) -> set[str]:
    """Stems of a candidate's own words, its abbreviations spelled out."""
    return _spelled_out(candidate.document, candidate.sentence.of(candidate.document.text))


@lru_cache(maxsize=64)
def _abbreviations(text: str) -> dict[str, str]:
    return abbreviations_in(text)


def _spelled_out(document: Document, text: str) -> set[str]:
    """Stems of a text, its abbreviations counted as what the document says they stand for."""
    known = _abbreviations(document.text)
    meant = [known[w] for w in _ABBREVIATION.findall(text) if w in known]
    return stems(" ".join([text, *meant]))
