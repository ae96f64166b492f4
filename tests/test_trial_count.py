"""How many were randomised is read where a report says it, and nothing is read where it says another number."""

from __future__ import annotations

import pytest

from corpus.document import Span
from corpus.trial_count import number_randomised, value_of


def count(*sentences: str) -> int | None:
    """The number that a report of these sentences states, none of them in an abstract."""
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    found = number_randomised(text, [], spans)
    if found is None:
        return None
    assert value_of(found.span.of(text)) == found.value
    return found.value


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Forty-two adults with sciatica were randomly allocated to heat or rest.", 42),
        ("One hundred and fifteen patients were randomised to water exercise or land exercise.", 115),
        ("Six hundred and ten adults with back pain were enrolled and randomly assigned to three groups.", 610),
        ("Two thousand three hundred women were randomised.", 2300),
        (
            "Cyclists who finished (N = 35) were randomized to a heat wrap (N = 17) or a sham wrap (N = 18).",
            35,
        ),
        ("One hundred thirty couples were randomized to a programme or a leaflet.", 130),
        ("A total of 105 (1-6 years) were randomly assigned into three groups.", 105),
        ("Of 123 patients who were assessed, 8 were excluded and 115 randomised.", 115),
        ("Of the 62 patients who were assessed for eligibility, 54 were randomized to one of the three blocks.", 54),
        ("We randomised 60 adults to heat (n = 30) or rest (n = 30).", 60),
        ("70 patients with sciatica (28 women, 42 men) were randomly divided into two groups (n = 35 each).", 70),
        ("A total of 2,061 patients were randomly assigned to heat (1,038) and placebo (1,023).", 2061),
        ("52 infants were included in this prospective, randomised study.", 52),
        ("This randomized trial was conducted on 76 patients with sciatica.", 76),
        ("A randomized trial of 35 patients with fractures was conducted from September 2010.", 35),
        ("Fifty patients with sciatica underwent randomization.", 50),
        ("This trial examined 57 survivors with poor sleep, randomly assigned to receive one of three courses.", 57),
        ("48 of 60 patients were randomised.", 48),
        ("The study included 250 women with sciatica who were randomised to heat or rest.", 250),
    ],
)
def test_a_stated_number_is_read(sentence: str, number: int) -> None:
    assert count(sentence) == number


@pytest.mark.parametrize(
    "sentence",
    [
        "A total of 68 patients were assessed for eligibility and randomised later.",
        "Sixty patients in each group will be randomised.",
        "To find a difference, 80 patients had to be randomised.",
        "Twenty patients were randomised to walking.",
        "350 patients were randomly assigned to heat and 320 to rest.",
        "We randomly assigned 350 patients to heat and 320 to rest.",
        "Of those, 267 subjects were not randomized.",
        "In another study, 23 patients were randomised to heat or rest.",
        "In the trial 9221, patients were randomised to heat or rest.",
        "Recruited between November 2007 and April 2010, adult patients were randomised to heat or rest.",
        "After up to 31 days, patients were randomised to heat or rest.",
        "Nine patients and 11 healthy subjects were randomly assigned to heat or rest.",
        "Totals of 393 and 91 patients were randomised in the two trials.",
        "In all, 23, 16 and 21 patients were randomised to heat, cold and rest.",
        "Lessons were held in groups of four to nine children as children were randomly assigned to classes.",
        "Eight-nine children were randomly assigned to heat or rest.",
        "120 practices were randomised to training or none.",
    ],
)
def test_another_number_is_not_taken_for_it(sentence: str) -> None:
    assert count(sentence) is None


def test_those_enrolled_count_where_the_groups_add_up_to_them() -> None:
    groups = "Patients were randomised to heat (n = 31) or rest (n = 29)."
    assert count("Sixty adults were enrolled.", groups) == 60
    assert count("Seventy adults were enrolled.", groups) is None
    assert count("Sixty adults completed the study and were included in the final analysis.", groups) is None


def test_of_two_numbers_none_is_taken_unless_the_groups_tell_which() -> None:
    first, second = "40 women were randomised to heat or rest.", "64 women were randomised to heat or rest."
    assert count(first, second) is None
    assert count(first, second, "They had heat (n = 33) or rest (n = 31) in two groups.") == 64


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,184", 1184),
        ("One hundred and twelve", 112),
        ("Three-hundred-and-seven", 307),
        ("eight-nine", None),
        ("3.5", None),
    ],
)
def test_words_and_digits_have_one_value(words: str, value: int | None) -> None:
    assert value_of(words) == value
