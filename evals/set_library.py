"""The documents of a question set in a library of their own, kept for the next run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import corpus
from corpus.document import Document
from corpus.errors import CitewellError, ReadError
from corpus.read import read_document
from evals.question_sets import QuestionSet
from evals.verbatim import row_sha256, verbatim
from index.files import file_sha256
from index.library import CUTTING_VERSION, Library, OnProgress, Progress
from index.settings import Settings, open_library

_SPEED = "evals: passages a second"


@dataclass(frozen=True, slots=True)
class SetLibrary:
    """A library, and what the set and the library call the same document.

    Where two documents of a set are the same file, both have one id, and its name is the first's.
    """

    library: Library
    ids: Mapping[str, str]
    names: Mapping[str, str]
    passages_per_second: float | None
    """While it was built; None where that is not known."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document of the set: its name, the SHA-256 its id begins with, and how it is read."""

    name: str
    sha256: str
    read: Callable[[], Document]

    @property
    def id(self) -> str:
        return f"d{self.sha256[:12]}"


@contextmanager
def library_of(
    found: QuestionSet, documents: Sequence[str], cache: Path, settings: Settings, progress: OnProgress
) -> Iterator[SetLibrary]:
    """A library of those documents of a set, in a folder of `cache` named by them and by how they are indexed.

    One that is there is used; one that was left half made is finished.

    Args:
        documents: Names in the set.
        cache: Made if there is none.
        settings: Its models; `data` is passed over.
        progress: Is told of documents while some are put in.
    Raises:
        CitewellError: A file of the set cannot be read, or another process is building the same library.
    """
    entries = [_entry(found, name) for name in documents]
    folder = cache / _named(entries, settings, files=bool(found.files))
    folder.mkdir(parents=True, exist_ok=True)
    library = open_library(settings.model_copy(update={"data": folder}))
    try:
        held = {row.id for row in library.documents()}
        lacking = list({e.id: e for e in reversed(entries) if e.id not in held}.values())[::-1]
        if lacking:
            _fill(library, lacking, progress)
        names = {e.id: e.name for e in reversed(entries)}
        told = library.remembered(_SPEED)
        yield SetLibrary(library, {e.name: e.id for e in entries}, names, float(told) if told else None)
    finally:
        library.close()


def _entry(found: QuestionSet, name: str) -> _Entry:
    if name in found.texts:
        row = found.texts[name]
        return _Entry(name, row_sha256(name, row.title, row.text), lambda: verbatim(name, row.title, row.text))
    return _Entry(name, file_sha256(found.files[name]), lambda: read_document(found.files[name]))


def _named(entries: Sequence[_Entry], settings: Settings, *, files: bool) -> str:
    parts = [settings.embedding_model, settings.vector_store, CUTTING_VERSION, _reading_code() if files else ""]
    return sha256("\n".join([*parts, *sorted(e.sha256 for e in entries)]).encode()).hexdigest()[:12]


def _reading_code() -> str:
    """Names the code that reads files, as another may read the same file otherwise."""
    sources = sorted(Path(corpus.__path__[0]).glob("*.py"))
    return sha256(b"\0".join(s.read_bytes() for s in sources)).hexdigest()


def _fill(library: Library, entries: Sequence[_Entry], progress: OnProgress) -> None:
    begun, passages = time.perf_counter(), 0
    for done, added in enumerate(library.add_documents(_document(entry) for entry in entries)):
        progress(Progress(done, len(entries), added.name))
        passages += added.passages
    progress(Progress(len(entries), len(entries), ""))
    library.remember(_SPEED, f"{passages / (time.perf_counter() - begun):.1f}")


def _document(entry: _Entry) -> Document:
    try:
        return entry.read()
    except ReadError as error:
        raise CitewellError(f"{error}; or take it out of the set") from error
