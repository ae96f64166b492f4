"""What people judge of a run: each claim and each citation of it, without knowing the system or another's judgement.

| file under `RUN/ratings/` | what it holds |
|---|---|
| `plan.json` | which claims are judged: how many were drawn, and under which seed |
| `NAME.jsonl`, `NAME.csv` | a rater's judgements |
| `adjudicated.jsonl`, `adjudicated.csv` | the last word on those that raters disagreed about |
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import CitewellError
from evals.finished import FinishedSet
from evals.outcomes import QuestionOutcome
from evals.tables import csv_text

FOLDER, PLAN, ADJUDICATED = "ratings", "plan.json", "adjudicated"
_NAME = re.compile(r"[^\W_][\w .-]{0,39}")
_TAKEN = (ADJUDICATED, "plan")


class Label(StrEnum):
    """How far something holds; keys 1 to 4 in this order."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    CONTRADICTS = "contradicts"


class Aspect(StrEnum):
    """What is judged."""

    CLAIM = "claim"
    """Does the claim, read where it stands, answer the question?"""
    CITATION = "citation"
    """Does the cited text, read where it stands, support the claim?"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to judge; `citation` is its number among the claim's, None where the claim is judged."""

    id: str
    """12 hexadecimal digits of all that is shown, so that a judgement never passes to another text."""
    set: str
    system: str
    outcome: QuestionOutcome
    claim: int
    citation: int | None

    @property
    def aspect(self) -> Aspect:
        """What is judged."""
        return Aspect.CLAIM if self.citation is None else Aspect.CITATION

    @property
    def text(self) -> str:
        """The claim."""
        return str(self.outcome.reply["claims"][self.claim]["text"])

    @property
    def citations(self) -> list[dict[str, Any]]:
        """The citations that are shown: all of the claim's, or the one that is judged."""
        cited: list[dict[str, Any]] = self.outcome.reply["claims"][self.claim]["citations"]
        return cited if self.citation is None else [cited[self.citation]]


class Plan(BaseModel):
    """Which claims are judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample: int | None
    """How many were drawn; None: all."""
    seed: int


class Judgement(BaseModel):
    """A line of a rater's file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    set: str
    question: str
    claim: int
    citation: int | None
    label: Label
    rater: str
    when: str
    """ISO 8601, UTC."""


def units_of(sets: Sequence[FinishedSet]) -> list[tuple[Unit, ...]]:
    """What is to be judged, a tuple a claim: the claim first, then each of its citations."""
    return [
        tuple(_unit(one, outcome, number, c) for c in (None, *range(len(claim["citations"]))))
        for one in sets
        for outcome in one.outcomes
        for number, claim in enumerate(outcome.reply.get("claims", ()))
    ]


def _unit(one: FinishedSet, outcome: QuestionOutcome, claim: int, citation: int | None) -> Unit:
    told = outcome.reply["claims"][claim]
    cited = told["citations"] if citation is None else [told["citations"][citation]]
    shown = [one.name, outcome.id, outcome.text, *outcome.history, str(claim), str(citation), told["text"]]
    shown += [f"{c['document']} {c['start']} {c['quote']}" for c in cited]
    return Unit(
        sha256("\0".join(shown).encode()).hexdigest()[:12], one.name, one.manifest.system, outcome, claim, citation
    )


def drawn(claims: Sequence[tuple[Unit, ...]], plan: Plan) -> list[tuple[Unit, ...]]:
    """The claims of the plan, drawn without replacement, the same for every rater; in the order of the run."""
    if plan.sample is None or plan.sample >= len(claims):
        return list(claims)
    at = random.Random(plan.seed).sample(range(len(claims)), plan.sample)
    return [claims[i] for i in sorted(at)]


def ordered_for(claims: Sequence[tuple[Unit, ...]], rater: str, plan: Plan) -> list[Unit]:
    """Units in an order of the rater's own, a claim's together."""
    shuffled = list(claims)
    random.Random(f"{plan.seed} {rater}").shuffle(shuffled)
    return [unit for claim in shuffled for unit in claim]


