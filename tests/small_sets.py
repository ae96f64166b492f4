"""Public sets in small, in their own form and with texts written by us: what training and measuring read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

GOLD = "Pain was lower with the injection than with tablets (p = 0.01)."
SAME = "Walking distance did not differ between the two arms (p = 0.70)."
_FILLER = (
    "Patients were recruited at three hospitals in spring.",
    "A nurse who knew nothing of the arms opened the envelopes.",
    "Questionnaires were posted after six weeks and again later.",
    "The sample was reckoned for a power of eighty per cent.",
    "All analyses followed the groups as they had been drawn.",
    "Two reviewers read the imaging without knowing the arm.",
)


def write_sets(folder: Path) -> Path:
    """Evidence Inference, BioASQ, SciFact, PubMedQA and MedQuAD with a handful of questions each."""
    _trials(folder / "evidence_inference")
    _experts(folder / "bioasq")
    _claims(folder / "scifact")
    _abstracts(folder / "pubmedqa")
    rows = [
        {"title": f"What is disease {n}?", "text": f"Disease {n} is a rare affection. {' '.join(_FILLER)}"}
        for n in range(9)
    ]
    _write(folder / "medquad" / "medquad_answered.jsonl", rows)
    return folder


def _trials(folder: Path) -> None:
    for split in ("train", "validation"):
        passages, queries, spans, relevant = [], [], [], []
        for article in range(3):
            texts = [" ".join(f"{s[:-1]}, as note {article}{part} tells." for s in _FILLER) for part in range(9)]
            texts.insert(2, f"{GOLD} {SAME}")
            start = 0
            for number, text in enumerate(texts):
                meta = {"pmcid": str(article), "start": start, "end": start + len(text)}
                passages.append({"_id": f"P{article}#{number}", "title": "", "text": text, "meta": meta})
                start += len(text) + 1
            at = passages[-8]["meta"]["start"]
            for outcome, label, said in (
                ("pain", "significantly decreased", GOLD),
                ("walking distance", "no significant difference", SAME),
            ):
                identifier, begin = f"{article}{outcome}", at + texts[2].index(said)
                asked = {"pmcid": str(article), "outcome": outcome, "label": label}
                asked |= {"intervention": "the injection", "comparator": "tablets"}
                queries.append({"_id": identifier, "text": f"Does the injection change {outcome}?", "meta": asked})
                spans.append({"query_id": identifier, "start": begin, "end": begin + len(said)})
                relevant.append((identifier, f"P{article}#2"))
        _write(folder / f"corpus_{split}.jsonl", passages)
        _write(folder / f"queries_{split}.jsonl", queries)
        _write(folder / f"spans_{split}.jsonl", spans)
        _judge(folder / f"qrels_{split}.tsv", relevant)


def _experts(folder: Path) -> None:
    queries, snippets, relevant = [], [], []
    for n in range(12):
        answer = "yes" if n % 2 else "no"
        said = f"Compound {n} {'lowers' if n % 2 else 'does not lower'} fever in children."
        meta = {"type": "yesno", "exact_answer": answer, "ideal_answer": [f"{answer.capitalize()}, {said}"]}
        queries.append({"_id": f"q{n}", "text": f"Does compound {n} lower fever?", "meta": meta})
        snippets.append({"_id": f"d{n}#0", "text": said, "meta": {}})
        relevant.append((f"q{n}", f"d{n}#0"))
    _write(folder / "queries.jsonl", queries)
    _write(folder / "corpus_snippets.jsonl", snippets)
    _judge(folder / "qrels_snippets.tsv", relevant)


def _claims(folder: Path) -> None:
    abstracts, queries, reasons, relevant = [], [], [], []
    for n in range(60):
        sentences = [
            f"We studied protein {n} in mice for a year.",
            f"Protein {n} increases growth of the bone in mice.",
        ]
        title = f"Protein {n} increases bone growth"
        meta = {"sentences": sentences}
        abstracts.append({"_id": str(n), "title": title, "text": " ".join(sentences), "meta": meta})
    for n in range(8):
        verb, label = ("increases", "SUPPORT") if n % 2 else ("decreases", "CONTRADICT")
        queries.append({"_id": f"c{n}", "text": f"Protein {n} {verb} bone growth.", "meta": {}})
        said = abstracts[n]["meta"]["sentences"][1:]
        reasons.append({"query_id": f"c{n}", "doc_id": str(n), "label": label, "sentences": [1], "text": said})
        relevant.append((f"c{n}", str(n)))
    _write(folder / "corpus.jsonl", abstracts)
    _write(folder / "queries.jsonl", queries)
    _write(folder / "rationales.jsonl", reasons)
    _judge(folder / "qrels_beir_train.tsv", relevant)


def _abstracts(folder: Path) -> None:
    answers = ("yes", "no", "maybe") * 4
    concluded = {"yes": "Rest improves sleep.", "no": "Rest does not improve sleep.", "maybe": "This remains unclear."}
    queries = [
        {"_id": str(n), "text": "Does rest improve sleep?", "meta": {"answer": a, "long_answer": concluded[a]}}
        for n, a in enumerate(answers)
    ]
    _write(folder / "queries.jsonl", queries)
    _write(
        folder / "corpus.jsonl",
        [{"_id": str(n), "text": f"{_FILLER[0]} {concluded[a]}"} for n, a in enumerate(answers)],
    )


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _judge(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    path.write_text("query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{d}\t1\n" for q, d in pairs), encoding="utf-8")
