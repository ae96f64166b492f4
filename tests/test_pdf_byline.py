"""Who wrote a PDF, by the names beneath its title, and what else its first page and labels tell."""

from __future__ import annotations

import pytest

from corpus.document import BlockKind
from corpus.pdf_byline import printed_authors
from corpus.pdf_metadata import Metadata, source_of
from corpus.reading import Piece, RawBlock


def front(*lines: str, title: str = "Walking for backs") -> list[RawBlock]:
    """The blocks of a first page: a rubric, the title, and what stands beneath it."""
    kinds = (BlockKind.HEADING, BlockKind.TITLE, *(BlockKind.MATTER for _ in lines))
    return [RawBlock(k, (Piece(t, 1),)) for k, t in zip(kinds, ("ORIGINAL RESEARCH", title, *lines), strict=True)]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Ann Miller, Bo Chen & Carla del Diaz"], ("Ann Miller", "Bo Chen", "Carla del Diaz")),
        (["Ann Miller¹, B. O. Chen1*, Carla O’Neill²,³"], ("Ann Miller", "B. O. Chen", "Carla O’Neill")),
        (["Ann MILLER∗1, Bo CHEN†¹ and Carla DIAZ‡"], ("Ann MILLER", "Bo CHEN", "Carla DIAZ")),
        (
            ["Ann Miller,† Bo Chen,‡ and Carla", "D. Diaz∗,‡", "†Clinic of Backs"],
            ("Ann Miller", "Bo Chen", "Carla D. Diaz"),
        ),
        (["Ann Miller, MD, PhD, Bo Chen MSc"], ("Ann Miller", "Bo Chen")),
        (["Ann Miller¹"], ("Ann Miller",)),
        (["Jean-Luc Müller-Lüdenscheid, Łucja Żak"], ("Jean-Luc Müller-Lüdenscheid", "Łucja Żak")),
        (["Ann Smitha, Bo Jonesb"], ()),
        (["Alice Smitha,b,*, Bo Jonesa"], ()),
        (["Open Access"], ()),
        (["Back Clinic, Accra"], ()),
        (["Department of Backs, University of Accra, Ghana"], ()),
        (["Received 9 November 2010; Accepted 25 December 2010"], ()),
        ([], ()),
    ],
)
def test_names_beneath_the_title_are_its_authors(lines: list[str], names: tuple[str, ...]) -> None:
    assert printed_authors(front(*lines)) == names


def test_one_name_in_the_metadata_gives_way_to_more_that_are_printed() -> None:
    blocks = front("Ann Miller, Bo Chen")
    assert source_of(Metadata(authors=("The Sender",)), blocks, "", "a.pdf").authors == ("Ann Miller", "Bo Chen")
    told = ("Ann Miller", "Bo Chen", "Carla Diaz")
    assert source_of(Metadata(authors=told), blocks, "", "a.pdf").authors == told


def test_a_rubric_in_one_run_with_the_title_is_none_of_it() -> None:
    blocks = front(title="Research Article Walking for Chronic Backs")
    assert source_of(Metadata(), blocks, "", "a.pdf").title == "Walking for Chronic Backs"


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("Leaves were collected in August 2004. Ann. Backs 8(1): 7-10, 2009 (June)", 2009),
        ("Sent in May 2013. Annals of Backs (2014) 126, 305–313", 2014),
        ("In August 2004 it rained.", 2004),
    ],
)
def test_the_place_in_a_journal_tells_the_year_better_than_a_month_in_the_text(printed: str, year: int) -> None:
    assert source_of(Metadata(), front(), printed, "a.pdf").year == year
