"""`python -m evals asked`: how questions are understood."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.asked
from evals.commands import Commands
from index.embed import open_embedder
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    asked = commands.add_parser("asked", help="measure how questions and follow-ups are understood")
    asked.add_argument("--bioasq", type=Path, metavar="FILE", help="questions of BioASQ: text, meta.type")
    asked.add_argument(
        "--trials", type=Path, metavar="FILE", help="of Evidence Inference: meta.intervention, comparator, outcome"
    )
    asked.set_defaults(run=_asked, data=None)


def _asked(options: argparse.Namespace, settings: Settings) -> int:
    embed = open_embedder(settings.embedding_model).embed
    rows = [("written by us", list(evals.asked.figures(embed)))]
    rows += [("BioASQ", list(evals.asked.bioasq_figures(options.bioasq)))] if options.bioasq else []
    rows += [("Evidence Inference", list(evals.asked.pico_figures(options.trials)))] if options.trials else []
    for title, figures in rows:
        print(title)
        for name, s in figures:
            print(f"  {name:30} {s.value:.3f}  {s.low:.3f} to {s.high:.3f}  {s.hits} of {s.n}")
    return 0
