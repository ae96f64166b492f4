"""`python -m evals …`: how often answers are right, and how fast they come."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from corpus.errors import CitewellError
from evals.commands import (
    abstain,
    asked,
    bench,
    compare,
    effects,
    fuzz,
    gate,
    gold_spans,
    harness,
    mutate,
    rate,
    reader,
    recommendations,
    report,
    run,
    sentences,
    sets,
    table,
    typeset,
)
from index.settings import read_settings

COMMANDS = (
    run,
    compare,
    report,
    table,
    gate,
    harness,
    mutate,
    bench,
    abstain,
    sets,
    asked,
    rate,
    reader,
    gold_spans,
    recommendations,
    effects,
    typeset,
    fuzz,
    sentences,
)
"""Each module adds its own; they are listed in this order."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 if a check that the command makes fails, 2 for an error."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options, read_settings(options.data)))
    except (CitewellError, OSError, ValueError) as error:
        print(f"citewell: {error}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Every command: it sets `run`, called with its options and the settings, and `data`, a folder or None."""
    whole = argparse.ArgumentParser(prog="python -m evals", description="Measure answers, and how fast they come.")
    commands = whole.add_subparsers(dest="command", required=True)
    for module in COMMANDS:
        module.add_to(commands)
    return whole


if __name__ == "__main__":
    sys.exit(main())
