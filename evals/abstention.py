"""How the decision to abstain is fitted, and its risk-coverage curve.

Every question of a set is asked three times: of the set's own library; of the same library without the documents that
hold its answer (a near miss: the field is right, the answer is not there); and of the other sets' libraries (crossed).
The first is answerable, the others are not. The decision sees the best of the first sentences, as in
`assistant.abstain`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.abstain import ANSWERING, LOOKED_AT
from assistant.evidence import Evidence, gather
from assistant.question import understand
from assistant.spelled_out import spell_out
from index.library import Library
from index.retrieve import Filters

FEATURES = ("relevance", "similarity", "held", "named")
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking: `kind` is "answerable", "near miss" or "crossed"; `confidence` in [0, 1] as the program has it."""

    question: str
    kind: str
    confidence: float
    features: tuple[float, ...]
    """`FEATURES` of the sentence that is surest to answer; all 0 where none was found."""

    @property
    def answerable(self) -> bool:
        """Whether the library it was asked of holds its answer."""
        return self.kind == "answerable"


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold gives, in shares in [0, 1].

    `coverage` is the share of the answerable that is answered, `risk` that of the answers given to unanswerable ones.
    """

    threshold: float
    coverage: float
    answered: Mapping[str, float]
    """Share answered of each kind of unanswerable question."""
    risk: float


def ask_all(
    sets: Mapping[str, tuple[Library, Sequence[tuple[str, frozenset[str]]]]], progress: Callable[[str], None]
) -> list[Asked]:
    """Ask the questions of each set of its library, of that without its answers, and of the other libraries.

    Args:
        sets: By name a library and its questions, each with the ids of the documents that hold its answer, if any do.
        progress: Is told what has been asked.
    """
    found: list[Asked] = []
    for name, (library, questions) in sets.items():
        every = frozenset(row.id for row in library.documents())
        for number, (question, holding) in enumerate(questions, start=1):
            if holding:
                found.append(_asked(library, question, "answerable", Filters()))
            if every - holding:
                found.append(_asked(library, question, "near miss", Filters(document_ids=every - holding)))
            for other, (elsewhere, _) in sets.items():
                if other != name:
                    found.append(_asked(elsewhere, question, "crossed", Filters()))
            progress(f"{name}: {number} of {len(questions)}")
    return found


def _asked(library: Library, question: str, kind: str, filters: Filters) -> Asked:
    asked = spell_out(understand(question), library.long_forms)
    evidence, _ = gather(asked, library, filters)
    best = max(evidence[:LOOKED_AT], key=lambda e: e.confidence, default=None)
    return Asked(question, kind, best.confidence if best else 0.0, features_of(best))


def features_of(best: Evidence | None) -> tuple[float, ...]:
    """The `FEATURES` of a sentence."""
    if best is None:
        return (0.0,) * len(FEATURES)
    return best.scores.relevance or 0.0, best.scores.similarity, best.scores.held, float(best.scores.named)


def curve(asked: Sequence[Asked], thresholds: Iterable[float]) -> list[Point]:
    """What each threshold gives."""
    return [_point(asked, t) for t in thresholds]


def _point(asked: Sequence[Asked], threshold: float) -> Point:
    def answered(kind: str) -> float:
        own = [a for a in asked if a.kind == kind]
        return sum(a.confidence >= threshold for a in own) / len(own) if own else math.nan

    given = [a for a in asked if a.confidence >= threshold]
    risk = sum(not a.answerable for a in given) / len(given) if given else 0.0
    kinds = sorted({a.kind for a in asked} - {"answerable"})
    return Point(threshold, answered("answerable"), {kind: answered(kind) for kind in kinds}, risk)


def area(asked: Sequence[Asked]) -> float:
    """Area under the ROC curve of the confidence, in [0, 1]: the chance that an answerable one is surer; ties half."""
    right = np.array([a.confidence for a in asked if a.answerable])
    wrong = np.array([a.confidence for a in asked if not a.answerable])
    if not len(right) or not len(wrong):
        return math.nan
    above = (right[:, None] > wrong[None, :]).mean() + 0.5 * (right[:, None] == wrong[None, :]).mean()
    return float(above)


def fitted(asked: Sequence[Asked], *, seed: int = 0) -> tuple[dict[str, float], float]:
    """Weights of a logistic regression on `FEATURES` with its intercept, and its area by cross-validation.

    Answerable and unanswerable questions weigh the same. No question stands in two folds.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    x = np.array([a.features for a in asked])
    y = np.array([a.answerable for a in asked])
    groups = np.unique([a.question for a in asked], return_inverse=True)[1]
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000, random_state=seed)
    sure = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba")[:, 1]
    model.fit(x, y)
    weights = dict(zip(FEATURES, map(float, model.coef_[0]), strict=True)) | {"intercept": float(model.intercept_[0])}
    again = [Asked(a.question, a.kind, float(s), a.features) for a, s in zip(asked, sure, strict=True)]
    return weights, area(again)


def as_text(asked: Sequence[Asked]) -> str:
    """The curve as a table, the threshold in use marked, and what a new fit would give."""
    points = curve(asked, sorted({*(t / 20 for t in range(1, 20)), ANSWERING}))
    kinds = list(points[0].answered)
    counted = ", ".join(f"{sum(a.kind == k for a in asked)} {k}" for k in ("answerable", *kinds))
    lines = [f"{counted}; area under the ROC curve {area(asked):.3f}", ""]
    lines.append(
        f"{'threshold':>9}  {'answerable answered':>19}  " + "  ".join(f"{k + ' answered':>18}" for k in kinds)
    )
    for p in points:
        mark = " *" if p.threshold == ANSWERING else ""
        rates = "  ".join(f"{p.answered[k]:18.3f}" for k in kinds)
        lines.append(f"{p.threshold:9.2f}  {p.coverage:19.3f}  {rates}{mark}")
    weights, crossed = fitted(asked)
    told = ", ".join(f"{name} {value:.2f}" for name, value in weights.items())
    return "\n".join([*lines, "", f"* in use. A new fit: {told}; area by cross-validation {crossed:.3f}"])


def as_svg(asked: Sequence[Asked]) -> str:
    """The risk-coverage curve as a small picture: how many answers are wrong by how many questions are answered."""
    points = curve(asked, [t / 100 for t in range(1, 100)])
    width, height, edge = 420, 260, 44
    path = " ".join(
        f"{edge + p.coverage * (width - 2 * edge):.1f},{height - edge - min(p.risk, 0.5) * 2 * (height - 2 * edge):.1f}"
        for p in points
    )
    used = _point(asked, ANSWERING)
    x = edge + used.coverage * (width - 2 * edge)
    y = height - edge - min(used.risk, 0.5) * 2 * (height - 2 * edge)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<path d="M{edge},{edge}V{height - edge}H{width - edge}" fill="none" stroke="#555"/>'
        f'<polyline points="{path}" fill="none" stroke="#1a5fb4" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c01c28"/>'
        f'<text x="{edge}" y="{height - 26}">0</text><text x="{width - edge - 8}" y="{height - 26}">1</text>'
        f'<text x="{width / 2 - 90}" y="{height - 10}">answerable questions answered</text>'
        f'<text x="8" y="{edge + 4}">0.5</text><text x="20" y="{height - edge}">0</text>'
        f'<text x="8" y="20">answers to unanswerable questions, of all answers (dot: in use)</text></svg>\n'
    )
