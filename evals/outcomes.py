"""What a run leaves behind, as files that other commands read: one folder a set.

| file | what it holds |
|---|---|
| `manifest.json` | `Manifest`: what was run, on what, with what |
| `questions.jsonl` | a `QuestionOutcome` a line: question, reply, judgements, scores |
| `run.trec` | ranked documents, `query Q0 document rank score tag` |
| `summary.json` | `Summary`: every measure with its interval, in all and by kind of question |
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import CitewellError

MANIFEST, QUESTIONS, TREC, SUMMARY = "manifest.json", "questions.jsonl", "run.trec", "summary.json"
_Model = TypeVar("_Model", bound=BaseModel)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MeasureValue(_Frozen):
    """One measure over a set. `value`, `low` and `high` are None where no question could be scored."""

    name: str
    value: float | None
    low: float | None
    """Lower bound of the 95 % interval."""
    high: float | None
    n: int
    """Questions, claims or whatever `unit` names, that were scored."""
    unscored: int
    """Those that could not be."""
    unit: str
    """What is counted: "question", "claim", "second" …"""
    better: Literal["higher", "lower"]
    definition: str
    """One sentence, with its source where it is not ours."""


class Summary(_Frozen):
    """A run in figures."""

    set: str
    system: str
    questions: int
    measures: tuple[MeasureValue, ...]
    by_kind: dict[str, tuple[MeasureValue, ...]]
    by_source_type: dict[str, tuple[MeasureValue, ...]] = {}


class Place(_Frozen):
    """A span of a document, by the document's id in the set; code points, end exclusive."""

    document: str
    start: int
    end: int


class GoldPlace(Place):
    """A place that answers; grades as the set gives them, 1 where it gives none."""

    grade: int = 1


class Retrieved(Place):
    """A passage as ranked; best first."""

    score: float


class Context(_Frozen):
    """A slice of a document that holds gold or cited places, with what stands around them."""

    document: str
    start: int
    """Where it begins in the document's text, in code points."""
    text: str


class QuestionOutcome(_Frozen):
    """One question, what was wanted and what came.

    `reply` is the object that `python -m assistant ask --json` prints; beside the `document` of each
    citation stands `set_document`, its id in the set. `scores` has a value for each measure counted by question, or
    None where it is unscored.
    """

    id: str
    kind: str
    text: str
    history: tuple[str, ...]
    abstain: bool
    labels: tuple[str, ...]
    """Gold labels: "yes", "no", "maybe"; "increased", "decreased", "no difference"; "supports", "contradicts"."""
    expected: tuple[str, ...]
    gold: tuple[GoldPlace, ...]
    retrieved: tuple[Retrieved, ...]
    reply: dict[str, Any]
    confidence: float | None
    """How sure the system was that it answers, in [0, 1], also where it abstained; None where it does not say."""
    scores: dict[str, float | None]
    seconds: dict[str, float]
    contexts: tuple[Context, ...] = ()
    """What stands around gold and cited places (`evals.contexts`)."""
    error: str = ""
    """Why the question could not be asked; empty if it was."""


class Manifest(_Frozen):
    """What was run: enough to run it again and to know whether two runs compare."""

    set: str
    set_id: str
    """12 hexadecimal digits of questions and judgements."""
    system: str
    questions: int
    documents: int
    passages: int
    commit: str
    index_id: str
    models: dict[str, str]
    """SHA-256 by name of each model file."""
    settings: dict[str, Any]
    seed: int
    machine: dict[str, str]
    started: str
    """ISO 8601, UTC."""
    seconds: float


def read_summary(folder: Path) -> Summary:
    """The summary of a run's folder for one set. Raises `CitewellError` where it is missing or not one."""
    return _read(folder / SUMMARY, Summary)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run's folder for one set. Raises `CitewellError` where it is missing or not one."""
    return _read(folder / MANIFEST, Manifest)


def read_outcomes(folder: Path) -> list[QuestionOutcome]:
    """Every question of a run's folder for one set, in the order asked; a last line that was cut off is left out.

    Raises:
        CitewellError: There is no such file, or another line is not a question's outcome.
    """
    path = folder / QUESTIONS
    lines = _text(path).split("\n")
    whole = lines[:-1]  # A killed run may leave a last line without its end.
    found = []
    for number, line in enumerate(whole, start=1):
        try:
            found.append(QuestionOutcome.model_validate_json(line))
        except ValidationError as error:
            raise CitewellError(f"{path} line {number}: {error.errors()[0]['msg']}; run the set again") from error
    return found


def line_of(outcome: QuestionOutcome) -> str:
    """An outcome as a line of `questions.jsonl`, with its end."""
    return outcome.model_dump_json() + "\n"


def write_whole(path: Path, model: BaseModel) -> None:
    """Write a file that is there in whole or not at all."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(json.dumps(model.model_dump(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(path)


def sets_in(run: Path) -> list[Path]:
    """The folders of a run's sets, by name. Raises `CitewellError` where there is none."""
    found: Iterable[Path] = run.iterdir() if run.is_dir() else ()
    folders = sorted(p for p in found if (p / SUMMARY).is_file())
    if not folders:
        raise CitewellError(f"{run}: holds no finished run; name the folder given to `evals run` as --out")
    return folders


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate_json(_text(path))
    except ValidationError as error:
        raise CitewellError(f"{path}: {error.errors()[0]['msg']}; run the set again") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CitewellError(f"{path}: {error.strerror}; run the set again, or name another folder") from error
