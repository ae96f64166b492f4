"""Sentences: every character in one, and the stops that are not ends."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BlockKind, Reader, Source, Span
from corpus.errors import CitewellError
from corpus.reading import RawBlock, Reading, assemble, marked
from corpus.sentences import sentences_in, sentences_of
from evals.sentences import BUILT_IN, read_gold, score

CASES = [
    ["Pain fell by 1.2 points (95% CI 0.3 to 1.9; P = .03).", "Dr. Osei et al. (Fig. 2) saw none."],
    ["We used 5 mg vs. 10 mg.", "Neither worked."],
    ["Treatments, e.g. epidurals, were given i.v. by staff.", "All survived."],
    ["This is in regular use.7", "The question is whether it helps.12,13", "It may."],
    ["Many advise against it.12345", "A new series came.", "It teaches them.131415", "For now."],
    ["The odds ratio was 0.7", "Numbers as 0.7 The end."][1:],
    ["Did it help?", "No!", "It did not."],
    ["It was reported [12].", "Others disagree.[13,14]", "So do we."],
    ["J. K. Marlow wrote it.", "She was sure."],
    ["mRNA was raised.", "pH was not.", "eGFR fell."],
    ["It costs $3.50 in the U.S. and 4 euros in France.", "That is all."],
    ["They lacked vitamin B.", "Then came vitamin C."],
    ["One (see Smith et al.) said so.", "Another (P<.001.) did not."],
    ["No. 5 was late, approx. 3 h, cf. Table 2.", "The rest came."],
    ["i get paid by the hour.", "It’s a racket"],
    ["He said: “It works.”", "She did not."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda s: s[0][:30])
def test_known_boundaries(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [s.of(text) for s in sentences_of(text)] == sentences


@given(st.text(alphabet="aB .!?3,()\n\t[]’”-…é", max_size=200))
def test_every_character_lies_in_one_sentence(text: str) -> None:
    spans = list(sentences_of(text))
    assert "".join("".join(s.of(text) for s in spans).split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.of(text) == s.of(text).strip() and len(s) for s in spans)


def test_the_built_in_boundaries_are_found() -> None:
    scores = score(read_gold(BUILT_IN))
    assert scores.recall.n >= 300
    assert scores.f1 >= 0.98


def test_a_boundary_that_is_missed_or_made_up_is_counted() -> None:
    scores = score(["One is here. ⏎ two is there.", "It was Dr. ⏎ Weber.", "All ended. ⏎ Then it began."])
    assert (scores.precision.hits, scores.precision.n) == (1, 1)
    assert (scores.recall.hits, scores.recall.n) == (1, 3)
    assert scores.wrong == ("One is here. two is there.", "It was Dr. Weber.")


def test_a_faulty_line_of_gold_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "A."}\n[]\n', encoding="utf-8")
    with pytest.raises(CitewellError, match=r"gold\.jsonl line 2"):
        read_gold(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"It is in use.{marked('a', ['a'])} The rest is not.", ["It is in use.a", "The rest is not."]),
        (f"It is in use. {marked('1204', ['1204'])} The rest is not.", ["It is in use. 1204", "The rest is not."]),
        (f"{marked('7', ['7'])} It is in use. So is this{marked('8', ['8'])}.", ["7 It is in use.", "So is this8."]),
    ],
)
def test_a_reference_mark_belongs_to_the_sentence_before_it(text: str, expected: list[str]) -> None:
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, "First."), RawBlock.of(BlockKind.PARAGRAPH, text)]
    document = assemble(Reading(blocks, Source("T"), Reader("test")), data=b"x", path="x.txt")
    found = [s.of(document.text) for _, s in sentences_in(document, Span(0, len(document.text)))]
    assert found == ["First.", *expected]


@pytest.mark.parametrize(
    ("piece", "length"),
    [("a. ", 1_000_000), ("(", 1_000_000), (".", 1_000_000)]
    + [(p, 200_000) for p in ("A. B. ", "1. ", "e.g. ", '." ', "No. 5 ", "vitamin C. ")],
)
def test_a_hostile_text_is_read_in_linear_time(piece: str, length: int) -> None:
    text = piece * (length // len(piece))
    begun = time.perf_counter()
    assert list(sentences_of(text))
    assert time.perf_counter() - begun < 30


def test_a_long_text_without_spaces_is_read_in_linear_time() -> None:
    assert len(list(sentences_of("a." * 200_000))) == 1
