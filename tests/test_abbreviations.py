"""Abbreviations a text defines itself, and what a whole library says they stand for."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import NoticeKind
from assistant.ask import Assistant
from assistant.notices import notices_of
from assistant.question import Question, understand
from assistant.report import as_json, as_text
from assistant.spelled_out import spell_out
from assistant.web import render
from assistant.web.render import Turn
from corpus.abbreviations import abbreviations_in, definitions_in
from corpus.lexicon import LongForm, merged, usual
from evals.__main__ import main as evals_main
from index.library import Library


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An epidural steroid injection (ESI) was given.", {"ESI": "epidural steroid injection"}),
        ("the Oswestry Disability Index (ODI)", {"ODI": "Oswestry Disability Index"}),
        ("pain by a numerical rating scale [NRS]", {"NRS": "numerical rating scale"}),
        ("the transforaminal (TF) route", {"TF": "transforaminal"}),
        ("heart rate (HR; beats a minute)", {"HR": "heart rate"}),
        ("We gave ESI (epidural steroid injection) to all.", {"ESI": "epidural steroid injection"}),
        ("ESI, epidural steroid injection, is common.", {"ESI": "epidural steroid injection"}),
        (
            "Abbreviations: ESI: epidural steroid injection; MBB: medial branch block of a nerve",
            {"ESI": "epidural steroid injection", "MBB": "medial branch block"},
        ),
        ("the International Index of Erectile Function (IIEF)", {"IIEF": "International Index of Erectile Function"}),
        ("proton pump inhibitors (PPIs)", {"PPIs": "proton pump inhibitors"}),
        ("levels of 2,6-diaminopurine (DAP)", {"DAP": "2,6-diaminopurine"}),
        ("a two-dimensional (2D) scan", {"2D": "two-dimensional"}),
        ("nitrogen (N) was given", {"N": "nitrogen"}),
        ("(relative risk (RR) 2.1)", {"RR": "relative risk"}),
        ("was found in most (see Table 2) of them", {}),
        ("in 12 people (5%)", {}),
        ("the results (BMJ) are old", {}),
        ("It hurt the eye. Stance is (ESI) odd.", {}),
        ("NICE, in a report, said so", {}),
        ("SMITH, John and others", {}),
    ],
)
def test_definitions(text: str, expected: dict[str, str]) -> None:
    assert abbreviations_in(text) == expected


@given(st.text(alphabet="aAbBeEsS (),;:[]-1\n.", max_size=200))
def test_both_forms_are_slices_of_the_text(text: str) -> None:
    for d in definitions_in(text):
        assert d.short_at.of(text) == d.short
        assert d.long_at.of(text) == d.long


@pytest.mark.parametrize("piece", ["(AB) ", "AB: a b; ", "((((", "A, ", "word (W) ", "a b c (ABC"])
def test_a_long_text_of_anything_is_read_in_linear_time(piece: str) -> None:
    begun = time.perf_counter()
    definitions_in(piece * (100_000 // len(piece)))
    assert time.perf_counter() - begun < 20


def test_long_forms_are_counted_over_documents() -> None:
    told = [("ESI", "epidural steroid injection"), ("ESI", "Epidural steroid injections"), ("ESI", "Erosion Index")]
    assert merged(told)["ESI"] == (LongForm("Epidural steroid injections", 2), LongForm("Erosion Index", 1))
    assert usual(merged(told)["ESI"]) == "Epidural steroid injections"
    assert usual(merged([("RA", "rheumatoid arthritis"), ("RA", "right atrium")])["RA"]) == ""
    assert usual(()) == ""


def test_long_forms_that_differ_in_an_ending_only_are_one() -> None:
    told = [f"{kind} important difference" for kind in ("minimal clinically", "Minimum clinical", "minimally clinical")]
    (form,) = merged([("MCID", long) for long in told])["MCID"]
    assert form.documents == 3


def test_a_question_is_spelled_out_unless_it_does_so_itself() -> None:
    known = {"ESI": (LongForm("epidural steroid injection", 1),)}

    def spelled(text: str) -> tuple[tuple[str, str], ...]:
        return spell_out(understand(text), lambda short: known.get(short, ())).spelled_out

    assert spelled("Do ESIs help?") == (("ESIs", "epidural steroid injection"),)
    assert spelled("Does ESI help?") == (("ESI", "epidural steroid injection"),)
    assert spelled("Does an epidural steroid injection (ESI) help?") == ()
    assert spelled("Does XYZ help?") == ()


def test_another_documents_definition_helps_to_answer(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.md").write_text("# Routes\n\nA caudal vertebral infusion (CVI) is one of several routes.\n")
    (folder / "two.md").write_text(
        "# Trial\n\nCaudal vertebral infusion reduced leg pain by 2 points at 6 weeks compared with rest.\n"
    )
    library = Library.open(tmp_path / "data")
    list(library.add([folder]))
    assert library.abbreviations() == {"CVI": (LongForm("caudal vertebral infusion", 1),)}
    reply = Assistant(library).ask("Does CVI reduce leg pain?")
    assert reply.abbreviations == (("CVI", "caudal vertebral infusion"),)
    assert "CVI read as caudal vertebral infusion" in as_text(reply)
    assert as_json(reply)["abbreviations"] == [{"short": "CVI", "long": "caudal vertebral infusion"}]
    page = render.conversation([Turn("q?", reply=reply, shown=9)])
    assert "CVI read as caudal vertebral infusion" in page
    assert any("reduced leg pain" in c["text"] for c in as_json(reply)["claims"])
    one = next(d.id for d in library.documents() if d.path.endswith("one.md"))
    library.remove(one)
    assert library.abbreviations() == {}
    assert library.long_form("CVI") == ""
    library.close()


def test_abbreviations_of_a_library_made_before_they_were_kept_are_read_on_the_next_change(tmp_path: Path) -> None:
    text = tmp_path / "one.md"
    text.write_text("# Routes\n\nA caudal vertebral infusion (CVI) is one of several routes.\n")
    library = Library.open(tmp_path / "data")
    list(library.add([text]))
    with library.writing() as store:
        store._db.execute("DELETE FROM abbreviation")
    assert library.long_form("CVI") == ""
    library.remember("note", "x")
    assert library.long_form("CVI") == "caudal vertebral infusion"
    library.close()


def test_evals_tells_precision_and_recall(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        {"title": "", "text": "heart rate (HR) and lung (QZ)", "meta": {"abbreviations": [["HR", "Heart  rate"]]}},
        {"title": "", "text": "a b", "meta": {"abbreviations": [["XX", "x y"]]}},
    ]
    gold.write_text("".join(json.dumps(r) + "\n" for r in rows))
    assert evals_main(["abbreviations", str(gold)]) == 0
    out = capfd.readouterr().out
    assert "precision  1.000" in out
    assert "recall     0.500" in out
    gold.write_text("{}\n")
    assert evals_main(["abbreviations", str(gold)]) == 2
    assert "gold.jsonl line 1" in capfd.readouterr().err


def _spelled(question: str, forms: dict[str, tuple[LongForm, ...]]) -> Question:
    return spell_out(understand(question), lambda short: forms.get(short, ()))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("CVI", "CVI"),
        ("CVIs", "CVIs"),
        ("CV-I", "CV-I"),
        ("CVI-naive", "CVI"),
        ("post-CVI", "CVI"),
        ("cvi", "cvi"),
        ("cvis", "cvis"),
    ],
)
def test_an_abbreviation_is_known_in_the_forms_in_which_it_is_typed(typed: str, read: str) -> None:
    forms = {"CVI": (LongForm("caudal vertebral infusion", 3),)}
    assert _spelled(f"Does {typed} help?", forms).spelled_out == ((read, "caudal vertebral infusion"),)


def test_a_common_word_is_no_abbreviation() -> None:
    forms = {"CAN": (LongForm("cardiac autonomic neuropathy", 1),), "HELP": (LongForm("heart failure programme", 1),)}
    question = _spelled("can exercise help?", forms)
    assert question.spelled_out == question.ambiguous == ()


def test_an_abbreviation_defined_in_several_ways_is_shown_as_ambiguous_and_not_guessed() -> None:
    forms = {"MS": (LongForm("multiple sclerosis", 2), LongForm("mitral stenosis", 2))}
    question = _spelled("Is pregnancy safe in MS?", forms)
    assert question.spelled_out == ()
    assert question.ambiguous == (("MS", ("multiple sclerosis", "mitral stenosis")),)
    (notice,) = notices_of(question.text, dict(question.ambiguous))
    assert notice.kind is NoticeKind.AMBIGUOUS
    assert "multiple sclerosis; mitral stenosis" in notice.text
    assert _spelled("Is pregnancy safe in mitral stenosis (MS)?", forms).ambiguous == ()
