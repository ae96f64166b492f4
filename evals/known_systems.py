"""The systems that can be measured, by name."""

from __future__ import annotations

from collections.abc import Callable

from evals.bm25 import Bm25
from evals.systems import Citewell, System
from index.library import Library

DEFAULT = "citewell"
SYSTEMS: dict[str, Callable[[Library, bool], System]] = {
    "citewell": lambda library, answers: Citewell(library, answers=answers),
    "bm25": lambda library, _: Bm25(library),
    "bm25-documents": lambda library, _: Bm25(library, ranks="documents"),
}
"""Each is made of a library, and of whether replies are wanted."""
