"""Sentences: every character in one, and the stops that are not ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences_of

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


def test_a_long_text_without_spaces_is_read_in_linear_time() -> None:
    assert len(list(sentences_of("a." * 200_000))) == 1
