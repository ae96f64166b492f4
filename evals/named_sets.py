"""A set as it is named on the command line: `starter`, `NAME:FOLDER` of a public one, or a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import CitewellError
from evals.public import LOADERS
from evals.question_sets import QuestionSet, read_set
from evals.starter import FOLDER as BUILT_IN

STARTER = "starter"
"""Names the built-in set."""


def open_set(argument: str, public: Path | None = None) -> tuple[str, QuestionSet]:
    """The set's name and its rows.

    Args:
        argument: `starter`, `NAME:FOLDER` or a folder.
        public: What FOLDER is relative to; the working folder if None.
    Raises:
        CitewellError: There is no such set, or its files are not in a form that is known.
    """
    if argument == STARTER:
        return STARTER, read_set(BUILT_IN)
    name, parted, folder = argument.partition(":")
    loader: Callable[[Path], QuestionSet] | None = LOADERS.get(name) if parted else None
    if loader is not None:
        return name, loader(_there((public or Path()) / folder))
    whole = (public or Path()) / argument
    if parted and not whole.is_dir():
        raise CitewellError(f"{name}: no public set is known by that name; these are: {', '.join(LOADERS)}")
    return _there(whole).resolve().name, read_set(whole)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise CitewellError(f"{folder}: is no folder; name that of a question set, `starter`, or NAME:FOLDER")
    return folder
