"""Every question of the built-in set asked once, and what came of it."""

from __future__ import annotations

import math
import subprocess
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Abstention
from assistant.ask import Assistant
from corpus.errors import CitewellError
from evals.measures.intervals import Share, percentile
from evals.measures.replies import (
    Scored,
    citation_exactness,
    claims_of,
    false_abstentions,
    false_answers,
    first_claim_right,
    gold_hit,
)
from evals.starter import Query, find_gold, set_id, starter_documents
from index.library import Library

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its reply beside what was wanted, and the seconds it took."""

    query: Query
    scored: Scored
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run; `measures` by name, in the order they are shown."""

    asked: tuple[Asked, ...]
    measures: dict[str, Share]
    index_id: str
    passages: int


def run(library: Library, queries: Sequence[Query]) -> Run:
    """Ask every question of a library that holds the documents of the built-in set.

    Raises:
        CitewellError: One of them is not in the library as it stands now.
    """
    documents = starter_documents()
    missing = {d.id for d in documents.values()} - {row.id for row in library.documents()}
    if missing:
        raise CitewellError(
            f"{library.folder}: {len(missing)} of {len(documents)} documents of the built-in questions are not in it as "
            "they stand now; add them with `python -m index add --starter evals/sets/starter/planted`, or leave --data "
            "out"
        )
    gold = [find_gold(q, documents) for q in queries]
    # Models and vectors are loaded on first use; that is measured by the bench, not here.
    library.search("epidural", 1)
    assistant = Assistant(library)
    asked: list[Asked] = []
    for query, places in zip(queries, gold, strict=True):
        begun = time.perf_counter()
        reply = assistant.ask(query.question.text, earlier=query.question.history)
        asked.append(Asked(query, Scored(reply, query.question.abstain, places), time.perf_counter() - begun))
    return Run(tuple(asked), _measures(asked, library), library.index_id, library.count_passages())


def _measures(asked: Sequence[Asked], library: Library) -> dict[str, Share]:
    scored = [a.scored for a in asked]
    return {
        "citation exactness": citation_exactness((s.reply for s in scored), lambda i: library.document(i).text),
        "gold hit": gold_hit(scored),
        "first claim right": first_claim_right(scored),
        "false answers": false_answers(scored),
        "false abstentions": false_abstentions(scored),
    }


def verdict(asked: Asked) -> str:
    """What became of one question: "right", "right, not first", "wrong", "false answer" and so on."""
    one = [asked.scored]
    abstained = isinstance(asked.scored.reply, Abstention)
    if asked.query.question.abstain:
        return "rightly abstained" if abstained else "false answer"
    if abstained:
        return "false abstention"
    if first_claim_right(one).hits:
        return "right"
    return "right, not first" if gold_hit(one).hits else "wrong"


def as_text(result: Run, queries: Sequence[Query]) -> str:
    """The run as a small table, then the same by kind of question."""
    lines = [f"{'measure':20} {'value':>6}  {'95 % interval':14} {'hits':>5} {'n':>5}"]
    for name, s in result.measures.items():
        lines.append(f"{name:20} {s.value:6.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.hits:5} {s.n:5}")
    lines += ["", f"{'kind':14} {'n':>3}  outcomes"]
    for kind, outcomes in by_kind(result).items():
        told = ", ".join(f"{count} {name}" for name, count in outcomes.items())
        lines.append(f"{kind:14} {sum(outcomes.values()):3}  {told}")
    p50, p95 = (percentile([a.seconds for a in result.asked], p) for p in (0.5, 0.95))
    lines += ["", f"seconds   p50 {p50:.3f}, p95 {p95:.3f}", f"index     {result.index_id}, {result.passages} passages"]
    return "\n".join([*lines, f"questions {set_id(queries)}, {len(queries)}", f"commit    {commit()}"])


def by_kind(result: Run) -> dict[str, dict[str, int]]:
    """How many questions of each kind came out how."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for asked in result.asked:
        counts[asked.query.question.kind][verdict(asked)] += 1
    return {kind: dict(sorted(outcomes.items())) for kind, outcomes in counts.items()}


def as_json(result: Run, queries: Sequence[Query]) -> dict[str, Any]:
    """The run as plain data with every question; NaN becomes None."""
    seconds = [a.seconds for a in result.asked]
    return {
        "commit": commit(),
        "index": result.index_id,
        "passages": result.passages,
        "questions": {"id": set_id(queries), "n": len(queries)},
        "measures": {n: {k: _plain(v) for k, v in asdict(s).items()} for n, s in result.measures.items()},
        "by_kind": by_kind(result),
        "seconds": {"p50": _plain(percentile(seconds, 0.5)), "p95": _plain(percentile(seconds, 0.95))},
        "asked": [_asked(a) for a in result.asked],
    }


def _asked(asked: Asked) -> dict[str, Any]:
    reply = asked.scored.reply
    return {
        "id": asked.query.question.id,
        "kind": asked.query.question.kind,
        "history": list(asked.query.question.history),
        "question": asked.query.question.text,
        "standalone": reply.standalone_question,
        "verdict": verdict(asked),
        "said": [c.text for c in claims_of(reply)],
        "reason": reply.reason if isinstance(reply, Abstention) else "",
        "missing": list(reply.missing),
        "seconds": _plain(asked.seconds),
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def commit() -> str:
    """The commit of the code, with "-dirty" if files were changed since; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    return told.stdout.strip() or "unknown"
