"""Any BEIR folder: `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv`; also with `_SPLIT` behind each name.

Source: Thakur et al., NeurIPS Datasets and Benchmarks 2021.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.public.rows import Growing, field_of, first_of, jsonl, needed, qrels
from evals.question_sets import QuestionSet

CORPUS = ("corpus.jsonl", "corpus_{split}.jsonl")
QUERIES = ("queries_{split}.jsonl", "queries.jsonl")
QRELS = ("qrels/{split}.tsv", "qrels_{split}.tsv", "qrels_beir_{split}.tsv", "qrels.tsv")


def load(folder: Path) -> QuestionSet:
    """The questions that are judged, over all documents."""
    found = Growing(folder)
    read_corpus(folder, found)
    asked = {r["_id"]: r for r in queries(folder)}
    rows = list(qrels(needed(folder, QRELS)))
    for name in dict.fromkeys(query_id for query_id, _, _ in rows if query_id in asked):
        found.question(name, field_of(asked[name], "text", "queries.jsonl"))
    for query_id, document, grade in rows:
        found.judge(query_id, document, grade)
    return found.whole()


def read_corpus(folder: Path, found: Growing) -> list[dict[str, Any]]:
    """Put the documents into a set; returns their rows."""
    path = needed(folder, CORPUS)
    rows = list(jsonl(path))
    for row in rows:
        found.text(str(field_of(row, "_id", path.name)), field_of(row, "text", path.name), row.get("title") or "")
    return rows


def queries(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of the questions."""
    path = needed(folder, QUERIES)
    for row in jsonl(path):
        field_of(row, "_id", path.name)
        yield row


def judge_documents(folder: Path, found: Growing) -> None:
    """Judgements of the questions that a set holds, where the folder has any; of others none is told."""
    path = first_of(folder, QRELS)
    for query_id, document, grade in qrels(path) if path else ():
        if query_id in found.questions:
            found.judge(query_id, document, grade)
