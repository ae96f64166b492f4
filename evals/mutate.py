"""How many broken claims the verifier withholds, and how many right ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from assistant.answer import Claim, Support
from assistant.compose import cite
from assistant.findings import findings_in
from assistant.verify import first_problem
from corpus.document import Document, Span
from corpus.sentences import sentences_in
from evals.measures.intervals import Share, wilson
from evals.mutations import HARMLESS, MUTATIONS, Mutation, Others, reworded
from index.library import Library, OnProgress, Progress

_OF_WORDING = frozenset(MUTATIONS) - {"quote cut", "span shifted", "page shifted", "citation exchanged"}
"""Kinds that also break a claim in other words than its source's, as a language model's are."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A broken claim that was let through, or a right one that was withheld."""

    kind: str
    right: str
    """The claim as it was."""
    made: str
    reason: str
    """Why it was withheld; empty if it was let through."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What became of one kind of claim; `withheld` of those made, and at which checks."""

    name: str
    withheld: Share
    checks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Mutated:
    """Broken claims by kind, then right ones; of broken ones all should be withheld, of right ones none."""

    claims: int
    broken: tuple[Kind, ...]
    right: tuple[Kind, ...]
    wrong: tuple[Passed, ...]


def claims_at(places: Iterable[tuple[str, Span]], library: Library) -> list[Claim]:
    """The sentences at places of the library's documents as verbatim claims, each once, those that the verifier keeps.

    Args:
        places: Document ids and spans; a span is widened to whole sentences, each a claim.
    """
    found: dict[tuple[str, Span], Claim] = {}
    for document_id, place in places:
        document = library.document(document_id)
        for _, span in sentences_in(document, place):
            if (document_id, span) not in found:
                found[document_id, span] = _claim(document, span)
    return [claim for claim in found.values() if first_problem(claim, library) is None]


def _claim(document: Document, span: Span) -> Claim:
    part = document.part_at(span.start)
    kind = part.source_type if part else document.source.source_type
    citation = cite(document, span, kind, 1)
    return Claim(citation.quote, (citation,), Support.VERBATIM, findings=findings_in(document, span))


def mutate(claims: Sequence[Claim], library: Library, *, seed: int = 0, progress: OnProgress | None = None) -> Mutated:
    """Break every claim in every way that it can be broken, and put each to the verifier.

    Args:
        claims: Right ones.
        library: Holds the documents they cite.
        seed: The same one breaks them alike.
        progress: Is told of the kinds of change as they are made.
    """
    documents: dict[str, Document] = {}

    def document(document_id: str) -> Document:
        if document_id not in documents:
            documents[document_id] = library.document(document_id)
        return documents[document_id]

    others, wrong = Others(claims, document), list[Passed]()
    kinds: dict[str, Kind] = {}
    changes = {**MUTATIONS, **HARMLESS}
    for done, (name, mutation) in enumerate(changes.items()):
        if progress:
            progress(Progress(done, len(changes), name))
        kinds[name] = _tried(name, mutation, others, library, Random(f"{seed} {name}"), wrong)
    return Mutated(len(claims), tuple(kinds[n] for n in MUTATIONS), tuple(kinds[n] for n in HARMLESS), tuple(wrong))


def _tried(name: str, mutation: Mutation, others: Others, library: Library, rng: Random, wrong: list[Passed]) -> Kind:
    checks: Counter[str] = Counter()
    made = 0
    for claim in others.claims:
        base = _in_other_words(claim, others, library, rng) if name in _OF_WORDING else claim
        changed = mutation(base, others, rng)
        if changed is None:
            continue
        made += 1
        problem = first_problem(changed, library)
        if problem:
            checks[problem[0].value] += 1
        if (problem is None) == (name in MUTATIONS):
            wrong.append(Passed(name, claim.text, changed.text, problem[1] if problem else ""))
    return Kind(name, wilson(checks.total(), made), dict(checks.most_common()))


def _in_other_words(claim: Claim, others: Others, library: Library, rng: Random) -> Claim:
    """Every other time the claim in harmless other words, if the verifier lets them pass."""
    other = reworded(claim, others, rng) if rng.random() < 0.5 else None
    return other if other and first_problem(other, library) is None else claim


def as_text(result: Mutated, *, show: int = 0) -> str:
    """The shares as a table; with `show`, so many of each kind that came out wrong."""
    lines = [f"{'broken claims':28} {'withheld':>8}  {'95 % interval':14} {'n':>5}  at the checks"]
    lines += [_line(kind) for kind in result.broken]
    lines += ["", f"{'right claims':28} {'withheld':>8}  {'95 % interval':14} {'n':>5}  at the checks"]
    lines += [_line(kind) for kind in result.right]
    for kind in (*result.broken, *result.right):
        for passed in [w for w in result.wrong if w.kind == kind.name][:show]:
            lines += ["", f"{kind.name}: {passed.reason or 'let through'}", f"  {passed.right}", f"  {passed.made}"]
    return "\n".join([*lines, "", f"right claims to begin with: {result.claims}"])


def _line(kind: Kind) -> str:
    s = kind.withheld
    told = ", ".join(f"{count} {check}" for check, count in kind.checks.items())
    return f"{kind.name:28} {s.value:8.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.n:5}  {told}"


def as_json(result: Mutated) -> dict[str, Any]:
    """The same as plain data, every wrong outcome with it; NaN becomes None."""

    def plain(kind: Kind) -> dict[str, Any]:
        share = {k: None if math.isnan(v) else round(v, 4) for k, v in asdict(kind.withheld).items()}
        return {"kind": kind.name, "withheld": share, "checks": dict(kind.checks)}

    return {
        "claims": result.claims,
        "broken": [plain(k) for k in result.broken],
        "right": [plain(k) for k in result.right],
        "wrong": [asdict(w) for w in result.wrong],
    }
