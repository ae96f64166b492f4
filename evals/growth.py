"""A library that grows by made-up documents: how memory and the time of a document change.

Everything a document goes through is real but the embedding, which does not depend on how many there are: vectors are
drawn at random.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.chunk import passages_of
from corpus.read import read_document
from evals.provenance import peak_mib
from index.ingest import WRITTEN_AT_ONCE, Incoming
from index.library import Library

_SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu".split()
_COMMON = "pain back epidural steroid injection placebo trial patients weeks function disability exercise".split()
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Growth:
    """The library after a tenth of the documents more."""

    documents: int
    passages: int
    milliseconds: float
    """A document of this tenth, on average, by the clock."""
    processor_milliseconds: float
    """The same of the processor, which other work on the machine changes less."""
    peak_mib: float
    """The most memory the process has held so far."""


def grow(library: Library, documents: int, passages: int, scratch: Path, *, seed: int = 0) -> Iterator[Growth]:
    """Add `documents` made-up reports of about `passages` passages each; tells of every tenth part.

    Args:
        scratch: A folder for the file that is being read.
        seed: Other seeds make other documents, so that a library can go on growing.
    """
    chance, draws = random.Random(seed), np.random.default_rng(seed)
    held, step = library.count_passages(), max(1, documents // _STEPS)
    with library.writing() as store:
        begun, spending = time.perf_counter(), time.process_time()
        incoming: list[Incoming] = []
        for number in range(1, documents + 1):
            file = scratch / f"report {number}.md"
            file.write_text(_report(chance, number, passages), encoding="utf-8")
            document = read_document(file)
            file.unlink()
            cut = passages_of(document)
            drawn = draws.standard_normal((len(cut), library.embedder.dimension)).astype(np.float32)
            drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
            incoming.append(Incoming(document, cut, {p.id: v for p, v in zip(cut, drawn, strict=True)}))
            held += len(cut)
            if sum(len(one.passages) for one in incoming) >= WRITTEN_AT_ONCE or number % step == 0:
                library.bring(store, incoming)
                incoming = []
            if number % step == 0:
                taken, spent = time.perf_counter() - begun, time.process_time() - spending
                yield Growth(number, held, taken / step * 1000, spent / step * 1000, peak_mib())
                begun, spending = time.perf_counter(), time.process_time()


def as_line(growth: Growth) -> str:
    """A point of the growth, in words."""
    return (
        f"{growth.documents:8,} documents {growth.passages:10,} passages "
        f"{growth.milliseconds:8.1f} ms a document, {growth.processor_milliseconds:8.1f} of the processor "
        f"{growth.peak_mib:8,.0f} MiB at most"
    )


def _report(chance: random.Random, number: int, passages: int) -> str:
    """A report of which every sentence is new: common words of the field among made-up ones."""
    sections = [f"# {_words(chance, 9).capitalize()} {number}\n"]
    for section in range(max(1, passages // 5)):
        sentences = " ".join(f"{_words(chance, 16).capitalize()} {chance.randint(1, 99)}%." for _ in range(38))
        sections.append(f"## {_words(chance, 2).capitalize()} {section}\n\n{sentences}\n")
    return "\n".join(sections)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(
        chance.choice(_COMMON) if chance.random() < 0.2 else "".join(chance.choices(_SYLLABLES, k=3))
        for _ in range(count)
    )
