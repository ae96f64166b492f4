"""How fast files go in, beside LlamaIndex's own way: `SimpleDirectoryReader`, `SentenceSplitter` and Chroma.

Both get the same files and the same model, each in a process of its own, in turn. The other way runs with its defaults;
its chunks of 1,024 tokens are longer than the 256 the model sees, so the rest of each has no part in its vector.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from index.embed import bundled_folder, bundled_tokenizer
from index.files import files_under
from index.ingest import embedded_passages, embedded_text
from index.library import Added, Library, Refused

OURS, PEER = "citewell", "llamaindex"
_ROOT = Path(__file__).resolve().parent.parent
CHUNK = 1024
"""Tokens of a chunk, `SentenceSplitter`'s default."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One way run once."""

    way: str
    seconds: float
    """From the start of the process to its end, imports and loading the model included."""
    processor_seconds: float | None
    """Of all its processes; None where the system does not say."""
    documents: int
    passages: int
    tokens: int
    """That the model saw."""


def race(paths: Sequence[Path], *, repeat: int = 1, chunk: int = CHUNK) -> list[Lap]:
    """Run both ways in turn, `repeat` times each.

    Raises:
        ValueError: There is no file, or one of the ways failed.
    """
    files = [str(path) for path, problem in files_under(paths) if not problem]
    if not files:
        raise ValueError("no file to add; name files or folders")
    return [_lap(way, files, chunk) for _ in range(repeat) for way in (OURS, PEER)]


def _lap(way: str, files: Sequence[str], chunk: int) -> Lap:
    before, begun = _children_seconds(), time.perf_counter()
    command = [sys.executable, "-m", "evals.race", way, str(chunk)]
    done = subprocess.run(command, input="\n".join(files), capture_output=True, text=True, cwd=_ROOT, check=False)
    seconds, after = time.perf_counter() - begun, _children_seconds()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ValueError(f"{way} ended with {done.returncode}: {last}")
    told = json.loads(done.stdout.splitlines()[-1])
    spent = after - before - told["counting"] if before is not None and after is not None else None
    return Lap(way, seconds - told["counting"], spent, told["documents"], told["passages"], told["tokens"])


def _children_seconds() -> float | None:
    if os.name != "posix":
        return None
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def as_text(laps: Sequence[Lap]) -> str:
    """A line a lap, and how many times as long the other way took, lap by lap."""
    lines = [f"{'way':12} {'seconds':>8} {'cpu s':>8} {'documents':>10} {'passages':>9} {'tokens':>9}"]
    for lap in laps:
        spent = "" if lap.processor_seconds is None else f"{lap.processor_seconds:.1f}"
        lines.append(
            f"{lap.way:12} {lap.seconds:8.1f} {spent:>8} {lap.documents:10,} {lap.passages:9,} {lap.tokens:9,}"
        )
    ours, peers = ([lap for lap in laps if lap.way == way] for way in (OURS, PEER))
    lines.append(_ratio("times as long", [p.seconds / o.seconds for o, p in zip(ours, peers, strict=True)]))
    if all(lap.processor_seconds for lap in laps):
        spent_ratios = [
            (p.processor_seconds or 0) / (o.processor_seconds or 1) for o, p in zip(ours, peers, strict=True)
        ]
        lines.append(_ratio("times the processor", spent_ratios))
    return "\n".join(lines)


def _ratio(name: str, found: Sequence[float]) -> str:
    return f"{PEER} took {median(found):.2f} {name} (median of {len(found)}; {min(found):.2f} to {max(found):.2f})"


_Texts = Callable[[], list[str]]
"""Tells what was embedded; asked once the clock has stopped."""


def _ours(files: Sequence[Path], folder: Path) -> tuple[int, int, _Texts]:
    """Documents, passages, and the texts embedded."""
    library = Library.open(folder)
    outcomes = list(library.add(files))
    refused = [o for o in outcomes if isinstance(o, Refused)]
    for o in refused:
        print(f"refused {o.name}: {o.reason}", file=sys.stderr)
    added = [o for o in outcomes if isinstance(o, Added)]
    library.close()
    return len(added), sum(o.passages for o in added), lambda: _embedded(folder)


def _embedded(folder: Path) -> list[str]:
    library, texts = Library.open(folder), []
    for row in library.documents():
        document = library.document(row.id)
        texts += [embedded_text(p) for p in embedded_passages(document, list(library.store.passages(row.id)))]
    library.close()
    return texts


def _peer(files: Sequence[Path], folder: Path, chunk: int) -> tuple[int, int, _Texts]:
    """Documents, chunks, and the texts embedded, of LlamaIndex's own way."""
    from evals.race_peer import index_files

    documents, chunks, texts = index_files(files, folder, chunk)
    return documents, chunks, lambda: texts


def _count(texts: Sequence[str]) -> int:
    return sum(len(e.ids) for e in bundled_tokenizer(bundled_folder()).encode_batch(list(texts)))


def main(arguments: Sequence[str]) -> int:
    """Run one way over the files named on standard input; the last line printed tells what was done."""
    way, chunk = arguments
    files = [Path(line) for line in sys.stdin.read().splitlines()]
    with tempfile.TemporaryDirectory(prefix="citewell-race-", ignore_cleanup_errors=True) as name:
        made = _ours(files, Path(name)) if way == OURS else _peer(files, Path(name), int(chunk))
        begun = time.perf_counter()
        documents, passages, texts = made
        told: dict[str, Any] = {"documents": documents, "passages": passages, "tokens": _count(texts())}
        told["counting"] = time.perf_counter() - begun
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
