"""`python -m evals reader`: measure the evidence reader on questions it was not trained on."""

from __future__ import annotations

import argparse
from pathlib import Path

import evals.reader
import evals.reader_figures
import index.reader
from corpus.errors import CitewellError
from evals.commands import Commands
from index.progress import ProgressBar
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    reader = commands.add_parser("reader", help="measure the evidence reader on questions it was not trained on")
    reader.add_argument("folder", type=Path, metavar="DIR", help="the public sets it was trained from")
    reader.add_argument(
        "--reader", default=index.reader.BUNDLED, metavar="NAME", help="another: a reader.onnx, or by name or folder"
    )
    reader.add_argument(
        "--limit", type=int, default=60, metavar="N", help="questions ranked for in each set, at most (default: 60)"
    )
    reader.add_argument("--seed", type=int, default=0)
    reader.set_defaults(run=_reader, data=None)


def _reader(options: argparse.Namespace, _settings: Settings) -> int:
    file = Path(options.reader)
    reader: index.reader.EvidenceReader | None = (
        index.reader.OnnxReader(file) if file.suffix == ".onnx" else index.reader.open_reader(options.reader)
    )
    if reader is None:
        raise CitewellError(index.reader.reader_problem() or "name a reader to measure with --reader")
    with ProgressBar("figure") as bar:
        figures = evals.reader.measure(reader, options.folder, limit=options.limit, seed=options.seed, progress=bar.say)
    print(evals.reader_figures.as_text(figures))
    return 0
