"""How much of what annotators marked as a trial's result is read as an effect, and whether its direction agrees.

Made for folders in Evidence Inference's form: `queries_SPLIT.jsonl` with outcome, intervention, comparator and label,
`spans_SPLIT.jsonl` with the evidence as marked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.effect_types import Effect
from corpus.effects import effects_of
from corpus.errors import CitewellError
from corpus.sentences import sentences_of
from evals.measures.intervals import Share, wilson
from evals.measures.labels import macro_f1
from index.told import Compared, told_in

LABELS = ("increased", "decreased", "no difference")


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with its label ("" where annotators dispute) and the texts marked as its evidence."""

    id: str
    outcome: str
    intervention: str
    comparator: str
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectScores:
    """What came out. Directions are counted by question, as (gold, said), "" where none was said."""

    numbers_read: Share
    """Of marked texts that print a digit, those in which an estimate, an interval or a p value is read."""
    anything_read: Share
    """Of all marked texts, those in which an effect is read, also one told in words alone."""
    agreeing: Share
    """Of questions for which a direction is said, those where it is the annotators'."""
    said: Share
    """Of questions with a label, those for which a direction is said."""
    macro_f1: float
    """Over the three labels, on questions for which a direction is said; in [0, 1]."""
    pairs: dict[tuple[str, str], int]


def read_marked(folder: Path, split: str) -> list[Marked]:
    """The questions of a folder with their evidence.

    Raises:
        CitewellError: A file is missing or not in this form.
    """
    try:
        queries = _lines(folder / f"queries_{split}.jsonl")
        spans = _lines(folder / f"spans_{split}.jsonl")
        texts: dict[str, dict[str, None]] = {}
        for s in spans:
            texts.setdefault(s["query_id"], {})[s["text"]] = None
        return [
            Marked(
                q["_id"],
                q["meta"]["outcome"],
                q["meta"]["intervention"],
                q["meta"]["comparator"],
                _label(q["meta"]["label"]),
                tuple(texts.get(q["_id"], ())),
            )
            for q in queries
        ]
    except (OSError, KeyError, ValueError) as error:
        raise CitewellError(
            f"{folder}: holds no Evidence Inference split named {split} ({error}); check the folder"
        ) from error


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _label(label: str) -> str:
    return next((name for name in LABELS if label.endswith(name)), "no difference" if "no sig" in label else "")


def score(marked: Sequence[Marked]) -> EffectScores:
    """All measures over the questions."""
    numbers, anything = [], []
    pairs: Counter[tuple[str, str]] = Counter()
    for m in marked:
        found = [(t, _effects(t)) for t in m.texts]
        anything += [bool(effects) for _, effects in found]
        numbers += [
            any(e.estimate or e.p or e.interval for _, e in effects) for t, effects in found if re.search(r"\d", t)
        ]
        if m.label and found:
            pairs[m.label, said_direction(m, [pair for _, effects in found for pair in effects])] += 1
    said = {k: n for k, n in pairs.items() if k[1]}
    agreeing = wilson(sum(n for (gold, told), n in said.items() if gold == told), sum(said.values()))
    return EffectScores(
        wilson(sum(numbers), len(numbers)),
        wilson(sum(anything), len(anything)),
        agreeing,
        wilson(sum(said.values()), sum(pairs.values())),
        macro_f1(said, LABELS),
        dict(pairs),
    )


def _effects(text: str) -> list[tuple[str, Effect]]:
    return [(sentence, e) for s in sentences_of(text) for sentence in [s.of(text)] for e in effects_of(sentence)]


def said_direction(marked: Marked, found: Sequence[tuple[str, Effect]]) -> str:
    """The direction that the effects of a question's evidence say, as `index.told` reads it; "" where none does."""
    return told_in(found, Compared(marked.outcome, marked.intervention, marked.comparator)) or ""


def as_text(scores: EffectScores) -> str:
    """The scores as a small table."""
    lines = [f"{'measure':38} {'value':>6}  {'95 % interval':14} {'hits':>5} {'n':>5}"]
    rows = (
        ("number read, of texts with a digit", scores.numbers_read),
        ("effect read, of all marked texts", scores.anything_read),
        ("direction said, of labelled questions", scores.said),
        ("direction right, where said", scores.agreeing),
    )
    lines += [f"{name:38} {s.value:6.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.hits:5} {s.n:5}" for name, s in rows]
    lines += [f"{'direction macro-F1, where said':38} {scores.macro_f1:6.3f}", "", "gold, said"]
    return "\n".join([*lines, *(f"  {g:14} {s or '(none)':14} {n:5}" for (g, s), n in sorted(scores.pairs.items()))])
