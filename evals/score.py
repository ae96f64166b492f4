"""What came of one question beside what was wanted: its outcome, with a value for each measure that applies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.answer import Abstention, Answer, Citation, Claim
from assistant.report import as_json
from corpus.document import Document, SourceType, Span
from evals.contexts import contexts_of
from evals.measures import answer, citation, places, retrieval
from evals.measures.measure import Scores
from evals.outcomes import Context, GoldPlace, QuestionOutcome, Retrieved
from evals.set_library import SetLibrary
from evals.systems import Came
from evals.wanted import Wanted


def failed(wanted: Wanted, held: SetLibrary, reason: str) -> QuestionOutcome:
    """The outcome of a question that could not be asked; it has no scores."""
    return _outcome(wanted, held, None, {}, reason)


def scored(
    wanted: Wanted, came: Came, held: SetLibrary, judge: citation.Judge | None, *, ranks: str
) -> QuestionOutcome:
    """The outcome of a question.

    Args:
        ranks: What the system ranks: "passages" or "documents".
    """
    return _outcome(wanted, held, came, _scores(wanted, came, held, judge, ranks), "")


def _outcome(wanted: Wanted, held: SetLibrary, came: Came | None, scores: Scores, error: str) -> QuestionOutcome:
    question = wanted.question
    ranked = came.ranked if came else ()
    return QuestionOutcome(
        id=question.id,
        kind=question.kind,
        text=question.text,
        history=question.history,
        abstain=question.abstain,
        labels=question.labels,
        expected=question.expected,
        gold=tuple(
            GoldPlace(document=held.names[d], start=s.start, end=s.end, grade=grade)
            for d, spans in wanted.gold.items()
            for s, grade in spans
        ),
        retrieved=tuple(
            Retrieved(document=held.names[r.document_id], start=r.span.start, end=r.span.end, score=round(r.score, 6))
            for r in ranked
        ),
        reply=reply_of(came, held) if came else {},
        confidence=came.confidence if came else None,
        scores={name: None if value is None else round(value, 6) for name, value in scores.items()},
        seconds={name: round(value, 4) for name, value in came.seconds.items()} if came else {},
        contexts=tuple(_contexts(wanted, came, held)) if came else (),
        error=error,
    )


def reply_of(came: Came, held: SetLibrary) -> dict[str, Any]:
    """The reply as JSON, the set's own name beside each citation's document; empty where there is no reply."""
    if came.reply is None:
        return {}
    told = as_json(came.reply)
    for one in [*(c for claim in told["claims"] for c in claim["citations"]), *told["nearest"]]:
        one["set_document"] = held.names[one["document"]]
    return told


def _scores(wanted: Wanted, came: Came, held: SetLibrary, judge: citation.Judge | None, ranks: str) -> Scores:
    scores: Scores = {} if wanted.question.abstain else _ranking(wanted, came, held, ranks)
    reply = came.reply
    if reply is None:
        return scores
    question, told = wanted.question, reply_of(came, held)
    document_of = held.library.document
    claims = reply.claims if isinstance(reply, Answer) else ()
    if question.abstain:
        scores["false answers"] = float(isinstance(reply, Answer))
    else:
        if not answer.NOTHING_SAID & set(question.labels):
            scores["false abstentions"] = float(isinstance(reply, Abstention))
        scores |= places.place_scores([_cited(c.citations) for c in claims], wanted.gold_spans(), document_of)
        scores |= answer.label_scores(told, question.labels)
        scores |= answer.recommendation_scores(told, question.labels)
        if question.expected:
            scores["expected facts"] = answer.fact_coverage([c.text for c in claims], question.expected)
    if question.must_not:
        scores["must not"] = float(answer.breaks(told, question.must_not))
    if claims:
        scores |= citation.citation_scores(claims, document_of, judge)
        if not question.abstain:
            scores["source type"] = _right_type(claims[0], wanted, held)
    return scores


def _ranking(wanted: Wanted, came: Came, held: SetLibrary, ranks: str) -> Scores:
    """Retrieval's measures; documents of a question asked of one document alone are not ranked."""
    scores: Scores = {}
    if len(wanted.within) != 1:
        scores |= retrieval.document_scores([r.document_id for r in came.ranked], wanted.judged)
    if ranks == "passages":
        store = held.library.store
        right: dict[str, int] = {}
        for document_id, gold in wanted.gold.items():
            right |= retrieval.right_passages(((p.id, p.span) for p in store.passages(document_id)), gold)
        named = [f"{r.document_id}.{r.span.start}.{r.span.end}" for r in came.ranked]
        scores |= retrieval.passage_scores(named, right)
    return scores


def _right_type(claim: Claim, wanted: Wanted, held: SetLibrary) -> float | None:
    """1 if the claim's first source is of a kind that a gold place has, else 0; None without gold or citation."""
    kinds = {type_at(held.library.document(d), s) for d, spans in wanted.gold_spans().items() for s in spans}
    if not kinds or not claim.citations:
        return None
    return float(claim.citations[0].source_type in kinds)


def type_at(document: Document, span: Span) -> SourceType:
    """The kind of source of the part of a document where a span begins."""
    part = document.part_at(span.start)
    return part.source_type if part else document.source.source_type


def _cited(citations: Sequence[Citation]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for one in citations:
        spans.setdefault(one.document_id, []).append(one.span)
    return spans


def _contexts(wanted: Wanted, came: Came, held: SetLibrary) -> Iterable[Context]:
    reply = came.reply
    claims = reply.claims if isinstance(reply, Answer) else ()
    nearest = reply.nearest if isinstance(reply, Abstention) else ()
    shown = _cited([*(c for claim in claims for c in claim.citations), *nearest])
    for document_id, spans in wanted.gold_spans().items():
        shown.setdefault(document_id, []).extend(spans)
    for document_id, spans in shown.items():
        yield from contexts_of(held.names[document_id], held.library.document(document_id).text, spans)
