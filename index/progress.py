"""How far a long operation is, on a terminal."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from index.library import Progress


class ProgressBar:
    """A progress bar with room for lines above it; silent where standard error is not a terminal."""

    def __init__(self, unit: str) -> None:
        self._bar: tqdm[Any] = tqdm(unit=unit, disable=None, leave=False)

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, progress: Progress) -> None:
        """Move to where `progress` says."""
        self._bar.total = progress.total
        self._bar.set_postfix_str(progress.name[:40], refresh=False)
        self._bar.update(progress.done - self._bar.n)

    def say(self, line: str) -> None:
        """Print a line on standard output, above the bar."""
        self._bar.write(line, file=sys.stdout)
