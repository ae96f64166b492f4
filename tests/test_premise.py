"""Questions that take for granted what the cited sources do not say."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Citation, Claim, Recommendation, Support
from assistant.ask import Assistant
from assistant.premise import premise_of
from assistant.question import understand
from corpus.document import Source, SourceType, Span
from corpus.recommendation_rules import advice_in
from evals.asked import rows_of

ROWS = rows_of("premises", 3)


def claim_of(sentence: str, title: str = "On treatments") -> Claim:
    """A claim as an answer has it: the sentence of a guideline, with what it recommends."""
    source = Source(title, source_type=SourceType.GUIDELINE)
    span = Span(0, len(sentence))
    citation = Citation(1, "d", "0", span, sentence, "", "", source, SourceType.GUIDELINE)
    advice = advice_in(sentence, marked=True)
    told = Recommendation(advice.direction, "", advice.wording.of(sentence)) if advice else None
    return Claim(sentence, (citation,), Support.VERBATIM, told)


@pytest.mark.parametrize(("question", "sentence"), [(q, s) for kind, q, s in ROWS if kind == "false"])
def test_a_premise_the_source_denies_is_noticed(question: str, sentence: str) -> None:
    premise = premise_of(understand(question), [claim_of(sentence)])
    assert premise is not None
    assert premise.found in sentence
    assert premise.presupposed in question


@pytest.mark.parametrize(("question", "sentence"), [(q, s) for kind, q, s in ROWS if kind == "true"])
def test_a_premise_that_holds_or_is_open_raises_no_alarm(question: str, sentence: str) -> None:
    assert premise_of(understand(question), [claim_of(sentence)]) is None


def test_no_alarm_where_another_cited_sentence_says_what_was_presupposed() -> None:
    against = claim_of("The panel recommends against epidural injections for chronic radicular pain.")
    favour = claim_of("The society recommends epidural injections for radicular pain.")
    question = understand("Why are epidural injections recommended for radicular pain?")
    assert premise_of(question, [against]) is not None
    assert premise_of(question, [against, favour]) is None


def test_the_answer_says_what_was_recommended_instead(assistant: Assistant) -> None:
    reply = assistant.ask("Why did the panel recommend hyaluronic acid injections for knee osteoarthritis?")
    assert isinstance(reply, Answer)
    assert reply.premise is not None
    cited = next(c for claim in reply.claims for c in claim.citations if c.marker == reply.premise.marker)
    assert reply.premise.found in cited.quote
    assert "against" in reply.premise.found


def test_what_another_source_recommends_does_not_bear_out_what_is_said_of_a_named_one() -> None:
    own = claim_of("The Marlow panel recommends against epidural injections for radicular pain.", "Marlow panel 2020")
    other = claim_of(
        "The society recommends epidural injections for radicular pain, whereas the Marlow panel does not.", "Society"
    )
    premise = premise_of(
        understand("Why did the Marlow panel recommend epidural injections for radicular pain?"), [other, own]
    )
    assert premise is not None
    assert premise.found == own.text
