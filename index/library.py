"""One library: the texts, their words and their vectors in one data folder.

The order of writing keeps a file in whole or not at all: texts and words first, marked `adding`; then vectors; then
`ready`. Whoever writes holds the folder's lock and first tidies up what a killed process left.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from corpus.chunk import passages_of
from corpus.document import Document, Passage, Reference
from corpus.errors import LibraryError, LibraryLocked
from corpus.lexicon import LongForm, merged, usual
from corpus.read import read_document
from corpus.recommendations import Recommendation, recommendations_in
from corpus.store import DocumentRow, Store
from index.cited import Cited
from index.crew import Crew
from index.curate import EDITION
from index.dense import CHROMA, Vectors, open_vectors
from index.embed import BUNDLED, Embedder, open_embedder
from index.embed import Vectors as Matrix
from index.files import file_sha256, files_under
from index.ingest import Arrived, TimeLeft, arrivals, embedded_passages, embedded_text, processes_for
from index.lexical import Words
from index.outcome import Added, AlreadyIn, OnProgress, Outcome, Progress, Reader, Refused
from index.reader import BUNDLED as BUNDLED_READER
from index.reader import EvidenceReader, open_reader, reader_problem
from index.rerank import reranked
from index.retrieve import Filters, ScoredPassage, retrieve
from index.settle import settle, settle_all, unsettle, unsettled

__all__ = ["Added", "AlreadyIn", "Library", "OnProgress", "Outcome", "Progress", "Refused"]

logger = logging.getLogger(__name__)

CUTTING_VERSION = "3"
"""Changes when passages or their vectors come out otherwise, so that an old library is known by its index id."""
_EMBEDDED_AT_ONCE = 256
_KEPT_DOCUMENTS = 64
NAMED_SHARE = 0.2


class Library:
    """Open with `Library.open`. Searching is safe from several threads; writing takes the folder's lock."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        embedder: Callable[[], Embedder],
        vectors: Callable[[], Vectors],
        read: Reader = read_document,
        reader: Callable[[], EvidenceReader | None] = lambda: None,
        processes: int | None = None,
    ) -> None:
        self.folder = folder
        self._reader_problem: Callable[[], str] = str
        self._store = store
        self._read = read
        self._processes = processes
        self._open_embedder, self._open_vectors, self._open_reader = embedder, vectors, lru_cache(maxsize=1)(reader)
        self._embedder: Embedder | None = None
        self._vectors: Vectors | None = None
        self._words: Words | None = None
        self._index_id: str | None = None
        self._named: dict[str, frozenset[str]] | None = None
        self._cited: Cited | None = None
        self._abbreviations: dict[str, tuple[LongForm, ...]] | None = None
        self._seen = self._generation()
        self._guard = threading.RLock()
        self._document = lru_cache(maxsize=_KEPT_DOCUMENTS)(store.document)
        self._recommendations = lru_cache(maxsize=_KEPT_DOCUMENTS)(lambda i: recommendations_in(self._document(i)))

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedding_model: str = BUNDLED,
        vector_store: str = CHROMA,
        vector_store_options: Mapping[str, Any] | None = None,
        read: Reader = read_document,
        reader: str = BUNDLED_READER,
        processes: int | None = None,
    ) -> Library:
        """Open the library in `folder`, made if there is none. Models and vectors are loaded when first needed.

        Files that are added later are read by `read`, in `processes` beside this one; see `processes_for`.

        Raises:
            LibraryError: The folder holds something else, or was indexed with another embedding model.
        """
        try:
            store = Store(folder / "citewell.sqlite")
        except OSError as error:
            raise LibraryError(f"{folder}: {error.strerror}; name a folder you may write to with --data") from error
        made_with = store.meta("embedding_model")
        if made_with is None:
            store.set_meta("embedding_model", embedding_model)
        elif made_with != embedding_model:
            raise LibraryError(
                f"{folder}: its vectors were made by {made_with}, the setting asks for {embedding_model}; "
                "set it back, or use another data folder and add the files there"
            )
        library = cls(
            folder,
            store,
            lambda: open_embedder(embedding_model),
            lambda: open_vectors(folder / "vectors", vector_store, vector_store_options),
            read,
            lambda: open_reader(reader),
            processes,
        )
        if reader == BUNDLED_READER:
            library._reader_problem = lru_cache(maxsize=1)(reader_problem)
        return library

    def close(self) -> None:
        """Let go of files."""
        if self._vectors:
            self._vectors.close()
        self._store.close()

    # Reading

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded on first use."""
        with self._guard:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            return self._embedder

    @property
    def reader(self) -> EvidenceReader | None:
        """The evidence reader, loaded on first use; None where there is none."""
        with self._guard:
            return self._open_reader()

    @property
    def reader_problem(self) -> str:
        """Why the bundled evidence reader cannot be used, if it is wanted, looked into once; empty if all is well."""
        return self._reader_problem()

    @property
    def words(self) -> Words:
        """The word index as it stands now."""
        with self._guard:
            self._refresh()
            if self._words is None:
                self._words = Words(self._store)
            return self._words

    @property
    def index_id(self) -> str:
        """Names the state of the library: the same documents, cut and embedded the same way, give the same id."""
        with self._guard:
            self._refresh()
            if self._index_id is None:
                parts = [self._store.meta("embedding_model") or "", CUTTING_VERSION, *self._store.document_ids()]
                parts += filter(None, [self._store.meta(EDITION)])
                self._index_id = sha256("\n".join(parts).encode()).hexdigest()[:12]
            return self._index_id

    def search(self, query: str, k: int, filters: Filters | None = None, *, rerank: int = 0) -> list[ScoredPassage]:
        """The `k` passages nearest to `query` by meaning and by words, best first.

        Args:
            rerank: How many of them, the first, are ordered anew by the evidence reader, where there is one.
        """
        found = self._found(query, k, filters)
        if not rerank or self.reader is None:
            return found
        return reranked(query, found, self.reader, lambda i: self.document(i).source.title, depth=rerank)

    def _found(self, query: str, k: int, filters: Filters | None) -> list[ScoredPassage]:
        with self._guard:
            return retrieve(
                query,
                store=self._store,
                vectors=self._current_vectors(),
                words=self.words,
                embedder=self.embedder,
                k=k,
                filters=filters or Filters(),
            )

    def documents(self) -> list[DocumentRow]:
        """Every document, by title."""
        return self._store.documents()

    def document(self, document_id: str) -> Document:
        """A document, whole. Raises `UnknownDocument` where there is none with that id."""
        with self._guard:
            self._refresh()
            return self._document(document_id)

    def recommendations(self, document_id: str) -> tuple[Recommendation, ...]:
        """The recommendations of a document, read once. Raises `UnknownDocument` where there is none with that id."""
        with self._guard:
            self._refresh()
            return self._recommendations(document_id)

    def abbreviations(self) -> Mapping[str, tuple[LongForm, ...]]:
        """What the documents define: short forms with their long forms, the most frequent first."""
        with self._guard:
            self._refresh()
            if self._abbreviations is None:
                self._abbreviations = merged(self._store.abbreviations())
            return self._abbreviations

    def long_form(self, short: str) -> str:
        """What most documents that define `short` mean by it; empty if none does, or they differ too much."""
        return usual(self.long_forms(short))

    def long_forms(self, short: str) -> tuple[LongForm, ...]:
        """What documents that define `short` mean by it, the most frequent first; none if none does."""
        return merged(self._store.abbreviations(short)).get(short, ())

    def sources_named(self, names: Iterable[str]) -> frozenset[str]:
        """Ids of the documents that one of these words names: it stands in few titles, author lists or journals.

        Args:
            names: Words in lower case. One that stands in over `NAMED_SHARE` of the sources names none.
        """
        with self._guard:
            self._refresh()
            if self._named is None:
                self._named = self._store.source_words()
            most = max(3, int(NAMED_SHARE * len(self._named)))
            found = [frozenset(i for i, told in self._named.items() if name in told) for name in names]
        return frozenset().union(*(ids for ids in found if len(ids) <= most))

    def holding(self, reference: Reference) -> str | None:
        """The id of the document that a reference means; `None` where it is not in the library. See `Cited.find`."""
        with self._guard:
            self._refresh()
            if self._cited is None:
                self._cited = Cited(self._store.sources())
            return self._cited.find(reference)

    def count_passages(self) -> int:
        """How many passages can be found."""
        return self.words.passages

    def unfinished(self) -> list[tuple[str, str]]:
        """Ids and states of documents that a stopped process left half in or half out."""
        return self._store.unfinished()

    def fetch_vectors(self, passage_ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors of those of these passages that have one."""
        return self._current_vectors().fetch(passage_ids) if passage_ids else {}

    def vector_ids(self) -> set[str] | None:
        """Every passage id that has a vector, or None where the vector store cannot list them."""
        return self._current_vectors().ids()

    def remembered(self, key: str) -> str:
        """A named note kept with the library; empty if it was never made."""
        return self._store.meta(key) or ""

    def remember(self, key: str, value: str) -> None:
        """Keep a named note with the library. Raises `LibraryLocked` while another process is writing."""
        with self.writing() as store:
            store.set_meta(key, value)

    @property
    def store(self) -> Store:
        """The texts and what is known of them, for reading; to write, use that of `writing`."""
        return self._store

    def _generation(self) -> str:
        return self._store.meta("generation") or "0"

    def _refresh(self) -> None:
        """Forget what was remembered of an earlier state of the library, also if another process changed it."""
        generation = self._generation()
        if generation == self._seen:
            return
        self._seen = generation
        self._forget()
        if self._vectors:
            self._vectors.reopen()

    def _forget(self) -> None:
        self._words = self._index_id = self._named = self._cited = self._abbreviations = None
        self._document.cache_clear()
        self._recommendations.cache_clear()

    def _current_vectors(self) -> Vectors:
        with self._guard:
            self._refresh()
            if self._vectors is None:
                self._vectors = self._open_vectors()
            return self._vectors

    # Writing

    def add(
        self,
        paths: Sequence[Path],
        *,
        read: Reader | None = None,
        progress: OnProgress | None = None,
        again: bool = False,
    ) -> Iterator[Outcome]:
        """Add files, and the files in folders; yields what became of each, as soon as it is sure.

        Args:
            paths: Files and folders.
            read: Reads a file in place of the library's own reader.
            progress: Is told of every file before it is read.
            again: Read files that are in already once more where some of their pages hold no text.
        Raises:
            LibraryLocked: Another process is writing; nothing was added.
        """
        files = files_under(paths)
        reading, names = read or self._read, [path for path, _ in files]
        size = processes_for(names, reading, self._processes)
        left = TimeLeft(names)
        with self.writing() as store, Crew(size, reading) if size else nullcontext() as crew:
            coming = arrivals(
                files, lambda path: self._known(store, path, again), reading, crew, embed=self._bundled(store)
            )
            for done, (path, _) in enumerate(files):
                if progress:
                    progress(Progress(done, len(files), path.name, left.seconds()))
                arrived = next(coming)
                outcome = self._put(store, arrived, again) if isinstance(arrived, Arrived) else arrived
                left.passed(done, read=not isinstance(outcome, AlreadyIn))
                yield outcome
            if progress:
                progress(Progress(len(files), len(files), "", 0.0))

    def _bundled(self, store: Store) -> bool:
        return store.meta("embedding_model") == BUNDLED

    def _known(self, store: Store, path: Path, again: bool) -> AlreadyIn | Refused | None:
        """What there is to say of a file that need not be read; None if it is to be read."""
        try:
            known = store.has_file(file_sha256(path))
        except OSError as error:
            return Refused(str(path), f"cannot be opened ({error.strerror}); check that you may read it")
        if known and not (again and store.document(known).pages_without_text()):
            return AlreadyIn(str(path), known)
        return None

    def _put(self, store: Store, arrived: Arrived, again: bool) -> Outcome:
        """Store what was read of a file, unless it has come in meanwhile."""
        document, name = arrived.document, str(arrived.path)
        known = store.has_file(document.file_sha256)
        if known:
            lacking = store.document(known).pages_without_text()
            if not again or len(document.pages_without_text()) >= len(lacking):
                return AlreadyIn(name, known)
            self._take_out(store, known)
        vectors = {}
        if arrived.vectors is not None:
            embedded = embedded_passages(document, arrived.passages)
            vectors = {p.id: v for p, v in zip(embedded, arrived.vectors, strict=True)}
        self.bring(store, document, arrived.passages, vectors)
        return Added(
            name, document.id, document.source.title, len(arrived.passages), tuple(document.pages_without_text())
        )

    def bring(
        self, store: Store, document: Document, passages: Sequence[Passage], vectors: Mapping[str, Matrix]
    ) -> None:
        """Put in a document whose vectors are known; those that are left out are made.

        Args:
            store: As `writing` gave it.
            document: Not in the library.
            passages: Of the document, as `passages_of` cuts them.
            vectors: By passage id, each (dimension,) float32 of unit length.
        """
        store.put(document, passages)
        settle(store, document.id)
        self._store_vectors(embedded_passages(document, passages), vectors)
        self._finish(store, document.id)

    def _store_vectors(self, passages: Sequence[Passage], known: Mapping[str, Matrix] | None = None) -> None:
        ready = {p.id: known[p.id] for p in passages if known and p.id in known}
        missing = [p for p in passages if p.id not in ready]
        if ready:
            with self._guard:
                have = [p for p in passages if p.id in ready]
                self._current_vectors().add(have, np.stack([ready[p.id] for p in have]))
        for i in range(0, len(missing), _EMBEDDED_AT_ONCE):
            batch = missing[i : i + _EMBEDDED_AT_ONCE]
            matrix = self.embedder.embed([embedded_text(p) for p in batch])
            with self._guard:
                self._current_vectors().add(batch, matrix)

    def _finish(self, store: Store, document_id: str, state: str = "ready") -> None:
        """The last step of a change: readers see it from here on."""
        with self._guard, store.transaction():
            if state == "ready":
                store.mark(document_id, "ready")
            self._seen = str(int(store.meta("generation") or "0") + 1)
            store.set_meta("generation", self._seen)
            self._forget()

    def remove(self, document_id: str) -> None:
        """Take a document out of every store.

        Raises:
            UnknownDocument: There is none with that id.
            LibraryLocked: Another process is writing.
        """
        with self.writing() as store:
            store.document(document_id)
            self._take_out(store, document_id)

    def _take_out(self, store: Store, document_id: str) -> None:
        store.mark(document_id, "removing")
        unsettle(store, document_id)
        with self._guard:
            self._current_vectors().remove(store.passage_ids_of(document_id))
        store.drop(document_id)
        self._finish(store, document_id, "gone")

    def rebuild(self, progress: OnProgress | None = None) -> int:
        """Cut every text anew and make words and vectors again; returns how many documents. Can be interrupted."""
        with self.writing(tidy=False) as store:
            for document_id, state in store.unfinished():
                if state != "stale":
                    self._take_out(store, document_id)
            store.mark_all_stale()
            self._forget_vectors(store)
            store.rebuild_words()
            return self._index_stale(store, progress)

    def _forget_vectors(self, store: Store) -> None:
        with self._guard:
            vectors = self._current_vectors()
            listed = vectors.ids()
            vectors.remove(sorted(listed) if listed is not None else store.all_passage_ids())

    def _index_stale(self, store: Store, progress: OnProgress | None) -> int:
        stale = [i for i, state in store.unfinished() if state == "stale"]
        for done, document_id in enumerate(stale):
            document = store.document(document_id, any_state=True)
            if progress:
                progress(Progress(done, len(stale), document.source.title))
            passages = passages_of(document)
            with self._guard:
                self._current_vectors().remove(store.passage_ids_of(document_id))
            store.replace_passages(document, passages)
            self._store_vectors(embedded_passages(document, passages))
            self._finish(store, document_id)
        return len(stale)

    @contextmanager
    def writing(self, *, tidy: bool = True) -> Iterator[Store]:
        """Hold the lock of the data folder; what a killed process left is tidied up first.

        Raises:
            LibraryLocked: Another process, or another thread of this one, is writing.
        """
        lock = FileLock(self.folder / "write.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryLocked(
                f"{self.folder}: another process is adding or removing documents; "
                "wait until it has finished, and try again"
            ) from error
        try:
            store = Store(self.folder / "citewell.sqlite", write=True)
            try:
                if tidy:
                    self._tidy(store)
                yield store
            finally:
                store.close()
        finally:
            lock.release()

    def _tidy(self, store: Store) -> None:
        for document_id, state in store.unfinished():
            if state != "stale":
                logger.warning("undoing the interrupted change of document %s (%s)", document_id, state)
                self._take_out(store, document_id)
        old = unsettled(store)
        if old:
            logger.warning("finding how %d documents of an earlier version belong together", len(old))
            settle_all(store, old)
        store.read_abbreviations()
        self._index_stale(store, None)
