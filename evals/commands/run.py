"""`python -m evals run`: put question sets to a system and score what comes."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.commands import Commands
from evals.config import Entry, read_config
from evals.finished import open_run
from evals.known_systems import DEFAULT, SYSTEMS
from evals.named_sets import STARTER, open_set
from evals.outcomes import Summary
from evals.report import report_of
from evals.report_files import write_report
from evals.run import Plan, run_set
from evals.summary import as_text
from index.progress import ProgressBar
from index.settings import Settings

_MUST_BE = {"citation exactness": 1.0, "wrong page": 0.0}


def add_to(commands: Commands) -> None:
    """Add the command."""
    run = commands.add_parser("run", help="put question sets to Citewell or a peer and score what comes")
    run.add_argument(
        "sets", nargs="*", metavar="SET", help="a set's folder, NAME:FOLDER of a public one, or `starter` (default)"
    )
    run.add_argument("--config", type=Path, metavar="FILE", help="TOML that names sets, systems and limits")
    run.add_argument("--public", type=Path, metavar="DIR", help="where the folders of the sets lie (default: here)")
    run.add_argument("--out", type=Path, metavar="DIR", help="keep questions, scores and summary there, a folder a set")
    run.add_argument("--limit", type=int, metavar="N", help="at most N questions of each set, drawn by the seed")
    run.add_argument("--seed", type=int, metavar="N", help="of drawing and of intervals (default: 0)")
    run.add_argument(
        "--system",
        choices=list(SYSTEMS),
        action="append",
        help="what is measured, more than once for several (default: citewell)",
    )
    run.add_argument("--retrieval", action="store_true", help="rank passages only; no reply is asked for")
    run.add_argument("--json", action="store_true", help="print exactly one JSON object, the summary of each set")
    run.add_argument("--data", type=Path, metavar="DIR", help="the data folder; libraries of sets are kept under it")
    run.set_defaults(run=_run)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    entries = _entries(options)
    summaries: list[Summary] = []
    with _out(options.out) as out:
        for entry in entries:
            name, found = open_set(entry.set, options.public)
            for system in entry.systems:
                plan = Plan(name, system, entry.answers, entry.limit, entry.seed)
                with ProgressBar("document") as documents, ProgressBar("question") as questions:
                    bars = {"document": documents.show, "question": questions.show}
                    summary = run_set(
                        found,
                        plan,
                        out / (name if system == DEFAULT else f"{name}-{system}"),
                        cache=settings.data / "evals",
                        settings=settings,
                        progress=bars.__getitem__,
                    )
                summaries.append(summary)
                if not options.json:
                    print(as_text(summary), flush=True)
    if options.out:
        paths = write_report([report_of(finished) for finished in open_run(options.out)], options.out / "report.html")
        print(f"report: {paths[0]}", file=sys.stderr)
    if options.json:
        print(json.dumps({"sets": [s.model_dump() for s in summaries]}, ensure_ascii=False, indent=2))
    return 0 if all(_holds(s) for s in summaries) else 1


def _entries(options: argparse.Namespace) -> list[Entry]:
    """The runs of the configuration file, or of the sets named; options given on the command line win."""
    if options.config and options.sets:
        raise ValueError("name sets or --config, not both")
    entries = read_config(options.config) if options.config else [Entry(set=s) for s in options.sets or [STARTER]]
    told = {"limit": options.limit, "seed": options.seed, "systems": options.system and tuple(options.system)}
    told |= {"answers": False if options.retrieval else None}
    given = {name: value for name, value in told.items() if value is not None}
    return [Entry.model_validate(e.model_dump() | given) for e in entries]


@contextmanager
def _out(out: Path | None) -> Iterator[Path]:
    """The folder named, or one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="citewell-evals-") as name:
        yield Path(name)


def _holds(summary: Summary) -> bool:
    """True unless a citation is not exact, or names a wrong page."""
    return all(m.value in (None, _MUST_BE.get(m.name, m.value)) for m in summary.measures)
