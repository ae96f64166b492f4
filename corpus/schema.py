"""The tables of a library's SQLite file, and how a file made by an earlier version becomes one of this version."""

from __future__ import annotations

import sqlite3

from corpus.word_index import rebuild_words

SCHEMA_VERSION = 3
_EARLIER = ("1", "2")
"""Versions that are brought up to this one."""

_PASSAGE_TEXT = """
CREATE VIEW IF NOT EXISTS passage_text AS
    SELECT p.row AS row, d.title AS title, p.section AS section,
        coalesce(w.text, substr(d.text, p.start + 1, p."end" - p.start)) AS text
    FROM passage p JOIN document d ON d.id = p.document_id LEFT JOIN word_text w ON w.row = p.row;
"""
"""What is indexed of each passage."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('adding', 'ready', 'stale', 'removing')),
    path TEXT NOT NULL, file_sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL, text_sha256 TEXT NOT NULL,
    title TEXT NOT NULL, source_type TEXT NOT NULL, year INTEGER, source TEXT NOT NULL, reader TEXT NOT NULL,
    structure TEXT NOT NULL, added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, found TEXT);
CREATE TABLE IF NOT EXISTS passage (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, first_page TEXT NOT NULL, last_page TEXT NOT NULL,
    section TEXT NOT NULL, source_type TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passage_document ON passage (document_id);
CREATE TABLE IF NOT EXISTS word_text (
    row INTEGER PRIMARY KEY REFERENCES passage (row) ON DELETE CASCADE, text TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5 (
    title, section, text, content = 'passage_text', content_rowid = 'row',
    tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE IF NOT EXISTS word_count USING fts5vocab (word, 'row');
CREATE TABLE IF NOT EXISTS correction (
    file_sha256 TEXT NOT NULL, part INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, made_on TEXT NOT NULL,
    PRIMARY KEY (file_sha256, part, field)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS work_key (
    key TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    PRIMARY KEY (key, document_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS work_key_document ON work_key (document_id);
CREATE TABLE IF NOT EXISTS sketch (
    document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE, lowest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, kind TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (document_id, other_id, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_other ON link (other_id);
CREATE TABLE IF NOT EXISTS retraction (
    key TEXT NOT NULL, nature TEXT NOT NULL, date TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS retraction_key ON retraction (key);
CREATE TABLE IF NOT EXISTS abbreviation (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL,
    PRIMARY KEY (document_id, short)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS abbreviation_short ON abbreviation (short);
"""


def prepare(db: sqlite3.Connection, *, write: bool) -> str:
    """Make the tables where there are none, and bring those of an earlier version up to this one.

    Returns:
        The version the file now has; another than `SCHEMA_VERSION` if it was made by a later version.
    """
    # Without a version it is new, or whoever made it was cut off before that was written.
    version = _version(db) if _has_table(db, "word_count") else ""
    # Abbreviations came without a change of version: they are derived, and the next writer reads them.
    if write or version in ("", *_EARLIER) or not _has_table(db, "abbreviation"):
        if version in ("", *_EARLIER, str(SCHEMA_VERSION)):
            db.executescript(_TABLES + _PASSAGE_TEXT)
        db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        _bring_up(db)
    return _version(db)


def _bring_up(db: sqlite3.Connection) -> None:
    """From version 1: what a reader found is kept beside what a person corrected; links are made by the next writer.

    From version 2: words are indexed without the reference marks fused to them.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        version = _version(db)
        if version == "1":
            db.execute("ALTER TABLE document ADD COLUMN found TEXT")
        if version in _EARLIER:
            db.execute("DROP VIEW passage_text")
            db.execute(_PASSAGE_TEXT)
            rebuild_words(db)
            db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _has_table(db: sqlite3.Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def _version(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(row[0]) if row else ""
