"""What is measured of a reader: figures by question, classes against gold, and how they are printed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.measures.labels import macro_f1

_DRAWS = 1000
_WEIGHTS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure on one set: the values of its questions by words, by the reader, by both; NaN is unscored."""

    name: str
    words: tuple[float, ...]
    reader: tuple[float, ...]
    both: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Classes:
    """(gold, said) of each question of a set, whose macro-F1 over `labels` is wanted."""

    name: str
    pairs: tuple[tuple[int, int], ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Texts under one question as the words found them: whether each is right, and what words and reader score it.

    `relevant` counts all right texts, found or not.
    """

    right: tuple[bool, ...]
    words: tuple[float, ...]
    reader: tuple[float, ...]
    relevant: int


def ndcg(ranked: Sequence[bool], relevant: int, k: int = 10) -> float:
    """nDCG@k with binary gain, in [0, 1]; NaN without a relevant text. Source: Järvelin and Kekäläinen, TOIS 2002."""
    if not relevant:
        return math.nan
    gain = sum(1 / math.log2(i + 2) for i, right in enumerate(ranked[:k]) if right)
    return gain / sum(1 / math.log2(i + 2) for i in range(min(k, relevant)))


def recall(ranked: Sequence[bool], relevant: int, k: int = 10) -> float:
    """Share of the relevant texts among the first k, in [0, 1]; NaN without a relevant text."""
    return sum(ranked[:k]) / relevant if relevant else math.nan


def hit(ranked: Sequence[bool], relevant: int, k: int) -> float:
    """1 if a relevant text is among the first k, else 0; NaN without a relevant text."""
    return float(any(ranked[:k])) if relevant else math.nan


def ranking(name: str, found: Sequence[Ranked], score: Callable[[Sequence[bool], int], float]) -> Figure:
    """A measure of a ranking, by words, by the reader, and by both together.

    Both: the reader's log odds plus a weight times the words' score as a share of the best one's. Each half of the
    questions is scored with the weight that is best on the other half, so that no question chooses its own.
    """

    def by(weight: float, questions: Sequence[Ranked]) -> list[float]:
        return [score(_ordered(r, np.array(r.reader) + weight * _shares(r.words)), r.relevant) for r in questions]

    halves = (found[::2], found[1::2])
    best = [max(_WEIGHTS, key=lambda w, h=half: _mean(by(w, h))) for half in halves]  # type: ignore[misc]
    crossed = [by(best[1], halves[0]), by(best[0], halves[1])]
    both = [crossed[i % 2][i // 2] for i in range(len(found))]
    words = [score(r.right, r.relevant) for r in found]
    return Figure(name, tuple(words), tuple(by(0.0, found)), tuple(both))


def _ordered(ranked: Ranked, scores: npt.NDArray[np.float64]) -> list[bool]:
    return [ranked.right[i] for i in np.argsort(-scores, kind="stable")]


def _shares(words: Sequence[float]) -> npt.NDArray[np.float64]:
    scores = np.array(words, np.float64)
    return np.asarray(scores / scores.max(initial=1e-9), np.float64)


def _mean(values: Sequence[float]) -> float:
    scored = [v for v in values if not math.isnan(v)]
    return sum(scored) / len(scored) if scored else 0.0


def as_text(figures: Sequence[Figure | Classes], seed: int = 0) -> str:
    """One line a figure, with bootstrap 95 % intervals over its questions."""
    width = max((len(f.name) for f in figures), default=0)
    lines = [f"{'':{width}} {'words alone':>20} {'reader':>20} {'both':>20}    n"]
    for f in figures:
        if isinstance(f, Classes):
            cells, n = ("–", _f1_interval(f, seed), "–"), len(f.pairs)
        else:
            cells, n = (_interval(f.words, seed), _interval(f.reader, seed), _interval(f.both, seed)), len(f.reader)
        lines.append(f"{f.name:{width}} {cells[0]:>20} {cells[1]:>20} {cells[2]:>20} {n:4}")
    return "\n".join(lines)


def _interval(values: Sequence[float], seed: int) -> str:
    scored = np.array([v for v in values if not math.isnan(v)])
    if not len(scored):
        return "–"
    draws = np.random.default_rng(seed).choice(scored, (_DRAWS, len(scored))).mean(axis=1)
    return _shown(float(scored.mean()), draws)


def _f1_interval(classes: Classes, seed: int) -> str:
    pairs = np.array(classes.pairs).reshape(-1, 2)
    if not len(pairs):
        return "–"
    drawn = np.random.default_rng(seed).integers(0, len(pairs), (_DRAWS, len(pairs)))
    draws = [macro_f1(Counter(map(tuple, pairs[rows].tolist())), classes.labels) for rows in drawn]
    return _shown(macro_f1(Counter(classes.pairs), classes.labels), np.array(draws))


def _shown(value: float, draws: npt.NDArray[np.float64]) -> str:
    return f"{value:.3f} ({np.nanquantile(draws, 0.025):.3f}–{np.nanquantile(draws, 0.975):.3f})"
