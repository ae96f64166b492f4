"""From what the evidence reader says of several texts to one judgement: yes or no, and which way an effect goes.

Pure functions of a reader's `Readings`. Texts count by the probability that they answer at all, so that one that is
beside the point says little, whatever its stance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float32]

Answer = Literal["yes", "no", "maybe"]
Way = Literal["increased", "decreased", "no difference"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "maybe")
"""In the order of the stance head: supports, contradicts, neither."""
WAYS: tuple[Way, ...] = ("increased", "decreased", "no difference")
"""In the order of the direction head; of the outcome, with the intervention against the comparator."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """How texts together answer a yes-or-no question or bear on a claim; `sure` in [0, 1]."""

    answer: Answer
    sure: float


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way an effect goes by texts together; `sure` in [0, 1]."""

    way: Way
    sure: float


def yes_no(stance: _Floats, relevance: _Floats) -> YesNo:
    """The answer of several texts to one question.

    Args:
        stance: (n, 3) probabilities that each supports, contradicts or does neither.
        relevance: (n,) log odds that each answers the question.
    Returns:
        The likeliest answer; ties in the order of `ANSWERS`.
    Raises:
        ValueError: There is no text, or not one stance for each.
    """
    shares = pooled(stance, relevance)
    best = int(shares.argmax())
    return YesNo(ANSWERS[best], float(shares[best]))


def direction(direction: _Floats, relevance: _Floats) -> Direction:
    """The way of an effect by several texts, each (n, 3) probabilities and (n,) log odds; as `yes_no`."""
    shares = pooled(direction, relevance)
    best = int(shares.argmax())
    return Direction(WAYS[best], float(shares[best]))


def pooled(classes: _Floats, relevance: _Floats) -> _Floats:
    """The mean of the rows of (n, k) probabilities, weighted by how probably each text answers: (k,), summing to 1.

    Raises:
        ValueError: There is no text, or not one row for each.
    """
    if not len(relevance) or len(classes) != len(relevance):
        raise ValueError(
            f"{len(relevance)} texts and {len(classes)} rows of classes: give one row for each text, one at least"
        )
    # The common factor keeps weights of texts that all seem beside the point from vanishing.
    weights = 1 / (1 + np.exp(-np.clip(relevance, -30, 30)))
    weights = weights / weights.max()
    return np.asarray(weights @ classes / weights.sum(), np.float32)
