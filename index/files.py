"""Paths a user named, as the files to read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.sidecar import SUFFIX


def files_under(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Files named or lying in folders named, in order and once each; in folders hidden ones and sidecars left out.

    Returns:
        (absolute path, problem) pairs; the problem is empty unless the path is missing or a folder may not be listed.
    """
    found: dict[Path, str] = {}
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would lose the name a user gave a link)
        if absolute.is_dir():
            for inside, problem in _walk(absolute):
                found.setdefault(inside, problem)
        elif absolute.exists():
            found.setdefault(absolute, "")
        else:
            found.setdefault(absolute, "there is no such file or folder; check the path")
    return list(found.items())


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    refused: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in names if not n.startswith(".") and not n.endswith(SUFFIX)):
            yield Path(where) / name, ""
    for error in refused:
        yield Path(error.filename), f"the folder cannot be listed ({error.strerror}); check that you may read it"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, read piece by piece. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
