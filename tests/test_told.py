"""Which way an effect goes by the words of a text, from the side of what is asked about."""

from __future__ import annotations

import pytest

from index.told import Compared, asks_plainly, compared_in, denies, told_by

ASKED = Compared("pain", "epidural injection", "oral tablets")


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        (
            "With respect to leg pain, what is the reported difference between patients receiving an injection and "
            "those receiving saline?",
            Compared("leg pain", "an injection", "saline"),
        ),
        ("Does vitamin D reduce falls?", Compared("falls", "vitamin D")),
        ("Does exercise lead to less pain than rest?", Compared("pain", "exercise", "rest")),
        (
            "What is the effect of surgery on function, compared with exercise?",
            Compared("function", "surgery", "exercise"),
        ),
        ("Is pain lower after surgery than after rest?", Compared("pain", "surgery", "rest")),
        ("Walking distance: surgery versus exercise", Compared("Walking distance", "surgery", "exercise")),
        ("Are steroids safe?", Compared("Are steroids safe?", "")),
    ],
)
def test_a_question_says_what_is_compared(question: str, compared: Compared) -> None:
    assert compared_in(question) == compared


def test_a_difference_is_told_from_the_side_of_the_intervention() -> None:
    said = "Pain was significantly lower with epidural injection than with oral tablets (p = 0.01)."
    assert told_by(said, ASKED) == "decreased"
    assert told_by(said, Compared("pain", "oral tablets", "epidural injection")) == "increased"


def test_no_difference_is_no_difference_from_either_side() -> None:
    said = "There was no significant difference in pain between epidural injection and oral tablets (p = 0.43)."
    assert told_by(said, ASKED) == "no difference"
    assert told_by(said, Compared("pain", "oral tablets", "epidural injection")) == "no difference"


def test_a_text_without_a_result_tells_nothing() -> None:
    assert told_by("Patients were recruited at three hospitals.", ASKED) is None


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("There was no significant difference in pain between the groups.", True),
        ("Walking was not associated with falls.", True),
        ("Recurrence was comparable in both arms.", True),
        ("Patients without pain were asked to return, and swelling fell.", False),
        ("Pain fell significantly more with rest.", False),
    ],
)
def test_words_that_deny_a_finding_are_known(text: str, denied: bool) -> None:
    assert denies(text) is denied


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("Does rest ease pain?", True),
        ("Is walking without sticks safe?", False),
        ("Are both braces equally good?", False),
        ("Rest eases pain.", False),
    ],
)
def test_a_question_asks_plainly_where_it_denies_nothing_itself(text: str, plainly: bool) -> None:
    assert asks_plainly(text) is plainly
