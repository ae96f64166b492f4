"""What becomes of a file, and how far a long operation is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long operation is: `done` of `total`, working on `name`."""

    done: int
    total: int
    name: str
    seconds_left: float | None = None
    """Reckoned from the bytes read so far; None while nothing was read, and where only steps are counted."""


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is now in the library, whole."""

    name: str
    document_id: str
    title: str
    passages: int
    without_text: tuple[str, ...] = ()
    """Labels of pages that hold no text: pictures, or blank."""


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    """A file whose very bytes are in the library already."""

    name: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not in the library; `reason` says why and what to do."""

    name: str
    reason: str


Outcome = Added | AlreadyIn | Refused
Reader = Callable[[Path], Document]
OnProgress = Callable[[Progress], None]