def agreed_plan(run: Path, sample: int | None, seed: int | None) -> Plan:
    """The plan that the first rater began with; made of the arguments if there is none yet.

    Raises:
        CitewellError: It is another than asked for, so that the raters would judge other claims.
        ValueError: `sample` is not above 0.
    """
    if sample is not None and sample < 1:
        raise ValueError(f"--sample needs 1 claim or more, not {sample}")
    path = run / FOLDER / PLAN
    if not path.exists():
        plan = Plan(sample=sample, seed=seed or 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, plan.model_dump_json() + "\n")
        return plan
    try:
        plan = Plan.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise CitewellError(f"{path}: {error.errors()[0]['msg']}; remove it to begin anew") from error
    if (sample is not None and sample != plan.sample) or (seed is not None and seed != plan.seed):
        told = f"--seed {plan.seed}" + (f" --sample {plan.sample}" if plan.sample else " and no --sample")
        raise CitewellError(f"{path}: rating began with {told}; leave both out, or use another copy of the run")
    return plan


class Ratings:
    """One rater's judgements, in a file that is whole after every one of them."""

    def __init__(self, run: Path, name: str, units: Mapping[str, Unit]) -> None:
        self.path = run / FOLDER / f"{name}.jsonl"
        self._units = units
        self._held = {j.unit: j for j in read_judgements(self.path)}

    def label(self, unit: str) -> Label | None:
        """What the unit was judged, None if it was not."""
        held = self._held.get(unit)
        return held.label if held else None

    def judge(self, unit: str, label: Label, rater: str) -> None:
        """Keep a judgement, instead of an earlier one of the same unit; it is on the disk when this returns."""
        judged = self._units[unit]
        self._held.pop(unit, None)
        self._held[unit] = Judgement(
            unit=unit,
            set=judged.set,
            question=judged.outcome.id,
            claim=judged.claim,
            citation=judged.citation,
            label=label,
            rater=rater,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        _write_whole(self.path, "".join(j.model_dump_json() + "\n" for j in self._held.values()))
        _write_whole(self.path.with_suffix(".csv"), self._table())

    def _table(self) -> str:
        """The judgements with the texts that were judged; no word of the system."""
        rows = []
        for j in self._held.values():
            if unit := self._units.get(j.unit):
                quotes = " / ".join(c["quote"] for c in unit.citations)
                told = [unit.outcome.text, unit.aspect.value, unit.text, quotes, j.label.value]
                rows.append([j.unit, j.question, *told, j.rater, j.when])
        return csv_text(["unit", "question id", "question", "aspect", "claim", "cited", "label", "rater", "when"], rows)


def rater_name(name: str) -> str:
    """The name, which names files too. Raises `CitewellError` where it cannot."""
    if not _NAME.fullmatch(name) or name.casefold() in _TAKEN:
        raise CitewellError(f"{name!r} cannot be a rater's name; use up to 40 letters, digits, spaces, dots and dashes")
    return name


def read_judgements(path: Path) -> list[Judgement]:
    """A rater's judgements, none where there is no file yet. Raises `CitewellError` where a line is none."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line:
            continue
        try:
            found.append(Judgement.model_validate_json(line))
        except ValidationError as error:
            raise CitewellError(f"{path} line {number}: {error.errors()[0]['msg']}; mend or remove it") from error
    return found


def raters_of(run: Path) -> dict[str, dict[str, Label]]:
    """Each rater's labels by unit, raters by name; the adjudicator is none of them."""
    paths = sorted((run / FOLDER).glob("*.jsonl"))
    return {p.stem: {j.unit: j.label for j in read_judgements(p)} for p in paths if p.stem != ADJUDICATED}


def disagreements(raters: Mapping[str, Mapping[str, Label]], units: Sequence[Unit]) -> list[Unit]:
    """Units that two raters or more judged, and not all alike."""
    return [u for u in units if len({held[u.id] for held in raters.values() if u.id in held}) > 1]


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there in whole or not at all, also when the power goes."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
