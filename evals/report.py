"""A finished run as a report: what became of each question, and what is drawn of it. Elsewhere it becomes files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Span
from evals.finished import FinishedSet
from evals.measures.abstention import risk_coverage
from evals.measures.intervals import percentile
from evals.outcomes import QuestionOutcome
from evals.summary import rests_on_gold


class Verdict(StrEnum):
    """What became of a question, the worst first; `ABOUT` says when."""

    FORBIDDEN = "must not"
    FALSE_ANSWER = "false answer"
    WRONG = "wrong"
    NOT_ASKED = "not asked"
    FALSE_ABSTENTION = "false abstention"
    NOT_FIRST = "right, not first"
    UNJUDGED = "not judged"
    RIGHT = "right"
    ABSTAINED = "rightly abstained"


ABOUT = {
    Verdict.FORBIDDEN: "a claim cites or says what the set forbids",
    Verdict.FALSE_ANSWER: "answered, though no source answers it",
    Verdict.WRONG: "answered, and no claim cites a gold place (where the set marks none: the label is wrong)",
    Verdict.NOT_ASKED: "it met an error",
    Verdict.FALSE_ABSTENTION: "abstained from, though there is an answer",
    Verdict.NOT_FIRST: "a claim cites a gold place, but not the first one",
    Verdict.UNJUDGED: "nothing to judge it by, or the system only ranks",
    Verdict.RIGHT: "the first claim cites a gold place (where the set marks none: the label is right)",
    Verdict.ABSTAINED: "abstained from, and no source answers it",
}
ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


Curve = list[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's outcome and its verdict."""

    outcome: QuestionOutcome
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Stage:
    """Seconds of one stage over the questions that have it."""

    name: str
    p50: float
    p95: float
    n: int


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set of a run: its questions worst first, and among equals those answered most surely."""

    finished: FinishedSet
    questions: tuple[Judged, ...]
    stages: tuple[Stage, ...]
    """ "total" last."""
    curve: Curve
    """(threshold, coverage, risk), surest first; empty where no reply tells how sure it is."""
    stands: tuple[float, float] | None
    """Coverage and risk of the replies that were given, of those on the curve; None where none was."""
    on_curve: int
    """Questions the curve is drawn of."""

    def counts(self) -> dict[Verdict, int]:
        """How many questions came to which verdict, the best first; none that did not occur."""
        counted = Counter(q.verdict for q in self.questions)
        return {v: counted[v] for v in reversed(Verdict) if counted[v]}

    def curve_in_short(self) -> Curve:
        """The curve where it passes each tenth of coverage."""
        passing = (next(row for row in self.curve if row[1] >= tenth / 10 - 1e-9) for tenth in range(1, 11))
        return list(dict.fromkeys(passing)) if self.curve else []

    def seconds(self) -> list[float]:
        """Seconds of each question in all."""
        return [s["total"] for q in self.questions if "total" in (s := q.outcome.seconds)]


def report_of(finished: FinishedSet) -> SetReport:
    """What a report tells of one set."""
    sure = [
        (o.confidence, right, o.reply["kind"] == "answer")
        for o in finished.outcomes
        if o.reply and o.confidence is not None and (right := rests_on_gold(o)) is not None
    ]
    given = [right for _, right, answered in sure if answered]
    judged = [Judged(o, verdict_of(o)) for o in finished.outcomes]
    judged.sort(key=lambda q: (ORDER[q.verdict], -(q.outcome.confidence or 0.0)))
    names = sorted({name for o in finished.outcomes for name in o.seconds}, key=lambda n: n == "total")
    return SetReport(
        finished,
        tuple(judged),
        tuple(_stage(n, finished.outcomes) for n in names),
        risk_coverage([c for c, _, _ in sure], [r for _, r, _ in sure]),
        (len(given) / len(sure), given.count(False) / len(given)) if given else None,
        len(sure),
    )


def verdict_of(outcome: QuestionOutcome) -> Verdict:
    """What became of a question, by its scores."""
    scores = outcome.scores
    if outcome.error:
        return Verdict.NOT_ASKED
    if scores.get("must not"):
        return Verdict.FORBIDDEN
    kind = outcome.reply.get("kind")
    if kind == "abstention":
        return Verdict.ABSTAINED if outcome.abstain else Verdict.FALSE_ABSTENTION
    if kind != "answer":
        return Verdict.UNJUDGED
    if outcome.abstain:
        return Verdict.FALSE_ANSWER
    if scores.get("gold hit") is not None:
        if not scores["gold hit"]:
            return Verdict.WRONG
        return Verdict.RIGHT if scores.get("first claim right") else Verdict.NOT_FIRST
    labelled = [s for name, s in scores.items() if name.endswith(" accuracy") and s is not None]
    if not labelled:
        return Verdict.UNJUDGED
    return Verdict.RIGHT if all(labelled) else Verdict.WRONG


def _stage(name: str, outcomes: Iterable[QuestionOutcome]) -> Stage:
    seconds = [o.seconds[name] for o in outcomes if name in o.seconds]
    return Stage(name, percentile(seconds, 0.5), percentile(seconds, 0.95), len(seconds))


def gold_in(outcome: QuestionOutcome, document: str) -> list[Span]:
    """Places of a document that answer, those of grade 0 left out."""
    return [Span(g.start, g.end) for g in outcome.gold if g.document == document and g.grade > 0]


def cited_in(outcome: QuestionOutcome, document: str) -> list[Span]:
    """Places of a document that claims cite."""
    return [
        Span(c["start"], c["end"])
        for claim in outcome.reply.get("claims", ())
        for c in claim["citations"]
        if c.get("set_document", c["document"]) == document
    ]


def cited_quotes(outcome: QuestionOutcome) -> list[tuple[str, str]]:
    """(document, quote) of every citation, in the order of the claims."""
    return [
        (c.get("set_document", c["document"]), c["quote"])
        for claim in outcome.reply.get("claims", ())
        for c in claim["citations"]
    ]
