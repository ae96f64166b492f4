"""Adding, finding, removing, checking and repairing, with the real Chroma and the real SQLite."""

from __future__ import annotations

import queue
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import tests.deadly
from corpus.document import Document, SourceType
from corpus.errors import LibraryError, LibraryLocked, UnknownDocument
from corpus.read import read_document
from index.crew import Crew, Cut
from index.library import Added, AlreadyIn, Library, Progress, Refused
from index.progress import time_left
from index.retrieve import Filters
from index.verify import verify
from tests.conftest import TEXTS


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "data")
    list(made.add([TEXTS / "trial.md", TEXTS / "guideline.md"]))
    return made


def test_what_was_added_is_found_by_meaning_and_by_words(library: Library) -> None:
    best = library.search("Does steroid thin cartilage?", 3)[0].passage
    assert "Cartilage thickness fell by 0.21 mm" in best.text
    assert library.search("WOMAC", 3)[0].passage.section == "Results"
    assert list(verify(library)) == []


def test_the_same_bytes_twice_are_one_document(library: Library, tmp_path: Path) -> None:
    copy = tmp_path / "copy of trial.md"
    shutil.copy(TEXTS / "trial.md", copy)
    outcome = next(iter(library.add([copy])))
    assert isinstance(outcome, AlreadyIn)
    assert len(library.documents()) == 2


def test_a_removed_document_leaves_nothing(library: Library) -> None:
    trial = next(d for d in library.documents() if d.source_type is SourceType.TRIAL)
    passages = trial.passages
    before = len(library.vector_ids() or ())
    library.remove(trial.id)
    assert len(library.vector_ids() or ()) == before - passages
    assert all(p.passage.document_id != trial.id for p in library.search("cartilage thickness triamcinolone", 50))
    assert list(verify(library)) == []
    with pytest.raises(UnknownDocument, match=trial.id):
        library.remove(trial.id)
    everything = b"".join(f.read_bytes() for f in library.folder.rglob("*") if f.is_file())
    assert b"Three participants given saline" not in everything


def test_bad_files_are_listed_and_the_others_go_in(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "zeros.txt").write_bytes(bytes(1_000_000))
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    shutil.copy(TEXTS / "trial.md", folder)
    library = Library.open(tmp_path / "data")
    outcomes = list(library.add([folder, tmp_path / "nowhere.txt"]))
    refused = {Path(o.name).name: o.reason for o in outcomes if isinstance(o, Refused)}
    assert set(refused) == {"empty.txt", "zeros.txt", "picture.jpg", "cut.pdf", "nowhere.txt"}
    assert all(reason and "\n" not in reason for reason in refused.values())
    assert [d.title[:14] for d in library.documents()] == ["Corticosteroid"]
    assert list(verify(library)) == []


def test_filters_limit_what_is_found(library: Library) -> None:
    only = Filters(source_types=frozenset({SourceType.GUIDELINE}))
    assert {p.passage.source_type for p in library.search("knee", 20, only)} == {SourceType.GUIDELINE}
    early = library.search("knee", 20, Filters(year_to=2020))
    assert {library.document(p.passage.document_id).source.year for p in early} == {2019}
    assert library.search("knee", 20, Filters(year_from=2030)) == []


def test_a_second_writer_is_told_so(library: Library) -> None:
    with library.writing(), pytest.raises(LibraryLocked, match="another process"):
        list(Library.open(library.folder).add([TEXTS / "editorial.md"]))


def test_another_process_that_adds_is_noticed(library: Library) -> None:
    library.search("knee", 3)
    add = [sys.executable, "-m", "index", "add", str(TEXTS / "editorial.md"), "--data", str(library.folder)]
    subprocess.run(add, check=True, capture_output=True)
    found = library.search("What would knee injections cost the country annually?", 1)
    assert "$600 million" in found[0].passage.text
    assert found[0].passage.id in library.fetch_vectors([found[0].passage.id])
    list(library.add([TEXTS / "hostile.txt"]))
    assert list(verify(library)) == []


def test_a_folder_made_by_another_model_is_refused(library: Library) -> None:
    with pytest.raises(LibraryError, match="its vectors were made by all-MiniLM-L6-v2"):
        Library.open(library.folder, embedding_model="another")


def test_verify_sees_each_kind_of_damage_and_rebuild_mends_what_follows_from_the_texts(library: Library) -> None:
    database = sqlite3.connect(library.folder / "citewell.sqlite")
    trial = next(d for d in library.documents() if d.source_type is SourceType.TRIAL)
    ids = [r[0] for r in database.execute("SELECT id FROM passage WHERE document_id = ?", (trial.id,))]
    database.execute("UPDATE passage SET start = start + 1 WHERE id = ?", (ids[0],))
    database.commit()
    library._current_vectors().remove(ids[1:2])
    problems = "\n".join(verify(library))
    assert "its passages are not those its text gives" in problems
    assert "1 of" in problems
    assert "have no vector" in problems
    assert "word index" in problems
    library.rebuild()
    assert list(verify(library)) == []
    database.execute("UPDATE document SET text = replace(text, 'saline', 'sucrose') WHERE id = ?", (trial.id,))
    database.commit()
    assert any("not the text that was stored" in p for p in verify(library))


