"""`python -m evals harness`: reckon known figures of public sets again."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.harness
from evals.commands import Commands
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    harness = commands.add_parser("harness", help="does the harness reckon known figures of public sets as others do?")
    harness.add_argument("--scifact", type=Path, metavar="DIR", help="BM25 on SciFact's claims")
    harness.add_argument("--pubmedqa", type=Path, metavar="DIR", help="what people answer on PubMedQA")
    harness.set_defaults(run=_harness, data=None)


def _harness(options: argparse.Namespace, _settings: Settings) -> int:
    checks = []
    if options.scifact:
        checks.append(evals.harness.bm25_on_scifact(options.scifact))
    if options.pubmedqa:
        checks.append(evals.harness.people_on_pubmedqa(options.pubmedqa))
    if not checks:
        raise ValueError("name a set to check by: --scifact DIR, --pubmedqa DIR")
    print(evals.harness.as_text(checks))
    return 0 if all(c.agrees for c in checks) else 1
