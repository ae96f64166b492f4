"""A run in figures: every measure over all questions and over each kind, with its interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.measures import abstention, answer, citation, places, retrieval
from evals.measures.intervals import bootstrap, mean_interval, percentile, wilson
from evals.measures.labels import macro_f1
from evals.measures.measure import Measure
from evals.outcomes import GoldPlace, MeasureValue, QuestionOutcome, Summary

BY_QUESTION: tuple[Measure, ...] = (
    *retrieval.MEASURES,
    *places.MEASURES,
    *citation.MEASURES,
    *answer.MEASURES,
    *abstention.MEASURES,
)
"""Measures with a value for each question, in the order they are shown."""
FOLLOW_UPS = "follow-ups"
"""The group of all questions that others were asked before."""
_CLAIMS = "citation exactness"
_STAGES = ("total", "understand", "search", "verify")
Draw = npt.NDArray[np.int64]


def summarise(
    name: str,
    system: str,
    outcomes: Sequence[QuestionOutcome],
    *,
    seed: int,
    type_of: Callable[[GoldPlace], str],
    costs: Iterable[MeasureValue] = (),
) -> Summary:
    """The summary of a set's outcomes.

    Args:
        seed: Of the bootstrap.
        type_of: The kind of source that a gold place is from.
        costs: What was measured of the run as a whole.
    """
    return Summary(
        set=name,
        system=system,
        questions=len(outcomes),
        measures=(*_measures(outcomes, seed), *_times(outcomes, seed), *costs),
        by_kind={kind: tuple(_measures(group, seed)) for kind, group in _kinds(outcomes).items()},
        by_source_type={kind: tuple(_measures(group, seed)) for kind, group in _types(outcomes, type_of).items()},
    )


def _kinds(outcomes: Sequence[QuestionOutcome]) -> dict[str, list[QuestionOutcome]]:
    groups: dict[str, list[QuestionOutcome]] = {}
    for outcome in outcomes:
        if outcome.kind:
            groups.setdefault(outcome.kind, []).append(outcome)
        if outcome.history:
            groups.setdefault(FOLLOW_UPS, []).append(outcome)
    return groups


def _types(
    outcomes: Sequence[QuestionOutcome], type_of: Callable[[GoldPlace], str]
) -> dict[str, list[QuestionOutcome]]:
    """Questions by the kinds of source that hold their gold; one with gold of several stands under each."""
    groups: dict[str, list[QuestionOutcome]] = {}
    for outcome in outcomes:
        for kind in sorted({type_of(place) for place in outcome.gold if place.grade > 0}):
            groups.setdefault(kind, []).append(outcome)
    return groups


def _measures(outcomes: Sequence[QuestionOutcome], seed: int) -> Iterator[MeasureValue]:
    lost = sum(bool(o.error) for o in outcomes)
    for measure in BY_QUESTION:
        applying = [o for o in outcomes if measure.name in o.scores]
        if applying:
            told = _claims(applying, measure) if measure.name == _CLAIMS else _mean(applying, measure, seed)
            # A question that met an error might have been scored by any of them.
            yield told.model_copy(update={"unscored": told.unscored + lost})
    yield from _label_agreement(outcomes, seed)
    yield from _risk(outcomes, seed)


def _mean(outcomes: Sequence[QuestionOutcome], measure: Measure, seed: int) -> MeasureValue:
    values = [v for o in outcomes if (v := o.scores[measure.name]) is not None]
    mean = sum(values) / len(values) if values else math.nan
    if measure.share and set(values) <= {0.0, 1.0}:
        share = wilson(round(sum(values)), len(values))
        low, high = share.low, share.high
    else:
        low, high = mean_interval(values, seed=seed)
    return _told(measure, mean, low, high, len(values), len(outcomes) - len(values))


def _claims(outcomes: Sequence[QuestionOutcome], measure: Measure) -> MeasureValue:
    """Over claims, not questions, as every single claim must hold."""
    counted = [(v, len(o.reply["claims"])) for o in outcomes if (v := o.scores[measure.name]) is not None]
    share = wilson(sum(round(v * n) for v, n in counted), sum(n for _, n in counted))
    return _told(measure, share.value, share.low, share.high, share.n, len(outcomes) - len(counted), unit="claim")


def _label_agreement(outcomes: Sequence[QuestionOutcome], seed: int) -> Iterator[MeasureValue]:
    for family in answer.FAMILIES:
        pairs = [
            (gold[0], answer.said(o.reply, family))
            for o in outcomes
            if o.reply and len(gold := [x for x in o.labels if x in family.labels]) == 1
        ]
        labels = [x for x in family.labels if any(gold == x for gold, _ in pairs)]
        if len(labels) < 2:
            continue

        def f1(drawn: Draw, pairs: Sequence[tuple[str, str]] = pairs, labels: Sequence[str] = labels) -> float:
            return macro_f1(Counter(pairs[i] for i in drawn), labels)

        low, high = bootstrap(len(pairs), f1, seed=seed)
        measure = Measure(
            f"{family.name} macro-F1",
            "higher",
            "Mean F1 of the labels that occur, in [0, 1]; no judgement is a wrong one. Sokolova and Lapalme, 2009.",
        )
        yield _told(measure, f1(np.arange(len(pairs))), low, high, len(pairs), 0)


def _risk(outcomes: Sequence[QuestionOutcome], seed: int) -> Iterator[MeasureValue]:
    asked = [o for o in outcomes if o.reply and o.confidence is not None]
    judged = [(o.confidence, held) for o in asked if (held := rests_on_gold(o)) is not None]
    if not judged:
        return
    sure = np.array([c for c, _ in judged], float)
    right = np.array([r for _, r in judged], bool)

    def curve(drawn: Draw) -> list[tuple[float, float, float]]:
        return abstention.risk_coverage(sure[drawn], right[drawn])

    def area(drawn: Draw) -> float:
        return abstention.area(curve(drawn))

    def covered(drawn: Draw) -> float:
        return abstention.at_risk(curve(drawn))[1]

    def threshold(drawn: Draw) -> float:
        return abstention.at_risk(curve(drawn))[0]

    at = f"at {abstention.RISK:.0%} risk"
    right_is = "right is a reply, given or held back, that rests on gold or has the right label"
    for name, value, better, told in (
        (
            "risk-coverage area",
            area,
            "lower",
            f"Mean share of wrong replies over all coverages; {right_is}. AURC, 2019.",
        ),
        (f"coverage {at}", covered, "higher", "Share of questions that the threshold for that risk lets through."),
        (f"threshold {at}", threshold, "lower", "Lowest confidence at which no larger share of replies is wrong."),
    ):
        low, high = bootstrap(len(judged), value, seed=seed)
        measure = Measure(name, "lower" if better == "lower" else "higher", told)
        yield _told(measure, value(np.arange(len(judged))), low, high, len(judged), len(asked) - len(judged))


def rests_on_gold(outcome: QuestionOutcome) -> bool | None:
    """Whether it is right to give the reply: its first claim (of an abstention, the nearest passage) meets gold.

    Where the set marks no spans but labels, whether the judgement is right; None where neither can be told. No reply to
    a question that no source answers is right.
    """
    if outcome.abstain:
        return False
    gold = [g for g in outcome.gold if g.grade > 0]
    if not gold:
        told = [v for name, v in outcome.scores.items() if name.endswith(" accuracy") and v is not None]
        return bool(told[0]) if told else None
    claims = outcome.reply["claims"]
    shown = claims[0]["citations"] if claims else outcome.reply["nearest"][:1]
    return any(_meets(one, g) for one in shown for g in gold)


def _meets(citation: Mapping[str, Any], place: GoldPlace) -> bool:
    same = citation["set_document"] == place.document
    return same and bool(citation["start"] < place.end and place.start < citation["end"])


def _times(outcomes: Sequence[QuestionOutcome], seed: int) -> Iterator[MeasureValue]:
    for stage in _STAGES:
        taken = [o.seconds[stage] for o in outcomes if stage in o.seconds]
        if not taken:
            continue
        for name, share in (("p50", 0.5), ("p95", 0.95)):

            def value(drawn: Draw, taken: Sequence[float] = taken, share: float = share) -> float:
                return percentile([taken[i] for i in drawn], share)

            low, high = bootstrap(len(taken), value, seed=seed)
            told = "Seconds a question takes in all" if stage == "total" else f"Seconds of the stage “{stage}”"
            measure = Measure(f"seconds {stage} {name}", "lower", f"{told}, {name[1:]}th percentile.")
            yield _told(measure, percentile(taken, share), low, high, len(taken), len(outcomes) - len(taken))


def _told(
    measure: Measure, value: float, low: float, high: float, n: int, unscored: int, unit: str = "question"
) -> MeasureValue:
    return MeasureValue(
        name=measure.name,
        value=_plain(value),
        low=_plain(low),
        high=_plain(high),
        n=n,
        unscored=unscored,
        unit=unit,
        better=measure.better,
        definition=measure.definition,
    )


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


def as_text(summary: Summary, shown: Mapping[str, Sequence[MeasureValue]] | None = None) -> str:
    """The summary as a table; what could not be scored at all comes last, in one line."""
    lines = [f"{summary.set}, {summary.system}: {summary.questions} questions"]
    lines.append(f"  {'measure':26} {'value':>8}  {'95 % interval':17} {'n':>6} {'unscored':>8}")
    for m in summary.measures:
        if m.value is not None:
            interval = f"{_figure(m.low)} to {_figure(m.high)}" if m.low is not None else ""
            lines.append(f"  {m.name:26} {_figure(m.value):>8}  {interval:17} {m.n:6} {m.unscored:8}")
    lacking = [m.name for m in summary.measures if m.value is None]
    if lacking:
        lines.append(f"  nothing to score by: {', '.join(lacking)}")
    for kind, measures in (shown or {}).items():
        told = ", ".join(f"{m.name} {_figure(m.value)}" for m in measures if m.value is not None)
        lines.append(f"  {kind:26} {told}")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 100 else f"{value:,.0f}"
