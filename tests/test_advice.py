"""Questions about a guideline's recommendations in other words: which one answers, for whom, and when none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.about import treatment_words
from assistant.answer import Abstention, Answer, Recommendation, Reply
from assistant.ask import Assistant
from assistant.at_odds import at_odds, circumstances_in
from assistant.compose import choose
from assistant.evidence import gather
from assistant.question import understand
from assistant.spelled_out import spell_out
from assistant.treatments import bearing, treatments, treatments_in
from assistant.vignette import asked_of
from assistant.whether import asks_for_advice, asks_of_a_treatment
from corpus.lexicon import LongForm
from index.retrieve import Filters
from tests.small_libraries import assistant_over

_GUIDELINE = """---
title: "Guideline on shoulder pain"
authors: [Marlow A, Quist B]
year: 2020
source_type: guideline
---
## Recommendations

1.1 For adults with shoulder pain, we suggest against opioids. (Weak against)

1.2 For adults with chronic shoulder pain, we suggest manual therapy. (Weak for)

1.3 For adults with acute shoulder pain, there is insufficient evidence to recommend for or against manual therapy. \
(Neither for nor against)

1.4 For adults with acute shoulder pain, without red flags, we recommend against imaging. (Strong against)

1.5 For adults with shoulder pain, we recommend imaging when red flags are present. (Strong for)

1.6 For adults with shoulder pain, we suggest topical preparations. (Weak for)

## Discussion

Opioids such as hydromorphone were compared with placebo in two trials of shoulder pain.
"""
_DIGEST = """---
title: "A later guideline on shoulder pain"
authors: [Vane C]
year: 2024
source_type: guideline
digest: true
---
For adults with shoulder pain, the 2024 Vane guideline makes a strong recommendation against opioids.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant_over(tmp_path_factory.mktemp("advice"), shoulder=_GUIDELINE, later=_DIGEST) as over:
        yield over


def first(reply: Reply) -> Recommendation:
    assert isinstance(reply, Answer)
    told = next(c.recommendation for c in reply.claims if c.recommendation)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Can she take hydromorphone for shoulder pain?", "1.1"),
        ("dilaudid for shoulder pain?", "1.1"),
        ("Is an osteopath recommended for a shoulder that has hurt for a year?", "1.2"),
        ("Osteopath for shoulder pain that only began last week?", "1.3"),
        ("MRI for shoulder pain, worse since yesterday, no red flags?", "1.4"),
        ("Should I order an x-ray for shoulder pain with red flags?", "1.5"),
        ("menthol rub for shoulder pain, any use?", "1.6"),
        ("Normal neurological exam in new shoulder pain, routine imaging?", "1.4"),
        ("Do I need an x-ray for two weeks of uncomplicated shoulder pain?", "1.4"),
        ("What is the position on topical menthol for shoulder pain?", "1.6"),
    ],
)
def test_a_recommendation_is_found_by_what_is_of_its_kind_and_for_whom(
    assistant: Assistant, question: str, number: str
) -> None:
    assert first(assistant.ask(question)).number == number


@pytest.mark.parametrize(
    "question",
    [
        "Should I give topiramate for shoulder pain?",
        "Is a splint recommended for shoulder pain?",
        "Is methadone recommended for migraine?",
    ],
)
def test_a_treatment_that_is_not_spoken_of_is_not_answered_by_another(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Abstention)


def test_what_holds_under_a_condition_answers_yes_only_where_that_is_met(assistant: Assistant) -> None:
    leads = {
        text: reply.lead
        for text in (
            "Should I order imaging for shoulder pain?",
            "Should I order imaging for shoulder pain with red flags?",
            "Should I order imaging for acute shoulder pain without red flags?",
        )
        if isinstance(reply := assistant.ask(text), Answer)
    }
    depends, yes, no = leads.values()
    assert depends.startswith("It depends, by the cited recommendations")
    assert "“when red flags are present”" in depends
    assert "“without red flags”" in depends
    assert yes.startswith("Yes, by the cited recommendations: strong for [")
    assert no.startswith("No, by the cited recommendations: strong against [")


def test_a_treatment_is_known_by_the_verb_of_its_name() -> None:
    for text in ("Should I inject the SI joint?", "Injecting the SIJ?", "Inject steroid into the sacroiliac joint?"):
        assert "sacroiliac joint injection" in treatments_in(text), text
    assert "spinal cord stimulation" in treatments_in("stimulating the spinal cord for pain")
    assert not treatments_in("The joint was in a good state.")


def test_a_joint_is_not_answered_by_another() -> None:
    assert at_odds("Should I inject the SI joint?", "We suggest against facet joint injections.")
    assert not at_odds("Should I inject the SI joint?", "We suggest facet joint or sacroiliac joint injections.")


def test_a_long_form_names_the_treatment_that_it_ends_with() -> None:
    def asked(long: str) -> frozenset[str]:
        return replace(understand("Is there a role for TET in pain?"), spelled_out=(("TET", long),)).treatments

    assert not asked("total exercise time")
    assert asked("transforaminal epidural")


