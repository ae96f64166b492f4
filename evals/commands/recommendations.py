"""`python -m evals recommendations`: compare a guideline's recommendations with a gold file."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.recommendations
from evals.commands import Commands
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    found = commands.add_parser("recommendations", help="compare a guideline's recommendations with a gold file")
    found.add_argument("guideline", type=Path, metavar="GUIDELINE")
    found.add_argument(
        "gold", type=Path, metavar="GOLD", help="JSON Lines: text, meta.strength, meta.page, meta.number"
    )
    found.set_defaults(run=_recommendations, data=None)


def _recommendations(options: argparse.Namespace, _settings: Settings) -> int:
    print(evals.recommendations.as_text(evals.recommendations.evaluate(options.guideline, options.gold)))
    return 0
