"""`python -m evals table RUN`: sets and systems of a run beside each other, as Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.commands import Commands
from evals.finished import open_run
from evals.table import HEADLINES, as_markdown
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    table = commands.add_parser("table", help="print sets and systems of a run beside each other, as Markdown")
    table.add_argument("folder", type=Path, metavar="RUN", help="the folder given to `evals run` as --out")
    table.add_argument(
        "--measure", action="append", metavar="NAME", help="a measure to show, once for each (default: the main ones)"
    )
    table.set_defaults(run=_table, data=None)


def _table(options: argparse.Namespace, _settings: Settings) -> int:
    print(as_markdown(open_run(options.folder), options.measure or HEADLINES))
    return 0
