"""Several ranked lists made into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Run = Sequence[str]


def reciprocal_rank_fusion(
    runs: Sequence[Run], *, k: int = 60, weights: Sequence[float] | None = None
) -> list[tuple[str, float]]:
    """Fuse ranked lists: score(p) = sum over runs of weight / (k + rank).

    Args:
        runs: Each best first, unique passage ids; lengths may differ.
        k: Damping, in ranks.
        weights: One a run, at least 0; all 1 if not given.
    Returns:
        (passage id, score) best first, ties by passage id. Scores lie in [0, sum(weights) / (k + 1)].
    Raises:
        ValueError: A passage id occurs twice in one run, or there is not one weight for each run.
    Source: Cormack, Clarke and Büttcher, SIGIR 2009.
    """
    scores: dict[str, float] = defaultdict(float)
    for run, weight in zip(runs, weights or [1.0] * len(runs), strict=True):
        if len(set(run)) != len(run):
            raise ValueError("a passage id occurs twice in one run")
        for rank, passage_id in enumerate(run, start=1):
            scores[passage_id] += weight / (k + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
