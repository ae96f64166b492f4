"""Sets of pairs: a claim, the evidence given for it, and whether it holds. Each claim is asked of its evidence alone.

HealthVer (Sarrouti et al., Findings of EMNLP 2021): `healthver_SPLIT.csv`, or `pairs_SPLIT.jsonl` in common form.
AttributionBench (Li et al., Findings of ACL 2024): JSON Lines with `attribution_label`, or `pairs_SPLIT.jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import CitewellError
from evals.public.rows import Growing, field_of, first_of, jsonl, table, whole_json
from evals.question_sets import QuestionSet

_STANCES = {"supports": "supports", "refutes": "contradicts", "neutral": "neutral"}
_PAIRS = "pairs_{split}.jsonl"


def load_healthver(folder: Path) -> QuestionSet:
    """Claims that evidence supports, contradicts, or has nothing to say of."""
    path = first_of(folder, [_PAIRS, "healthver_{split}.csv"])
    if path is None:
        raise CitewellError(f"{folder}: holds no healthver_SPLIT.csv and no pairs_SPLIT.jsonl; name its folder")
    rows: Iterable[Mapping[str, Any]] = table(path) if path.suffix == ".csv" else jsonl(path)
    found = Growing(folder)
    evidence: dict[str, str] = {}
    for number, row in enumerate(rows):
        text = str(row["evidence"])
        if text not in evidence:
            evidence[text] = f"evidence-{len(evidence) + 1}"
            found.text(evidence[text], text)
        label = _STANCES[str(row["label"]).lower()]
        name = str(row.get("_id") or row.get("id") or number)
        found.question(name, str(row["claim"]), labels=(label,), within=(evidence[text],))
    return found.whole()


def load_attribution(folder: Path) -> QuestionSet:
    """Statements that the references given for them bear out, or not."""
    path = first_of(folder, [_PAIRS, "{split}_all_subset_balanced.jsonl", "{split}.jsonl", "{split}.json"])
    path = path or next(iter(sorted(folder.glob("*.jsonl"))), None)
    if path is None:
        raise CitewellError(f"{folder}: holds no JSON Lines file; name the folder of AttributionBench")
    found = Growing(folder)
    for number, row in enumerate(jsonl(path) if path.suffix == ".jsonl" else whole_json(path)):
        name = str(row.get("_id") or row.get("id") or number)
        label = row["label"] if "label" in row else field_of(row, "attribution_label", path.name)
        references = [str(r) for r in row["references"] if str(r).strip()]
        for i, text in enumerate(references, start=1):
            found.text(f"{name}#{i}", text)
        within = tuple(f"{name}#{i}" for i in range(1, len(references) + 1))
        kind = str(row.get("src") or row.get("src_dataset") or "")
        if within:
            found.question(name, str(row["claim"]), kind=kind, labels=(str(label),), within=within)
    return found.whole()
