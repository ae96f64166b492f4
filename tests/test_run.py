"""A question set is run from its folder: what is written, what a killed run keeps, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CitewellError
from corpus.sentences import sentences_in
from evals.__main__ import main
from evals.named_sets import open_set
from evals.outcomes import QUESTIONS, TREC, MeasureValue, read_manifest, read_outcomes, read_summary
from evals.public.pubmedqa import human_accuracy
from evals.question_sets import read_set
from evals.run import Plan, chosen, run_set
from evals.set_library import library_of
from evals.systems import DEPTH, Asked
from evals.verbatim import verbatim
from index.library import OnProgress, Progress
from index.settings import Settings

CORPUS = [
    {
        "_id": "rest",
        "title": "Rest for backs",
        "text": "Methods\nWe randomised 90 adults with low back pain to bed rest or to walking.\nResults\n"
        "Bed rest did not reduce low back pain at two weeks (mean difference 0.1, 95% CI -0.4 to 0.6). "
        "Walking reduced low back pain at two weeks.",
    },
    {
        "_id": "heat wraps",
        "title": "Heat",
        "text": "Heat wraps reduced acute pain after five days in 60 adults. Skin redness occurred in 6 of 30.",
    },
]
QUERIES = [
    {"_id": "q1", "kind": "effect", "text": "Does bed rest reduce low back pain?", "labels": ["no"]},
    {
        "_id": "q2",
        "kind": "harm",
        "text": "How often was skin redness seen with heat wraps?",
        "within": ["heat wraps"],
    },
    {"_id": "q3", "kind": "unanswerable", "text": "Who invented the trombone?", "abstain": True},
]
SPANS = [
    {
        "query_id": "q1",
        "document": "rest",
        "quote": "Bed rest did not reduce low back pain at two weeks",
        "grade": "answers",
    },
    {"query_id": "q2", "document": "heat wraps", "quote": "Skin redness occurred in 6 of 30."},
]


def told(_: str) -> OnProgress:
    return lambda _: None


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    (folder / name).write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the library of the small set is built once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a small set."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, rows in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES), ("spans.jsonl", SPANS)):
        write(folder, name, rows)  # type: ignore[arg-type]
    return folder


def values(measures: tuple[MeasureValue, ...]) -> dict[str, float | None]:
    return {m.name: m.value for m in measures}


def test_a_run_writes_every_question_its_ranking_a_manifest_and_a_summary(
    small: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["run", str(small), "--data", str(data), "--out", str(out)]) == 0
    assert "nDCG@10" in capsys.readouterr().out
    outcomes = {o.id: o for o in read_outcomes(out / "small")}
    assert list(outcomes) == ["q1", "q2", "q3"]
    first = outcomes["q1"]
    assert first.reply["claims"][0]["citations"][0]["set_document"] == "rest"
    assert first.gold[0].grade == 2
    assert first.scores["first claim right"] == 1.0
    assert first.scores["citation exactness"] == 1.0
    cited = first.reply["claims"][0]["citations"][0]
    assert any(c.document == "rest" and c.start <= cited["start"] for c in first.contexts)
    assert {r.document for r in outcomes["q2"].retrieved} == {"heat wraps"}
    assert "nDCG@10" not in outcomes["q2"].scores, "one document is no ranking of documents"
    assert outcomes["q3"].scores == {"false answers": 0.0}
    ranked = [line.split() for line in (out / "small" / TREC).read_text(encoding="utf-8").splitlines()]
    assert ["q2", "Q0", "heat%20wraps", "1"] in [r[:4] for r in ranked]
    assert all(len(r) == 6 and r[5] == "citewell" for r in ranked)
    manifest = read_manifest(out / "small")
    assert (manifest.questions, manifest.documents, manifest.system) == (3, 2, "citewell")
    assert len(manifest.models["all-MiniLM-L6-v2"]) == 64
    assert manifest.settings["judge"] == f"citewell-reader {manifest.models['citewell-reader']}"
    summary = read_summary(out / "small")
    assert set(summary.by_kind) == {"effect", "harm", "unanswerable"}
    assert values(summary.measures)["false answers"] == 0.0
    assert [(m.n, m.unscored) for m in summary.measures if m.name == "wrong page"] == [(0, 2)], "no text has pages"


def test_a_killed_run_goes_on_and_comes_out_the_same(small: Path, data: Path, tmp_path: Path) -> None:
    settings = Settings(data=data)
    whole = run_set(
        read_set(small), Plan("small"), tmp_path / "whole", cache=data / "evals", settings=settings, progress=told
    )
    part = tmp_path / "part"

    def kill_after(questions: int) -> Callable[[str], OnProgress]:
        def stop(progress: Progress) -> None:
            if progress.done == questions:
                raise KeyboardInterrupt

        return lambda unit: stop if unit == "question" else lambda _: None

    with pytest.raises(KeyboardInterrupt):
        run_set(read_set(small), Plan("small"), part, cache=data / "evals", settings=settings, progress=kill_after(2))
    kept = (part / QUESTIONS).read_text(encoding="utf-8")
    (part / QUESTIONS).write_text(kept + '{"id": "q3", "ki', encoding="utf-8")
    again = run_set(read_set(small), Plan("small"), part, cache=data / "evals", settings=settings, progress=told)
    assert (part / QUESTIONS).read_text(encoding="utf-8").startswith(kept)

    def but_time(measures: tuple[MeasureValue, ...]) -> list[MeasureValue]:
        return [m for m in measures if not m.name.startswith(("seconds", "peak", "passages"))]

    assert but_time(again.measures) == but_time(whole.measures)
    assert again.by_kind == whole.by_kind


def test_a_folder_with_another_run_is_refused(small: Path, data: Path, tmp_path: Path) -> None:
    settings = Settings(data=data)
    arguments = {"cache": data / "evals", "settings": settings, "progress": told}
    run_set(read_set(small), Plan("small", answers=False), tmp_path / "out", **arguments)  # type: ignore[arg-type]
    with pytest.raises(CitewellError, match="differs in settings; name a new folder"):
        run_set(read_set(small), Plan("small"), tmp_path / "out", **arguments)  # type: ignore[arg-type]


def test_a_question_that_cannot_be_asked_is_counted_as_unscored(small: Path, data: Path, tmp_path: Path) -> None:
    write(small, "queries.jsonl", [*QUERIES, {"_id": "q4", "text": "why " * 600}])
    out = tmp_path / "out"
    assert main(["run", str(small), "--data", str(data), "--out", str(out)]) == 0
    assert "2000 characters" in read_outcomes(out / "small")[3].error
    (exact,) = (m for m in read_summary(out / "small").measures if m.name == "gold hit")
    assert (exact.n, exact.unscored) == (2, 1)


def test_to_abstain_from_a_claim_that_nothing_bears_on_is_right(small: Path, data: Path, tmp_path: Path) -> None:
    silent = {"_id": "n", "text": "Trombones were invented in Peru.", "labels": ["neutral"]}
    spoken = {"_id": "s", "text": "Trombones were invented in Peru, they say.", "labels": ["supports"]}
    write(small, "queries.jsonl", [silent, spoken])
    write(small, "spans.jsonl", [])
    out = tmp_path / "out"
    assert main(["run", str(small), "--data", str(data), "--out", str(out)]) == 0
    first, second = read_outcomes(out / "small")
    assert first.scores["stance accuracy"] == 1.0
    assert "false abstentions" not in first.scores
    assert second.scores["false abstentions"] == 1.0


def test_a_ranking_alone_has_no_scores_of_replies(
    small: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["run", str(small), "--retrieval", "--json", "--data", str(data), "--out", str(out)]) == 0
    summary = json.loads(capsys.readouterr().out)["sets"][0]
    names = {m["name"] for m in summary["measures"]}
    assert "right passage first" in names
    assert not names & {"gold hit", "false answers", "citation exactness"}


def test_a_judgement_of_what_is_not_there_is_named_with_its_line(small: Path, data: Path, tmp_path: Path) -> None:
    write(small, "spans.jsonl", [*SPANS, {"query_id": "q1", "document": "rest", "quote": "Rest cures all."}])
    with pytest.raises(CitewellError, match="small spans line 3: the quote is not in rest"):
        run_set(
            read_set(small),
            Plan("small"),
            tmp_path / "out",
            cache=data / "evals",
            settings=Settings(data=data),
            progress=told,
        )


def test_questions_drawn_by_a_seed_are_the_same_again_and_in_the_order_of_the_set(small: Path) -> None:
    questions = [q for _, q in read_set(small).questions]
    assert [q.id for q in chosen(questions, 2, 0)] == [q.id for q in chosen(questions, 2, 0)]
    assert len({tuple(q.id for q in chosen(questions, 2, seed)) for seed in range(20)}) > 1
    drawn = [q.id for q in chosen(questions, 2, 3)]
    assert drawn == sorted(drawn)
    assert chosen(questions, 9, 0) == questions


def test_a_library_is_kept_and_texts_are_stored_letter_for_letter(small: Path, tmp_path: Path) -> None:
    found = read_set(small)
    names = list(found.texts)
    seen: list[Progress] = []
    for _ in range(2):
        with library_of(found, names, tmp_path / "cache", Settings(), seen.append) as held:
            assert held.library.document(held.ids["heat wraps"]).text == CORPUS[1]["text"]
            assert held.names[held.ids["rest"]] == "rest"
            assert held.passages_per_second is not None
            assert len(held.library.search("skin redness", DEPTH)) > 1
        told_first, seen = (seen, []) if seen else ([], seen)
    assert told_first == [], "the second time nothing is put in"
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_lines_of_a_row_become_blocks_and_headings_sections() -> None:
    text = "Methods\nWe asked  them.\nRESULTS:\nAll was well. None was hurt.\n"
    document = verbatim("a", "", text)
    assert document.text == text
    assert [(s.title, s.span.of(text)[:8]) for s in document.sections] == [
        ("Methods", "Methods\n"),
        ("RESULTS", "RESULTS:"),
    ]
    assert [s.of(text) for _, s in sentences_in(document, document.sections[1].span)] == [
        "RESULTS:",
        "All was well.",
        "None was hurt.",
    ]
    wrapped = (
        "This line was broken by hand to fit a width that\nwas short, and so it goes on until the end of the\n"
        "paragraph is reached.\n\nHere begins the next."
    )
    assert [b.span.of(wrapped)[:9] for b in verbatim("b", "", wrapped).blocks] == ["This line", "Here begi"]
    assert verbatim("c", "A title alone", " ").text == "A title alone"
    assert verbatim("c", "", text).id != document.id


def test_bm25_ranks_documents_and_passages_by_their_words(small: Path, data: Path) -> None:
    pytest.importorskip("bm25s")
    from evals.bm25 import Bm25

    found = read_set(small)
    with library_of(found, list(found.texts), data / "evals", Settings(), lambda _: None) as held:
        for ranks in ("documents", "passages"):
            system = Bm25(held.library, ranks=ranks)
            came = system.ask(Asked("skin redness under heat wraps"))
            assert held.names[came.ranked[0].document_id] == "heat wraps"
            assert came.reply is None
            within = system.ask(Asked("low back pain", within=frozenset({held.ids["rest"]})))
            assert {r.document_id for r in within.ranked} == {held.ids["rest"]}
            assert system.ask(Asked("trombone")).ranked == ()


def test_a_config_names_sets_systems_and_limits(
    small: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "runs.toml"
    config.write_text('[[run]]\nset = "small"\nlimit = 1\nanswers = false\n', encoding="utf-8")
    asked = ["run", "--config", str(config), "--public", str(small.parent), "--data", str(data), "--json"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["sets"][0]["questions"] == 1
    config.write_text('[[run]]\nset = "small"\nsystems = ["oracle"]\n', encoding="utf-8")
    assert main(asked) == 2
    assert "no system is named oracle" in capsys.readouterr().err


def test_a_table_of_questions_becomes_a_report_in_two_commands(tmp_path: Path, data: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for row in CORPUS:
        (files / f"{row['title']}.txt").write_text(f"{row['title']}\n\n{row['text']}\n", encoding="utf-8")
    table = tmp_path / "questions.csv"
    table.write_text(
        "question,document,quote,expected answer,should abstain\n"
        "Does bed rest reduce low back pain?,Rest for backs.txt,Bed rest did not reduce low back pain,did not,\n"
        "Who invented the trombone?,,,,yes\n",
        encoding="utf-8",
    )
    made, out = tmp_path / "own", tmp_path / "out"
    assert main(["csv", str(table), "--files", str(files), "--out", str(made)]) == 0
    assert main(["run", str(made), "--out", str(out), "--data", str(data)]) == 0
    assert "trombone" in (out / "report.html").read_text(encoding="utf-8")
    scores = values(read_summary(out / "own").measures)
    assert (scores["gold hit"], scores["expected facts"], scores["false answers"]) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize("argument", ["nosuch", "trec-covid:.", "scifact:nosuch"])
def test_a_set_that_is_not_there_is_told(argument: str, tmp_path: Path) -> None:
    with pytest.raises(CitewellError, match=r"is no folder|no public set"):
        open_set(argument, tmp_path)


def test_the_answers_of_people_are_compared_with_the_final_ones(tmp_path: Path) -> None:
    rows = [("yes", "yes"), ("no", "yes"), ("maybe", "maybe"), ("", "no")]
    write(
        tmp_path,
        "queries.jsonl",
        [
            {"_id": str(i), "text": "?", "meta": {"human_reasoning_required": said, "answer": gold}}
            for i, (said, gold) in enumerate(rows)
        ],
    )
    assert human_accuracy(tmp_path) == (2, 3)
