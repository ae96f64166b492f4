"""Reading ahead: how many processes, how far ahead, and in which order."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from corpus.read import read_document
from index.crew import Crew, Cut, cut_file
from index.ingest import Arrived, arrivals, processes_for
from index.outcome import Refused

Job = tuple[Path, Callable[[Cut | Refused], None]]


class _Backwards(Crew):
    """A crew whose one thread does what it was given last first."""

    def __init__(self) -> None:
        self.size = 2
        self._given: queue.LifoQueue[Job] = queue.LifoQueue()
        threading.Thread(target=self._work_on, daemon=True).start()

    def cut(self, path: Path, then: Callable[[Cut | Refused], None], _failed: Callable[[BaseException], None]) -> None:
        self._given.put((path, then))

    def _work_on(self) -> None:
        while True:
            path, then = self._given.get()
            then(cut_file(path, read_document))


def test_a_bounded_number_of_files_is_read_ahead_and_they_arrive_in_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(30)]
    for path in paths:
        path.write_text(f"Report {path.stem}\n\nRest helped.\n", encoding="utf-8")
    begun: list[Path] = []
    ahead = 0
    came = []

    def known(path: Path) -> None:
        begun.append(path)

    for arrived in arrivals([(p, "") for p in paths], known, read_document, _Backwards(), embed=False):
        ahead = max(ahead, len(begun) - len(came))
        assert isinstance(arrived, Arrived)
        came.append(arrived.path)
    assert came == begun == paths
    assert ahead == 8


def test_how_many_processes_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x" * 10)
    large.write_bytes(b"x" * 2_000_000)
    reader = partial(read_document, ocr=None)
    assert processes_for([small, large], reader, None) == 4
    assert processes_for([small, small], reader, None) == 0
    assert processes_for([large], reader, None) == 0
    assert processes_for([small], reader, 3) == 3
    assert processes_for([small, large], reader, 1) == 0
    assert processes_for([small, large], lambda path: read_document(path), 3) == 0
