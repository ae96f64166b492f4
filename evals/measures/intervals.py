"""Shares, quantiles and their intervals. What cannot be reckoned is NaN, never 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 1000
"""How often the bootstrap draws."""
_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` as a fraction in [0, 1], with its 95 % interval; all three are NaN where n is 0."""

    hits: int
    n: int
    value: float
    low: float
    high: float


def wilson(hits: int, n: int) -> Share:
    """`hits` of `n` with the Wilson score interval at 95 %.

    Raises:
        ValueError: Not 0 <= hits <= n.
    Source: Wilson, Journal of the American Statistical Association 1927;22:209-212.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"a share needs 0 <= hits <= n, not {hits} of {n}")
    if n == 0:
        return Share(0, 0, math.nan, math.nan, math.nan)
    p, z2 = hits / n, _Z * _Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(hits, n, p, max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < n else 1.0)


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which `share` (in [0, 1]) of the values lie, interpolated; NaN where there is none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def bootstrap(
    n: int, value: Callable[[npt.NDArray[np.int64]], float], *, seed: int, draws: int = DRAWS
) -> tuple[float, float]:
    """The percentile bootstrap interval at 95 % of a value over `n` independent items; NaN twice where it has none.

    Args:
        n: How many items.
        value: Reckons the value of items, given as indices below `n` (n,), with repeats; NaN draws are passed over.
        seed: The same seed gives the same interval.
    Source: Efron, Annals of Statistics 1979;7:1-26.
    """
    chance = np.random.default_rng(seed)
    drawn = np.array([value(chance.integers(0, n, n)) for _ in range(draws)] if n else [], float)
    held = drawn[~np.isnan(drawn)]
    if not len(held):
        return math.nan, math.nan
    return float(np.quantile(held, 0.025)), float(np.quantile(held, 0.975))


def mean_interval(values: Sequence[float], *, seed: int, draws: int = DRAWS) -> tuple[float, float]:
    """`bootstrap` of a mean."""
    held = np.asarray(values, float)
    return bootstrap(len(held), lambda drawn: float(held[drawn].mean()), seed=seed, draws=draws)
