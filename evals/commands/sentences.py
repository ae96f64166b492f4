"""`python -m evals sentences` and `abbreviations`: compare what the texts' readers find with a gold file."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.abbreviations
import evals.sentences
from evals.commands import Commands
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the commands."""
    short = commands.add_parser("abbreviations", help="compare abbreviation definitions with a gold file")
    short.add_argument("file", type=Path, metavar="FILE", help="JSON Lines: title, text, meta.abbreviations")
    short.set_defaults(run=_abbreviations, data=None)
    sentences = commands.add_parser("sentences", help="compare sentence boundaries with a gold file")
    sentences.add_argument("file", type=Path, nargs="?", metavar="FILE", help="JSON Lines (default: the built-in set)")
    sentences.set_defaults(run=_sentences, data=None)


def _abbreviations(options: argparse.Namespace, _settings: Settings) -> int:
    print(evals.abbreviations.as_text(evals.abbreviations.score(evals.abbreviations.read_abstracts(options.file))))
    return 0


def _sentences(options: argparse.Namespace, _settings: Settings) -> int:
    gold = evals.sentences.read_gold(options.file or evals.sentences.BUILT_IN)
    print(evals.sentences.as_text(evals.sentences.score(gold)))
    return 0
