"""Copies, versions, corrections and retractions are linked, never merged."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

import index.links
from corpus.document import BlockKind, Reader, Source
from corpus.reading import RawBlock, Reading, assemble
from corpus.relations import Found, LinkKind, Profile, relations_between
from index.__main__ import main
from index.curate import use_list
from index.library import Added, Library
from index.links import copies, links_of, superseded
from index.retractions import list_info, read_list
from index.verify import verify

_BODY = " ".join(
    f"In group {n} the knees of {n + 20} people hurt {w} after week {n} of walking with poles on sand."
    for n, w in enumerate("less more never often rarely little hardly much".split() * 3)
)


def put(library: Library, folder: Path, name: str, body: str = "", **front: object) -> str:
    """Add a Markdown file with this front matter; its id."""
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in ({"pages": name} | front).items())
    path = folder / f"{name}.md"
    told = body or f"What {name} says of {name} and {name}s alone."
    path.write_text(f"---\n{lines}---\n\n{told}\n", encoding="utf-8")
    (outcome,) = library.add([path])
    assert isinstance(outcome, Added), outcome
    return outcome.document_id


def links(library: Library, document_id: str) -> dict[str, str]:
    return {link.other_id: link.words for link in links_of(library.store, document_id)}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "data")


def test_the_same_text_in_another_file(library: Library, tmp_path: Path) -> None:
    one = put(library, tmp_path, "one", _BODY, source_type="trial")
    two = put(library, tmp_path, "two", _BODY, source_type="other")
    near = put(library, tmp_path, "near", _BODY.replace("group 7", "arm seven"))
    assert links(library, one) == {two: "same text as", near: "nearly the same text as"}
    assert set(copies(library.store, [one, two, near]).values()) == {min(one, two, near)}
    other = put(library, tmp_path, "other", " ".join(reversed(_BODY.split())))
    assert links(library, other) == {}


_TITLE = "Walking with poles for painful knees in old age"
_PAIRS = [
    ({"title": f"{_TITLE}: protocol"}, {"title": _TITLE}, LinkKind.PROTOCOL_OF),
    ({"title": f"Correction to: {_TITLE}"}, {"title": _TITLE}, LinkKind.CORRECTS),
    ({"title": f"{_TITLE}: Erratum"}, {"title": _TITLE}, LinkKind.CORRECTS),
    ({"title": f"Retraction notice to {_TITLE}"}, {"title": f"RETRACTED {_TITLE}"}, LinkKind.RETRACTS),
    ({"title": f"Comment on {_TITLE}"}, {"title": _TITLE}, LinkKind.COMMENTS_ON),
    ({"title": _TITLE, "journal": "medRxiv"}, {"title": f"{_TITLE} today", "journal": "Knee J"}, LinkKind.PREPRINT_OF),
    ({"title": _TITLE, "doi": "10.5555/a"}, {"title": "Poles", "doi": "10.5555/A"}, LinkKind.SAME_WORK),
    (
        {"title": _TITLE, "doi": "10.5555/a", "digest": True},
        {"title": _TITLE, "doi": "10.5555/a"},
        LinkKind.DIGEST_OF,
    ),
    (
        {"title": f"{_TITLE}, updated 2024", "year": 2024, "source_type": "guideline"},
        {"title": _TITLE, "year": 2019, "source_type": "guideline"},
        LinkKind.UPDATE_OF,
    ),
    (
        {"title": "Poles", "year": 2024, "source_type": "systematic_review", "doi": "10.1002/14651858.CD000001.pub3"},
        {"title": _TITLE, "year": 2019, "source_type": "systematic_review", "doi": "10.1002/14651858.CD000001.pub2"},
        LinkKind.UPDATE_OF,
    ),
]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("this", "that", "kind"), [(dict(t), dict(o), k) for t, o, k in _PAIRS])
def test_how_two_works_belong_together(
    library: Library, tmp_path: Path, this: dict[str, object], that: dict[str, object], kind: LinkKind, first: int
) -> None:
    ids = {name: put(library, tmp_path, name, **f) for name, f in [("this", this), ("that", that)][:: 1 - 2 * first]}
    (link,) = links_of(library.store, ids["this"])
    assert (link.other_id, link.kind) == (ids["that"], kind)
    assert link.forward or kind in (LinkKind.SAME_WORK,)
    assert link.reason


def test_what_only_looks_alike_is_not_linked(library: Library, tmp_path: Path) -> None:
    told = {"journal": "Knee J", "source_type": "guideline"}
    put(library, tmp_path, "epi", title="Epidural injections for spinal pain: society guidelines", year=2020, **told)
    put(
        library,
        tmp_path,
        "facet",
        title="Facet joint injections for spinal pain: society guidelines",
        year=2021,
        **told,
    )
    put(library, tmp_path, "edit", title="Editorial", year=2020)
    put(library, tmp_path, "edit2", title="Editorial", year=2021)
    assert library.store.rows("SELECT * FROM link") == []


def test_reports_of_one_registered_study(library: Library, tmp_path: Path) -> None:
    plan = put(library, tmp_path, "plan", "We will walk. Registered as NCT01234567.", title="Poles: a study protocol")
    report = put(library, tmp_path, "report", "We walked (NCT 01234567).", title="Did it help?")
    assert links(library, report) == {plan: "has the protocol"}


def test_an_update_marks_the_older_one(library: Library, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = {"title": _TITLE, "source_type": "guideline"}
    old, new = (put(library, tmp_path, f"g{y}", **told, year=y) for y in (2015, 2022))
    assert superseded(library.store) == {old: new}
    main(["list", "--data", str(library.folder)])
    assert f"superseded by {new}" in capfd.readouterr().out
    main(["show", old, "--data", str(library.folder)])
    assert f"updated by {new}" in capfd.readouterr().out
    library.remove(new)
    assert superseded(library.store) == {}
    assert list(verify(library)) == []


def test_a_notice_of_retraction_marks_its_paper_while_it_is_in(library: Library, tmp_path: Path) -> None:
    paper = put(library, tmp_path, "paper", title=_TITLE)
    notice = put(library, tmp_path, "notice", title=f"Retraction: {_TITLE}")
    source = library.document(paper).source
    assert source.retracted
    assert source.notice == f"Retracted by a notice in this library: Retraction: {_TITLE}"
    library.remove(notice)
    assert not library.document(paper).source.retracted


_LIST = """Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason
1,Poles,8/23/2019 0:00,10.5555/r,10.5555/GONE,0,Retraction,+Concerns/Issues About Data;+Investigation by Journal;
2,Sand,1/2/2020 0:00,10.5555/c,unavailable,7654321,Expression of concern,+Unreliable Results;
3,Back,1/2/2018 0:00,,10.5555/back,0,Retraction,
4,Back,1/2/2021 0:00,,10.5555/back,0,Reinstatement,
5,None,1/2/2021 0:00,,unavailable,0,Retraction,
"""


def test_a_list_of_retractions_reaches_what_is_in_and_what_comes(
    library: Library, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = put(library, tmp_path, "gone", doi="10.5555/gone")
    (tmp_path / "list.csv").write_text(_LIST, encoding="utf-8")
    assert main(["retractions", str(tmp_path / "list.csv"), "--data", str(library.folder)]) == 0
    told = capfd.readouterr().out
    assert "4 entries, 1 lines without a DOI or PMID" in told
    doubted = put(library, tmp_path, "doubted", pmid=7654321)
    back = put(library, tmp_path, "back", doi="10.5555/back")
    source = library.document(gone).source
    assert source.retracted
    assert source.notice == "Retracted on 2019-08-23: Concerns/Issues About Data; Investigation by Journal"
    assert library.document(doubted).source.notice == "Expression of concern on 2020-01-02: Unreliable Results"
    assert not library.document(doubted).source.retracted
    assert not library.document(back).source.retracted
    main(["status", "--data", str(library.folder)])
    assert "4 entries of list.csv, latest of 2021-01-02, imported on " in capfd.readouterr().out
    main(["list", "--data", str(library.folder)])
    assert "RETRACTED" in capfd.readouterr().out
    assert list(verify(library)) == []
    (tmp_path / "plain.txt").write_text("https://doi.org/10.5555/back\nPMID: 1111\nnothing\n", encoding="utf-8")
    entries, odd = read_list(tmp_path / "plain.txt")
    assert odd == 1
    with library.writing() as store:
        use_list(store, "plain.txt", entries)
    assert not library.document(gone).source.retracted
    assert library.document(back).source.notice == "Retracted"
    info = list_info(library.store)
    assert info is not None
    assert (info.entries, info.latest) == (2, "")


def test_a_library_of_an_earlier_version_is_opened_and_linked(library: Library, tmp_path: Path) -> None:
    one = put(library, tmp_path, "one", _BODY)
    two = put(library, tmp_path, "two", _BODY)
    library.close()
    database = sqlite3.connect(library.folder / "citewell.sqlite")
    for table in ("link", "sketch", "work_key", "correction", "retraction"):
        database.execute(f"DROP TABLE {table}")
    database.execute("ALTER TABLE document DROP COLUMN found")
    database.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    database.commit()
    database.close()
    old = Library.open(library.folder)
    assert {d.id for d in old.documents()} == {one, two}
    assert old.search("poles on sand", 1)
    assert list(verify(old)) == []
    assert links(old, one) == {two: "same text as"}
    assert old.store.meta("schema") == "3"


def test_of_many_that_are_called_alike_the_most_alike_are_compared_and_the_same_work_always(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: Counter[str] = Counter()

    def counted(a: Profile, b: Profile) -> list[Found]:
        compared[a.id] += 1
        return relations_between(a, b)

    monkeypatch.setattr(index.links, "relations_between", counted)
    title = "What are the symptoms, causes and treatments of disease {} ?"
    named = [Source(title.format(n), doi="10.5555/one" if n == 0 else "") for n in range(140)]
    documents = []
    for n, source in enumerate([*named, named[0]]):
        reading = Reading([RawBlock.of(BlockKind.PARAGRAPH, f"Answer {n}.")], source, Reader("test"))
        documents.append(assemble(reading, data=b"%d" % n, path=f"{n}.txt"))
    added = [a.document_id for a in library.add_documents(documents)]
    assert added[0] in links(library, added[140])
    assert compared[added[60]] > 40
    assert 80 < compared[added[139]] <= 100
