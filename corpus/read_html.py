"""Web pages saved to a file: the main text with headings, lists, tables, reference marks, without what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from lxml import etree

from corpus.document import BlockKind, Reader, Source, SourceType
from corpus.errors import EmptyFile, TooLarge
from corpus.html_forum import read_posts
from corpus.html_main import main_of, prune
from corpus.html_posts import Thread, stated_posts, thread_of
from corpus.html_references import find_references
from corpus.html_source import source_of_page
from corpus.html_tree import decode_page, parse_page, part_blocks, strip_unseen, words_of
from corpus.html_walk import Walk
from corpus.reading import RawBlock, Reading, unmarked

MAX_PAGE_BYTES = 20 * 1024 * 1024


class HtmlReader:
    """Reads a page's own text. Nothing in it is run, and nothing is loaded from an address."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".xht")

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a page's main text.

        Raises:
            EmptyFile: Nothing that a reader of the page would see.
            TooLarge: More bytes than `MAX_PAGE_BYTES`.
            Unreadable: It is no text, or is nested too deep to be a page made for reading.
        """
        if len(data) > MAX_PAGE_BYTES:
            raise TooLarge(name, f"is a web page of over {MAX_PAGE_BYTES >> 20} MB; save its text as PDF and add that")
        root, encoding = parse_page(data, name)
        source, stated = source_of_page(root), stated_posts(root)
        strip_unseen(root)
        versions = (
            ("encoding", encoding),
            ("lxml", version("lxml")),
            ("rules", "2"),
            ("trafilatura", version("trafilatura")),
        )
        thread = thread_of(root, stated)
        if thread:
            return _thread_reading(root, thread, source, Reader(self.name, versions))
        main = main_of(root, decode_page(data, name)[0])
        prune(main)
        heading = _title_heading(root, main)
        part_blocks(main)
        walk = Walk(find_references(main), heading)
        walk.page(main)
        if not walk.blocks:
            raise EmptyFile(name, "shows no text of its own; open it in a browser, save it as PDF and add that")
        source = replace(source, title=source.title or heading)
        return Reading(_titled(walk.blocks, source.title or heading), source, Reader(self.name, versions))


def _thread_reading(root: etree._Element, thread: Thread, source: Source, reader: Reader) -> Reading:
    """A forum's page: its title, then its posts. Who wrote the page is who wrote the posts, each for themselves."""
    title = _title_heading(root, root) or source.title
    blocks, parts = read_posts(thread)
    source = replace(
        source,
        title=title,
        authors=(),
        source_type=SourceType.FORUM,
        source_type_reason=f"a forum thread: {thread.reason}",
    )
    return Reading(_titled(blocks, title), source, reader, parts=parts)


def _title_heading(root: etree._Element, main: etree._Element) -> str:
    """The heading of rank 1 that names the page: in the main text, else above it; empty where there is none."""
    for place in (main, root):
        words = next(filter(None, (words_of(h) for h in place.iter("h1"))), "")
        if words:
            return unmarked(words)
    return ""


def _titled(blocks: Sequence[RawBlock], title: str) -> list[RawBlock]:
    """A title that stands outside the main text is still what a reader sees first."""
    if not title or any(b.kind is BlockKind.TITLE for b in blocks):
        return list(blocks)
    return [RawBlock.of(BlockKind.TITLE, title), *blocks]
