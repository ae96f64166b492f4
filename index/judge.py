"""From what the evidence reader says of several texts to one judgement: yes or no, and which way an effect goes.

Pure functions of a reader's `Readings`. Texts count by the probability that they answer at all, so that one that is
beside the point says little, whatever its stance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
_TOLD = 2.5
"""What a way gains, in log odds, where every text says it in words: rules that read such words are right in 6 of 7."""
ASKED, DENIED = 0.51, -1.88
"""Log odds of yes that a question gains, and that it gains where all its texts deny something in words."""
CLAIMED = (0.97, 1.29)
"""What support against contradiction, in log odds, is multiplied by under a claim, and what is added."""
_SLIGHT = 0.02
_NEITHER = 0.6
"""Texts that with at least this share do neither come to maybe."""
_LEAST = 0.01
"""Below this a probability of the reader's counts alike."""


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


def yes_no(stance: _Floats, relevance: _Floats, answer: _Floats, denied: Sequence[bool], *, asked: bool) -> YesNo:
    """The answer of several texts to one question, or what they make of a claim.

    Args:
        stance: (n, 3) probabilities that each supports, contradicts or does neither.
        relevance: (n,) log odds that each answers the question.
        answer: (n,) log odds of yes against no by each.
        denied: Whether each denies something in words (`index.told.denies`).
        asked: True for a question, which words that deny mostly answer with no; False for a claim, and for a question
            that denies something itself. These go by `stance`, which was trained on claims.
    Returns:
        Maybe where the texts mostly do neither, else the likelier of yes and no.
    Raises:
        ValueError: There is no text, or not one row of each for each.
    Source: weights fitted by `index.train_answer`, docs/measurements.md.
    """
    shares = pooled(stance, relevance)
    if shares[2] > _NEITHER:
        return YesNo("maybe", float(shares[2]))
    if asked:
        odds = float(pooled(answer[:, None], relevance)[0]) + ASKED + DENIED * sum(denied) / len(denied)
    else:
        odds = CLAIMED[0] * for_and_against(shares) + CLAIMED[1]
    yes = 1 / (1 + math.exp(-odds))
    return YesNo("yes", yes) if yes >= 0.5 else YesNo("no", 1 - yes)


def for_and_against(shares: _Floats) -> float:
    """Log odds of support against contradiction, of (3,) probabilities."""
    return math.log((float(shares[0]) + _SLIGHT) / (float(shares[1]) + _SLIGHT))


def direction(direction: _Floats, relevance: _Floats, told: Sequence[Way | None] = ()) -> Direction:
    """The way of an effect by several texts, as the reader reads it and as their words say it.

    Args:
        direction: (n, 3) probabilities of increased, decreased and no difference.
        relevance: (n,) log odds that each answers the question.
        told: What `index.told` reads in each, None where nothing; nothing in any of them if left out.
    Returns:
        The likeliest way; ties in the order of `WAYS`.
    Raises:
        ValueError: There is no text, or not one row (and one entry of `told`, if given) for each.
    """
    shares = pooled(direction, relevance)
    if told:
        votes = np.array([[float(way == t) for way in WAYS] for t in told], np.float32)
        odds = np.log(shares + _LEAST) + _TOLD * pooled(votes, relevance)
        shares = np.exp(odds - odds.max())
        shares = shares / shares.sum()
    best = int(shares.argmax())
    return Direction(WAYS[best], float(shares[best]))


def pooled(classes: _Floats, relevance: _Floats) -> _Floats:
    """The mean of (n, k) rows, weighted by how probably each text answers: (k,).

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
