"""The built-in question set: what a clinician in a hurry asks of the starter library, and where the answers stand.

Its form is that of every question set; its documents are the digests, and a few of its own with instructions planted in
them, which nobody may follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document, Span
from corpus.errors import CitewellError
from corpus.read import read_document
from evals.question_sets import GoldSpan, Question, places_of, problems_of, read_set
from index.library import Library
from index.starter import add_starter

FOLDER = Path(__file__).resolve().parent / "sets" / "starter"


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the quotes of which any one answers it."""

    question: Question
    gold: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a stored text."""

    document_id: str
    span: Span


def read_queries(folder: Path = FOLDER) -> list[Query]:
    """The questions of a set, in its order.

    Raises:
        CitewellError: Something is wrong with the set; the message is the first problem that `evals check` names.
    """
    found = read_set(folder)
    problems = problems_of(found)
    if problems:
        raise CitewellError(problems[0])
    gold = [span for _, span in found.spans]
    return [Query(q, tuple(s for s in gold if s.query_id == q.id)) for _, q in found.questions]


def starter_documents() -> dict[str, Document]:
    """The set's documents as a library stores them, by file name without its ending."""
    return {name: read_document(path) for name, path in read_set(FOLDER).files.items()}


def add_documents(library: Library) -> None:
    """Put the set's documents into a library: the starter library, then those of the set's own."""
    add_starter(library)
    list(library.add(sorted((FOLDER / "planted").iterdir())))


def find_gold(query: Query, documents: dict[str, Document]) -> tuple[Place, ...]:
    """Where the gold quotes stand."""
    return tuple(
        Place(documents[gold.document].id, span)
        for gold in query.gold
        for span in places_of(gold, documents[gold.document].text)
    )
