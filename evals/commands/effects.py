"""`python -m evals effects`: read Evidence Inference's marked evidence for effects."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.effects
import evals.provenance
from evals.commands import Commands
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    effects = commands.add_parser("effects", help="read Evidence Inference's marked evidence for effects")
    effects.add_argument("folder", type=Path, metavar="DIR", help="with queries_SPLIT.jsonl and spans_SPLIT.jsonl")
    effects.add_argument("--split", default="validation", metavar="SPLIT", help="default: validation")
    effects.set_defaults(run=_effects, data=None)


def _effects(options: argparse.Namespace, _settings: Settings) -> int:
    marked = evals.effects.read_marked(options.folder, options.split)
    print(evals.effects.as_text(evals.effects.score(marked)))
    print(f"{'commit':38} {evals.provenance.commit():>12}")
    return 0
