"""`python -m evals check` and `csv`: is a question set sound, and one made of an evaluator's own questions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.commands import Commands
from evals.question_sets import problems_of, read_set, without_judgements
from evals.spreadsheet import read_table, write_set
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the commands."""
    check = commands.add_parser("check", help="look through a question set; tell of every line that is wrong")
    check.add_argument("set", type=Path, metavar="DIR", help="with queries.jsonl, documents and judgements")
    check.set_defaults(run=_check, data=None)
    own = commands.add_parser("csv", help="make a question set of your own questions and files")
    own.add_argument("questions", type=Path, metavar="QUESTIONS.csv", help="columns question, document, quote")
    own.add_argument("--files", type=Path, metavar="DIR", help="where the documents are (default: beside the table)")
    own.add_argument("--out", type=Path, metavar="DIR", required=True, help="a new folder for the set")
    own.set_defaults(run=_csv, data=None)


def _check(options: argparse.Namespace, _settings: Settings) -> int:
    found = read_set(options.set)
    problems = problems_of(found)
    for problem in problems:
        print(problem)
    print(
        f"{len(found.questions)} questions, {len(found.texts) + len(found.files)} documents, "
        f"{len(found.judged)} judged documents, {len(found.spans)} spans; "
        f"{without_judgements(found)} answerable questions without a judgement; {len(problems)} problems"
    )
    return 1 if problems else 0


def _csv(options: argparse.Namespace, _settings: Settings) -> int:
    files = options.files or options.questions.parent
    rows, problems = read_table(options.questions, files)
    if problems:
        print(*problems, sep="\n")
        print(f"citewell: {len(problems)} problems, so no set was written; correct them and try again", file=sys.stderr)
        return 1
    write_set(rows, files, options.out)
    print(f"{len({r.question for r in rows})} questions in {options.out}")
    return 0
