"""Everything a library holds, derived again and compared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corpus.chunk import passages_of
from corpus.document import Document, Passage, sha256_of
from corpus.store import Store
from index.ingest import embedded_passages, embedded_text
from index.library import Library, OnProgress, Progress

_SAME = 0.999
"""Cosine of a stored vector and the same passage embedded again; batching alone moves the last digits."""


def verify(library: Library, progress: OnProgress | None = None) -> Iterator[str]:
    """What is wrong, one line each; nothing if texts, passages, words and vectors agree row for row.

    An interrupted change is tidied up first, as any writer would.

    Raises:
        LibraryLocked: Another process is writing.
    """
    with library.writing() as store:
        documents = library.documents()
        expected: set[str] = set()
        for done, row in enumerate(documents):
            if progress:
                progress(Progress(done, len(documents), row.title))
            document = store.document(row.id)
            stored = list(store.passages(row.id))
            expected.update(p.id for p in stored)
            yield from _document_problems(document, stored)
            yield from _vector_problems(library, document, stored)
        yield from _index_problems(library, store, expected)
        if progress:
            progress(Progress(len(documents), len(documents), ""))


def _document_problems(document: Document, stored: list[Passage]) -> Iterator[str]:
    if sha256_of(document.text) != document.text_sha256:
        yield f"{document.id}: its text is not the text that was stored"
    if tuple(stored) != passages_of(document):
        yield f"{document.id}: its passages are not those its text gives"
    length = len(document.text)
    spans = [x.span for group in (document.pages, document.sections, document.blocks, document.parts) for x in group]
    if any(s.end > length for s in spans):
        yield f"{document.id}: a page, section, block or part lies outside its text"


def _vector_problems(library: Library, document: Document, stored: list[Passage]) -> Iterator[str]:
    vectors = library.fetch_vectors([p.id for p in stored])
    needed = embedded_passages(document, stored)
    missing = [p for p in needed if p.id not in vectors]
    if missing:
        yield f"{document.id}: {len(missing)} of {len(needed)} passages have no vector"
    present = [p for p in stored if p.id in vectors]
    if not present:
        return
    again = library.embedder.embed([embedded_text(p) for p in present])
    kept = np.stack([vectors[p.id] for p in present])
    cosines = (again * kept).sum(axis=1) / np.linalg.norm(kept, axis=1)
    wrong = int((~(cosines >= _SAME)).sum())
    if wrong:
        yield f"{document.id}: {wrong} of {len(stored)} vectors are not those of their passages"


def _index_problems(library: Library, store: Store, expected: set[str]) -> Iterator[str]:
    if not store.words_agree():
        yield "the word index does not hold the words of the passages"
    listed = library.vector_ids()
    strays = listed - expected if listed is not None else set()
    if strays:
        yield f"{len(strays)} vectors belong to no passage"
