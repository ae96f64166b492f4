"""Ruled tables of PDF files typeset here: every cell in its row and column, or none at all."""

from __future__ import annotations

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus.document import Cell, Document
from corpus.read_pdf import PdfReader
from corpus.reading import assemble

BODY = getSampleStyleSheet()["BodyText"]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


def read(rows: list[list[object]], *style: object, widths: tuple[int, ...]) -> Document:
    table = Table(rows, colWidths=widths)
    table.setStyle([GRID, *style])
    story = [Paragraph("Table 1. Outcomes of walking and of usual care.", BODY), table, Paragraph("Nobody fell.", BODY)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    data = buffer.getvalue()
    return assemble(PdfReader().read(data, "a.pdf"), data=data, path="a.pdf")


def shown(document: Document) -> list[tuple[int, int, str]]:
    (table,) = document.tables
    return [(c.row, c.column, c.span.of(document.text)) for c in table.cells]


def cell(document: Document, text: str) -> Cell:
    (table,) = document.tables
    return next(c for c in table.cells if c.span.of(document.text) == text)


def test_each_cell_of_a_ruled_table_is_known_by_row_and_column_also_where_its_text_takes_lines() -> None:
    long = "Days on which a person could not work because of pain in the back"
    document = read(
        [["Outcome", "Walking", "Usual care"], [Paragraph(long, BODY), "2.1", ""], ["Falls", "4", "5"]],
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        widths=(110, 80, 80),
    )
    assert shown(document) == [
        (1, 1, "Outcome"),
        (1, 2, "Walking"),
        (1, 3, "Usual care"),
        (2, 1, long),
        (2, 2, "2.1"),
        (3, 1, "Falls"),
        (3, 2, "4"),
        (3, 3, "5"),
    ]
    (table,) = document.tables
    assert [c.header for c in table.cells] == [True] * 3 + [False] * 5
    assert table.label == "Table 1"


def test_cells_that_reach_over_rows_and_columns_are_known_as_such() -> None:
    document = read(
        [["Group", "Pain", ""], ["", "Before", "After"], ["Walking", "5.1", "2.1"], ["Usual care", "5.0", "3.4"]],
        ("SPAN", (0, 0), (0, 1)),
        ("SPAN", (1, 0), (2, 0)),
        widths=(110, 80, 80),
    )
    assert (cell(document, "Group").rows, cell(document, "Group").columns) == (2, 1)
    assert (cell(document, "Pain").rows, cell(document, "Pain").columns) == (1, 2)
    assert (cell(document, "After").row, cell(document, "After").column) == (2, 3)
    assert (cell(document, "3.4").row, cell(document, "3.4").column) == (4, 3)


def test_a_table_with_a_row_that_holds_nothing_has_no_cells_but_its_text() -> None:
    document = read(
        [["Group", "Pain"], ["", ""], ["Walking", "5.1"], ["Usual care", "5.0"]],
        widths=(110, 80),
    )
    assert document.tables == ()
    assert "Usual care\t5.0" in document.text
