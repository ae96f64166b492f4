"""Vectors behind LlamaIndex's vector-store interface; Chroma unless a setting names another.

Chroma holds vectors and spans only. A second process that writes to the same folder leaves an open Chroma client with
a stale index and no error, so the owner of a `Vectors` calls `reopen` when the library's generation has changed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.document import Passage
from corpus.errors import LibraryError
from index.embed import Vectors as Matrix

if TYPE_CHECKING:
    # Importing any part of it takes a second of the processor, which a library without a question need not spend.
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

CHROMA = "chroma"
_COLLECTION = "passages"
_DELETE_BATCH = 5000
_AMONG_AT_MOST = 5000
_DEEPEST = 10_000


class Vectors:
    """The vectors of a library's passages.

    Args:
        open_store: Makes the vector store and whatever must be closed with it; called again by `reopen`.
    """

    def __init__(self, open_store: Callable[[], tuple[BasePydanticVectorStore, Callable[[], None]]]) -> None:
        self._open = open_store
        self._store, self._close = open_store()

    def reopen(self) -> None:
        """See what another process has written."""
        self._close()
        self._store, self._close = self._open()

    def close(self) -> None:
        """Let go of files and connections."""
        self._close()

    def add(self, passages: Sequence[Passage], vectors: Matrix) -> None:
        """Store one vector a passage: (n_passages, dimension) float32. Adding one again changes nothing."""
        if passages:
            self._store.add([_node(p, v) for p, v in zip(passages, vectors, strict=True)])

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Take the vectors of these passages out; unknown ids are passed over."""
        for i in range(0, len(passage_ids), _DELETE_BATCH):
            self._store.delete_nodes(list(passage_ids[i : i + _DELETE_BATCH]))

    def search(self, vector: Matrix, k: int, among: Sequence[str] | None = None) -> list[str]:
        """Ids of the `k` passages whose vectors are nearest, best first, only those `among` if it is given.

        Where that is many, those that are no nearer than some thousands of others are passed over.
        """
        if among is None or self._chroma is None:
            return self._nearest(vector, k, among)
        if len(among) > _AMONG_AT_MOST:
            return self._nearest_of_many(vector, k, frozenset(among))
        # Chroma fails on an id it does not hold, and passages of references alone have no vector.
        held = self._chroma.get(ids=list(among), include=[])["ids"] if among else []
        return self._nearest(vector, k, held)

    def _nearest(self, vector: Matrix, k: int, among: Sequence[str] | None) -> list[str]:
        from llama_index.core.vector_stores.types import VectorStoreQuery

        if among is not None and not among:
            return []
        query = VectorStoreQuery(
            query_embedding=vector.tolist(), similarity_top_k=k, node_ids=list(among) if among is not None else None
        )
        # LlamaIndex's Chroma store passes Chroma's own arguments on but overlooks `node_ids`.
        extra = {"ids": list(among)} if among is not None and self._chroma is not None else {}
        found = self._store.query(query, **extra)
        return list(found.ids or [])

    def _nearest_of_many(self, vector: Matrix, k: int, among: frozenset[str]) -> list[str]:
        """Of all that are near, those `among`: a list of ids this long is more than Chroma takes."""
        depth = k
        while True:
            depth = min(4 * depth, _DEEPEST)
            nearest = self._nearest(vector, depth, None)
            found = [i for i in nearest if i in among]
            if len(found) >= k or depth == _DEEPEST or len(nearest) < depth:
                return found[:k]

    def ids(self) -> set[str] | None:
        """Every passage id that has a vector, or None where the store cannot list them."""
        return set(self._chroma.get(include=[])["ids"]) if self._chroma is not None else None

    def fetch(self, passage_ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors of those of these passages that have one."""
        if self._chroma is not None:
            got = self._chroma.get(ids=list(passage_ids), include=["embeddings"])
            return {i: np.asarray(v, np.float32) for i, v in zip(got["ids"], got["embeddings"], strict=True)}
        nodes = self._store.get_nodes(list(passage_ids))
        return {n.node_id: np.asarray(n.embedding, np.float32) for n in nodes if n.embedding is not None}

    @property
    def _chroma(self) -> Any:
        client = self._store.client
        return client if type(client).__module__.startswith("chromadb.") else None


def open_vectors(folder: Path, store: str = CHROMA, options: Mapping[str, Any] | None = None) -> Vectors:
    """The vectors of the library in `folder`.

    Args:
        folder: Where Chroma keeps its files.
        store: "chroma" for a local Chroma in `folder` (or for a Chroma server, if `options` has "host" and "port"),
            otherwise a LlamaIndex vector store as "package.module:Class", made with `options` as its arguments.
        options: Arguments for the store.
    Raises:
        LibraryError: The store cannot be opened.
    """
    arguments = dict(options or {})

    def open_other() -> tuple[BasePydanticVectorStore, Callable[[], None]]:
        module, _, name = store.partition(":")
        try:
            return getattr(importlib.import_module(module), name)(**arguments), lambda: None
        except (ImportError, AttributeError, TypeError, ValueError) as error:
            raise LibraryError(
                f"vector store {store}: {error}; install its LlamaIndex integration and name it as package.module:Class"
            ) from error

    return Vectors(open_other if store != CHROMA else lambda: _open_chroma(folder, arguments))


def _open_chroma(folder: Path, options: Mapping[str, Any]) -> tuple[BasePydanticVectorStore, Callable[[], None]]:
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError
    from llama_index.vector_stores.chroma import ChromaVectorStore

    settings = Settings(anonymized_telemetry=False)
    try:
        if "host" in options:
            client = chromadb.HttpClient(**options, settings=settings)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            client = chromadb.PersistentClient(str(folder), settings)
        collection = client.get_or_create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
    except (ChromaError, ValueError, OSError) as error:
        raise LibraryError(
            f"{folder}: Chroma cannot open its files ({error}); remove that folder, then `python -m index rebuild` "
            "makes them anew from the texts"
        ) from error
    return ChromaVectorStore(chroma_collection=collection), client.close


def _node(passage: Passage, vector: Matrix) -> TextNode:
    """A passage for LlamaIndex: its span, its vector and no text, as the store of texts is the only truth."""
    from llama_index.core.schema import TextNode

    return TextNode(
        id_=passage.id,
        text="",
        embedding=vector.tolist(),
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        metadata={"source_document": passage.document_id},
    )
