"""How many sentence boundaries are found where we put them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CitewellError
from corpus.sentences import sentences_of
from evals.measures.intervals import Share, wilson

BUILT_IN = Path(__file__).resolve().parent / "sets" / "sentences.jsonl"
MARK = "⏎"
"""Stands in a gold text between two sentences, in place of the white space there."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of boundaries inside texts; the ends of a text are none. `wrong` are texts cut otherwise."""

    precision: Share
    recall: Share
    f1: float
    wrong: tuple[str, ...]


def read_gold(path: Path) -> list[str]:
    """Texts with their boundaries marked by `MARK`.

    Raises:
        CitewellError: A line is no JSON object with a "text".
    """
    texts: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            texts.append(str(json.loads(line)["text"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise CitewellError(f"{path.name} line {number}: no JSON object with a text") from error
    return texts


def score(gold: Iterable[str]) -> Scores:
    """Compare where sentences begin; both counts leave out the first of each text."""
    right = found = wanted = 0
    wrong: list[str] = []
    for marked in gold:
        pieces = [p.strip() for p in marked.split(MARK)]
        text = " ".join(pieces)
        starts: set[int] = set()
        place = 0
        for piece in pieces:
            starts.add(place)
            place += len(piece) + 1
        got = {s.start for s in sentences_of(text)}
        right, found, wanted = right + len(starts & got) - 1, found + len(got) - 1, wanted + len(starts) - 1
        if got != starts:
            cuts = sorted(got)
            wrong.append(f" {MARK} ".join(text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)))
    f1 = 2 * right / (found + wanted) if found + wanted else float("nan")
    return Scores(wilson(right, found), wilson(right, wanted), f1, tuple(wrong))


def as_text(scores: Scores) -> str:
    """The scores as lines, then every text that was cut otherwise, as it was cut."""
    rows = [("precision", scores.precision), ("recall", scores.recall)]
    lines = [f"{n:10} {s.value:.3f}  {s.low:.3f} to {s.high:.3f}  {s.hits} of {s.n}" for n, s in rows]
    return "\n".join([*lines, f"{'F1':10} {scores.f1:.3f}", *(f"wrong      {w}" for w in scores.wrong)])
