"""The text kept around gold and cited places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from evals.contexts import Piece, contexts_of, pieces_of
from evals.outcomes import Context

TEXT = "Rest did not help. Walking helped a little. Heat helped. Nothing else was tried by anyone."


def test_a_place_is_kept_with_whole_words_around_it() -> None:
    (context,) = contexts_of("d1", TEXT, [Span(19, 43)], margin=9)
    assert context.document == "d1"
    # Nine code points before lie inside "not", nine after inside "helped": both are left out.
    assert context.text == "help. Walking helped a little. Heat"
    assert TEXT[context.start :].startswith(context.text)


def test_places_whose_surroundings_meet_are_kept_once() -> None:
    assert [c.text for c in contexts_of("d1", TEXT, [Span(44, 55), Span(0, 17)], margin=300)] == [TEXT]
    assert len(contexts_of("d1", TEXT, [Span(44, 55), Span(0, 17)], margin=3)) == 2
    assert contexts_of("d1", TEXT, []) == ()


def test_a_place_past_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="d1: a place ends at 91, past the 90"):
        contexts_of("d1", TEXT, [Span(80, 91)])


@given(st.text(alphabet="ab é\n", min_size=1, max_size=60), st.data())
def test_every_place_lies_in_exactly_one_slice_of_the_text(text: str, data: st.DataObject) -> None:
    edges = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edges, edges).filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p))))
    kept = contexts_of("d1", text, pairs, margin=data.draw(st.integers(0, 10)))
    for context in kept:
        assert text[context.start : context.start + len(context.text)] == context.text
    for span in pairs:
        assert sum(c.start <= span.start and span.end <= c.start + len(c.text) for c in kept) == 1


def test_gold_and_cited_words_are_cut_where_they_begin_and_end() -> None:
    context = Context(document="d", start=10, text="abcdefghij")
    pieces = list(pieces_of(context, [Span(12, 16)], [Span(14, 18), Span(0, 11)]))
    assert pieces == [
        Piece("a", False, True),
        Piece("b", False, False),
        Piece("cd", True, False),
        Piece("ef", True, True),
        Piece("gh", False, True),
        Piece("ij", False, False),
    ]
