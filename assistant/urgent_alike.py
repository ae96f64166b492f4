"""Whether a question reads like those that tell of an emergency, whatever its words.

People name one sign in countless ways, and no list has them all. A line between urgent questions and harmless ones
about the same things is fitted to examples of both (`urgent_examples.tsv`, written for this) in the space of the
embedding model, once for each model; that takes a third of a second at the first question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.urgent import tells_of_somebody
from index.embed import Vectors

Embed = Callable[[Sequence[str]], Vectors]
EXAMPLES = Path(__file__).with_name("urgent_examples.tsv")
_RIDGE = 0.3
_FROM = 0.1
"""How far on the urgent side; 0 is the line, 1 where the urgent examples lie."""
_NEAR = 0.35
"""Cosine to the most alike urgent example; what is like none of them says nothing."""


def reads_urgent(text: str, embed: Embed) -> bool:
    """True if a question is like the urgent examples rather than the others, and may be about somebody.

    Source: least squares with a ridge; both kinds weigh the same. Chosen by leaving each example out once,
    docs/measurements.md.
    """
    if not tells_of_somebody(text):
        return False
    vector = embed([text])
    line, urgent = _fitted(embed)
    return float(_with_constant(vector)[0] @ line) > _FROM and float((urgent @ vector[0]).max()) >= _NEAR


def examples() -> list[tuple[bool, str]]:
    """Whether each is urgent, and the question."""
    rows = [line.split("\t") for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    return [(urgent == "yes", question) for urgent, question in rows]


@lru_cache(maxsize=4)
def _fitted(embed: Embed) -> tuple[Vectors, Vectors]:
    """What a question's vector and a one are weighed by, (dimension + 1,), and the urgent examples, (n, dimension)."""
    rows = examples()
    urgent = np.array([is_urgent for is_urgent, _ in rows])
    embedded = embed([question for _, question in rows])
    vectors = _with_constant(embedded)
    weighed = vectors * np.where(urgent, (~urgent).mean(), urgent.mean())[:, None]
    ridged = weighed.T @ vectors + _RIDGE * np.eye(vectors.shape[1])
    line = np.linalg.solve(ridged, weighed.T @ np.where(urgent, 1.0, -1.0))
    return np.asarray(line, np.float32), embedded[urgent]


def _with_constant(vectors: Vectors) -> Vectors:
    return np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
