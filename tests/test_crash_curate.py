"""A correction, a list of retractions or an import that is cut off loses nothing, and the next run finishes it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.__main__ import main
from index.bundle import export_library
from index.library import Library
from index.verify import verify
from tests.conftest import TEXTS
from tests.dying import STATUS, counted

_NAMES = ("trial.md", "guideline.md", "editorial.md")
_SHARES = (0.0, 0.5, 1.0)
"""Where a command is cut off: at its first writing statement, in the middle, and at its last."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three documents."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    library = Library.open(folder)
    assert len(list(library.add([TEXTS / name for name in _NAMES]))) == len(_NAMES)
    library.close()
    return folder


def _cut_off(arguments: list[str], data: Path, statements: int, share: float) -> str:
    """What a command printed before it was cut off at that share of its statements."""
    number = max(1, round(share * statements))
    command = [sys.executable, "-u", "-m", "tests.dying", str(number), *arguments, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == STATUS, done.stderr
    return done.stdout


def _state(data: Path) -> dict[str, tuple[str, bool, str]]:
    """Title, retraction and notice of every document of a library that is sound."""
    library = Library.open(data)
    assert list(verify(library)) == []
    found = {}
    for row in library.documents():
        source = library.document(row.id).source
        found[Path(row.path).name] = (source.title, source.retracted, source.notice)
    library.close()
    return found


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["edit", "retractions"])
def test_a_change_that_is_cut_off_did_not_happen_and_can_be_made_again(whole: Path, tmp_path: Path, kind: str) -> None:
    library = Library.open(whole)
    trial = next(d.id for d in library.documents() if Path(d.path).name == "trial.md")
    library.close()
    listed = tmp_path / "list.txt"
    listed.write_text("10.5555/zyxomma.1\n", encoding="utf-8")
    first = ["edit", trial, "--doi", "10.5555/zyxomma.1"]
    change = ["edit", trial, "--title", "Zyxomma of the knee"] if kind == "edit" else ["retractions", str(listed)]
    data, counting = tmp_path / "data", tmp_path / "counting"
    shutil.copytree(whole, data)
    assert main([*first, "--data", str(data)]) == 0
    shutil.copytree(data, counting)
    statements = counted([*change, "--data", str(counting)])
    assert statements > 3
    before, after = _state(data), _state(counting)
    assert before["trial.md"] != after["trial.md"]
    for share in _SHARES:
        _cut_off(change, data, statements, share)
        assert _state(data) == before
    assert main([*change, "--data", str(data)]) == 0
    assert _state(data) == after


@pytest.mark.timeout(1200)
def test_an_import_that_is_cut_off_is_finished_by_the_next(whole: Path, tmp_path: Path) -> None:
    library = Library.open(whole)
    archive = tmp_path / "all.citewell"
    export_library(library, archive)
    library.close()
    statements = counted(["import", str(archive), "--data", str(tmp_path / "counting")])
    expected = _state(tmp_path / "counting")
    data = tmp_path / "data"
    for share in _SHARES:
        told = _cut_off(["import", str(archive)], data, statements, share)
        imported = {line.split()[1] for line in told.splitlines() if line.startswith("imported")}
        assert _state(data).keys() <= expected.keys()
        library = Library.open(data)
        assert imported <= {d.id for d in library.documents()}
        library.close()
        if share < 1:
            shutil.rmtree(data)
    assert main(["import", str(archive), "--data", str(data)]) == 0
    assert _state(data) == expected
