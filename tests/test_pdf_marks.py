"""Reference marks and references of PDF files typeset here: told from powers, footnote signs and numbers."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from corpus.document import Document
from corpus.pdf_picture import quote_rectangles
from corpus.read_pdf import PdfReader
from corpus.reading import assemble

ENTRIES = [f"Miller A, Chen B. Backs and walking, part {n}. J Backs. 20{n:02d};3:4-9." for n in range(1, 13)]
NUMBERED = [f"{n}. {entry}" for n, entry in enumerate(ENTRIES, 1)]
FILLER = "Walking helped most of the people who took part in the groups that met every week for a year."


def printed(*paragraphs: str, references: list[str] = NUMBERED, heading: str = "References") -> bytes:
    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    story = [Paragraph("Walking for the back", styles["Title"]), Paragraph("Introduction", styles["Heading2"])]
    story += [Paragraph(f"{text} {FILLER}", body) for text in paragraphs]
    if references:
        story += [Spacer(1, 8), Paragraph(heading, styles["Heading2"]), *(Paragraph(r, body) for r in references)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    return assemble(PdfReader().read(data, "a.pdf"), data=data, path="a.pdf")


def marks(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.span.of(document.text), m.keys) for m in document.marks]


CITING = (
    "Pain fell within a year.<super>12</super> It fell again,<super>9,10</super> and then not.<super>3–5</super>",
    "Others saw the same<super>1</super> or less<super>2,6-8</super>.",
)


def test_raised_numbers_point_at_the_references_and_are_never_part_of_a_number() -> None:
    document = read(printed(*CITING))
    assert marks(document) == [
        ("¹²", ("12",)),
        ("⁹,¹⁰", ("9", "10")),
        ("³–⁵", ("3", "4", "5")),
        ("¹", ("1",)),
        ("²,⁶-⁸", ("2", "6", "7", "8")),
    ]
    assert "Pain fell within a year.¹² It fell again,⁹,¹⁰ and then not.³–⁵ Walking" in document.text


def test_every_numbered_entry_of_the_list_is_a_reference_by_its_number() -> None:
    document = read(printed(*CITING))
    assert [r.key for r in document.references] == [str(n) for n in range(1, 13)]
    assert [r.span.of(document.text) for r in document.references] == NUMBERED


def test_powers_footnote_signs_ordinals_and_subscripts_are_no_reference_marks() -> None:
    document = read(
        printed(
            *CITING,
            "A ward of 20 m<super>2</super> held 5 × 10<super>9</super> cells in 3 cm<super>3</super>, on the "
            "1<super>st</super> day<super>*</super>; H<sub>2</sub>O, R<super>2</super> and "
            "8 min<super>−1</super> are no marks.",
        )
    )
    assert len(document.marks) == 5
    text = document.text
    assert "20 m² held 5 × 10⁹ cells in 3 cm³, on the 1st day*; H2O, R² and 8 min⁻¹ are" in text


@pytest.mark.parametrize(("opens", "closes"), ["[]", "()"])
def test_numbers_in_brackets_are_marks_where_the_document_cites_so(opens: str, closes: str) -> None:
    def cited(numbers: str) -> str:
        return f"{opens}{numbers}{closes}"

    document = read(
        printed(
            f"Pain fell {cited('1-4')}. It fell again {cited('5, 6')}, and then not {cited('7–10')}.",
            f"In 2019 {FILLER[:-1]} {cited('11')}. Of 45 (12%) and 30 (12) people none fell.",
        )
    )
    assert [keys for _, keys in marks(document)] == [
        ("1", "2", "3", "4"),
        ("5", "6"),
        ("7", "8", "9", "10"),
        ("11",),
    ]


def test_numbers_in_round_brackets_are_data_where_marks_are_raised() -> None:
    document = read(printed(*CITING, "Two groups (12) of people (3) met."))
    assert len(document.marks) == 5


def test_raised_numbers_of_footnotes_are_no_marks_where_there_is_no_list() -> None:
    document = read(printed("Pain fell<super>1</super> in 4 of 10 rooms.", references=[]))
    assert document.marks == ()
    assert "Pain fell¹ in 4" in document.text


def test_entries_without_numbers_are_named_by_author_and_year() -> None:
    entries = ["Chen B (2019) Backs. J Backs 3:4-9.", "Miller A (2021) Walking. J Backs 4:1-2."]
    document = read(printed(FILLER, references=entries))
    assert [r.key for r in document.references] == ["chen2019", "miller2021"]


def test_a_quote_with_a_raised_mark_is_found_on_its_page() -> None:
    data = printed(*CITING)
    assert len(quote_rectangles(data, 1, "within a year.¹² It fell again,⁹,¹⁰ and then")) >= 1
