"""The folder of fetched files: each with its sidecar, found again by any of its identifiers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.document import sha256_of
from corpus.errors import FetchError, ReadError
from corpus.identifiers import Identifier, IdentifierKind
from corpus.sidecar import SUFFIX, Sidecar, read_sidecar, write_sidecar

_log = logging.getLogger(__name__)


class Shelf:
    """Fetched files in `folder`, which is made when the first comes in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[Identifier, Path] = {}
        for beside in sorted(folder.glob(f"*{SUFFIX}")):
            path = beside.with_name(beside.name.removesuffix(SUFFIX))
            try:
                sidecar = read_sidecar(path)
            except ReadError as error:
                _log.warning("%s", error)
                continue
            if sidecar:
                self._note(path, sidecar)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other fetches out of the folder, and tidy up what a killed one left.

        Raises:
            FetchError: Another is at work, or the folder cannot be written to.
        """
        made = [f for f in (self.folder, *self.folder.parents) if not f.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / LOCK, timeout=0):
                for part in self.folder.glob(".*.part"):
                    part.unlink()
                yield
        except Timeout as error:
            raise FetchError(f"{self.folder}: another fetch is at work there; wait until it has finished") from error
        except OSError as error:
            raise FetchError(
                f"{self.folder}: cannot be written to ({error.strerror}); name another with --to"
            ) from error
        finally:
            _unmake(made)

    def find(self, identifier: Identifier) -> tuple[Path, Sidecar] | None:
        """The file of an article that is there whole: its bytes are those its sidecar names."""
        path = self._known.get(identifier)
        sidecar = read_sidecar(path) if path and path.is_file() else None
        if path is None or sidecar is None or sha256_of(path.read_bytes()) != sidecar.sha256:
            return None
        return path, sidecar

    def put(self, part: Path, name: str, sidecar: Sidecar) -> Path:
        """Give a whole file its name. The sidecar goes first, so that no file is ever without its licence."""
        path = self.folder / name
        write_sidecar(path, sidecar)
        part.replace(path)
        self._note(path, sidecar)
        return path

    def _note(self, path: Path, sidecar: Sidecar) -> None:
        for kind in (IdentifierKind.DOI, IdentifierKind.PMID, IdentifierKind.PMCID):
            value = getattr(sidecar, kind.value)
            if value:
                self._known[Identifier(kind, value.lower() if kind is IdentifierKind.DOI else value)] = path
        if sidecar.service == YOU:
            self._known[Identifier(IdentifierKind.URL, sidecar.page)] = path


def _unmake(folders: list[Path]) -> None:
    """Take folders away again that were made for nothing."""
    for folder in folders:
        if not folder.is_dir() or any(f.name != LOCK for f in folder.iterdir()):
            return
        (folder / LOCK).unlink(missing_ok=True)
        folder.rmdir()


LOCK = ".lock"
YOU = "you"
"""The service of a file whose address the user typed."""


def file_name(sidecar: Sidecar, suffix: str) -> str:
    """A name that says which article it is: its PMCID, PMID or DOI, else the end of its address and a mark of it."""
    if sidecar.service == YOU:
        tail = sidecar.page.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        stem = f"{_plain(tail.removesuffix(suffix))[:60]}-{sha256_of(sidecar.page)[:8]}"
    else:
        stem = sidecar.pmcid or (f"PMID{sidecar.pmid}" if sidecar.pmid else f"doi-{_plain(sidecar.doi)}")
        if len(stem) > 100:
            stem = f"{stem[:90]}-{sha256_of(stem)[:8]}"
    return stem + suffix


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("._") or "page"
