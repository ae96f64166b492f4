"""What a sentence or a table's cell states that was measured: every field a span of the text, or absent."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import TypeVar, cast

from corpus.document import Span

T = TypeVar("T")


class Measure(StrEnum):
    """What an estimate is, as the text names it or its form shows; empty where neither does."""

    MEAN_DIFFERENCE = "mean difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised mean difference"
    RISK_RATIO = "risk ratio"
    RATE_RATIO = "rate ratio"
    ODDS_RATIO = "odds ratio"
    HAZARD_RATIO = "hazard ratio"
    RISK_DIFFERENCE = "risk difference"
    NNT = "number needed to treat"
    NNH = "number needed to harm"
    PERCENTAGE = "percentage"
    COUNT = "count"
    MEAN = "mean"
    MEDIAN = "median"
    UNNAMED = ""


RATIOS = frozenset({Measure.RISK_RATIO, Measure.RATE_RATIO, Measure.ODDS_RATIO, Measure.HAZARD_RATIO})
BETWEEN = RATIOS | {
    Measure.MEAN_DIFFERENCE,
    Measure.STANDARDISED_MEAN_DIFFERENCE,
    Measure.RISK_DIFFERENCE,
    Measure.NNT,
    Measure.NNH,
}
"""Measures that compare two groups or two times."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number as printed and as parsed; decimal commas and raised dots stay as printed in the span."""

    span: Span
    value: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Two limits. `kind` is "CI", "CrI", "IQR" or "range", or empty where the text does not name it."""

    span: Span
    kind: str
    low: Value
    high: Value
    level: float | None = None
    """In percent, as 95; `None` where not stated or meaningless."""


@dataclass(frozen=True, slots=True)
class PValue:
    """A p value; `span` runs from "p" to the number. `sign` is one of = < > ≤ ≥."""

    span: Span
    sign: str
    value: float


@dataclass(frozen=True, slots=True)
class Spread:
    """What stands beside a mean: `kind` is "SD" or "SE", or empty where the text does not name it."""

    value: Value
    kind: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One measured result. Only `span` is always there; it covers the numbers, or the words that say the result."""

    span: Span
    measure: Measure = Measure.UNNAMED
    estimate: Value | None = None
    interval: Interval | None = None
    spread: Spread | None = None
    count: Span | None = None
    """As in "12/40"."""
    p: PValue | None = None
    unit: Span | None = None
    group: Span | None = None
    """Whom the estimate is of, where it is of one group."""
    comparator: Span | None = None
    outcome: Span | None = None
    timepoint: Span | None = None
    direction: str = ""
    """"increased", "decreased", "no difference", or empty where the text does not say."""
    direction_span: Span | None = None
    benefit: str = ""
    """"favours intervention", "favours comparator", "no significant difference", or empty where not said."""
    benefit_span: Span | None = None
    meaning: Span | None = None
    """Words that say what a sign or a higher value means, as "negative values favour exercise"."""
    heterogeneity: Value | None = None
    """I², in percent."""
    trials: Value | None = None
    participants: Value | None = None
    certainty: Span | None = None
    """Of the evidence, by GRADE's words, where the sentence says it."""


def moved(held: T, by: int) -> T:
    """The same effect or value with every span moved to the right: from a sentence's offsets to its document's."""
    if isinstance(held, Span):
        return cast(T, Span(held.start + by, held.end + by))
    if is_dataclass(held) and not isinstance(held, type):
        changes = {f.name: moved(getattr(held, f.name), by) for f in fields(held)}
        return cast(T, replace(held, **changes))
    return held
