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

# Short last pages, where a list of references stands beside the end of the text.
_FLAWED = {"two columns, ligatures": 0.95, "three columns": 0.99}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_stand_whole_with_their_marks_and_on_their_page(layout: str) -> None:
    result = read_back(LAYOUTS[layout], generated(random.Random(layout), 24))
    assert result.sentences.n > 70
    assert result.sentences.hits >= _FLAWED.get(layout, 0.995) * result.sentences.n, result.wrong
    assert result.marks.hits >= (0.85 if layout in _FLAWED else 0.995) * result.marks.n


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.sampled_from(sorted(LAYOUTS)))
def test_any_seed_reads_as_well(seed: int, layout: str) -> None:
    result = read_back(LAYOUTS[layout], generated(random.Random(seed), 12))
    assert result.sentences.hits >= (0.9 if layout in _FLAWED else 0.97) * result.sentences.n


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
