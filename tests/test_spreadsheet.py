"""A table of an evaluator's own questions becomes a question set that passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.__main__ import main
from evals.question_sets import places_of, read_set

TEXT = "Heat eased stiffness in 12 of 40 people. Cold did nothing for any of them.\n"


def made(folder: Path, table: str) -> int:
    (folder / "heat.txt").write_text(TEXT, encoding="utf-8")
    (folder / "own.csv").write_text(table, encoding="utf-8")
    return main(["csv", str(folder / "own.csv"), "--out", str(folder / "set")])


def test_a_table_becomes_a_sound_set(tmp_path: Path) -> None:
    table = (
        "Question;Document;Quote;Should abstain;Expected answer\n"
        'Does heat help?;heat.txt;"stiffness  in\n12 of 40";;12 of 40\nDoes magic?;;;yes;\n'
    )
    assert made(tmp_path, table) == 0
    assert main(["check", str(tmp_path / "set")]) == 0
    found = read_set(tmp_path / "set")
    assert [(q.text, q.abstain, q.expected) for _, q in found.questions] == [
        ("Does heat help?", False, ("12 of 40",)),
        ("Does magic?", True, ()),
    ]
    [(_, gold)] = found.spans
    assert [p.of(TEXT) for p in places_of(gold, TEXT)] == ["stiffness in 12 of 40"]


def test_a_quote_that_is_not_there_is_told_with_its_line_and_the_nearest_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "question,document,quote\nHelps?,heat.txt,Heat eased stiffness in 13 of 40\nWhy?,../x.txt,a\n"
    assert made(tmp_path, table) == 1
    told = capsys.readouterr().out
    assert "own.csv line 2: the quote is not in heat.txt; the nearest text there is 'Heat eased stiffness in 12" in told
    assert "own.csv line 3: names no document in" in told
    assert not (tmp_path / "set").exists()


def test_a_table_without_its_columns_says_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(tmp_path, "question,text\nHelps?,x\n") == 2
    assert "has no column document, quote" in capsys.readouterr().err
