"""Which entries a sentence names, and which sentences report a result that is somebody else's."""

from __future__ import annotations

import time

import pytest

from corpus.document import BlockKind, Document, Reader, Source, Span
from corpus.reading import Piece, RawBlock, Reading, assemble, marked
from corpus.reference_entry import entry_of, year_of
from corpus.references import references_of, reports_others

ENTRIES = {
    "R1": "1. Mensah K, Addo Y. Heat for backs. Back J. 2011;3:7-9.",
    "R2": "2. Boateng L. Warm rooms and pain. Back J. 2012;4:1.",
    "R3": "3. Addo Y. Cold for knees. Knee J. 2013;1:2.",
    "R4": "4. Addo Y. Cold for hips. Hip J. 2015;1:2.",
}


def document_of(said: str, *, section: str = "Discussion", source: Source | None = None) -> Document:
    """A document with one sentence in a section, and four entries."""
    listed = [
        RawBlock(BlockKind.REFERENCE, (Piece(text),), reference=entry_of(text, key)) for key, text in ENTRIES.items()
    ]
    blocks = [
        RawBlock.of(BlockKind.HEADING, section, level=1),
        RawBlock.of(BlockKind.PARAGRAPH, said),
        RawBlock.of(BlockKind.HEADING, "References", level=1),
        *listed,
    ]
    return assemble(Reading(blocks, source or Source("On backs"), Reader("test")), data=b"x", path="x.xml")


def keys(document: Document) -> list[str]:
    return [r.key for r in references_of(document, document.blocks[1].span)]


ONE, TWO = marked("[1]", ["R1"]), marked("[1,2]", ["R1", "R2"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"Heat helps {TWO}.", ["R1", "R2"]),
        (f"Heat helps {ONE} and helps {TWO}.", ["R1", "R2"]),
        ("Mensah and Addo (2011) found that heat helps.", ["R1"]),
        ("Heat helps (Boateng, 2012; Addo 2015).", ["R2", "R4"]),
        ("Mensah et al. found that heat helps.", ["R1"]),
        ("Addo et al. found that cold hurts.", []),
        ("Mensah et al. (2019) found that heat helps.", []),
        (f"Heat helps {marked('[9]', ['R9'])}.", []),
        ("Heat helps.", []),
    ],
)
def test_marks_and_authors_names_lead_to_the_entries(said: str, expected: list[str]) -> None:
    assert keys(document_of(said)) == expected


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("Introduction", f"Back pain keeps one in five adults from work {ONE}."),
        ("Discussion", f"Mensah et al {ONE} found that heat eased pain by 12 points."),
        ("Discussion", "In the study by Mensah and Addo (2011), heat eased pain."),
        ("Discussion", "A previous trial reported less pain after heat."),
        ("Background", "It has previously been shown that heat eases pain."),
        ("Discussion", f"The guideline recommends heat {ONE}."),
        ("Methods", f"A previous study reported a standard deviation of 12 points {ONE}."),
        ("Results", f"Mensah et al. {ONE} reported less pain after heat."),
        ("What is known", f"Heat eases pain.{ONE}"),
        ("Do negative findings demand action?", f"Heat eases pain.{ONE}"),
        ("Which interventions and procedures are worth their cost in practice", f"Heat eases pain.{ONE}"),
    ],
)
def test_a_result_of_somebody_else_is_told_as_such(section: str, said: str) -> None:
    document = document_of(said, section=section)
    found = reports_others(document, document.blocks[1].span)
    assert found is not None
    assert found.cue.of(document.text)
    assert document.blocks[1].span.covers(found.cue)
    assert [r.key for r in found.references] == (["R1"] if ONE in said or "Mensah" in said else [])


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("Methods", f"Disability was measured with the back index {ONE}."),
        ("Statistical analysis", f"We used multiple imputation {ONE}."),
        ("Results", f"Pain fell by 12 points, more than the least that matters {ONE}."),
        ("Discussion", f"Our finding agrees with that of Mensah et al {ONE}."),
        ("Discussion", f"We found less pain after heat, as others did {ONE}."),
        ("Discussion", f"Less pain after heat is consistent with earlier reports {ONE}."),
        ("Discussion", f"Mensah et al {ONE} investigated heat in 40 adults."),
        ("Discussion", "There are few studies of heat in adults."),
        ("Discussion", "Heat eased pain by 12 points."),
        ("Introduction", f"Chronic pain is defined as pain of three months {ONE}."),
        ("Abstract", "Heat eased pain by 12 points (95% CI 3 to 21)."),
    ],
)
def test_own_results_and_borrowed_methods_are_not(section: str, said: str) -> None:
    document = document_of(said, section=section)
    assert reports_others(document, document.blocks[1].span) is None


