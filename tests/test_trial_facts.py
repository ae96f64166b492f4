"""The facts of a trial: each a slice of its report with the rule that read it; nothing where it is not stated."""

from __future__ import annotations

import pytest

from corpus.document import BlockKind, Document, Reader, Source, SourceType
from corpus.reading import RawBlock, Reading, assemble
from corpus.trial_fact_rules import REGISTRATION, FactName
from corpus.trial_facts import facts_in


def report(*blocks: tuple[BlockKind, str]) -> Document:
    raw = [RawBlock.of(kind, text, level=1) for kind, text in blocks]
    source = Source("Heat for backs", source_type=SourceType.TRIAL)
    return assemble(Reading(raw, source, Reader("test")), data=b"x", path="x.txt")


P, H = BlockKind.PARAGRAPH, BlockKind.HEADING
TRIAL = report(
    (BlockKind.TITLE, "Heat wraps versus sham wraps for low back pain: a randomised trial"),
    (H, "Abstract"),
    (P, "We enrolled adults with chronic low back pain. Of 141 people screened, 120 patients were randomly assigned."),
    (H, "Introduction"),
    (P, "An earlier study was supported by a grant from Others Inc and was conducted at the University of Elsewhere."),
    (H, "Methods"),
    (
        P,
        "The trial was conducted at the University Hospital of Oulu, Finland. Outcome assessors were blinded.",
    ),
    (
        P,
        "The primary outcome was pain intensity on a 0 to 10 scale. Patients were followed up for 12 months.",
    ),
    (H, "Trial registration"),
    (P, "ClinicalTrials.gov NCT01234567."),
    (H, "Funding"),
    (P, "Funded by the Nordic Back Fund."),
    (H, "Competing interests"),
    (P, "The authors declare no competing interests."),
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (FactName.REGISTRATION, "NCT01234567"),
        (FactName.RANDOMISED, "120"),
        (FactName.POPULATION, "adults with chronic low back pain"),
        (FactName.INTERVENTION, "Heat wraps"),
        (FactName.COMPARATOR, "sham wraps"),
        (FactName.PRIMARY_OUTCOME, "pain intensity on a 0 to 10 scale"),
        (FactName.FOLLOW_UP, "12 months"),
        (FactName.SETTING, "the University Hospital of Oulu, Finland"),
        (FactName.BLINDING, "Outcome assessors were blinded"),
        (FactName.FUNDING, "Funded by the Nordic Back Fund."),
        (FactName.INTERESTS, "The authors declare no competing interests."),
    ],
)
def test_each_fact_is_the_slice_that_states_it(name: FactName, words: str) -> None:
    (fact,) = (f for f in facts_in(TRIAL) if f.name is name)
    found = fact.span.of(TRIAL.text)
    assert words in found
    assert len(found) <= len(words) + 10
    assert fact.rule


def test_the_number_randomised_is_parsed_from_digits_and_words() -> None:
    (fact,) = (f for f in facts_in(TRIAL) if f.name is FactName.RANDOMISED)
    assert fact.value == 120
    words = report((P, "One hundred and twenty-four patients were randomly allocated to two groups."))
    assert [f.value for f in facts_in(words) if f.name is FactName.RANDOMISED] == [124]


def test_what_a_report_does_not_state_is_left_out() -> None:
    assert facts_in(report((P, "Backs hurt. Heat is warm."))) == ()


@pytest.mark.parametrize(
    "number",
    [
        "NCT01234567",
        "ISRCTN65814467",
        "ACTRN12612001234567",
        "ChiCTR-TRC-12345678",
        "2010-012345-12",
        "DRKS00001234",
        "UMIN000012345",
        "CTRI/2012/03/001234",
        "IRCT201101015678N2",
        "RBR-8n4hg2",
    ],
)
def test_every_register_s_form_of_number_is_known(number: str) -> None:
    found = REGISTRATION.search(f"registered as {number}.")
    assert found
    assert number in found[0]


def test_a_year_is_no_number_of_people() -> None:
    text = (
        "From Jan 2002 to Jan 2005 patients were randomly assigned to rest or not. In all, 71 patients were randomised."
    )
    document = report((BlockKind.TITLE, "Rest"), (H, "Methods"), (P, text))
    assert [f.span.of(document.text) for f in facts_in(document) if f.name is FactName.RANDOMISED] == ["71"]
