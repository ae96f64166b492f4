"""PDF files typeset here from text we know: what was set must come out, whole, in order and on its page."""

from __future__ import annotations

import contextlib
import io
import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
import reportlab
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.constants import PageLabelStyle
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
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

WIDE, HIGH = A4
MARGIN = 60.0
ADVICE = "For adults with low back pain, we suggest a structured programme of walking."
TOP, FOOT = HIGH - 90.0, 90.0

_SUBJECTS = (
    "Adults with chronic low back pain",
    "Participants in the exercise arm",
    "Older people living at home",
    "Patients referred for physiotherapy",
    "The trained assessors",
    "Clinicians at eleven hospitals",
)
_VERBS = ("reported", "described", "experienced", "recorded", "attributed to treatment", "rated as important")
_OBJECTS = (
    "less disability than those who received usual care",
    "a statistically significant improvement in walking distance",
    "no difference in the consumption of paracetamol",
    "fewer hospital admissions during the observation period",
    "considerable uncertainty about manual therapy",
    "a difference of 1.2 points (95% CI 0.4 to 2.0)",
)
_TAILS = (
    "after twelve weeks",
    "at the final examination",
    "when outcomes were assessed independently",
    "in every participating rehabilitation centre",
    "although adherence was disappointing",
)


def sentences(rng: random.Random, count: int) -> list[str]:
    """Sentences that differ from each other by their numbers."""
    return [
        f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)} {rng.choice(_TAILS)}, "
        f"as analysis {rng.randrange(100_000)} confirmed."
        for _ in range(count)
    ]


class Press:
    """Sets paragraphs in columns and remembers on which page each sentence begins."""

    def __init__(
        self, columns: int, *, size: float = 9.5, gutter: float = 18, justified: bool = True, by_rows: bool = False
    ) -> None:
        self.columns, self.size, self.gutter = columns, size, gutter
        self.justified, self.by_rows = justified, by_rows
        self.width = (WIDE - 2 * MARGIN - (columns - 1) * gutter) / columns
        self.pages: list[list[tuple[float, float, str, float]]] = [[]]
        self.begun: list[tuple[str, int]] = []
        self.column, self.y = 0, TOP

    def paragraph(self, texts: list[str], *, divide: bool = True) -> None:
        words = [(word, i) for i, text in enumerate(texts) for word in text.split(" ")]
        seen: set[int] = set()
        lines = list(self._lines(words, divide=divide))
        for n, line in enumerate(lines):
            if self.y < FOOT:
                self._next_column()
            for _, i in line:
                if i not in seen:
                    seen.add(i)
                    self.begun.append((texts[i], len(self.pages)))
            text = " ".join(word for word, _ in line)
            indent = 10.0 if n == 0 else 0.0
            x = MARGIN + self.column * (self.width + self.gutter) + indent
            spare = self.width - indent - stringWidth(text, "Times-Roman", self.size)
            gaps = len(line) - 1
            spread = spare / gaps if self.justified and gaps and n + 1 < len(lines) else 0.0
            self.pages[-1].append((x, self.y, text, spread))
            self.y -= 1.2 * self.size

    def _lines(self, words: list[tuple[str, int]], *, divide: bool) -> Iterator[list[tuple[str, int]]]:
        line: list[tuple[str, int]] = []
        room = self.width - 10.0
        queue = list(words)
        while queue:
            word, i = queue.pop(0)
            wide = stringWidth((" " if line else "") + word, "Times-Roman", self.size)
            if wide <= room:
                line.append((word, i))
                room -= wide
                continue
            head, tail = self._broken(word, room, line) if divide else ("", word)
            if head:
                line.append((head, i))
            yield line
            line, room = [], self.width
            queue.insert(0, (tail, i))
        yield line

    def _broken(self, word: str, room: float, line: list[tuple[str, int]]) -> tuple[str, str]:
        """Parts a word at its own hyphen, or a long one between a vowel and a consonant."""
        for at in range(len(word) - 3, 2, -1):
            own = word[at - 1] == "-"
            syllable = word.isalpha() and len(word) > 8 and word[at - 1] in "aeiou" and word[at] not in "aeiou"
            head = word[:at] if own else word[:at] + "-"
            if (own or syllable) and stringWidth(" " + head, "Times-Roman", self.size) <= room and line:
                return head, word[at:]
        return "", word

    def _next_column(self) -> None:
        self.column, self.y = self.column + 1, TOP
        if self.column == self.columns:
            self.column = 0
            self.pages.append([])

    def print(self, *, heads: bool = False) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4)
        for number, lines in enumerate(self.pages, 1):
            if heads:
                canvas.setFont("Helvetica", 8)
                canvas.drawString(
                    MARGIN, HIGH - 45, "Smith and others" if number % 2 else "A journal of backs 12 (2020)"
                )
                canvas.drawRightString(WIDE - MARGIN, HIGH - 45, f"Page {number + 210}")
                canvas.drawCentredString(WIDE / 2, 40, str(number + 210))
            for x, y, text, spread in sorted(lines, key=lambda s: -s[1]) if self.by_rows else lines:
                line = canvas.beginText(x, y)
                line.setFont("Times-Roman", self.size)
                line.setWordSpace(spread)
                line.textOut(text)
                canvas.drawText(line)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def read(data: bytes) -> Document:
    return assemble(PdfReader().read(data, "a.pdf"), data=data, path="a.pdf")


