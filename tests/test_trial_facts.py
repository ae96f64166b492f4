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


def only(name: FactName, *blocks: tuple[BlockKind, str]) -> str | None:
    """The words of the one fact of this name that a report of these blocks states."""
    document = report(*blocks)
    return next((f.span.of(document.text) for f in facts_in(document) if f.name is name), None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Sixty sedentary office workers were enrolled.", "sedentary office workers"),
        ("We included adults with an index above 2.5 who had sciatica.", "adults with an index above 2.5"),
        ("Women undergoing spinal surgery were randomised.", "Women undergoing spinal surgery"),
        ("Patients with tumours were excluded; adults were randomised.", None),
        ("Participants who had diabetes were required to obtain consent before they were enrolled.", None),
    ],
)
def test_who_was_studied_is_read_from_those_taken_in(said: str, expected: str | None) -> None:
    assert only(FactName.POPULATION, (H, "Methods"), (P, said)) == expected


def test_a_title_says_who_was_studied() -> None:
    title = (BlockKind.TITLE, "Effects of heat on pain in older adults with spinal stenosis: a trial")
    assert only(FactName.POPULATION, title) == "older adults with spinal stenosis"
    assert only(FactName.POPULATION, (BlockKind.TITLE, "Pain in children")) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The primary endpoint of this analysis of the older data was death.", "death"),
        (
            "The primary measure was leg pain on the scale of Doe et al. (range 0 to 10).",
            "leg pain on the scale of Doe",
        ),
        ("Walking distance at 6 weeks was the primary end point of the trial.", "Walking distance at 6 weeks"),
        ("An estimate for our primary outcomes is not known.", None),
        ("The primary outcome was significantly better with heat.", None),
    ],
)
def test_a_primary_outcome_is_what_was_measured(said: str, expected: str | None) -> None:
    found = only(FactName.PRIMARY_OUTCOME, (H, "Methods"), (P, said))
    assert (found or "").startswith(expected or "")
    assert (found is None) is (expected is None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "JD has received research funding from Heat Inc. This study was supported by a grant from the Back Fund.",
            "grant",
        ),
        ("The Nordic Back Fund financed this study.", "The Nordic Back Fund"),
        ("Our view is supported by the findings of Doe.", None),
        ("It was supported by recent studies.", None),
    ],
)
def test_who_paid_is_who_paid_for_this_study(said: str, expected: str | None) -> None:
    found = only(FactName.FUNDING, (H, "Notes"), (P, said))
    assert expected in (found or "") if expected else found is None


def test_that_the_others_declare_none_is_not_shown_without_those_who_declare() -> None:
    said = "JD is an employee of Heat Inc. The other authors declared no conflict of interest."
    assert only(FactName.INTERESTS, (H, "Notes"), (P, said)) == said.rstrip(".")


def test_how_people_were_found_is_no_setting() -> None:
    said = "Adults were recruited through newspaper advertisements in the community."
    assert only(FactName.SETTING, (H, "Methods"), (P, said)) is None


def test_a_body_that_begins_without_a_heading_is_no_part_of_the_abstract() -> None:
    document = report(
        (BlockKind.TITLE, "Heat"),
        (H, "Abstract"),
        (P, "Infants were bathed."),
        (BlockKind.MATTER, "Keywords: heat"),
        (P, "Sixty infants were randomised to heat or rest."),
        (H, "Results"),
        (P, "Overall, 307 infants were randomised."),
    )
    assert not [f for f in facts_in(document) if f.name is FactName.RANDOMISED]
