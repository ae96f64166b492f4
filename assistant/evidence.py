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

from assistant.about import advised_on, named_by_kind, only_another_condition, silent_on_it
from assistant.at_odds import another_number, at_odds
from assistant.bearing import arms_asked, meant
from assistant.candidates import Candidate, Recommending, candidates_in, first_of_each, stems_of
from assistant.conditions import unmet
from assistant.harms import words_of_harm
from assistant.looking import names_study, passages_for, recommended
from assistant.meaning import asks_meaning, defines
from assistant.missing import JUDGING
from assistant.opinion import ASKS_DISSENT, DISSENT, VOICES, is_anecdote
from assistant.question import HARM, Question, stem, stems
from assistant.scores import Scores, confidence_of, order_of
from assistant.stating import (
    AIM,
    BETWEEN,
    HOW_MANY,
    PEOPLE_COUNTED,
    RESULT,
    SHARE,
    answers_with_result,
    asks_result,
    asks_use,
    counts_nothing,
    declares_its_own,
    leaves_untold,
    names_no_harm,
    tells_asked,
    tells_no_result,
)
from assistant.synonyms import in_words_of
from assistant.treatments import of_another
from assistant.whether import asks_for_advice, asks_if_it_works, asks_openly
from corpus.document import BlockKind, Document, SourceType, Span
from corpus.recommendation_grades import grade_behind
from corpus.recommendations import GRADED
from corpus.sentences import sentences_in
from index.embed import Vectors
from index.lexical import words_of
from index.library import Library
from index.reader import EvidenceReader, TextReading
from index.retrieve import Filters, ScoredPassage

