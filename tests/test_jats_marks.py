"""What a reader of a journal article in JATS is told of its reference marks and the cells of its tables."""

from __future__ import annotations

import pytest

from tests.jats_articles import article, read

LISTED = (
    "<back><ref-list>"
    + "".join(
        f'<ref id="B{n}"><label>{n}.</label><mixed-citation><person-group><name><surname>Addo</surname>'
        f"<given-names>Y</given-names></name></person-group> <article-title>Trial {n} of heat.</article-title> "
        f"<year>20{n:02}</year>. <pub-id pub-id-type='doi'>10.1000/h.{n}</pub-id> <pub-id pub-id-type='pmid'>1000{n}"
        "</pub-id></mixed-citation></ref>"
        for n in range(1, 13)
    )
    + "</ref-list></back>"
)


def link(n: int, printed: str = "") -> str:
    """A link to an entry of the list."""
    return f'<xref ref-type="bibr" rid="B{n}">{printed or n}</xref>'


def marks_of(body: str) -> list[tuple[str, tuple[str, ...]]]:
    """The marks of a body over the list of twelve."""
    document = read(article(f"<sec><title>S</title>{body}</sec>", back=LISTED))
    return [(m.span.of(document.text), m.keys) for m in document.marks]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"in use<sup>{link(7)},{link(9)}</sup>.", [("⁷", ("B7",)), ("⁹", ("B9",))]),
        (f"in use [{link(3)}–{link(5)}, {link(9)}].", [("3–5", ("B3", "B4", "B5")), ("9", ("B9",))]),
        (f"in use<sup>{link(3)}-{link(5)}</sup>.", [("³-⁵", ("B3", "B4", "B5"))]),
        (f"in use {link(3, '[3–5]')}.", [("[3–5]", ("B3", "B4", "B5"))]),
        (f"in use {link(3, '[3]')}–{link(5, '[5]')}.", [("[3]–[5]", ("B3", "B4", "B5"))]),
        (f"by {link(4, 'Addo <italic>et al</italic>. 2004')} too", [("Addo et al. 2004", ("B4",))]),
        (f"<bold>so{link(2, '<sup>2</sup>')}</bold>", [("²", ("B2",))]),
        (f"doses {link(9)}–{link(2)}", [("9", ("B9",)), ("2", ("B2",))]),
        ("in most<sup>7</sup>, 10<sup>9</sup>, 3 m<sup>2</sup>", [("⁷", ("B7",))]),
        ("see <xref ref-type='table' rid='T1'>2</xref>", []),
    ],
)
def test_every_mark_names_its_entries_those_between_the_ends_of_a_range_too(
    inside: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert marks_of(f"<p>{inside}</p>") == expected


def test_marks_in_cells_captions_and_headings_are_known_and_no_section_is_named_by_one() -> None:
    body = (
        f"<sec><title>Doses{link(1)}</title><table-wrap><label>Table 1</label><caption><title>Pain{link(2)}</title>"
        f"</caption><table><tr><td>Addo{link(3)}</td></tr></table></table-wrap></sec>"
    )
    assert [keys for _, keys in marks_of(body)] == [("B1",), ("B2",), ("B3",)]
    document = read(article(body, back=LISTED))
    assert "Doses" in [s.title for s in document.sections]


def test_what_an_entry_states_of_itself_is_known() -> None:
    third = read(article("<p>Text.</p>", back=LISTED)).references[2]
    assert (third.key, third.title, third.year, third.doi, third.pmid) == (
        "B3",
        "Trial 3 of heat",
        2003,
        "10.1000/h.3",
        "10003",
    )


def test_a_file_that_forges_marks_has_none() -> None:
    assert marks_of("<p>In \ue000B1\ue0013.5\ue002 of 9.</p>") == []


GRID = (
    '<table-wrap><label>TABLE 2.</label><caption><p>Pain</p></caption>{}<table><thead><tr><th rowspan="2">Arm</th>'
    '<th colspan="2">Mean</th></tr><tr><th>Day 1</th><th>Day 2</th></tr></thead><tbody><tr><td/><td/><td/></tr>'
    '<tr><td rowspan="3">Heat</td><td>1.5</td><td>0.5</td></tr><tr><td> </td></tr><tr><td>1.6</td><td>0.6</td></tr>'
    "</tbody></table>{}<table-wrap-foot><p>Means.</p></table-wrap-foot></table-wrap>"
)


@pytest.mark.parametrize(("opening", "closing"), [("", ""), ("<alternatives><graphic/>", "</alternatives>")])
def test_a_number_in_a_table_is_named_by_the_row_and_column_it_is_seen_in(opening: str, closing: str) -> None:
    document = read(article(GRID.format(opening, closing)))
    (table,) = document.tables
    assert table.label == "Table 2"
    assert table.caption is not None
    assert table.caption.of(document.text) == "TABLE 2. Pain"
    placed = {c.span.of(document.text): (c.row, c.column, c.rows, c.columns, c.header) for c in table.cells}
    assert placed == {
        "Arm": (1, 1, 2, 1, True),
        "Mean": (1, 2, 1, 2, True),
        "Day 1": (2, 2, 1, 1, True),
        "Day 2": (2, 3, 1, 1, True),
        "Heat": (3, 1, 2, 1, False),
        "1.5": (3, 2, 1, 1, False),
        "0.5": (3, 3, 1, 1, False),
        "1.6": (4, 2, 1, 1, False),
        "0.6": (4, 3, 1, 1, False),
    }


def test_tables_that_share_a_label_share_its_caption() -> None:
    two = GRID.format("", "<table><tr><td>Cold</td></tr></table>")
    document = read(article(two))
    assert [t.label for t in document.tables] == ["Table 2", "Table 2"]
    assert document.tables[0].caption == document.tables[1].caption


def test_a_table_by_named_columns_is_laid_out_by_them() -> None:
    table = (
        '<table><tgroup><colspec colname="a"/><colspec colname="b"/><colspec colname="c"/><tbody><row>'
        '<entry namest="b" nameend="c" morerows="1">Mean</entry></row><row><entry>Heat</entry></row></tbody></tgroup>'
        "</table>"
    )
    document = read(article(f"<table-wrap>{table}</table-wrap>"))
    cells = [(c.row, c.column, c.rows, c.columns) for c in document.tables[0].cells]
    assert cells == [(1, 2, 2, 2), (2, 1, 1, 1)]


@pytest.mark.parametrize("reach", ["0", "-3", "many", "99999999999"])
def test_a_cells_reach_that_is_none_costs_nothing(reach: str) -> None:
    table = f'<table><tr><td rowspan="{reach}" colspan="{reach}">a</td></tr><tr><td>b</td></tr></table>'
    document = read(article(f"<table-wrap>{table}</table-wrap>"))
    assert [c.span.of(document.text) for c in document.tables[0].cells] == ["a", "b"]
