"""Which passages are read for a question: the best, and the best of the kinds and sources that it points at.

For advice, also which recommendations besides those that stand in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.candidates import Candidate, candidate_of
from assistant.kinds_asked import Kind
from assistant.opinion import VOICES
from assistant.question import Question
from assistant.stating import asks_use
from assistant.treatments import bearing, namings_in, treatments, treatments_in
from corpus.document import Document
from corpus.recommendations import GRADED
from index.library import Library
from index.retrieve import Filters, ScoredPassage

_HARMS = "warning serious adverse events death stroke paralysis infection bleeding nerve injury"
_RARE, _FEW = 0.01, 3
"""A word is rare in this share of the passages, or in as many of them."""


def passages_for(question: Question, library: Library, filters: Filters, *, advice: bool) -> list[ScoredPassage]:
    """The passages to read, best first, each once; for advice also guidelines' on the kind of treatment asked about."""
    found = _with_rare(question, library, filters, _passages(question, library, filters))
    found = _with_studies(question, library, filters, found)
    return _with_kind(question, library, filters, found) if advice else found


def recommended(question: Question, passages: Sequence[ScoredPassage], library: Library) -> Iterator[Candidate]:
    """The recommendations on the treatment asked about of the guidelines that have some of these passages."""
    asked = question.treatments
    of = {p.passage.document_id: p for p in reversed(passages) if p.passage.source_type in GRADED}
    for document_id, first in of.items() if asked else ():
        document = library.document(document_id)
        for found in library.recommendations(document_id):
            if bearing(asked, treatments_in(found.span.of(document.text))):
                yield candidate_of(document, found, first, library.tuning.passages)


def _with_kind(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    """The passages, and behind them guidelines' best for the question with each treatment called by its kind's name."""
    kinds = GRADED & filters.source_types if filters.source_types else GRADED
    told = text = question.searched
    for naming in reversed(namings_in(text)):
        kind = next(iter(naming.treatment.of), naming.treatment.names[0])
        told = told[: naming.start] + treatments()[kind].names[0] + told[naming.end :]
    if told == text or not kinds:
        return found
    own = library.search(told, library.tuning.advice_passages, replace(filters, source_types=kinds))
    return _joined(found, [replace(p, rank=library.tuning.passages) for p in own])


def _passages(question: Question, library: Library, filters: Filters) -> list[ScoredPassage]:
    """The best passages, and the best of the kinds and sources the question points at."""
    if question.asks_opinion and not question.spoken_of:
        heard = VOICES & filters.source_types if filters.source_types else VOICES
        own = (
            library.search(question.searched, library.tuning.passages, replace(filters, source_types=heard))
            if heard
            else []
        )
        return _with_named(
            question,
            library,
            filters,
            _joined(own, library.search(question.searched, library.tuning.passages, filters)),
        )
    if question.spoken_of:
        kinds = frozenset(question.spoken_of)
        allowed = kinds & filters.source_types if filters.source_types else kinds
        narrowed = (
            library.search(question.searched, library.tuning.passages, replace(filters, source_types=allowed))
            if allowed
            else []
        )
        if narrowed:
            return _with_named(question, library, replace(filters, source_types=allowed), narrowed)
    found = library.search(question.searched, library.tuning.passages, filters)
    if asks_use(question):
        advising = GRADED & filters.source_types if filters.source_types else GRADED
        own = (
            library.search(question.searched, library.tuning.advice_passages, replace(filters, source_types=advising))
            if advising
            else []
        )
        found = _joined(found, [replace(p, rank=library.tuning.passages) for p in own])
    if question.kind in (Kind.HARM, Kind.LIST) and question.asks_harm:
        # Warnings name the harms themselves and seldom say "harm".
        own = library.search(f"{question.searched} {_HARMS}", library.tuning.advice_passages, filters)
        found = _joined(found, [replace(p, rank=library.tuning.passages) for p in own])
    return _with_named(question, library, filters, found)


def _with_named(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    named = library.sources_named(question.names)
    if filters.document_ids:
        named &= filters.document_ids
    if not named:
        return found
    return _joined(
        library.search(question.searched, library.tuning.passages, replace(filters, document_ids=named)), found
    )


def _with_rare(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    """The passages, and behind them the best by the rarest words alone, which a whole question may outweigh."""
    words = library.words
    counts = {w: words.count(w) for w in question.words}
    rare = [w for w, n in counts.items() if 0 < n <= max(_FEW, _RARE * words.passages)]
    if not rare or len(rare) == len(question.words) or question.spoken_of:
        return found
    own = library.search(" ".join(rare), library.tuning.rare_passages, filters)
    return _joined(found, [replace(p, rank=library.tuning.passages) for p in own])


def names_study(name: str, document: Document) -> bool:
    """True if a document has the name of a study, which is told from the word by its capitals: "STarT", not "start"."""
    return _stands_in_capitals(name, document.source.title) or _stands_in_capitals(name, document.text)


@lru_cache(maxsize=64)
def _stands_in_capitals(name: str, text: str) -> bool:
    # Each sentence of a document asks this of the whole of it.
    told = re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    return any(sum(letter.isupper() for letter in m[0]) > 1 for m in told)


def _with_studies(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    """The passages, and before them those of documents that have a study the question names by a common word."""
    for name in question.studies:
        own = library.search(f"the {name} trial {name} study", library.tuning.depth, filters)
        named = [p for p in own if names_study(name, library.document(p.passage.document_id))]
        found = _joined(named[: library.tuning.passages], found)
    return found


def _joined(first: Sequence[ScoredPassage], second: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    seen = {p.passage.id for p in first}
    return [*first, *(p for p in second if p.passage.id not in seen)]
