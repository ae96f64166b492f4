"""Files on their way into a library: read and embed ahead of the one that is being stored, in the order given."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.chunk import bearing_evidence, passages_of
from corpus.document import Document, Passage
from index.crew import Crew, Cut, can_be_sent, cut_file
from index.embed import Vectors as Matrix
from index.outcome import AlreadyIn, Reader, Refused

_EMBEDDED_AT_ONCE = 64
"""Passages a process embeds before it is free for another file: a second or two."""
WRITTEN_AT_ONCE = 256
"""Passages that are worth a write of their own: one costs as much as that of many passages."""
_BETWEEN_WRITES = 3.0
"""Seconds after which fewer are written too, so that little is read again if the power goes."""
_AHEAD = 4
"""Files for each process that may be under way at once; what bounds memory."""
_MOST_PROCESSES = 8
_WORTH_BYTES = 1_000_000
"""Less is read and embedded sooner than other processes are up."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was read; `vectors` are those of `embedded_passages`, None where they are still to be made."""

    path: Path
    document: Document
    passages: tuple[Passage, ...]
    vectors: Matrix | None

    def vectors_by_id(self) -> dict[str, Matrix]:
        """Passage ids with the vectors that were made."""
        if self.vectors is None:
            return {}
        embedded = embedded_passages(self.document, self.passages)
        return {p.id: v for p, v in zip(embedded, self.vectors, strict=True)}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to be stored, with its passages as `passages_of` cuts them.

    `vectors` are by passage id, each (dimension,) float32 of unit length; those left out are made.
    """

    document: Document
    passages: Sequence[Passage]
    vectors: Mapping[str, Matrix]


class Batch:
    """What became of files that are not stored yet, kept until there is enough to be worth one write."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._taken: list[Arrived | AlreadyIn | Refused] = []
        self._passages = 0
        self._begun = time.monotonic()

    def take(self, arrived: Arrived | AlreadyIn | Refused) -> None:
        """Keep one more, behind those before it."""
        self._taken.append(arrived)
        self._passages += len(arrived.passages) if isinstance(arrived, Arrived) else 0

    @property
    def full(self) -> bool:
        """Whether to store now: there are many passages, or nothing was stored for some seconds."""
        return self._passages >= WRITTEN_AT_ONCE or time.monotonic() - self._begun >= _BETWEEN_WRITES

    def given(self) -> list[Arrived | AlreadyIn | Refused]:
        """All that was taken, in order; the batch is empty afterwards."""
        taken = self._taken
        self._begin()
        return taken


def embedded_text(passage: Passage) -> str:
    """What the embedding model sees of a passage."""
    return passage.text


