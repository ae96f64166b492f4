"""How fast a library answers, and how much memory that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.ask import Assistant
from corpus.errors import CitewellError
from evals.measures.intervals import percentile
from evals.provenance import peak_mib
from index.library import Library


@dataclass(frozen=True, slots=True)
class Bench:
    """Seconds, and `peak_mib`: the most memory this process ever held, in MiB."""

    opening: float
    """Until the first search came back: the store, the embedding model and the vectors loaded."""
    asking: tuple[float, ...]
    """One a question asked, after that."""
    peak_mib: float
    documents: int
    passages: int
    index_id: str


Asking = tuple[str, tuple[str, ...]]
"""A question, and the questions asked before it, oldest first."""


def bench(open_library: Callable[[], Library], questions: Sequence[Asking], *, repeat: int = 1) -> Bench:
    """Open a library, ask it every question `repeat` times, one after the other, and close it.

    Raises:
        ValueError: There is no question, or `repeat` is below 1.
        CitewellError: The library is empty.
    """
    if not questions or repeat < 1:
        raise ValueError(f"a bench needs questions and repeat of 1 or more, not {len(questions)} and {repeat}")
    begun = time.perf_counter()
    with closing(open_library()) as library:
        if not library.count_passages():
            raise CitewellError(f"{library.folder}: nothing is in it; add files with `python -m index add`")
        library.search(questions[0][0], 1)
        opening = time.perf_counter() - begun
        asking = _time(Assistant(library), [*questions] * repeat)
        rows = len(library.documents())
        return Bench(opening, asking, peak_mib(), rows, library.count_passages(), library.index_id)


def _time(assistant: Assistant, questions: Sequence[Asking]) -> tuple[float, ...]:
    seconds: list[float] = []
    for text, earlier in questions:
        begun = time.perf_counter()
        assistant.ask(text, earlier=earlier)
        seconds.append(time.perf_counter() - begun)
    return tuple(seconds)


def as_text(result: Bench) -> str:
    """The bench as a small table."""
    rows = [
        ("documents", f"{result.documents:,}"),
        ("passages", f"{result.passages:,}"),
        ("index", result.index_id),
        ("questions asked", f"{len(result.asking):,}"),
        ("open, seconds", f"{result.opening:.2f}"),
        ("ask p50, seconds", f"{percentile(result.asking, 0.5):.3f}"),
        ("ask p95, seconds", f"{percentile(result.asking, 0.95):.3f}"),
        ("peak memory, MiB", f"{result.peak_mib:,.0f}"),
    ]
    return "\n".join(f"{name:17} {value:>12}" for name, value in rows)
