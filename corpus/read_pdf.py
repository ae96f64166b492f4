"""PDF files: text, order and positions by pypdfium2, everything beside the text by pypdf."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.clean import clean
from corpus.document import Reader
from corpus.errors import EmptyFile, Encrypted, NoTextLayer, ReadError, TooLarge, Unreadable
from corpus.pdf_blocks import blocks_of
from corpus.pdf_metadata import metadata_of, source_of
from corpus.pdf_page import PageText, read_page
from corpus.reading import Reading

logger = logging.getLogger(__name__)

SIZE_LIMIT = 200_000_000
"""Bytes."""
PAGE_LIMIT = 5_000
LAYOUT_VERSION = "2"
_MARK_WITHIN = 1024
"""The mark of a PDF may stand behind that many bytes of something else."""
_FIRST_PAGES = 2

# pdfium keeps global state and must never be entered by two threads at once.
PDFIUM_LOCK = threading.RLock()


class PdfReader:
    """Reads PDF files that have a text layer. An empty user password opens an encrypted one."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a PDF in reading order.

        Raises:
            EmptyFile: It holds no bytes or no pages.
            TooLarge: It has over `SIZE_LIMIT` bytes or `PAGE_LIMIT` pages.
            Unreadable: It is damaged, cut short or no PDF.
            Encrypted: It needs a password.
            NoTextLayer: None of its pages holds text.
        """
        begun = time.perf_counter()
        _check(data, name)
        try:
            with PDFIUM_LOCK, opened(data, name) as document:
                pages = _pages(document, name)
            reading = _reading(pages, data, name)
        except ReadError:
            raise
        except Exception as error:
            logger.exception("%s: reading failed", name)
            raise Unreadable(name, "cannot be read; save it anew from the program that made it") from error
        seconds = time.perf_counter() - begun
        logger.info("%s: %d pages, %d blocks in %.1f s", name, len(pages), len(reading.blocks), seconds)
        return reading


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """A pypdfium2 document; hold `PDFIUM_LOCK` while it is open.

    Raises:
        Encrypted: It needs a password.
        Unreadable: pdfium cannot make sense of it.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise Encrypted(name, "needs a password; save a copy without one and add that") from error
        raise Unreadable(name, "is not a whole PDF (damaged or cut short); get the file again") from error
    try:
        yield document
    finally:
        document.close()


def _check(data: bytes, name: str) -> None:
    if not data.strip():
        raise EmptyFile(name, "is empty; get the file again")
    if len(data) > SIZE_LIMIT:
        size, limit = len(data) // 1_000_000, SIZE_LIMIT // 1_000_000
        raise TooLarge(name, f"has {size} MB, over the limit of {limit} MB; split it and add the parts")
    if b"%PDF-" not in data[:_MARK_WITHIN]:
        raise Unreadable(name, "is no PDF, whatever its name says; check where it came from")


def _pages(document: Any, name: str) -> list[PageText]:
    count = len(document)
    if not count:
        raise EmptyFile(name, "holds no pages; get the file again")
    if count > PAGE_LIMIT:
        raise TooLarge(name, f"has {count} pages, over the limit of {PAGE_LIMIT}; split it and add the parts")
    pages: list[PageText] = []
    broken: list[int] = []
    for number in range(1, count + 1):
        page = _page(document, number)
        if page is None:
            broken.append(number)
        pages.append(page or PageText(number, 0.0, 0.0, (), (), (), cut=False))
    _report(pages, broken, name)
    return pages


def _page(document: Any, number: int) -> PageText | None:
    """The text of a page, or None where pdfium cannot read it."""
    try:
        page = document[number - 1]
        try:
            return read_page(page, number)
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        logger.info("page %d cannot be read: %s", number, error)
        return None


def _report(pages: Sequence[PageText], broken: Sequence[int], name: str) -> None:
    """Refuse a file without text; say in the log which pages of another give none."""
    if len(broken) == len(pages):
        raise Unreadable(name, "has no page that can be opened; get the file again")
    bare = [p.number for p in pages if not p.words and not p.sideways and p.number not in broken]
    if len(bare) + len(broken) == len(pages):
        raise NoTextLayer(name, "its pages are pictures; run it through OCR (for example ocrmypdf) and add it again")
    for numbers, what in ((broken, "are damaged"), (bare, "hold no text")):
        if numbers:
            listed = ", ".join(map(str, numbers[:20])) + (", …" if len(numbers) > 20 else "")
            share = f"{len(numbers)} of {len(pages)} pages"
            logger.warning("%s: %s %s and were passed over: %s", name, share, what, listed)
    for page in pages:
        if page.cut:
            logger.warning("%s: page %d holds too many characters; the rest was passed over", name, page.number)


def _reading(pages: Sequence[PageText], data: bytes, name: str) -> Reading:
    told = metadata_of(data, name)
    blocks = blocks_of(pages, told.outline, told.title)
    if not any(clean(piece.text) for block in blocks for piece in block.pieces):
        raise NoTextLayer(name, "its letters cannot be read; run it through OCR (for example ocrmypdf), then add it")
    first = "".join(w.text if w.glued else " " + w.text for page in pages[:_FIRST_PAGES] for w in page.words)
    labels = told.labels if len(told.labels) == len(pages) else ("",) * len(pages)
    versions = (
        ("pypdfium2", version("pypdfium2")),
        ("pdfium", str(pdfium.PDFIUM_INFO)),
        ("pypdf", version("pypdf")),
        ("layout", LAYOUT_VERSION),
    )
    return Reading(
        blocks=blocks,
        source=source_of(told, blocks, first, name),
        reader=Reader(PdfReader.name, versions),
        page_labels=[label or str(page.number) for label, page in zip(labels, pages, strict=True)],
    )
