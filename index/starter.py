"""The starter library: digests that come with Citewell."""

from __future__ import annotations

from pathlib import Path

from index.files import file_sha256
from index.library import Library, OnProgress, Outcome

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "library"
_SEEN = "starter digests seen"


def starter_files() -> list[Path]:
    """The digests, by name."""
    return sorted(FOLDER.glob("*.md"))


def add_starter(library: Library, progress: OnProgress | None = None) -> list[Outcome]:
    """Put the starter library in once; a digest that has changed since takes the place of its older version.

    A digest the user removed stays out until it changes.
    """
    known = set(library.remembered(_SEEN).split())
    wanted = {path: sha for path in starter_files() if (sha := file_sha256(path)) not in known}
    if not wanted:
        return []
    outdated = {str(p) for p in wanted}
    for row in library.documents():
        if row.path in outdated:
            library.remove(row.id)
    outcomes = list(library.add(list(wanted), progress=progress))
    library.remember(_SEEN, " ".join(sorted(known | set(wanted.values()))))
    return outcomes
