"""Questions about sources themselves: whether one is right, and studies whose name is a word of the language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Abstention, Answer
from assistant.ask import Assistant
from assistant.lead import OF_OPINION
from assistant.question import understand
from assistant.whether import asks_for_advice
from tests.small_libraries import assistant_over

_GUIDELINE = """---
title: "Guideline on shoulder splints"
authors: [Vane C]
year: 2022
source_type: guideline
---
We recommend against splints for shoulder pain. (Strong against)
"""
_LETTER = """---
title: "A society's letter on the guideline on shoulder splints"
authors: [Marlow A]
year: 2023
source_type: society_statement
---
The society says that the guideline on shoulder splints is biased and ignores most trials.
"""
_TRIAL = """---
title: "A trial of splints for shoulder pain"
authors: [Quist B]
year: 2020
source_type: trial
---
The LESS trial randomised 240 patients with shoulder pain to splints or to no splint.
"""
_OTHER = """---
title: "Rest for shoulder pain"
authors: [Noon D]
year: 2019
source_type: trial
---
In this trial 116 patients were randomised (133 eligible less 17 who improved).
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant_over(tmp_path_factory.mktemp("sources"), a=_GUIDELINE, b=_LETTER, c=_TRIAL, d=_OTHER) as over:
        yield over


def test_whether_a_source_is_right_is_a_matter_of_opinion() -> None:
    for text in ("is the BMJ guideline wrong", "Is the editorial biased?", "Are the recommendations justified?"):
        question = understand(text)
        assert question.asks_opinion, text
        assert not asks_for_advice(question), text
    for text in ("Do pain societies support the BMJ guideline?", "Did surgeons reject the recommendations?"):
        assert understand(text).asks_opinion, text
    assert not understand("Do societies support epidurals?").asks_opinion
    for text in ("Is it wrong to give epidurals?", "Are the recommendations right for radicular pain?"):
        assert not understand(text).asks_opinion, text


def test_neither_yes_nor_no_is_said_of_whether_a_source_is_right(assistant: Assistant) -> None:
    reply = assistant.ask("Is the guideline on shoulder splints biased?")
    assert isinstance(reply, Answer)
    assert reply.lead == OF_OPINION
    assert reply.judgement is None
    assert "biased" in reply.claims[0].text


def test_a_study_is_told_from_the_word_by_its_capitals(assistant: Assistant) -> None:
    assert understand("how many patients in LESS trial").studies == ("LESS",)
    assert understand("Is less trial and error better?").studies == ()
    reply = assistant.ask("how many patients in LESS trial")
    assert isinstance(reply, Answer)
    assert all("116" not in claim.text for claim in reply.claims)
    assert "240" in reply.claims[0].text
    assert isinstance(assistant.ask("how many patients in HOPE trial"), Abstention)