def test_a_section_inside_the_methods_is_methods_and_one_inside_the_background_is_not() -> None:
    said = f"Heat eases pain {ONE}."
    for outer, expected in (("Methods", False), ("Background", True)):
        blocks = [
            RawBlock.of(BlockKind.HEADING, outer, level=1),
            RawBlock.of(BlockKind.HEADING, "Interventions", level=2),
            RawBlock.of(BlockKind.PARAGRAPH, said),
        ]
        document = assemble(Reading(blocks, Source("On backs"), Reader("test")), data=b"x", path="x.xml")
        assert bool(reports_others(document, document.blocks[2].span)) is expected


def test_of_a_digest_and_of_a_title_nothing_is_told() -> None:
    said = f"Mensah et al {ONE} found that heat eased pain."
    digest = document_of(said, source=Source("D", digest=True))
    assert reports_others(digest, digest.blocks[1].span) is None
    document = document_of(said)
    assert reports_others(document, document.blocks[0].span) is None
    assert reports_others(document, Span(len(document.text), len(document.text))) is None


@pytest.mark.parametrize(
    ("printed", "key", "title", "year"),
    [
        ("12. Doe J, Roe KL, et al. Heat for sore backs. Back J. 2019;3:1-2.", "12", "Heat for sore backs", 2019),
        ("[12] J. Doe and K. Roe, “Heat for sore backs,” Back J., vol. 3, 2019.", "12", "Heat for sore backs", 2019),
        ("Doe, J., & Roe, K. L. (2019). Heat for sore backs. Back J, 3, 1-2.", "doe2019", "Heat for sore backs", 2019),
        ("3 Doe J, de la Roe K-L. Heat in 1999: a look back. Back J 2019;3:1.", "3", "Heat in 1999: a look back", 2019),
        (
            "World Back Society. Guideline on sore backs. Accra: Press; 2019.",
            "world2019",
            "Guideline on sore backs",
            2019,
        ),
        ("Doe J. Oxidative DNA damage in backs. Back J. 2019.", "doe2019", "Oxidative DNA damage in backs", 2019),
        ("4. www.example.org/heat. Accessed 3 May 2019.", "4", "", None),
        ("5. Personal communication.", "5", "", None),
    ],
)
def test_a_printed_entry_is_read_in_any_common_style(printed: str, key: str, title: str, year: int | None) -> None:
    entry = entry_of(printed)
    assert (entry.key, entry.title, entry.year) == (key, title, year)


def test_pages_and_visits_are_no_years() -> None:
    assert year_of("Doe J. Heat. Back J. 2003;12:1999-2004. [cited 2015 May 1]") == 2003


@pytest.mark.parametrize(
    "said", ["Aa, Bb, " * 400, "studies " * 900, "on behalf of " * 300, "van-Ab-" * 400, "(" * 3000]
)
def test_hostile_text_costs_no_time(said: str) -> None:
    document = document_of(said)
    begun = time.perf_counter()
    entry_of(said)
    reports_others(document, document.blocks[1].span)
    assert time.perf_counter() - begun < 3
