"""Yes or no by what cited sentences state: an effect's way, its interval, the very thing asked said or denied."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import Citation, Claim, Direction, Judgement, Recommendation, Support, YesNo
from assistant.judge import Reading
from assistant.lead import lead_of
from assistant.question import understand
from assistant.stated import Found, certainty_in, found_in
from assistant.whether import asks_whether_to
from assistant.yes_no import judgement_of, stated
from corpus.document import Source, SourceType, Span


def claimed(*sentences: str, section: str = "") -> list[Claim]:
    return [
        Claim(
            text,
            (Citation(n, f"d{n}", "", Span(0, len(text)), text, "", section, Source(f"Work {n}"), SourceType.TRIAL),),
            Support.VERBATIM,
        )
        for n, text in enumerate(sentences, start=1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Splints made little or no difference to pain.", Found.SAME),
        ("At 6 months function did not differ between the groups.", Found.SAME),
        ("Grip was unchanged at 3 months.", Found.SAME),
        ("Cooled probes were similar to plain ones for pain.", Found.SAME),
        ("The difference in pain between splint and sham was -0.2 (95% CI -0.8 to 0.4).", Found.SAME),
        ("The risk ratio of relapse was 0.98 (95% CI 0.80 to 1.20).", Found.SAME),
        ("Splints reduced pain.", Found.LESS),
        ("Splints increased stiffness.", Found.MORE),
        ("Pain was better with splints than with rest.", Found.BETTER),
        ("Splints may increase stiffness (95% CI -0.1 to 3.9).", Found.UNSURE),
        ("There is insufficient evidence on splints for pain.", Found.UNSURE),
        # Two things, or a negation that is not understood.
        ("Splints reduced pain at 6 weeks but made no difference at 12.", None),
        ("A lack of benefit cannot be told from a reduced dose.", None),
        ("No difference in pain was seen between response groups.", None),
        ("The LESS trial enrolled 40 people.", None),
    ],
)
def test_a_sentence_says_what_came_out(text: str, found: Found | None) -> None:
    assert found_in(text) is found


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Do splints reduce wrist pain?", "Splints reduced wrist pain.", YesNo.YES),
        ("Do splints reduce wrist pain?", "Splints made little or no difference to wrist pain.", YesNo.NO),
        ("Do splints reduce wrist pain?", "Splints increased wrist pain.", YesNo.NO),
        ("Do splints help in wrist pain?", "Splints reduced wrist pain.", YesNo.YES),
        ("Is wrist gout a viral illness?", "Wrist gout is a bacterial illness.", YesNo.NO),
        ("Is wrist gout a bacterial illness?", "Wrist gout is a bacterial illness.", YesNo.YES),
        ("Is wrist gout a viral illness?", "Wrist gout is no bacterial illness.", None),
        ("Does the fund cover splints?", "The fund does not cover splints for axial pain.", None),
        ("Does the fund cover splints?", "The fund does not cover splints.", YesNo.NO),
        ("Was the splint trial blinded?", "The splint trial in chronic pain was not blinded.", YesNo.NO),
        ("Has the wrist guideline been retracted?", "Societies sought retraction of the wrist guideline.", None),
        (
            "Has the wrist guideline been retracted?",
            "They criticised the wrist guideline and asked for its retraction.",
            None,
        ),
        ("Has the wrist guideline been retracted?", "The wrist guideline was retracted.", YesNo.YES),
        ("Do splints work better in the young?", "Splints were better than sham for wrist pain in the young.", None),
        ("Is gripase an inhibitor of pain?", "Gripase is a repressor of pain.", None),
        ("Is gripase an activator of pain?", "Gripase is a repressor of pain.", YesNo.NO),
        ("Is wrist gout caused by a CTG repeat?", "Wrist gout is caused by a CAG repeat expansion.", YesNo.NO),
        ("Is wrist pain a predictor of shorter survival?", "Wrist pain is a predictor of longer survival.", YesNo.NO),
        ("Is splintin a TNF inhibitor?", "Splintin (SPL) and TNF inhibitors were given.", None),
        ("Can smoking cause wrist pain?", "Wrist pain differed between smoking and non-smoking people.", None),
        ("Was the wrist trial blinded?", "The wrist trial was unblinded.", YesNo.NO),
        ("Is splintin a TNF inhibitor?", "Splintin is a TNF inhibitor.", YesNo.YES),
        ("Do splints improve function in wrist pain?", "In wrist pain splints improved function.", YesNo.YES),
        ("Are splints better than sham for wrist pain?", "Splints were no better than sham in wrist pain.", YesNo.NO),
        ("Do splints make wrist pain worse?", "Splints reduced wrist pain.", YesNo.NO),
        ("Did grip change with splints?", "Grip was unchanged with splints.", YesNo.NO),
        ("any difference in grip between splint and sham?", "No difference in grip between splint and sham.", YesNo.NO),
        ("Do splints reduce wrist pain?", "There is insufficient evidence on splints for wrist pain.", YesNo.MAYBE),
        (
            "Do splints reduce wrist pain compared with sham?",
            "The difference in wrist pain between splints and sham was -2.0 (95% CI -3.1 to -0.9).",
            YesNo.YES,
        ),
        ("Was the ARROW trial blinded?", "The ARROW trial was not blinded.", YesNo.NO),
        ("Is glovine approved for frostbite?", "Glovine is approved for frostbite.", YesNo.YES),
        ("Is glovine approved for frostbite?", "Glovine has not been approved for frostbite.", YesNo.NO),
        ("any safety data on glovine?", "The report of glovine gives no safety data.", YesNo.NO),
        # Others, another outcome, another time, another comparator, the other way round: nothing is read.
        ("Do splints reduce chronic wrist pain?", "Splints reduced acute wrist pain.", None),
        ("Do splints prevent wrist surgery?", "Splints reduced wrist pain.", None),
        ("Do splints reduce wrist pain at 12 months?", "Splints reduced wrist pain at 6 weeks.", None),
        ("Do splints reduce wrist pain compared with rest?", "Splints reduced wrist pain compared with sham.", None),
        (
            "Do splints reduce wrist pain compared with sham?",
            "The difference in wrist pain between sham and splints was -2.0 (95% CI -3.1 to -0.9).",
            None,
        ),
        (
            "Is acupuncture better than sham for wrist pain?",
            "Procedures were no better than sham for wrist pain.",
            None,
        ),
        ("Do splints help in wrist pain?", "Padded splints were similar to plain splints in wrist pain.", None),
        (
            "Do splints help in wrist pain?",
            "The panel recommends against splints for wrist pain, of which evidence is insufficient.",
            None,
        ),
        ("Are all splints made of wood?", "Splints are made of wood.", None),
        ("Is glovine approved for frostbite?", "It was studied whether glovine is approved for frostbite.", None),
        ("What do splints do to wrist pain?", "Splints reduced wrist pain.", None),
    ],
)
def test_yes_or_no_is_read_where_it_is_plain(question: str, sentence: str, answer: YesNo | None) -> None:
    found = stated(understand(question), claimed(sentence))
    assert (found.yes_no if found else None) is answer


def test_what_stands_beside_a_sentence_tells_the_treatment_and_not_the_outcome() -> None:
    asked = understand("Do splints reduce wrist pain?")
    told = claimed("Wrist pain was reduced.", section="Splints")
    found = stated(asked, told)
    assert found is not None
    assert found.yes_no is YesNo.YES
    assert stated(asked, claimed("Splints reduced stiffness.", section="Wrist pain")) is None


def test_the_lead_says_yes_or_no_with_the_certainty_the_sources_state_and_that_they_disagree() -> None:
    asked = understand("Do splints reduce wrist pain?")
    unlike = claimed(
        "Moderate-certainty evidence shows that splints probably make no difference to wrist pain.",
        "Splints reduced wrist pain.",
    )
    one, both = stated(asked, unlike[:1]), stated(asked, unlike)
    assert one is not None
    assert both is not None
    assert one.words == ((1, unlike[0].text),)
    assert lead_of(asked, unlike[:1], one) == "No, as [1] (Moderate-certainty, probably) states."
    assert both.yes_no is YesNo.MAYBE
    assert lead_of(asked, unlike, both) == "Yes and no: [1] (Moderate-certainty, probably), [2] do not agree."
    assert certainty_in("Splints reduced wrist pain.") == ""


@pytest.mark.parametrize(
    ("question", "sentence", "way"),
    [
        ("effect of splints on wrist pain?", "Splints reduced wrist pain.", Direction.DECREASED),
        (
            "effect of splints on wrist pain?",
            "With splints the difference in wrist pain was -1.4.",
            Direction.DECREASED,
        ),
        (
            "effect of splints on wrist pain?",
            "The difference in wrist pain was -0.2 with splints, below the MCID.",
            None,
        ),
        ("effect of splints on wrist pain compared with rest?", "Splints reduced wrist pain more than rest.", None),
        (
            "effect of splints on wrist pain compared with rest?",
            "The difference in wrist pain between splints and rest was -2.0 (95% CI -3.1 to -0.9).",
            Direction.DECREASED,
        ),
    ],
)
def test_which_way_an_effect_goes_is_read_where_it_is_plain(
    question: str, sentence: str, way: Direction | None
) -> None:
    asked = understand(question)
    unsure = np.array((0.4, 0.2, 0.4), np.float32)
    found = judgement_of(asked, claimed(sentence), [Reading(1, "d1", 2.0, unsure, unsure)])
    assert found is not None
    assert found.direction is (way or Direction.INCREASED)
    assert (found.direction_sure > 0.8) is (way is not None)


def test_a_stated_sameness_is_no_difference_whatever_the_reader_sees() -> None:
    asked = understand("Do splints reduce wrist pain?")
    sure = np.array((0.9, 0.05, 0.05), np.float32)
    reading = Reading(1, "d1", 2.0, sure, sure, 3.0)
    found = judgement_of(asked, claimed("Splints made no difference to wrist pain."), [reading])
    assert found is not None
    assert (found.yes_no, found.direction) == (YesNo.NO, Direction.NO_DIFFERENCE)
    silent = judgement_of(asked, claimed("Wrist pain and splints were looked at."), [reading])
    assert silent is not None
    assert (silent.yes_no, silent.direction, silent.words) == (YesNo.YES, Direction.INCREASED, ())


def test_a_recommendation_is_no_answer_to_whether_something_works() -> None:
    asked = understand("Do opioids work for sciatica?")
    told = [
        replace(c, recommendation=Recommendation("against", "", ""))
        for c in claimed("We advise against opioids for sciatica.")
    ]
    sure = np.array((0.9, 0.05, 0.05), np.float32)
    found = judgement_of(asked, told, [Reading(1, "d1", 2.0, sure, sure, 4.0)])
    assert found is None or found.yes_no is None
    assert lead_of(asked, told, found) in ("", "The cited recommendations: against [1].")


def test_what_was_done_in_a_trial_is_no_advice_to_do_it() -> None:
    asked, told = understand("Should bed rest be advised?"), claimed("Patients in both groups were advised bed rest.")
    assert stated(asked, told) is None
    assert lead_of(asked, told, judgement_of(asked, told, [])) == ""
    by_guideline = [replace(c, citations=(replace(c.citations[0], source_type=SourceType.GUIDELINE),)) for c in told]
    found = stated(asked, by_guideline)
    assert found is not None
    assert found.yes_no is YesNo.YES


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("What is the effect of splints on wrist pain?", True),
        ("What are side effects of splints in wrist pain?", False),
        ("How many patients had less wrist pain with splints than with sham?", False),
        ("What is the difference in adverse events between splints and sham?", True),
    ],
)
def test_which_way_something_went_leads_only_where_that_is_asked(text: str, led: bool) -> None:
    way = Judgement(None, 0.0, Direction.DECREASED, 0.9, (1,), 1, 1)
    assert bool(lead_of(understand(text), claimed("Splints reduced wrist pain."), way)) is led


def test_what_was_done_is_no_answer_where_it_stands_under_methods() -> None:
    asked = understand("Was the ARROW trial blinded?")
    assert stated(asked, claimed("The ARROW trial was blinded.", section="Methods")) is None
    assert stated(asked, claimed("The ARROW trial was blinded.", section="Results")) is not None


@pytest.mark.parametrize(
    "text",
    ["Is MRI needed for wrist pain?", "Is a scan necessary in wrist pain?", "Do I need an x-ray for wrist pain?"],
)
def test_whether_something_is_needed_asks_for_advice(text: str) -> None:
    assert understand(text).asks_advice
    assert asks_whether_to(understand(text))
