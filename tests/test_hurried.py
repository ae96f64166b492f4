"""Questions as they are typed in a hurry: shorthand, other words for the same, whole cases, opinions, bare names."""

from __future__ import annotations

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.at_odds import Odds, at_odds
from assistant.missing import phrases_missing
from assistant.opinion import asks_opinion, plainly, voices_named
from assistant.parts import with_name_of
from assistant.question import understand, with_names
from assistant.shorthand import plain
from assistant.spelled_out import spell_out
from assistant.synonyms import in_words_of, meant_by, synonyms_in
from assistant.treatments import of_another, treatments_in, without_exceptions
from assistant.vignette import asked_of
from corpus.document import SourceType
from corpus.lexicon import LongForm


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("tx of acute LBP w/o red flags?", "treatment of acute LBP without red flags?"),
        ("72 yo pt w sciatica x 6 wks", "72 year old patient with sciatica x 6 weeks"),
        ("54yo f, 1 yr of pain", "54 year old woman, 1 year of pain"),
        ("a 6-wk course, then f/u at 3mo?", "a 6-week course, then follow-up at 3 months?"),
        ("NNT for ESI pls", "NNT for ESI"),
        # What may mean two things stays, as does what is no shorthand.
        ("PT after surgery?", "PT after surgery?"),
        ("Is methotrexate (MTX) 15 mg/wk enough?", "Is methotrexate (MTX) 15 mg/wk enough?"),
        ("Does vitamin D prevent fractures?", "Does vitamin D prevent fractures?"),
    ],
)
def test_shorthand_is_written_out(typed: str, told: str) -> None:
    assert plain(typed) == told
    assert understand(typed).text == told


def test_a_question_is_put_in_the_words_of_the_text_it_is_asked_of() -> None:
    asked = "Is paracetamol better than sham for sciatica?"
    known = synonyms_in(asked)
    assert in_words_of(asked, known, "Acetaminophen and placebo in radicular pain.") == (
        "Is acetaminophen better than placebo for radicular pain?"
    )
    assert in_words_of(asked, known, "Paracetamol and sham in sciatica.") == asked
    assert meant_by(known, {"acetaminophen"}) == {"paracetamol"}
    assert synonyms_in("Does rest help?") == ()


def test_advice_on_a_kind_of_drug_is_advice_on_the_drug_and_a_fact_is_not() -> None:
    def none(short: str) -> tuple[LongForm, ...]:
        assert short
        return ()

    asked = spell_out(understand("Should I give diazepam for back pain?"), none)
    advice = asked.of_kinds
    assert (
        in_words_of(asked.text, advice.synonyms, "We recommend against benzodiazepines.").count("benzodiazepine") == 1
    )
    assert "benzodiazepine" not in in_words_of(asked.text, asked.synonyms, "Benzodiazepines were given.")
    fact = spell_out(understand("What dose of diazepam was given?"), none)
    assert fact.of_kinds == fact


def test_a_reader_gets_long_forms_of_things_and_initials_of_bodies() -> None:
    forms = {
        "ESI": (LongForm("epidural steroid injection", 3),),
        "FDA": (LongForm("Food and Drug Administration", 3),),
    }
    asked = spell_out(understand("ESI approved by FDA"), lambda short: forms.get(short, ()))
    assert asked.read_as == "Epidural steroid injection approved by FDA?"


@pytest.mark.parametrize(
    ("question", "text", "odds"),
    [
        ("ESI in chronic sciatica?", "It may be used in acute sciatica.", Odds("chronic", "acute")),
        ("splints in children?", "Splints helped adults.", Odds("children", "adults")),
        (
            "any long-term benefit?",
            "Pain fell in the short term.",
            Odds("long-term", "short term"),
        ),
        ("ESI in chronic sciatica?", "It helps in acute and in chronic sciatica.", None),
        ("ESI in sciatica?", "It may be used in acute sciatica.", None),
        ("ESI in acute or chronic sciatica?", "It may be used in acute sciatica.", None),
    ],
)
def test_a_text_about_others_is_told(question: str, text: str, odds: Odds | None) -> None:
    assert at_odds(question, text) == odds


@pytest.mark.parametrize(
    ("question", "odds"),
    [
        ("sciatica for 8 months, numb foot, ESI?", Odds("chronic", "acute")),
        ("sciatica for 3 weeks, ESI?", None),
        # A time at which something was measured, and an age, say nothing of how long it has lasted.
        ("ESI in sciatica: pain at 12 months?", None),
        ("ESI in a 9 year old with sciatica?", None),
    ],
)
def test_how_long_it_has_lasted_says_whether_it_is_chronic(question: str, odds: Odds | None) -> None:
    assert at_odds(question, "It may be considered in acute sciatica.") == odds


