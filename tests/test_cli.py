"""The commands as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main as ask_main
from corpus.document import SourceType
from index.__main__ import main as index_main
from tests.conftest import TEXTS


@pytest.fixture
def data(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    folder = str(tmp_path / "data")
    assert index_main(["add", str(TEXTS), "--data", folder]) == 0
    assert "4 added, 0 already in, 0 refused" in capfd.readouterr().out
    return folder


def test_list_show_and_verify(data: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert index_main(["list", "--json", "--data", data]) == 0
    rows = json.loads(capfd.readouterr().out)
    assert {"id", "path", "title", "source_type", "passages"} <= set(rows[0])
    trial = next(r for r in rows if r["source_type"] == "trial")
    assert Path(trial["path"]) == TEXTS / "trial.md"
    assert index_main(["show", trial["id"], "--data", data]) == 0
    assert "Abara C, Lind D" in capfd.readouterr().out
    assert index_main(["verify", "--data", data]) == 0
    assert "agree" in capfd.readouterr().out


def test_the_spans_of_an_answer_point_into_the_text_that_show_prints(
    data: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask_main(["ask", "Does triamcinolone thin cartilage?", "--json", "--data", data]) == 0
    reply = json.loads(capfd.readouterr().out)
    assert reply["kind"] == "answer"
    fields = "kind question standalone_question claims reason missing nearest mode index seconds".split()
    assert set(fields) <= set(reply)
    kinds = {t.value for t in SourceType}
    for claim in reply["claims"]:
        assert {"text", "support", "citations"} <= set(claim)
        for citation in claim["citations"]:
            assert set("marker document title source_type page section start end quote".split()) <= set(citation)
            assert citation["source_type"] in kinds
            index_main(["show", citation["document"], "--text", "--data", data])
            text = capfd.readouterr().out
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_is_no_error(data: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask_main(["ask", "What salbutamol dose in asthma?", "--json", "--data", data]) == 0
    reply = json.loads(capfd.readouterr().out)
    assert reply["kind"] == "abstention"
    assert reply["claims"] == []
    assert reply["reason"]
    assert "salbutamol dose" in reply["missing"]


def test_text_names_its_sources_and_what_was_asked(data: str, capfd: pytest.CaptureFixture[str]) -> None:
    ask_main(
        ["ask", "What about hyaluronic acid?", "--after", "Should I offer corticosteroid for knees?", "--data", data]
    )
    out = capfd.readouterr().out
    assert "Asked as: Should I offer hyaluronic acid for knees?" in out
    assert "Strong against · population: adults with knee osteoarthritis" in out
    assert "doi:10.5555/jig.2021.3" in out


def test_errors_are_one_line_and_name_the_thing(data: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert index_main(["show", "dnothere", "--data", data]) == 2
    error = capfd.readouterr().err
    assert error.startswith("citewell: dnothere: ")
    assert error.count("\n") == 1
    assert ask_main(["ask", "   ", "--data", data]) == 2
    assert index_main(["add", "--data", data]) == 2


def test_remove_and_rebuild(data: str, capfd: pytest.CaptureFixture[str]) -> None:
    index_main(["list", "--json", "--data", data])
    rows = json.loads(capfd.readouterr().out)
    assert index_main(["remove", rows[0]["id"], "--data", data]) == 0
    assert index_main(["rebuild", "--data", data]) == 0
    assert index_main(["verify", "--data", data]) == 0
    assert index_main(["status", "--data", data]) == 0
    assert "documents    3" in capfd.readouterr().out


def test_settings_come_from_the_command_line_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITEWELL_DATA", str(tmp_path / "from-environment"))
    assert index_main(["status"]) == 0
    assert "from-environment" in capfd.readouterr().out
    assert index_main(["status", "--data", str(tmp_path / "named")]) == 0
    assert str(tmp_path / "named") in capfd.readouterr().out
