"""How well labels agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeVar

Label = TypeVar("Label")


def macro_f1(pairs: Mapping[tuple[Label, Label], int], labels: Iterable[Label]) -> float:
    """Mean over `labels` of F1, in [0, 1]; NaN where a label is neither gold nor said.

    Args:
        pairs: How often each (gold, said) pair occurs.
    Source: Sokolova and Lapalme, Information Processing & Management 2009;45:427-437.
    """
    scores = []
    for label in labels:
        gold = sum(n for (g, _), n in pairs.items() if g == label)
        said = sum(n for (_, s), n in pairs.items() if s == label)
        scores.append(2 * pairs.get((label, label), 0) / (gold + said) if gold + said else math.nan)
    return sum(scores) / len(scores)
