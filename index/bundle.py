"""A library, or some of its documents, as one file: texts, structure, corrections, notices and vectors.

The file is a zip: `manifest.json` names every other member with its SHA-256 and size; a document is the members
`documents/ID/about.json`, `documents/ID/text.txt` and `documents/ID/vectors.f32`.
Nothing of it is ever unpacked to disk.
"""

from __future__ import annotations

import logging
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path, PurePath

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.chunk import passages_of
from corpus.document import Document, Passage, Span, sha256_of
from corpus.errors import CitewellError, Unreadable
from corpus.read import MAX_PDF_BYTES
from corpus.store import Store
from index.corrections import Correction, corrections_of, keep, sound
from index.curate import changed
from index.embed import Vectors as Matrix
from index.files import file_sha256
from index.ingest import WRITTEN_AT_ONCE, Incoming, embedded_text
from index.library import Added, AlreadyIn, Library, OnProgress, Outcome, Progress, Refused
from index.retractions import Entry, entries_on, keep_entries
from index.settle import as_found

logger = logging.getLogger(__name__)

FORMAT = "citewell library"
VERSION = 1
_MANIFEST = "manifest.json"
_ABOUT, _TEXT, _VECTORS = "about.json", "text.txt", "vectors.f32"
_MEMBER = re.compile(rf"documents/(d[0-9a-f]{{12}})/({_ABOUT}|{_TEXT}|{_VECTORS})")
MAX_MANIFEST, MAX_MEMBER = 512 * 1024 * 1024, 256 * 1024 * 1024
_MOST_PACKED = 200
"""A member that unpacks to more times its size, and is not small, is none of ours."""
_SMALL = 1024 * 1024
_SAME = 0.999