def test_what_is_said_of_another_treatment_is_not_said_of_the_one_asked() -> None:
    excepted = "Spinal injections should not be used, with the exception of radiofrequency denervation."
    assert without_exceptions(excepted) == "Spinal injections should not be used ."
    assert of_another(treatments_in("Is denervation recommended?"), excepted, "")
    assert "epidural" not in treatments_in("An epidural abscess was seen.")
    failed = "After failure of epidural injections, the college recommends percutaneous adhesiolysis."
    assert of_another(treatments_in("Should I offer an epidural?"), failed, "")
    assert not of_another(treatments_in("Should I offer adhesiolysis?"), failed, "")
    assert not of_another(treatments_in("Are spinal injections recommended?"), excepted, "")
    assert not of_another(treatments_in("Is denervation recommended?"), "It should be considered.", "")
    assert not of_another(treatments_in("Does RFA help?"), "Injections came before.", "Radiofrequency denervation")
    assert not of_another(treatments_in("Does rest help?"), "Injections help.", "")


@pytest.mark.parametrize(
    ("question", "missing", "told"),
    [
        (
            "Is spinal cord stimulation effective for failed back surgery?",
            ("cord", "effective", "failed"),
            ("spinal cord stimulation", "failed back surgery"),
        ),
        ("Should traction be avoided?", ("avoided",), ()),
        ("ESI in older adults?", ("older adults (population)",), ("older adults (population)",)),
    ],
)
def test_what_is_missing_is_told_in_the_phrases_of_the_question(
    question: str, missing: tuple[str, ...], told: tuple[str, ...]
) -> None:
    assert phrases_missing(understand(question), missing) == told


def test_what_a_case_asks_is_kept_with_illness_and_treatment() -> None:
    case = (
        "72M, central stenosis, failed PT x 3 months, on gabapentin. Asking about an epidural steroid injection. "
        "Any benefit over lidocaine at 6 weeks?"
    )
    assert (
        asked_of(case) == "Any benefit over lidocaine at 6 weeks with epidural steroid injection in central stenosis?"
    )
    for other in ("Any benefit over lidocaine?", "Pain lasted long. Does rest help?", "No question at all here. None."):
        assert asked_of(other) == other


@pytest.mark.parametrize(
    ("text", "opinion"),
    [
        ("What do pain physicians in the thread object to?", True),
        ("critics' view of the review?", True),
        ("does the editorialist think this is the last word", True),
        ("What did the societies say about the guideline?", True),
        ("What do societies recommend for sciatica?", False),
        ("What does the trial say about pain?", False),
    ],
)
def test_questions_for_opinions_are_told(text: str, opinion: bool) -> None:
    assert asks_opinion(text) is opinion


def test_whose_opinion_is_asked_says_where_to_look_and_what_is_judged_does_not() -> None:
    assert voices_named("what did pain societies object to in the BMJ guideline").keys() == {
        SourceType.SOCIETY_STATEMENT
    }
    asked = understand("what did pain societies object to in the BMJ guideline")
    assert asked.spoken_of == {SourceType.SOCIETY_STATEMENT}
    assert plainly("what did pain societies object to?") == "what did pain societies criticise about?"
    assert plainly("WHO stance on belts") == "What does WHO recommend on belts"


def test_those_whose_opinion_is_asked_speak_first_as_what_they_are(assistant: Assistant) -> None:
    reply = assistant.ask("Why does the editorialist think knee injections are popular?")
    assert isinstance(reply, Answer)
    kinds = [c.citations[0].source_type for c in reply.claims]
    assert kinds[0] in {SourceType.EDITORIAL, SourceType.FORUM, SourceType.SOCIETY_STATEMENT, SourceType.NEWS}


def test_a_name_in_lower_case_is_known_by_the_library() -> None:
    def named(words: object) -> set[str]:
        return {"d1"} if words == ["kce"] else set()

    assert with_names(understand("does kce recommend tens"), named).names == {"kce"}


def test_a_part_that_names_nothing_is_asked_of_the_study_before() -> None:
    assert with_name_of("What was compared?", ["How many patients in ARROW?"]) == "What was compared in ARROW?"
    assert with_name_of("What are the harms of splints?", ["Did ARROW help?"]) == "What are the harms of splints?"
    assert with_name_of("What was compared?", ["How many patients?"]) == "What was compared?"
