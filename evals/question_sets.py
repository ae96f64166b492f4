"""Question sets: a folder of documents, questions, and the spans of documents that answer them.

A judgement names a span of a document, never a passage, so that another way of cutting passages spoils none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.document import Span
from corpus.errors import CitewellError, ReadError
from corpus.read import read_document

_Row = TypeVar("_Row", bound=BaseModel)
GRADES = {"answers": 2, "partly": 1, "related": 0}
"""Grades in words, as a judge gives them."""
_DOCUMENTS = ("corpus.jsonl", "files", "documents.txt")


class CorpusText(BaseModel):
    """A line of `corpus.jsonl`, in the form of BEIR; other fields are passed over."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str


class Question(BaseModel):
    """A line of `queries.jsonl`: a question, and the questions asked before it, oldest first."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id", min_length=1)
    text: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    kind: str = ""
    """What sort of question it is, in the set's own words."""
    abstain: bool = False
    """No source answers; any answer is wrong."""
    labels: tuple[str, ...] = ()
    """What the answer comes to: "yes", "no", "maybe"; "increased", "decreased", "no difference"; "supports",
    "contradicts"; of a recommendation "for", "against", "neither"; "strong", "weak"; "high certainty", "moderate
    certainty", "low certainty", "very low certainty"."""
    expected: tuple[str, ...] = ()
    """Facts that the claims must state: texts that occur in them, letter case aside; "a|b" is met by either."""
    must_not: tuple[str, ...] = ()
    """A document that no claim may cite, or a text that none may say, letter case aside."""
    within: tuple[str, ...] = ()
    """The documents it is asked of; all of them if empty."""


class GoldSpan(BaseModel):
    """A line of `spans.jsonl`: `start` and `end` in code points of the document's text, the exact quote, or both."""

    model_config = ConfigDict(frozen=True)

    query_id: str = Field(min_length=1)
    document: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=1)
    quote: str = ""
    grade: int = Field(default=1, ge=0)
    """How well it answers, as a number or as one of `GRADES`."""

    @field_validator("grade", mode="before")
    @classmethod
    def _number_of(cls, grade: object) -> object:
        return GRADES.get(grade, grade) if isinstance(grade, str) else grade

    @model_validator(mode="after")
    def _has_a_place(self) -> GoldSpan:
        if (self.start is None) != (self.end is None) or (self.start is None and not self.quote):
            raise ValueError("give start and end, or quote")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"start {self.start} is not before end {self.end}")
        return self


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of a whole document; over 0 is relevant."""

    query_id: str
    document: str
    grade: int


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set as read. Each row stands beside its line number; `files` are by the names that judgements give them:
    the path under `files/`, or the file name without its ending where `documents.txt` names them."""

    folder: Path
    texts: Mapping[str, CorpusText]
    files: Mapping[str, Path]
    questions: tuple[tuple[int, Question], ...]
    judged: tuple[tuple[int, Judged], ...]
    spans: tuple[tuple[int, GoldSpan], ...]
    problems: tuple[str, ...]
    """Lines that could not be read, each in one line with its file and number."""


def read_set(folder: Path) -> QuestionSet:
    """All rows of a set's files; a line that is wrong becomes a problem and stops no other.

    Raises:
        CitewellError: The folder lacks its questions or its documents.
    """
    if not (folder / "queries.jsonl").is_file():
        raise CitewellError(f"{folder}: holds no queries.jsonl; name the folder of a question set")
    held = [name for name in _DOCUMENTS if (folder / name).exists()]
    if len(held) != 1:
        told = f"{' and '.join(held)}; keep one" if held else f"none of {', '.join(_DOCUMENTS)}; add one"
        raise CitewellError(f"{folder}: holds {told}")
    problems: list[str] = []
    texts = list(_rows(folder / "corpus.jsonl", CorpusText, problems))
    questions = list(_rows(folder / "queries.jsonl", Question, problems))
    _told_twice("corpus.jsonl", [(n, t.id) for n, t in texts], problems)
    _told_twice("queries.jsonl", [(n, q.id) for n, q in questions], problems)
    return QuestionSet(
        folder,
        {t.id: t for _, t in texts},
        _files(folder) | _named_files(folder / "documents.txt", problems),
        tuple(questions),
        tuple(_qrels(folder / "qrels.tsv", problems)),
        tuple(_rows(folder / "spans.jsonl", GoldSpan, problems)),
        tuple(problems),
    )


def _files(folder: Path) -> dict[str, Path]:
    found = sorted(p for p in (folder / "files").rglob("*") if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(folder / "files").as_posix(): p for p in found}


def _named_files(path: Path, problems: list[str]) -> dict[str, Path]:
    """Files that stand elsewhere, a path or pattern a line, relative to the set; by name without its ending."""
    found: dict[str, Path] = {}
    for number, line in _lines(path, problems):
        pattern = path.parent.absolute() / line.strip()
        named = sorted(p for p in Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))) if p.is_file())
        if not named:
            problems.append(f"{path.name} line {number}: names no file ({line.strip()}); correct it")
        for file in named:
            if file.stem in found:
                problems.append(f"{path.name} line {number}: two files are named {file.stem}; rename one")
            found[file.stem] = file
    return found


