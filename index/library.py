"""One library: the texts, their words and their vectors in one data folder.

The order of writing keeps a file in whole or not at all: texts and words first, marked `adding`; then vectors; then
`ready`. Whoever writes holds the folder's lock and first tidies up what a killed process left.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.chunk import passages_of
from corpus.document import Document, Passage
from corpus.errors import LibraryLocked
from corpus.read import read_document
from corpus.store import Store
from index.catalogue import CUTTING_VERSION, Catalogue
from index.crew import Crew
from index.embed import BUNDLED
from index.embed import Vectors as Matrix
from index.files import file_sha256, files_under
from index.ingest import (
    Arrived,
    Batch,
    Incoming,
    TimeLeft,
    arrivals,
    embedded_in_groups,
    embedded_passages,
    embedded_text,
    processes,
    processes_for,
)
from index.outcome import Added, AlreadyIn, OnProgress, Outcome, Progress, Reader, Refused
from index.settle import settle_all, settle_in, unsettle, unsettled

__all__ = ["CUTTING_VERSION", "Added", "AlreadyIn", "Library", "OnProgress", "Outcome", "Progress", "Refused"]

logger = logging.getLogger(__name__)

_EMBEDDED_AT_ONCE = 256


class Library(Catalogue):
    """Open with `Library.open`. Searching is safe from several threads; writing takes the folder's lock."""

    def add(
        self,
        paths: Sequence[Path],
        *,
        read: Reader | None = None,
        progress: OnProgress | None = None,
        again: bool = False,
    ) -> Iterator[Outcome]:
        """Add files, and the files in folders; yields what became of each, in their order, as soon as it is sure.

        Files are stored some at a time, every few seconds: what is yielded is in, also if the power goes.

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
            batch = Batch()
            for done, (path, _) in enumerate(files):
                if progress:
                    progress(Progress(done, len(files), path.name, left.seconds()))
                arrived = next(coming)
                left.passed(done, read=not isinstance(arrived, AlreadyIn))
                batch.take(arrived)
                if batch.full:
                    yield from self._put(store, batch.given(), again)
            yield from self._put(store, batch.given(), again)
            if progress:
                progress(Progress(len(files), len(files), "", 0.0))

    def add_documents(self, documents: Iterable[Document]) -> Iterator[Added]:
        """Add documents that were made elsewhere, none of them in the library; yields each as soon as it is in.

        Raises:
            LibraryLocked: Another process is writing; nothing was added.
        """
        size = processes(self._processes)
        with self.writing() as store:
            size = size if self._bundled(store) else 0
            with Crew(size, read_document) if size else nullcontext() as crew:
                for group in embedded_in_groups(documents, crew):
                    self.bring(store, group)
                    for one in group:
                        yield Added(one.document.path, one.document.id, one.document.source.title, len(one.passages))

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

    def _put(self, store: Store, arrived: Sequence[Arrived | AlreadyIn | Refused], again: bool) -> list[Outcome]:
        """Store what was read of some files, all in one go, but those that have come in meanwhile."""
        outcomes: list[Outcome] = []
        incoming: dict[str, Incoming] = {}
        replaced: list[str] = []
        for one in arrived:
            if not isinstance(one, Arrived):
                outcomes.append(one)
                continue
            name, document = str(one.path), one.document
            held = store.has_file(document.file_sha256)
            if document.id in incoming or (held and not self._shows_more(store, document, held, again)):
                outcomes.append(AlreadyIn(name, held or document.id))
                continue
            replaced += [held] if held else []
            incoming[document.id] = Incoming(document, one.passages, one.vectors_by_id())
            without_text = tuple(document.pages_without_text())
            outcomes.append(Added(name, document.id, document.source.title, len(one.passages), without_text))
        for held in replaced:
            self._take_out(store, held)
        self.bring(store, list(incoming.values()))
        return outcomes

    def _shows_more(self, store: Store, document: Document, held: str, again: bool) -> bool:
        """Whether a file that was read `again` has text on pages where the document that is `held` has none."""
        return again and len(document.pages_without_text()) < len(store.document(held).pages_without_text())

    def bring(self, store: Store, incoming: Sequence[Incoming]) -> None:
        """Put documents in, each whole or not at all; a few dozen in one call are cheaper than one by one.

        Args:
            store: As `writing` gave it.
            incoming: None of them in the library, none twice.
        """
        if not incoming:
            return
        with store.transaction():
            for one in incoming:
                store.put(one.document, one.passages)
                settle_in(store, one.document.id)
        known = {i: vector for one in incoming for i, vector in one.vectors.items()}
        self._store_vectors([p for one in incoming for p in embedded_passages(one.document, one.passages)], known)
        self._finish(store, [one.document.id for one in incoming])

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

    def _finish(self, store: Store, ready: Sequence[str] = ()) -> None:
        """The last step of a change: readers see it, and the documents that are `ready`, from here on."""
        with self._guard, store.transaction():
            for document_id in ready:
                store.mark(document_id, "ready")
            self._seen = str(int(store.meta("generation") or "0") + 1)
            store.set_meta("generation", self._seen)
            self._forget()

    def remember(self, key: str, value: str) -> None:
        """Keep a named note with the library. Raises `LibraryLocked` while another process is writing."""
        with self.writing() as store:
            store.set_meta(key, value)

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
        self._finish(store)

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
            self._finish(store, [document_id])
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
