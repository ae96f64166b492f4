"""Questions with several parts: each asked and answered on its own, in one reply."""

from __future__ import annotations

import pytest

from assistant.answer import Abstention, Answer
from assistant.ask import Assistant
from assistant.parts import MOST_PARTS, parts_in


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Does vitamin D prevent fractures, and what are its harms?", 2),
        ("What is the dose of colchicine in acute gout? How long should it be given?", 2),
        ("Compare rivaroxaban with warfarin and tell me who should not take it.", 2),
        ("What are the benefits and harms of hormone therapy?", 2),
        ("Is it safe, is it effective and how much does it cost?", 3),
        ("1. What is gout? 2. How is it treated? 3. Can it be prevented?", 3),
        ("Does it work; and if so, for how long?", 2),
        ("My patient has sciatica. Should I offer an epidural? What are the risks?", 2),
        ("Is surgery better than physiotherapy and when should it be done?", 2),
        ("Does exercise improve pain and function?", 1),
        ("Does it reduce pain and does not raise blood pressure?", 1),
        ("Which drug is used for gout and is approved in children?", 1),
        ("In adults who smoke and who drink, does bupropion help?", 1),
        ("What are the risks and harms of aspirin?", 1),
        ("Do statins, which lower cholesterol, prevent stroke?", 1),
        ("Is paracetamol with or without codeine effective and safe?", 1),
        ("What did the U.S. panel say about vitamin D?", 1),
    ],
)
def test_parts_are_told_by_their_form(question: str, parts: int) -> None:
    found = parts_in(question)
    assert len(found) == parts
    if parts == 1:
        assert found == (question,)


def test_each_part_is_answered_under_its_own_name(assistant: Assistant) -> None:
    reply = assistant.ask("How does the guideline define chronic knee pain? Does triamcinolone thin the cartilage?")
    assert isinstance(reply, Answer)
    named = list(dict.fromkeys(c.part for c in reply.claims))
    assert named == ["How does the guideline define chronic knee pain?", "Does triamcinolone thin the cartilage?"]
    first = next(c for c in reply.claims if c.part == named[0])
    assert "longer than 3 months" in first.text
    assert any("Cartilage thickness fell" in c.text for c in reply.claims if c.part == named[1])
    numbers = {c.marker: (c.document_id, c.span) for claim in reply.claims for c in claim.citations}
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(set(numbers.values())) == len(numbers)


def test_a_part_without_evidence_is_named_by_its_own_words(assistant: Assistant) -> None:
    reply = assistant.ask("Does triamcinolone thin the cartilage of the knee? Who won the football match?")
    assert isinstance(reply, Answer)
    assert {c.part for c in reply.claims} == {"Does triamcinolone thin the cartilage of the knee?"}
    assert "Who won the football match?" in reply.missing


def test_when_no_part_has_evidence_the_reply_is_one_abstention(assistant: Assistant) -> None:
    reply = assistant.ask("Who won the football match? Does metformin lower the risk of gout?")
    assert isinstance(reply, Abstention)
    assert "any part" in reply.reason
    assert len({(c.document_id, c.span) for c in reply.nearest}) == len(reply.nearest) <= 3


def test_parts_beyond_the_most_are_told_and_not_asked(assistant: Assistant) -> None:
    asked = " ".join(f"Does triamcinolone help joint number {n}?" for n in range(MOST_PARTS + 1))
    reply = assistant.ask(asked)
    assert any(f"joint number {MOST_PARTS}?" in n.text for n in reply.notices)


def test_a_part_that_leans_on_the_one_before_is_asked_in_full(assistant: Assistant) -> None:
    reply = assistant.ask("Does triamcinolone thin the cartilage of the knee, and is it safe?")
    assert isinstance(reply, Answer)
    names = {c.part for c in reply.claims} | set(reply.missing)
    assert "Is triamcinolone safe?" in names
