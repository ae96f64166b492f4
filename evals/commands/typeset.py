"""`python -m evals typeset`: set known text as PDF pages in many layouts, and read it back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.commands import Commands
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    typeset = commands.add_parser("typeset", help="set known text as PDF pages in many layouts, and read it back")
    typeset.add_argument("--texts", type=Path, metavar="DIR", help="text files to set (default: generated sentences)")
    typeset.add_argument("--seeds", type=int, default=3, metavar="N", help="generated texts a layout (default: 3)")
    typeset.add_argument(
        "--wrong", type=int, default=0, metavar="N", help="show N sentences a layout that came out wrong"
    )
    typeset.set_defaults(run=_typeset, data=None)


def _typeset(options: argparse.Namespace, _settings: Settings) -> int:
    try:
        from evals import typeset
    except ModuleNotFoundError as error:
        if error.name != "reportlab":
            raise
        print('citewell: typesetting needs reportlab; install it with `pip install -e ".[test]"`', file=sys.stderr)
        return 2
    print(typeset.as_text(typeset.run(options.texts, seeds=options.seeds), shown=options.wrong))
    return 0
