"""Books in EPUB: the documents of the spine in reading order, each read as a web page is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from urllib.parse import unquote

from lxml import etree

from corpus.document import BlockKind, Reader, Source
from corpus.errors import EmptyFile, Encrypted, TooLarge, Unreadable
from corpus.html_references import find_references
from corpus.html_tree import drop, parse_page, part_blocks, strip_unseen, words_of
from corpus.html_walk import Walk
from corpus.reading import RawBlock, Reading
from corpus.safe_xml import parse_xml
from corpus.zipped import Zipped

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/html+xml", "text/x-oeb1-document"})
_AGAIN = "download the book again"
_MOST_CHAPTERS = 5_000
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_AUTHOR_ROLES = frozenset({"", "aut"})


class EpubReader:
    """Reads EPUB 2 and 3. Pictures, scripts and styles are never unpacked."""

    name = "epub"
    suffixes: tuple[str, ...] = (".epub",)

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a book.

        Raises:
            EmptyFile: No chapter holds text.
            Encrypted: Its chapters are locked (DRM).
            TooLarge: It unpacks to too much.
            Unreadable: It is damaged, or no book.
        """
        book = Zipped(data, name)
        package_path = _package_path(book, name)
        package = parse_xml(book.read(package_path), name, next_step=_AGAIN)
        source = _source(package)
        blocks: list[RawBlock] = []
        for path in _spine(package, package_path, name):
            if path in book:
                blocks += _chapter(book, path, name)
        if not blocks:
            raise EmptyFile(name, "holds no chapter with text; check that the file is the one you meant")
        if source.title and not any(b.kind is BlockKind.TITLE for b in blocks):
            blocks.insert(0, RawBlock.of(BlockKind.TITLE, source.title))
        return Reading(blocks, source, Reader(self.name, (("lxml", version("lxml")), ("rules", "1"))))


def _package_path(book: Zipped, name: str) -> str:
    container = parse_xml(book.read(_CONTAINER), name, next_step=_AGAIN)
    for root in container.iter("rootfile"):
        path = posixpath.normpath(unquote(root.get("full-path", "")))
        if path in book:
            return path
    raise Unreadable(name, f"names no list of its chapters; {_AGAIN}")


def _spine(package: etree._Element, package_path: str, name: str) -> Iterator[str]:
    """Paths of the documents in reading order; its own table of contents is no text."""
    folder = posixpath.dirname(package_path)
    items = {i.get("id", ""): i for i in package.iter("item")}
    order = [items[r.get("idref", "")] for r in package.iter("itemref") if r.get("idref", "") in items]
    if len(order) > _MOST_CHAPTERS:
        raise TooLarge(name, f"has {len(order):,} chapters, and no book does; it is not read")
    seen: set[str] = set()
    for item in order:
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        is_contents = "nav" in item.get("properties", "").split()
        if item.get("media-type", "").lower() in _PAGES and not is_contents and path not in seen:
            seen.add(path)
            yield path


def _chapter(book: Zipped, path: str, name: str) -> list[RawBlock]:
    if _ENCRYPTION in book and path.encode() in book.read(_ENCRYPTION):
        raise Encrypted(name, "is locked against copying (DRM); ask the publisher for an open copy or a PDF")
    try:
        root, _ = parse_page(book.read(path), name)
    except EmptyFile:
        return []
    strip_unseen(root)
    body = root.find("body")
    body = body if body is not None else root
    for element in list(body.iter("nav")):
        drop(element)
    part_blocks(body)
    # Chapters each begin with a heading of rank 1, and none of them is the book's title.
    walk = Walk(find_references(body), None)
    walk.page(body)
    return walk.blocks


def _source(package: etree._Element) -> Source:
    metadata = package.find("metadata")
    if metadata is None:
        return Source(title="")
    said = {
        tag: [words_of(e) for e in metadata.iter(tag)] for tag in ("title", "identifier", "date", "publisher", "rights")
    }
    creators = [e for e in metadata.iter("creator") if _role(e) in _AUTHOR_ROLES]
    doi = next((m for m in map(_DOI.search, said["identifier"]) if m), None)
    year = next((m for m in map(_YEAR.search, said["date"]) if m), None)
    source = Source(
        title=next(filter(None, said["title"]), ""),
        authors=tuple(filter(None, map(words_of, creators))),
        year=int(year[0]) if year else None,
        journal=next(filter(None, said["publisher"]), ""),
        doi=doi[0].rstrip(".,;") if doi else "",
    )
    return replace(source, licence=next(filter(None, said["rights"]), "")[:300])


def _role(creator: etree._Element) -> str:
    return next((str(v) for k, v in creator.attrib.items() if str(k).rsplit("}", 1)[-1] == "role"), "")