_SURE = 0.5
"""In [0, 1]; as sure as a sentence must be for an answer."""
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
_ASKS_OF_BEFORE = re.compile(
    r"(?:Where|Why|How|Who|What)\s+(?:did|do|does|is|are|was|were|would)\s+(?:they|these|those|he|she|it|this|that)\b"
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
    advice = _advice_asked(question)
    passages = passages_for(question, library, filters, advice=advice)
    weights = _weights(question, library)
    candidates = candidates_in(passages, library, under=advice)
    candidates = first_of_each([*candidates, *recommended(question, passages, library)] if advice else candidates)
    candidates = [replace(c, advises=_advises(question, c, library.recommendations)) for c in candidates]
    candidates.sort(key=lambda c: (-_promise(question, weights, c), c.rank, c.sentence.start))
    weigh = partial(_evidence, question, weights, _binding_names(question, library))
    if library.reader is None:
        kept = candidates[: library.tuning.sentences_unread]
        found = [weigh(c, None, *alike) for c, alike in zip(kept, _compared(question, kept, library), strict=True)]
    else:
        read = candidates[: library.tuning.sentences_read]
        ranked = [
            (weigh(c, r, 0.0, _NO_VECTOR), c, r)
            for c, r in zip(read, _readings(question, read, library.reader), strict=True)
        ]
        ranked.sort(key=lambda row: _best_first(row[0]))
        first = ranked[: library.tuning.finalists]
        compared = _compared(question, [c for _, c, _ in first], library)
        found = [weigh(c, r, *alike) for (_, c, r), alike in zip(first, compared, strict=True)]
    found.sort(key=_best_first)
    return _to_the_point(found), passages


def _to_the_point(found: list[Evidence]) -> list[Evidence]:
    """What is said of another treatment is no evidence on the one asked, unless there is nothing else to refuse.

    Nor is what was done, or one of two to be compared, where something else surely answers.
    """
    found = [e for e in found if not e.scores.elsewhere] or found
    better = [e for e in found if not (e.scores.no_result or e.scores.one_armed)]
    return better if any(e.confidence >= _SURE for e in better) else found


def _promise(question: Question, weights: Mapping[str, float], candidate: Candidate) -> float:
    """How likely a sentence is to answer by its words alone: those it holds, those it says itself, a measured result.

    Source: the weights were set on trial reports, docs/measurements.md.
    """
    question = _asked_of(candidate, question)
    own = stems_of(candidate)
    text = candidate.sentence.of(candidate.document.text)
    measured = 0.1 if question.asks_effect and RESULT.search(text) else 0.0
    return _share(question, weights, own | candidate.context) + 0.5 * _share(question, weights, own) + measured


def _asked_of(candidate: Candidate, question: Question) -> Question:
    """The question as a sentence is compared with it: advice on a kind of drug is advice on the drug, a fact is not."""
    return question.of_kinds if candidate.advises else question


def _best_first(e: Evidence) -> tuple[float, str, int]:
    return -e.order, e.document.id, e.span.start


def _compared(question: Question, candidates: Sequence[Candidate], library: Library) -> list[tuple[float, Vectors]]:
    """Cosine of the question, in the words of each sentence, and that sentence, and the sentence's vector."""
    if not candidates:
        return []
    texts = [c.sentence.of(c.document.text) for c in candidates]
    alike = [_asked_of(c, question).synonyms for c in candidates]
    asked = [in_words_of(question.searched, own, text) for own, text in zip(alike, texts, strict=True)]
    wordings = list(dict.fromkeys(asked))
    vectors = library.embedder.embed([*wordings, *texts])
    of = dict(zip(wordings, vectors, strict=False))
    return [(float(of[a] @ v), np.asarray(v)) for a, v in zip(asked, vectors[len(wordings) :], strict=True)]


def _readings(question: Question, candidates: Sequence[Candidate], reader: EvidenceReader) -> list[TextReading]:
    """What the evidence reader says of each sentence, seen under its heading."""
    if not candidates:
        return []
    texts = [c.sentence.of(c.document.text) for c in candidates]
    headed = [f"{c.passage.section}: {t}" if c.passage.section else t for c, t in zip(candidates, texts, strict=True)]
    # Each is asked about in its own words, as the reader knows few synonyms.
    alike = [_asked_of(c, question).synonyms for c in candidates]
    asked = [in_words_of(question.read_as, own, text) for own, text in zip(alike, headed, strict=True)]
    found: dict[int, TextReading] = {}
    for wording in dict.fromkeys(asked):
        own = [i for i, one in enumerate(asked) if one == wording]
        found |= zip(own, reader.read(wording, [headed[i] for i in own]).each(), strict=True)
    return [found[i] for i in range(len(headed))]


def _binding_names(question: Question, library: Library) -> frozenset[str]:
    """Names without which nothing can be meant: those of sources here, and those that stand nowhere in the library."""
    alike = {w for phrase, _ in question.synonyms for w in words_of(phrase)}
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
    candidate: Candidate,
    reading: TextReading | None,
    similarity: float,
    vector: Vectors,
) -> Evidence:
    question = _asked_of(candidate, question)
    text = candidate.sentence.of(candidate.document.text)
    own = stems_of(candidate) | (named_by_kind(question, text) if candidate.advises else set())
    own |= words_of_harm(question) if HARM.search(text) else set()
    held = meant(question, own | candidate.context)
    objects = bool(ASKS_DISSENT.search(question.text)) and not question.asks_yes_no
    dissenting = question.asks_opinion and objects
    others = _about_others(question, candidate, text)
    named = all(stem(n) in held for n in binding) and tells_asked(question, text, held)
    scores = Scores(
        relevance=reading.relevance if reading else None,
        similarity=similarity,
        said=_share(question, weights, own),
        held=_share(question, weights, held),
        passage=1 / candidate.rank,
        named=named,
        others=others,
        elsewhere=_beside_the_point(question, candidate, text, held),
        dissents=dissenting and bool(DISSENT.search(text)),
        one_armed=_of_one_arm(question, binding, candidate, own),
        no_result=(asks_result(question) and tells_no_result(text)) or leaves_untold(question, text),
        advised=advised_on(question, text, own, held) if candidate.advises and named and not others else 0.0,
    )
    # Where an original is in the library, it comes before what was written about it.
    behind = _DIGEST if candidate.document.source.digest else 0.0
    order = order_of(
        scores,
        candidate.kind,
        result=question.asks_effect and not question.asks_harm and bool(RESULT.search(text)),
        advice=candidate.advises and asks_for_advice(question) and not asks_if_it_works(question),
        use=candidate.advises and asks_use(question),
        conditional=candidate.advises and bool(unmet(question, text)),
        meaning=asks_meaning(question) and defines(question, text),
        harm=question.asks_harm and bool(HARM.search(text)),
        aim=bool(AIM.search(text)),
        # A question that names both arms is closer to the reader's own kind, which it orders better alone.
        between=question.asks_effect and not (question.asks_harm or question.comparator) and bool(BETWEEN.search(text)),
        discussed=candidate.discussed,
        found=answers_with_result(question, text),
        counted=bool(HOW_MANY.search(question.text) and PEOPLE_COUNTED.search(text)),
        voice=question.asks_opinion and candidate.passage.source_type in VOICES,
        anecdote=dissenting and is_anecdote(text, candidate.passage.source_type),
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
        advises=candidate.advises,
    )


