"""Follow-ups made to stand alone."""

from __future__ import annotations

import pytest

from assistant.conversation import standalone
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
