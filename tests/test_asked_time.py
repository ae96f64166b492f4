"""The time a question asks about, and what is answered about another."""

from __future__ import annotations

import pytest

from assistant.answer import Abstention, Answer
from assistant.ask import Assistant
from assistant.asked_time import speaks_of, times_asked


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What were the results at 5 years?", [1826.25]),
        ("Was pain less after six weeks?", [42.0]),
        ("Should I offer it for pain that lasts longer than 3 months?", []),
        ("Does it help adults over 65 years?", []),
    ],
)
def test_a_time_asked_about_is_known(question: str, days: list[float]) -> None:
    assert times_asked(question) == pytest.approx(days)


@pytest.mark.parametrize(
    ("text", "days", "speaks"),
    [
        ("At 12 months pain had fallen.", 365.25, True),
        ("Pain at 3, 6 and 12 months was less.", 182.6, True),
        ("At one year pain had fallen.", 1826.25, False),
        ("After a 26-week course pain had fallen.", 182.6, True),
        ("In 5 patients pain had fallen.", 1826.25, False),
    ],
)
def test_times_are_the_same_in_any_unit(text: str, days: float, speaks: bool) -> None:
    assert speaks_of(text, days) is speaks


def test_what_was_not_measured_at_that_time_is_not_answered(assistant: Assistant) -> None:
    right = assistant.ask("Did pain differ between triamcinolone and saline at 2 years?")
    wrong = assistant.ask("Did pain differ between triamcinolone and saline at 9 years?")
    assert isinstance(right, Answer)
    assert isinstance(wrong, Abstention)
    assert wrong.confidence < right.confidence
