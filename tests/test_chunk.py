"""Passages: slices of their document that leave nothing out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunk import LIMIT, passages_of
from corpus.document import BlockKind, Document, Reader, Source, SourceType
from corpus.reading import Piece, RawBlock, RawPart, Reading, assemble

_PROSE = st.text(alphabet="abcDE .,;?!1µé\u00a0\n\t-ﬁ\u00ad", min_size=1, max_size=300)
_BLOCKS = st.lists(
    st.builds(
        lambda kind, texts, level, part: RawBlock(kind, tuple(Piece(t, p) for t, p in texts), level, part),
        st.sampled_from(list(BlockKind)),
        st.lists(st.tuples(_PROSE, st.just(0)), min_size=1, max_size=3),
        st.integers(1, 3),
        st.just(None),
    ),
    max_size=12,
)


def _document(blocks: list[RawBlock], labels: tuple[str, ...] = (), parts: tuple[RawPart, ...] = ()) -> Document:
    anchor = RawBlock.of(BlockKind.PARAGRAPH, "Anchor.", page=1 if labels else 0)
    reading = Reading([anchor, *blocks], Source("T"), Reader("test"), labels, parts)
    return assemble(reading, data=b"x", path="t.txt")


@settings(max_examples=200)
@given(_BLOCKS)
def test_every_passage_is_its_slice_and_no_character_is_lost(blocks: list[RawBlock]) -> None:
    document = _document(blocks)
    passages = passages_of(document)
    assert all(p.text == document.text[p.span.start : p.span.end] for p in passages)
    assert all(a.span.end <= b.span.start for a, b in pairwise(passages))
    assert "".join("".join(p.text for p in passages).split()) == "".join(document.text.split())
    assert all(0 < len(p.text) <= LIMIT for p in passages)


def test_a_sentence_longer_than_the_limit_is_cut_at_white_space() -> None:
    document = _document([RawBlock.of(BlockKind.PARAGRAPH, "word " * 2000)])
    assert all(len(p.text) <= LIMIT and not p.text.startswith("ord") for p in passages_of(document))


def test_a_passage_keeps_to_one_section_and_carries_its_heading() -> None:
    blocks = [
        RawBlock.of(BlockKind.HEADING, "Methods", level=1),
        RawBlock.of(BlockKind.PARAGRAPH, "We asked people."),
        RawBlock.of(BlockKind.HEADING, "Results", level=1),
        RawBlock.of(BlockKind.PARAGRAPH, "They answered."),
    ]
    found = [(p.section, p.text) for p in passages_of(_document(blocks))]
    assert found == [
        ("", "Anchor."),
        ("Methods", "Methods\n\nWe asked people."),
        ("Results", "Results\n\nThey answered."),
    ]


def test_a_part_of_another_kind_has_passages_of_its_own() -> None:
    part = RawPart(SourceType.EDITORIAL, "stands under the rubric Editorials", "On knees", ("E Thorne",))
    blocks = [
        RawBlock.of(BlockKind.PARAGRAPH, "Knees are over-injected, says the editor.", part=0),
        RawBlock.of(BlockKind.PARAGRAPH, "I do not agree at all."),
    ]
    kinds = {p.text: p.source_type for p in passages_of(_document(blocks, parts=(part,)))}
    assert kinds["Knees are over-injected, says the editor."] is SourceType.EDITORIAL
    assert kinds["I do not agree at all."] is SourceType.OTHER


def test_references_do_not_share_a_passage_with_prose() -> None:
    blocks = [RawBlock.of(BlockKind.REFERENCE, "1. Abara C. Knees. 2019."), RawBlock.of(BlockKind.PARAGRAPH, "Thanks.")]
    assert [p.text for p in passages_of(_document(blocks))] == ["Anchor.", "1. Abara C. Knees. 2019.", "Thanks."]


def test_a_paragraph_that_runs_over_a_page_break_keeps_both_pages() -> None:
    block = RawBlock(BlockKind.PARAGRAPH, (Piece("The pain was con-", 1), Piece("stant and severe.", 2)))
    document = _document([block], labels=("xi", "xii"))
    passage = passages_of(document)[-1]
    assert "The pain was constant and severe." in passage.text
    assert (passage.first_page, passage.last_page) == ("xi", "xii")
    start = document.text.index("constant")
    assert document.page_at(start).label == "xi"  # type: ignore[union-attr]
    assert document.page_at(document.text.index("severe")).label == "xii"  # type: ignore[union-attr]
