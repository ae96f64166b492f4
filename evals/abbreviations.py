"""How many abbreviation definitions are found, by precision and recall."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from corpus.abbreviations import definitions_in
from corpus.errors import CitewellError
from evals.measures.intervals import Share, wilson


class _Meta(BaseModel):
    abbreviations: tuple[tuple[str, str], ...]


class Abstract(BaseModel):
    """A title, a text, and the pairs of short and long form marked in them."""

    title: str = ""
    text: str
    meta: _Meta


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares with intervals; `f1` is the harmonic mean of the two, NaN if both are."""

    precision: Share
    recall: Share
    f1: float


def read_abstracts(path: Path) -> list[Abstract]:
    """The abstracts of a JSON Lines file. Raises `CitewellError` where a line is none."""
    abstracts: list[Abstract] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            abstracts += [Abstract.model_validate(json.loads(line))] if line.strip() else []
        except (json.JSONDecodeError, ValidationError) as error:
            raise CitewellError(f"{path.name} line {number}: {str(error).splitlines()[0]}") from error
    return abstracts


def score(abstracts: Iterable[Abstract]) -> Scores:
    """Compare pairs: each counts once an abstract; both forms must be the same, case and white space folded."""
    right = found = wanted = 0
    for abstract in abstracts:
        gold = {_folded(pair) for pair in abstract.meta.abbreviations}
        got = {_folded((d.short, d.long)) for text in (abstract.title, abstract.text) for d in definitions_in(text)}
        right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
    f1 = 2 * right / (found + wanted) if found + wanted else float("nan")
    return Scores(wilson(right, found), wilson(right, wanted), f1)


def as_text(scores: Scores) -> str:
    """The scores as lines."""
    rows = [("precision", scores.precision), ("recall", scores.recall)]
    lines = [f"{n:10} {s.value:.3f}  {s.low:.3f} to {s.high:.3f}  {s.hits} of {s.n}" for n, s in rows]
    return "\n".join([*lines, f"{'F1':10} {scores.f1:.3f}"])


def _folded(pair: tuple[str, str]) -> tuple[str, str]:
    short, long = (" ".join(form.lower().split()) for form in pair)
    return short, long
