"""Sets and systems of a run in one Markdown table: a row a set and measure, a column a system."""

from __future__ import annotations

from collections.abc import Sequence

from evals.finished import FinishedSet
from evals.outcomes import MeasureValue

HEADLINES = (
    "nDCG@10",
    "right passage first",
    "right passage in five",
    "passage R@10",
    "gold hit",
    "first claim right",
    "sentence F1",
    "citation exactness",
    "wrong page",
    "yes/no/maybe accuracy",
    "yes/no/maybe macro-F1",
    "direction macro-F1",
    "stance macro-F1",
    "attribution macro-F1",
    "expected facts",
    "must not",
    "recommendation direction",
    "recommendation strength",
    "false answers",
    "false abstentions",
    "risk-coverage area",
    "seconds total p50",
    "seconds total p95",
)
"""Measures shown unless others are named."""


def as_markdown(finished: Sequence[FinishedSet], measures: Sequence[str] = HEADLINES) -> str:
    """The table. A cell has the value, its 95 % interval and over how many it is; a dash where there is none.

    Rows that no system has a value for are left out. Questions are counted for the first system of a set.
    """
    systems = list(dict.fromkeys(f.summary.system for f in finished))
    sets: dict[str, dict[str, FinishedSet]] = {}
    for one in finished:
        sets.setdefault(one.summary.set, {})[one.summary.system] = one
    lines = [f"| set | measure | {' | '.join(systems)} |", "|---" * (len(systems) + 2) + "|"]
    for name, by_system in sets.items():
        shown = f"{name} ({next(iter(by_system.values())).summary.questions})"
        for measure in measures:
            cells = [_cell(by_system[s].measure(measure) if s in by_system else None) for s in systems]
            if any(cell != "–" for cell in cells):
                lines.append(f"| {shown} | {measure} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(found: MeasureValue | None) -> str:
    if found is None or found.value is None:
        return "–"
    interval = f" ({found.low:.2f}–{found.high:.2f})" if found.low is not None and found.high is not None else ""
    of = f", n {found.n}" if found.unscored or found.unit != "question" else ""
    return f"{found.value:.3f}{interval}{of}"