class _Member(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    sha256: str
    size: int


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    format: str
    version: int
    embedding_model: str
    documents: int
    passages: int
    members: dict[str, _Member]


@dataclass(frozen=True, slots=True)
class _About:
    """What a document's file says of it; its text is a member of its own, empty here."""

    document: Document
    passages: tuple[str, ...]
    """Ids of the passages whose vectors are kept, in their order."""
    corrections: tuple[Correction, ...] = ()
    notices: tuple[Entry, ...] = ()


_ABOUTS = TypeAdapter(_About)


def export_library(
    library: Library, target: Path, document_ids: Sequence[str] = (), progress: OnProgress | None = None
) -> tuple[int, int]:
    """Write documents, all if none is named, to one file that is there only once it is whole.

    Returns:
        How many documents and passages it holds.
    Raises:
        UnknownDocument: There is none with one of the ids.
        CitewellError: The file is there already, or cannot be written.
    """
    if target.exists():
        raise CitewellError(f"{target}: is there already; name another file, or remove it first")
    ids = list(dict.fromkeys(document_ids)) or [row.id for row in library.documents()]
    for document_id in document_ids:
        library.document(document_id)
    members: dict[str, _Member] = {}
    counted = 0
    half = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for done, document_id in enumerate(ids):
                if progress:
                    progress(Progress(done, len(ids), document_id))
                for name, data in _members(library, document_id):
                    archive.writestr(name, data)
                    members[name] = _Member(sha256=sha256_of(data), size=len(data))
                counted += len(library.store.passage_ids_of(document_id))
            model = library.store.meta("embedding_model") or ""
            told = _Manifest(
                format=FORMAT,
                version=VERSION,
                embedding_model=model,
                documents=len(ids),
                passages=counted,
                members=members,
            )
            archive.writestr(_MANIFEST, told.model_dump_json(indent=1))
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.replace(target)
    except OSError as error:
        raise CitewellError(f"{target}: cannot be written ({error.strerror}); name another file") from error
    finally:
        half.unlink(missing_ok=True)
    if progress:
        progress(Progress(len(ids), len(ids), ""))
    return len(ids), counted


def _members(library: Library, document_id: str) -> Iterator[tuple[str, bytes]]:
    store = library.store
    document = store.document(document_id)
    source, parts = as_found(store, document_id)
    corrections = corrections_of(store, document.file_sha256)
    vectors = library.fetch_vectors([p.id for p in passages_of(document)])
    about = _About(
        replace(document, text="", source=source, parts=parts),
        tuple(vectors),
        tuple(corrections),
        tuple(entries_on(store, document.source)),
    )
    folder = f"documents/{document_id}"
    yield f"{folder}/{_TEXT}", document.text.encode()
    yield f"{folder}/{_ABOUT}", _ABOUTS.dump_json(about)
    if vectors:
        yield f"{folder}/{_VECTORS}", np.stack(list(vectors.values())).astype("<f4").tobytes()


def import_library(library: Library, path: Path, progress: OnProgress | None = None) -> Iterator[Outcome]:
    """Bring in the documents of an exported file; yields what became of each, as soon as it is sure.

    A document that is in already is passed over, one whose members are damaged is refused by the member's name. Vectors
    made by another model, or that are not those of their passages, are made anew.

    Raises:
        Unreadable: The file is no export, or is one of a later version.
        LibraryLocked: Another process is writing; nothing was brought in.
    """
    try:
        with zipfile.ZipFile(path) as archive, library.writing() as store:
            manifest = _manifest(archive, path.name)
            ids = sorted({m[1] for name in manifest.members if (m := _MEMBER.fullmatch(name))})
            yield from (
                Refused(name, "is not a member that an export has; it was passed over")
                for name in manifest.members
                if not _MEMBER.fullmatch(name)
            )
            arrival = _Arrival(library, store, archive, manifest)
            for done, document_id in enumerate(ids):
                if progress:
                    progress(Progress(done, len(ids), document_id))
                arrival.take(document_id)
                if arrival.full:
                    yield from arrival.bring()
            yield from arrival.bring()
            if progress:
                progress(Progress(len(ids), len(ids), ""))
    except OSError as error:
        raise Unreadable(path.name, f"cannot be opened ({error.strerror or error}); check the path") from error
    except zipfile.BadZipFile as error:
        raise Unreadable(path.name, "is no file that `index export` made, or is cut short; copy it again") from error


def _manifest(archive: zipfile.ZipFile, name: str) -> _Manifest:
    try:
        told = _Manifest.model_validate_json(_unpacked(archive, _MANIFEST, MAX_MANIFEST))
    except (_Damaged, ValidationError) as error:
        raise Unreadable(name, "has no list of what it holds that can be read; export the library again") from error
    if told.format != FORMAT or told.version > VERSION:
        raise Unreadable(
            name, f"is {told.format} {told.version}, not {FORMAT} {VERSION}; import it with a later Citewell"
        )
    return told


class _Damaged(Exception):
    """A member that is not what the manifest says; its argument says what is wrong."""


def _unpacked(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member's bytes, of which never more than `limit` are unpacked."""
    try:
        told = archive.getinfo(name)
        if told.file_size > limit or (told.file_size > _SMALL and told.file_size > _MOST_PACKED * told.compress_size):
            raise _Damaged("unpacks to more than such a member can hold")
        with archive.open(told) as stream:
            data = stream.read(limit + 1)
    except KeyError as error:
        raise _Damaged("is missing") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _Damaged(f"cannot be unpacked ({error})") from error
    if len(data) > limit:
        raise _Damaged("unpacks to more than such a member can hold")
    return data


class _Arrival:
    """Brings documents of one archive into a library, some at a time."""

    def __init__(self, library: Library, store: Store, archive: zipfile.ZipFile, manifest: _Manifest) -> None:
        self.library, self.store, self.archive, self.manifest = library, store, archive, manifest
        self.same_model = manifest.embedding_model == store.meta("embedding_model")
        self._taken: list[Incoming | AlreadyIn | Refused] = []

    @property
    def full(self) -> bool:
        """Whether what was taken is worth a write."""
        return sum(len(one.passages) for one in self._taken if isinstance(one, Incoming)) >= WRITTEN_AT_ONCE

    def bring(self) -> Iterator[Outcome]:
        """Bring in what was taken, each document whole or not at all; yields what became of each."""
        taken, self._taken = self._taken, []
        self.library.bring(self.store, [one for one in taken if isinstance(one, Incoming)])
        for one in taken:
            if isinstance(one, Incoming):
                title = self.store.document(one.document.id).source.title
                yield Added(one.document.path, one.document.id, title, len(one.passages))
            else:
                yield one

    def take(self, document_id: str) -> None:
        """Take one document out of the archive, if it is whole and not in the library."""
        self._taken.append(self._found(document_id))

    def _found(self, document_id: str) -> Incoming | AlreadyIn | Refused:
        if self._known(document_id):
            return AlreadyIn(document_id, document_id)
        folder = f"documents/{document_id}"
        member = f"{folder}/{_ABOUT}"
        try:
            about = _ABOUTS.validate_json(self._checked(member))
            member = f"{folder}/{_TEXT}"
            text = self._checked(member).decode()
            document = replace(about.document, text=text, path=_path_here(about.document))
            _check(document, document_id, about)
        except _Damaged as error:
            return Refused(member, f"{error}; export the document again")
        except (ValidationError, UnicodeDecodeError, ValueError):
            return Refused(member, "does not hold what its name says; export the document again")
        known = self.store.has_file(document.file_sha256)
        if known:
            return AlreadyIn(document_id, known)
        self._keep_what_was_said(document, about)
        passages = passages_of(document)
        return Incoming(document, passages, self._vectors(document.id, passages, about.passages))

    def _known(self, document_id: str) -> bool:
        return bool(self.store.rows("SELECT 1 FROM document WHERE id = ? AND state = 'ready'", (document_id,)))

    def _checked(self, name: str) -> bytes:
        told = self.manifest.members.get(name)
        if told is None:
            raise _Damaged("is missing")
        data = _unpacked(self.archive, name, MAX_MEMBER)
        if len(data) != told.size or sha256_of(data) != told.sha256:
            raise _Damaged("is damaged (its SHA-256 is not the one it was written with)")
        return data

    def _keep_what_was_said(self, document: Document, about: _About) -> None:
        notices = () if entries_on(self.store, document.source) else about.notices
        if not about.corrections and not notices:
            # To name the state anew would read every correction and the whole list of retractions, for each document.
            return
        with self.store.transaction():
            keep(self.store, document.file_sha256, about.corrections, overwrite=False)
            keep_entries(self.store, notices)
            changed(self.store)

    def _vectors(
        self, document_id: str, passages: Sequence[Passage], passage_ids: Sequence[str]
    ) -> Mapping[str, Matrix]:
        """The vectors that came along, if they are those of the document's passages; else none."""
        name = f"documents/{document_id}/{_VECTORS}"
        if not self.same_model or name not in self.manifest.members:
            return {}
        try:
            flat = np.frombuffer(self._checked(name), "<f4").astype(np.float32)
            matrix = flat.reshape(len(passage_ids), -1)
        except (_Damaged, ValueError) as error:
            logger.warning("%s: %s; its vectors are made anew", name, error)
            return {}
        found = dict(zip(passage_ids, matrix, strict=True))
        among = [p for p in passages if p.id in found]
        if not among or not self._right(among[len(among) // 2], found, matrix):
            logger.warning("%s: not the vectors of its passages; they are made anew", name)
            return {}
        return {p.id: found[p.id] for p in among}

    def _right(self, passage: Passage, found: Mapping[str, Matrix], matrix: Matrix) -> bool:
        """Whether all are finite and of unit length, and one is that of its passage made again."""
        lengths = np.linalg.norm(matrix, axis=1)
        if not np.isfinite(matrix).all() or np.abs(lengths - 1).max() > 1 - _SAME:
            return False
        again = self.library.embedder.embed([embedded_text(passage)])[0]
        return again.shape == found[passage.id].shape and float(again @ found[passage.id]) >= _SAME


def _check(document: Document, document_id: str, about: _About) -> None:
    """Raises `_Damaged` unless everything about the document fits its text and its name."""
    if document.id != document_id or document.id != f"d{document.file_sha256[:12]}":
        raise _Damaged("is about another document than its name says")
    if sha256_of(document.text) != document.text_sha256 or not document.text:
        raise _Damaged("is not the text that was exported")
    if any(end > len(document.text) for end in _ends(document)):
        raise _Damaged("does not fit what is told of its pages, sections or blocks")
    if not all(sound(c) and 0 <= c.part <= len(document.parts) for c in about.corrections):
        raise _Damaged("comes with a correction that cannot be right")


def _path_here(document: Document) -> str:
    """Where the file lies if this machine has it at the same place; else its name, so that no other file is opened."""
    path = Path(document.path)
    try:
        here = path.is_file() and path.stat().st_size <= MAX_PDF_BYTES and file_sha256(path) == document.file_sha256
    except (OSError, ValueError):
        here = False
    return document.path if here else PurePath(document.path.replace("\\", "/")).name


def _ends(told: object) -> Iterator[int]:
    """The end of every span in a document's fields."""
    if isinstance(told, Span):
        yield told.end
    elif isinstance(told, tuple):
        for value in told:
            yield from _ends(value)
    elif is_dataclass(told):
        for field in fields(told):
            yield from _ends(getattr(told, field.name))
