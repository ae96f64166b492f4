"""PDF files typeset here from text we know: what was set must come out, whole, in order and on its page."""

from __future__ import annotations

import contextlib
import io
import logging
import random
import re
from pathlib import Path

import pypdf
import pytest
import reportlab
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.constants import PageLabelStyle
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus import read_pdf
from corpus.document import BlockKind, Document
from corpus.errors import EmptyFile, Encrypted, NoTextLayer, ReadError, TooLarge, Unreadable
from corpus.pdf_page import CHARACTER_LIMIT
from corpus.pdf_picture import page_picture, quote_rectangles
from corpus.read_pdf import PdfReader
from corpus.reading import assemble
from evals.press import FOOT, HIGH, MARGIN, Layout, Placed, Press, Sentence
from evals.typeset import generated

ADVICE = "For adults with low back pain, we suggest a structured programme of walking."


def typeset(layout: Layout, seed: int, paragraphs: int) -> tuple[bytes, list[Placed]]:
    """A file of generated sentences without marks, and the page each begins on."""
    press = Press(layout)
    for paragraph in generated(random.Random(seed), paragraphs):
        press.paragraph([Sentence(s.text) for s in paragraph])
    return press.print(), press.placed


def read(data: bytes) -> Document:
    return assemble(PdfReader().read(data, "a.pdf"), data=data, path="a.pdf")


def misplaced(document: Document, placed: list[Placed]) -> list[str]:
    """Sentences that do not stand whole in the text, or on another page than they were set on."""
    wrong = []
    for one in placed:
        at = document.text.find(one.sentence.text)
        page = document.page_at(at) if at >= 0 else None
        if page is None or page.number != one.page:
            wrong.append(one.sentence.text)
    return wrong


