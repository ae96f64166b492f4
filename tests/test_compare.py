"""Two runs beside each other: what got better, what got worse, and whether that is more than chance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.outcomes import MeasureValue, QuestionOutcome
from tests.finished_runs import abstention, answer, citation, outcome, write_set

WALKING = ("rest", "Walking helped a little.")
RIGHT = answer(citation(*WALKING))
WRONG = answer(citation("steroids", "At one year there was no difference."))


def hit(key: str, score: float | None, reply: dict[str, object] | None = None) -> QuestionOutcome:
    return outcome(key, reply or (RIGHT if score else WRONG), {"gold hit": score}, gold=[WALKING])


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """A had one of four right, B three; each asked one question that the other did not."""
    write_set(tmp_path / "a" / "small", [hit("q1", 1.0), hit("q2", 0.0), hit("q3", 0.0), hit("q4", 0.0), hit("x", 1)])
    write_set(tmp_path / "b" / "small", [hit("y", 0.0), hit("q4", 1.0), hit("q3", 1.0), hit("q2", 1.0), hit("q1", 0)])
    return tmp_path / "a", tmp_path / "b"


def test_only_questions_in_both_are_compared(runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *map(str, runs), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["sets"]
    assert told["questions"] == {
        "in_both": 4, "only_first": 1, "only_second": 1, "asked_otherwise": 0, "failed": 0
    }  # fmt: skip
    (measure,) = told["measures"]
    assert (measure["n"], measure["first"], measure["second"], measure["difference"]) == (4, 0.25, 0.75, 0.5)
    assert (measure["wins"], measure["losses"], measure["ties"]) == (3, 1, 0)
    # Three of +1 and one of -1 sum to 2: 10 of the 16 sign patterns are as far from 0 (1+1 at 4, 4+4 at 2).
    assert (measure["p"], measure["exact"]) == (10 / 16, True)
    assert [c["id"] for c in told["changed"]] == ["q1", "q2", "q3", "q4"]
    assert told["changed"][0]["scores"] == {"gold hit": [1.0, 0.0]}


def test_the_table_names_the_test_its_draws_and_the_changes(
    runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *map(str, runs)]) == 0
    told = capsys.readouterr().out
    assert "4 questions in both, 1 only in A, 1 only in B" in told
    assert "10,000 resamples" in " ".join(told.split())
    row = next(line for line in told.splitlines() if line.startswith("gold hit"))
    assert row.split()[2:5] == ["0.250", "0.750", "+0.500"]
    assert row.split()[-5:] == ["=0.6250", "3", "1", "0", "4"]
    assert "- q1 (effect) Question q1? — gold hit 1 → 0" in told
    assert "--question q1" in told
    assert "WARNING" not in told


def test_a_changed_question_opens_with_both_replies_beside_each_other(
    runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *map(str, runs), "--question", "q1"]) == 0
    told = capsys.readouterr().out
    assert "gold: rest 29–53 “Walking helped a little.”" in told
    beside = next(line for line in told.splitlines() if "• Walking" in line)
    assert "│ • At one year" in beside
    assert main(["compare", *map(str, runs), "--question", "x"]) == 2
    assert "x: no question of that id is in both runs" in capsys.readouterr().err


def test_runs_on_other_questions_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_set(tmp_path / "a" / "small", [hit("q1", 1.0), hit("q2", 0.0, RIGHT)])
    other = [hit("q1", 1.0).model_copy(update={"text": "Another?"}), hit("q2", 0.0).model_copy(update={"error": "no"})]
    second = write_set(tmp_path / "b" / "small", other, set_id="ba9876543210")
    assert main(["compare", str(first), str(second)]) == 0
    told = capsys.readouterr().out
    assert "WARNING: the runs were not scored on the same questions and judgements (A 0123456789ab, B ba98" in told
    assert "WARNING: 1 question have another text or history in B" not in told
    assert "WARNING: 1 question has another text or history in B" in told
    assert "WARNING: 1 question could not be asked in one of the runs" in told
    assert "No question has another score." in told


def test_what_is_not_counted_by_question_is_shown_without_a_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    macro = MeasureValue(
        name="macro-F1",
        value=0.5,
        low=None,
        high=None,
        n=4,
        unscored=0,
        unit="question",
        better="higher",
        definition="",
    )
    first = write_set(tmp_path / "a", [hit("q1", 1.0)], measures=[macro])
    second = write_set(tmp_path / "b", [hit("q1", None)], measures=[macro.model_copy(update={"value": None})])
    assert main(["compare", str(first), str(second)]) == 0
    told = capsys.readouterr().out
    assert "macro-F1 0.5 → unscored" in told
    assert "gold hit: 1 question scored in one run only, left out" in told
    assert "no question is scored in both" in told


def test_a_measure_of_one_run_alone_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_set(tmp_path / "a", [hit("q1", 1.0)])
    second = write_set(tmp_path / "b", [outcome("q1", RIGHT, {"nDCG@10": 1.0}, gold=[WALKING])])
    assert main(["compare", str(first), str(second)]) == 0
    told = capsys.readouterr().out
    assert "Only B has: nDCG@10" in told
    assert "Only A has: gold hit" in told


def test_less_of_a_measure_that_is_better_lower_is_a_win(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = outcome("q", RIGHT, {"false answers": 1.0})
    first = write_set(tmp_path / "a", [said])
    second = write_set(tmp_path / "b", [outcome("q", abstention(), {"false answers": 0.0})])
    assert main(["compare", str(first), str(second)]) == 0
    told = capsys.readouterr().out
    assert "false answers ↓" in told
    assert "+ q (effect)" in told


def test_runs_without_a_common_set_are_told(runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    write_set(runs[1].parent / "c" / "large", [hit("q1", 1.0)])
    assert main(["compare", str(runs[0]), str(runs[1].parent / "c")]) == 2
    assert "have no set in common (small; large)" in capsys.readouterr().err
    assert main(["compare", *map(str, runs), "--set", "tiny"]) == 2
    assert "holds no set tiny; it holds small" in capsys.readouterr().err
    assert main(["compare", str(runs[0]), str(runs[0].parent)]) == 2
    assert "holds no finished run" in capsys.readouterr().err
