"""`python -m evals compare A B`: is one run better than another?"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from evals.commands import Commands
from evals.compare import as_json, compare_sets, matched_sets
from evals.compare_text import as_text, question_as_text
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    compare = commands.add_parser("compare", help="compare two runs question by question")
    compare.add_argument("first", type=Path, metavar="A", help="the folder given to `evals run` as --out")
    compare.add_argument("second", type=Path, metavar="B", help="another; or two folders of one set each")
    compare.add_argument("--set", default="", metavar="NAME", help="only this set (default: all that both have)")
    compare.add_argument("--question", metavar="ID", help="print both replies to this question beside each other")
    compare.add_argument("--seed", type=int, default=0, metavar="N", help="of resampling (default: 0)")
    compare.add_argument("--json", action="store_true", help="print exactly one JSON object, every change in it")
    compare.set_defaults(run=_compare, data=None)


def _compare(options: argparse.Namespace, _settings: Settings) -> int:
    matched = matched_sets(options.first, options.second, options.set)
    width = shutil.get_terminal_size((120, 24)).columns
    if options.question:
        print(question_as_text(matched, options.question, width=width))
        return 0
    compared = [compare_sets(first, second, seed=options.seed) for first, second in matched]
    if options.json:
        print(json.dumps({"sets": [as_json(c) for c in compared]}, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(as_text(c, width=width) for c in compared))
    return 0