def misplaced(document: Document, begun: list[tuple[str, int]]) -> list[str]:
    """Sentences that do not stand whole in the text, or on another page than they were set on."""
    wrong = []
    for sentence, number in begun:
        at = document.text.find(sentence)
        page = document.page_at(at) if at >= 0 else None
        if page is None or page.number != number:
            wrong.append(sentence)
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
    elif change == "title":
        writer.add_metadata({"/Title": value, "/Author": "Ann Miller; Bo Chen", "/CreationDate": "D:20190304"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


LAYOUTS = {
    "one column": {"columns": 1},
    "one column, ragged": {"columns": 1, "justified": False},
    "two columns": {"columns": 2},
    "two columns, ragged": {"columns": 2, "justified": False},
    "two columns, drawn line by line across the page": {"columns": 2, "by_rows": True},
    "two columns, narrow gutter": {"columns": 2, "gutter": 11, "size": 8.5, "by_rows": True},
    "three columns": {"columns": 3, "size": 7.5, "gutter": 14, "by_rows": True},
}


@pytest.mark.parametrize("heads", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_stand_whole_and_on_their_page(layout: str, heads: bool) -> None:
    rng = random.Random(layout)
    press = Press(**LAYOUTS[layout])  # type: ignore[arg-type]
    for _ in range(30):
        press.paragraph(sentences(rng, rng.randint(2, 6)))
    document = read(press.print(heads=heads))
    assert len(press.begun) > 80
    wrong = misplaced(document, press.begun)
    assert len(wrong) <= 0.005 * len(press.begun), wrong


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.sampled_from(sorted(LAYOUTS)))
def test_any_seed_reads_as_well(seed: int, layout: str) -> None:
    rng = random.Random(seed)
    press = Press(**LAYOUTS[layout])  # type: ignore[arg-type]
    for _ in range(12):
        press.paragraph(sentences(rng, rng.randint(2, 5)))
    assert len(misplaced(read(press.print(heads=True)), press.begun)) <= 0.03 * len(press.begun)


def test_running_heads_and_page_numbers_are_dropped_and_body_text_is_not() -> None:
    rng = random.Random(1)
    press = Press(1)
    for _ in range(40):
        press.paragraph(sentences(rng, 4))
    text = read(press.print(heads=True)).text
    for dropped in ("Smith and others", "A journal of backs", "Page 21"):
        assert dropped not in text
    assert not re.search(r"^21\d$", text, re.MULTILINE)


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
    press = Press(1)
    for _ in range(4):
        press.paragraph(sentences(random.Random(2), 5))
    press.y = FOOT + 5
    long = "Supervised training that " + "was repeated in every single week and " * 9 + "ended well."
    press.paragraph([long])
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
    press = Press(1)
    for _ in range(40):
        press.paragraph(sentences(random.Random(3), 5))
    data = press.print()
    assert [p.label for p in read(data).pages][:3] == ["1", "2", "3"]
    assert [p.label for p in read(rewritten(data, "labels")).pages][:3] == ["i", "ii", "1"]


def test_a_page_turned_by_a_quarter_reads_upright() -> None:
    press = Press(2)
    for _ in range(6):
        press.paragraph(sentences(random.Random(4), 4))
    assert misplaced(read(rewritten(press.print(), "rotate")), press.begun) == []


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
        Paragraph(" ".join(sentences(rng, 6)), normal),
        Paragraph("2.1 Statistical methods", styles["Heading3"]),
        Paragraph(" ".join(sentences(rng, 5)), normal),
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
    press = Press(2, by_rows=True)
    for _ in range(8):
        press.paragraph(sentences(random.Random(6), 4))
    data = press.print()
    quote, number = press.begun[5]
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
