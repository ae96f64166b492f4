"""Does the harness reckon as others do? What is known of public sets, reckoned again from their files."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from evals.bm25 import WordIndex
from evals.measures.retrieval import document_scores
from evals.public import scifact
from evals.public.pubmedqa import human_accuracy
from evals.systems import DEPTH

MARGIN = 0.005


@dataclass(frozen=True, slots=True)
class Check:
    """A figure as known and as reckoned here, over `n` questions."""

    name: str
    known: float
    found: float
    n: int

    @property
    def agrees(self) -> bool:
        """Whether the two differ by no more than `MARGIN`."""
        return abs(self.known - self.found) <= MARGIN


def bm25_on_scifact(folder: Path) -> Check:
    """nDCG@10 of BM25 (k1 1.2, b 0.75, stems, title and text together) over the claims that are judged.

    Known: 0.696 on the 809 training claims.
    """
    found = scifact.load(folder)
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for _, one in found.judged:
        judged[one.query_id][one.document] = one.grade
    names = list(found.texts)
    index = WordIndex([f"{found.texts[n].title} {found.texts[n].text}" for n in names])
    values = []
    for _, question in found.questions:
        if question.id in judged:
            ranked = [names[i] for i, _ in index.ranked(question.text)[:DEPTH]]
            value = document_scores(ranked, judged[question.id])["nDCG@10"]
            values += [value] if value is not None else []
    return Check("SciFact, BM25, nDCG@10", 0.696, sum(values) / len(values) if values else math.nan, len(values))


def people_on_pubmedqa(folder: Path) -> Check:
    """Accuracy of a person who sees the abstract without its conclusion. Known: 0.78 (Jin et al., EMNLP 2019)."""
    right, n = human_accuracy(folder)
    return Check("PubMedQA, a person, accuracy", 0.78, right / n, n)


def as_text(checks: list[Check]) -> str:
    """A line a check."""
    lines = [f"{'':30} {'known':>6} {'here':>7} {'n':>5}"]
    for c in checks:
        told = "agrees" if c.agrees else f"differs by more than {MARGIN}"
        lines.append(f"{c.name:30} {c.known:6.3f} {c.found:7.4f} {c.n:5}  {told}")
    return "\n".join(lines)
