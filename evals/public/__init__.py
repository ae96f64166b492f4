"""Public sets, as their owners publish them or in a common form of JSON Lines: a folder becomes a question set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evals.public import beir, bioasq, evidence_inference, evidencebench, medquad, pairs, pubmedqa, scifact
from evals.question_sets import QuestionSet

LOADERS: dict[str, Callable[[Path], QuestionSet]] = {
    "evidence-inference": evidence_inference.load,
    "bioasq": bioasq.load,
    "scifact": scifact.load,
    "pubmedqa": pubmedqa.load,
    "healthver": pairs.load_healthver,
    "attribution": pairs.load_attribution,
    "evidencebench": evidencebench.load,
    "medquad": medquad.load,
    "beir": beir.load,
}
"""By the name that stands before the folder on the command line."""
