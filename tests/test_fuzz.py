"""Spoiled files: each becomes a document or is refused in one line; what does neither is found and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.read import read_document
from evals.__main__ import main
from evals.fuzz import Finding, fuzz, keep, outcome_of, spoiled_input
from evals.fuzz_seeds import own_seeds


def test_every_seed_is_read_before_it_is_spoiled(tmp_path: Path) -> None:
    assert [outcome_of(tmp_path, name, data) for name, data in own_seeds()] == [("document", "")] * 10


@pytest.mark.parametrize("seed", range(3))
def test_a_few_hundred_spoiled_files_do_no_harm(tmp_path: Path, seed: int) -> None:
    seeds = list(own_seeds())
    for number in range(100):
        name, data = spoiled_input(seeds, seed, number)
        kind, told = outcome_of(tmp_path, name, data)
        assert kind in ("document", "refused"), (number, name, told)


def test_the_same_seed_spoils_the_same_way() -> None:
    seeds = list(own_seeds())
    assert [spoiled_input(seeds, 7, n) for n in range(30)] == [spoiled_input(seeds, 7, n) for n in range(30)]
    assert spoiled_input(seeds, 7, 0) != spoiled_input(seeds, 8, 0)


def test_an_error_that_no_reader_foresaw_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> None:
        raise KeyError("x")

    monkeypatch.setattr("evals.fuzz.read_document", fail)
    assert outcome_of(tmp_path, "a.txt", b"text") == ("crash", "KeyError('x')")


def test_what_is_found_is_kept(tmp_path: Path) -> None:
    assert keep([], tmp_path / "none") == []
    path = keep([Finding(3, "hang", "a.md", "after 10 s", b"[[[")], tmp_path / "kept")[0]
    assert (path.name, path.read_bytes()) == ("000003-hang-a.md", b"[[[")


def test_the_command_reads_spoiled_files_in_processes_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.txt").write_text("Walking helped 34 of 60 adults.\n", encoding="utf-8")
    command = ["fuzz", "--inputs", "40", "--seed", "2", "--workers", "1", "--seeds", str(tmp_path)]
    assert main([*command, "--keep", str(tmp_path / "kept")]) == 0
    told = dict(line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert (told["inputs"], told["found"]) == ("40", "0")
    assert int(told["documents"]) + int(told["refused"]) == 40


def test_a_fuzz_without_inputs_is_refused() -> None:
    with pytest.raises(ValueError, match="not 0 and 1"):
        fuzz([], inputs=1)


def test_brackets_by_the_million_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("[" * 2_000_000, encoding="utf-8")
    with pytest.raises(ReadError, match="split it"):
        read_document(path)


def test_a_text_with_a_binary_tail_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Walking helped. " * 20_000 + bytes(range(1, 9)) * 2_000)
    with pytest.raises(ReadError, match="does not look like text"):
        read_document(path)
