"""A process killed while it adds, removes or rebuilds leaves nothing half in and loses nothing it reported."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.library import Library
from index.verify import verify

KILLS = 5
_SENTENCE = "Patient {n} of group {g} had {n} points less pain after {g} injections of {word} than before. "


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen texts of about a page."""
    folder = tmp_path_factory.mktemp("texts")
    for g in range(16):
        word = "".join(random.Random(g).choices("abcdefghij", k=8))
        text = "".join(_SENTENCE.format(n=n, g=g, word=word) for n in range(15))
        (folder / f"{g:02}.txt").write_text(f"Report {g}\n\n{text}\n", encoding="utf-8")
    return folder


def _killed(command: list[str], seconds: float) -> list[str]:
    """Lines a command printed before it was killed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(seconds)
    process.kill()
    return process.communicate()[0].splitlines()


def _children(pid: int) -> set[int]:
    """Ids of the processes a process has started that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(stat.parent.name))
    return found


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _index(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-u", "-m", "index", *arguments, "--data", str(data)]


@pytest.mark.timeout(3600)
def test_killed_at_any_moment(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_PROCESSES", "2")
    data = tmp_path / "data"
    begun = time.monotonic()
    subprocess.run(_index(tmp_path / "whole", "add", str(files)), check=True, capture_output=True)
    whole = time.monotonic() - begun
    reported: set[str] = set()
    chance = random.Random(7)
    for _ in range(KILLS):
        lines = _killed(_index(data, "add", str(files)), chance.uniform(0.1, 1.0) * whole)
        reported |= {line.split()[1] for line in lines if line.startswith("added")}
        library = Library.open(data)
        assert list(verify(library)) == []
        present = {d.id for d in library.documents()}
        library.close()
        assert reported <= present
    subprocess.run(_index(data, "add", str(files)), check=True, capture_output=True)
    listed = subprocess.run(_index(data, "list", "--json"), check=True, capture_output=True, text=True).stdout
    assert len(json.loads(listed)) == 16


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.timeout(3600)
def test_the_processes_that_read_end_with_the_one_that_was_killed(files: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {**os.environ, "CITEWELL_PROCESSES": "2"}
    adding = subprocess.Popen(_index(data, "add", str(files)), stdout=subprocess.PIPE, text=True, env=environment)
    assert adding.stdout is not None
    # Before the first line: few small files may all be in when it comes, and their readers gone.
    readers: set[int] = set()
    while len(readers) < 2 and adding.poll() is None:
        readers = _children(adding.pid)
    first = adding.stdout.readline().split()
    adding.kill()
    adding.communicate()
    assert len(readers) == 2
    assert first[0] == "added"
    while not all(_gone(pid) for pid in readers):
        time.sleep(0.05)
    library = Library.open(data)
    assert first[1] in {d.id for d in library.documents()}
    assert list(verify(library)) == []
    library.close()


@pytest.mark.timeout(3600)
def test_killed_while_removing_and_rebuilding(files: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    subprocess.run(_index(data, "add", str(files)), check=True, capture_output=True)
    library = Library.open(data)
    ids = [d.id for d in library.documents()]
    library.close()
    gone: set[str] = set()
    for i in range(3):
        lines = _killed(_index(data, "remove", *ids[i * 3 : i * 3 + 3]), 1.2 + i * 0.6)
        gone |= {line.split()[1] for line in lines if line.startswith("removed")}
        _killed(_index(data, "rebuild"), 1.5 + i * 0.5)
        library = Library.open(data)
        assert list(verify(library)) == []
        present = {d.id for d in library.documents()}
        library.close()
        assert not gone & present
        assert set(ids[9:]) <= present
