"""Which sentences tell what a term means, for a question that asks it."""

from __future__ import annotations

import pytest

from assistant.kinds_asked import Kind
from assistant.meaning import asks_meaning, defines
from assistant.question import understand


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sciatica is a pain that runs down the leg.", True),
        ("Sciatica is characterised by pain below the knee.", True),
        ("Sciatica, the pain along a nerve root, often passes by itself.", True),
        ("Pain along the root of a nerve, so-called sciatica, is frequent.", True),
        ("Lumbar radicular pain (sciatica), a pain below the knee, is frequent.", True),
        ("For people with sciatica (3 months or longer), the guideline recommends walking.", False),
        ("In sciatica the difference was 0.6 cm (positive means worse pain than sham).", False),
        ("The 2020 review of injections for sciatica is a later review by the same authors.", False),
        ("Sciatica, a herniated disc, and stenosis were reasons to leave the trial.", False),
        ("Sciatica was treated with a brace.", False),
    ],
)
def test_only_a_sentence_that_explains_a_term_defines_it(text: str, wanted: bool) -> None:
    assert defines(understand("What is sciatica?"), text) is wanted


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("What is a pacemaker?", "Pacemakers are small devices that keep a heart in rhythm.", True),
        ("What is a pacemaker?", "Pacemakers are increasingly implanted at high ages.", False),
        ("What is a pacemaker?", "Pacemakers are programmed in clinics of hospitals.", False),
        ("What are pacemakers?", "A pacemaker is a device under the skin.", True),
        ("What is a rescue dose?", "Rescue doses, a further amount of the opioid, were allowed.", True),
        ("What is a rescue dose?", "A dose is an amount of a drug.", False),
        (
            "What is Analgor?",
            "Paracetamol (Analgor(®); one maker) was the first analgesic without a prescription.",
            True,
        ),
        ("What is Analgor?", "Ten patients received paracetamol (Analgor) and twelve ibuprofen.", False),
    ],
)
def test_a_term_is_told_whole_in_either_number_and_by_its_other_name(question: str, text: str, wanted: bool) -> None:
    assert defines(understand(question), text) is wanted


def test_what_a_thing_is_for_does_not_ask_its_meaning() -> None:
    assert understand("What is naloxone?").kind is Kind.DEFINITION
    for text in (
        "What is naloxone approved for?",
        "What is naloxone made from?",
        "What is naloxone effective against?",
    ):
        assert not asks_meaning(understand(text)), text
