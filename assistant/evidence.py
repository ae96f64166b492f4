"""Ranked passages to the sentences that answer.

A sentence is scored by what it shares with the question in meaning and in words, its neighbours, section and source
helping where they supply what it leaves unsaid.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from assistant.at_odds import at_odds
from assistant.bearing import meant
from assistant.candidates import Candidate, Recommending, candidates_in, stems_of
from assistant.missing import JUDGING
from assistant.opinion import ASKS_DISSENT, DISSENT, VOICES
from assistant.question import HARM, Question, stem
from assistant.scores import Scores, confidence_of, order_of
from assistant.stating import (
    AIM,
    BETWEEN,
    HOW_MANY,
    MEANING,
    PEOPLE_COUNTED,
    RESULT,
    SHARE,
    answers_with_result,
    asks_result,
    tells_asked,
    tells_no_result,
)
from assistant.synonyms import in_words_of
from assistant.treatments import of_another
from assistant.whether import asks_of_a_source, asks_whether_to
from corpus.document import BlockKind, Document, SourceType, Span
from corpus.recommendation_grades import grade_behind
from corpus.recommendations import GRADED
from corpus.sentences import sentences_in
from index.embed import Vectors
from index.library import Library
from index.reader import EvidenceReader, TextReading
from index.retrieve import Filters, ScoredPassage

PASSAGES = 24
"""Passages read for a question, and as many again from sources it names."""
OF_RARE = 6
"""Passages read besides, found by the question's rare words alone."""
_RARE, _FEW = 0.01, 3
"""A word is rare in this share of the passages, or in as many of them."""
SENTENCES = 24
"""Sentences compared by meaning; the rest of the read passages is left out by its words."""
READ = 40
"""Sentences read by the evidence reader; the rest is left out by its words."""
FINALISTS = 16
"""Sentences that the reader ranks first, which are then compared by meaning too."""
_NO_VECTOR = np.zeros(0, np.float32)
_ROOT = 5
_DIGEST = 1.8
"""How far, in log odds, a digest's sentence ranks behind the same sentence of an original."""
_LEANING = re.compile(
    # "It was estimated that" leans on nothing.
    r"(?:This|These|Those|That|It(?! (?:is|was|has been) (?:\w+ly )?\w+ed\b)|They|Both|Such|He|She|Here"
    r"|Likewise|Similarly|Conversely|However|Moreover|Furthermore|In contrast|In addition|Therefore|Thus|Hence)\b"
)
_POINTING_BACK = re.compile(
    r"\b(?:these|those|such|this|both)\s+(?:[a-z-]+\s+)?(?:procedures?|interventions?|treatments?|injections?|therap(?:y|ies)"
    r"|drugs?|medicines?|agents?|techniques?|approach(?:es)?|methods?|devices?|operations?)\b",
    re.IGNORECASE,
)
_NEAR_ITS_START = 80
"""Code points of a sentence within which "these procedures" mostly means those of the sentence before."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a document that may answer: a sentence, with what it cannot be understood without."""

    document: Document
    sentence: Span
    span: Span
    kind: BlockKind
    source_type: SourceType
    scores: Scores
    covered: frozenset[str]
    """Words of the question that it speaks of, itself or by where it stands."""
    order: float
    """See `order_of`."""
    vector: Vectors
    reading: TextReading | None = None
    advises: bool = False
    """Whether it is a recommendation of its document's own, where advice is asked for."""
    """What the evidence reader says of the sentence under its heading; None without a reader."""

    @property
    def text(self) -> str:
        """The slice it stands for."""
        return self.span.of(self.document.text)

    @property
    def confidence(self) -> float:
        """In [0, 1]: how sure that a sentence with these scores answers at all; compares across questions."""
        return confidence_of(self.scores)


def gather(question: Question, library: Library, filters: Filters) -> tuple[list[Evidence], list[ScoredPassage]]:
    """Sentences that may answer, best first, and the passages they were looked for in."""
    passages = _with_rare(question, library, filters, _passages(question, library, filters))
    weights = _weights(question, library)
    candidates = list(candidates_in(passages, library, under=_recommending_for(question)))
    candidates.sort(key=lambda c: (-_promise(question, weights, c), c.rank, c.sentence.start))
    weigh = partial(_evidence, question, weights, _binding_names(question, library), library.recommendations)
    if library.reader is None:
        kept = candidates[:SENTENCES]
        found = [weigh(c, None, *alike) for c, alike in zip(kept, _compared(question, kept, library), strict=True)]
    else:
        read = candidates[:READ]
        ranked = [
            (weigh(c, r, 0.0, _NO_VECTOR), c, r)
            for c, r in zip(read, _readings(question, read, library.reader), strict=True)
        ]
        ranked.sort(key=lambda row: _best_first(row[0]))
        first = ranked[:FINALISTS]
        compared = _compared(question, [c for _, c, _ in first], library)
        found = [weigh(c, r, *alike) for (_, c, r), alike in zip(first, compared, strict=True)]
    found.sort(key=_best_first)
    # What is said of another treatment is no evidence on the one asked, unless there is nothing else to refuse.
    return [e for e in found if not e.scores.elsewhere] or found, passages


