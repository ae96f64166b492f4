"""Do two raters judge alike, beyond what chance would bring?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa of `n` things judged by two raters, in [-1, 1], with its 95 % interval cut to that range.

    `agreement` is the share judged alike. The value and its bounds are NaN where there is nothing, or where both raters
    gave everything the same label, so that chance explains all.
    """

    n: int
    agreement: float
    value: float
    low: float
    high: float


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Kappa:
    """Agreement beyond chance: (observed - expected) / (1 - expected), labels without an order.

    Expected is the agreement of raters who draw labels by chance, each as often as they gave them. The interval is the
    large-sample one, too narrow for few pairs.

    Args:
        pairs: For each thing the label of either rater.
    Source: Cohen, Educational and Psychological Measurement 1960;20:37-46; the standard error by Fleiss, Cohen and
        Everitt, Psychological Bulletin 1969;72:323-327.
    """
    n = len(pairs)
    if not n:
        return Kappa(0, math.nan, math.nan, math.nan, math.nan)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(first[label] * second[label] for label in first) / n**2
    if expected == 1:
        return Kappa(n, observed, math.nan, math.nan, math.nan)
    value = (observed - expected) / (1 - expected)
    half = _Z * _standard_error(Counter(pairs), first, second, observed, expected)
    return Kappa(n, observed, value, max(-1.0, value - half), min(1.0, value + half))


def _standard_error(
    cells: Counter[tuple[Hashable, Hashable]],
    first: Counter[Hashable],
    second: Counter[Hashable],
    observed: float,
    expected: float,
) -> float:
    """Of kappa, from the shares of each pair of labels and of each label by rater."""
    n = sum(cells.values())
    same = sum(
        count / n * ((1 - expected) - (first[a] + second[a]) / n * (1 - observed)) ** 2
        for (a, b), count in cells.items()
        if a == b
    )
    other = sum(count / n * ((second[a] + first[b]) / n) ** 2 for (a, b), count in cells.items() if a != b)
    rest = (observed * expected - 2 * expected + observed) ** 2
    variance = (same + (1 - observed) ** 2 * other - rest) / (n * (1 - expected) ** 4)
    return math.sqrt(max(0.0, variance))
