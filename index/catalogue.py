"""A library as its readers see it: what is in it, and what is found in it.

Searching is safe from several threads. What was remembered of an earlier state is forgotten as soon as the library's
generation has changed, also where another process changed it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from corpus.document import Document, Reference
from corpus.errors import LibraryError
from corpus.lexicon import LongForm, merged, usual
from corpus.read import read_document
from corpus.recommendations import Recommendation, recommendations_in
from corpus.store import DocumentRow, Store
from index.cited import Cited
from index.curate import EDITION
from index.dense import CHROMA, Vectors, open_vectors
from index.embed import BUNDLED, Embedder, open_embedder
from index.embed import Vectors as Matrix
from index.lexical import Words
from index.outcome import Reader
from index.reader import BUNDLED as BUNDLED_READER
from index.reader import EvidenceReader, open_reader, reader_problem
from index.rerank import reranked
from index.retrieve import Filters, ScoredPassage, retrieve
from index.tuning import DEFAULT, Retrieval

CUTTING_VERSION = "3"
"""Changes when passages or their vectors come out otherwise, so that an old library is known by its index id."""
_KEPT_DOCUMENTS = 64
NAMED_SHARE = 0.2


class Catalogue:
    """The texts, their words and their vectors in one data folder, for reading."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        embedder: Callable[[], Embedder],
        vectors: Callable[[], Vectors],
        read: Reader = read_document,
        reader: Callable[[], EvidenceReader | None] = lambda: None,
        processes: int | None = None,
        tuning: Retrieval | None = None,
    ) -> None:
        self.folder = folder
        self.tuning = tuning or DEFAULT
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
        tuning: Retrieval | None = None,
    ) -> Self:
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
            tuning,
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
        asked = self.embedder.embed([query])[0]
        found = self._found(query, asked, k, filters)
        if not rerank or self.reader is None:
            return found
        read = [p.passage.id for p in found[:rerank]]
        with self._guard:
            vectors, words = self._current_vectors().fetch(read), self.words.scores(query, read)
        cosines = {i: float(asked @ vector) for i, vector in vectors.items()}
        return reranked(
            query, found, self.reader, self._title, cosines=cosines, words=words, depth=rerank, tuning=self.tuning
        )

    def _title(self, document_id: str) -> str:
        return self.document(document_id).source.title

    def _found(self, query: str, asked: Matrix, k: int, filters: Filters | None) -> list[ScoredPassage]:
        with self._guard:
            return retrieve(
                query,
                asked,
                store=self._store,
                vectors=self._current_vectors(),
                words=self.words,
                k=k,
                filters=filters or Filters(),
                tuning=self.tuning,
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
