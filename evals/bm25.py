"""BM25 alone, by bm25s: what any other ranking is compared with."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

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


class Bm25:
    """Words alone: k1 1.2, b 0.75, English stems, stopwords left out; title and text are one text.

    Args:
        library: Whose texts are ranked.
        ranks: "passages", or "documents" as in BEIR.
    Raises:
        CitewellError: bm25s is not installed.
    Source: Robertson and Zaragoza, Foundations and Trends in Information Retrieval 2009;3:333-389.
    """

    def __init__(self, library: Library, *, ranks: str = "passages") -> None:
        try:
            import bm25s
        except ModuleNotFoundError as error:
            raise CitewellError('BM25 needs bm25s; install it with `pip install -e ".[peers]"`') from error
        self.name = "bm25" if ranks == "passages" else "bm25-documents"
        self.ranks = ranks
        # It tells every step at DEBUG through a handler of its own.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._bm25s = bm25s
        self._stemmer = snowballstemmer.stemmer("english")
        self._units = _units(library, ranks)
        self._index = bm25s.BM25(k1=K1, b=B)
        self._index.index(self._words([u.text for u in self._units]), show_progress=False)

    def ask(self, question: Asked) -> Came:
        """The ranking; earlier questions are not seen. Texts without a word of the question are left out."""
        begun = time.perf_counter()
        words = self._words([question.text], ids=False)[0]
        scores = self._index.get_scores(words) if words else np.zeros(len(self._units))
        order = np.argsort(-scores, kind="stable")
        found = [i for i in order if scores[i] > 0 and self._allowed(i, question.within)][:DEPTH]
        ranked = tuple(Ranked(self._units[i].document_id, self._units[i].span, float(scores[i])) for i in found)
        return Came(ranked, None, None, {"total": time.perf_counter() - begun})

    def _allowed(self, unit: int, within: frozenset[str]) -> bool:
        return not within or self._units[unit].document_id in within

    def _words(self, texts: Sequence[str], *, ids: bool = True) -> list[list[str]]:
        tokens: list[list[str]] = self._bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer.stemWords, return_ids=ids, show_progress=False
        )
        return tokens


def _units(library: Library, ranks: str) -> list[_Unit]:
    titles = {row.id: row.title for row in library.documents()}
    if ranks == "passages":
        passages = library.store.passages()
        return [_Unit(p.document_id, p.span, f"{titles.get(p.document_id, '')} {p.text}") for p in passages]
    texts = ((i, library.document(i).text) for i in sorted(titles))
    return [_Unit(i, Span(0, len(text)), f"{titles[i]} {text}") for i, text in texts]
