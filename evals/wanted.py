"""What a set wants of each question, in the terms of the library that holds its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.errors import CitewellError
from evals.question_sets import GoldSpan, Question, QuestionSet, places_of
from evals.set_library import SetLibrary


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question and its judgements, documents named by their ids in the library.

    `gold` are spans with their grades by document; `judged` are documents with theirs: those of qrels, or, where a
    set has none for the question, those that hold gold spans.
    """

    question: Question
    gold: Mapping[str, tuple[tuple[Span, int], ...]]
    judged: Mapping[str, int]
    within: frozenset[str]

    def gold_spans(self) -> dict[str, list[Span]]:
        """The spans over grade 0, by document."""
        held = {d: [s for s, grade in spans if grade > 0] for d, spans in self.gold.items()}
        return {d: spans for d, spans in held.items() if spans}


def documents_of(found: QuestionSet, questions: Sequence[Question]) -> list[str]:
    """Names of the documents to index: where each question names its own, these and no others, else all there are."""
    if not questions or not all(q.within for q in questions):
        return [*found.texts, *found.files]
    asked = {q.id for q in questions}
    named = {name for q in questions for name in q.within} | {s.document for _, s in found.spans if s.query_id in asked}
    return [name for name in (*found.texts, *found.files) if name in named]


def wanted_of(found: QuestionSet, questions: Sequence[Question], held: SetLibrary) -> list[Wanted]:
    """What is wanted of each question, in their order.

    Raises:
        CitewellError: A judgement names no document of the set, or a span that its text does not have.
    """
    document_of = held.library.document
    spans: dict[str, dict[str, list[tuple[Span, int]]]] = {q.id: {} for q in questions}
    for line, gold in found.spans:
        if gold.query_id in spans:
            document_id = _id(held, gold.document, f"{found.folder.name} spans line {line}")
            places = _places(f"{found.folder.name} spans line {line}", gold, document_of(document_id))
            spans[gold.query_id].setdefault(document_id, []).extend((p, gold.grade) for p in places)
    judged: dict[str, dict[str, int]] = {q.id: {} for q in questions}
    for line, one in found.judged:
        if one.query_id in judged:
            document_id = _id(held, one.document, f"{found.folder.name} qrels line {line}")
            judged[one.query_id][document_id] = max(one.grade, judged[one.query_id].get(document_id, one.grade))
    return [_wanted(q, spans[q.id], judged[q.id], held) for q in questions]


def _wanted(
    question: Question, spans: Mapping[str, list[tuple[Span, int]]], judged: Mapping[str, int], held: SetLibrary
) -> Wanted:
    within = frozenset(_id(held, name, f"question {question.id}") for name in question.within)
    gold = {d: tuple(places) for d, places in spans.items()}
    return Wanted(question, gold, judged or {d: max(g for _, g in places) for d, places in gold.items()}, within)


def _id(held: SetLibrary, name: str, where: str) -> str:
    if name not in held.ids:
        raise CitewellError(f"{where}: no document is named {name}; `python -m evals check` tells of every such line")
    return held.ids[name]


def _places(where: str, gold: GoldSpan, document: Document) -> tuple[Span, ...]:
    try:
        return places_of(gold, document.text)
    except CitewellError as error:
        raise CitewellError(f"{where}: {error}") from error
