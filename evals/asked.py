"""How questions are understood: kinds, follow-ups, emergencies, premises; on sets written by us and on public ones.

The sets of `evals/sets/asked` are tables with tabs. Those named "before" were written before the rules that they test,
and the rules were then made with them in view; those named "after" were written when the rules stood, and what they
showed was mended afterwards; "unseen" ones were never used to mend anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.conversation import Embed, standalone
from assistant.kinds_asked import Kind, asks_yes_no, kind_of
from assistant.pico import pico_of
from assistant.urgent import urgent_signs
from assistant.urgent_alike import reads_urgent
from corpus.errors import CitewellError
from evals.measures.intervals import Share, wilson

SETS = Path(__file__).resolve().parent / "sets" / "asked"
WORDINGS = {
    "with respect to": "With respect to {o}, what is the reported difference between patients receiving {i} and those "
    "receiving {c}?",
    "does … reduce": "Does {i} reduce {o} compared with {c}?",
    "does … in": "Does {i} improve {o} compared with {c} in {p}?",
    "effect on": "What is the effect of {i} on {o} compared with {c}?",
    "effect versus": "What is the effect of {i} versus {c} on {o}?",
    "better": "Is {i} better than {c} for {o}?",
    "in …, does": "In {p}, does {i} affect {o} more than {c}?",
    "compared with": "Compared with {c}, does {i} lower {o}?",
    "colon": "{i} vs {c}: effect on {o}?",
    "how compare": "How does {i} compare with {c} in terms of {o}?",
    "difference": "Is there a difference in {o} between {i} and {c} in {p}?",
}
"""Ways of asking a question of Evidence Inference: {p} population, {i} intervention, {c} comparator, {o} outcome."""
_POPULATIONS = ("adults with type 2 diabetes", "children under five", "patients undergoing surgery", "women over 60")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question behind others; its stand-alone form must have `must` and none of `never`, or be it, if `alone`."""

    earlier: tuple[str, ...]
    question: str
    must: tuple[str, ...]
    never: tuple[str, ...]
    alone: bool


def rows_of(name: str, columns: int) -> list[list[str]]:
    """The rows of one of the sets, each with that many columns. Raises `CitewellError` where a row has fewer."""
    rows = []
    for number, line in enumerate((SETS / f"{name}.tsv").read_text(encoding="utf-8").splitlines(), start=1):
        row = line.split("\t")
        if len(row) < columns:
            raise CitewellError(f"{name}.tsv line {number}: {len(row)} of {columns} columns; separate them with tabs")
        rows.append(row)
    return rows


def follow_ups(name: str) -> list[FollowUp]:
    """The follow-ups of a set."""
    return [
        FollowUp(tuple(earlier.split("||")), question, _words(must), _words("".join(rest)), must == "=")
        for earlier, question, must, *rest in rows_of(name, 3)
    ]


def resolved(asked: FollowUp, embed: Embed) -> tuple[bool, str]:
    """Whether a follow-up came out as wanted, and how it came out."""
    told = standalone(asked.question, asked.earlier, embed)
    if asked.alone:
        return told == asked.question, told
    return all(_has(told, w) for w in asked.must) and not any(_has(told, w) for w in asked.never), told


def figures(embed: Embed) -> Iterator[tuple[str, Share]]:
    """The shares that come out right, on the sets written by us."""
    for when in ("before", "after"):
        rows = rows_of(f"kinds_{when}", 3)
        yield f"kind, {when}", wilson(sum(kind_of(q) == kind for kind, _, q in rows), len(rows))
        yield f"yes or no, {when}", wilson(sum(asks_yes_no(q) == (y == "yes") for _, y, q in rows), len(rows))
    for when in ("before", "after", "unseen"):
        asked = follow_ups(f"followups_{when}")
        yield f"follow-ups, {when}", wilson(sum(resolved(one, embed)[0] for one in asked), len(asked))
    for wanted in ("yes", "no"):
        for when in ("before", "after", "unseen"):
            questions = [q for urgent, q in rows_of(f"urgent_{when}", 2) if urgent == wanted]
            right = sum(bool(urgent_signs(q) or reads_urgent(q, embed)) == (wanted == "yes") for q in questions)
            told = "emergency noticed" if wanted == "yes" else "no false emergency"
            yield f"{told}, {when}", wilson(right, len(questions))


def bioasq_figures(path: Path) -> Iterator[tuple[str, Share]]:
    """Kinds against the types of BioASQ's questions, a JSON Lines file with `text` and `meta.type`."""
    asked = [(json.loads(line)["meta"]["type"], json.loads(line)["text"]) for line in _lines(path)]
    told = [(kind == "yesno", asks_yes_no(text)) for kind, text in asked]
    yield from _found("yes or no", told)
    yield from _found("list", [(kind == "list", kind_of(text) is Kind.LIST) for kind, text in asked])
    whole = sum(kind_of(text) is not Kind.MULTI_PART for _, text in asked)
    yield "not taken apart", wilson(whole, len(asked))


def pico_figures(path: Path) -> Iterator[tuple[str, Share]]:
    """How often the four are read whole from Evidence Inference's questions in the words of `WORDINGS`."""
    gold = list(
        dict.fromkeys(
            (m["intervention"], m["comparator"], m["outcome"])
            for m in (json.loads(line)["meta"] for line in _lines(path))
        )
    )
    for name, wording in WORDINGS.items():
        right = 0
        for n, (i, c, o) in enumerate(gold):
            p = _POPULATIONS[n % len(_POPULATIONS)]
            read = pico_of(wording.format(i=i.strip(), c=c.strip(), o=o.strip(), p=p))
            wanted = (p if "{p}" in wording else read.population, i, c, o)
            got = (read.population, read.intervention, read.comparator, read.outcome)
            right += all(_bare(a) == _bare(b) for a, b in zip(got, wanted, strict=True))
        yield name, wilson(right, len(gold))


def _found(name: str, told: list[tuple[bool, bool]]) -> Iterator[tuple[str, Share]]:
    both = sum(gold and found for gold, found in told)
    yield f"{name}: precision", wilson(both, sum(found for _, found in told))
    yield f"{name}: recall", wilson(both, sum(gold for gold, _ in told))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in text.split(",") if w.strip() and w.strip() != "=")


def _has(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"^(?:the|an?) ", "", text.strip().lower())))
