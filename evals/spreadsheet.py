"""`python -m evals csv QUESTIONS.csv --out DIR`: an evaluator's own questions become a question set."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from corpus.errors import CitewellError, ReadError
from corpus.read import read_document
from corpus.sentences import sentences_of

_YES = frozenset({"yes", "y", "true", "1", "x"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of the table: `line` is the file's line it ends on, `place` in code points of the document's text."""

    line: int
    question: str
    document: str
    place: tuple[int, int] | None
    expected: str
    abstain: bool


def read_table(path: Path, files: Path) -> tuple[list[AskedRow], list[str]]:
    """The rows of a CSV file (comma or semicolon), and what is wrong with the others, a line each.

    Raises:
        CitewellError: It is not UTF-8, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CitewellError(f"{path.name}: is not UTF-8; save it as “CSV UTF-8”") from error
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    table.fieldnames = [name.strip().lower() for name in table.fieldnames or ()]
    lacking = [name for name in ("question", "document", "quote") if name not in table.fieldnames]
    if lacking:
        raise CitewellError(f"{path.name}: has no column {', '.join(lacking)}; name it in the first line")
    rows, problems = [], []
    read: dict[str, Document] = {}
    for cells in table:
        told = {k: v.strip() for k, v in cells.items() if isinstance(k, str) and isinstance(v, str)}
        if any(told.values()):
            try:
                rows.append(_row(told, table.line_num, files, read))
            except CitewellError as error:
                problems.append(f"{path.name} line {table.line_num}: {error}")
    return rows, problems


def _row(cells: Mapping[str, str], line: int, files: Path, read: dict[str, Document]) -> AskedRow:
    question, name, quote = (cells.get(c, "") for c in ("question", "document", "quote"))
    abstain = cells.get("should abstain", "").lower() in _YES
    if not question:
        raise CitewellError("has no question; fill it in")
    if abstain == bool(quote):
        raise CitewellError("give a quote, or yes under “should abstain”, not both")
    place = _place(quote, _document(name, files, read)) if quote else None
    return AskedRow(line, question, name if quote else "", place, cells.get("expected answer", ""), abstain)


def _document(name: str, files: Path, read: dict[str, Document]) -> Document:
    if not name or not (files / name).resolve().is_relative_to(files.resolve()):
        raise CitewellError(f"names no document in {files} ({name!r}); give a file's name in that folder")
    if name not in read:
        try:
            read[name] = read_document(files / name)
        except ReadError as error:
            raise CitewellError(str(error)) from error
    return read[name]


def _place(quote: str, document: Document) -> tuple[int, int]:
    """Where a quote stands first, however its words are spaced or broken into lines."""
    found = re.search(r"\s+".join(map(re.escape, quote.split())), document.text)
    if found:
        return found.span()
    words = set(_WORD.findall(quote.lower()))

    def shared(sentence: str) -> float:
        other = set(_WORD.findall(sentence.lower()))
        return len(words & other) / (len(words | other) or 1)

    nearest = max((s.of(document.text) for s in sentences_of(document.text)), key=shared, default="")
    told = " ".join(nearest.split())[:200]
    raise CitewellError(f"the quote is not in {Path(document.path).name}; the nearest text there is {told!r}")


def write_set(rows: Sequence[AskedRow], files: Path, out: Path) -> None:
    """Write the set with copies of all documents named; rows with the same question are one question.

    Raises:
        CitewellError: `out` holds something already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CitewellError(f"{out}: holds something already; name a new folder")
    (out / "files").mkdir(parents=True)
    for name in sorted({r.document for r in rows if r.document}):
        (out / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files / name, out / "files" / name)
    questions: dict[str, list[AskedRow]] = {}
    for row in rows:
        questions.setdefault(row.question, []).append(row)
    queries, spans = [], []
    for text, same in questions.items():
        query_id = f"line-{same[0].line}"
        expected = [r.expected for r in same if r.expected]
        queries.append({"_id": query_id, "text": text, "abstain": same[0].abstain, "expected": expected})
        for row in same:
            if row.place:
                start, end = row.place
                spans.append({"query_id": query_id, "document": row.document, "start": start, "end": end})
    for name, lines in (("queries.jsonl", queries), ("spans.jsonl", spans)):
        (out / name).write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")
