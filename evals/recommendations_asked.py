"""Whether the first recommendation of a reply is the one asked about, with its direction and strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, Recommendation, Reply
from corpus.errors import CitewellError
from evals.measures.intervals import Share, wilson
from evals.recommendations import Gold, graded


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the number of the recommendation it is about, and the first one of its reply, None if it has none."""

    number: str
    question: str
    gold: Gold
    first: Recommendation | None

    @property
    def right(self) -> dict[str, bool]:
        """By what is compared: number, direction, strength."""
        direction, strength = graded(self.gold)
        first = self.first
        return {
            "number": first is not None and first.number == self.number,
            "direction": first is not None and first.direction == direction,
            "strength": first is not None and first.strength == strength,
        }


def read_questions(path: Path) -> list[tuple[str, str]]:
    """Lines of the number of a recommendation, a tab, and a question about it in other words.

    Raises:
        CitewellError: A line has no tab, or nothing on a side of it; the message names it, counted from 1.
    """
    found = []
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        number, tab, question = line.partition("\t")
        if line.strip() and not (tab and number.strip() and question.strip()):
            raise CitewellError(f"{path.name} line {at}: give the number of a recommendation, a tab and a question")
        found += [(number.strip(), question.strip())] if line.strip() else []
    return found


def ask_all(questions: Sequence[tuple[str, str]], gold: Sequence[Gold], ask: Callable[[str], Reply]) -> list[Asked]:
    """Ask every question.

    Raises:
        CitewellError: A number is that of no gold recommendation.
    """
    of = {str(g.meta.number): g for g in gold}
    unknown = [number for number, _ in questions if number not in of]
    if unknown:
        raise CitewellError(f"no gold recommendation has the number {unknown[0]}")
    return [Asked(number, question, of[number], _first(ask(question))) for number, question in questions]


def _first(reply: Reply) -> Recommendation | None:
    claims = reply.claims if isinstance(reply, Answer) else ()
    return next((c.recommendation for c in claims if c.recommendation), None)


def shares(asked: Sequence[Asked]) -> dict[str, Share]:
    """How often number, direction and strength of the first recommendation are right."""
    return {name: wilson(sum(a.right[name] for a in asked), len(asked)) for name in ("number", "direction", "strength")}


def as_text(asked: Sequence[Asked]) -> str:
    """The shares as a table, then every question that missed something."""
    lines = [f"{'asked':10} {'value':>6}  {'95 % interval':14} {'hits':>5} {'n':>5}"]
    for name, s in shares(asked).items():
        lines.append(f"{name:10} {s.value:6.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.hits:5} {s.n:5}")
    for one in asked:
        if not all(one.right.values()):
            r = one.first
            got = f"{r.number or 'no number'} {r.strength} {r.direction}".replace("  ", " ") if r else "none"
            lines.append(f"wrong   {one.number} {one.question}: {got}")
    return "\n".join(lines)
