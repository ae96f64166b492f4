"""Spoiled files read one after the other: every one must become a document or be refused in one line.

Each is read in a process of its own kind that a watchdog looks after, so that a crash, a hang or a flood of memory is
told of its input, which is kept.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.chunk import passages_of
from corpus.errors import ReadError
from corpus.read import read_document
from evals.fuzz_mutations import LARGEST, spoiled

HANG_SECONDS = 10.0
"""Of the processor's time, so that other work on the machine makes no hang; six times that by the clock, asleep."""
MEMORY_BYTES = 1 << 30
_POLL_SECONDS = 0.2
_UNEXPLAINED = "please report it"
"""What `corpus.read` says of an error that no reader foresaw."""

Seed = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that did what none may do: "crash", "hang" or "memory"; `number` tells how to make it again."""

    number: int
    kind: str
    name: str
    detail: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of a run. `seconds` is the longest that any one input took."""

    inputs: int
    documents: int
    refused: int
    findings: tuple[Finding, ...]
    seconds: float
    peak_mib: float


def spoiled_input(seeds: Sequence[Seed], seed: int, number: int) -> Seed:
    """Input `number` of a run: the same for the same seeds and seed, whatever ran before it."""
    draw = random.Random(f"{seed}:{number}")
    name, data = seeds[number % len(seeds)]
    data = spoiled(data, draw, [d for _, d in seeds])
    if draw.random() < 0.05:
        # A wrong ending sends the bytes to another reader.
        name += Path(draw.choice(seeds)[0]).suffix
    return name, data[:LARGEST]


def fuzz(
    seeds: Sequence[Seed],
    *,
    inputs: int,
    seed: int = 0,
    seconds: float | None = None,
    workers: int | None = None,
    told: Callable[[int, Sequence[Finding]], None] = lambda _done, _findings: None,
) -> Fuzzed:
    """Read `inputs` spoiled files, or as many as fit in `seconds`; `told` hears of the progress.

    Raises:
        ValueError: No seeds, or no inputs.
    """
    if not seeds or inputs < 1:
        raise ValueError(f"a fuzz needs seeds and inputs, not {len(seeds)} and {inputs}")
    with tempfile.TemporaryDirectory(prefix="citewell-fuzz-", ignore_cleanup_errors=True) as folder:
        pool = _Pool(Path(folder), workers or os.cpu_count() or 1)
        try:
            return pool.run(seeds, inputs, seed, seconds, told)
        finally:
            pool.close()


