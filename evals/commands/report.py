"""`python -m evals report RUN`: a finished run as a page, as Markdown and as tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.commands import Commands
from evals.finished import open_run
from evals.report import report_of
from evals.report_files import write_report
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    report = commands.add_parser("report", help="write a run as one HTML page, Markdown and CSV tables")
    report.add_argument("folder", type=Path, metavar="RUN", help="the folder given to `evals run` as --out")
    report.add_argument("--out", type=Path, metavar="FILE", help="the page (default: report.html in that folder)")
    report.set_defaults(run=_report, data=None)


def _report(options: argparse.Namespace, _settings: Settings) -> int:
    reports = [report_of(finished) for finished in open_run(options.folder)]
    out = options.out or options.folder / "report.html"
    if out.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"{out}: the page needs a name that ends in .html")
    for path in write_report(reports, out):
        print(path)
    return 0
