"""The printed page a quote stands on, the quote marked; for PDF files that still are where they were added from."""

from __future__ import annotations

import logging
from base64 import b64encode
from html import escape
from pathlib import Path

from corpus.document import Document, Page, Span, sha256_of
from corpus.errors import ReadError
from corpus.pdf_picture import Rectangle, page_picture, quote_rectangles

logger = logging.getLogger(__name__)

_SCALE = 1.6
"""Pixels a point: legible on a panel 600 pixels wide."""


def page_figure(document: Document, span: Span) -> str:
    """The page where `span` begins as a picture, the part of the quote on it marked; empty where it cannot be shown.

    Nothing is shown unless the file's bytes are those the text was read from and the quote is found on the page. A page
    read by OCR, which holds no letters to find, is shown with nothing marked.
    """
    page = document.page_at(span.start)
    path = Path(document.path)
    if page is None or document.reader.name != "pdf":
        return ""
    try:
        data = path.read_bytes()
        if sha256_of(data) != document.file_sha256:
            return ""
        quote = Span(span.start, min(span.end, page.span.end)).of(document.text)
        # Of a page read by OCR the file holds no letters to mark; the picture is the one thing to compare with.
        rectangles = [] if page.ocr else quote_rectangles(data, page.number, quote)
        picture = page_picture(data, page.number, scale=_SCALE) if rectangles or page.ocr else b""
    except (OSError, ReadError, ValueError) as error:
        logger.info("%s: its page cannot be shown: %s", path.name, error)
        return ""
    return _figure(page, picture, rectangles) if picture else ""


def _figure(page: Page, picture: bytes, rectangles: list[Rectangle]) -> str:
    label = escape(page.label)
    marks = "".join(f'<span class="lit" style="{_place(r)}"></span>' for r in rectangles)
    source = f"data:image/png;base64,{b64encode(picture).decode()}"
    told = f"Page {label} as printed" + ("; its text was read by OCR" if page.ocr else "")
    shown = f"Page {label} as printed" + ("" if page.ocr else ", the quoted words marked")
    return (
        f'<figure class="printed"><figcaption>{told}</figcaption><div class="sheet">'
        f'<img src="{source}" alt="{shown}">{marks}</div></figure>'
    )


def _place(r: Rectangle) -> str:
    wide, high = r.right - r.left, r.bottom - r.top
    return f"left:{r.left:.2%};top:{r.top:.2%};width:{wide:.2%};height:{high:.2%}"