def test_a_stray_vector_is_seen(library: Library) -> None:
    vectors = library._current_vectors()
    passage = library.search("knee", 1)[0].passage
    alien = type(passage)("dalien.0.4", "dalien", passage.span, "", "", "", "", SourceType.OTHER)
    vectors.add([alien], library.embedder.embed(["x"]))
    assert list(verify(library)) == ["1 vectors belong to no passage"]


def test_an_interrupted_rebuild_goes_on(library: Library) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.rebuild(stop)
    assert [state for _, state in library.unfinished()] == ["stale"]
    again = Library.open(library.folder)
    assert list(verify(again)) == []
    assert len(again.documents()) == 2


def test_progress_counts_every_file(tmp_path: Path) -> None:
    seen: list[Progress] = []
    library = Library.open(tmp_path)
    outcomes = list(library.add([TEXTS], progress=seen.append))
    assert all(isinstance(o, Added) for o in outcomes)
    assert [p.done for p in seen] == list(range(len(outcomes) + 1))
    assert {p.total for p in seen} == {len(outcomes)}
    assert seen[0].seconds_left is None
    assert all(p.seconds_left is not None and p.seconds_left >= 0 for p in seen[1:])
    assert seen[-1].seconds_left == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, ""),
        (0.4, ""),
        (42.3, "about 42 s left"),
        (170, "about 3 min left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_the_time_left_is_told_as_one_would_say_it(seconds: float | None, told: str) -> None:
    assert time_left(seconds) == told


def test_two_processes_that_read_give_the_same_library_in_the_same_order(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(TEXTS, folder)
    (folder / "a cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    shutil.copy(folder / "trial.md", folder / "zz the same.md")
    alone, crew = Library.open(tmp_path / "alone", processes=0), Library.open(tmp_path / "crew", processes=2)
    one, two = list(alone.add([folder])), list(crew.add([folder]))
    assert one == two
    assert {type(o) for o in two} == {Added, AlreadyIn, Refused}
    assert alone.index_id == crew.index_id
    assert list(verify(crew)) == []


def test_a_reader_of_ones_own_is_used_in_this_process(tmp_path: Path) -> None:
    seen: list[str] = []

    def read(path: Path) -> Document:
        seen.append(path.name)
        return read_document(path)

    library = Library.open(tmp_path, read=read, processes=2)
    assert all(isinstance(o, Added) for o in library.add([TEXTS]))
    assert len(seen) == len(library.documents())


def test_references_are_found_by_their_words_and_have_no_vector(tmp_path: Path) -> None:
    text = "# Report\n\nPain fell by 2 points after rest.\n\n## References\n\n1. Quibell A. On rest. Spine 2001.\n"
    (tmp_path / "report.md").write_text(text, encoding="utf-8")
    library = Library.open(tmp_path / "data")
    list(library.add([tmp_path / "report.md"]))
    listed = next(p for p in library.store.passages() if "Quibell" in p.text)
    assert listed.id in {p.passage.id for p in library.search("Quibell", 5)}
    assert listed.id in {
        p.passage.id for p in library.search("Quibell", 5, Filters(document_ids=frozenset({listed.document_id})))
    }
    assert listed.id not in library.fetch_vectors([p.id for p in library.store.passages()])
    assert list(verify(library)) == []


def test_a_file_that_ends_the_process_reading_it_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    deadly = tmp_path / "deadly.md"
    shutil.copy(TEXTS / "trial.md", deadly)
    answers: queue.SimpleQueue[Cut | Refused] = queue.SimpleQueue()
    with Crew(1, tests.deadly.read) as crew:
        for path in (deadly, TEXTS / "trial.md"):
            crew.cut(path, answers.put, pytest.fail)
        refused, cut = answers.get(), answers.get()
    assert isinstance(refused, Refused)
    assert "exit status 7" in refused.reason
    assert isinstance(cut, Cut)


def test_the_index_id_names_the_contents(tmp_path: Path) -> None:
    one, two = Library.open(tmp_path / "one"), Library.open(tmp_path / "two")
    list(one.add([TEXTS / "trial.md", TEXTS / "guideline.md"]))
    list(two.add([TEXTS / "guideline.md", TEXTS / "trial.md"]))
    assert one.index_id == two.index_id
    list(two.add([TEXTS / "editorial.md"]))
    assert one.index_id != two.index_id


@pytest.mark.parametrize("processes", [0, 2])
def test_documents_made_elsewhere_go_in_as_files_do(library: Library, tmp_path: Path, processes: int) -> None:
    other = Library.open(tmp_path / "other", processes=processes)
    documents = [read_document(TEXTS / name) for name in ("trial.md", "guideline.md")]
    added = list(other.add_documents(documents))
    assert [a.document_id for a in added] == [d.id for d in documents]
    assert other.index_id == library.index_id
    assert list(verify(other)) == []
    ids = library.store.passage_ids()
    one, two = library.fetch_vectors(ids), other.fetch_vectors(ids)
    assert one.keys() == two.keys()
    assert min(float(one[i] @ two[i]) for i in one) > 0.9999


def test_nothing_is_told_as_added_before_it_is_in(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "data")
    for outcome in library.add([TEXTS]):
        assert isinstance(outcome, Added)
        assert outcome.document_id in {d.id for d in library.documents()}
