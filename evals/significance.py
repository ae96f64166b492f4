"""Is one run better than another on the same questions? Paired, so that how hard a question is does not blur it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
"""Resamples of the bootstrap, and random sign patterns of the randomisation test."""
_AT_ONCE = 2_000_000
"""Numbers held in memory at a time."""
_ROUNDING = 1e-9
"""Two sums nearer than this, relative to the scores' size, are equal: adding in another order must not change p."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on the questions both have a score for; `difference` is the second's mean less the first's.

    `low` and `high` bound the difference at 95 %. All but `n` and the counts are NaN where n is 0. A win is a question
    on which the second is the better one.
    """

    n: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    exact: bool
    """True if `p` comes from every sign pattern, False if from `DRAWS` random ones."""
    wins: int
    losses: int
    ties: int


def compare_scores(
    first: Sequence[float], second: Sequence[float], *, higher_is_better: bool = True, seed: int = 0, draws: int = DRAWS
) -> Comparison:
    """Compare two runs' scores, paired by position.

    Raises:
        ValueError: The lengths differ, or a score is NaN.
    """
    if len(first) != len(second):
        raise ValueError(f"paired scores need the same questions, not {len(first)} and {len(second)}")
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if np.isnan(a).any() or np.isnan(b).any():
        raise ValueError("a score is NaN; leave out what could not be scored")
    if not len(a):
        return Comparison(0, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, True, 0, 0, 0)
    difference = b - a
    low, high = paired_bootstrap(difference, seed=seed, draws=draws)
    p, exact = randomisation_test(difference, seed=seed, draws=draws)
    better = int((difference > 0).sum()), int((difference < 0).sum())
    wins, losses = better if higher_is_better else better[::-1]
    means = float(a.mean()), float(b.mean()), float(difference.mean())
    return Comparison(len(a), *means, low, high, p, exact, wins, losses, len(a) - wins - losses)


def paired_bootstrap(
    differences: Sequence[float] | Floats, *, seed: int = 0, draws: int = DRAWS
) -> tuple[float, float]:
    """The 95 % interval of the mean difference: questions are drawn with replacement, each with both its scores.

    Args:
        differences: Second less first, one a question; at least one.
    Returns:
        The 2.5th and 97.5th percentile of the resampled means.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; for systems on the same queries
        Sakai, SIGIR 2006.
    """
    values = np.asarray(differences, dtype=np.float64)
    random = np.random.default_rng(seed)
    means = [values[random.integers(0, len(values), (k, len(values)))].mean(axis=1) for k in _parts(draws, len(values))]
    low, high = np.percentile(np.concatenate(means), [2.5, 97.5])
    return float(low), float(high)


def randomisation_test(
    differences: Sequence[float] | Floats, *, seed: int = 0, draws: int = DRAWS
) -> tuple[float, bool]:
    """Two-sided p of the mean difference if it were chance which of the two runs got which score.

    Under that, each question's difference could as well have the other sign. p is the share of sign patterns whose sum
    is at least as far from 0 as the one seen: of all patterns where there are no more than `draws`; else of `draws`
    random ones and the one seen itself, so that p is never 0.

    Args:
        differences: Second less first, one a question; at least one. Questions without a difference change nothing.
    Returns:
        p in (0, 1], and whether all patterns were counted.
    Source: Fisher, The Design of Experiments, 1935; Smucker, Allan and Carterette, CIKM 2007; the pattern seen is
        counted as Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 2010;9:39.
    """
    values = np.asarray(differences, dtype=np.float64)
    values = values[values != 0]
    if not len(values):
        return 1.0, True
    seen = abs(values.sum()) - _ROUNDING * np.abs(values).sum()
    if len(values) < 63 and 2 ** len(values) <= draws:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(values))))
        return float((np.abs(signs @ values) >= seen).mean()), True
    random = np.random.default_rng(seed)
    as_far = 0
    for k in _parts(draws, len(values)):
        signs = random.integers(0, 2, (k, len(values)), dtype=np.int8) * 2.0 - 1.0
        as_far += int((np.abs(signs @ values) >= seen).sum())
    return (as_far + 1) / (draws + 1), False


def _parts(draws: int, n: int) -> Iterator[int]:
    """The draws in parts that fit into memory."""
    most = max(1, _AT_ONCE // n)
    for done in range(0, draws, most):
        yield min(most, draws - done)