def embedded_passages(document: Document, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that get a vector: all but lists of references, front matter and repeats.

    Those are found by their words. As they never answer, searching them by meaning would only take places from
    passages that may, and they are a quarter of what would be embedded.
    """
    return bearing_evidence(document, passages)


def processes_for(files: Sequence[Path], read: Reader, wanted: int | None) -> int:
    """How many processes to read and embed with; 0 for none beside this one.

    Args:
        files: What is to be read.
        read: The reader; one that is not of `corpus` stays in this process.
        wanted: As set; by default as many as processors, where there is more than one and enough to read.
    """
    if not can_be_sent(read):
        return 0
    if wanted is None and (len(files) < 2 or sum(_sizes(files)) < _WORTH_BYTES):
        return 0
    return processes(wanted)


def processes(wanted: int | None) -> int:
    """How many processes to embed with, `wanted` or as many as processors; 0 for none beside this one."""
    count = min(os.cpu_count() or 1, _MOST_PROCESSES) if wanted is None else wanted
    return count if count > 1 else 0


def _sizes(files: Sequence[Path]) -> list[int]:
    """Bytes of each file; 0 for one that cannot be looked at."""
    found = []
    for path in files:
        try:
            found.append(path.stat().st_size)
        except OSError:
            found.append(0)
    return found


class TimeLeft:
    """Reckons when the last file will be in, from the bytes of those that were read."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._sizes = _sizes(files)
        self._coming = sum(self._sizes)
        self._done = 0
        self._begun = time.monotonic()

    def passed(self, number: int, *, read: bool) -> None:
        """File `number` is done with; `read` is False where nothing was left to do."""
        self._coming -= self._sizes[number]
        self._done += self._sizes[number] if read else 0

    def seconds(self) -> float | None:
        """Seconds until all is done; None before the first file."""
        return (time.monotonic() - self._begun) * self._coming / self._done if self._done else None


def arrivals(
    files: Sequence[tuple[Path, str]],
    known: Callable[[Path], AlreadyIn | Refused | None],
    read: Reader,
    crew: Crew | None,
    *,
    embed: bool,
) -> Iterator[Arrived | AlreadyIn | Refused]:
    """What becomes of each file, in order; a bounded number of files is read ahead.

    Args:
        files: Paths, with what is wrong with each, as `files_under` gives them.
        known: Looks at a file before it is read: None if it is to be read.
        read: Reads in this process where there is no crew.
        crew: The processes that read, and embed if `embed`.
    """
    coming = iter(files)
    window: deque[_Coming] = deque()
    while True:
        while len(window) < (_AHEAD * crew.size if crew else 1):
            path, problem = next(coming, (None, ""))
            if path is None:
                break
            window.append(_Coming(path, Refused(str(path), problem) if problem else known(path)))
            if crew and window[-1].outcome is None:
                window[-1].begin(crew, embed=embed)
        if not window:
            return
        head = window.popleft()
        yield head.wait() if crew or head.outcome else _arrived(head.path, cut_file(head.path, read))


class _Coming:
    """A file that is under way in a crew, or whose outcome is known."""

    def __init__(self, path: Path, outcome: AlreadyIn | Refused | None) -> None:
        self.path = path
        self.outcome = outcome
        self._cut: Future[tuple[Cut | Refused, list[Future[Matrix]] | None]] = Future()

    def begin(self, crew: Crew, *, embed: bool) -> None:
        """Have it read, and its passages embedded as soon as that is done."""

        def then(cut: Cut | Refused) -> None:
            if isinstance(cut, Refused) or not embed:
                self._cut.set_result((cut, None))
                return
            texts = [embedded_text(p) for p in embedded_passages(cut.document, cut.passages)]
            batches = [texts[i : i + _EMBEDDED_AT_ONCE] for i in range(0, len(texts), _EMBEDDED_AT_ONCE)]
            self._cut.set_result((cut, [crew.embed(batch) for batch in batches]))

        crew.cut(self.path, then, self._cut.set_exception)

    def wait(self) -> Arrived | AlreadyIn | Refused:
        """What became of it, once that is known."""
        if self.outcome:
            return self.outcome
        cut, parts = self._cut.result()
        if parts is None:
            return _arrived(self.path, cut)
        matrices = [part.result() for part in parts]
        return _arrived(self.path, cut, np.concatenate(matrices) if matrices else np.zeros((0, 0), np.float32))


def embedded_in_groups(documents: Iterable[Document], crew: Crew | None) -> Iterator[list[Incoming]]:
    """Documents cut and embedded, some at a time in their order; one group is embedded while another is stored.

    Without a crew they come without vectors.
    """
    before: _Group | None = None
    for cuts in _groups(documents):
        group = _Group(cuts, crew)
        if before:
            yield before.wait()
        before = group
    if before:
        yield before.wait()


def _groups(documents: Iterable[Document]) -> Iterator[list[Cut]]:
    group: list[Cut] = []
    for document in documents:
        group.append(Cut(document, passages_of(document)))
        if sum(len(cut.passages) for cut in group) >= WRITTEN_AT_ONCE:
            yield group
            group = []
    if group:
        yield group


class _Group:
    """Documents whose passages are being embedded together: those of like length beside each other, from whichever."""

    def __init__(self, cuts: Sequence[Cut], crew: Crew | None) -> None:
        self._cuts = cuts
        embedded = [p for cut in cuts for p in embedded_passages(cut.document, cut.passages)]
        embedded.sort(key=lambda p: len(p.text))
        parts = [embedded[i : i + _EMBEDDED_AT_ONCE] for i in range(0, len(embedded), _EMBEDDED_AT_ONCE)]
        self._parts = [(part, crew.embed([embedded_text(p) for p in part])) for part in parts] if crew else []

    def wait(self) -> list[Incoming]:
        """All of them, once the last is embedded."""
        made = {p.id: v for part, vectors in self._parts for p, v in zip(part, vectors.result(), strict=True)}
        return [
            Incoming(cut.document, cut.passages, {p.id: made[p.id] for p in cut.passages if p.id in made})
            for cut in self._cuts
        ]


def _arrived(path: Path, cut: Cut | Refused, vectors: Matrix | None = None) -> Arrived | Refused:
    return cut if isinstance(cut, Refused) else Arrived(path, cut.document, cut.passages, vectors)
