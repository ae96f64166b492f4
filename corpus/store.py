"""Where texts are kept: one SQLite file is the truth, its FTS5 index of words changes in the same transaction.

A document is `adding` until its vectors are stored too, `stale` while they are made anew and `removing` while they are
taken out; only `ready` documents are seen by readers. `unfinished` lists what a killed process left in between.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from corpus.abbreviations import abbreviations_in
from corpus.chunk import passages_of
from corpus.document import Document, Passage, Source, SourceType
from corpus.errors import LibraryError, UnknownDocument
from corpus.schema import SCHEMA_VERSION, prepare
from corpus.stored import document_from, passage_from, source_from, structure_of
from corpus.word_index import (
    forget_words,
    put_words,
    put_words_again,
    rebuild_words,
    without_fused_marks,
    words_agree,
)

_PASSAGE = 'p.id, p.document_id, p.start, p."end", p.first_page, p.last_page, p.section, p.source_type'


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the library's list of documents."""

    id: str
    title: str
    path: str
    source_type: SourceType
    year: int | None
    passages: int
    retracted: bool = False


class Store:
    """One SQLite file. Opened for reading by many, for writing by the holder of the library's lock."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            version = prepare(self._db, write=write)
        except sqlite3.DatabaseError as error:
            raise LibraryError(
                f"{path}: not a library of Citewell ({error}); name another folder with --data, or move the file away"
            ) from error
        if version != str(SCHEMA_VERSION):
            raise LibraryError(
                f"{path}: made by another version (schema {version}, expected {SCHEMA_VERSION}); "
                "use that version, or another data folder"
            )

    def close(self) -> None:
        """Close the file. The store is unusable afterwards."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk when the block ends."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """A named value of the library, such as its embedding model; None if never set."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set a named value of the library."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Writing

    def write(self, sql: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Run a writing statement once for each of `rows`; part of the transaction that is open."""
        self._db.executemany(sql, rows)

    def put(self, document: Document, passages: Sequence[Passage]) -> None:
        """Store a document as `adding` with its passages and words; part of the transaction that is open."""
        self._db.execute(
            "INSERT INTO document (id, state, path, file_sha256, text, text_sha256, title, source_type, year,"
            " source, reader, structure) VALUES (?, 'adding', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.path,
                document.file_sha256,
                document.text,
                document.text_sha256,
                document.source.title,
                document.source.source_type.value,
                document.source.year,
                json.dumps(asdict(document.source)),
                json.dumps(asdict(document.reader)),
                json.dumps(structure_of(document)),
            ),
        )
        self._put_passages(document, passages)
        self._put_abbreviations(document)

    def _put_abbreviations(self, document: Document) -> None:
        """What the document defines; an empty short form says that it was read, also where it defines nothing."""
        self._db.execute("DELETE FROM abbreviation WHERE document_id = ?", (document.id,))
        defined = {"": "", **abbreviations_in(document.text)}
        self._db.executemany(
            "INSERT INTO abbreviation VALUES (?, ?, ?)", [(document.id, s, long) for s, long in defined.items()]
        )

    def read_abbreviations(self) -> None:
        """Read the abbreviations of documents that were stored before these were kept."""
        missing = "SELECT id FROM document WHERE id NOT IN (SELECT document_id FROM abbreviation WHERE short = '')"
        for (document_id,) in self.rows(missing):
            with self.transaction():
                self._put_abbreviations(self.document(document_id, any_state=True))

    def abbreviations(self, short: str | None = None) -> list[tuple[str, str]]:
        """Short and long form as each ready document defines them, of all or of one short form."""
        sql = (
            "SELECT a.short, a.long FROM abbreviation a JOIN document d ON d.id = a.document_id"
            " WHERE d.state = 'ready' AND "
        )
        found = self.rows(sql + "a.short <> ''") if short is None else self.rows(sql + "a.short = ?", (short,))
        return [(s, long) for s, long in found]

    def _put_passages(self, document: Document, passages: Iterable[Passage]) -> None:
        for p in passages:
            row = self._db.execute(
                'INSERT INTO passage (id, document_id, start, "end", first_page, last_page, section, source_type)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (p.id, p.document_id, *(p.span.start, p.span.end), p.first_page, p.last_page, p.section, p.source_type),
            ).lastrowid
            text = without_fused_marks(document.text, p.span, document.marks_in(p.span))
            put_words(self._db, cast(int, row), document.source.title, p, text)

    def replace_passages(self, document: Document, passages: Sequence[Passage]) -> None:
        """Cut a document anew; it is `stale` until its vectors are in."""
        with self.transaction():
            self._db.execute("UPDATE document SET state = 'stale' WHERE id = ?", (document.id,))
            self._drop_passages(document.id)
            self._put_passages(document, passages)
            self._put_abbreviations(document)

    def replace_source(self, document: Document) -> None:
        """Store another source and other parts for a document; words and kinds of passages follow.

        Part of the open transaction.
        """
        kinds = {p.id: p.source_type for p in passages_of(document)}
        forget_words(self._db, document.id)
        self._db.execute(
            "UPDATE document SET title = ?, source_type = ?, year = ?, source = ?, structure = ? WHERE id = ?",
            (
                document.source.title,
                document.source.source_type.value,
                document.source.year,
                json.dumps(asdict(document.source)),
                json.dumps(structure_of(document)),
                document.id,
            ),
        )
        self.write("UPDATE passage SET source_type = ? WHERE id = ?", [(k.value, i) for i, k in kinds.items()])
        put_words_again(self._db, document.id)

    def mark(self, document_id: str, state: str) -> None:
        """Set a document's state: 'ready' once its vectors are in, 'removing' before they go."""
        self._db.execute("UPDATE document SET state = ? WHERE id = ?", (state, document_id))

    def mark_all_stale(self) -> None:
        """Declare every document's vectors lost."""
        self._db.execute("UPDATE document SET state = 'stale' WHERE state = 'ready'")

    def drop(self, document_id: str) -> None:
        """Take a document, its passages and its words out, in one transaction."""
        with self.transaction():
            self._drop_passages(document_id)
            self._db.execute("DELETE FROM document WHERE id = ?", (document_id,))
        # What was removed must not linger in the write-ahead log.
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _drop_passages(self, document_id: str) -> None:
        forget_words(self._db, document_id)
        self._db.execute("DELETE FROM passage WHERE document_id = ?", (document_id,))

    def unfinished(self) -> list[tuple[str, str]]:
        """Ids and states of documents that a stopped process left half in or half out."""
        return [(r[0], r[1]) for r in self._db.execute("SELECT id, state FROM document WHERE state <> 'ready'")]

    # Reading

    def has_file(self, file_sha256: str) -> str | None:
        """Id of the ready document made from the file with these bytes."""
        rows = self.rows("SELECT id FROM document WHERE file_sha256 = ? AND state = 'ready'", (file_sha256,))
        return str(rows[0][0]) if rows else None

    def documents(self) -> list[DocumentRow]:
        """Every ready document, by title."""
        rows = self._db.execute(
            "SELECT d.id, d.title, d.path, d.source_type, d.year, count(p.row), json_extract(d.source, '$.retracted')"
            " FROM document d"
            " LEFT JOIN passage p ON p.document_id = d.id WHERE d.state = 'ready' GROUP BY d.id ORDER BY d.title, d.id"
        )
        return [DocumentRow(r[0], r[1], r[2], SourceType(r[3]), r[4], r[5], bool(r[6])) for r in rows]

    def document_ids(self) -> list[str]:
        """Ids of the ready documents, in order."""
        return [r[0] for r in self.rows("SELECT id FROM document WHERE state = 'ready' ORDER BY id")]

    def document(self, document_id: str, *, any_state: bool = False) -> Document:
        """A ready document, whole; one in any state if `any_state`.

        Raises:
            UnknownDocument: There is none with that id.
        """
        row = self._db.execute(
            "SELECT id, text, path, file_sha256, source, reader, structure, text_sha256 FROM document"
            " WHERE id = ? AND (state = 'ready' OR ?)",
            (document_id, any_state),
        ).fetchone()
        if row is None:
            raise UnknownDocument(f"{document_id}: no document has this id; `python -m index list` shows them")
        return document_from(row)

    def source_words(self) -> dict[str, frozenset[str]]:
        """For each ready document the words of its title, authors, journal and citation, in lower case."""
        told = {}
        # Of the structure, which is large, only the parts are wanted: SQLite finds them sooner than Python.
        rows = self._db.execute(
            "SELECT id, source, json_extract(structure, '$.parts') FROM document WHERE state = 'ready'"
        )
        for identifier, source, held in rows:
            about, parts = json.loads(source), json.loads(held)
            texts = [about["title"], about["journal"], about["citation"], *about["authors"]]
            texts += [t for p in parts for t in (p[2], *p[3])]
            told[identifier] = frozenset(re.findall(r"[^\W_]+", " ".join(texts).lower()))
        return told

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Id and source of each ready document."""
        for identifier, source in self.rows("SELECT id, source FROM document WHERE state = 'ready' ORDER BY id"):
            yield identifier, source_from(json.loads(source))

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Passages of ready documents, in the order of their texts; of one document if it is named."""
        where, values = ("d.id = ?", [document_id]) if document_id else ("1", [])
        for found in self.rows(
            f"SELECT d.id, d.text FROM document d WHERE d.state = 'ready' AND {where} ORDER BY d.id", values
        ):
            rows = self._db.execute(
                f"SELECT {_PASSAGE} FROM passage p WHERE p.document_id = ? ORDER BY p.start", found[:1]
            )
            yield from (passage_from(r, found[1]) for r in rows)

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The ready passages among `ids`."""
        rows: list[tuple[Any, ...]] = []
        for i in range(0, len(ids), 500):
            chunk = ids[i : i + 500]
            rows += self.rows(f"SELECT {_PASSAGE} FROM passage p WHERE p.id IN ({','.join('?' * len(chunk))})", chunk)
        # A text is fetched once however many of its passages are asked for.
        texts = {r[1]: "" for r in rows}
        for identifier in texts:
            ready = self.rows("SELECT text FROM document WHERE id = ? AND state = 'ready'", (identifier,))
            texts[identifier] = ready[0][0] if ready else ""
        return {r[0]: passage_from(r, texts[r[1]]) for r in rows if texts[r[1]]}

    def passage_ids_of(self, document_id: str) -> list[str]:
        """Ids of a document's passages, whatever its state."""
        return [r[0] for r in self.rows("SELECT id FROM passage WHERE document_id = ?", (document_id,))]

    def all_passage_ids(self) -> list[str]:
        """Ids of the passages of all documents, whatever their state."""
        return [r[0] for r in self.rows("SELECT id FROM passage")]

    def passage_ids(self, where: str = "", values: Sequence[object] = ()) -> list[str]:
        """Ids of ready passages, `where` a condition on `p` (passage) and `d` (document)."""
        sql = "SELECT p.id FROM passage p JOIN document d ON d.id = p.document_id WHERE d.state = 'ready'"
        return [r[0] for r in self._db.execute(sql + (f" AND {where}" if where else ""), list(values))]

    def count_passages(self) -> int:
        """How many passages the ready documents have."""
        sql = "SELECT count(*) FROM passage p JOIN document d ON d.id = p.document_id WHERE d.state = 'ready'"
        return int(self._db.execute(sql).fetchone()[0])

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a reading query; the word index asks this way."""
        return self._db.execute(sql, list(values)).fetchall()

    def words_agree(self) -> bool:
        """True if the word index holds exactly the words of the stored passages, row for row."""
        return words_agree(self._db)

    def rebuild_words(self) -> None:
        """Make the word index anew from the stored texts, in one transaction."""
        with self.transaction():
            rebuild_words(self._db)
