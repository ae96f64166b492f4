"""Are the right documents and passages ranked first? Reckoned by `ir_measures`; every value is in [0, 1].

Judgements are spans of documents. A passage is right if it covers more than half of a gold span; where passages are cut
so that none does, the one that covers most of it is. So other cuts of the same texts are scored by the same judgements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import AP, RR, P, Qrel, R, ScoredDoc, Success, nDCG
from ir_measures.measures import Measure as IrMeasure

from corpus.document import Span
from evals.measures.measure import Measure, Scores

_IR = "Reckoned by ir_measures (MacAvaney, Macdonald and Ounis, ECIR 2022)."
_DOCUMENTS: dict[str, IrMeasure] = {
    "nDCG@10": nDCG @ 10,
    "RR@10": RR @ 10,
    "AP@100": AP @ 100,
    "P@10": P @ 10,
    "R@10": R @ 10,
    "R@100": R @ 100,
}
_PASSAGES: dict[str, IrMeasure] = {
    "right passage first": Success @ 1,
    "right passage in five": Success @ 5,
    "passage nDCG@10": nDCG @ 10,
    "passage R@10": R @ 10,
}
MEASURES = (
    Measure("nDCG@10", "higher", f"Normalised discounted gain of the first ten documents, in [0, 1]. {_IR}"),
    Measure("RR@10", "higher", f"1 / rank of the first right document among ten, else 0 (its mean is MRR). {_IR}"),
    Measure("AP@100", "higher", f"Average precision over the first hundred documents (its mean is MAP). {_IR}"),
    Measure("P@10", "higher", f"Share of the first ten documents that are right. {_IR}"),
    Measure("R@10", "higher", f"Share of the right documents among the first ten. {_IR}"),
    Measure("R@100", "higher", f"Share of the right documents among the first hundred. {_IR}"),
    Measure("right passage first", "higher", "Share of questions whose first passage covers a gold span.", share=True),
    Measure(
        "right passage in five",
        "higher",
        "Share of questions where one of five passages covers a gold span.",
        share=True,
    ),
    Measure("passage nDCG@10", "higher", f"nDCG of the first ten passages, graded as the spans they cover. {_IR}"),
    Measure("passage R@10", "higher", f"Share of the right passages among the first ten. {_IR}"),
)


def document_scores(ranked: Sequence[str], judged: Mapping[str, int]) -> Scores:
    """How the documents of one question are ranked.

    Args:
        ranked: Documents best first, one for each passage; a document counts where it stands first.
        judged: Grades by document; over 0 is right. Without a right one nothing can be scored.
    """
    return _scores(_DOCUMENTS, list(dict.fromkeys(ranked)), judged)


def passage_scores(ranked: Sequence[str], right: Mapping[str, int]) -> Scores:
    """How the passages of one question are ranked; see `right_passages`."""
    return _scores(_PASSAGES, ranked, right)


def right_passages(passages: Iterable[tuple[str, Span]], gold: Iterable[tuple[Span, int]]) -> dict[str, int]:
    """The passages of one document that are right, with the highest grade of the gold spans they cover.

    Args:
        passages: Ids and spans; they do not overlap.
        gold: Spans of the same document and their grades.
    """
    held = list(passages)
    right: dict[str, int] = {}
    for span, grade in gold:
        shared = {i: min(p.end, span.end) - max(p.start, span.start) for i, p in held if p.meets(span)}
        if not shared:
            continue
        most = max(shared, key=lambda i: (shared[i], i))
        right[most] = max(grade, right.get(most, grade))
    return right


def _scores(measures: Mapping[str, IrMeasure], ranked: Sequence[str], judged: Mapping[str, int]) -> Scores:
    if not any(grade > 0 for grade in judged.values()):
        return dict.fromkeys(measures)
    qrels = [Qrel("q", name, grade) for name, grade in judged.items()]
    # By rank alone, as ties between equal scores would be broken by name.
    run = [ScoredDoc("q", name, 1 / rank) for rank, name in enumerate(ranked, start=1)]
    if not run:
        return dict.fromkeys(measures, 0.0)
    values = ir_measures.calc_aggregate(list(measures.values()), qrels, run)
    return {name: float(values[measure]) for name, measure in measures.items()}
