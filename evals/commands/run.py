"""`python -m evals run`: ask the built-in questions and score the replies."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import evals.run
from evals.commands import Commands
from evals.commands.library import add_data, library_in
from evals.starter import read_queries
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    run = commands.add_parser("run", help="ask the built-in questions and score the replies")
    add_data(run)
    run.add_argument("--json", action="store_true", help="print exactly one JSON object, every question in it")
    run.add_argument("--out", type=Path, metavar="FILE", help="write that JSON object to a file too")
    run.set_defaults(run=_run)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    queries = read_queries()
    with library_in(options.data, settings) as library:
        result = evals.run.run(library, queries)
    data = json.dumps(evals.run.as_json(result, queries), ensure_ascii=False, indent=2)
    if options.out:
        options.out.write_text(data + "\n", encoding="utf-8")
    print(data if options.json else evals.run.as_text(result, queries))
    exactness = result.measures["citation exactness"]
    return 1 if exactness.hits < exactness.n else 0
