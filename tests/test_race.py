"""The benchmark of adding files: both ways really run, and its figures are those of its laps."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.growth import grow
from evals.race import OURS, PEER, Lap, as_text, race
from index.library import Library
from tests.conftest import TEXTS


@pytest.mark.timeout(1800)
def test_both_ways_index_the_same_file() -> None:
    ours, peer = race([TEXTS / "trial.md"])
    assert (ours.way, peer.way) == (OURS, PEER)
    assert ours.documents == peer.documents == 1
    assert ours.passages > 0
    assert peer.passages > 0
    assert min(ours.tokens, peer.tokens) > 100


def test_ratios_are_taken_lap_by_lap() -> None:
    laps = [Lap(OURS, 10, 20, 3, 9, 900), Lap(PEER, 30, 50, 3, 5, 800)]
    laps += [Lap(OURS, 10, 20, 3, 9, 900), Lap(PEER, 20, 40, 3, 5, 800)]
    told = as_text(laps)
    assert "2.50 times as long (median of 2; 2.00 to 3.00)" in told
    assert "2.25 times the processor (median of 2; 2.00 to 2.50)" in told


def test_a_race_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no file to add"):
        race([tmp_path])


def test_a_library_grows_by_made_up_documents_that_are_found(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "data")
    points = list(grow(library, 20, 6, tmp_path))
    assert [p.documents for p in points] == list(range(2, 21, 2))
    assert points[-1].passages == library.count_passages() > 80
    assert len(library.documents()) == 20
    assert library.search("epidural steroid injection", 5)
