"""The index of words: SQLite's FTS5 over titles, sections and passages, without reference marks fused to words.

A text says "year12" or "toxicity¹⁷" where a mark stands behind a word. FTS5 takes each for one word, and a question's
"year" would miss it. So a passage with such a mark is indexed as it reads without its marks, kept in `word_text`; every
other as it stands in its document. The stored text is the same either way.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from corpus.document import Passage, ReferenceMark, Span

_MARKED = "SELECT id, text, structure FROM document WHERE json_array_length(structure, '$.marks') > 0"
_PASSAGES = 'SELECT row, start, "end" FROM passage WHERE document_id = ?'


def without_fused_marks(text: str, span: Span, marks: Iterable[ReferenceMark]) -> str | None:
    """The slice `span` of `text` with a space for each reference mark; `None` where none of them touches a word.

    Args:
        text: A document's.
        span: Of a passage.
        marks: Those of the document that lie in `span`, in order.
    """
    held = list(marks)
    if not any(_touches(text, span, mark.span) for mark in held):
        return None
    ends = [span.start, *(m.span.end for m in held)]
    starts = [*(m.span.start for m in held), span.end]
    return " ".join(text[a:b] for a, b in zip(ends, starts, strict=True))


def _touches(text: str, span: Span, mark: Span) -> bool:
    before, behind = text[max(span.start, mark.start - 1) : mark.start], text[mark.end : min(span.end, mark.end + 1)]
    return before.isalnum() or behind.isalnum()


def put_words(db: sqlite3.Connection, row: int, title: str, passage: Passage, text: str | None) -> None:
    """Index a passage that was just stored; `text` is how it reads without fused marks, where it holds any."""
    if text is not None:
        db.execute("INSERT INTO word_text VALUES (?, ?)", (row, text))
    db.execute(
        "INSERT INTO word (rowid, title, section, text) VALUES (?, ?, ?, ?)",
        (row, title, passage.section, passage.text if text is None else text),
    )


def put_words_again(db: sqlite3.Connection, document_id: str) -> None:
    """Index a document's passages as they are stored, once `forget_words` took out what was indexed of them."""
    db.execute(
        "INSERT INTO word (rowid, title, section, text) SELECT t.row, t.title, t.section, t.text"
        " FROM passage_text t JOIN passage p ON p.row = t.row WHERE p.document_id = ?",
        (document_id,),
    )


def forget_words(db: sqlite3.Connection, document_id: str) -> None:
    """Take a document's words out, while they are still those of its title and text."""
    rows = db.execute(
        "SELECT t.row, t.title, t.section, t.text FROM passage_text t JOIN passage p ON p.row = t.row"
        " WHERE p.document_id = ?",
        (document_id,),
    ).fetchall()
    db.executemany("INSERT INTO word (word, rowid, title, section, text) VALUES ('delete', ?, ?, ?, ?)", rows)


def rebuild_words(db: sqlite3.Connection) -> None:
    """Make the whole index anew from the stored texts and marks; part of the transaction that is open."""
    db.execute("DELETE FROM word_text")
    for row, text in _expected(db).items():
        db.execute("INSERT INTO word_text VALUES (?, ?)", (row, text))
    db.execute("INSERT INTO word (word) VALUES ('rebuild')")


def words_agree(db: sqlite3.Connection) -> bool:
    """True if the index holds exactly the words of the stored passages, their fused marks left out, row for row."""
    try:
        db.execute("INSERT INTO word (word, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    return dict(db.execute("SELECT row, text FROM word_text")) == _expected(db)


def _expected(db: sqlite3.Connection) -> dict[int, str]:
    """Row and text of each passage that is not indexed as it stands in its document."""
    found: dict[int, str] = {}
    for document_id, text, structure in db.execute(_MARKED):
        marks = [ReferenceMark(Span(s, e), ()) for s, e, _ in json.loads(structure)["marks"]]
        for row, start, end in db.execute(_PASSAGES, (document_id,)).fetchall():
            span = Span(start, end)
            read = without_fused_marks(text, span, _within(marks, span))
            if read is not None:
                found[row] = read
    return found


def _within(marks: Sequence[ReferenceMark], span: Span) -> Iterable[ReferenceMark]:
    first = bisect_left(marks, span.start, key=lambda m: m.span.start)
    return itertools.takewhile(lambda m: m.span.end <= span.end, itertools.islice(marks, first, None))
