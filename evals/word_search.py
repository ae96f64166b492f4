"""BM25 over a list of texts, with FTS5 and the same words as in the library's own index."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from index.lexical import words_of


class Bm25:
    """Texts by BM25 (k1 1.2, b 0.75, Porter stems), stopwords left out."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._index = sqlite3.connect(":memory:")
        self._index.execute("CREATE VIRTUAL TABLE word USING fts5(text, tokenize='porter unicode61')")
        self._index.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", enumerate(texts))

    def __call__(self, query: str, k: int) -> list[tuple[int, float]]:
        """Indices of the `k` best texts that have a word of the query, with their scores, best first, ties by index."""
        words = words_of(query)
        if not words:
            return []
        asked = " OR ".join(f'"{w}"' for w in words)
        rows = self._index.execute(
            "SELECT rowid, -bm25(word) AS score FROM word WHERE word MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (asked, k),
        )
        return [(int(row), float(score)) for row, score in rows]
