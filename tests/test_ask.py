"""Questions asked of a small library: what is cited, what is withheld, what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Abstention, Answer, Claim
from assistant.ask import Assistant, Stage
from assistant.question import understand
from assistant.verify import problem_with, verified
from corpus.document import SourceType, Span
from index.library import Library
from index.retrieve import Filters


def answered(assistant: Assistant, question: str) -> Answer:
    reply = assistant.ask(question)
    assert isinstance(reply, Answer), reply
    return reply


def test_every_claim_is_the_slice_it_cites(assistant: Assistant) -> None:
    reply = answered(assistant, "Does triamcinolone thin the cartilage of the knee?")
    assert any("Cartilage thickness fell by 0.21 mm" in c.text for c in reply.claims)
    for claim in reply.claims:
        assert claim.text == claim.citations[0].quote
        for citation in claim.citations:
            document = assistant.library.document(citation.document_id)
            assert document.text[citation.span.start : citation.span.end] == citation.quote
            assert assistant.check(citation) == document


def test_a_recommendation_comes_with_its_direction_and_strength(assistant: Assistant) -> None:
    reply = answered(assistant, "Should I offer hyaluronic acid injections for knee osteoarthritis?")
    lead = reply.claims[0]
    assert lead.citations[0].source_type is SourceType.GUIDELINE
    assert lead.recommendation is not None
    assert (lead.recommendation.direction, lead.recommendation.strength) == ("against", "strong")


def test_an_opinion_does_not_stand_before_evidence(assistant: Assistant) -> None:
    kinds = [c.citations[0].source_type for c in answered(assistant, "knee injections for osteoarthritis").claims]
    order = list(SourceType)
    assert kinds == sorted(kinds, key=order.index)


def test_a_question_about_the_editorial_is_answered_from_it(assistant: Assistant) -> None:
    reply = answered(assistant, "Where does the editorial get the figure of $600 million a year from?")
    assert {c.citations[0].source_type for c in reply.claims} == {SourceType.EDITORIAL}
    assert any("2 million injections a year at an average cost of $300" in c.text for c in reply.claims)


def test_a_definition_is_found(assistant: Assistant) -> None:
    reply = answered(assistant, "How does the guideline define chronic knee pain?")
    assert "longer than 3 months" in reply.claims[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What salbutamol dose for a 6-year-old with acute asthma?",
        "What competing interests did Thorne declare?",
        "Does metformin lower the risk of gout?",
        "Who won the football match?",
    ],
)
def test_what_is_not_in_the_sources_is_not_answered(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)
    assert isinstance(reply, Abstention), [c.text for c in reply.claims]
    assert reply.reason
    assert all(assistant.check(c) for c in reply.nearest)


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    reply = Assistant(Library.open(tmp_path)).ask("Should I offer an epidural?")
    assert isinstance(reply, Abstention)
    assert "library is empty" in reply.reason


def test_a_claim_that_does_not_hold_is_withheld(assistant: Assistant, small_library: Library) -> None:
    claim = answered(assistant, "Does triamcinolone thin the cartilage of the knee?").claims[0]
    citation = claim.citations[0]

    def broken(**changes: object) -> Claim:
        return replace(claim, citations=(replace(citation, **changes), *claim.citations[1:]))  # type: ignore[arg-type]

    moved = Span(citation.span.start + 1, citation.span.end + 1)
    wrong = [
        broken(span=moved),
        broken(quote=citation.quote.replace("0.21", "0.12")),
        broken(document_id="dunknown"),
        broken(text_sha256="0" * 64),
        broken(page="7"),
        replace(claim, text=claim.text + " It may."),
        replace(claim, citations=()),
    ]
    assert problem_with(claim, small_library) == ""
    kept, withheld = verified([claim, *wrong], small_library)
    assert kept == (claim,)
    assert len(withheld) == len(wrong)
    assert all(w.reason for w in withheld)


def test_stages_come_before_the_reply_and_are_timed(assistant: Assistant) -> None:
    *stages, reply = assistant.stream("Does triamcinolone thin cartilage?")
    assert [s.name for s in stages if isinstance(s, Stage)] == ["understand", "search", "verify"]
    assert not isinstance(reply, Stage)
    assert set(reply.seconds) == {"understand", "search", "verify", "total"}


def test_filters_hold_for_the_answer(assistant: Assistant) -> None:
    reply = assistant.ask("knee injections for osteoarthritis", filters=Filters(frozenset({SourceType.TRIAL})))
    assert isinstance(reply, Answer)
    assert {c.citations[0].source_type for c in reply.claims} == {SourceType.TRIAL}


@pytest.mark.parametrize("question", ["", "  \n ", "x" * 2001])
def test_a_question_has_a_length(assistant: Assistant, question: str) -> None:
    with pytest.raises(ValueError, match="a question has 1 to 2000 characters"):
        assistant.ask(question)


def test_text_in_a_document_is_never_an_instruction(assistant: Assistant) -> None:
    reply = answered(assistant, "How much does a bandage reduce elbow swelling?")
    assert "4 mm at 2 weeks" in " ".join(c.text for c in reply.claims)
    assert all(c.citations[0].source.title.startswith("Notes on elbow") for c in reply.claims)


def test_names_and_kinds_in_a_question() -> None:
    question = understand("What does the VA/DoD guideline say about epidurals?")
    assert question.names == {"va", "dod"}
    assert question.spoken_of == {SourceType.GUIDELINE}
    assert question.words == ("va", "dod", "epidurals")
    assert not understand("What happened in the post operative period?").spoken_of
