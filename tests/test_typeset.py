"""Text we know, set in many layouts: what was set must come out verbatim, with its marks, on its page."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.__main__ import main
from evals.press import Layout, Press, Sentence
from evals.typeset import LAYOUTS, generated, read_back, texts_in


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_stand_whole_with_their_marks_and_on_their_page(layout: str) -> None:
    result = read_back(LAYOUTS[layout], generated(random.Random(layout), 24))
    assert result.sentences.n > 70
    assert result.sentences.hits >= 0.995 * result.sentences.n, result.wrong
    assert result.marks.hits >= 0.995 * result.marks.n


@pytest.mark.parametrize(
    ("layout", "seed", "paragraphs"),
    [
        # Wide spaces of lines under each other look like a gutter, at a column's end and in its middle.
        ("two columns", 203, 29),
        # A short last page: two lines of text, set wide, under a figure and beside the end of the list of references.
        ("two columns, ligatures", 203, 29),
        # Two such lines right under the figures on an axis.
        ("two columns, ligatures", 206, 20),
    ],
)
def test_wide_spaces_are_no_gutter(layout: str, seed: int, paragraphs: int) -> None:
    result = read_back(LAYOUTS[layout], generated(random.Random(seed), paragraphs))
    assert result.wrong == ()
    assert result.marks.hits == result.marks.n


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.sampled_from(sorted(LAYOUTS)))
def test_any_seed_reads_as_well(seed: int, layout: str) -> None:
    result = read_back(LAYOUTS[layout], generated(random.Random(seed), 12))
    assert result.sentences.hits >= 0.97 * result.sentences.n


def test_a_sentence_that_is_not_in_the_file_or_on_another_page_counts_as_wrong() -> None:
    press = Press(Layout())
    press.paragraph([Sentence("Only this was printed, and it was printed once.")])
    assert [p.page for p in press.placed] == [1]
    other = read_back(Layout(), [[Sentence("A sign the font lacks, \u4e00, is printed as a box.")]])
    assert other.sentences.hits == 0
    assert other.wrong


def test_texts_of_a_folder_are_set_and_their_sentences_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Rest did not help. Walking did.\n\nNobody fell \u2265 once.\n", encoding="utf-8")
    assert list(texts_in(tmp_path)) == [[[Sentence("Rest did not help."), Sentence("Walking did.")], []]]
    assert main(["typeset", "--texts", str(tmp_path), "--wrong", "1"]) == 0
    assert "1.0000 of 2" in capsys.readouterr().out
    assert main(["typeset", "--texts", str(tmp_path / "none")]) == 2
