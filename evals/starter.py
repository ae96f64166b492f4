"""The built-in question set: what a clinician in a hurry asks of the starter library, and where the answers stand.

A gold quote is stored as text and found again in its digest, so that another way of cutting passages spoils none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.document import Document, Span
from corpus.errors import CitewellError
from corpus.read import read_document
from index.starter import starter_files

QUERIES = Path(__file__).resolve().parent / "sets" / "starter" / "queries.jsonl"


class Kind(StrEnum):
    """What sort of question it is."""

    DIRECT = "direct"
    EFFECT = "effect"
    POPULATION = "population"
    HARM = "harm"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    ABBREVIATION = "abbreviation"
    OPINION = "opinion"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"
    OUT_OF_SCOPE = "out_of_scope"


class GoldQuote(BaseModel):
    """Part of a sentence that answers: `quote` stands once, letter for letter, in the digest named `document`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class Query(BaseModel):
    """A question, the questions asked before it (oldest first), and the quotes of which any one answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    kind: Kind
    history: tuple[str, ...] = ()
    abstain: bool
    gold: tuple[GoldQuote, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a stored text."""

    document_id: str
    span: Span


def read_queries(path: Path = QUERIES) -> list[Query]:
    """The questions of a JSON Lines file, in its order; blank lines are passed over.

    Raises:
        CitewellError: A line is not such a question, an id comes twice, or `abstain` and `gold` disagree; the
            message names the line, counted from 1.
    """
    queries: list[Query] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        query = _query(line, f"{path.name} line {number}")
        if query.id in seen:
            raise CitewellError(f"{path.name} line {number}: id {query.id} stands on line {seen[query.id]} already")
        seen[query.id] = number
        queries.append(query)
    return queries


def _query(line: str, where: str) -> Query:
    try:
        query = Query.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CitewellError(f"{where}: not valid JSON ({error.msg}, character {error.pos + 1})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise CitewellError(f"{where}: {'.'.join(str(p) for p in first['loc'])}: {first['msg']}") from error
    if query.abstain == bool(query.gold):
        wants = "none, as it is to be abstained from" if query.abstain else "at least one gold quote"
        raise CitewellError(f"{where}: {query.id} needs {wants}")
    if query.abstain != (query.kind in (Kind.UNANSWERABLE, Kind.OUT_OF_SCOPE)):
        raise CitewellError(f"{where}: {query.id} is {query.kind.value}, which does not go with its abstain")
    return query


def starter_documents() -> dict[str, Document]:
    """The digests as the library stores them, by file name without its ending."""
    return {path.stem: read_document(path) for path in starter_files()}


def find_gold(query: Query, documents: dict[str, Document]) -> tuple[Place, ...]:
    """Where the gold quotes stand.

    Raises:
        CitewellError: There is no such digest, or the quote stands in it never or more than once.
    """
    places: list[Place] = []
    for gold in query.gold:
        document = documents.get(gold.document)
        count = document.text.count(gold.quote) if document else 0
        if document is None or count != 1:
            raise CitewellError(f"{query.id}: {gold.quote!r} stands {count} times in {gold.document}, not once")
        start = document.text.index(gold.quote)
        places.append(Place(document.id, Span(start, start + len(gold.quote))))
    return tuple(places)


def set_id(queries: Sequence[Query]) -> str:
    """Names the questions and their gold: the same set gives the same 12 hexadecimal digits."""
    return sha256("\n".join(q.model_dump_json() for q in queries).encode()).hexdigest()[:12]
