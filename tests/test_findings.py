"""Measured effects where a user meets them: beneath a statement, on the command line, in the measuring command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Claim, Mode, Support
from assistant.compose import cite
from assistant.findings import finding_holds, findings_in
from assistant.report import as_json, as_text
from assistant.verify import problem_with
from assistant.web import panel, render
from assistant.web.render import Turn
from corpus.document import BlockKind, Document, Reader, Source, SourceType, Span
from corpus.reading import RawBlock, Reading, assemble
from evals.__main__ import main as evals_main
from index.__main__ import main as index_main
from index.library import Added, Library

RESULT = (
    "Pain was lower with <b>heat</b> than with sham & rest at 6 weeks "
    "(mean difference −1.4 points, 95% CI −2.1 to −0.7; P = 0.002)."
)
LINE = (
    "mean difference −1.4 points",
    "95% CI −2.1 to −0.7",
    "P = 0.002",
    "outcome: Pain",
    "compared with sham & rest",
    "at 6 weeks",
)


def document_of(*texts: str) -> Document:
    source = Source("Heat for backs", year=2020, source_type=SourceType.TRIAL)
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, text) for text in texts]
    return assemble(Reading(blocks, source, Reader("test")), data=b"x", path="x.txt")


def claim_of(document: Document, text: str) -> Claim:
    start = document.text.index(text)
    span = Span(start, start + len(text))
    citation: Citation = cite(document, span, document.source.source_type, 1)
    return Claim(text, (citation,), Support.VERBATIM, findings=findings_in(document, span))


def answer_of(claim: Claim) -> Answer:
    return Answer("q?", "q?", (claim,), (), (), Mode.EXTRACTIVE, "i", {})


def test_a_result_is_one_line_of_slices_with_unit_interval_comparator_and_time() -> None:
    document = document_of(RESULT)
    (finding,) = findings_in(document, Span(0, len(document.text)))
    assert finding.line == LINE
    assert all(t.span.of(document.text) == t.text for t in finding.told)


def test_a_comparison_without_a_named_comparator_says_so() -> None:
    document = document_of("The odds ratio for recovery was 2.9 (95% CI 1.2 to 7.1).")
    (finding,) = findings_in(document, Span(0, len(document.text)))
    assert "comparator not stated here" in finding.line


def test_a_sentence_that_measures_nothing_carries_no_line() -> None:
    document = document_of("Heat wraps are warm and cost little.")
    assert findings_in(document, Span(0, len(document.text))) == ()


def test_the_line_stands_escaped_under_the_statement() -> None:
    html = render.conversation([Turn("q?", reply=answer_of(claim_of(document_of(RESULT), RESULT)), shown=9)])
    assert '<span class="result">mean difference −1.4 points</span>' in html
    assert "compared with sham &amp; rest" in html
    assert "<b>" not in html


def test_text_and_json_replies_carry_the_effect() -> None:
    reply = answer_of(claim_of(document_of(RESULT), RESULT))
    assert "    = mean difference −1.4 points · 95% CI −2.1 to −0.7" in as_text(reply)
    (effect,) = as_json(reply)["claims"][0]["effects"]
    assert (effect["measure"], effect["value"], effect["direction"]) == ("mean difference", -1.4, "decreased")
    assert effect["limits"] == {"kind": "CI", "level": 95.0, "low": -2.1, "high": -0.7}
    assert effect["told"]["comparator"]["text"] == "sham & rest"


def test_a_claim_whose_numbers_are_not_its_source_s_is_withheld(tmp_path: Path) -> None:
    path = tmp_path / "trial.txt"
    path.write_text(RESULT, encoding="utf-8")
    library = Library.open(tmp_path / "data")
    (outcome,) = library.add([path])
    assert isinstance(outcome, Added)
    claim = claim_of(library.document(outcome.document_id), RESULT)
    assert problem_with(claim, library) == ""
    (finding,) = claim.findings
    forged = replace(finding, line=("mean difference −14 points", *finding.line[1:]))
    assert not finding_holds(forged, library.document(outcome.document_id))
    assert "numbers" in problem_with(replace(claim, findings=(forged,)), library)
    library.close()


def test_a_claim_with_a_number_its_source_does_not_print_is_withheld(tmp_path: Path) -> None:
    path = tmp_path / "trial.txt"
    path.write_text(RESULT, encoding="utf-8")
    library = Library.open(tmp_path / "data")
    (outcome,) = library.add([path])
    assert isinstance(outcome, Added)
    claim = claim_of(library.document(outcome.document_id), RESULT)
    altered = replace(claim, text=RESULT.replace("−1.4", "−14"))
    assert problem_with(altered, library) == "it is not worded as its source"
    assert "number" in problem_with(replace(altered, support=Support.REWORDED), library)
    library.close()


def test_the_panel_of_a_trial_shows_registration_number_randomised_and_funding_escaped() -> None:
    document = document_of(
        "Of 130 screened, 120 patients were randomly assigned to heat or sham.",
        RESULT,
        "Trial registration: NCT01234567.",
        "The trial was supported by the <i>Back</i> Fund.",
    )
    html = panel.evidence(claim_of(document, RESULT).citations[0], document)
    assert "<dt>Registered</dt><dd>NCT01234567</dd>" in html
    assert "<dt>Randomised</dt><dd>120</dd>" in html
    assert "supported by the &lt;i&gt;Back&lt;/i&gt; Fund" in html
    other = replace(claim_of(document, RESULT).citations[0], source_type=SourceType.EDITORIAL)
    assert "Randomised" not in panel.evidence(other, document)


def test_show_prints_facts_and_effects_with_their_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trial.txt"
    path.write_text(f"{RESULT}\n\nTrial registration: NCT01234567.", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert index_main(["add", str(path), *data]) == 0
    library = Library.open(tmp_path / "data")
    (row,) = library.documents()
    text = library.document(row.id).text
    library.close()
    capsys.readouterr()
    assert index_main(["show", row.id, "--facts", "--effects", *data]) == 0
    printed = capsys.readouterr().out
    assert "NCT01234567" in printed
    assert " · ".join(LINE) in printed
    assert index_main(["show", row.id, "--facts", "--effects", "--json", *data]) == 0
    told = json.loads(capsys.readouterr().out)
    for held in (*told["facts"], *told["effects"][0]["told"].values()):
        assert text[held["start"] : held["end"]] == held["text"]


def test_the_measuring_command_turns_a_direction_to_the_intervention_s_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def query(i: str, label: str) -> dict[str, object]:
        meta = {"outcome": "pain", "intervention": "heat wraps", "comparator": "sham", "label": label}
        return {"_id": i, "text": "", "meta": meta}

    spans = {
        "1": ("significantly decreased", "Pain was significantly lower with heat wraps than with sham (p = 0.01)."),
        "2": ("significantly decreased", "Pain was significantly higher in the sham group (p = 0.01)."),
        "3": ("no significant difference", "Pain did not differ between the groups (p = 0.40)."),
        "4": ("significantly increased", "Backs are warm."),
    }
    queries = [json.dumps(query(i, label)) for i, (label, _) in spans.items()]
    marked = [json.dumps({"query_id": i, "text": text}) for i, (_, text) in spans.items()]
    (tmp_path / "queries_validation.jsonl").write_text("\n".join(queries), encoding="utf-8")
    (tmp_path / "spans_validation.jsonl").write_text("\n".join(marked), encoding="utf-8")
    assert evals_main(["effects", str(tmp_path)]) == 0
    lines = {line.split("  ")[0]: line.split() for line in capsys.readouterr().out.splitlines()}
    assert lines["number read, of texts with a digit"][-2:] == ["3", "3"]
    assert lines["direction right, where said"][-2:] == ["3", "3"]
    assert lines["direction said, of labelled questions"][-2:] == ["3", "4"]


def test_a_folder_of_another_form_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evals_main(["effects", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
