"""The systems that can be measured, by name."""

from __future__ import annotations

from collections.abc import Callable

from evals.bm25 import Bm25
from evals.systems import Citewell, System
from index.library import Library


def _vectors(library: Library, _: bool) -> System:
    from evals.peers import VectorsAlone

    return VectorsAlone(library)


def _fused(library: Library, _: bool) -> System:
    from evals.peers import Fused

    return Fused(library)


def _llamaindex(library: Library, answers: bool) -> System:
    from evals.peers import LlamaIndex

    return LlamaIndex(library, answers=answers)


def _llamaindex_citations(library: Library, answers: bool) -> System:
    from evals.peers import LlamaIndex

    return LlamaIndex(library, citations=True, answers=answers)


DEFAULT = "citewell"
SYSTEMS: dict[str, Callable[[Library, bool], System]] = {
    "citewell": lambda library, answers: Citewell(library, answers=answers),
    "bm25": lambda library, _: Bm25(library),
    "bm25-documents": lambda library, _: Bm25(library, ranks="documents"),
    "vectors": _vectors,
    "fused": _fused,
    "llamaindex": _llamaindex,
    "llamaindex-citations": _llamaindex_citations,
}
"""Each is made of a library, and of whether replies are wanted. LlamaIndex takes a second to import, and only its own
and their neighbours' measurement waits for it."""
