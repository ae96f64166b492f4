"""A run passes, or does not, and the exit status says which."""

from __future__ import annotations

from pathlib import Path

import pytest

import evals
from evals.__main__ import main
from evals.gate import read_demand, read_floors
from evals.outcomes import MeasureValue
from tests.finished_runs import abstention, answer, citation, outcome, write_set

WALKING = ("rest", "Walking helped a little.")
RIGHT = answer(citation(*WALKING))


def write_run(folder: Path, right: int, of: int, **more: str) -> Path:
    """A run with so many questions right, and one of two unanswerable ones answered."""
    asked = [outcome(f"q{n}", RIGHT, {"gold hit": float(n < right)}, gold=[WALKING]) for n in range(of)]
    asked += [outcome("u1", RIGHT, {"false answers": 1.0}), outcome("u2", abstention(), {"false answers": 0.0})]
    macro = MeasureValue(
        name="macro-F1",
        value=None,
        low=None,
        high=None,
        n=0,
        unscored=9,
        unit="question",
        better="higher",
        definition="",
    )
    write_set(folder / "small", asked, measures=[macro], **more)
    return folder


@pytest.mark.parametrize(
    ("floor", "status"),
    [
        ("small/gold hit>=0.8", 0),
        ("small/gold hit >= 0.81", 1),
        ("small/false answers<=0.5", 0),
        ("small/false answers<=0.4", 1),
        ("small/macro-F1>=0.1", 1),
    ],
)
def test_a_floor_decides(tmp_path: Path, floor: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    run = write_run(tmp_path / "run", 8, 10)
    assert main(["gate", str(run), "--floor", floor]) == status
    told = capsys.readouterr().out
    assert ("FAIL" in told) == bool(status)
    if "macro" in floor:
        assert "unscored: none of 9 could be scored" in told


@pytest.mark.parametrize(
    ("floor", "told"),
    [
        ("small/gold hits>=0.8", "has no measure 'gold hits'; did you mean 'gold hit'?"),
        ("small/Gold Hit>=0.8", "did you mean 'gold hit'?"),
        ("small/zzz>=0.8", "it has gold hit, false answers, macro-F1"),
        ("tiny/gold hit>=0.8", "holds no set tiny; it holds small"),
        ("gold hit>=0.8", "is no floor; write SET/measure>=0.8"),
        ("small/gold hit>=high", "high is not a number"),
        ("small/gold hit>=nan", "nan is not a number"),
        ("small/gold hit<=0.8", "small/gold hit is better when higher; give it a bound with >="),
        ("small/gold hit", "needs a --baseline"),
    ],
)
def test_a_floor_that_cannot_be_looked_up_is_an_error(
    tmp_path: Path, floor: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gate", str(write_run(tmp_path / "run", 8, 10)), "--floor", floor]) == 2
    assert told in capsys.readouterr().err


def test_floors_are_read_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text('[small.at_least]\n"gold hit" = 0.8\n[small.at_most]\n"false answers" = 0.4\n', encoding="utf-8")
    assert read_floors(floors) == [read_demand("small/gold hit>=0.8"), read_demand("small/false answers<=0.4")]
    assert main(["gate", str(write_run(tmp_path / "run", 8, 10)), "--floors", str(floors)]) == 1
    assert "2 checked, 1 failed" in capsys.readouterr().out
    for wrong in (
        "[small]\nat_lest = 1",
        '[small.at_least]\n"gold hit" = "x"',
        "[small",
        '[small.at_least]\n"g" = inf',
    ):
        floors.write_text(wrong, encoding="utf-8")
        assert main(["gate", str(tmp_path / "run"), "--floors", str(floors)]) == 2
        assert "floors.toml: " in capsys.readouterr().err
    assert main(["gate", str(tmp_path / "run"), "--floors", str(tmp_path / "none.toml")]) == 2
    assert main(["gate", str(tmp_path / "run")]) == 2


def test_the_floors_of_the_built_in_set_are_sound() -> None:
    demands = read_floors(Path(evals.__file__ or "").parent / "floors.toml")
    assert {d.set for d in demands} == {"starter"}
    assert all(0 <= (d.bound or 0) <= 1 for d in demands)


def test_a_run_that_fell_behind_its_baseline_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, now = write_run(tmp_path / "before", 10, 10), write_run(tmp_path / "now", 4, 10)
    # Six of ten lost, none won: of 2^6 sign patterns two are as far, p = 2 / 64.
    assert main(["gate", str(now), "--floor", "small/gold hit", "--baseline", str(before)]) == 1
    assert "1.0000 before, 0.4000 now, p 0.0312 (10 questions in both)" in capsys.readouterr().out
    # Five lost: p = 2 / 32 is not below 0.05.
    little = write_run(tmp_path / "little", 5, 10)
    assert main(["gate", str(little), "--floor", "small/gold hit", "--baseline", str(before)]) == 0
    assert main(["gate", str(before), "--floor", "small/gold hit", "--baseline", str(now)]) == 0


def test_a_baseline_that_cannot_be_compared_with_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write_run(tmp_path / "run", 8, 10)
    other = tmp_path / "other"
    write_set(other / "small", [outcome("z", RIGHT, {"gold hit": 1.0, "false answers": None}, gold=[WALKING])])
    for floor, told in [
        ("small/macro-F1", "small/macro-F1 is not counted by question, so it can have a floor only"),
        ("small/gold hit>=0.1", "no question is scored in both"),
    ]:
        assert main(["gate", str(run), "--floor", floor, "--baseline", str(other)]) == 2
        assert told in capsys.readouterr().err
    assert main(["gate", str(run), "--floor", "small/gold hit", "--baseline", str(tmp_path / "none")]) == 2
