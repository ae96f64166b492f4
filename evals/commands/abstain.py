"""`python -m evals abstain`: how well the decision to abstain tells what the sources answer from what they do not."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from evals.abstention import as_svg, as_text, ask_all
from evals.commands import Commands
from evals.named_sets import open_set
from evals.run import chosen
from evals.set_library import library_of
from evals.wanted import documents_of, wanted_of
from index.progress import ProgressBar
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    abstain = commands.add_parser(
        "abstain", help="ask what the sources answer and what they do not: how often each is answered"
    )
    abstain.add_argument("sets", nargs="+", metavar="SET", help="as for `run`; two or more are asked of each other too")
    abstain.add_argument("--public", type=Path, metavar="DIR", help="where the folders of the sets lie (default: here)")
    abstain.add_argument("--limit", type=int, default=60, metavar="N", help="questions of each set (default: 60)")
    abstain.add_argument("--seed", type=int, default=0, metavar="N", help="of drawing them (default: 0)")
    abstain.add_argument("--svg", type=Path, metavar="FILE", help="draw the risk-coverage curve there")
    abstain.add_argument("--data", type=Path, metavar="DIR", help="the data folder; libraries of sets are kept there")
    abstain.set_defaults(run=_run)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    sets = {}
    with ExitStack() as held, ProgressBar("document") as bar:
        for argument in options.sets:
            name, found = open_set(argument, options.public)
            questions = chosen([q for _, q in found.questions], options.limit, options.seed)
            documents = documents_of(found, questions)
            library = held.enter_context(library_of(found, documents, settings.data / "evals", settings, bar.show))
            asked = []
            for one in wanted_of(found, questions, library):
                right = {d for d, grade in one.judged.items() if grade > 0} | set(one.gold_spans())
                asked.append((one.question.text, frozenset() if one.question.abstain else frozenset(right)))
            sets[name] = (library.library, asked)
        rows = ask_all(sets, lambda told: print(told, end="\r", flush=True))
    print(as_text(rows))
    if options.svg:
        options.svg.write_text(as_svg(rows), encoding="utf-8")
    return 0
