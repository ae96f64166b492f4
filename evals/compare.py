"""Two runs beside each other, on the questions both asked."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import CitewellError
from evals.finished import FinishedSet, open_run
from evals.outcomes import SUMMARY, QuestionOutcome
from evals.significance import DRAWS, Comparison, compare_scores


@dataclass(frozen=True, slots=True)
class MeasureCompared:
    """A measure counted by question; `one_sided` questions have a score in one of the runs only and are left out."""

    name: str
    better: Literal["higher", "lower"]
    definition: str
    comparison: Comparison
    one_sided: int


@dataclass(frozen=True, slots=True)
class Untested:
    """A measure of both runs that is not counted by question in both: its values over each run's whole set."""

    name: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A question with other scores: (measure, first, second) of each, and how many got better and worse."""

    id: str
    kind: str
    text: str
    scores: tuple[tuple[str, float | None, float | None], ...]
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class SetCompared:
    """One set of two runs. Only the questions in both are compared; `asked_otherwise` of those have another text."""

    first: FinishedSet
    second: FinishedSet
    shared: int
    only_first: int
    only_second: int
    asked_otherwise: int
    failed: int
    """Questions in both that one of the runs could not ask."""
    measures: tuple[MeasureCompared, ...]
    untested: tuple[Untested, ...]
    lacking: tuple[tuple[str, ...], tuple[str, ...]]
    """Measures that only the second run has, and those that only the first has."""
    changed: tuple[Changed, ...]
    seed: int

    @property
    def same_set(self) -> bool:
        """True if questions and judgements are the same in both."""
        return self.first.manifest.set_id == self.second.manifest.set_id


def matched_sets(first: Path, second: Path, only: str = "") -> list[tuple[FinishedSet, FinishedSet]]:
    """The sets that two runs have in common, by name; two folders of single sets are matched whatever their names.

    Raises:
        CitewellError: One is no finished run, or they have no set in common.
    """
    if (first / SUMMARY).is_file() and (second / SUMMARY).is_file():
        return [(open_run(first, only)[0], open_run(second, only)[0])]
    ours, theirs = open_run(first, only), {s.name: s for s in open_run(second, only)}
    matched = [(s, theirs[s.name]) for s in ours if s.name in theirs]
    if not matched:
        raise CitewellError(
            f"{first} and {second} have no set in common ({', '.join(s.name for s in ours)}; {', '.join(theirs)}); "
            "name the folders of two sets"
        )
    return matched


def compare_sets(first: FinishedSet, second: FinishedSet, *, seed: int = 0) -> SetCompared:
    """Compare two runs of a set, question by question."""
    a, b = ({o.id: o for o in one.outcomes} for one in (first, second))
    shared = [(outcome, b[key]) for key, outcome in a.items() if key in b]
    pairs = [(x, y) for x, y in shared if not x.error and not y.error]
    tested = [name for name in first.by_question() if name in second.by_question()]
    better = {m.name: m.better for m in second.summary.measures}
    ours, theirs = ({m.name: m.value for m in one.summary.measures} for one in (first, second))
    changed = [c for x, y in pairs if (c := _changed(x, y, tested, better))]
    return SetCompared(
        first,
        second,
        shared=len(shared),
        only_first=len(a) - len(shared),
        only_second=len(b) - len(shared),
        asked_otherwise=sum((x.text, x.history) != (y.text, y.history) for x, y in shared),
        failed=len(shared) - len(pairs),
        measures=tuple(_measure(name, second, pairs, seed) for name in tested),
        untested=tuple(Untested(n, ours[n], theirs[n]) for n in ours if n in theirs and n not in tested),
        lacking=(tuple(n for n in theirs if n not in ours), tuple(n for n in ours if n not in theirs)),
        changed=tuple(sorted(changed, key=lambda c: (c.better - c.worse, -c.worse))),
        seed=seed,
    )


Pair = tuple[QuestionOutcome, QuestionOutcome]


def _measure(name: str, second: FinishedSet, pairs: list[Pair], seed: int) -> MeasureCompared:
    told = next(m for m in second.summary.measures if m.name == name)
    scores = [(x.scores.get(name), y.scores.get(name)) for x, y in pairs]
    both = [(x, y) for x, y in scores if x is not None and y is not None]
    comparison = compare_scores(
        [x for x, _ in both], [y for _, y in both], higher_is_better=told.better == "higher", seed=seed
    )
    one_sided = sum((x is None) != (y is None) for x, y in scores)
    return MeasureCompared(name, told.better, told.definition, comparison, one_sided)


def _changed(x: QuestionOutcome, y: QuestionOutcome, names: list[str], better: Mapping[str, str]) -> Changed | None:
    scores = tuple((n, p, q) for n in names if (p := x.scores.get(n)) != (q := y.scores.get(n)))
    if not scores:
        return None
    moves = [(q - p) * (1 if better[n] == "higher" else -1) for n, p, q in scores if p is not None and q is not None]
    return Changed(x.id, x.kind, x.text, scores, sum(m > 0 for m in moves), sum(m < 0 for m in moves))


def as_json(compared: SetCompared) -> dict[str, Any]:
    """A comparison as plain data; what is no number becomes None."""
    return {
        "set": compared.first.name,
        "runs": [
            {
                "folder": str(one.folder),
                "system": one.manifest.system,
                "set_id": one.manifest.set_id,
                "commit": one.manifest.commit,
                "index": one.manifest.index_id,
            }
            for one in (compared.first, compared.second)
        ],
        "same_set": compared.same_set,
        "questions": {
            "in_both": compared.shared,
            "only_first": compared.only_first,
            "only_second": compared.only_second,
            "asked_otherwise": compared.asked_otherwise,
            "failed": compared.failed,
        },
        "seed": compared.seed,
        "draws": DRAWS,
        "measures": [
            {"name": m.name, "better": m.better, "definition": m.definition, "one_sided": m.one_sided}
            | {key: _plain(value) for key, value in dataclasses.asdict(m.comparison).items()}
            for m in compared.measures
        ],
        "untested": [dataclasses.asdict(u) for u in compared.untested],
        "only_first": list(compared.lacking[1]),
        "only_second": list(compared.lacking[0]),
        "changed": [
            {"id": c.id, "kind": c.kind, "text": c.text, "scores": {n: [p, q] for n, p, q in c.scores}}
            for c in compared.changed
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value
