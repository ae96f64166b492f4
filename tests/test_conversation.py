"""Follow-ups made to stand alone."""

from __future__ import annotations

import pytest

from assistant.conversation import standalone
from evals.asked import FollowUp, follow_ups, resolved
from index.embed import Embedder


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ([], "What about radicular pain?", "What about radicular pain?"),
        (
            ["Should I offer an epidural for chronic axial pain?"],
            "What does NICE say about yoga?",
            "What does NICE say about yoga?",
        ),
        (
            ["Should I offer an epidural for chronic axial pain?"],
            "What about radicular pain?",
            "Should I offer an epidural for chronic radicular pain?",
        ),
        (
            ["What does NICE say about epidurals for sciatica?"],
            "What about the FDA?",
            "What does FDA say about epidurals for sciatica?",
        ),
        (["What did the trial find at 6 weeks?"], "And at 12 months?", "What did the trial find at 12 months?"),
        (
            ["Does exercise help chronic low back pain?"],
            "And in older adults?",
            "Does exercise help chronic low back pain in older adults?",
        ),
        (["Should I offer an epidural for sciatica?"], "And its harms?", "What are the harms of an epidural?"),
        (
            ["Does the BMJ guideline recommend splints for wrist pain?"],
            "Does NICE agree?",
            "What does NICE recommend on splints for wrist pain?",
        ),
        (
            ["Do splints help wrist pain?"],
            "How sure are they?",
            "How certain is the evidence for splints for wrist pain?",
        ),
        (["Does radiofrequency ablation help facet pain?"], "Is it safe?", "Is radiofrequency ablation safe?"),
    ],
)
def test_follow_ups(embedder: Embedder, earlier: list[str], question: str, expected: str) -> None:
    assert standalone(question, earlier, embedder.embed) == expected


def test_a_chain_of_follow_ups_keeps_the_frame(embedder: Embedder) -> None:
    earlier = ["Should I offer an epidural for chronic axial pain?", "What about radicular pain?"]
    asked = standalone("What about radiofrequency ablation?", earlier, embedder.embed)
    assert "ablation" in asked
    assert "radicular" in asked
    assert "epidural" not in asked


_HARD = {"what about pneumonia?", "within how many hours?", "how long does protection last?"}
FOLLOW_UPS = [one for when in ("before", "after", "unseen") for one in follow_ups(f"followups_{when}")]


@pytest.mark.parametrize("asked", FOLLOW_UPS, ids=lambda one: f"{one.earlier[-1][:30]} {one.question}")
def test_a_follow_up_says_what_it_left_unsaid(embedder: Embedder, asked: FollowUp) -> None:
    if asked.question in _HARD or asked.earlier[-1] == "Which strains?":
        pytest.xfail("what it leans on is not resolved yet; it is asked as it stands, or read otherwise")
    well, told = resolved(asked, embedder.embed)
    assert well, told


def test_the_set_is_large_and_reaches_over_three_turns() -> None:
    assert len(FOLLOW_UPS) >= 120
    assert sum(len(one.earlier) > 1 for one in FOLLOW_UPS) >= 10
    assert sum(one.alone for one in FOLLOW_UPS) >= 8


@pytest.mark.parametrize(
    "question",
    [
        "Does the guideline recommend exercise, and is it safe?",
        "If I give steroids, is it safe to drive?",
        "Is it true that antibiotics cause obesity?",
        "Which antidepressants are recommended for people over 75?",
        "Vitamin B12 in older vegans?",
    ],
)
def test_a_question_that_leans_on_nothing_is_left_alone(embedder: Embedder, question: str) -> None:
    assert standalone(question, ["Does metformin lower blood pressure?"], embedder.embed) == question


@pytest.mark.parametrize(
    ("earlier", "question", "asked"),
    [
        (
            ("Should I offer an epidural for chronic radicular pain?", "and its harms?"),
            "what about chronic axial low back pain?",
            "What are the harms of an epidural in chronic axial low back pain?",
        ),
        (
            ("Should I offer an epidural for chronic axial low back pain?",),
            "what about radicular?",
            "Should I offer an epidural for chronic radicular low back pain?",
        ),
        (("Does acupuncture help chronic low back pain?",), "over 65?", "low back pain in over 65?"),
        (("epidural for sciatica, yes or no?",), "and stenosis?", "epidural for stenosis, yes or no?"),
        (("epidural for sciatica, yes or no?",), "is it covered by Medicare?", "Is epidural covered by Medicare?"),
        (("What does the BMJ guideline say about facet injections?",), "who wrote it?", "Who wrote the BMJ guideline?"),
        (("TFESI or caudal for sciatica?",), "which is safer?", "Which is safer, TFESI or caudal?"),
    ],
)
def test_a_follow_up_in_a_hurry_keeps_treatment_and_patient(
    embedder: Embedder, earlier: tuple[str, ...], question: str, asked: str
) -> None:
    assert standalone(question, earlier, embedder.embed).endswith(asked)
