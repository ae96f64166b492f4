"""Processes that read files and embed passages while one process writes.

Each has one thread of work, so that as many as there are processors keep all of them busy. They hold nothing of the
library. A pipe is all that ties them to the writer: when it ends, however it ends, they end too.
"""

from __future__ import annotations

import itertools
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from corpus.chunk import passages_of
from corpus.document import Document, Passage
from corpus.errors import LibraryError, ReadError
from index.embed import Vectors as Matrix
from index.outcome import Reader, Refused

_ROOT = Path(__file__).resolve().parent.parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from index.crew import serve; serve()"


@dataclass(frozen=True, slots=True)
class Cut:
    """A file as a document, cut into passages."""

    document: Document
    passages: tuple[Passage, ...]


def cut_file(path: Path, read: Reader) -> Cut | Refused:
    """Read one file and cut it; a file that cannot be read is refused with the reason."""
    try:
        document = read(path)
    except ReadError as error:
        return Refused(str(path), error.reason)
    except OSError as error:
        return Refused(str(path), f"cannot be opened ({error.strerror}); check that you may read it")
    return Cut(document, passages_of(document))


def can_be_sent(read: Reader) -> bool:
    """Whether another process can read with this reader: it is one of `corpus`, with or without arguments set."""
    module = getattr(getattr(read, "func", read), "__module__", None) or ""
    return module.partition(".")[0] == "corpus"


@dataclass(order=True)
class _Job:
    """A request to one of the processes; those with the least `order` go first."""

    order: tuple[int, int]
    request: Path | list[str] = field(compare=False)
    done: Callable[[Any], None] = field(compare=False)
    failed: Callable[[BaseException], None] = field(compare=False)


class Crew:
    """Some processes, each started with its first job. Close it to end them."""

    def __init__(self, size: int, read: Reader) -> None:
        self.size = size
        self._read = pickle.dumps(read)
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._number = itertools.count()
        self._open = True
        self._hands = [_Hand(self._read) for _ in range(size)]
        self._threads = [threading.Thread(target=self._work, args=(hand,), daemon=True) for hand in self._hands]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cut(self, path: Path, then: Callable[[Cut | Refused], None], failed: Callable[[BaseException], None]) -> None:
        """Have a file read and cut; `then` is told in another thread. Reading goes before embedding."""
        self._jobs.put(_Job((0, next(self._number)), path, then, failed))

    def embed(self, texts: Sequence[str]) -> Future[Matrix]:
        """Have texts embedded by the bundled model; those asked for first are done first."""
        future: Future[Matrix] = Future()
        job = _Job((1, next(self._number)), list(texts), future.set_result, future.set_exception)
        self._jobs.put(job)
        return future

    def close(self) -> None:
        """End the processes; jobs not yet done are dropped."""
        self._open = False
        for hand in self._hands:
            hand.stop()
        for _ in self._threads:
            self._jobs.put(_Job((-1, next(self._number)), [], _nothing, _nothing))
        for thread in self._threads:
            thread.join()

    def _work(self, hand: _Hand) -> None:
        while self._open:
            job = self._jobs.get()
            if not self._open:
                return
            try:
                answer = hand.ask(job.request)
            except _Ended as error:
                if isinstance(job.request, Path):
                    job.done(Refused(str(job.request), f"reading it ended the process that read it ({error})"))
                else:
                    job.failed(
                        LibraryError(
                            f"a process that embeds ended ({error}); free some memory, and add the files again"
                        )
                    )
            except BaseException as error:  # noqa: BLE001  (handed to the thread that waits for the answer)
                job.failed(error)
            else:
                job.done(answer)


def _nothing(_: Any) -> None:
    """For a job that only wakes a thread."""


class _Ended(Exception):
    """The process is gone; its argument says how."""


class _Hand:
    """One process, started when it is first asked."""

    def __init__(self, read: bytes) -> None:
        self._read = read
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._guard = threading.Lock()

    def ask(self, request: Path | list[str]) -> Any:
        """The answer to a request.

        Raises:
            _Ended: The process ended over it; the next request starts another.
            RuntimeError: It failed in a way that is an error of the program.
        """
        process = self._running()
        asks, answers = process.stdin, process.stdout
        if asks is None or answers is None:
            raise ValueError("the process was started without pipes")
        try:
            pickle.dump(request, asks, pickle.HIGHEST_PROTOCOL)
            asks.flush()
            told, answer = pickle.load(answers)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            process.kill()
            self._process = None
            raise _Ended(f"exit status {process.wait()}") from error
        if not told:
            raise RuntimeError(answer)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        with self._guard:
            if self._stopped:
                raise _Ended("stopped")
            if self._process is None:
                command = [sys.executable, "-c", _START, str(_ROOT)]
                self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                if self._process.stdin:
                    self._process.stdin.write(self._read)
            return self._process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        with self._guard:
            self._stopped = True
            if self._process is None:
                return
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()


def serve() -> None:
    """Answer requests on standard input until it ends: a path with its cut document, texts with their vectors."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the answers.
    os.dup2(2, 1)
    coming: queue.SimpleQueue[Any] = queue.SimpleQueue()
    read: Reader = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_receive, args=(sys.stdin.buffer, coming), daemon=True).start()
    embedder = None
    while True:
        request = coming.get()
        try:
            if isinstance(request, Path):
                answer: tuple[bool, object] = (True, cut_file(request, read))
            else:
                if embedder is None:
                    from index.embed import OnnxEmbedder

                    embedder = OnnxEmbedder(threads=1)
                answer = (True, embedder.embed(request))
        except Exception:  # noqa: BLE001  (the process that asked tells of it)
            answer = (False, traceback.format_exc())
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _receive(stream: BinaryIO, coming: queue.SimpleQueue[Any]) -> None:
    """Pass requests on; ends the process at once when there is nobody any more to ask, whatever it is doing."""
    while True:
        try:
            coming.put(pickle.load(stream))
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)
