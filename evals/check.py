"""`python -m evals check DIR`: is a question set sound?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from evals.question_sets import problems_of, read_set, without_judgements
from index.settings import Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands) -> None:
    """Add the command to those of `python -m evals`."""
    check = commands.add_parser("check", help="look through a question set; tell of every line that is wrong")
    check.add_argument("set", type=Path, metavar="DIR", help="with queries.jsonl, documents and judgements")
    check.set_defaults(run=_check, data=None)


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
