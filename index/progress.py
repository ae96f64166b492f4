"""How far a long operation is, on a terminal."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from index.outcome import Progress


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
        told = [progress.name[:40], time_left(progress.seconds_left)]
        self._bar.set_postfix_str(", ".join(filter(None, told)), refresh=False)
        if progress.seconds_left is not None:
            # By bytes, which tell more than tqdm's own guess by files: a guideline takes as long as thirty articles.
            self._bar.bar_format = "{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}{postfix}]"
        self._bar.update(progress.done - self._bar.n)

    def say(self, line: str) -> None:
        """Print a line on standard output, above the bar."""
        self._bar.write(line, file=sys.stdout)


def time_left(seconds: float | None) -> str:
    """A duration as one would say it, "about 3 min left"; empty where it is not known."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return f"about {seconds:.0f} s left"
    minutes = round(seconds / 60)
    return f"about {minutes} min left" if minutes < 90 else f"about {seconds / 3600:.1f} h left"
