"""The first passages of a search, read by the evidence reader with their titles and sections and ordered anew.

How a passage is found and how it reads are mixed: alone, the reader ranks whole abstracts worse than words do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from corpus.document import Passage
from index.reader import EvidenceReader
from index.retrieve import ScoredPassage
from index.tuning import DEFAULT, Retrieval

RERANKED = 20
"""Passages read; the rest stay behind them as they were found."""


def reranked(
    query: str,
    found: Sequence[ScoredPassage],
    reader: EvidenceReader,
    title_of: Callable[[str], str],
    *,
    cosines: Mapping[str, float],
    words: Mapping[str, float],
    depth: int = RERANKED,
    tuning: Retrieval = DEFAULT,
) -> list[ScoredPassage]:
    """The same passages, the first `depth` of them ordered anew, best first.

    A passage's score is made of its relevance, its cosine and its BM25 score, each put to [0, 1] over those read, by
    the shares of `tuning`. Ties keep the order they were found in; those not read keep their own scores.

    Args:
        found: Best first.
        title_of: The title of the document with an id.
        cosines: Of the query and each passage, by its id; the least of them counts for one without.
        words: BM25 scores likewise, higher is better.
        depth: How many are read; none if 0.
        tuning: The shares.
    """
    read = list(found[:depth])
    if len(read) < 2:
        return list(found)
    texts = [_as_read(p.passage, title_of(p.passage.document_id)) for p in read]
    relevance = np.asarray(reader.read(query, texts).relevance, np.float32)
    scores = tuning.reader_share * _stretched(relevance) + tuning.meaning_share * _known(read, cosines)
    scores += tuning.words_share * _known(read, words)
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    first = [
        replace(read[i], score=float(scores[i]), rank=rank, stage="reranked") for rank, i in enumerate(order, start=1)
    ]
    return [*first, *found[depth:]]


def _known(read: Sequence[ScoredPassage], scores: Mapping[str, float]) -> npt.NDArray[np.float32]:
    least = min((scores[p.passage.id] for p in read if p.passage.id in scores), default=0.0)
    return _stretched(np.array([scores.get(p.passage.id, least) for p in read], np.float32))


def _as_read(passage: Passage, title: str) -> str:
    """A passage with its title and section before it; a text that begins with its title is not given it twice."""
    head = "" if passage.text.startswith(title) else f"{title} "
    section = f"{passage.section}: " if passage.section and passage.section != title else ""
    return f"{head}{section}{passage.text}"


def _stretched(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Values put to [0, 1], the least to 0 and the greatest to 1; all 0 where they are alike."""
    spread = float(values.max() - values.min())
    return np.asarray((values - values.min()) / spread if spread else np.zeros_like(values), np.float32)
