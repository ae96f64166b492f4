"""`python -m evals spans`: look for annotated spans of Evidence Inference in the stored texts."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.gold_spans
import evals.provenance
from evals.commands import Commands
from index.progress import ProgressBar
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    spans = commands.add_parser("spans", help="look for annotated spans of Evidence Inference in the stored texts")
    spans.add_argument("folder", type=Path, metavar="DIR", help="with spans_SPLIT.jsonl, nxml/SPLIT and txt/SPLIT")
    spans.add_argument("--show", action="store_true", help="print every span that is not whole, too")
    spans.set_defaults(run=_spans, data=None)


def _spans(options: argparse.Namespace, _settings: Settings) -> int:
    gold = evals.gold_spans.read_gold(options.folder)
    with ProgressBar("article") as bar:
        looked = list(evals.gold_spans.look_up(gold, bar.show))
    print(evals.gold_spans.as_text(looked, show=options.show))
    print(f"commit    {evals.provenance.commit()}")
    return 0
