"""A question set is read whole, and whatever is wrong with it is told with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Span
from corpus.errors import CitewellError
from evals.__main__ import main
from evals.question_sets import GoldSpan, Judged, places_of, problems_of, read_set

TEXT = "Heat eased stiffness in 12 of 40 people. Cold did not. Cold did not."
CORPUS = [{"_id": "d1", "title": "Heat and cold", "text": TEXT}]
QUERIES = [
    {"_id": "q1", "text": "Does heat ease stiffness?", "expected": ["12 of 40"]},
    {"_id": "q2", "text": "Does magic?", "abstain": True},
]


def a_set(folder: Path, *, spans: list[dict[str, Any]] = [], qrels: str = "", **other: Any) -> Path:  # noqa: B006
    rows = {"corpus.jsonl": CORPUS, "queries.jsonl": other.get("queries", QUERIES), "spans.jsonl": spans}
    for name, lines in rows.items():
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_sound_set_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    span = {"query_id": "q1", "document": "d1", "quote": "12 of 40"}
    assert main(["check", str(a_set(tmp_path, spans=[span]))]) == 0
    assert capsys.readouterr().out == (
        "2 questions, 1 documents, 0 judged documents, 1 spans; "
        "0 answerable questions without a judgement; 0 problems\n"
    )


@pytest.mark.parametrize("qrels", ["query-id\tcorpus-id\tscore\nq1\td1\t2\n", "\nq1 0 d1 2\n"])
def test_judgements_are_read_in_the_forms_of_beir_and_of_trec(tmp_path: Path, qrels: str) -> None:
    assert read_set(a_set(tmp_path, qrels=qrels)).judged == ((2, Judged("q1", "d1", 2)),)


def test_the_check_names_every_line_that_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spans: list[dict[str, Any]] = [
        {"query_id": "q1", "document": "d1", "quote": "13 of 40"},
        {"query_id": "q9", "document": "d9", "quote": "x"},
        {"query_id": "q1", "document": "d1"},
        {"query_id": "q1", "document": "d1", "start": 0, "end": 999},
        {"query_id": "q2", "document": "d1", "start": 0, "end": 4, "quote": "Cold"},
    ]
    a_set(tmp_path, spans=spans, qrels="q1\td1\thigh\n", queries=[*QUERIES, QUERIES[0]])
    assert main(["check", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    for line in (
        "queries.jsonl line 3: id q1 stands on line 1 already",
        "queries.jsonl line 2: q2 is to be abstained from, yet has judgements",
        "qrels.tsv line 1: needs query, document and a whole grade",
        "spans.jsonl line 1: the quote is not in d1",
        "spans.jsonl line 2: no question has the id q9",
        "spans.jsonl line 2: no document is named d9",
        "spans.jsonl line 3: Value error, give start and end, or quote",
        "spans.jsonl line 4: end 999 is past the 68 characters of d1",
        "spans.jsonl line 5: start and end name another text than the quote",
    ):
        assert line in told
    assert told.endswith("; 9 problems\n")


def test_a_quote_that_stands_twice_is_gold_at_both_places() -> None:
    gold = GoldSpan(query_id="q1", document="d1", quote="Cold did not.")
    assert places_of(gold, TEXT) == (Span(41, 54), Span(55, 68))


def test_quotes_are_looked_for_in_files_as_the_library_reads_them(tmp_path: Path) -> None:
    a_set(tmp_path, spans=[{"query_id": "q1", "document": "heat.md", "quote": "Heat eased stiffness in 12 people."}])
    (tmp_path / "corpus.jsonl").unlink()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "heat.md").write_text("# Heat\n\nHeat *eased* stiffness\nin 12 people.\n", encoding="utf-8")
    assert problems_of(read_set(tmp_path)) == []


def test_a_folder_that_is_no_set_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(CitewellError, match=r"holds no queries\.jsonl"):
        read_set(tmp_path)
    (tmp_path / "queries.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CitewellError, match=r"none of corpus\.jsonl, files, documents\.txt"):
        read_set(tmp_path)


def test_documents_may_stay_where_they_are(tmp_path: Path) -> None:
    for name in ("heat", "cold"):
        (tmp_path / f"{name}.txt").write_text(f"{name.title()} was tried.", encoding="utf-8")
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "queries.jsonl").write_text(json.dumps(QUERIES[0]) + "\n", encoding="utf-8")
    (folder / "documents.txt").write_text("../*.txt\n\n../heat.txt\n../*.pdf\n", encoding="utf-8")
    (folder / "spans.jsonl").write_text(
        json.dumps({"query_id": "q1", "document": "heat", "quote": "Heat was tried"}) + "\n", encoding="utf-8"
    )
    found = read_set(folder)
    assert {name: path.name for name, path in found.files.items()} == {"cold": "cold.txt", "heat": "heat.txt"}
    assert problems_of(found) == [
        "documents.txt line 3: two files are named heat; rename one",
        "documents.txt line 4: names no file (../*.pdf); correct it",
    ]
