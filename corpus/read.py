"""One file to one document: the reader is chosen by what the file is, then by what it is called."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.document import Document
from corpus.errors import EmptyFile, ReadError, TooLarge, Unreadable, Unsupported
from corpus.kinds import SNIFFED, kind_of_bytes
from corpus.ocr import Ocr
from corpus.read_docx import DocxReader
from corpus.read_epub import EpubReader
from corpus.read_html import HtmlReader
from corpus.read_jats import JatsReader
from corpus.read_markdown import MarkdownReader
from corpus.read_pdf import PdfReader
from corpus.read_text import TextReader
from corpus.reading import FileReader, assemble
from corpus.sidecar import told_beside
from corpus.source_type import classify_document

_log = logging.getLogger(__name__)

MAX_TEXT_BYTES = 50 * 1024 * 1024
MAX_PDF_BYTES = 300 * 1024 * 1024

READERS: dict[str, Callable[[], FileReader]] = {
    "pdf": PdfReader,
    "jats": JatsReader,
    "html": HtmlReader,
    "docx": DocxReader,
    "epub": EpubReader,
    "markdown": MarkdownReader,
    "text": TextReader,
}

_LARGE = frozenset({"pdf", "docx", "epub"})
"""Kinds whose files may be full of pictures, which are never unpacked."""

# Suffixes of documents that sometimes hold nothing but plain text; data and programs are not documents.
_PLAIN = frozenset({".asc", ".ascii", ".log", ".utf8", ".rst", ".doc", ".me", ".1st"})


def read_document(path: Path, *, ocr: Ocr | None = None) -> Document:
    """Read one file whole into a document.

    Args:
        path: The file.
        ocr: How pages that are pictures are to be read; by default they are not.
    Raises:
        ReadError: The file cannot become a document; its kind says why, its message what to do. Nothing else escapes,
            whatever the bytes.
    """
    data = _bytes_of(path)
    kind = kind_of(data, path.name)
    if kind not in _LARGE and len(data) > MAX_TEXT_BYTES:
        raise _too_large(path.name, len(data), MAX_TEXT_BYTES)
    try:
        reader = PdfReader(ocr) if kind == "pdf" else READERS[kind]()
        reading = reader.read(data, path.name)
        document = assemble(reading, data=data, path=str(path))
    except ReadError:
        raise
    except (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RuntimeError, MemoryError) as error:
        _log.exception("%s: the %s reader failed", path.name, kind)
        raise Unreadable(
            path.name, f"could not be read as {kind} ({type(error).__name__}); please report it"
        ) from error
    return _classified(told_beside(document))


def kind_of(data: bytes, name: str) -> str:
    """Which of `READERS` a file is for. What its bytes prove outweighs its name.

    Raises:
        EmptyFile: No bytes.
        Unsupported: Surely of a kind that none reads.
        Encrypted: An Office file with a password.
    """
    if not data:
        raise EmptyFile(name, "is empty; check that the download finished")
    return kind_of_bytes(data, name) or _kind_by_name(name)


def _kind_by_name(name: str) -> str:
    suffix = Path(name).suffix.lower()
    for kind, reader in READERS.items():
        if suffix in reader().suffixes:
            # The bytes are not those of a PDF; its reader says best what is wrong with them.
            return kind
    if suffix and suffix not in _PLAIN:
        raise Unsupported(
            name,
            f"{suffix} files are not read (PDF, Word, EPUB, web pages, JATS XML, Markdown and plain text are); "
            "if it is plain text, rename it to .txt",
        )
    return "text"


def _bytes_of(path: Path) -> bytes:
    """All bytes of a file, once its size is known to be within limits."""
    try:
        if path.is_dir():
            raise Unreadable(path.name, "is a folder; add the files in it")
        if not path.is_file():
            missing = not path.exists()
            raise Unreadable(
                path.name, "is not there; check the path" if missing else "is not a plain file; copy it to one"
            )
        size = path.stat().st_size
        if size > MAX_PDF_BYTES:
            raise _too_large(path.name, size, MAX_PDF_BYTES)
        with path.open("rb") as file:
            start = file.read(SNIFFED)
            if size > MAX_TEXT_BYTES and b"%PDF-" not in start[:1024] and not start.startswith(b"PK"):
                raise _too_large(path.name, size, MAX_TEXT_BYTES)
            return start + file.read(MAX_PDF_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name holds a character no file can have"
        raise Unreadable(path.name, f"cannot be opened ({reason}); check the name and that you may read it") from error


def _too_large(name: str, size: int, limit: int) -> TooLarge:
    megabytes = 1024 * 1024
    return TooLarge(
        name, f"has {size // megabytes} MB, and the limit is {limit // megabytes} MB; split it and add the pieces"
    )


def _classified(document: Document) -> Document:
    """The document with its kind of source, unless the file itself stated it."""
    if document.source.source_type_reason:
        return document
    kind, reason = classify_document(document)
    return replace(document, source=replace(document.source, source_type=kind, source_type_reason=reason))
