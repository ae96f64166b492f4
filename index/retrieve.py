"""A query to ranked passages: vectors and words, fused."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.document import Passage, SourceType
from corpus.store import Store
from index.dense import Vectors
from index.embed import Vectors as Matrix
from index.fuse import reciprocal_rank_fusion
from index.lexical import Words
from index.tuning import Retrieval


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found; an empty field limits nothing."""

    source_types: frozenset[SourceType] = field(default_factory=frozenset)
    year_from: int | None = None
    year_to: int | None = None
    document_ids: frozenset[str] = field(default_factory=frozenset)

    def sql(self) -> tuple[str, list[object]]:
        """As a condition on passage `p` and document `d`, with its values; an empty condition limits nothing."""
        conditions: list[str] = []
        values: list[object] = []
        for column, chosen in (("p.source_type", self.source_types), ("p.document_id", self.document_ids)):
            if chosen:
                conditions.append(f"{column} IN ({','.join('?' * len(chosen))})")
                values += sorted(str(c) for c in chosen)
        for sign, year in ((">=", self.year_from), ("<=", self.year_to)):
            if year is not None:
                conditions.append(f"d.year {sign} ?")
                values.append(year)
        return " AND ".join(conditions), values


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage as a search found it; `rank` counts from 1, `stage` names the search."""

    passage: Passage
    score: float
    rank: int
    stage: str


def retrieve(
    query: str,
    vector: Matrix,
    *,
    store: Store,
    vectors: Vectors,
    words: Words,
    k: int,
    filters: Filters,
    tuning: Retrieval,
) -> list[ScoredPassage]:
    """The `k` passages nearest to a query, whose vector is given, by meaning and by words, best first."""
    where, values = filters.sql()
    among = store.passage_ids(where, values) if where else None
    depth = max(tuning.depth, k)
    dense = vectors.search(vector, depth, among)
    lexical = words.search(query, depth, where, values)
    fused = reciprocal_rank_fusion(
        [dense, lexical], k=tuning.damping, weights=(tuning.meaning_weight, tuning.words_weight)
    )
    passages = store.passages_by_id([i for i, _ in fused[: 2 * k]])
    found = [(passages[i], score) for i, score in fused if i in passages][:k]
    return [ScoredPassage(p, score, rank, "fused") for rank, (p, score) in enumerate(found, start=1)]
