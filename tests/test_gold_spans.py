"""How an annotated span of an article is found in its stored text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document, Reader, Source
from corpus.errors import CitewellError
from corpus.reading import RawBlock, Reading, assemble
from evals.__main__ import main
from evals.gold_spans import Found, how_found, is_whole_without_spaces, read_gold


def article() -> Document:
    """A paragraph, a caption and a table that has a cell of two lines."""
    blocks = (
        (BlockKind.PARAGRAPH, "Pain fell by¹² half (χ²0.49)."),
        (BlockKind.CAPTION, "Table 2 Pain"),
        (BlockKind.TABLE, "Arm\t1.5 0.6"),
    )
    reading = Reading([RawBlock.of(k, t) for k, t in blocks], Source("Pain"), Reader("test"))
    return assemble(reading, data=b"x", path="a.txt")


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Pain fell", Found.WHOLE),
        ("half (χ²0.49).\r\n  Table 2", Found.WHOLE),
        ("fell by12 half (χ20.49)", Found.RAISED),
        ("half (χ20.49).Table 2", Found.BLOCKS),
        ("half (χ20.49). Table 2 PainArm", Found.BLOCKS),
        ("1.50.6", Found.LINES),
        ("(χ20.49).Table 2 Pain Arm1.50.6", Found.LINES),
        ("Pain rose", Found.MISSING),
        ("Painfell by", Found.MISSING),
        ("Table2 Pain", Found.MISSING),
        ("half Pain fell by", Found.MISSING),
    ],
)
def test_a_quote_is_told_apart_by_what_differs(quote: str, found: Found) -> None:
    assert how_found(quote, article()) is found


@pytest.mark.parametrize(
    ("quote", "whole"), [("Pain fell", True), ("1.50.6", True), ("PainArm", True), ("by12 half", False)]
)
def test_without_white_space_letters_and_figures_must_still_be_the_same(quote: str, whole: bool) -> None:
    assert is_whole_without_spaces(quote, article()) is whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One article, and two spans of its plain text."""
    for name in ("nxml/validation", "txt/validation"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "nxml/validation/PMC1.nxml").write_text("<article><body><p>Pain fell by half.</p></body></article>")
    plain = "Pain fell\r\nby half."
    (tmp_path / "txt/validation/PMC1.txt").write_bytes(plain.encode())
    spans = [(0, 15), (5, 20)]
    lines = [json.dumps({"pmcid": "1", "start": s, "end": e, "text": plain[s:e]}) for s, e in spans]
    (tmp_path / "spans_validation.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_the_command_says_how_many_spans_are_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spans", str(folder)]) == 0
    whole = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("whole "))
    assert whole.split()[-2:] == ["2", "2"]


def test_a_span_that_is_not_the_slice_it_names_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "txt/validation/PMC1.txt").write_text("Other text entirely.")
    assert main(["spans", str(folder)]) == 2
    assert "holds another text" in capsys.readouterr().err


def test_a_folder_without_spans_is_refused(tmp_path: Path) -> None:
    assert main(["spans", str(tmp_path)]) == 2
    with pytest.raises(CitewellError, match="holds no spans"):
        read_gold(tmp_path)
