"""Whether something may do harm is answered by what says so, never by how well it works or by who recommends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Abstention, Answer, YesNo
from assistant.ask import Assistant
from assistant.harms import asks_if_harmful, asks_of_harm_at_all, harm_stated, harms_asked
from assistant.question import understand
from assistant.stating import names_no_harm
from tests.small_libraries import assistant_over

_REVIEW = """---
title: "A review of shoulder blocks"
authors: [Quist B]
year: 2021
source_type: systematic_review
---
## Results

Shoulder blocks were probably moderately better than sham for pain at 3 months.

Shoulder blocks may rarely cause stroke, paralysis and death.

No cases of meningitis were reported after shoulder blocks.
"""
_GUIDELINE = """---
title: "Guideline on shoulder splints"
authors: [Vane C]
year: 2022
source_type: guideline
---
We recommend against splints for shoulder pain. (Strong against)

Splints reduced shoulder pain at 6 weeks.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant_over(tmp_path_factory.mktemp("harms"), review=_REVIEW, guideline=_GUIDELINE) as over:
        yield over


@pytest.mark.parametrize(
    ("text", "harmful", "at_all", "harms"),
    [
        ("Are epidurals safe?", True, True, ()),
        ("Is there any harm from denervation?", True, True, ()),
        ("Can epidurals cause stroke?", True, False, ("stroke",)),
        ("Is there a risk of infection with epidurals?", True, False, ("infection", "epidurals")),
        ("Are epidurals safer than surgery?", False, False, ()),
        ("Do statins reduce strokes?", False, False, ()),
        ("Should I offer an epidural?", False, False, ()),
    ],
)
def test_what_is_asked_of_harm_is_known(text: str, harmful: bool, at_all: bool, harms: tuple[str, ...]) -> None:
    question = understand(text)
    assert (asks_if_harmful(question), asks_of_harm_at_all(question)) == (harmful, at_all)
    assert set(harms_asked(question)) <= set(harms)


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("Epidurals may rarely cause stroke.", YesNo.YES),
        ("Stroke was reported in 2 of 400 after an epidural.", YesNo.YES),
        ("No cases of stroke were reported after epidurals.", YesNo.NO),
        ("Epidurals do not lead to stroke.", YesNo.NO),
        ("Epidurals may cause headache.", None),
        ("Aspirin may cause stroke.", None),
        ("People with a stroke had no epidural.", None),
    ],
)
def test_a_harm_is_said_to_happen_or_not(sentence: str, answer: YesNo | None) -> None:
    assert harm_stated(understand("Can epidurals cause stroke?"), sentence, "") is answer


def test_a_harm_that_a_source_names_is_answered_yes_with_its_hedge(assistant: Assistant) -> None:
    reply = assistant.ask("Can shoulder blocks cause stroke?")
    assert isinstance(reply, Answer)
    assert "stroke" in reply.claims[0].text
    assert reply.judgement is None or reply.judgement.yes_no is not YesNo.NO
    assert not reply.lead.startswith("The cited sources’ answer: no")


def test_nothing_stands_beside_a_named_harm_that_speaks_of_none() -> None:
    asked = understand("Can epidurals cause stroke?")
    assert names_no_harm(asked, "Mean pressure was lower in the epidural group.")
    assert not names_no_harm(asked, "A stroke followed in two.")
    assert not names_no_harm(asked, "Serious complications were rare.")
    assert not names_no_harm(understand("Can variants of KMT2D cause Kabuki syndrome?"), "Variants cause it.")


def test_how_well_it_works_says_nothing_of_harm(assistant: Assistant) -> None:
    reply = assistant.ask("Are shoulder blocks safe?")
    assert isinstance(reply, Answer)
    assert all("better than sham" not in claim.text for claim in reply.claims)
    assert not reply.lead


def test_a_recommendation_says_nothing_of_harm(assistant: Assistant) -> None:
    reply = assistant.ask("Are splints harmful in shoulder pain?")
    assert isinstance(reply, Abstention) or not reply.lead
