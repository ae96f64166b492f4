"""What kind of file some bytes are, by what they hold first and by the file's name last; and which kinds none reads."""

from __future__ import annotations

import re

from corpus.errors import Encrypted, ReadError, Unsupported
from corpus.zipped import Zipped

SNIFFED = 4096
"""Bytes from the top of a file that show its kind."""
_SHORTLY = 1024
_PICTURE = "is a picture; put its pages through OCR to a PDF (for example ocrmypdf)"
_FOREIGN = (
    (b"{\\rtf", "is rich text (RTF); save it as .docx, PDF or plain text"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"\x1f\x8b", "is packed (gzip); unpack it first"),
    (b"7z\xbc\xaf", "is packed (7z); unpack it first"),
    (b"Rar!", "is packed (RAR); unpack it first"),
    (b"%!PS", "is PostScript; convert it to PDF"),
    (b"SQLite format 3", "is a database, not a text; print what you need from it to PDF"),
    (b"ITSF", "is a Windows help file; print it to PDF"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIPPED = (
    ("xl/workbook.xml", "is an Excel workbook; save the sheet you need as PDF"),
    ("xl/workbook.bin", "is an Excel workbook; save the sheet you need as PDF"),
    ("ppt/presentation.xml", "is a PowerPoint presentation; save it as PDF"),
    ("Index/Document.iwa", "is an Apple Pages, Numbers or Keynote file; export it as .docx or PDF"),
    ("visio/document.xml", "is a Visio drawing; save it as PDF"),
)
_OPEN_DOCUMENT = (
    (b"application/vnd.oasis.opendocument.text", "is an OpenDocument text (.odt); save it as .docx or PDF"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "is an OpenDocument sheet (.ods); save it as PDF"),
    (b"application/vnd.oasis.opendocument", "is an OpenDocument file; save it as PDF"),
)
_MARKUP = re.compile(
    rb"\s*<(?:\?xml|!DOCTYPE\s+(?:pmc-)?article|(?:\w{1,20}:)?article[\s>]|pmc-articleset|OAI-PMH)", re.IGNORECASE
)
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE,
)
_WEB_SUFFIX = re.compile(r"\.x?html?\Z|\.xht\Z", re.IGNORECASE)
_JATS_SIGN = re.compile(rb"<front\b|<body>\s*<sec\b|\barticle-type\s*=|\bdtd-version\s*=|jats", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(
    rb"\s*(?:From: <Saved by|Snapshot-Content-Location:|(?:[\w-]{1,40}: ?[^\n]{0,500}\r?\n){0,12}"
    rb"Content-Type: multipart/related)",
    re.IGNORECASE,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of_bytes(data: bytes, name: str) -> str:
    """The kind that the bytes prove, "" where they prove none.

    Raises:
        Encrypted: An Office file with a password.
        Unsupported: Surely of a kind that none reads; the message says which.
    """
    start = data[:SNIFFED]
    if start.startswith(_ZIP):
        return _kind_of_zip(data, name)
    # A PDF may have a few bytes of mail or printer control before its mark.
    if b"%PDF-" in start[:_SHORTLY]:
        return "pdf"
    if start.startswith(_OLD_OFFICE):
        if _LOCKED in data:
            raise Encrypted(name, "is locked with a password; unlock it and add it again")
        raise Unsupported(name, "is an old Word, Excel or Outlook file; save it as .docx or PDF and add it again")
    for mark, what in _FOREIGN:
        if start.startswith(mark):
            raise Unsupported(name, f"{what} and add it again")
    return _kind_of_text(_without_mark(start), name)


def _kind_of_text(start: bytes, name: str) -> str:
    if _WEB_PAGE.match(start):
        return "html"
    if _MARKUP.match(start):
        # An article element is also one of HTML, where a page was saved in part.
        return "html" if _WEB_SUFFIX.search(name) and not _JATS_SIGN.search(start) else "jats"
    if _WEB_ARCHIVE.match(start):
        raise Unsupported(name, "is a web archive (MHTML) or a mail; save the page as HTML or PDF and add it again")
    return ""


def _kind_of_zip(data: bytes, name: str) -> str:
    """Word file or book, by the members of the zip file; what else it is, is said."""
    try:
        held = Zipped(data, name)
        kind = held.read("mimetype")[:200].strip() if "mimetype" in held else b""
    except ReadError:
        # Cut off, or of a make of its own: the reader its name calls for says what is wrong with it.
        if name.lower().endswith((".docx", ".epub")):
            return name.lower()[-4:]
        raise
    if any(m.endswith("word/document.xml") for m in held.names()):
        return "docx"
    if kind == b"application/epub+zip" or "META-INF/container.xml" in held:
        return "epub"
    what = next((w for mark, w in _OPEN_DOCUMENT if kind.startswith(mark)), "")
    what = what or next((w for member, w in _ZIPPED if member in held), "")
    if not what and "[Content_Types].xml" in held:
        return "docx"
    raise Unsupported(name, f"{what or 'is a zip archive; unpack it'} and add it again")


def _without_mark(start: bytes) -> bytes:
    """The first bytes with any byte order mark off and UTF-16 thinned to its ASCII."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"")
