"""Is a run good enough? Named measures against floors, and against a run that was kept."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, FiniteFloat, TypeAdapter, ValidationError

from corpus.errors import CitewellError
from evals.compare import compare_sets, matched_sets
from evals.finished import FinishedSet, open_run
from evals.outcomes import MeasureValue

SIGNIFICANT = 0.05
"""A p below this is more than chance."""
_DEMAND = re.compile(r"(?P<set>[^/]+)/(?P<measure>.+?)\s*(?:(?P<sense>>=|<=)\s*(?P<bound>\S+))?")
_CLOSE = 1e-9
"""Room for rounding: 0.8 reckoned from scores may come out a hair below 0.8."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a measure of a set: a bound, or (`bound` None) only that it is no worse than the baseline."""

    set: str
    measure: str
    sense: Literal[">=", "<="] = ">="
    bound: float | None = None

    @property
    def name(self) -> str:
        """Set and measure, as on the command line."""
        return f"{self.set}/{self.measure}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what came out, in words."""

    name: str
    passed: bool
    told: str


class _Bounds(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: dict[str, FiniteFloat] = {}
    at_most: dict[str, FiniteFloat] = {}


def read_demand(text: str) -> Demand:
    """A demand as typed: `SET/measure>=0.8`, `SET/measure<=0.1`, or `SET/measure` for the baseline alone.

    Raises:
        CitewellError: It is none of these.
    """
    found = _DEMAND.fullmatch(text.strip())
    if not found:
        raise CitewellError(f"{text!r} is no floor; write SET/measure>=0.8 or SET/measure<=0.1")
    set_name, measure, sense, bound = found.groups()
    if sense is None:
        return Demand(set_name, measure)
    try:
        number = float(bound)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CitewellError(f"{text!r}: {bound} is not a number; write one such as 0.8")
    return Demand(set_name, measure, ">=" if sense == ">=" else "<=", number)


def read_floors(path: Path) -> list[Demand]:
    """The demands of a TOML file: for each set a table `SET.at_least` and `SET.at_most`, a number by measure.

    Raises:
        CitewellError: It cannot be read, is not TOML, or holds something else.
    """
    try:
        sets = TypeAdapter(dict[str, _Bounds]).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CitewellError(f"{path}: cannot be read ({error}); write it as evals/README.md shows") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CitewellError(f"{path}: {where}: {first['msg']}; write it as evals/README.md shows") from error
    least = [Demand(name, m, ">=", x) for name, bounds in sets.items() for m, x in bounds.at_least.items()]
    return least + [Demand(name, m, "<=", x) for name, bounds in sets.items() for m, x in bounds.at_most.items()]


def check_floors(run: Path, demands: Iterable[Demand]) -> list[Check]:
    """Each demand that has a bound, looked up in the run; a measure that is unscored there does not pass.

    Raises:
        CitewellError: A set or measure is not in the run, or the bound points the wrong way.
    """
    sets = {s.name: s for s in open_run(run)}
    checks = []
    for demand in demands:
        measure = _measure(run, sets, demand)
        if demand.bound is not None:
            checks.append(_against_bound(measure, demand, demand.bound))
    return checks


def _measure(run: Path, sets: dict[str, FinishedSet], demand: Demand) -> MeasureValue:
    if demand.set not in sets:
        raise CitewellError(f"{run}: holds no set {demand.set}; it holds {', '.join(sets)}")
    found = sets[demand.set]
    measure = found.measure(demand.measure)
    if measure is None:
        raise CitewellError(
            f"{found.folder}: has no measure {demand.measure!r}; {_near(demand.measure, found.summary.measures)}"
        )
    return measure


def _near(name: str, measures: Sequence[MeasureValue]) -> str:
    names = [m.name for m in measures]
    near = get_close_matches(name.casefold(), [n.casefold() for n in names], n=3)
    told = [n for n in names if n.casefold() in near]
    return f"did you mean {' or '.join(map(repr, told))}?" if told else f"it has {', '.join(names)}"


def _against_bound(measure: MeasureValue, demand: Demand, bound: float) -> Check:
    right = "<=" if measure.better == "lower" else ">="
    if demand.sense != right:
        raise CitewellError(f"{demand.name} is better when {measure.better}; give it a bound with {right}")
    if measure.value is None:
        told = f"unscored: none of {measure.unscored} could be scored, so {right} {bound:g} is not met"
        return Check(demand.name, False, told)
    over = measure.value - bound if right == ">=" else bound - measure.value
    counts = f"{measure.n} scored, {measure.unscored} not"
    return Check(demand.name, over >= -_CLOSE, f"{measure.value:.4f}, asked {right} {bound:g} ({counts})")


def check_baseline(run: Path, baseline: Path, demands: Iterable[Demand], *, seed: int = 0) -> list[Check]:
    """Each measure named, compared on the questions that both runs asked; it fails where it is worse with p < 0.05.

    p is that of the paired randomisation test, two-sided, each measure for itself: of twenty that are no worse, one
    fails by chance in about every second run, so name those that matter.

    Raises:
        CitewellError: A set is not in the baseline, no question is scored in both, or a measure that is named for the
            baseline alone is not counted by question.
    """
    pairs = {now.name: (before, now) for before, now in matched_sets(baseline, run)}
    named = dict.fromkeys((d.set, d.measure) for d in demands)
    bare = {(d.set, d.measure) for d in demands if d.bound is None}
    checks = []
    for set_name in dict.fromkeys(name for name, _ in named):
        if set_name not in pairs:
            raise CitewellError(f"{baseline}: holds no set {set_name}; run it on that set, or name another baseline")
        compared = compare_sets(*pairs[set_name], seed=seed)
        tested = {m.name: m for m in compared.measures}
        note = "" if compared.same_set else "; the sets differ, so only questions in both count"
        for measure in (m for name, m in named if name == set_name):
            if measure in tested:
                c = tested[measure].comparison
                if not c.n:
                    raise CitewellError(f"{set_name}/{measure}: no question is scored in both {baseline} and {run}")
                worse = c.difference < 0 if tested[measure].better == "higher" else c.difference > 0
                told = f"{c.first:.4f} before, {c.second:.4f} now, p {c.p:.4f} ({c.n} questions in both{note})"
                checks.append(Check(f"{set_name}/{measure}", not (worse and c.p < SIGNIFICANT), told))
            elif (set_name, measure) in bare:
                raise CitewellError(f"{set_name}/{measure} is not counted by question, so it can have a floor only")
    return checks
