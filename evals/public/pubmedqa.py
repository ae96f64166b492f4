"""PubMedQA: yes, no or maybe by an abstract without its conclusion, which each question is asked of.

As published: `ori_pqal.json`, and `test_ground_truth.json` where only its questions are wanted. In common form: BEIR's
files with `meta.answer` of a question.
Source: Jin et al., EMNLP 2019.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import CitewellError
from evals.public.beir import queries, read_corpus
from evals.public.rows import Growing, field_of, whole_json
from evals.question_sets import QuestionSet


def load(folder: Path) -> QuestionSet:
    """Every question, asked of its own abstract."""
    found = Growing(folder)
    if (folder / "ori_pqal.json").is_file():
        wanted = folder / "test_ground_truth.json"
        rows = whole_json(folder / "ori_pqal.json")
        for name in whole_json(wanted) if wanted.is_file() else rows:
            row = rows[name]
            labels = [*row.get("LABELS", ()), *[""] * len(row["CONTEXTS"])]
            parts = [f"{k}: {t}" if k else t for k, t in zip(labels, row["CONTEXTS"], strict=False)]
            found.text(name, "\n".join(parts))
            found.question(name, row["QUESTION"], labels=(row["final_decision"],), within=(name,))
        return found.whole()
    read_corpus(folder, found)
    for row in queries(folder):
        answer = (row.get("meta") or {}).get("answer")
        text = field_of(row, "text", "queries.jsonl")
        found.question(row["_id"], text, labels=(answer,) if answer else (), within=(row["_id"],))
    return found.whole()


def human_accuracy(folder: Path) -> tuple[int, int]:
    """How often a person who saw only the abstract without its conclusion gave the final label, and of how many.

    Raises:
        CitewellError: The folder holds no such answers.
    """
    if (folder / "ori_pqal.json").is_file():
        rows = whole_json(folder / "ori_pqal.json")
        wanted = folder / "test_ground_truth.json"
        told = [rows[name] for name in (whole_json(wanted) if wanted.is_file() else rows)]
        pairs = [(r.get("reasoning_required_pred"), r["final_decision"]) for r in told]
    else:
        metas = [row.get("meta") or {} for row in queries(folder)]
        pairs = [(m.get("human_reasoning_required"), m.get("answer")) for m in metas]
    given = [(said, gold) for said, gold in pairs if said and gold]
    if not given:
        raise CitewellError(f"{folder}: holds no answers of people; name the folder of PubMedQA")
    return sum(said == gold for said, gold in given), len(given)