def _of_one_arm(question: Question, binding: Set[str], candidate: Candidate, own: Set[str]) -> bool:
    """True if two treatments are to be compared and a sentence, with its source's title, lacks one of them."""
    arms = arms_asked(question)
    # "NICE vs BMJ" compares sources, each of which speaks for itself.
    if not arms or any(arm & binding for arm in arms) or question.spoken_of:
        return False
    # A heading such as "Leg pain and surgery" names two things of which each sentence tells one.
    held = meant(question, set(own) | stems(candidate.document.source.title))
    return not all(2 * sum(stem(w) in held for w in arm) > len(arm) for arm in arms)


def _about_others(question: Question, candidate: Candidate, text: str) -> bool:
    """True if it, or where it leaves that out its source's title, speaks of others than the question."""
    asked, title = question.searched, candidate.document.source.title
    return bool(at_odds(asked, text) or at_odds(asked, f"{text} {title}"))


def _of_named_source(question: Question, candidate: Candidate) -> bool:
    source = candidate.document.source
    return bool(question.names & set(words_of(" ".join([source.title, source.journal, *source.authors]))))


def _beside_the_point(question: Question, candidate: Candidate, text: str, held: Set[str]) -> bool:
    """True if it speaks of another treatment than the one asked, or of no number of people where that is asked."""
    if HOW_MANY.search(question.text) and not (PEOPLE_COUNTED.search(text) or SHARE.search(text)):
        return True
    if (
        not all(names_study(name, candidate.document) for name in question.studies)
        or counts_nothing(question, text)
        or another_number(question.searched, text)
        or names_no_harm(question, text)
        or (declares_its_own(text) and not _of_named_source(question, candidate))
    ):
        return True
    if asks_meaning(question) and not question.names:
        return not defines(question, text)
    if not (question.asks_effect or question.asks_harm or question.asks_yes_no or asks_for_advice(question)):
        return False
    if asks_for_advice(question) and not asks_openly(question) and silent_on_it(question, held):
        return True
    if candidate.advises and only_another_condition(question, held):
        return True
    return of_another(question.treatments, text, f"{candidate.passage.section} {candidate.document.source.title}")


def _advises(question: Question, candidate: Candidate, recommending: Recommending) -> bool:
    """A recommendation of the document's own under a question for advice; what it tells of another's is none.

    A table's row is none either, as it may list what was replaced.
    """
    graded = candidate.passage.source_type in GRADED and candidate.kind is not BlockKind.TABLE
    own = recommending(candidate.document.id) if graded and _advice_asked(question) else ()
    return any(span.meets(candidate.sentence) for r in own for span in (r.span, *r.restated))


def _advice_asked(question: Question) -> bool:
    """True if recommendations answer it, or answer it besides results."""
    return asks_for_advice(question) or asks_use(question)


def _spoken_of(word: str, present: Set[str]) -> bool:
    """More lenient than stems: "relieved" is spoken of where "relief" stands."""
    root = word[:_ROOT]
    return stem(word) in present or (len(word) > _ROOT and any(p.startswith(root) for p in present))


def _leans(text: str, sentence: Span) -> bool:
    """True if a sentence cannot be understood without the one before: "They …", "We advise against these drugs"."""
    if _ASKS_OF_BEFORE.match(text, sentence.start):
        return True
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
