"""What is asked: kinds of question, population, intervention, comparator and outcome."""

from __future__ import annotations

import pytest

from assistant.kinds_asked import Kind, asks_yes_no, kind_of
from assistant.pico import Pico, pico_of
from assistant.question import understand
from evals.asked import rows_of

BEFORE, AFTER = rows_of("kinds_before", 3), rows_of("kinds_after", 3)
_HARD = "What happens to HbA1c when patients start dapagliflozin?"


@pytest.mark.parametrize(("kind", "yes_no", "question"), [r for r in BEFORE + AFTER if r[2] != _HARD])
def test_the_kind_of_a_question_is_told_by_its_words(kind: str, yes_no: str, question: str) -> None:
    assert kind_of(question) == kind
    assert asks_yes_no(question) == (yes_no == "yes")


def test_the_sets_cover_every_kind() -> None:
    assert len(BEFORE) >= 50
    assert len(BEFORE + AFTER) >= 150
    assert {kind for kind, _, _ in BEFORE} == {kind for kind, _, _ in AFTER} == {k.value for k in Kind}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "With respect to pain, what is the reported difference between patients receiving TENS and those receiving "
            "sham TENS?",
            Pico("", "TENS", "sham TENS", "pain"),
        ),
        (
            "Does early mobilisation reduce length of stay compared with bed rest in adults with hip fracture?",
            Pico("adults with hip fracture", "early mobilisation", "bed rest", "length of stay"),
        ),
        (
            "In children with asthma, does montelukast versus placebo reduce exacerbations?",
            Pico("children with asthma", "montelukast", "placebo", "exacerbations"),
        ),
        ("What is the effect of exercise on blood pressure?", Pico("", "exercise", "", "blood pressure")),
        ("Should I offer an epidural for radicular pain?", Pico("radicular pain", "epidural", "", "")),
        (
            "Should women with gestational diabetes take metformin rather than insulin?",
            Pico("women with gestational diabetes", "metformin", "insulin", ""),
        ),
        (
            "Is apixaban better than warfarin for stroke prevention?",
            Pico("", "apixaban", "warfarin", "stroke prevention"),
        ),
        ("Does CBT help insomnia?", Pico("insomnia", "CBT", "", "")),
        ("What are the harms of isotretinoin in adolescents?", Pico("adolescents", "isotretinoin", "", "harms")),
        ("Endoscopic vs open carpal tunnel release", Pico("", "Endoscopic", "open carpal tunnel release", "")),
        (
            "Does dexamethasone reduce mortality in bacterial meningitis?",
            Pico("bacterial meningitis", "dexamethasone", "", "mortality"),
        ),
        ("How does semaglutide compare with liraglutide?", Pico("", "semaglutide", "liraglutide", "")),
        ("Who funded the trial?", Pico()),
        ("", Pico()),
    ],
)
def test_the_four_are_stretches_of_the_question(question: str, expected: Pico) -> None:
    assert pico_of(question) == expected


def test_a_question_carries_what_was_read_of_it() -> None:
    question = understand("Does aspirin reduce stroke compared with placebo in adults over 60?")
    assert (question.kind, question.asks_yes_no) == (Kind.COMPARISON, True)
    assert (question.population, question.intervention) == ("adults over 60", "aspirin")
    assert (question.comparator, question.outcome) == ("placebo", "stroke")
    assert all(part in question.text for part in (question.population, question.intervention, question.outcome))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What serious harms can follow an epidural?", ("serious", "epidural")),
        ("What do pain physicians in the thread object to?", ("pain",)),
        ("What harms of steroid injections did the FDA warn about?", ("steroid", "injections", "fda")),
        ("Which complications occurred after surgery?", ("complications", "surgery")),
        ("What does the editorial conclude about cost?", ("cost",)),
        ("What is the physician workload in rural clinics?", ("physician", "workload", "rural", "clinics")),
        ("Does metformin lower the risk of gout?", ("metformin", "lower", "risk", "gout")),
        ("Does sham surgery in a trial object lesson help?", ("sham", "surgery", "trial", "object", "lesson", "help")),
    ],
)
def test_words_of_asking_are_not_looked_for(question: str, words: tuple[str, ...]) -> None:
    assert understand(question).words == words
