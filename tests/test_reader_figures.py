"""How the evidence reader is measured: a perfect reader gets full marks, and no question chooses its own weight."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evals.reader import measure
from evals.reader_figures import Classes, Figure, Ranked, as_text, hit, ndcg, ranking, recall
from evals.word_search import Bm25
from index.reader import Readings
from tests.small_sets import GOLD, SAME, write_sets


class PerfectReader:
    """Knows the small sets by heart."""

    name = "perfect"

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        relevance = np.array([5.0 if _answers(question, t) else -5.0 for t in texts], np.float32)
        stance, way = np.zeros((len(texts), 3), np.float32), np.zeros((len(texts), 3), np.float32)
        for row, text in enumerate(texts):
            unclear = "unclear" in text
            against = " not " in text or "decreases" in question
            stance[row, 2 if unclear else 1 if against else 0] = 1
            way[row, 1 if GOLD in text and "pain" in question else 2] = 1
        return Readings(relevance, stance, way, 20 * (stance[:, 0] - stance[:, 1]))


def _answers(question: str, text: str) -> bool:
    if "injection" in question:
        return (GOLD if "pain" in question else SAME) in text
    subject = re.search(r"\w+ \d+ ", question)
    return subject[0].lower() in text.lower() if subject else "sleep" in text or "unclear" in text


def test_a_perfect_reader_gets_full_marks(tmp_path: Path) -> None:
    said: list[str] = []
    figures = measure(PerfectReader(), write_sets(tmp_path), limit=10, seed=0, progress=said.append)
    assert said == [f.name for f in figures]
    for figure in figures:
        if isinstance(figure, Classes):
            assert figure.pairs
            assert all(gold == read for gold, read in figure.pairs), figure.name
        else:
            assert figure.reader
            assert set(figure.reader) == {1.0}, figure.name


def test_what_no_words_find_counts_as_missed() -> None:
    lost = Ranked((), (), (), 1)
    assert ranking("x", [lost, lost], ndcg).reader == (0.0, 0.0)
    assert math.isnan(ndcg([], 0))


def test_measures_of_a_ranking() -> None:
    assert ndcg([False, True], 1) == pytest.approx(1 / math.log2(3))
    assert recall([True, False, True], 4) == 0.5
    assert hit([False, True], 1, 1) == 0.0
    assert hit([False, True], 1, 2) == 1.0


def test_a_question_never_chooses_the_weight_it_is_scored_with() -> None:
    # In the first half only the words are right, in the second only the reader.
    by_words = Ranked((True, False), (2.0, 1.0), (0.0, 1.5), 1)
    by_reader = Ranked((False, True), (2.0, 1.0), (0.0, 0.2), 1)
    figure = ranking("x", [by_words, by_reader] * 3, lambda right, n: hit(right, n, 1))
    assert figure.words == (1.0, 0.0) * 3
    assert figure.reader == (0.0, 1.0) * 3
    assert figure.both == (0.0, 0.0) * 3


def test_words_are_found_by_their_stems_and_stopwords_find_nothing() -> None:
    search = Bm25(["injections into the knee", "rest in bed", "an injection"])
    assert [i for i, _ in search("Does an injection help?", 5)] == [2, 0]
    assert search("Does it?", 5) == []
    scores = [s for _, s in search("injection", 5)]
    assert scores == sorted(scores, reverse=True)


def test_figures_are_printed_with_intervals_and_n() -> None:
    text = as_text([Figure("ranks", (0.0, 1.0), (1.0, 1.0)), Classes("ways", ((0, 0), (1, 0)), (0, 1))])
    assert "0.500 (0.000–1.000)" in text
    assert "1.000 (1.000–1.000)" in text
    assert "0.333" in text
