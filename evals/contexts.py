"""The text around cited and gold places, kept with a run so that a report can show them where they stand."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from evals.outcomes import Context, Place

MARGIN = 240
"""Code points kept before and after a place."""


def contexts_of(document: str, text: str, spans: Iterable[Span], *, margin: int = MARGIN) -> tuple[Context, ...]:
    """Slices of `text` that hold every span with `margin` code points on both sides, in order, none touching another.

    A slice begins and ends between words where there is white space within `margin`.

    Args:
        document: The document's id in the set.
        text: Its text, which the spans are code points of.
    Raises:
        ValueError: A span ends past the text.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if span.end > len(text):
            raise ValueError(f"{document}: a place ends at {span.end}, past the {len(text)} characters of its text")
        wider = _between_words(text, span, margin)
        if merged and wider.start <= merged[-1].end:
            wider = Span(merged[-1].start, max(merged[-1].end, wider.end))
            merged.pop()
        merged.append(wider)
    return tuple(Context(document=document, start=s.start, text=s.of(text)) for s in merged)


def _between_words(text: str, span: Span, margin: int) -> Span:
    """The span with its margins, these shortened to whole words."""
    start, end = max(0, span.start - margin), min(len(text), span.end + margin)
    if start > 0 and not text[start - 1].isspace():
        start = next((i + 1 for i in range(start, span.start) if text[i].isspace()), start)
    if end < len(text) and not text[end].isspace():
        end = next((i for i in range(end - 1, span.end - 1, -1) if text[i].isspace()), end)
    return Span(start, end)


def words_at(contexts: Iterable[Context], place: Place) -> str | None:
    """The text of a place, from the slices kept; None where none holds it whole."""
    for context in contexts:
        start = place.start - context.start
        if context.document == place.document and start >= 0 and place.end - context.start <= len(context.text):
            return context.text[start : place.end - context.start]
    return None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it lies in a gold place and in a cited one."""

    text: str
    gold: bool
    cited: bool


def pieces_of(context: Context, gold: Sequence[Span], cited: Sequence[Span]) -> Iterator[Piece]:
    """Cut a kept slice where gold and cited places begin and end; put together the pieces are the slice.

    Args:
        gold: Places in the slice's document, in its code points; what lies outside the slice is passed over.
        cited: The same of cited places.
    """
    start, end = context.start, context.start + len(context.text)
    edges = {start, end, *(e for s in (*gold, *cited) for e in (s.start, s.end) if start < e < end)}
    for a, b in itertools.pairwise(sorted(edges)):
        one = Span(a, b)
        text = context.text[a - start : b - start]
        yield Piece(text, any(g.covers(one) for g in gold), any(c.covers(one) for c in cited))
