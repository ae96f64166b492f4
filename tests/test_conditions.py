"""Recommendations that hold under a condition say so, and answer nobody who said nothing of it."""

from __future__ import annotations

import pytest

from assistant.conditions import unmet
from assistant.question import understand

WHEN = "We recommend a brace when walking is painful or when other red flags (e.g., fever) are present. (Strong for)"
IF = "4.2 If exercise has failed, we suggest offering a brace."
WITHOUT = "For patients with acute knee pain, without focal neurologic deficits or other red flags, we advise no brace."
EITHER = "For patients with knee pain, with or without neurologic deficits, we suggest a brace."


@pytest.mark.parametrize(
    ("question", "text", "condition"),
    [
        (
            "Should I offer a brace?",
            WHEN,
            "when walking is painful or when other red flags (e.g., fever) are present",
        ),
        ("Should I offer a brace if walking hurts?", WHEN, ""),
        ("Should I offer a brace to somebody with red flags?", WHEN, ""),
        ("Should I offer a brace?", IF, "If exercise has failed"),
        ("Should I offer a brace after exercise?", IF, ""),
        ("Should I offer a brace?", WITHOUT, "without focal neurologic deficits or other red flags"),
        ("Should I offer a brace in uncomplicated knee pain?", WITHOUT, ""),
        ("Normal neuro exam, knee pain: brace?", WITHOUT, ""),
        ("Should I offer a brace?", EITHER, ""),
        ("Should I offer a brace?", "We suggest a brace.", ""),
        ("Should I offer a brace?", "Clinicians should ask if a brace helps; we suggest a brace.", ""),
    ],
)
def test_the_condition_of_a_recommendation_is_met_where_the_question_speaks_of_it(
    question: str, text: str, condition: str
) -> None:
    assert unmet(understand(question), text) == condition
