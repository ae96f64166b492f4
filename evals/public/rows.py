"""What the loaders share: rows of files, the split a folder holds, and a set as it grows."""

from __future__ import annotations

import csv
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import CitewellError
from evals.question_sets import CorpusText, GoldSpan, Judged, Question, QuestionSet

_log = logging.getLogger(__name__)

SPLITS = ("test", "validation", "dev", "train")
"""Where a folder holds several, the first of these is taken."""


@dataclass(slots=True)
class Growing:
    """A set while its rows are read; a judgement of a question or document it lacks is left out."""

    folder: Path
    texts: dict[str, CorpusText] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    spans: list[GoldSpan] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def text(self, name: str, text: str, title: str = "") -> None:
        """A document."""
        self.texts[name] = CorpusText(_id=name, title=title, text=text)

    def question(self, name: str, text: str, **told: Any) -> None:
        """A question, white space folded; `told` are other fields of `Question`."""
        folded = " ".join(text.split())
        if folded:
            self.questions[name] = Question(_id=name, text=folded, **told)
        else:
            self.left_out["questions without text"] += 1

    def judge(self, query_id: str, document: str, grade: int) -> None:
        """A judgement of a whole document."""
        if query_id in self.questions and document in self.texts:
            self.judged.append(Judged(query_id, document, grade))
        else:
            self.left_out["judgements of what the set does not hold"] += 1

    def mark(self, query_id: str, document: str, start: int, end: int, grade: int = 1) -> None:
        """A gold span."""
        inside = document in self.texts and 0 <= start < end <= len(self.texts[document].text)
        if query_id in self.questions and inside:
            self.spans.append(GoldSpan(query_id=query_id, document=document, start=start, end=end, grade=grade))
        else:
            self.left_out["spans of what the set does not hold"] += 1

    def mark_quote(self, query_id: str, document: str, quote: str) -> None:
        """A gold span, where the quote stands first."""
        start = self.texts[document].text.find(quote) if document in self.texts and quote else -1
        self.mark(query_id, document, start, start + len(quote))

    def whole(self) -> QuestionSet:
        """The set; what was left out is told once."""
        for what, count in self.left_out.items():
            _log.warning("%s: %d %s are left out", self.folder.name, count, what)
        return QuestionSet(
            self.folder,
            self.texts,
            {},
            tuple(enumerate(self.questions.values(), start=1)),
            tuple(enumerate(self.judged, start=1)),
            tuple(enumerate(dict.fromkeys(self.spans), start=1)),
            (),
        )


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file. Raises `CitewellError` where a line is none."""
    # Not splitlines(): it also splits at signs that stand within JSON strings.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            row = _parsed(line, f"{path.name} line {number}")
            if not isinstance(row, dict):
                raise CitewellError(f"{path.name} line {number}: is no JSON object; is it the set's own file?")
            yield row


def whole_json(path: Path) -> Any:
    """What a JSON file holds. Raises `CitewellError` where it is not JSON."""
    return _parsed(_read(path), path.name)


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a head."""
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Query, document and grade of each row: three columns as in BEIR, or four as in TREC."""
    for number, line in enumerate(_read(path).split("\n"), start=1):
        cells = line.split("\t") if "\t" in line else line.split()
        if not line.strip() or (number == 1 and cells[0] in ("query-id", "query_id")):
            continue
        try:
            yield cells[0], cells[-2], int(float(cells[-1]))
        except (ValueError, IndexError) as error:
            raise CitewellError(f"{path.name} line {number}: needs query, document and grade") from error


def first_of(folder: Path, names: Iterable[str]) -> Path | None:
    """The first of these files that is there; "{split}" in a name stands for each of `SPLITS` in turn."""
    for split in SPLITS:
        for name in names:
            path = folder / name.format(split=split)
            if path.is_file():
                return path
    return None


def needed(folder: Path, names: Sequence[str]) -> Path:
    """`first_of`, or an error that names what is wanted."""
    path = first_of(folder, names)
    if path is None:
        wanted = " or ".join(names).replace("{split}", "SPLIT")
        raise CitewellError(f"{folder}: holds no {wanted}; name the folder the set was unpacked to")
    return path


def field_of(row: dict[str, Any], name: str, where: str) -> Any:
    """A field of a row. Raises `CitewellError` where it is missing."""
    if name not in row:
        raise CitewellError(f"{where}: a row has no field {name}; is it the set's own file?")
    return row[name]


def _read(path: Path) -> str:
    try:
        # As they are: offsets of some sets count the two signs of a Windows line end.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise CitewellError(f"{path.name}: is not UTF-8 (byte {error.start + 1})") from error


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CitewellError(f"{where}: not valid JSON ({error.msg}, character {error.pos + 1})") from error
