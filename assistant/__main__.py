"""`python -m assistant ask "…"`: one question on the command line."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.ask import Assistant
from assistant.report import as_json, as_text
from corpus.document import SourceType
from corpus.errors import CitewellError
from index.retrieve import Filters
from index.settings import open_library, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question; the exit status is 0 for an answer or an abstention, 2 for an error."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        library = open_library(read_settings(options.data))
        filters = Filters(frozenset(SourceType(t) for t in options.source_type), options.year_from, options.year_to)
        reply = Assistant(library).ask(options.question, earlier=options.after, filters=filters)
    except (CitewellError, ValueError) as error:
        print(f"citewell: {error}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(reply), ensure_ascii=False, indent=2) if options.json else as_text(reply))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask the library a question.")
    ask = parser.add_subparsers(dest="command", required=True).add_parser("ask", help="answer one question")
    ask.add_argument("question")
    ask.add_argument("--after", action="append", default=[], metavar="QUESTION", help="an earlier question; may repeat")
    ask.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: var)")
    ask.add_argument("--json", action="store_true", help="print exactly one JSON object")
    ask.add_argument(
        "--source-type",
        action="append",
        default=[],
        choices=[t.value for t in SourceType],
        help="only this kind; may repeat",
    )
    ask.add_argument("--year-from", type=int, metavar="YEAR")
    ask.add_argument("--year-to", type=int, metavar="YEAR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
