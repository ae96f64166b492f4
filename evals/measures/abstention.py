"""Does it answer only what it can? A reply is right if it rests on gold; how sure it was orders the replies."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evals.measures.measure import Measure

RISK = 0.05
"""The risk at which a threshold and its coverage are stated."""
MEASURES = (
    Measure("false answers", "lower", "Share of the questions that no source answers which were answered.", share=True),
    Measure("false abstentions", "lower", "Share of answerable questions that were abstained from.", share=True),
)


def risk_coverage(confidence: npt.ArrayLike, right: npt.ArrayLike) -> list[tuple[float, float, float]]:
    """The curve that arises as ever less sure replies are let through.

    Args:
        confidence: (n,) floats, how sure each reply is; those equally sure come at once.
        right: (n,) bools, whether it would be right to give it.
    Returns:
        (threshold, coverage, risk), surest first: the share of questions at or above the threshold, and the share of
        these that is wrong; both in [0, 1].
    Source: El-Yaniv and Wiener, Journal of Machine Learning Research 2010;11:1605-1641.
    """
    order = np.argsort(-np.asarray(confidence, float), kind="stable")
    sure = np.asarray(confidence, float)[order]
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    last = np.flatnonzero(np.append(sure[1:] != sure[:-1], True)) if len(sure) else np.array([], int)
    coverage, risk = (last + 1) / max(len(sure), 1), wrong[last] / (last + 1)
    return list(zip(sure[last].tolist(), coverage.tolist(), risk.tolist(), strict=True))


def area(curve: Sequence[tuple[float, float, float]]) -> float:
    """Mean risk over all coverages, in [0, 1], each step of the curve by its width; NaN without a curve.

    Source: Geifman, Uziel and El-Yaniv, ICLR 2019 (AURC).
    """
    total, before = 0.0, 0.0
    for _, coverage, risk in curve:
        total, before = total + risk * (coverage - before), coverage
    return total if curve else math.nan


def at_risk(curve: Sequence[tuple[float, float, float]], risk: float = RISK) -> tuple[float, float]:
    """The lowest threshold whose risk is at most `risk`, and its coverage; (NaN, 0) where none is."""
    met = [(threshold, coverage) for threshold, coverage, r in curve if r <= risk]
    return met[-1] if met else (math.nan, 0.0)