def drawn(*lines: tuple[float, float, str], font: str = "Helvetica", size: float = 11) -> bytes:
    """One page with lines at x, y (up)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont(font, size)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def blank() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def rewritten(data: bytes, change: str, value: str = "") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    if change == "encrypt":
        writer.encrypt(user_password=value, owner_password="owner", algorithm="RC4-128")
    elif change == "rotate":
        for page in writer.pages:
            page.rotate(90)
    elif change == "labels":
        writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(2, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    elif change == "labels from 0":
        writer.root_object[NameObject("/PageLabels")] = DictionaryObject(
            {
                NameObject("/Nums"): ArrayObject(
                    [
                        NumberObject(0),
                        DictionaryObject({NameObject("/S"): NameObject("/D"), NameObject("/St"): NumberObject(0)}),
                    ]
                )
            }
        )
    elif change == "title":
        writer.add_metadata({"/Title": value, "/Author": "Ann Miller; Bo Chen", "/CreationDate": "D:20190304"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_running_heads_and_page_numbers_are_dropped_and_body_text_is_not() -> None:
    data, placed = typeset(Layout(heads=True), 1, 40)
    document = read(data)
    for dropped in ("Smith and others", "A journal of backs", "Page 21"):
        assert dropped not in document.text
    assert not re.search(r"^21\d$", document.text, re.MULTILINE)
    assert misplaced(document, placed) == []


def test_numbered_headings_at_the_top_of_pages_are_no_running_heads() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, label in enumerate((3, 7, 8, 12), 1):
        canvas.drawString(MARGIN, HIGH - 60, f"Recommendation {label}")
        canvas.drawString(MARGIN, HIGH - 90, f"Offer the treatment described under letter {'abcd'[number - 1]}.")
        canvas.showPage()
    canvas.save()
    text = read(buffer.getvalue()).text
    assert all(f"Recommendation {label}" in text for label in (3, 7, 8, 12))


def test_a_sentence_that_crosses_pages_is_one_run_and_begins_on_the_first() -> None:
    press = Press(Layout())
    for paragraph in generated(random.Random(2), 4):
        press.paragraph(paragraph)
    press.y = FOOT + 5
    long = "Supervised training that " + "was repeated in every single week and " * 9 + "ended well."
    press.paragraph([Sentence(long)])
    document = read(press.print())
    at = document.text.find(long)
    assert at >= 0
    assert [p.number for p in document.pages if p.span.start < at + len(long) and at < p.span.end] == [1, 2]


def test_words_broken_at_line_ends_are_mended_and_compounds_keep_their_hyphen() -> None:
    lines = (
        "The recommendation is evidence-based, and rehabilitation was long-term.",
        "Every participant was given an evidence-",
        "based programme of rehabili-",
        "tation by a multidisci-",
        "plinary team with a long-",
        "term view; short- and long-",
        "term results agree with the multidisciplinary view.",
    )
    text = read(drawn(*((MARGIN, 700 - 14 * i, line) for i, line in enumerate(lines)))).text
    assert "an evidence-based programme of rehabilitation by a multidisciplinary team with a long-term view" in text
    assert "short- and long-term results" in text


def test_ligatures_come_out_as_letters() -> None:
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    text = read(drawn((MARGIN, 700, "Signi\ufb01cant bene\ufb01ts without \ufb02are."), font="Vera")).text
    assert "Significant benefits without flare." in text


def test_page_labels_are_those_printed() -> None:
    data, _ = typeset(Layout(), 3, 40)
    assert [p.label for p in read(data).pages][:3] == ["1", "2", "3"]
    assert [p.label for p in read(rewritten(data, "labels")).pages][:3] == ["i", "ii", "1"]


def test_a_page_turned_by_a_quarter_reads_upright() -> None:
    data, placed = typeset(Layout(columns=2), 4, 6)
    assert misplaced(read(rewritten(data, "rotate")), placed) == []


def prose(rng: random.Random, count: int) -> str:
    return " ".join(s.text for p in generated(rng, count) for s in p[:1])


def article() -> bytes:
    """Title, authors, headings, a list, a table, a caption and references, as a word processor sets them."""
    styles = getSampleStyleSheet()
    normal, heading = styles["BodyText"], styles["Heading2"]
    rng = random.Random(5)
    cells = [
        ["#", "Recommendation", "Strength"],
        [
            "1",
            Paragraph("For adults with low back pain, we suggest a structured programme of walking.", normal),
            "Weak for",
        ],
        [
            "2",
            Paragraph("For adults with low back pain, we recommend against routine imaging.", normal),
            "Strong against",
        ],
    ]
    table = Table(cells, colWidths=[30, 250, 100])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    story = [
        Paragraph("Walking for chronic low back pain: a randomised trial", styles["Title"]),
        Paragraph("Ann Miller, Bo Chen and Carla Diaz", normal),
        Paragraph("Department of Physiotherapy, University of Somewhere. doi: 10.1234/abc.(5)6.", normal),
        Paragraph("Received 4 May 2021. Accepted 6 June 2021. Published 9 July 2021.", normal),
        Paragraph("Introduction", heading),
        Paragraph(prose(rng, 6), normal),
        Paragraph("2.1 Statistical methods", styles["Heading3"]),
        Paragraph(prose(rng, 5), normal),
        Paragraph("• regular walking", normal),
        Paragraph("• advice to stay active", normal),
        Paragraph("Table 1. Recommendations of this group.", normal),
        table,
        Paragraph("References", heading),
        Paragraph("1. Miller A, Chen B. Walking and the back. J Backs. 2019;3:4-9.", normal),
        Paragraph("2. Diaz C. Imaging for whom? J Backs. 2020;4:11-13.", normal),
    ]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def blocks(document: Document, kind: BlockKind) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


def test_the_parts_of_an_article_are_told_apart() -> None:
    document = read(article())
    assert blocks(document, BlockKind.TITLE) == ["Walking for chronic low back pain: a randomised trial"]
    assert blocks(document, BlockKind.HEADING) == ["Introduction", "2.1 Statistical methods", "References"]
    assert [s.level for s in document.sections][:2] == [1, 2]
    assert len(blocks(document, BlockKind.PARAGRAPH)) == 2
    assert blocks(document, BlockKind.ITEM) == ["• regular walking", "• advice to stay active"]
    assert blocks(document, BlockKind.CAPTION) == ["Table 1. Recommendations of this group."]
    assert [r[:2] for r in blocks(document, BlockKind.REFERENCE)] == ["1.", "2."]
    assert "Ann Miller, Bo Chen and Carla Diaz" in blocks(document, BlockKind.MATTER)


def test_a_row_of_a_ruled_table_holds_the_recommendation_and_its_strength() -> None:
    rows = blocks(read(article()), BlockKind.TABLE)[0].split("\n")
    assert rows[1].split("\t") == [
        "1",
        ADVICE,
        "Weak for",
    ]
    assert rows[2].endswith("\tStrong against")


def test_cells_without_rules_are_a_table_too() -> None:
    rows = [
        ("Outcome", "Walking", "Usual care"),
        ("Pain", "2.1", "3.4"),
        ("Disability", "8.0", "9.9"),
        ("Falls", "4", "5"),
    ]
    data = drawn(
        *((x, 700 - 16 * i, cell) for i, row in enumerate(rows) for x, cell in zip((60, 220, 330), row, strict=True))
    )
    assert blocks(read(data), BlockKind.TABLE) == ["\n".join("\t".join(row) for row in rows)]


def test_the_source_is_told_from_metadata_and_first_page() -> None:
    source = read(rewritten(article(), "title", "Walking for chronic low back pain: a randomised trial")).source
    assert source.title == "Walking for chronic low back pain: a randomised trial"
    assert source.authors == ("Ann Miller", "Bo Chen")
    assert source.year == 2021
    assert source.doi == "10.1234/abc.(5)6"


@pytest.mark.parametrize("poor", ["Microsoft Word - trial_final.doc", "trial.pdf", "untitled", "S0140673620"])
def test_a_title_that_is_a_file_name_gives_way_to_the_printed_one(poor: str) -> None:
    assert read(rewritten(article(), "title", poor)).source.title.startswith("Walking for chronic")


def test_pages_counted_from_0_by_the_program_that_made_the_file_are_named_by_their_number() -> None:
    assert [p.label for p in read(rewritten(article(), "labels from 0")).pages] == ["1"]


def test_a_decimal_point_that_its_font_calls_another_sign_is_a_point_and_can_be_highlighted() -> None:
    data = drawn((MARGIN, 700, "The mean age in the sample was 55Æ1 years."))
    document = read(data)
    assert "was 55·1 years." in document.text
    assert len(quote_rectangles(data, 1, "The mean age in the sample was 55·1 years.")) == 1


def test_an_empty_password_opens_silently_and_another_is_asked_for() -> None:
    data = drawn((MARGIN, 700, "Rest is not recommended."))
    assert "Rest is not recommended." in read(rewritten(data, "encrypt")).text
    with pytest.raises(Encrypted, match=r"a\.pdf: needs a password"):
        PdfReader().read(rewritten(data, "encrypt", "secret"), "a.pdf")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"<html>no</html>", Unreadable),
        (b"%PDF-1.7\n1 0 obj\n<<", Unreadable),
        (article()[:900], Unreadable),
        (blank(), NoTextLayer),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        PdfReader().read(data, "a.pdf")
    assert str(caught.value).startswith("a.pdf: ")
    assert "\n" not in str(caught.value)


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_pdf, "SIZE_LIMIT", 100)
    with pytest.raises(TooLarge):
        PdfReader().read(article(), "a.pdf")


def test_pages_without_text_are_passed_over_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    writer = pypdf.PdfWriter()
    for part in (blank(), drawn((MARGIN, 700, "Only this page holds text."))):
        writer.append(io.BytesIO(part))
    buffer = io.BytesIO()
    writer.write(buffer)
    with caplog.at_level(logging.WARNING):
        document = read(buffer.getvalue())
    assert "1 of 2 pages hold no text" in caplog.text
    assert document.page_at(document.text.index("Only")) == document.pages[1]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_but_a_read_error_escapes_a_damaged_file(data: st.DataObject) -> None:
    whole = bytearray(_ARTICLE)
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    with contextlib.suppress(ReadError):
        PdfReader().read(damaged, "a.pdf")


_ARTICLE = article()


def test_a_page_of_very_many_characters_ends(caplog: pytest.LogCaptureFixture) -> None:
    lines = [(20.0, 830 - 1.2 * i, "pain " * 80) for i in range(CHARACTER_LIMIT // 400 + 50)]
    with caplog.at_level(logging.WARNING):
        assert PdfReader().read(drawn(*lines, size=1), "a.pdf").blocks
    assert "too many characters" in caplog.text


def test_a_quote_is_found_on_the_picture_of_its_page() -> None:
    data, placed = typeset(Layout(columns=2, by_rows=True), 6, 8)
    quote, number = placed[5].sentence.text, placed[5].page
    found = quote_rectangles(data, number, quote)
    assert 1 <= len(found) <= 5
    assert all(0 <= r.left < r.right <= 1 and 0 <= r.top < r.bottom <= 1 for r in found)
    assert all(r.right - r.left < 0.5 for r in found)
    assert quote_rectangles(data, number, quote.replace("analysis", "analyses")) == []
    assert quote_rectangles(data, number, " ") == []
    picture = page_picture(data, number, scale=1.0)
    assert picture.startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="no page 99"):
        page_picture(data, 99, scale=1.0)
