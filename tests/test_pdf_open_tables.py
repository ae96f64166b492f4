"""Tables of prose without upright lines, as journals set them: their cells come out whole, row by row."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from corpus.document import BlockKind
from corpus.read_pdf import PdfReader
from corpus.reading import assemble

FONT, SIZE, LEAD = "Times-Roman", 9, 11
LEFT, RIGHT = 60, 535
PROSE = (
    "Walking helped more people than rest did in the first weeks after the pain began. Nobody was harmed by it, and "
    "people who walked went back to work sooner than those who had been told to stay in bed for as long as they could. "
)
HEAD = ("Part", "What is done", "Why it is done", "By whom")
ROWS = (
    (
        "Planning",
        "Ask what the person wants to do again. Write it down in their own words.",
        "People stay with a plan that is theirs, and they know best what matters to them at home and at work.",
        "The physiotherapist at the first visit, with the family where the person wishes so.",
    ),
    (
        "Delivery",
        "Let them try the movement that they fear, first with help and then alone, until it no longer frightens them.",
        "Fear falls with each safe trial.",
        "The physiotherapist. A nurse may take over once the person is sure of what to do.",
    ),
    (
        "Review",
        "Look at the plan together after six weeks.",
        "What was reached shows the way to what comes next, also where it was less than had been hoped for.",
        "Whoever wrote the plan.",
    ),
)


def wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = simpleSplit(text, FONT, SIZE, width)
    return lines


def column(canvas: Canvas, text: str, x: float, width: float, y: float) -> float:
    for line in wrapped(text, width):
        canvas.drawString(x, y, line)
        y -= LEAD
    return y


def page(
    rows: Sequence[Sequence[str]],
    *,
    head: Sequence[str] = HEAD,
    edges: Sequence[float] = (60, 125, 265, 405),
    caption: str = "Table 2. Parts of the programme",
) -> bytes:
    """A table between rules with two columns of text below it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    canvas.drawString(LEFT, 790, caption)
    canvas.line(LEFT, 785, RIGHT, 785)
    for x, said in zip(edges, head, strict=True):
        canvas.drawString(x, 774, said)
    canvas.line(LEFT, 770, RIGHT, 770)
    y = 759.0
    for row in rows:
        ends = [*edges[1:], RIGHT + 10]
        y = min(column(canvas, said, x, end - x - 12, y) for x, end, said in zip(edges, ends, row, strict=True))
    canvas.line(LEFT, y + 6, RIGHT, y + 6)
    for x in (60, 307):
        column(canvas, PROSE * 4, x, 228, y - 24)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def tables(data: bytes) -> list[str]:
    document = assemble(PdfReader().read(data, "a.pdf"), data=data, path="a.pdf")
    assert PROSE.strip() in document.text
    return [b.span.of(document.text) for b in document.blocks if b.kind is BlockKind.TABLE]


def test_cells_of_several_lines_come_out_whole_and_row_by_row() -> None:
    assert tables(page(ROWS)) == ["\n".join("\t".join(row) for row in (HEAD, *ROWS))]


def test_a_column_that_groups_rows_leaves_their_names_to_the_next() -> None:
    rows = [
        ("Planning", "Aims", ROWS[0][1], ROWS[0][2]),
        ("", "Choices", ROWS[1][1], ROWS[1][2]),
        ("Delivery", "Trials", ROWS[0][2], ROWS[1][1]),
    ]
    head = ("", "Step", "Do", "Because")
    assert tables(page(rows, head=head, edges=(60, 120, 180, 360))) == [
        "\n".join("\t".join(row) for row in (head, *rows))
    ]


def test_columns_of_text_between_rules_are_no_table() -> None:
    rows = [[f"{' '.join(row[1:])} {PROSE}" for row in ROWS]]
    data = page(rows, head=("One", "Two", "Three"), edges=(60, 220, 380), caption="Parts of the programme")
    assert tables(data) == []
