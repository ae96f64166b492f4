"""Files on their way into a library: read and embed ahead of the one that is being stored, in the order given."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.chunk import bearing_evidence
from corpus.document import Document, Passage
from index.crew import Crew, Cut, can_be_sent, cut_file
from index.embed import Vectors as Matrix
from index.outcome import AlreadyIn, Reader, Refused

_EMBEDDED_AT_ONCE = 64
"""Passages a process embeds before it is free for another file: a second or two."""
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
    if wanted is not None:
        return wanted if wanted > 1 else 0
    processors = os.cpu_count() or 1
    enough = len(files) > 1 and sum(_sizes(files)) >= _WORTH_BYTES
    return min(processors, _MOST_PROCESSES) if processors > 1 and enough else 0


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


def _arrived(path: Path, cut: Cut | Refused, vectors: Matrix | None = None) -> Arrived | Refused:
    return cut if isinstance(cut, Refused) else Arrived(path, cut.document, cut.passages, vectors)
