"""The two sides of a randomised comparison, as slices, the control as the comparator."""

from __future__ import annotations

import pytest

from corpus.document import Span
from corpus.trial_arms import arms_of


def sides(sentence: str, title: str = "Backs") -> tuple[str, str] | None:
    text = f"{title}\n{sentence}"
    arms = arms_of(text, Span(0, len(title)), [Span(len(title) + 1, len(text))])
    return (arms.intervention.of(text), arms.comparator.of(text)) if arms else None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Adults were randomised to heat wraps or rest.", ("heat wraps", "rest")),
        (
            "We randomised 60 adults with new back pain to receive either naproxen (n = 30) or ibuprofen (n = 30).",
            ("naproxen", "ibuprofen"),
        ),
        (
            "They were randomised into 2 groups to get either 0.5% lidocaine (group A) or 0.25% bupivacaine (group B).",
            ("0.5% lidocaine", "0.25% bupivacaine"),
        ),
        (
            "Adults were randomly assigned to naproxen 250 mg, naproxen 500 mg, or placebo for 6 weeks.",
            ("naproxen 250 mg, naproxen 500 mg", "placebo"),
        ),
        ("Adults were randomised to placebo, naproxen, or ibuprofen.", ("naproxen, or ibuprofen", "placebo")),
        ("Adults were randomised to either placebo or naproxen.", ("naproxen", "placebo")),
        (
            "They were randomly assigned to the treatment group (with heat wraps at night) or the control group.",
            ("with heat wraps at night", "control group"),
        ),
        (
            "Subjects were randomised to an eight week course of group exercise (16 subjects) or a control group.",
            ("eight week course of group exercise", "control group"),
        ),
        ("Adults were randomised to rest alone or rest plus heat for a week.", ("rest plus heat", "rest alone")),
        ("Adults were randomised to a leaflet (control arm) or heat (treatment arm).", ("heat", "leaflet")),
        ("Adults were randomised in a 1:1 ratio to gel 1% (n=102) or placebo (n=103).", ("gel 1%", "placebo")),
        ("Adults were randomised to surgery or rest, according to a list.", ("surgery", "rest")),
    ],
)
def test_a_sentence_that_randomises_names_both(sentence: str, expected: tuple[str, str]) -> None:
    assert sides(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Adults were randomised to intervention or control.",
        "Practices were allocated to either ‘intervention’ or ‘control group’.",
        "Adults were randomised to naproxen, ibuprofen, or aspirin.",
        "Practices were randomly allocated to blind providers to the treatment or not.",
        "Adults were randomised in a 1:1 ratio to one of two arms or none.",
    ],
)
def test_what_names_no_treatment_is_no_side(sentence: str) -> None:
    assert sides(sentence) is None


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("Heat wraps versus rest for back pain: a trial", "x", ("Heat wraps", "rest")),
        ("Randomised trial of naproxen compared with placebo in sciatica", "x", ("naproxen", "placebo")),
        ("Comparative effects of heat and rest on sciatica", "x", ("heat", "rest")),
        ("Effect of vitamin D on back pain", "This was a placebo-controlled trial.", ("vitamin D", "placebo")),
        ("Heat has better effects than rest compared with cold", "x", None),
    ],
)
def test_a_title_names_both(title: str, sentence: str, expected: tuple[str, str] | None) -> None:
    assert sides(sentence, title) == expected
