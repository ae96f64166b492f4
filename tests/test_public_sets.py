"""Public sets, written small by us in their owners' form and in the common one, come out as the same questions."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CitewellError
from evals.harness import bm25_on_scifact, people_on_pubmedqa
from evals.public import LOADERS
from evals.question_sets import Question, QuestionSet

ARTICLE = "TITLE: \r\nWalking\n\nABSTRACT:\nWalking helped. Rest was worse (p<0.01).\n"


def lines(path: Path, *rows: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


def table(path: Path, *rows: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def tabbed(path: Path, *rows: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join("\t".join(map(str, r)) + "\n" for r in rows), encoding="utf-8")


def gold(found: QuestionSet) -> list[tuple[str, str, str]]:
    """Question, document and words of each span."""
    return [(s.query_id, s.document, found.texts[s.document].text[s.start : s.end]) for _, s in found.spans]


def only(found: QuestionSet) -> Question:
    """The one question of a set."""
    ((_, question),) = found.questions
    return question


def test_beir_holds_the_questions_that_are_judged(tmp_path: Path) -> None:
    lines(
        tmp_path / "corpus.jsonl", {"_id": "a", "title": "A", "text": "Walking helps."}, {"_id": "b", "text": "Rest."}
    )
    lines(tmp_path / "queries.jsonl", {"_id": "1", "text": "does  walking help"}, {"_id": "2", "text": "never judged"})
    tabbed(tmp_path / "qrels" / "test.tsv", ("query-id", "corpus-id", "score"), ("1", "a", 2), ("1", "gone", 1))
    found = LOADERS["beir"](tmp_path)
    assert only(found).text == "does walking help"
    assert [(j.query_id, j.document, j.grade) for _, j in found.judged] == [("1", "a", 2)]
    assert found.texts["a"].title == "A"


def test_a_folder_that_holds_something_else_is_told(tmp_path: Path) -> None:
    for name, load in LOADERS.items():
        with pytest.raises(CitewellError, match=r"holds? "):
            load(tmp_path)
        assert name
    (tmp_path / "corpus.jsonl").write_text("[1]\n", encoding="utf-8")
    with pytest.raises(CitewellError, match=r"corpus\.jsonl line 1: is no JSON object"):
        LOADERS["beir"](tmp_path)


SENTENCES = ["Walking was studied.", "Walking halved pain.", "Rest did not."]


def scifact_as_published(folder: Path) -> None:
    lines(folder / "corpus.jsonl", {"doc_id": 7, "title": "Walking", "abstract": SENTENCES, "structured": False})
    evidence = {"7": [{"sentences": [1, 2], "label": "SUPPORT"}]}
    lines(
        folder / "claims_dev.jsonl",
        {"id": 1, "claim": "Walking reduces pain.", "evidence": evidence, "cited_doc_ids": [7]},
    )
    lines(folder / "claims_train.jsonl", {"id": 9, "claim": "Of another split.", "evidence": {}, "cited_doc_ids": []})


def scifact_in_common_form(folder: Path) -> None:
    text = " ".join(SENTENCES)
    lines(folder / "corpus.jsonl", {"_id": "7", "title": "Walking", "text": text, "meta": {"sentences": SENTENCES}})
    meta = {"evidence": {"7": [{"sentences": [1], "label": "SUPPORT"}, {"sentences": [2]}]}, "label": "SUPPORT"}
    lines(folder / "queries.jsonl", {"_id": "1", "text": "Walking reduces pain.", "meta": meta})
    tabbed(folder / "qrels_beir_train.tsv", ("query-id", "corpus-id", "score"), ("1", "7", 1))


@pytest.mark.parametrize("write", [scifact_as_published, scifact_in_common_form])
def test_scifact_has_evidence_sentences_and_a_label(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["scifact"](tmp_path)
    assert only(found).labels == ("supports",)
    assert gold(found) == [("1", "7", "Walking halved pain."), ("1", "7", "Rest did not.")]
    assert [(j.query_id, j.document) for _, j in found.judged] == [("1", "7")]


def test_bm25_is_checked_by_scifact(tmp_path: Path) -> None:
    pytest.importorskip("bm25s")
    scifact_in_common_form(tmp_path)
    check = bm25_on_scifact(tmp_path)
    assert (check.found, check.n, check.agrees) == (1.0, 1, False)


SNIPPET = "Baloxavir is approved for influenza."


def bioasq_as_published(folder: Path) -> None:
    address = "http://www.ncbi.nlm.nih.gov/pubmed/77"
    snippets = [{"document": address, "text": SNIPPET}, {"document": address, "text": "It halves shedding."}]
    yes_no = {
        "id": "y",
        "body": "Is baloxavir approved?",
        "type": "yesno",
        "exact_answer": "yes",
        "snippets": snippets[:1],
    }
    exact = [["influenza", "flu"], ["colds"]]
    listed = {"id": "l", "body": "What is treated?", "type": "list", "exact_answer": exact, "snippets": snippets}
    (folder / "8B1_golden.json").write_text(json.dumps({"questions": [yes_no, listed]}), encoding="utf-8")


def bioasq_in_common_form(folder: Path) -> None:
    # The document lacks the second snippet, as one that is a title may.
    lines(folder / "corpus.jsonl", {"_id": "77", "title": "", "text": SNIPPET})
    lines(
        folder / "corpus_snippets.jsonl",
        {"_id": "77#0", "title": "", "text": SNIPPET},
        {"_id": "77#1", "title": "", "text": "It halves shedding."},
    )
    exact = [["influenza", "flu"], ["colds"]]
    lines(
        folder / "queries.jsonl",
        {"_id": "y", "text": "Is baloxavir approved?", "meta": {"type": "yesno", "exact_answer": "yes"}},
        {"_id": "l", "text": "What is treated?", "meta": {"type": "list", "exact_answer": exact}},
    )
    tabbed(folder / "qrels.tsv", ("query-id", "corpus-id", "score"), ("y", "77", 1), ("l", "77", 1))
    head = ("query-id", "corpus-id", "score")
    tabbed(folder / "qrels_snippets.tsv", head, ("y", "77#0", 1), ("l", "77#0", 1), ("l", "77#1", 1))


@pytest.mark.parametrize("write", [bioasq_as_published, bioasq_in_common_form])
def test_bioasq_has_snippets_labels_and_exact_answers(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["bioasq"](tmp_path)
    asked = {q.id: q for _, q in found.questions}
    assert (asked["y"].labels, asked["y"].expected, asked["y"].kind) == (("yes",), (), "yesno")
    assert (asked["l"].labels, asked["l"].expected) == ((), ("influenza|flu", "colds"))
    assert gold(found) == [("y", "77", SNIPPET), ("l", "77", SNIPPET), ("l", "77", "It halves shedding.")]
    assert len(found.judged) == 2


def pubmedqa_as_published(folder: Path) -> None:
    row = {
        "QUESTION": "Does walking help?",
        "CONTEXTS": ["Pain is common.", "Pain halved."],
        "LABELS": ["BACKGROUND", "RESULTS"],
        "final_decision": "maybe",
        "reasoning_required_pred": "yes",
    }
    (folder / "ori_pqal.json").write_text(json.dumps({"5": row, "6": row}), encoding="utf-8")
    (folder / "test_ground_truth.json").write_text('{"5": "maybe"}', encoding="utf-8")


def pubmedqa_in_common_form(folder: Path) -> None:
    lines(
        folder / "corpus.jsonl", {"_id": "5", "title": "", "text": "BACKGROUND: Pain is common.\nRESULTS: Pain halved."}
    )
    meta = {"answer": "maybe", "human_reasoning_required": "yes"}
    lines(folder / "queries.jsonl", {"_id": "5", "text": "Does walking help?", "meta": meta})


@pytest.mark.parametrize("write", [pubmedqa_as_published, pubmedqa_in_common_form])
def test_pubmedqa_is_asked_of_its_own_abstract(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["pubmedqa"](tmp_path)
    assert (only(found).labels, only(found).within) == (("maybe",), ("5",))
    assert found.texts["5"].text == "BACKGROUND: Pain is common.\nRESULTS: Pain halved."
    check = people_on_pubmedqa(tmp_path)
    assert (check.found, check.n, check.agrees) == (0.0, 1, False)


def evidence_inference_as_published(folder: Path) -> None:
    own = folder / "annotations"
    start = ARTICLE.index("Rest was")
    answer = {
        "PromptID": "3",
        "PMCID": "11",
        "Valid Label": "True",
        "Valid Reasoning": "True",
        "Label": "significantly decreased",
    }
    place = {"Evidence Start": start, "Evidence End": start + 8}
    wrong = answer | {"Label": "significantly increased", "Valid Reasoning": "False"}
    table(own / "annotations_merged.csv", answer | place, wrong | place)
    prompt = {"PromptID": "3", "PMCID": "11", "Outcome": "pain", "Intervention": "walking", "Comparator": "rest"}
    table(own / "prompts_merged.csv", prompt, prompt | {"PromptID": "4", "PMCID": "12"})
    (own / "txt_files").mkdir()
    (own / "txt_files" / "PMC11.txt").write_bytes(ARTICLE.encode())
    (own / "splits").mkdir()
    (own / "splits" / "validation_article_ids.txt").write_text("11\n", encoding="utf-8")


def evidence_inference_in_common_form(folder: Path) -> None:
    start = ARTICLE.index("Rest was")
    text = "With respect to pain, what is the reported difference between walking and rest?"
    meta = {"pmcid": "11", "label": "significantly decreased"}
    lines(folder / "queries_validation.jsonl", {"_id": "3", "text": text, "meta": meta})
    span = {"query_id": "3", "pmcid": "11", "start": start, "end": start + 8}
    lines(folder / "spans_validation.jsonl", span, span)
    (folder / "txt" / "validation").mkdir(parents=True)
    (folder / "txt" / "validation" / "PMC11.txt").write_bytes(ARTICLE.encode())


@pytest.mark.parametrize("write", [evidence_inference_as_published, evidence_inference_in_common_form])
def test_evidence_inference_counts_offsets_in_the_text_as_it_is(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["evidence-inference"](tmp_path)
    assert only(found).labels == ("decreased",)
    assert only(found).within == ("PMC11",)
    assert "pain" in only(found).text
    assert "rest?" in only(found).text
    assert found.texts["PMC11"].text == ARTICLE
    assert gold(found) == [("3", "PMC11", "Rest was")]


def test_an_article_is_put_together_of_passages_where_its_file_is_not_there(tmp_path: Path) -> None:
    evidence_inference_in_common_form(tmp_path)
    (tmp_path / "txt" / "validation" / "PMC11.txt").unlink()
    second = ARTICLE.index("Walking helped")
    lines(
        tmp_path / "corpus_validation.jsonl",
        {"_id": "PMC11#1", "title": "Walking", "text": ARTICLE[second:].strip(), "meta": {"start": second}},
        {"_id": "PMC11#0", "title": "Walking", "text": "TITLE: \r\nWalking", "meta": {"start": 0}},
    )
    found = LOADERS["evidence-inference"](tmp_path)
    assert found.texts["PMC11"].title == "Walking"
    assert gold(found) == [("3", "PMC11", "Rest was")]


def healthver_as_published(folder: Path) -> None:
    row = {"id": "1", "evidence": "Masks cut spread.", "claim": "Masks help", "question": "?"}
    table(
        folder / "healthver_dev.csv",
        row | {"label": "Supports"},
        row | {"id": "2", "claim": "Or not", "label": "Refutes"},
    )


def healthver_in_common_form(folder: Path) -> None:
    row = {"_id": "1", "evidence": "Masks cut spread.", "claim": "Masks help", "question": "?"}
    second = row | {"_id": "2", "claim": "Or not", "label": "Refutes"}
    lines(folder / "pairs_dev.jsonl", row | {"label": "Supports"}, second)


@pytest.mark.parametrize("write", [healthver_as_published, healthver_in_common_form])
def test_a_claim_of_healthver_is_asked_of_its_evidence(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["healthver"](tmp_path)
    assert len(found.texts) == 1, "the same evidence is one document"
    assert [(q.text, q.labels) for _, q in found.questions] == [
        ("Masks help", ("supports",)),
        ("Or not", ("contradicts",)),
    ]
    assert {q.within for _, q in found.questions} == {tuple(found.texts)}


@pytest.mark.parametrize("label", ["label", "attribution_label"])
@pytest.mark.parametrize("file", ["test.jsonl", "test_all_subset_balanced.jsonl"])
def test_a_statement_of_attributionbench_is_asked_of_its_references(file: str, label: str, tmp_path: Path) -> None:
    row = {"id": "1", "claim": "Masks help.", "references": ["Masks cut spread.", "", "So do vaccines."]}
    lines(tmp_path / "dev_all_subset_balanced.jsonl", row | {label: "attributable", "claim": "Of another split."})
    lines(tmp_path / file, row | {label: "not attributable", "src_dataset": "ExpertQA"})
    found = LOADERS["attribution"](tmp_path)
    assert (only(found).labels, only(found).kind) == (("not attributable",), "ExpertQA")
    assert [found.texts[name].text for name in only(found).within] == ["Masks cut spread.", "So do vaccines."]


PAPER = [("Methods", "section_name"), ("We asked.", "abstract"), ("Wine harmed.", "abstract"), ("Beer did not.", "")]


def evidencebench_as_published(folder: Path) -> None:
    row = {
        "hypothesis": "Wine harms.",
        "paper_as_candidate_pool": [text for text, _ in PAPER],
        "sentence_types_in_candidate_pool": [kind for _, kind in PAPER],
        "aspect2sentence_indices": {"a": [2], "b": [2, 3]},
    }
    (folder / "evidencebench_test_set.json").write_text(json.dumps({"p": row}), encoding="utf-8")


def evidencebench_in_common_form(folder: Path) -> None:
    rows = [
        {"_id": f"p#s{i}", "title": "", "text": t, "meta": {"pmcid": "p", "type": k}} for i, (t, k) in enumerate(PAPER)
    ]
    lines(folder / "corpus_train.jsonl", *rows)
    lines(folder / "queries_train.jsonl", {"_id": "p", "text": "Wine harms.", "meta": {"pmcid": "p"}})
    tabbed(folder / "qrels_train.tsv", ("query-id", "corpus-id", "score"), ("p", "p#s2", 2), ("p", "p#s3", 1))


@pytest.mark.parametrize("write", [evidencebench_as_published, evidencebench_in_common_form])
def test_evidencebench_grades_sentences_by_their_aspects(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["evidencebench"](tmp_path)
    assert found.texts["p"].text == "Methods\n\nWe asked. Wine harmed. Beer did not."
    assert gold(found) == [("p", "p", "Wine harmed."), ("p", "p", "Beer did not.")]
    assert [s.grade for _, s in found.spans] == [2, 1]


def medquad_as_published(folder: Path) -> None:
    (folder / "1_Source").mkdir()
    pairs = (
        '<QAPair pid="1"><Question qid="7-1" qtype="treatment">How is flu treated?</Question>'
        "<Answer>By rest.</Answer></QAPair>"
        '<QAPair pid="2"><Question qid="7-2" qtype="causes">What causes flu?</Question><Answer></Answer></QAPair>'
    )
    xml = f'<Document id="7"><Focus>Flu</Focus><QAPairs>{pairs}</QAPairs></Document>'
    (folder / "1_Source" / "7.xml").write_text(xml, encoding="utf-8")


def medquad_in_common_form(folder: Path) -> None:
    meta = {"focus": "Flu", "qtype": "treatment"}
    lines(
        folder / "all.jsonl", {"_id": "1_Source/7-1", "title": "How is flu treated?", "text": "By rest.", "meta": meta}
    )


@pytest.mark.parametrize("write", [medquad_as_published, medquad_in_common_form])
def test_medquad_has_the_questions_with_an_answer(write: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = LOADERS["medquad"](tmp_path)
    assert (only(found).id, only(found).text, only(found).kind) == ("1_Source/7-1", "How is flu treated?", "treatment")
    assert found.texts["1_Source/7-1"].title == "Flu"
    assert gold(found) == [("1_Source/7-1", "1_Source/7-1", "By rest.")]
