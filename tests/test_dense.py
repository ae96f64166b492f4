"""Vectors in the real Chroma: the nearest of all, and of some only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import index.dense
from corpus.document import Passage, SourceType, Span
from index.dense import Vectors, open_vectors

COUNT = 60


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    """Sixty passages around a half circle: the nearest to the first are those numbered next."""
    made = open_vectors(tmp_path)
    angles = np.linspace(0, np.pi, COUNT)
    passages = [Passage(f"p{n}", "d", Span(n, n + 1), "x", "", "", "", SourceType.TRIAL) for n in range(COUNT)]
    made.add(passages, np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32))
    yield made
    made.close()


FIRST = np.array([1, 0], np.float32)


def test_the_nearest_come_first(vectors: Vectors) -> None:
    assert vectors.search(FIRST, 3) == ["p0", "p1", "p2"]


@pytest.mark.parametrize("at_most", [5000, 10], ids=["few", "many"])
def test_only_those_among_are_found_however_many_they_are(
    vectors: Vectors, at_most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.dense, "_AMONG_AT_MOST", at_most)
    odd = [f"p{n}" for n in range(1, COUNT, 2)]
    assert vectors.search(FIRST, 3, [*odd, "of references alone"]) == ["p1", "p3", "p5"]
    last = [f"p{n}" for n in range(COUNT - 12, COUNT)]
    assert vectors.search(FIRST, 2, last) == [f"p{COUNT - 12}", f"p{COUNT - 11}"]
    assert vectors.search(FIRST, 2, []) == []
