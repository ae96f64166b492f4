"""Cited places beside gold ones: by character, by sentence, and whether they meet at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.sentences import sentences_in
from evals.measures.measure import Measure, Scores

SpansOf = Mapping[str, Sequence[Span]]
"""Spans by the document they stand in."""
_GOLD = "Gold are all spans that the set marks for the question; an abstention finds none of them."
MEASURES = (
    Measure("gold hit", "higher", "Share of answerable questions where a claim cites a character of gold.", share=True),
    Measure("first claim right", "higher", "Share of answerable questions whose first claim cites gold.", share=True),
    Measure("sentence precision", "higher", "Share of the cited sentences that are gold, in [0, 1]."),
    Measure("sentence recall", "higher", f"Share of the gold sentences that are cited, in [0, 1]. {_GOLD}"),
    Measure("sentence F1", "higher", "Harmonic mean of the two, in [0, 1]; 0 where nothing gold is cited."),
    Measure("character precision", "higher", "Share of the cited characters that are gold, in [0, 1]."),
    Measure("character recall", "higher", f"Share of the gold characters that are cited, in [0, 1]. {_GOLD}"),
    Measure("character F1", "higher", "Harmonic mean of the two, in [0, 1]; 0 where nothing gold is cited."),
    Measure(
        "quoted to needed",
        "lower",
        "Locality: characters of the citations that meet gold, for each gold character in them; 1 is best.",
    ),
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two sets of places agree, each in [0, 1]; precision is None where nothing is cited."""

    precision: float | None
    recall: float
    f1: float


def overlap(cited: int, gold: int, both: int) -> Overlap:
    """Precision, recall and F1 of counts.

    Raises:
        ValueError: Nothing is gold, or more is shared than there is.
    """
    if not 0 <= both <= min(cited, gold) or not gold:
        raise ValueError(f"an overlap needs gold, and no more than there is, not {both} of {cited} and {gold}")
    return Overlap(both / cited if cited else None, both / gold, 2 * both / (cited + gold))


def by_character(cited: SpansOf, gold: SpansOf) -> Overlap:
    """Compare the code points of cited and gold spans; each counts once however often it is cited."""
    cited_points, gold_points = _points(cited), _points(gold)
    return overlap(len(cited_points), len(gold_points), len(cited_points & gold_points))


def by_sentence(cited: SpansOf, gold: SpansOf, document_of: Callable[[str], Document]) -> Overlap | None:
    """Compare sentences. One belongs to a span that shares more than half of the shorter of the two.

    None where no sentence is gold, as in text that has none.
    """
    cited_sentences, gold_sentences = _sentences(cited, document_of), _sentences(gold, document_of)
    if not gold_sentences:
        return None
    return overlap(len(cited_sentences), len(gold_sentences), len(cited_sentences & gold_sentences))


def quoted_to_needed(cited: SpansOf, gold: SpansOf) -> float | None:
    """Characters of the cited spans that meet gold, divided by the gold characters in them; None where none does."""
    meeting = {d: [s for s in spans if meets(d, s, gold)] for d, spans in cited.items()}
    quoted = _points(meeting)
    needed = quoted & _points(gold)
    return len(quoted) / len(needed) if needed else None


def meets(document: str, span: Span, gold: SpansOf) -> bool:
    """True if the span shares a code point with a gold span of the document."""
    return any(span.meets(g) for g in gold.get(document, ()))


def place_scores(claims: Sequence[SpansOf], gold: SpansOf, document_of: Callable[[str], Document]) -> Scores:
    """Every measure of this module for one answerable question.

    Args:
        claims: What each claim cites, in the order shown; none for an abstention.
        gold: Without any nothing can be scored.
        document_of: A document by its name in `claims` and `gold`.
    """
    if not any(gold.values()):
        return {m.name: None for m in MEASURES}
    right = [any(meets(d, s, gold) for d, spans in claim.items() for s in spans) for claim in claims]
    cited = _together(claims)
    sentences, characters = by_sentence(cited, gold, document_of), by_character(cited, gold)
    return {
        "gold hit": float(any(right)),
        "first claim right": float(any(right[:1])),
        "sentence precision": sentences.precision if sentences else None,
        "sentence recall": sentences.recall if sentences else None,
        "sentence F1": sentences.f1 if sentences else None,
        "character precision": characters.precision,
        "character recall": characters.recall,
        "character F1": characters.f1,
        "quoted to needed": quoted_to_needed(cited, gold),
    }


def _together(claims: Iterable[SpansOf]) -> dict[str, list[Span]]:
    cited: dict[str, list[Span]] = {}
    for claim in claims:
        for document, spans in claim.items():
            cited.setdefault(document, []).extend(spans)
    return cited


def _points(spans: SpansOf) -> set[tuple[str, int]]:
    return {(d, i) for d, held in spans.items() for s in held for i in range(s.start, s.end)}


def _sentences(spans: SpansOf, document_of: Callable[[str], Document]) -> set[tuple[str, int]]:
    return {(d, s.start) for d, held in spans.items() for span in held for s in _sentences_of(document_of(d), span)}


def _sentences_of(document: Document, span: Span) -> Iterator[Span]:
    for _, sentence in sentences_in(document, span):
        shared = min(sentence.end, span.end) - max(sentence.start, span.start)
        if 2 * shared > min(len(sentence), len(span)):
            yield sentence
