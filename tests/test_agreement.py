"""How far two raters agree beyond chance."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from evals.agreement import cohen_kappa


def test_kappa_by_hand() -> None:
    # Cells: yes-yes 20, yes-no 5, no-yes 10, no-no 15 of 50. Observed 0.7; expected 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    kappa = cohen_kappa(pairs)
    assert (kappa.n, kappa.agreement) == (50, 0.7)
    assert kappa.value == pytest.approx(0.4)
    # Variance by hand: (0.4 (0.5 - 1.1 * 0.3)^2 + 0.3 (0.5 - 0.9 * 0.3)^2 + 0.09 (0.1 * 1.1^2 + 0.2 * 0.9^2)
    # - (0.35 - 1 + 0.7)^2) / (50 * 0.5^4), where the sums of margins of the cells off the diagonal are 1.1 and 0.9.
    off = 0.09 * (0.1 * (0.6 + 0.5) ** 2 + 0.2 * (0.5 + 0.4) ** 2)
    same = 0.4 * (0.5 - 1.1 * 0.3) ** 2 + 0.3 * (0.5 - 0.9 * 0.3) ** 2
    half = 1.959964 * math.sqrt((same + off - (0.35 - 1 + 0.7) ** 2) / (50 * 0.5**4))
    assert (kappa.low, kappa.high) == pytest.approx((0.4 - half, 0.4 + half))


def test_kappa_and_its_error_agree_with_a_library_and_the_delta_method() -> None:
    random = np.random.default_rng(3)
    first = random.integers(0, 4, 300)
    second = np.where(random.random(300) < 0.6, first, random.integers(0, 4, 300))
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    kappa = cohen_kappa(pairs)
    assert kappa.value == pytest.approx(cohen_kappa_score(first, second))
    cells = np.array([[Counter(pairs)[a, b] for b in range(4)] for a in range(4)]) / 300

    def of(shares: np.ndarray) -> float:
        shares = shares / shares.sum()
        expected = shares.sum(0) @ shares.sum(1)
        return float((np.trace(shares) - expected) / (1 - expected))

    slopes = np.zeros((4, 4))
    for a, b in np.ndindex(4, 4):
        more, less = cells.copy(), cells.copy()
        more[a, b] += 1e-6
        less[a, b] -= 1e-6
        slopes[a, b] = (of(more) - of(less)) / 2e-6
    variance = ((cells * slopes**2).sum() - (cells * slopes).sum() ** 2) / 300
    assert kappa.high - kappa.value == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-4)


def test_agreement_that_chance_explains_is_no_kappa() -> None:
    alike = cohen_kappa([("full", "full")] * 5)
    assert alike.agreement == 1.0
    assert math.isnan(alike.value)
    assert math.isnan(cohen_kappa([]).agreement)
    perfect = cohen_kappa([("a", "a"), ("b", "b")])
    assert (perfect.value, perfect.high) == (1.0, 1.0)