def problems_of(found: QuestionSet) -> list[str]:
    """All that is wrong with a set, a line each with file and line number; empty for a sound one."""
    problems = list(found.problems)
    asked = {q.id: q for _, q in found.questions}
    known = found.texts.keys() | found.files.keys()
    text_of = _texts(found)
    rows = [("qrels.tsv", n, j.query_id, j.document) for n, j in found.judged]
    rows += [("spans.jsonl", n, s.query_id, s.document) for n, s in found.spans]
    for name, number, query_id, document in rows:
        if query_id not in asked:
            problems.append(f"{name} line {number}: no question has the id {query_id}; add it or take the line out")
        if document not in known:
            problems.append(f"{name} line {number}: no document is named {document}; correct its name or add it")
    judged = {j.query_id for _, j in found.judged if j.grade > 0} | {s.query_id for _, s in found.spans}
    for number, q in found.questions:
        if q.abstain and q.id in judged:
            problems.append(f"queries.jsonl line {number}: {q.id} is to be abstained from, yet has judgements")
    for number, span in found.spans:
        if span.document in known:
            try:
                places_of(span, text_of(span.document))
            except CitewellError as error:
                problems.append(f"spans.jsonl line {number}: {error}")
    return problems


def places_of(gold: GoldSpan, text: str) -> tuple[Span, ...]:
    """Where a judgement stands in its document's text; a quote without positions stands wherever it is found.

    Raises:
        CitewellError: It stands nowhere, or its quote is not what its positions name.
    """
    if gold.start is not None and gold.end is not None:
        if gold.end > len(text):
            raise CitewellError(f"end {gold.end} is past the {len(text)} characters of {gold.document}; correct it")
        span = Span(gold.start, gold.end)
        if gold.quote and span.of(text) != gold.quote:
            raise CitewellError(f"start and end name another text than the quote in {gold.document}; take one out")
        return (span,)
    places = tuple(Span(m.start(), m.end()) for m in re.finditer(re.escape(gold.quote), text))
    if not places:
        raise CitewellError(f"the quote is not in {gold.document}; copy it letter for letter: {gold.quote[:80]!r}")
    return places


def without_judgements(found: QuestionSet) -> int:
    """How many answerable questions no judgement is given for: they can be asked, but not scored for retrieval."""
    judged = {j.query_id for _, j in found.judged} | {s.query_id for _, s in found.spans}
    return sum(not q.abstain and q.id not in judged for _, q in found.questions)


def _texts(found: QuestionSet) -> Callable[[str], str]:
    kept: dict[str, str] = {}

    def text_of(name: str) -> str:
        if name in found.texts:
            return found.texts[name].text
        if name not in kept:
            try:
                kept[name] = read_document(found.files[name]).text
            except ReadError as error:
                raise CitewellError(str(error)) from error
        return kept[name]

    return text_of


def _lines(path: Path, problems: list[str]) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, counted from 1; none where there is no such file."""
    if path.is_file():
        try:
            # Not splitlines(): it also splits at signs that stand within JSON strings.
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            problems.append(f"{path.name}: is not UTF-8 (byte {error.start + 1}); save it as UTF-8")
            return
        yield from ((n, line) for n, line in enumerate(lines, start=1) if line.strip())


def _rows(path: Path, row: type[_Row], problems: list[str]) -> Iterator[tuple[int, _Row]]:
    for number, line in _lines(path, problems):
        where = f"{path.name} line {number}"
        try:
            yield number, row.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            problems.append(f"{where}: not valid JSON ({error.msg}, character {error.pos + 1}); correct it")
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(p) for p in first["loc"])
            problems.append(f"{where}: {field + ': ' if field else ''}{first['msg']}; correct it")


def _qrels(path: Path, problems: list[str]) -> Iterator[tuple[int, Judged]]:
    """Rows of BEIR (query, document, grade; with a head) or of TREC (query, iteration, document, grade)."""
    for number, line in _lines(path, problems):
        cells = line.strip().split("\t") if "\t" in line else line.split()
        if number == 1 and cells[0] in ("query-id", "query_id"):
            continue
        if len(cells) not in (3, 4) or not re.fullmatch(r"-?\d+", cells[-1]):
            problems.append(f"{path.name} line {number}: needs query, document and a whole grade, as BEIR or TREC do")
            continue
        yield number, Judged(cells[0], cells[-2], int(cells[-1]))


def _told_twice(name: str, ids: list[tuple[int, str]], problems: list[str]) -> None:
    seen: dict[str, int] = {}
    for number, row_id in ids:
        if seen.setdefault(row_id, number) != number:
            problems.append(f"{name} line {number}: id {row_id} stands on line {seen[row_id]} already; rename one")
