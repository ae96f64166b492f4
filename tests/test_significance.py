"""Is a difference more than chance: against hand computation and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from evals.significance import compare_scores, paired_bootstrap, randomisation_test


def test_of_three_wins_two_of_eight_sign_patterns_are_as_far() -> None:
    # All three better: of the 2^3 patterns only +++ and --- reach the sum seen.
    assert randomisation_test([1.0, 1.0, 1.0]) == (2 / 8, True)
    # Sum 1 + 1 - 1 = 1: each of the eight sums is 1 or 3 from 0.
    assert randomisation_test([1.0, 1.0, -1.0]) == (1.0, True)
    # 0.1 + 0.2 and 0.3 cancel in one order of adding and leave a crumb in another.
    assert randomisation_test([0.1, 0.2, -0.3])[0] == 1.0


def test_questions_without_a_difference_change_no_p() -> None:
    assert randomisation_test([1.0, 0.0, 1.0, 1.0, 0.0]) == (2 / 8, True)
    assert randomisation_test([0.0, 0.0]) == (1.0, True)


def test_the_randomisation_test_agrees_with_scipy() -> None:
    random = np.random.default_rng(5)
    for n in (8, 60):
        first, second = random.normal(0, 1, n), random.normal(0.25, 1, n)
        reference = stats.permutation_test(
            (second, first),
            lambda x, y, axis: np.mean(x - y, axis=axis),
            permutation_type="samples",
            n_resamples=20_000,
            vectorized=True,
            rng=np.random.default_rng(1),
        )
        p, exact = randomisation_test(second - first, draws=20_000)
        assert exact == (n == 8)
        # With all patterns counted the two are the same number; else each has an error of about 0.004.
        assert p == pytest.approx(reference.pvalue, abs=1e-12 if exact else 0.015)


def test_the_bootstrap_agrees_with_scipy() -> None:
    differences = np.random.default_rng(7).normal(0.1, 0.5, 80)
    reference = stats.bootstrap(
        (differences,), np.mean, n_resamples=10_000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    low, high = paired_bootstrap(differences)
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=0.01)
    # And the interval of the mean by the normal: 0.1 or so, plus and minus 1.96 s / sqrt(n).
    half = 1.96 * differences.std() / math.sqrt(80)
    assert (low, high) == pytest.approx((differences.mean() - half, differences.mean() + half), abs=0.015)


def test_the_same_seed_gives_the_same_figures() -> None:
    differences = np.random.default_rng(3).normal(0, 1, 50)
    assert paired_bootstrap(differences, seed=4) == paired_bootstrap(differences, seed=4)
    assert paired_bootstrap(differences, seed=4) != paired_bootstrap(differences, seed=5)
    assert randomisation_test(differences, seed=4) == randomisation_test(differences, seed=4)


def test_a_p_from_random_patterns_is_never_zero() -> None:
    assert randomisation_test([1.0] * 40, draws=999) == (1 / 1000, False)


def test_wins_are_counted_by_which_way_is_better() -> None:
    got = compare_scores([0.0, 1.0, 0.5, 0.5], [1.0, 0.5, 1.0, 0.5])
    assert (got.n, got.first, got.second, got.difference) == (4, 0.5, 0.75, 0.25)
    assert (got.wins, got.losses, got.ties) == (2, 1, 1)
    assert got.low <= got.difference <= got.high
    slower = compare_scores([1.0, 2.0], [2.0, 3.0], higher_is_better=False)
    assert (slower.wins, slower.losses, slower.ties) == (0, 2, 0)


def test_nothing_to_compare_is_no_number() -> None:
    nothing = compare_scores([], [])
    assert nothing.n == 0
    assert all(math.isnan(x) for x in (nothing.difference, nothing.low, nothing.high, nothing.p))
    with pytest.raises(ValueError, match="not 1 and 2"):
        compare_scores([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="NaN"):
        compare_scores([math.nan], [1.0])
