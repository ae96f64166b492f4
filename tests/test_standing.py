"""What a reader is told of a source's standing: retracted, updated, a copy, related."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.answer import Abstention, Answer
from assistant.ask import Assistant
from assistant.compose import compose
from assistant.evidence import gather
from assistant.question import understand
from assistant.report import as_json, as_text
from assistant.standing import RETRACTED_ONLY, related
from assistant.web import render
from assistant.web.render import Turn
from index.corrections import checked
from index.curate import edit
from index.library import Library
from index.links import superseded
from index.retrieve import Filters
from index.starter import starter_files
from tests.conftest import TEXTS

_QUESTION = "Does triamcinolone thin cartilage?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "data")
    copy = tmp_path / "copy.md"
    copy.write_bytes((TEXTS / "trial.md").read_bytes() + b"\n")
    list(made.add([TEXTS / "trial.md", TEXTS / "guideline.md", copy]))
    return made


def trials(library: Library) -> list[str]:
    return [d.id for d in library.documents() if Path(d.path).name in ("trial.md", "copy.md")]


def test_two_copies_are_one_statement_with_both_sources(library: Library) -> None:
    with library.writing() as store:
        edit(store, trials(library)[0], checked({"type": "other"}))
    reply = Assistant(library).ask(_QUESTION)
    assert isinstance(reply, Answer)
    texts = [c.text for c in reply.claims]
    assert len(texts) == len(set(texts))
    assert {c.document_id for c in reply.claims[0].citations} == set(trials(library))
    assert "same text as" in as_text(reply)
    assert as_json(reply)["claims"][0]["citations"][0]["notes"]


def test_a_retracted_source_never_leads(library: Library) -> None:
    one, two = trials(library)
    with library.writing() as store:
        edit(store, one, checked({"retracted": "yes"}))
    reply = Assistant(library).ask(_QUESTION)
    assert isinstance(reply, Answer)
    assert reply.claims[0].citations[0].document_id == two
    assert "Retracted, says a person on" in as_text(reply)
    assert "Retracted, says a person on" in render.conversation([Turn("q", reply=reply, shown=99)])
    with library.writing() as store:
        edit(store, two, checked({"retracted": "yes"}))
    reply = Assistant(library).ask(_QUESTION)
    assert isinstance(reply, Abstention)
    assert reply.reason == RETRACTED_ONLY
    assert "RETRACTED" in as_text(reply)


def test_a_superseded_guideline_comes_behind_its_update_and_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "data")
    said = {
        2015: "Triamcinolone does thin cartilage of the knee when it is injected 4 times a year.",
        2022: "In a knee injected 8 times over 2 years triamcinolone was seen to thin the cartilage.",
    }
    for year, text in said.items():
        head = f'title: "Guideline on injections into arthritic knees"\nyear: {year}\nsource_type: guideline'
        (tmp_path / f"g{year}.md").write_text(f"---\n{head}\n---\n\n{text}\n", encoding="utf-8")
        list(library.add([tmp_path / f"g{year}.md"]))
    reply = Assistant(library).ask(_QUESTION)
    assert isinstance(reply, Answer)
    assert [c.citations[0].source.year for c in reply.claims] == [2022, 2015]
    assert "an update of this is in the library:" in reply.claims[1].citations[0].notes[0]
    older, newer = (next(d.id for d in library.documents() if d.year == year) for year in (2015, 2022))
    shown = render.documents(library.documents(), superseded(library.store)).split("<li>")
    assert ["An update is in the library" in line for line in shown if "·" in line] == [
        d.id == older for d in library.documents()
    ]
    found = gather(understand(_QUESTION), library, Filters())[0]
    groups = [[e] for e in sorted(found, key=lambda e: e.document.source.year or 0)]
    led = [compose(groups, library.recommendations, ids)[0].citations[0].source.year for ids in ({newer}, {older})]
    assert led == [2015, 2022]


def test_every_related_name_of_a_digest_is_a_digest_that_names_it_back() -> None:
    named = {p.stem: yaml.safe_load(p.read_text(encoding="utf-8").split("---")[1])["related"] for p in starter_files()}
    for name, others in named.items():
        assert name not in others
        for other in others:
            assert name in named[other], f"{other} does not name {name}"


def test_digests_are_linked_to_each_other(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    wanted = {"bmj_e079970", "bmj_e079971", "bmj_r179"}
    list(library.add([p for p in starter_files() if p.stem in wanted]))
    guideline = next(d for d in library.documents() if d.path.endswith("bmj_e079970.md"))
    assert len(related(guideline.id, library)) == 2
