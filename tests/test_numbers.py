"""Numbers in every form in which journals print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import numbers_in, value_of


def read(text: str) -> list[float]:
    return [n.value for n in numbers_in(text)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("MD −3.4 (95% CI −5.1 to −1.7)", [-3.4, 95, -5.1, -1.7]),
        ("0·35 and 0,35", [0.35, 0.35]),
        ("1,234 and 1,234.5 and 1.234,5 and 12 345", [1234, 1234.5, 1234.5, 12345]),
        ("0.23,1.45", [0.23, 1.45]),
        ("weeks 2,4,6 and 8", [2, 4, 6, 8]),
        ("p = .03 and P<.001", [0.03, 0.001]),
        ("(–3.4, –1.2) and 0.35−0.9 and −5.1–−1.7", [-3.4, -1.2, 0.35, 0.9, -5.1, -1.7]),
        ("(- 3.4 to - 1.2)", [-3.4, -1.2]),
        ("1.2 × 10−5, 2 × 10⁻³ and 3e-4", [1.2e-5, 2e-3, 3e-4]),
        ("67‒90.5%", [67, 90.5]),
        ("in 2015 120 patients", [2015, 120]),
    ],
)
def test_a_number_is_read_as_printed(text: str, values: list[float]) -> None:
    assert read(text) == pytest.approx(values)


@pytest.mark.parametrize(
    "text",
    [
        "L4-5, SF-36 and COVID-19",
        "in the first year12 and use.7 The",
        "doi 10.1136/bmj.r179",
        "on 2010-05-12",
        "the 3rd",
        "1.2.3",
    ],
)
def test_figures_of_names_marks_and_addresses_are_no_numbers(text: str) -> None:
    assert read(text) == []


MINUS = st.sampled_from("-−–‐‑﹣－")
POINT = st.sampled_from(".·,∙")
GAP = st.sampled_from(["", ",", " ", "\u00a0", "\u2009", "\u202f", "'", "’"])


@given(st.integers(0, 9_999_999), st.text("0123456789", min_size=0, max_size=4), st.booleans(), MINUS, POINT, GAP)
def test_every_printed_form_comes_back_as_its_value(
    whole: int, fraction: str, negative: bool, minus: str, point: str, gap: str
) -> None:
    if point == "," and (gap or len(fraction) == 3):
        point = "."  # "1,234,5" is printed nowhere, and "1,234" is a thousand
    digits = f"{whole:,}".replace(",", gap) + (point + fraction if fraction else "")
    printed = (minus if negative else "") + digits
    for text in (f"was {printed} points", f"({printed})", f"={printed};", printed):
        (found,) = numbers_in(text)
        assert found.span.of(text) == printed
        assert found.value == (-1 if negative else 1) * float(f"{whole}.{fraction or 0}")


@given(st.text("0123456789.,·−-–×x e^()%abc\u00a0⁻¹", max_size=60))
def test_any_text_is_read_in_order_and_without_overlap(text: str) -> None:
    end = 0
    for number in numbers_in(text):
        assert number.span.start >= end
        assert number.value == value_of(number.span.of(text))
        end = number.span.end
