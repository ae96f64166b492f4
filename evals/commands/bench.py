"""`python -m evals bench`: time questions inside one running process, or adding files beside LlamaIndex's own way."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import evals.bench
import evals.growth
import evals.provenance
import evals.race
from evals.commands import Commands
from evals.commands.library import add_data, folder_of, opened
from evals.starter import read_queries
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    bench = commands.add_parser("bench", help="time questions inside one running process")
    add_data(bench)
    bench.add_argument("--questions", type=Path, metavar="FILE", help="one question a line (default: the built-in set)")
    bench.add_argument("--repeat", type=int, default=1, metavar="N", help="ask every question N times (default: 1)")
    bench.add_argument(
        "--ingest", type=Path, nargs="+", metavar="PATH", help="time adding these files, beside LlamaIndex's own way"
    )
    bench.add_argument(
        "--chunk", type=int, default=evals.race.CHUNK, metavar="N", help="tokens of a chunk of LlamaIndex's way"
    )
    bench.add_argument(
        "--synthetic", type=int, metavar="N", help="put N made-up documents in first, and tell how that went"
    )
    bench.add_argument("--passages", type=int, default=30, metavar="N", help="passages of each (default: about 30)")
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace, settings: Settings) -> int:
    if options.ingest:
        print(evals.race.as_text(evals.race.race(options.ingest, repeat=options.repeat, chunk=options.chunk)))
        print(f"{'commit':17} {evals.provenance.commit():>12}")
        return 0
    if options.questions:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        questions: list[evals.bench.Asking] = [(line, ()) for line in lines if line.strip()]
    else:
        questions = [(q.question.text, q.question.history) for q in read_queries()]
    with _grown(options, settings) if options.synthetic else folder_of(options.data, settings) as folder:
        result = evals.bench.bench(lambda: opened(folder, settings), questions, repeat=options.repeat)
    print(evals.bench.as_text(result))
    print(f"{'commit':17} {evals.provenance.commit():>12}")
    return 0


@contextmanager
def _grown(options: argparse.Namespace, settings: Settings) -> Iterator[Path]:
    """The data folder named, or a temporary one, with made-up documents in it."""
    with tempfile.TemporaryDirectory(prefix="citewell-growth-", ignore_cleanup_errors=True) as scratch:
        folder = options.data or Path(scratch) / "data"
        with closing(opened(folder, settings)) as library:
            for growth in evals.growth.grow(library, options.synthetic, options.passages, Path(scratch)):
                print(evals.growth.as_line(growth), flush=True)
        yield folder
