"""Words and texts change together, and what was interrupted is known."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.chunk import passages_of
from corpus.document import BlockKind, Document, Reader, Source
from corpus.errors import LibraryError, UnknownDocument
from corpus.reading import RawBlock, Reading, assemble, marked
from corpus.store import Store


def document(words: str) -> Document:
    reading = Reading([RawBlock.of(BlockKind.PARAGRAPH, words)], Source("About knees", year=2020), Reader("test"))
    return assemble(reading, data=words.encode(), path="knees.txt")


def stored(store: Store, words: str) -> Document:
    made = document(words)
    store.put(made, passages_of(made))
    store.mark(made.id, "ready")
    return made


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = stored(store, "Knees hurt. 𝒳 and é stay in place.")
    assert store.document(made.id) == made
    assert tuple(store.passages(made.id)) == passages_of(made)
    assert store.words_agree()


def test_a_document_that_is_only_half_in_is_not_seen(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = document("Knees hurt.")
    store.put(made, passages_of(made))
    assert store.documents() == []
    assert store.passage_ids() == []
    assert list(store.passages()) == []
    assert store.unfinished() == [(made.id, "adding")]
    with pytest.raises(UnknownDocument, match="no document has this id"):
        store.document(made.id)


def test_a_dropped_document_leaves_no_word_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = stored(store, "Zyxomma knees hurt.")
    stored(store, "Other knees hurt.")
    store.drop(made.id)
    assert store.words_agree()
    assert store.rows("SELECT count(*) FROM word WHERE word MATCH 'zyxomma'") == [(0,)]
    assert store.rows("SELECT count(*) FROM word_count WHERE term LIKE 'zyxomm%'") == [(0,)]


def test_a_changed_text_no_longer_agrees_with_its_words(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = stored(store, "Knees hurt.")
    store.rows("UPDATE document SET text = 'Elbow burn.' WHERE id = ?", (made.id,))
    assert not store.words_agree()


def test_a_file_that_is_no_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 50)
    with pytest.raises(LibraryError, match=r"s\.sqlite: not a library"):
        Store(tmp_path / "s.sqlite")


def found(store: Store, word: str) -> int:
    return int(store.rows("SELECT count(*) FROM word WHERE word MATCH ?", (word,))[0][0])


def cited(store: Store) -> Document:
    """A stored document whose words have reference marks fused to them."""
    words = f"Pain fell within a year{marked('12', ['B12'])} and toxicity{marked('⁷', ['B7'])}-free. Dose 20mg12."
    return stored(store, words)


def test_a_word_with_a_reference_mark_behind_it_is_found_by_itself(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = cited(store)
    assert [found(store, w) for w in ("year", "toxicity", "year12", "20mg12")] == [1, 1, 0, 1]
    assert "year12 and toxicity⁷-free" in store.document(made.id).text
    assert store.words_agree()
    store.replace_source(replace(made, source=replace(made.source, title="About elbows")))
    assert [found(store, w) for w in ("year", "elbows", "knees")] == [1, 1, 0]
    assert store.words_agree()
    store.drop(made.id)
    assert store.words_agree()
    assert store.rows("SELECT count(*) FROM word_text") == [(0,)]


def test_words_that_lost_their_marks_wrongly_do_not_agree(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite", write=True)
    made = cited(store)
    store.rows("UPDATE document SET text = replace(text, 'year12', 'week12') WHERE id = ?", (made.id,))
    assert not store.words_agree()
    store.rebuild_words()
    assert store.words_agree()
    assert [found(store, w) for w in ("year", "week")] == [0, 1]


def test_a_library_that_indexed_marks_with_their_words_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    store = Store(path, write=True)
    cited(store)
    store.close()
    db = sqlite3.connect(path)
    db.executescript(
        "DROP VIEW passage_text; DROP TABLE word_text; CREATE VIEW passage_text AS SELECT p.row AS row,"
        ' d.title AS title, p.section AS section, substr(d.text, p.start + 1, p."end" - p.start) AS text'
        " FROM passage p JOIN document d ON d.id = p.document_id;"
        "INSERT INTO word (word) VALUES ('rebuild'); UPDATE meta SET value = '2' WHERE key = 'schema'"
    )
    assert db.execute("SELECT count(*) FROM word WHERE word MATCH 'year'").fetchone() == (0,)
    db.close()
    old = Store(path)
    assert [found(old, w) for w in ("year", "toxicity", "year12")] == [1, 1, 0]
    assert old.words_agree()
