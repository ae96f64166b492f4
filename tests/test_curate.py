"""What a person knows better stays: corrected, kept through removing, rebuilding and moving to another library."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document, Reader, Source, SourceType
from corpus.errors import CitewellError, InvalidCorrection, Unreadable
from corpus.reading import RawBlock, RawPart, Reading, assemble
from index.__main__ import main
from index.bundle import export_library, import_library
from index.corrections import checked
from index.curate import edit
from index.library import Added, AlreadyIn, Library, Refused
from index.retrieve import Filters
from index.verify import verify
from tests.conftest import TEXTS


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "data")
    list(made.add([TEXTS / "trial.md", TEXTS / "guideline.md"]))
    return made


def trial_of(library: Library) -> str:
    return next(d.id for d in library.documents() if Path(d.path).name == "trial.md")


def corrected(library: Library, **typed: str) -> str:
    document_id = trial_of(library)
    with library.writing() as store:
        edit(store, document_id, checked(typed))
    return document_id


def test_a_corrected_title_is_found_and_shown_beside_the_one_read(
    library: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    before = library.document(trial_of(library)).source
    document_id = corrected(library, title="Zyxomma of the knee", year="1999", authors="Ana Prado; B Li")
    source = library.document(document_id).source
    assert (source.title, source.year, source.authors) == ("Zyxomma of the knee", 1999, ("Ana Prado", "B Li"))
    assert {p.passage.document_id for p in library.search("zyxomma", 3)[:1]} == {document_id}
    assert [d.year for d in library.documents() if d.id == document_id] == [1999]
    assert list(verify(library)) == []
    main(["show", document_id, "--data", str(library.folder)])
    told = capfd.readouterr().out
    assert "Zyxomma of the knee — by a person on " in told
    assert before.title in told
    assert list(library.search("knee", 9, Filters(year_to=2000)))


def test_a_corrected_kind_moves_the_passages(library: Library) -> None:
    document_id = corrected(library, type="case report")
    source = library.document(document_id).source
    assert (source.source_type, source.source_type_reason) == (SourceType.CASE_REPORT, "set by a person")
    only = Filters(source_types=frozenset({SourceType.CASE_REPORT}))
    assert {p.passage.document_id for p in library.search("knee", 20, only)} == {document_id}
    assert library.search("knee", 20, Filters(source_types=frozenset({SourceType.TRIAL}))) == []
    assert list(verify(library)) == []


def with_a_part(path: Path) -> Document:
    """A news page in which an opinion stands."""
    told = (("The clinic opened in May.", None), ("I doubt it.", 0))
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, text, part=part) for text, part in told]
    part = RawPart(SourceType.FORUM, "a post", "On it", ("Ann",))
    reading = Reading(blocks, Source("News"), Reader("test"), parts=[part])
    return assemble(reading, data=path.read_bytes(), path=str(path))


def test_a_part_can_be_corrected_and_reset(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "data")
    (tmp_path / "page.txt").write_text("x", encoding="utf-8")
    (outcome,) = library.add([tmp_path / "page.txt"], read=with_a_part)
    assert isinstance(outcome, Added)
    parts = library.document(outcome.document_id).parts
    with library.writing() as store:
        edit(store, outcome.document_id, checked({"type": "editorial"}, part=1), part=1)
    assert library.document(outcome.document_id).parts[0].source_type is SourceType.EDITORIAL
    assert library.document(outcome.document_id).parts[0].reason == "set by a person"
    only = Filters(source_types=frozenset({SourceType.EDITORIAL}))
    assert [p.passage.text for p in library.search("doubt", 3, only)] == ["I doubt it."]
    assert list(verify(library)) == []
    with library.writing() as store, pytest.raises(InvalidCorrection, match="it has parts 1 to 1"):
        edit(store, outcome.document_id, {}, part=2)
    with library.writing() as store:
        edit(store, outcome.document_id, {}, part=1, reset=["all"])
    assert library.document(outcome.document_id).parts == parts


def test_a_correction_outlives_rebuilding_and_removing(library: Library) -> None:
    document_id = corrected(library, title="Zyxomma of the knee")
    library.rebuild()
    assert library.document(document_id).source.title == "Zyxomma of the knee"
    library.remove(document_id)
    list(library.add([TEXTS / "trial.md"]))
    assert library.document(document_id).source.title == "Zyxomma of the knee"
    with library.writing() as store:
        edit(store, document_id, {}, reset=["title"])
    assert "orticosteroid" in library.document(document_id).source.title
    assert library.store.rows("SELECT count(*) FROM document WHERE found IS NOT NULL") == [(0,)]
    assert list(verify(library)) == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--type", "novel", "not a kind of source; choose one of guideline"),
        ("--year", "20240", "in four digits"),
        ("--year", "1492", "a year from"),
        ("--doi", "11.1/x", "a DOI begins with 10."),
        ("--pmid", "PMC12", "a PMID is a number"),
        ("--retracted", "maybe", "say yes or no"),
        ("--title", " ", "a title cannot be empty"),
        ("--reset", "colour", "no field that can be reset"),
        ("--part", "4", "nothing to correct"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused_in_one_line(
    library: Library, capfd: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    before = library.document(trial_of(library))
    assert main(["edit", trial_of(library), option, value, "--data", str(library.folder)]) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert library.document(before.id) == before


def test_the_citation_is_built_from_what_was_corrected(library: Library) -> None:
    document_id = corrected(library, doi="https://doi.org/10.5555/new.1")
    source = library.document(document_id).source
    assert (source.doi, source.citation) == ("10.5555/new.1", "")


def test_a_library_travels_with_its_corrections_and_vectors(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = corrected(library, title="Zyxomma of the knee")
    assert export_library(library, tmp_path / "all.citewell")[0] == 2
    other = Library.open(tmp_path / "other")
    embedded: list[int] = []
    real = other.embedder
    whole = type(real).embed
    monkeypatch.setattr(type(real), "embed", lambda self, texts: embedded.append(len(texts)) or whole(self, texts))
    outcomes = list(import_library(other, tmp_path / "all.citewell"))
    assert all(isinstance(o, Added) for o in outcomes)
    assert embedded == [1, 1]
    assert other.document(document_id).source.title == "Zyxomma of the knee"
    assert other.index_id == library.index_id
    assert other.document(document_id) == library.document(document_id)
    assert list(verify(other)) == []
    assert all(isinstance(o, AlreadyIn) for o in import_library(other, tmp_path / "all.citewell"))
    with other.writing() as store:
        edit(store, document_id, {}, reset=["all"])
    assert "orticosteroid" in other.document(document_id).source.title


def _changed(path: Path, target: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))


def test_a_damaged_member_is_named_and_the_rest_comes_in(library: Library, tmp_path: Path) -> None:
    document_id = trial_of(library)
    export_library(library, tmp_path / "all.zip")
    member = f"documents/{document_id}/text.txt"
    for data, said in ((b"another text", "is damaged"), (b" " * 300_000_000, "more than such a member can hold")):
        _changed(tmp_path / "all.zip", tmp_path / "bad.zip", member, data)
        other = Library.open(tmp_path / f"other {len(data)}")
        outcomes = list(import_library(other, tmp_path / "bad.zip"))
        refused = [o for o in outcomes if isinstance(o, Refused)]
        assert [o.name for o in refused] == [member]
        assert said in refused[0].reason
        assert len(other.documents()) == 1
        assert list(verify(other)) == []


def test_wrong_vectors_are_made_anew(library: Library, tmp_path: Path) -> None:
    document_id = trial_of(library)
    export_library(library, tmp_path / "all.zip", [document_id])
    name = f"documents/{document_id}/vectors.f32"
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        data = archive.read(name)
    _changed(tmp_path / "all.zip", tmp_path / "bad.zip", name, bytes(len(data)))
    other = Library.open(tmp_path / "other")
    assert isinstance(next(import_library(other, tmp_path / "bad.zip")), Added)
    assert list(verify(other)) == []


def test_what_is_no_export_is_said_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(Unreadable, match=r"x\.zip: is no file that"):
        list(import_library(library, tmp_path / "x.zip"))
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(Unreadable, match="has no list of what it holds"):
        list(import_library(library, tmp_path / "y.zip"))
    shutil.copy(tmp_path / "y.zip", tmp_path / "there.zip")
    with pytest.raises(CitewellError, match="is there already"):
        export_library(library, tmp_path / "there.zip")
