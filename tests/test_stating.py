"""What a sentence states is told from what it merely did, and what a question wants from what it does not."""

from __future__ import annotations

import pytest

from assistant.question import understand
from assistant.stating import (
    answers_with_result,
    asks_result,
    asks_use,
    counts_nothing,
    leaves_untold,
    names_no_harm,
    tells_asked,
    tells_no_result,
)


@pytest.mark.parametrize(
    "text",
    [
        "A value error in Figure 2 of the trial report was corrected in May 2019.",
        "Patients with chronic low back pain suitable for yoga were invited to participate.",
        "One hundred and ten outpatients were randomly allocated to two groups.",
        "As part of a large trial of yoga, we sought to identify subgroups that responded.",
        "Yoga is widely used for back pain.",
        "Further trials of yoga in older adults are needed.",
    ],
)
def test_what_was_done_or_misprinted_is_no_result(text: str) -> None:
    assert tells_no_result(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 12 points more with yoga than with usual care (p = 0.01).",
        "Adults randomised to yoga had less pain at 12 weeks.",
        "There was no difference in disability between the groups.",
        "Forty patients were randomised; the mean difference in pain was 1.2 (95% CI 0.4 to 2.0).",
    ],
)
def test_a_result_stays_a_result(text: str) -> None:
    assert not tells_no_result(text)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Does yoga help chronic low back pain?", True),
        ("What did the ALDER trial find about yoga?", True),
        ("How many patients were randomised in the ALDER trial?", False),
        ("Who was excluded from the ALDER trial?", False),
        ("What is yoga?", False),
    ],
)
def test_only_what_was_found_answers_a_question_for_it(question: str, wanted: bool) -> None:
    assert asks_result(understand(question)) is wanted


def test_what_a_trial_found_is_answered_by_its_result_rather_than_its_design() -> None:
    asked = understand("What did the ALDER trial find about yoga?")
    assert answers_with_result(asked, "In the ALDER trial the difference in pain was -0.4 points on a 10-point scale.")
    assert not answers_with_result(asked, "The ALDER trial was open label.")


def test_a_cost_is_told_by_money_only() -> None:
    asked = understand("How much does an epidural cost?")
    assert not tells_asked(asked, "The epidural study compared 154 people with 453.", set())
    assert tells_asked(asked, "An epidural is billed at $900.", set())


def test_a_difference_between_two_illnesses_asks_what_they_are_and_for_no_effect() -> None:
    asked = understand("What is the difference between axial and radicular pain?")
    assert asked.asks_definition
    assert not asked.asks_effect
    assert understand("What is the difference between yoga and exercise in pain?").asks_effect


def test_harms_are_answered_by_harms() -> None:
    asked = understand("What are the risks of denervation?")
    assert names_no_harm(asked, "In the review of denervation 13 trials (56%) were at low risk of bias.")
    assert not names_no_harm(asked, "Numbness followed denervation in 4% of the patients.")
    assert leaves_untold(asked, "The summary of the review of denervation gives no safety data.")
    assert not leaves_untold(
        understand("What incidence of harm does the review give?"), "The review gives no incidence."
    )


def test_whether_a_treatment_is_of_use_is_asked_in_many_ways() -> None:
    for text in ("Is acupuncture useful for back pain?", "Are epidurals any good for stenosis?", "Does exercise help?"):
        assert asks_use(understand(text)), text
    for text in ("Does exercise reduce disability?", "Who pays for acupuncture?", "Is exercise better than rest?"):
        assert not asks_use(understand(text)), text


@pytest.mark.parametrize(
    ("question", "text", "nothing"),
    [
        ("How many recommendations are in the guideline?", "It has 39 recommendations.", False),
        ("How many recommendations are in the guideline?", "The 2017 recommendations were carried forward.", True),
        ("How many trials did they find?", "Twelve small trials were found.", False),
        ("How many trials did they find?", "Trials (n = 12) were found.", False),
        ("How many trials did they find?", "The trials were of low quality.", True),
        ("How many of the splints broke?", "Of the splints 12% broke.", False),
        ("Which trials did they find?", "The trials were of low quality.", False),
    ],
)
def test_a_count_is_answered_by_a_number_of_the_things(question: str, text: str, nothing: bool) -> None:
    assert counts_nothing(understand(question), text) is nothing
