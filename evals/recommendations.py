"""How many of a guideline's recommendations are found, with strength, direction and page right."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.document import Document
from corpus.errors import CitewellError
from corpus.read import read_document
from corpus.recommendations import Recommendation, recommendations_in
from evals.measures.intervals import Share, wilson

_ALIKE = 0.8
"""Share of a gold statement's words that a found statement must have, and the other way round."""
_DIRECTIONS = {"against": r"\bagainst\b", "for": r"\bfor\b|\bin favou?r\b"}


class GoldMeta(BaseModel):
    """What a gold recommendation says of itself; what is empty is not scored."""

    model_config = ConfigDict(extra="ignore")

    number: str | int | None = None
    strength: str = ""
    """As the guideline prints it: "Weak against"."""
    page: str | int | None = None
    certainty: str = ""


class Gold(BaseModel):
    """One gold recommendation: its statement and what is known of it."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(min_length=1)
    meta: GoldMeta = GoldMeta()


@dataclass(frozen=True, slots=True)
class Compared:
    """A gold recommendation beside the one found for it, None if there is none."""

    gold: Gold
    found: Recommendation | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares by name, and the pairs behind them."""

    measures: dict[str, Share]
    compared: tuple[Compared, ...]
    extra: tuple[Recommendation, ...]
    """Found, but not in the gold."""


def read_gold(path: Path) -> list[Gold]:
    """The gold of a JSON Lines file.

    Raises:
        CitewellError: A line is no gold recommendation; the message names it, counted from 1.
    """
    gold: list[Gold] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            gold.append(Gold.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            raise CitewellError(f"{path.name} line {number}: not a gold recommendation ({reason})") from error
    return gold


def score(document: Document, gold: Sequence[Gold]) -> Scores:
    """Match found and gold statements by their words, one to one, and compare what is known of each.

    A gold fact that is empty is not scored. `number` is compared only where the gold has one.
    """
    found = list(recommendations_in(document))
    compared: list[Compared] = []
    for g in gold:
        likeness = [(_likeness(g.text, r.span.of(document.text)), -i) for i, r in enumerate(found)]
        best, place = max(likeness, default=(0.0, 0))
        compared.append(Compared(g, found.pop(-place) if best >= _ALIKE else None))
    pairs = [(c.gold.meta, c.found) for c in compared if c.found is not None]
    measures = {
        "found": _share([c.found is not None for c in compared]),
        "precision": _share([True] * len(pairs) + [False] * len(found)),
        "direction": _share([r.direction == _direction(m.strength) for m, r in pairs if m.strength]),
        "strength": _share([r.strength == _strength(m.strength) for m, r in pairs if m.strength]),
        "page": _share([str(m.page) in re.split(r"[–-]", r.page) for m, r in pairs if m.page is not None]),
        "number": _share([str(m.number) == r.number for m, r in pairs if m.number is not None]),
        "certainty": _share([m.certainty.lower() == r.certainty for m, r in pairs if m.certainty]),
    }
    return Scores(measures, tuple(compared), tuple(found))


def evaluate(guideline: Path, gold: Path) -> Scores:
    """Read a guideline and score its recommendations against a gold file."""
    return score(read_document(guideline), read_gold(gold))


def as_text(scores: Scores) -> str:
    """The shares as a table, then what was missed, wrong or found besides."""
    lines = [f"{'measure':10} {'value':>6}  {'95 % interval':14} {'hits':>5} {'n':>5}"]
    for name, s in scores.measures.items():
        lines.append(f"{name:10} {s.value:6.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.hits:5} {s.n:5}")
    for c in scores.compared:
        name = f"{c.gold.meta.number or ''} {c.gold.text[:70]}".strip()
        if c.found is None:
            lines.append(f"missed  {name}")
        elif c.gold.meta.strength and (
            c.found.direction != _direction(c.gold.meta.strength) or c.found.strength != _strength(c.gold.meta.strength)
        ):
            lines.append(f"wrong   {name}: {c.found.strength} {c.found.direction}, not {c.gold.meta.strength}")
    lines += [f"extra   page {r.page} at {r.span.start}" for r in scores.extra]
    return "\n".join(lines)


def graded(gold: Gold) -> tuple[str, str]:
    """Direction and strength that a gold recommendation prints; the strength is empty where it is neither way."""
    return _direction(gold.meta.strength), _strength(gold.meta.strength)


def _direction(printed: str) -> str:
    if re.search(r"neither|no recommendation|insufficient", printed, re.IGNORECASE):
        return "neither"
    return next((d for d, p in _DIRECTIONS.items() if re.search(p, printed, re.IGNORECASE)), "")


def _strength(printed: str) -> str:
    if _direction(printed) == "neither":
        return ""
    return "strong" if "strong" in printed.lower() else "weak" if re.search("weak|conditional", printed.lower()) else ""


def _likeness(a: str, b: str) -> float:
    """The smaller of the shares of words that either text has of the other, in [0, 1]."""
    x, y = (set(re.findall(r"\w{2,}", t.lower().replace("-", ""))) for t in (a, b))
    return min(len(x & y) / len(x), len(x & y) / len(y)) if x and y else 0.0


def _share(outcomes: Sequence[bool]) -> Share:
    return wilson(sum(outcomes), len(outcomes))
