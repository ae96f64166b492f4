"""Words and texts change together, and what was interrupted is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.chunk import passages_of
from corpus.document import BlockKind, Document, Reader, Source
from corpus.errors import LibraryError, UnknownDocument
from corpus.reading import RawBlock, Reading, assemble
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
