"""What the sources of an answer come to: yes or no, which way, and where they differ."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import Answer, Citation, Claim, Direction, Recommendation, Support, YesNo
from assistant.ask import Assistant
from assistant.asked_certainty import with_asked_certainty
from assistant.evidence import gather
from assistant.judge import Reading, advised, judged, readings_of, said_by
from assistant.lead import lead_of
from assistant.question import understand
from assistant.report import as_json, as_text
from assistant.sides import sides_of
from assistant.web.render import Turn, conversation
from assistant.whether import asks_yes_no
from corpus.document import Source, SourceType, Span
from index.retrieve import Filters

ASKED = understand("Does steroid injection reduce knee pain compared with saline?")
QUOTE = "After steroid injection knee pain fell by 12 points more than after saline."


def cited(marker: int, year: int = 2020, kind: SourceType = SourceType.TRIAL) -> Citation:
    source = Source(f"Trial {marker}", year=year, population=f"{marker}0 adults")
    return Citation(marker, f"d{marker}", "", Span(0, len(QUOTE)), QUOTE, "", "", source, kind)


def claimed(marker: int, told: Recommendation | None = None, year: int = 2020) -> Claim:
    kind = SourceType.GUIDELINE if told else SourceType.TRIAL
    return Claim(QUOTE, (cited(marker, year, kind),), Support.VERBATIM, told)


def reading(marker: int, stance: tuple[float, float, float], direction: tuple[float, float, float]) -> Reading:
    """Of one cited sentence; its answer is what its stance makes of it."""
    answer = math.log(stance[0] / stance[1])
    return Reading(marker, f"d{marker}", 2.0, np.array(stance, np.float32), np.array(direction, np.float32), answer)


YES, NO, DOWN = (0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.9, 0.05)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Does vitamin D prevent fractures?", True),
        ("Is paracetamol effective in back pain?", True),
        ("Vitamin D prevents hip fractures in older women.", True),
        ("Nasal fractures: is closed reduction enough?", True),
        ("Cone biopsy or loop excision. Are they the same?", True),
        ("Iron deficiency in runners: an overlooked problem?", True),
        ("Nasal fractures: what is done first?", False),
        ("The trial of packs: sample size?", False),
        ("What does NICE say about epidurals?", False),
        ("How often does cellulitis occur?", False),
        ("epidurals", False),
        ("any evidence for traction?", True),
        ("Medicare: a second injection, covered?", True),
        ("ARROW trial open label?", True),
        ("steroid in knee pain - do the guidelines agree?", True),
        ("traction criteria before surgery?", False),
        ("medicare epidural spend 2018", False),
        ("effect of traction on disability in sciatica, NNT", False),
    ],
)
def test_yes_or_no_answers_some_questions(text: str, answers: bool) -> None:
    assert asks_yes_no(understand(text)) is answers


def test_sources_that_say_yes_come_to_yes_and_how_many_is_told() -> None:
    found = judged(ASKED, [reading(1, YES, DOWN), reading(2, YES, DOWN), reading(3, NO, DOWN)])
    assert found is not None
    assert (found.yes_no, found.direction, found.sources, found.agreeing) == (YesNo.YES, Direction.DECREASED, 3, 2)
    assert found.markers == (1, 2, 3)
    split = judged(ASKED, [reading(1, YES, DOWN), reading(2, NO, DOWN)])
    assert lead_of(ASKED, [claimed(1), claimed(2)], split) == ""
    agreed = judged(ASKED, [reading(1, YES, DOWN), reading(2, YES, DOWN)])
    assert "yes (2 of 2 sources" in lead_of(ASKED, [claimed(1), claimed(2)], agreed)
    against = claimed(2, Recommendation("against", "strong", "we recommend against"))
    assert "yes" not in lead_of(ASKED, [claimed(1), against], agreed)


def test_what_is_not_sure_is_not_said() -> None:
    unsure = judged(ASKED, [reading(1, (0.6, 0.25, 0.15), DOWN)])
    assert unsure is not None
    assert unsure.yes_no is YesNo.YES
    assert lead_of(ASKED, [claimed(1)], unsure) == ""


def test_an_effect_that_its_source_calls_too_small_is_not_led_by_its_way() -> None:
    asked = understand("What did the trial find about denervation and pain?")
    found = judged(asked, [reading(1, YES, DOWN)])
    assert "decreased" in lead_of(asked, [claimed(1)], found)
    small = "The difference in pain with denervation was -0.2 points, smaller than the minimal important difference."
    assert lead_of(asked, [replace(claimed(1), text=small)], found) == ""


def test_a_comparison_is_led_by_no_statement_that_lacks_one_of_the_two() -> None:
    asked = understand("Caudal injection versus laser for sciatica")
    found = judged(asked, [reading(1, (0.1, 0.1, 0.8), DOWN)])
    lacking_one = replace(claimed(1), text="Leg pain fell more after caudal injection than after surgery.")
    assert lead_of(asked, [lacking_one], found) == ""
    both = replace(claimed(1), text="Leg pain fell more after caudal injection than after laser.")
    assert "decreased" in lead_of(asked, [both], found)


def test_a_question_that_asks_what_is_not_judged() -> None:
    assert judged(understand("What is chronic knee pain?"), [reading(1, YES, DOWN)]) is None
    assert judged(ASKED, []) is None


def test_a_conclusion_that_is_not_cited_counts_and_is_never_named() -> None:
    rest = [replace(reading(1, NO, DOWN), marker=None, relevance=4.0) for _ in range(3)]
    found = judged(ASKED, [reading(1, YES, DOWN), *rest])
    assert found is not None
    assert (found.yes_no, found.markers, found.sources) == (YesNo.NO, (1,), 1)
    assert judged(ASKED, rest) is None


def test_words_that_deny_speak_for_no_unless_the_question_denies_something() -> None:
    doubtful = replace(reading(1, (0.3, 0.16, 0.54), DOWN), denied=True)
    assert judged(ASKED, [doubtful]).yes_no is YesNo.NO  # type: ignore[union-attr]
    unaltered = understand("Does steroid injection leave knee pain unchanged compared with saline?")
    assert judged(unaltered, [doubtful]).yes_no is YesNo.YES  # type: ignore[union-attr]


def test_a_question_without_its_mark_is_a_question_and_a_claim_in_small_letters_a_claim() -> None:
    denied = replace(reading(1, (0.3, 0.16, 0.54), DOWN), denied=True)
    hurried = said_by(understand("does steroid injection reduce knee pain"), [denied])
    claim = said_by(understand("steroid injection reduces knee pain"), [denied])
    assert hurried is not None
    assert claim is not None
    assert (hurried.answer, claim.answer) == ("no", "yes")


def test_what_was_read_of_the_cited_documents_is_judged(assistant: Assistant) -> None:
    question = understand("Does triamcinolone thin cartilage?")
    reply = assistant.ask(question.text)
    assert isinstance(reply, Answer)
    evidence, _ = gather(question, assistant.library, Filters())
    read = readings_of(question, reply.claims, evidence)
    cited_here = {c.marker for claim in reply.claims for c in claim.citations}
    assert {r.marker for r in read if r.marker} == cited_here
    assert {r.document_id for r in read} == {c.document_id for claim in reply.claims for c in claim.citations}
    assert readings_of(question, reply.claims, [replace(e, reading=None) for e in evidence]) == []


def test_recommendations_lead_a_question_for_advice() -> None:
    advice = understand("Should I offer steroid injection for knee pain?")
    told = [
        claimed(1, Recommendation("against", "weak", "we suggest against", certainty="very low")),
        claimed(2, Recommendation("for", "strong", "we recommend")),
    ]
    lead = lead_of(advice, told, None)
    assert lead == "The cited recommendations do not agree: weak against, certainty very low [1]; strong for [2]."
    listed = understand("What do guidelines recommend on steroid injection for knee pain?")
    assert lead_of(listed, told[1:], None) == "The cited recommendations: strong for [2]."
    # What rules read from recommendations is never said to be the evidence reader's.
    wanted = understand("Does the college want us giving steroid injection for knee pain?")
    assert lead_of(wanted, told, advised(wanted, told)) == lead


@pytest.mark.parametrize(
    ("text", "directions", "answer"),
    [
        ("Should I offer steroid injection for knee pain?", ["against", "against"], YesNo.NO),
        ("Is steroid injection recommended for knee pain?", ["for"], YesNo.YES),
        ("Should I offer steroid injection for knee pain?", ["for", "against"], YesNo.MAYBE),
        ("Should I offer steroid injection for knee pain?", ["neither"], YesNo.MAYBE),
        ("Should I avoid steroid injection for knee pain?", ["against"], YesNo.YES),
        ("Should steroid injection not be used for knee pain?", ["for"], YesNo.NO),
        ("Is it wrong to give steroid injection for knee pain?", ["neither"], YesNo.MAYBE),
        ("Shouldn't we offer steroid injection for knee pain?", ["for"], YesNo.YES),
        ("Can I offer steroid injection for knee pain?", ["for"], YesNo.YES),
        ("college: steroid injection for knee pain?", ["against"], YesNo.NO),
        ("first line treatment of knee pain?", ["for"], None),
        ("steroid injection for knee pain - do the guidelines agree?", ["for", "against"], YesNo.NO),
        ("steroid injection for knee pain - do the guidelines agree?", ["against", "against"], YesNo.YES),
        ("steroid injection for knee pain - do the guidelines agree?", ["for"], None),
        # Of others than those asked about, or of another treatment.
        ("Should I offer steroid injection for shoulder pain?", ["for"], None),
        ("Should I offer acupuncture for knee pain?", ["for"], None),
        ("Does the guideline cover knee pain?", ["against"], None),
        ("Which injection should I offer?", ["against"], None),
    ],
)
def test_whether_to_do_something_is_answered_by_the_recommendations(
    text: str, directions: list[str], answer: YesNo | None
) -> None:
    told = [claimed(n, Recommendation(d, "", "")) for n, d in enumerate(directions, start=1)]
    found = advised(understand(text), told)
    assert (found.yes_no if found else None) is answer


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Is heat recommended for knee pain?", "moderate"),
        ("Is massage recommended for knee pain?", "low"),
        ("Are heat and massage recommended for knee pain?", ""),
        ("What is recommended?", ""),
    ],
)
def test_of_several_certainties_that_of_what_is_asked_is_told(text: str, certainty: str) -> None:
    said = "For knee pain we recommend: heat (moderate-quality evidence), or massage or rest (low-quality evidence)."
    told = replace(claimed(1, Recommendation("for", "strong", "we recommend", certainty="moderate")), text=said)
    found = with_asked_certainty(understand(text), told).recommendation
    assert found is not None
    assert found.certainty == certainty
    once = replace(told, text="For knee pain we recommend heat (moderate-quality evidence).")
    assert with_asked_certainty(understand(text), once) == once


def test_a_second_recommendation_of_a_document_is_not_in_the_lead() -> None:
    first = claimed(1, Recommendation("against", "strong", ""))
    second = replace(claimed(2, Recommendation("for", "weak", "")), citations=(replace(cited(2), document_id="d1"),))
    advice = understand("Should I offer steroid injection for knee pain?")
    assert lead_of(advice, [first, second], None) == "No, by the cited recommendations: strong against [1]."
    assert sides_of(advice, [first, second], []) is None


def test_recommendations_that_differ_stand_beside_each_other_with_what_they_state() -> None:
    told = [
        claimed(1, Recommendation("against", "weak", "", population="adults with sciatica"), year=2025),
        claimed(2, Recommendation("for", "", "", population="adults over 65"), year=2020),
    ]
    found = sides_of(understand("Should I offer steroid injection?"), told, [])
    assert found is not None
    assert [(s.told, s.markers) for s in found.sides] == [("recommends against", (1,)), ("recommends for", (2,))]
    assert {d.field: d.stated for d in found.differences} == {
        "population": ((1, "adults with sciatica"), (2, "adults over 65")),
        "year": ((1, "2025"), (2, "2020")),
    }


def test_sources_that_agree_are_one_side_and_what_is_stated_alike_explains_nothing() -> None:
    same = Recommendation("against", "weak", "", population="adults")
    agreed = sides_of(ASKED, [claimed(1, same), claimed(2, same)], [])
    assert agreed is not None
    assert len(agreed.sides) == 1
    turned = replace(same, direction="for")
    apart = sides_of(ASKED, [claimed(1, same), claimed(2, turned)], [])
    assert apart is not None
    assert apart.differences == ()
    assert sides_of(ASKED, [claimed(1, same)], []) is None


def test_quotes_take_sides_as_they_are_read() -> None:
    found = sides_of(ASKED, [claimed(1), claimed(2)], [reading(1, YES, DOWN), reading(2, NO, DOWN)])
    assert found is not None
    assert [s.told for s in found.sides] == ["yes", "no"]


def test_sides_are_shown_in_the_terminal_on_the_page_and_in_json(assistant: Assistant) -> None:
    reply = assistant.ask("Should I offer hyaluronic acid injections for knee osteoarthritis?")
    assert isinstance(reply, Answer)
    assert reply.lead.startswith("No, by the cited recommendations: strong against")
    two = [claimed(1, Recommendation("for", "", "")), claimed(2, Recommendation("against", "", ""))]
    shown = replace(reply, claims=tuple(two), sides=sides_of(ASKED, two, []), why="The cited sources do not agree.")
    text, page, data = as_text(shown), conversation([Turn("q", reply=shown, shown=2)]), as_json(shown)
    for told in (text, page):
        assert "Where the sources differ" in told
        assert "recommends against" in told
        assert reply.lead in " ".join(re.sub(r"<a [^>]*>|</a>", "", told).split())
    assert data["sides"]["agree"] is False
    assert data["lead"] == reply.lead
