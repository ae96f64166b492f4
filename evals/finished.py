"""A finished run as other commands read it: the folder of each set, with its manifest, summary and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CitewellError
from evals.outcomes import (
    SUMMARY,
    Manifest,
    MeasureValue,
    QuestionOutcome,
    Summary,
    read_manifest,
    read_outcomes,
    read_summary,
    sets_in,
)


@dataclass(frozen=True, slots=True)
class FinishedSet:
    """One set of a run; `name` is its folder's."""

    folder: Path
    manifest: Manifest
    summary: Summary
    outcomes: tuple[QuestionOutcome, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    def measure(self, name: str) -> MeasureValue | None:
        """The measure of that name over the whole set, None if the run does not have it."""
        return next((m for m in self.summary.measures if m.name == name), None)

    def by_question(self) -> tuple[str, ...]:
        """Measures that have a score for each question, in the summary's order."""
        scored = {name for outcome in self.outcomes for name in outcome.scores}
        return tuple(m.name for m in self.summary.measures if m.name in scored)


def open_set(folder: Path) -> FinishedSet:
    """Read the folder of one set. Raises `CitewellError` where a file is missing or not what it should be."""
    return FinishedSet(folder, read_manifest(folder), read_summary(folder), tuple(read_outcomes(folder)))


def open_run(run: Path, only: str = "") -> list[FinishedSet]:
    """Read every set of a run, or the one named; `run` may be the folder of a single set too.

    Raises:
        CitewellError: There is no finished run, or no set of that name in it.
    """
    folders = [run] if (run / SUMMARY).is_file() else sets_in(run)
    named = [folder for folder in folders if not only or folder.resolve().name == only]
    if not named:
        there = ", ".join(folder.resolve().name for folder in folders)
        raise CitewellError(f"{run}: holds no set {only}; it holds {there}")
    return [open_set(folder) for folder in named]
