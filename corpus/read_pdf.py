"""PDF files: text, order and positions by pypdfium2, everything beside the text by pypdf."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.clean import clean
from corpus.document import Reader
from corpus.errors import EmptyFile, Encrypted, NoTextLayer, OcrUnavailable, ReadError, TooLarge, Unreadable
from corpus.ocr import Engine, Ocr, command_for, find_engine, recognised
from corpus.pdf_blocks import blocks_of
from corpus.pdf_metadata import metadata_of, source_of
from corpus.pdf_page import PageText, read_page
from corpus.reading import Reading

logger = logging.getLogger(__name__)

SIZE_LIMIT = 200_000_000
"""Bytes."""
PAGE_LIMIT = 5_000
LAYOUT_VERSION = "3"
_ADVICE = "add it with `python -m index add --ocr`, or run it through OCR yourself and add the result"
_MARK_WITHIN = 1024
"""The mark of a PDF may stand behind that many bytes of something else."""
_FIRST_PAGES = 2

# pdfium keeps global state and must never be entered by two threads at once.
PDFIUM_LOCK = threading.RLock()


class PdfReader:
    """Reads PDF files, with `ocr` also pages that are pictures. An empty user password opens an encrypted one."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def __init__(self, ocr: Ocr | None = None) -> None:
        self._ocr = ocr

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
                pages, broken = _pages(document, name)
            engine, recognised = self._recognise(pages, data, name)
            pages = [recognised.get(p.number, p) for p in pages]
            _report(pages, broken, name)
            reading = _reading(pages, data, name)
            reading = replace(
                reading,
                reader=Reader(self.name, (*reading.reader.versions, *engine)),
                ocr_pages=frozenset(n for n, page in recognised.items() if page.words),
            )
        except ReadError:
            raise
        except Exception as error:
            logger.exception("%s: reading failed", name)
            raise Unreadable(name, "cannot be read; save it anew from the program that made it") from error
        seconds = time.perf_counter() - begun
        logger.info("%s: %d pages, %d blocks in %.1f s", name, len(pages), len(reading.blocks), seconds)
        return reading

    def _recognise(
        self, pages: Sequence[PageText], data: bytes, name: str
    ) -> tuple[tuple[tuple[str, str], ...], dict[int, PageText]]:
        """What made the text of pages that are pictures, and these pages; nothing where no page is to be read so."""
        pictures = [p.number for p in pages if p.is_picture]
        if self._ocr is None or not pictures:
            return (), {}
        try:
            engine = find_engine(self._ocr)
        except OcrUnavailable as error:
            if len(pictures) == len(pages):
                raise NoTextLayer(name, f"its pages are pictures, and {error}") from error
            logger.warning("%s: %s", name, error)
            return (), {}
        found: dict[int, PageText] = {}
        for done, number in enumerate(pictures, 1):
            logger.info("%s: page %d is read by %s (%d of %d)", name, number, engine.name, done, len(pictures))
            page = _recognised(engine, data, number, self._ocr, name)
            if page is not None:
                found[number] = page
        return (("ocr", f"{engine.name} {engine.version} ({self._ocr.language})"),) if found else (), found


def _recognised(engine: Engine, data: bytes, number: int, ocr: Ocr, name: str) -> PageText | None:
    """The text OCR finds on a page; None where it failed."""
    with tempfile.TemporaryDirectory(prefix="citewell-ocr-", ignore_cleanup_errors=True) as folder:
        with PDFIUM_LOCK, opened(data, name) as document:
            command = command_for(engine, document, number - 1, ocr, Path(folder))
        # pdfium's lock is free while the program reads: that takes seconds.
        layer = recognised(command, Path(folder), seconds=ocr.seconds, name=name, page=number)
    if layer is None:
        return None
    with PDFIUM_LOCK, opened(layer, name) as read:
        return _page(read, 1, number=number)


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


def _pages(document: Any, name: str) -> tuple[list[PageText], list[int]]:
    """Every page, and the numbers of those that cannot be read."""
    count = len(document)
    if not count:
        raise EmptyFile(name, "holds no pages; get the file again")
    if count > PAGE_LIMIT:
        raise TooLarge(name, f"has {count} pages, over the limit of {PAGE_LIMIT}; split it and add the parts")
    pages: list[PageText] = []
    broken: list[int] = []
    for number in range(1, count + 1):
        page = _page(document, number, number=number)
        if page is None:
            broken.append(number)
        pages.append(page or PageText(number, 0.0, 0.0, (), (), (), cut=False))
    return pages, broken


def _page(document: Any, place: int, *, number: int) -> PageText | None:
    """The text of the page at `place`, from 1, as page `number`; None where pdfium cannot read it."""
    try:
        page = document[place - 1]
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
        raise NoTextLayer(name, f"its pages are pictures; {_ADVICE}")
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
        raise NoTextLayer(name, f"its letters cannot be read; {_ADVICE}")
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
