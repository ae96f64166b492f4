"""Passages by their words: BM25 over SQLite's FTS5."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.store import Store

COMMON_SHARE = 0.08
"""A word in more than this share of the passages says little and costs most; it is left out where others remain."""
_FEW_PASSAGES = 2000
TITLE_WEIGHT, SECTION_WEIGHT, TEXT_WEIGHT = 1.0, 0.5, 1.0

STOPWORDS = frozenset(
    "a about above after again against all also am an and any are as at be because been before being below between both"
    " but by can cannot could did do does doing done down during each few for from further had has have having he her"
    " here hers him his how i if in into is it its itself just let may me might more most must my no nor not now of off"
    " on once only or other ought our ours out over own same shall she should so some such than that the their theirs"
    " them then there these they this those through to too under until up upon us very was we were what when where"
    " which while who whom whose why will with would you your yours".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, stopwords left out, each once, in order."""
    folded = (w.lower().replace("’", "'").removesuffix("'s") for w in _WORD.findall(text))
    return list(dict.fromkeys(w for w in folded if w not in STOPWORDS))


class Words:
    """The word index of one store, as it stands at one generation of the library."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.passages = store.count_passages()
        self._counts: dict[str, int] = {}

    def count(self, word: str) -> int:
        """In how many passages a word (or another with the same stem) stands; counting ends past the common share."""
        if word not in self._counts:
            enough = self._common_from()
            self._counts[word] = self._store.rows(
                "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)", (_quoted([word]), enough)
            )[0][0]
        return self._counts[word]

    def _common_from(self) -> int:
        return max(_FEW_PASSAGES, int(COMMON_SHARE * self.passages)) + 1

    def search(self, query: str, k: int, where: str = "", values: Sequence[object] = ()) -> list[str]:
        """Ids of the `k` best passages by BM25, best first, ties by id; `where` limits them (on `p` and `d`)."""
        chosen = self._chosen(query)
        if not chosen:
            return []
        rows = self._store.rows(
            f"SELECT p.id, bm25(word, {TITLE_WEIGHT}, {SECTION_WEIGHT}, {TEXT_WEIGHT}) AS score FROM word"
            " JOIN passage p ON p.row = word.rowid JOIN document d ON d.id = p.document_id"
            f" WHERE word MATCH ? AND d.state = 'ready' {f'AND {where}' if where else ''} ORDER BY score, p.id LIMIT ?",
            (_quoted(chosen), *values, k),
        )
        return [r[0] for r in rows]

    def scores(self, query: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """BM25 of those of these passages that hold a word of the query, higher is better."""
        chosen = self._chosen(query)
        if not chosen or not passage_ids:
            return {}
        rows = self._store.rows(
            f"SELECT p.id, -bm25(word, {TITLE_WEIGHT}, {SECTION_WEIGHT}, {TEXT_WEIGHT}) FROM word"
            " JOIN passage p ON p.row = word.rowid"
            f" WHERE word MATCH ? AND p.id IN ({','.join('?' * len(passage_ids))})",
            (_quoted(chosen), *passage_ids),
        )
        return {passage_id: float(score) for passage_id, score in rows}

    def _chosen(self, query: str) -> list[str]:
        """The words that are looked for: those not too common, or all there are where none is."""
        words = words_of(query)
        telling = [w for w in words if 0 < self.count(w) < self._common_from()]
        return telling or [w for w in words if self.count(w)]


def _quoted(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words; quoting keeps a word from being read as an operator."""
    return " OR ".join(f'"{w.replace(chr(34), "")}"' for w in words)