def _promise(question: Question, weights: Mapping[str, float], candidate: Candidate) -> float:
    """How likely a sentence is to answer by its words alone: those it holds, those it says itself, a measured result.

    Source: the weights were set on trial reports, docs/measurements.md.
    """
    own = stems_of(candidate)
    text = candidate.sentence.of(candidate.document.text)
    measured = 0.1 if question.asks_effect and RESULT.search(text) else 0.0
    return _share(question, weights, own | candidate.context) + 0.5 * _share(question, weights, own) + measured


def _best_first(e: Evidence) -> tuple[float, str, int]:
    return -e.order, e.document.id, e.span.start


def _compared(question: Question, candidates: Sequence[Candidate], library: Library) -> list[tuple[float, Vectors]]:
    """Cosine of the question and each sentence, and the sentence's vector."""
    if not candidates:
        return []
    texts = [question.searched, *(c.sentence.of(c.document.text) for c in candidates)]
    vectors = library.embedder.embed(texts)
    return [(float(vectors[0] @ v), np.asarray(v)) for v in vectors[1:]]


def _readings(question: Question, candidates: Sequence[Candidate], reader: EvidenceReader) -> list[TextReading]:
    """What the evidence reader says of each sentence, seen under its heading."""
    if not candidates:
        return []
    texts = [c.sentence.of(c.document.text) for c in candidates]
    headed = [f"{c.passage.section}: {t}" if c.passage.section else t for c, t in zip(candidates, texts, strict=True)]
    # Each is asked about in its own words, as the reader knows few synonyms.
    asked = [in_words_of(question.read_as, question.synonyms, text) for text in headed]
    found: dict[int, TextReading] = {}
    for wording in dict.fromkeys(asked):
        own = [i for i, one in enumerate(asked) if one == wording]
        found |= zip(own, reader.read(wording, [headed[i] for i in own]).each(), strict=True)
    return [found[i] for i in range(len(headed))]


def _passages(question: Question, library: Library, filters: Filters) -> list[ScoredPassage]:
    """The best passages, and the best of the kinds and sources the question points at."""
    if question.asks_opinion and not question.spoken_of:
        heard = VOICES & filters.source_types if filters.source_types else VOICES
        own = library.search(question.searched, PASSAGES, replace(filters, source_types=heard)) if heard else []
        return _with_named(
            question, library, filters, _joined(own, library.search(question.searched, PASSAGES, filters))
        )
    if question.spoken_of:
        kinds = frozenset(question.spoken_of)
        allowed = kinds & filters.source_types if filters.source_types else kinds
        narrowed = (
            library.search(question.searched, PASSAGES, replace(filters, source_types=allowed)) if allowed else []
        )
        if narrowed:
            return _with_named(question, library, replace(filters, source_types=allowed), narrowed)
    return _with_named(question, library, filters, library.search(question.searched, PASSAGES, filters))


