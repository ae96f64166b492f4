"""BM25 alone, by bm25s: what any other ranking is compared with."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import snowballstemmer

from corpus.document import Span
from corpus.errors import CitewellError
from evals.systems import DEPTH, Asked, Came, Ranked
from index.library import Library

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class _Unit:
    document_id: str
    span: Span
    text: str


class WordIndex:
    """BM25 over texts: k1 1.2, b 0.75, English stems, stopwords left out.

    Raises:
        CitewellError: bm25s is not installed.
    Source: Robertson and Zaragoza, Foundations and Trends in Information Retrieval 2009;3:333-389.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        try:
            import bm25s
        except ModuleNotFoundError as error:
            raise CitewellError('BM25 needs bm25s; install it with `pip install -e ".[peers]"`') from error
        # It tells every step at DEBUG through a handler of its own.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._bm25s = bm25s
        self._stemmer = snowballstemmer.stemmer("english")
        self._count = len(texts)
        self._index = bm25s.BM25(k1=K1, b=B)
        self._index.index(self._words(texts), show_progress=False)

    def ranked(self, query: str) -> list[tuple[int, float]]:
        """Place in `texts` and score of each text with a word of the query, best first, ties as they stand there."""
        words = self._words([query], ids=False)[0]
        scores = self._index.get_scores(words) if words else np.zeros(self._count)
        return [(int(i), float(scores[i])) for i in np.argsort(-scores, kind="stable") if scores[i] > 0]

    def _words(self, texts: Sequence[str], *, ids: bool = True) -> list[list[str]]:
        tokens: list[list[str]] = self._bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer.stemWords, return_ids=ids, show_progress=False
        )
        return tokens


class Bm25:
    """Words alone; title and text are one text. See `WordIndex`.

    Args:
        library: Whose texts are ranked.
        ranks: "passages", or "documents" as in BEIR.
    """

    def __init__(self, library: Library, *, ranks: str = "passages") -> None:
        self.name = "bm25" if ranks == "passages" else "bm25-documents"
        self.ranks = ranks
        self._units = _units(library, ranks)
        self._index = WordIndex([u.text for u in self._units])

    def ask(self, question: Asked) -> Came:
        """The ranking; earlier questions are not heard. Texts without a word of the question are left out."""
        begun = time.perf_counter()
        found = ((self._units[i], score) for i, score in self._index.ranked(question.text))
        allowed = ((u, score) for u, score in found if not question.within or u.document_id in question.within)
        ranked = tuple(Ranked(u.document_id, u.span, score) for u, score in islice(allowed, DEPTH))
        return Came(ranked, None, None, {"total": time.perf_counter() - begun})


def _units(library: Library, ranks: str) -> list[_Unit]:
    titles = {row.id: row.title for row in library.documents()}
    if ranks == "passages":
        passages = library.store.passages()
        return [_Unit(p.document_id, p.span, f"{titles.get(p.document_id, '')} {p.text}") for p in passages]
    texts = ((i, library.document(i).text) for i in sorted(titles))
    return [_Unit(i, Span(0, len(text)), f"{titles[i]} {text}") for i, text in texts]
