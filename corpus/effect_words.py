"""An effect as it is shown and exported: named slices of the text, in the order in which a clinician reads a result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.document import Span
from corpus.effect_types import BETWEEN, Effect, Measure

_PEOPLE = re.compile(
    r"\b(?:groups?|arms?|patients|participants|people|adults|children|women|men|subjects|those|controls?)\b",
    re.IGNORECASE,
)
COMPARATOR_UNSTATED = "comparator not stated here"


@dataclass(frozen=True, slots=True)
class Told:
    """One field of an effect: its name, and the slice of the text at `span`."""

    name: str
    text: str
    span: Span


def told_of(effect: Effect, text: str) -> tuple[Told, ...]:
    """The fields of an effect that the text states, each as its slice of `text`."""
    spans: list[tuple[str, Span | None]] = [
        ("estimate", effect.estimate.span if effect.estimate else None),
        ("unit", effect.unit),
        ("spread", effect.spread.value.span if effect.spread else None),
        ("count", effect.count),
        ("interval", effect.interval.span if effect.interval else None),
        ("p", effect.p.span if effect.p else None),
        ("group", effect.group),
        ("comparator", effect.comparator),
        ("outcome", effect.outcome),
        ("timepoint", effect.timepoint),
        ("direction", effect.direction_span),
        ("benefit", effect.benefit_span),
        ("meaning", effect.meaning),
        ("heterogeneity", effect.heterogeneity.span if effect.heterogeneity else None),
        ("trials", effect.trials.span if effect.trials else None),
        ("participants", effect.participants.span if effect.participants else None),
        ("certainty", effect.certainty),
    ]
    return tuple(Told(name, span.of(text), span) for name, span in spans if span)


def line_of(effect: Effect, text: str) -> tuple[str, ...]:
    """The parts of one compact line: the result first, then how sure, compared with what, when, and what it means.

    Numbers and names are slices of `text`; ours are only the measure's name and the words that join them.
    """
    told = {t.name: t.text for t in told_of(effect, text)}
    parts = [_result(effect, told, text)]
    if effect.interval:
        kind = effect.interval.kind
        printed = told["interval"]
        parts.append(printed if not kind or any(c.isalpha() for c in printed) else f"{kind} {printed}")
    parts += [told.get("p", ""), f"outcome: {told['outcome']}" if "outcome" in told else ""]
    if "group" in told:
        parts.append(f"{'in' if _PEOPLE.search(told['group']) else 'with'} {told['group']}")
    if "comparator" in told:
        parts.append(f"compared with {told['comparator']}")
    elif effect.measure in BETWEEN:
        parts.append(COMPARATOR_UNSTATED)
    parts += [told.get("timepoint", ""), told.get("certainty", "")]
    for name, lead in (("heterogeneity", "I² "), ("trials", "trials: "), ("participants", "participants: ")):
        if name in told:
            parts.append(f"{lead}{told[name]}{'%' if name == 'heterogeneity' else ''}")
    parts.append(f"“{told['meaning']}”" if "meaning" in told else "")
    return tuple(" ".join(p.split()) for p in parts if p)


def _result(effect: Effect, told: dict[str, str], text: str) -> str:
    if effect.estimate is None:
        return f"“{told['direction']}”" if "direction" in told else ""
    value = told["estimate"]
    if effect.unit:
        gap = text[effect.estimate.span.end : effect.unit.start]
        beside = 0 <= effect.unit.start - effect.estimate.span.end <= 2
        value += (gap if beside else " ") + told["unit"]
    elif effect.measure is Measure.PERCENTAGE:
        value += "%"
    if effect.spread:
        value += f" ({effect.spread.kind or '±'} {told['spread']})"
    if effect.count and effect.measure is Measure.PERCENTAGE:
        value += f" ({told['count']})"
    elif effect.count:
        value = told["count"]
    # A share or a count is plain from its form.
    named = "" if effect.measure in (Measure.PERCENTAGE, Measure.COUNT) else effect.measure.value
    return f"{named} {value}".strip()


def data_of(effect: Effect, told: Iterable[Told]) -> dict[str, Any]:
    """An effect as plain data: numbers parsed, and every field's slice with its code points, end exclusive."""
    data: dict[str, Any] = {
        "start": effect.span.start,
        "end": effect.span.end,
        "measure": effect.measure.value or None,
        "value": effect.estimate.value if effect.estimate else None,
        "direction": effect.direction or None,
        "benefit": effect.benefit or None,
    }
    if effect.interval:
        i = effect.interval
        data["limits"] = {"kind": i.kind or None, "level": i.level, "low": i.low.value, "high": i.high.value}
    if effect.spread:
        data["deviation"] = {"kind": effect.spread.kind or None, "value": effect.spread.value.value}
    if effect.p:
        data["p_value"] = {"sign": effect.p.sign, "value": effect.p.value}
    data["told"] = {t.name: {"text": t.text, "start": t.span.start, "end": t.span.end} for t in told}
    return data