def test_a_name_with_another_number_is_another_thing() -> None:
    told = at_odds("Is IL-6 raised in shoulder pain?", "IL-8 and IL17a were raised.")
    assert told is not None
    assert (told.asked, told.stated) == ("IL-6", "IL-8")
    for text in ("IL6 and IL-8 were raised.", "Interleukins were raised.", "SIL-8 was raised."):
        assert at_odds("Is IL-6 raised in shoulder pain?", text) is None, text
    assert at_odds("Is IL-6 or IL-8 raised?", "IL-8 was raised.") is None


def test_a_name_with_a_number_is_known_with_and_without_its_hyphen() -> None:
    assert ("LB-100", ("LB100",)) in understand("Does LB-100 help?").synonyms
    assert ("LB100", ("LB-100",)) in understand("Does LB100 help?").synonyms


def test_an_original_stands_before_what_was_written_about_a_newer_guideline(assistant: Assistant) -> None:
    reply = assistant.ask("Should opioids be used for shoulder pain?")
    assert isinstance(reply, Answer)
    assert first(reply).number == "1.1"
    assert any(c.citations[0].source.digest for c in reply.claims)


def test_every_kind_is_a_treatment_and_no_name_is_given_twice() -> None:
    names = [name for t in treatments().values() for name in t.names]
    assert len(names) == len(set(names))
    assert all(kind in treatments() for t in treatments().values() for kind in t.kinds)
    assert all(treatments_in(f"About {name}.") for name in names if not name.isupper())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Lidocaine patches helped.", {"lidocaine patch"}),
        ("We gave TCAs and an ssri.", {"tricyclic antidepressant", "SSRI"}),
        ("A non-benzodiazepine drug through a needle.", set()),
        ("After radiofrequency (RF) denervation.", {"radiofrequency ablation"}),
        ("A blood thinner was stopped.", {"anticoagulant"}),
    ],
)
def test_treatments_are_known_by_any_of_their_names_the_longest_first(text: str, named: set[str]) -> None:
    assert treatments_in(text) == named


def test_a_kind_bears_more_on_what_is_asked_than_one_of_that_kind_and_another_of_it_not_at_all() -> None:
    assert bearing(["codeine"], ["codeine"]) > bearing(["codeine"], ["opioid"]) > bearing(["opioid"], ["codeine"]) > 0
    assert bearing(["codeine"], ["morphine"]) == 0
    assert bearing(["codeine", "traction"], ["codeine"]) == 0.5


def test_which_signs_there_are_and_how_long_it_has_lasted_stays_with_a_case() -> None:
    told = circumstances_in("Hurt it 3 weeks ago, neuro intact, no red flags.")
    assert told == ["3 weeks", "neuro intact", "no red flags"]
    case = "A plumber. Shoulder pain for 2 months, no red flags. He wants to be sure. Should I send him for an MRI?"
    assert asked_of(case) == "Should I send him for an MRI in Shoulder pain, 2 months, no red flags?"


@pytest.mark.parametrize(
    ("question", "advice", "of_treatment"),
    [
        ("splints or braces for wrist pain", True, True),
        ("cupping, yes or no?", True, True),
        ("gauge of the catheter in an epidural?", True, False),
        ("How many sessions of acupuncture should I give?", True, False),
        ("What is said about traction in the guideline?", True, True),
        ("How strong was the effect of traction?", False, False),
    ],
)
def test_a_detail_of_a_treatment_is_not_whether_to_use_it(question: str, advice: bool, of_treatment: bool) -> None:
    def none(short: str) -> tuple[LongForm, ...]:
        assert short
        return ()

    asked = spell_out(understand(question), none)
    assert (asks_for_advice(asked), asks_of_a_treatment(asked)) == (advice, of_treatment)


def test_the_words_that_may_name_an_unknown_treatment_are_those_that_name_nothing_else() -> None:
    assert treatment_words(understand("Is copper jewellery recommended for chronic neck pain?")) == [
        "copper",
        "jewellery",
    ]


def test_another_bodys_advice_on_the_same_treatment_is_shown_and_advice_for_others_is_not(assistant: Assistant) -> None:
    asked = spell_out(understand("Should opioids be used for shoulder pain?"), assistant.library.long_forms)
    found, _ = gather(asked, assistant.library, Filters())
    best = next(e for e in found if e.advises)
    other = next(e for e in found if e.advises and e.document.id != best.document.id)

    def shown(behind: float, *, advised: float, others: bool) -> bool:
        scores = replace(other.scores, advised=advised, others=others)
        far = replace(other, order=best.order - behind, scores=scores, vector=-other.vector)
        return len(choose([best, far])) == 2

    assert shown(6.0, advised=0.8, others=False)
    assert not shown(6.0, advised=0.0, others=False)
    assert shown(3.0, advised=0.0, others=False)
    assert not shown(3.0, advised=0.0, others=True)


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("How about an SNRI for chronic neck pain?", True),
        ("Nortriptyline for a sore neck, is that backed?", True),
        ("traction for a stiff neck, y/n?", True),
        ("What about the harms of traction?", False),
        ("How about the dose of nortriptyline?", False),
    ],
)
def test_advice_is_asked_for_in_few_words_too(question: str, advice: bool) -> None:
    assert asks_for_advice(spell_out(understand(question), lambda _: ())) == advice
