"""SciFact: claims over abstracts, with the sentences that support or contradict them.

As published: `corpus.jsonl` (doc_id, title, abstract), `claims_SPLIT.jsonl`. In common form: BEIR's files with
`meta.sentences` of a document and `meta.evidence`, `meta.label` of a claim.
Source: Wadden et al., EMNLP 2020.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals.public.beir import judge_documents, queries, read_corpus
from evals.public.rows import Growing, field_of, first_of, jsonl, needed
from evals.question_sets import QuestionSet

_LABELS = {"SUPPORT": "supports", "CONTRADICT": "contradicts", "NOT_ENOUGH_INFO": "neutral"}


def load(folder: Path) -> QuestionSet:
    """Every claim, asked of all abstracts; right are those its authors cited, gold their evidence sentences."""
    if first_of(folder, ["claims_{split}.jsonl"]):
        return _published(folder)
    found = Growing(folder)
    sentences = {str(r["_id"]): (r.get("meta") or {}).get("sentences", ()) for r in read_corpus(folder, found)}
    for row in queries(folder):
        meta = row.get("meta") or {}
        label = _LABELS.get(str(meta.get("label")))
        found.question(row["_id"], field_of(row, "text", "queries.jsonl"), labels=(label,) if label else ())
        _mark(found, row["_id"], meta.get("evidence") or {}, sentences)
    judge_documents(folder, found)
    return found.whole()


def _published(folder: Path) -> QuestionSet:
    found = Growing(folder)
    sentences: dict[str, list[str]] = {}
    for row in jsonl(needed(folder, ["corpus.jsonl"])):
        name = str(field_of(row, "doc_id", "corpus.jsonl"))
        sentences[name] = [s.strip() for s in row["abstract"]]
        found.text(name, " ".join(sentences[name]), row.get("title", ""))
    for row in jsonl(needed(folder, ["claims_{split}.jsonl"])):
        name, evidence = str(field_of(row, "id", "claims")), row.get("evidence") or {}
        told = {one["label"] for reasons in evidence.values() for one in reasons} or {"NOT_ENOUGH_INFO"}
        found.question(name, field_of(row, "claim", "claims"), labels=tuple(_LABELS[t] for t in sorted(told)))
        _mark(found, name, evidence, sentences)
        for document in row.get("cited_doc_ids", ()):
            found.judge(name, str(document), 1)
    return found.whole()


def _mark(found: Growing, query_id: str, evidence: dict[str, list[dict[str, Any]]], sentences: dict[str, Any]) -> None:
    for document, reasons in evidence.items():
        held = sentences.get(document, ())
        for number in sorted({n for one in reasons for n in one["sentences"]}):
            found.mark_quote(query_id, document, held[number] if number < len(held) else "")
