"""`python -m evals recommendations`: compare a guideline's recommendations with a gold file."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.recommendations
import evals.recommendations_asked
from assistant.ask import Assistant
from evals.commands import Commands
from evals.recommendations_asked import ask_all
from index.settings import Settings, open_library


def add_to(commands: Commands) -> None:
    """Add the command."""
    found = commands.add_parser("recommendations", help="compare a guideline's recommendations with a gold file")
    found.add_argument("guideline", type=Path, metavar="GUIDELINE")
    found.add_argument(
        "gold", type=Path, metavar="GOLD", help="JSON Lines: text, meta.strength, meta.page, meta.number"
    )
    found.add_argument(
        "--asked",
        type=Path,
        metavar="FILE",
        help="ask these of the library in --data, which holds the guideline: number, tab, question",
    )
    found.add_argument("--data", type=Path, metavar="DIR", help="the data folder that is asked (default: var)")
    found.set_defaults(run=_recommendations)


def _recommendations(options: argparse.Namespace, settings: Settings) -> int:
    if options.asked:
        questions = evals.recommendations_asked.read_questions(options.asked)
        gold = evals.recommendations.read_gold(options.gold)
        library = open_library(settings)
        print(evals.recommendations_asked.as_text(ask_all(questions, gold, Assistant(library).ask)))
        return 0
    print(evals.recommendations.as_text(evals.recommendations.evaluate(options.guideline, options.gold)))
    return 0
