"""The printed page under a citation, from a PDF typeset for the test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.web.page_picture import page_figure
from corpus.document import Document, Span
from corpus.pdf_picture import quote_rectangles
from corpus.read import read_document

LINES = [
    "Warm packs eased stiff shoulders in nine of ten people,",
    "while cold packs eased them in four of ten people.",
]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "packs.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 12)
    for i, line in enumerate(LINES):
        canvas.drawString(72, 700 - 16 * i, line)
    canvas.showPage()
    canvas.save()
    return read_document(path)


def test_a_quote_is_marked_where_it_is_printed(document: Document) -> None:
    start = document.text.index("cold packs")
    data = Path(document.path).read_bytes()
    (mark,) = quote_rectangles(data, 1, "cold packs eased")
    assert 0 < mark.left < mark.right < 1
    assert mark.top == pytest.approx((A4[1] - 684 - 0.8 * 12) / A4[1], abs=0.02)
    figure = page_figure(document, Span(start, start + len("cold packs eased")))
    assert figure.count('class="lit"') == 1
    assert "data:image/png;base64," in figure


def test_a_quote_over_two_lines_is_marked_on_both(document: Document) -> None:
    start = document.text.index("nine of ten")
    figure = page_figure(document, Span(start, document.text.index("cold packs") + 10))
    assert figure.count('class="lit"') == 2


def test_nothing_is_shown_of_a_file_that_changed_or_a_quote_that_is_not_there(document: Document) -> None:
    span = Span(0, 20)
    assert quote_rectangles(Path(document.path).read_bytes(), 1, "warm socks eased") == []
    assert page_figure(replace(document, file_sha256="0" * 64), span) == ""
    assert page_figure(replace(document, path="gone.pdf"), span) == ""