class _Pool:
    """Processes that read, each watched; one that crashes, hangs or swells is replaced."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._workers = [_Worker(folder / str(n)) for n in range(workers)]
        self._findings: list[Finding] = []
        self._documents = self._refused = 0
        self._longest = self._peak = 0.0

    def run(
        self,
        seeds: Sequence[Seed],
        inputs: int,
        seed: int,
        seconds: float | None,
        told: Callable[[int, Sequence[Finding]], None],
    ) -> Fuzzed:
        end = time.monotonic() + seconds if seconds is not None else float("inf")
        coming: Iterator[int] = iter(range(inputs))
        done = 0
        while True:
            for worker in self._workers:
                number = next(coming, None) if worker.job is None and time.monotonic() < end else None
                if number is not None:
                    worker.give(number, *spoiled_input(seeds, seed, number))
            busy = [w for w in self._workers if w.job is not None]
            if not busy:
                break
            wait([w.connection for w in busy], timeout=_POLL_SECONDS)
            for worker in busy:
                done += self._look_at(worker)
            told(done, self._findings)
        found = tuple(sorted(self._findings, key=lambda f: f.number))
        return Fuzzed(done, self._documents, self._refused, found, self._longest, self._peak / (1 << 20))

    def _look_at(self, worker: _Worker) -> int:
        """1 if the worker is done with its input, however that ended."""
        said = worker.answer()
        if said is None and worker.swollen() <= MEMORY_BYTES and worker.seconds() <= worker.allowed():
            return 0
        self._longest = max(self._longest, min(worker.seconds(), HANG_SECONDS) if worker.warm else 0.0)
        if said is None:
            hung = worker.seconds() > worker.allowed()
            self._find(worker, "hang" if hung else "memory", f"after {worker.seconds():.1f} s")
            worker.restart()
            return 1
        outcome, detail, peak = said
        self._peak = max(self._peak, peak)
        self._documents += outcome == "document"
        self._refused += outcome == "refused"
        if outcome == "crash" or peak > MEMORY_BYTES:
            self._find(worker, "crash" if outcome == "crash" else "memory", detail)
        if outcome == "dead" or peak > MEMORY_BYTES:
            if outcome == "dead":
                self._find(worker, "crash", detail)
            worker.restart()
        worker.finish()
        return 1

    def _find(self, worker: _Worker, kind: str, detail: str) -> None:
        if worker.job is not None:
            number, name, data = worker.job
            self._findings.append(Finding(number, kind, name, detail, data))

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()


class _Worker:
    """One process and the input it is at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.job: tuple[int, str, bytes] | None = None
        self._begun = self._spent = 0.0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, self._folder), daemon=True)
        self._process.start()
        theirs.close()
        self.warm = False

    def give(self, number: int, name: str, data: bytes) -> None:
        self.job, self._begun, self._spent = (number, name, data), time.monotonic(), _processor_seconds(self._stated())
        try:
            self.connection.send((name, data))
        except OSError:
            # It died between two inputs; `answer` tells.
            return

    def answer(self) -> tuple[str, str, float] | None:
        """What the process says of its input, if anything yet: outcome, detail, the most memory it ever held."""
        try:
            if self.connection.poll():
                outcome, detail, peak = self.connection.recv()
                return str(outcome), str(detail), float(peak)
        except (EOFError, OSError):
            self._process.join(1)
            return "dead", f"the process ended with {self._process.exitcode}", 0.0
        return None

    def seconds(self) -> float:
        """Seconds of the processor spent on the input; by the clock where it sleeps for long, or Linux does not say."""
        waited = time.monotonic() - self._begun
        stated = self._stated()
        # One that is runnable waits for its turn, however long; one that has just begun waits for its imports.
        asleep = stated[:1] == ["S"] and waited > (6 if self.warm else 30) * HANG_SECONDS
        return waited if asleep or not stated else _processor_seconds(stated) - self._spent

    def _stated(self) -> list[str]:
        """What Linux says of the process, from its state on; empty where the system does not say."""
        try:
            return Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return []

    def allowed(self) -> float:
        # The first input of a process also waits for its imports.
        return HANG_SECONDS if self.warm else 2 * HANG_SECONDS

    def swollen(self) -> int:
        """Bytes the process holds now; 0 where the system does not say."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()

    def finish(self) -> None:
        self.job, self.warm = None, True

    def restart(self) -> None:
        self.stop()
        self.job = None
        self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _processor_seconds(stated: Sequence[str]) -> float:
    return (int(stated[11]) + int(stated[12])) / os.sysconf("SC_CLK_TCK") if stated else 0.0


def _serve(connection: Connection, folder: Path) -> None:
    """Read what comes until nothing does more. Runs in the process that may die."""
    logging.disable(logging.CRITICAL)
    folder.mkdir(exist_ok=True)
    while True:
        try:
            name, data = connection.recv()
        except EOFError:
            return
        connection.send((*outcome_of(folder, name, data), _peak_bytes()))


def outcome_of(folder: Path, name: str, data: bytes) -> tuple[str, str]:
    """Read one input as a user's file: "document", "refused" or "crash", and what was said."""
    path = folder / name
    path.write_bytes(data)
    try:
        document = read_document(path)
        passages_of(document)
    except ReadError as error:
        if _UNEXPLAINED in error.reason:
            return "crash", f"{error} {error.__cause__!r}"
        return "refused", error.reason
    except Exception as error:  # noqa: BLE001 - finding out what escapes is what this is for
        return "crash", repr(error)
    finally:
        path.unlink()
    return "document", ""


def _peak_bytes() -> float:
    """The most memory this process ever held. Linux also counts what its parent held before it began, but not here."""
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.is_file() else None
    if held:
        return float(held[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes, Linux in KiB.
    return float(peak) if sys.platform == "darwin" else float(peak * 1024)


def keep(findings: Sequence[Finding], folder: Path) -> list[Path]:
    """Write the inputs of findings into a folder, each named by its number and kind."""
    if findings:
        folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for finding in findings:
        path = folder / f"{finding.number:06d}-{finding.kind}-{finding.name}"
        path.write_bytes(finding.data)
        paths.append(path)
    return paths


def as_text(result: Fuzzed) -> str:
    """The run as a small table, a line on each finding below."""
    rows = [
        ("inputs", f"{result.inputs:,}"),
        ("documents", f"{result.documents:,}"),
        ("refused", f"{result.refused:,}"),
        ("found", f"{len(result.findings):,}"),
        ("longest, seconds", f"{result.seconds:.1f}"),
        ("peak memory, MiB", f"{result.peak_mib:,.0f}"),
    ]
    lines = [f"{name:17} {value:>12}" for name, value in rows]
    return "\n".join([*lines, *(f"{f.number}: {f.kind}: {f.name}: {f.detail}"[:400] for f in result.findings)])
