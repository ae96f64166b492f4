"""The library that a command asks."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.starter import add_documents
from index.library import Library
from index.settings import Settings, open_library


def add_data(command: argparse.ArgumentParser) -> None:
    """Add the option `--data`."""
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: a temporary one with the starter library)"
    )


@contextmanager
def folder_of(data: Path | None, settings: Settings) -> Iterator[Path]:
    """The data folder named, or a temporary one with the documents of the built-in questions in it."""
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="citewell-evals-", ignore_cleanup_errors=True) as name:
        print("building the starter library in a temporary folder …", file=sys.stderr)
        library = opened(Path(name), settings)
        add_documents(library)
        library.close()
        yield Path(name)


def opened(folder: Path, settings: Settings) -> Library:
    """The library in a folder, with the settings' models."""
    return open_library(settings.model_copy(update={"data": folder}))