def _with_named(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    named = library.sources_named(question.names)
    if filters.document_ids:
        named &= filters.document_ids
    if not named:
        return found
    return _joined(library.search(question.searched, PASSAGES, replace(filters, document_ids=named)), found)


def _with_rare(
    question: Question, library: Library, filters: Filters, found: list[ScoredPassage]
) -> list[ScoredPassage]:
    """The passages, and behind them the best by the rarest words alone, which a whole question may outweigh."""
    words = library.words
    counts = {w: words.count(w) for w in question.words}
    rare = [w for w, n in counts.items() if 0 < n <= max(_FEW, _RARE * words.passages)]
    if not rare or len(rare) == len(question.words) or question.spoken_of:
        return found
    own = library.search(" ".join(rare), OF_RARE, filters)
    return _joined(found, [replace(p, rank=PASSAGES) for p in own])


def _joined(first: Sequence[ScoredPassage], second: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    seen = {p.passage.id for p in first}
    return [*first, *(p for p in second if p.passage.id not in seen)]


def _binding_names(question: Question, library: Library) -> frozenset[str]:
    """Names without which nothing can be meant: those of sources here, and those that stand nowhere in the library."""
    alike = {phrase.lower() for phrase, _ in question.synonyms}
    return frozenset(
        n
        for n in question.names - alike
        if library.sources_named([n]) or (n in question.words and not library.words.count(n))
    )


def _weights(question: Question, library: Library) -> dict[str, float]:
    """How telling each word of the question is: its rarity among the passages, as in BM25."""
    words = library.words
    total = max(words.passages, 1)
    # "Avoided" and "worth" say nothing where no source has them; other words that none has are what is missing.
    told = [w for w in question.words if w not in JUDGING or words.count(w)] or question.words
    return {w: math.log(1 + (total - words.count(w) + 0.5) / (words.count(w) + 0.5)) for w in told}


def _share(question: Question, weights: Mapping[str, float], present: Iterable[str]) -> float:
    have = meant(question, set(present))
    total = sum(weights.values())
    return sum(weight for w, weight in weights.items() if stem(w) in have) / total if total else 0.0


def _evidence(
    question: Question,
    weights: Mapping[str, float],
    binding: frozenset[str],
    recommending: Recommending,
    candidate: Candidate,
    reading: TextReading | None,
    similarity: float,
    vector: Vectors,
) -> Evidence:
    own = stems_of(candidate)
    held = meant(question, own | candidate.context)
    text = candidate.sentence.of(candidate.document.text)
    scores = Scores(
        relevance=reading.relevance if reading else None,
        similarity=similarity,
        said=_share(question, weights, own),
        held=_share(question, weights, held),
        passage=1 / candidate.rank,
        named=all(stem(n) in held for n in binding) and tells_asked(question, text, held),
        others=at_odds(question.text, text) is not None,
        elsewhere=_beside_the_point(question, candidate, text),
        no_result=asks_result(question) and tells_no_result(text),
    )
    advises = _advises(question, candidate, recommending)
    # Where an original is in the library, it comes before what was written about it.
    behind = _DIGEST if candidate.document.source.digest else 0.0
    order = order_of(
        scores,
        candidate.kind,
        result=question.asks_effect and not question.asks_harm and bool(RESULT.search(text)),
        advice=advises,
        meaning=question.asks_definition and _defines(text, question),
        harm=question.asks_harm and bool(HARM.search(text)),
        aim=bool(AIM.search(text)),
        # A question that names both arms is closer to the reader's own kind, which it orders better alone.
        between=question.asks_effect and not (question.asks_harm or question.comparator) and bool(BETWEEN.search(text)),
        discussed=candidate.discussed,
        found=answers_with_result(question, text),
        counted=bool(HOW_MANY.search(question.text) and PEOPLE_COUNTED.search(text)),
        voice=question.asks_opinion and candidate.passage.source_type in VOICES,
        dissent=question.asks_opinion and bool(ASKS_DISSENT.search(question.text) and DISSENT.search(text)),
    )
    return Evidence(
        document=candidate.document,
        sentence=candidate.sentence,
        span=_whole(candidate.document, candidate.sentence),
        kind=candidate.kind,
        source_type=candidate.passage.source_type,
        scores=scores,
        covered=frozenset(w for w in question.words if _spoken_of(w, held)),
        order=order - behind,
        vector=vector,
        reading=reading,
        advises=advises,
    )


def _beside_the_point(question: Question, candidate: Candidate, text: str) -> bool:
    """True if it speaks of another treatment than the one asked, or of no number of people where that is asked."""
    if HOW_MANY.search(question.text) and not (PEOPLE_COUNTED.search(text) or SHARE.search(text)):
        return True
    if not (question.asks_effect or question.asks_harm or _recommending_for(question)):
        return False
    return of_another(question.searched, text, f"{candidate.passage.section} {candidate.document.source.title}")


def _advises(question: Question, candidate: Candidate, recommending: Recommending) -> bool:
    """A recommendation of the document's own under a question for advice; what it tells of another's is none.

    A table's row is none either, as it may list what was replaced.
    """
    graded = candidate.passage.source_type in GRADED and candidate.kind is not BlockKind.TABLE
    own = recommending(candidate.document.id) if graded and _recommending_for(question) else ()
    return any(span.meets(candidate.sentence) for r in own for span in (r.span, *r.restated))


def _recommending_for(question: Question) -> bool:
    """True if recommendations answer it: advice is asked for, and not what a source speaks of."""
    return (question.asks_advice and not asks_of_a_source(question)) or asks_whether_to(question)


def _defines(text: str, question: Question) -> bool:
    """A defining verb, or a bracket of several words right behind a word asked about."""
    asked = "|".join(map(re.escape, question.words))
    behind = re.search(rf"\b(?:{asked})\s\((?:[^()\s]+\s+)+[^()]*\)", text, re.IGNORECASE)
    return bool(MEANING.search(text) or behind)


def _spoken_of(word: str, present: Set[str]) -> bool:
    """More lenient than stems: "relieved" is spoken of where "relief" stands."""
    root = word[:_ROOT]
    return stem(word) in present or (len(word) > _ROOT and any(p.startswith(root) for p in present))


def _leans(text: str, sentence: Span) -> bool:
    """True if a sentence cannot be understood without the one before: "They …", "We advise against these drugs"."""
    pointing = _POINTING_BACK.search(text, sentence.start, min(sentence.end, sentence.start + _NEAR_ITS_START))
    return bool(_LEANING.match(text, sentence.start) or pointing)


def _whole(document: Document, sentence: Span) -> Span:
    """The sentence with the one before it if it leans on that, and with a grade printed right behind it."""
    block = next(iter(document.blocks_in(sentence)))
    start, end = sentence.start, sentence.end
    if _leans(document.text, sentence) and block.kind is not BlockKind.TABLE:
        before = [s for _, s in sentences_in(document, block.span) if s.end <= start]
        start = before[-1].start if before else start
    if block.kind is not BlockKind.TABLE and document.source.source_type in GRADED:
        end = grade_behind(document.text, end)
    return Span(start, end)
