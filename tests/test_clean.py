"""What cleaning mends, and what it leaves alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("eﬃcacy of the ﬁrst", "efficacy of the first"),
        ("treat\ufffement", "treatment"),
        ("treat-\ufffe\n ment", "treatment"),
        ("co\u00adoperate", "cooperate"),
        ("10\u00a0mg\u2009daily", "10 mg daily"),
        ("10² cells, µg", "10² cells, µg"),
        ("cafe\u0301", "café"),
        ("55Æ1 years (SD = 13Æ2), Ærø, 4 Æ 5", "55·1 years (SD = 13·2), Ærø, 4 Æ 5"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("a\r\nb\x00c", "a bc"),
        ("  spaced \n out ", "spaced out"),
    ],
)
def test_known_repairs(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_a_table_keeps_its_rows_and_cells() -> None:
    assert clean("Arm\tPain\r\n A \t 3.1 \n\n", keep_lines=True) == "Arm\tPain\nA \t 3.1"


@given(st.text(max_size=200), st.booleans())
def test_cleaning_twice_changes_nothing(text: str, keep_lines: bool) -> None:
    once = clean(text, keep_lines=keep_lines)
    assert clean(once, keep_lines=keep_lines) == once
    assert unicodedata.is_normalized("NFC", once)
