"""`python -m evals rate RUN`: people judge claims and citations; how far they agree; the last word."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CitewellError
from evals.agreement_text import as_text
from evals.commands import Commands
from evals.finished import open_run
from evals.rating import (
    ADJUDICATED,
    FOLDER,
    Label,
    Ratings,
    Unit,
    agreed_plan,
    disagreements,
    drawn,
    ordered_for,
    rater_name,
    raters_of,
    read_judgements,
    units_of,
)
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    rate = commands.add_parser("rate", help="judge claims and citations by hand, blind to the system")
    rate.add_argument("folder", type=Path, metavar="RUN", help="the folder given to `evals run` as --out")
    rate.add_argument("--rater", metavar="NAME", help="who judges; the same name goes on where it stopped")
    rate.add_argument("--sample", type=int, metavar="N", help="judge N claims, the same for all raters (default: all)")
    rate.add_argument("--seed", type=int, metavar="N", help="of drawing and of the order (default: 0)")
    rate.add_argument("--agreement", action="store_true", help="print kappa, the disagreements and what came out")
    rate.add_argument("--adjudicate", action="store_true", help="open the disagreements only, for the last word")
    rate.add_argument("--port", type=int, default=0, help="the port (default: one that is free)")
    rate.add_argument(
        "--open", action=argparse.BooleanOptionalAction, default=True, help="open the page in the browser"
    )
    rate.set_defaults(run=_rate, data=None)


def _rate(options: argparse.Namespace, _settings: Settings) -> int:
    claims = units_of(open_run(options.folder))
    if options.agreement:
        return _agreement(options.folder, claims)
    if not options.rater:
        raise CitewellError("name who judges with --rater, or see how far raters agree with --agreement")
    rater = rater_name(options.rater)
    plan = agreed_plan(options.folder, options.sample, options.seed)
    units, said = ordered_for(drawn(claims, plan), rater, plan), {}
    if options.adjudicate:
        raters = raters_of(options.folder)
        units = disagreements(raters, units)
        said = {u.id: _said(u.id, raters) for u in units}
        if not units:
            print("No disagreement among those who judged so far.")
            return 0
    if not units:
        raise CitewellError(f"{options.folder}: no reply makes a claim; there is nothing to judge")
    file = ADJUDICATED if options.adjudicate else rater
    try:
        with FileLock(options.folder / FOLDER / f".{file}.lock", timeout=0):
            _serve(options, file, units, rater, said)
    except Timeout as error:
        raise CitewellError(f"{file}: is being judged in another window; close that first") from error
    return 0


def _said(unit: str, raters: Mapping[str, Mapping[str, Label]]) -> list[Label]:
    """What raters said, in an order that does not tell who."""
    labels = [held[unit] for held in raters.values() if unit in held]
    random.Random(unit).shuffle(labels)
    return labels


def _agreement(run: Path, claims: Sequence[tuple[Unit, ...]]) -> int:
    raters = raters_of(run)
    if not raters:
        raise CitewellError(f"{run}: nobody has judged it; begin with `evals rate {run} --rater NAME`")
    units = [unit for claim in drawn(claims, agreed_plan(run, None, None)) for unit in claim]
    last_word = {j.unit: j.label for j in read_judgements(run / FOLDER / f"{ADJUDICATED}.jsonl")}
    print(as_text(raters, last_word, units, width=shutil.get_terminal_size((100, 24)).columns))
    return 0


def _serve(
    options: argparse.Namespace, file: str, units: Sequence[Unit], rater: str, said: Mapping[str, Sequence[Label]]
) -> None:
    # Before Gradio is imported: it may report nothing.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import uvicorn

    from evals.rate import Rating, build_app

    ratings = Ratings(options.folder, file, {u.id: u for u in units})
    try:
        listening = socket.create_server(("127.0.0.1", options.port))
    except (OSError, OverflowError) as error:
        raise CitewellError(f"port {options.port}: cannot listen there ({error}); name another with --port") from error
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    print(f"Judge at {address}  (keys 1 to 4, b for back; Ctrl+C stops; all is saved after each)", flush=True)
    if options.open:
        webbrowser.open(address)
    app = build_app(Rating(units, ratings, rater, said))
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
