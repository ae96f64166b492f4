"""A tree of HTML elements to blocks: headings, paragraphs, items, tables, captions, notes, references.

Word files and books are turned into such trees too, so that one set of rules reads them all.
"""

from __future__ import annotations

import re

from lxml import etree

from corpus.document import BlockKind
from corpus.html_references import Listed
from corpus.html_tree import BLOCKS, words_of
from corpus.jats_tables import table_of
from corpus.jats_text import Run, text_of, write
from corpus.reading import Piece, RawBlock, RawCell, RawReference, unmarked
from corpus.reference_entry import entry_of

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HOLDING = tuple(BLOCKS - {"tr", "td", "th", "tbody", "thead", "tfoot"})
_MATTER = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|affiliations?|contributors?|contrib-group|article-?meta\w*|article-?info\w*|dates?"
    r"|pub-?date|publication-history|history|copyright|licen[cs]e|permissions|keywords?|kwd-group|dateline|correspondence)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_MATTER = 3000
_CAPTION = re.compile(r"(?:^|[\s_-])(?:captions?|legend|figcaption|table-?title)(?:$|[\s_-])", re.IGNORECASE)
_CAPTION_LABEL = re.compile(r"\W*(?:table|fig(?:ure)?|box)\.?\s*[A-Z]?[\dIVX]*[a-z]?\W*\Z", re.IGNORECASE)
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|table-?foot\w*|tblfn\w*|tw-foot|doc-footnote|doc-endnotes?)(?:$|[\s_-])"
)
_RIGHTS = re.compile(r"\W*(?:©|\(c\)|copyright)\s|.{0,150}\ball rights reserved\b", re.IGNORECASE | re.DOTALL)
_LONGEST_RIGHTS = 300
_LONGEST_HEADING = 100
_LONGEST_CELL = 1000
"""Characters of a cell from which on a table without header cells was set to lay a page out."""
_BREAK = "break"
QUOTED = "citewell-quoted"
"""An attribute by which a reader tells that an element quotes; its text becomes a repeat, for the reader to judge."""


class Walk:
    """Goes through trees once and writes down their blocks.

    Args:
        listed: The references of the work, which marks point at.
        title: The work's title where it is known; the first heading that says it is the title's block. Empty: the first
            heading of rank 1 is. `None`: no heading is.
    """

    def __init__(self, listed: Listed, title: str | None = "") -> None:
        self.blocks: list[RawBlock] = []
        self._listed = listed
        self._title = _folded(title or "")
        self._titled = title is None
        self._top = 1 if title is None else 2
        self._level = 0

    def page(self, root: etree._Element) -> None:
        """Write down all of a tree."""
        self._flow(root, BlockKind.PARAGRAPH)

    def _block(self, element: etree._Element, kind: BlockKind) -> None:
        tag = element.tag
        if element in self._listed.entries:
            self._reference(element)
        elif tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        elif tag == "li":
            self._flow(element, BlockKind.ITEM if kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else kind)
        elif tag == "dl":
            self._definitions(element, kind)
        elif tag == "table":
            self._table(element, kind)
        elif tag == "pre":
            self._put(kind, text_of(element, self._listed.references))
        elif tag == "p" and kind is BlockKind.PARAGRAPH and self._is_bold_line(element):
            self._put(BlockKind.HEADING, text_of(element, self._listed.references), level=self._level + 1)
        else:
            self._flow(element, _kind_of(element, kind))

    def _flow(self, element: etree._Element, kind: BlockKind, start: str = "") -> None:
        """Mixed content: blocks inside interrupt the running text, and so do two breaks in a row."""
        run = Run(self._listed.references, start)
        run.add(element.text)
        touching = not element.text
        broken = False
        for child in element:
            if isinstance(child.tag, str) and _has_blocks(child):
                # A number or label in front of a paragraph belongs to it: "1.1.2" of a recommendation, "a)" of an item.
                before = run.take()
                if child.tag == "p" and 0 < len(unmarked(before).strip()) <= 12 and not _has_inner_blocks(child):
                    self._flow(child, kind, f"{before.strip()} ")
                else:
                    self._put(kind, before)
                    self._block(child, kind)
            elif child.tag == _BREAK and broken and _touches(child):
                self._put(kind, run.take())
            else:
                write(child, run, touching=touching)
            broken = child.tag == _BREAK
            run.add(child.tail)
            touching = not child.tail
        self._put(kind, run.take())

    def _heading(self, element: etree._Element, rank: int) -> None:
        text = text_of(element, self._listed.references)
        plain = _folded(text)
        if (
            _CAPTION_LABEL.match(unmarked(text))
            or next(element.iterancestors("figcaption", "caption"), None) is not None
        ):
            self._put(BlockKind.CAPTION, text)
        elif not self._titled and plain and (plain == self._title or (rank == 1 and not self._title)):
            self._titled = True
            self._put(BlockKind.TITLE, text)
        else:
            self._level = max(1, rank - self._top + 1)
            self._put(BlockKind.HEADING, text, level=self._level)

    def _definitions(self, element: etree._Element, kind: BlockKind) -> None:
        """A term and what is said of it are one item."""
        term = ""
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                self._put(BlockKind.ITEM, term)
                term = text_of(child, self._listed.references)
            else:
                self._flow(child, BlockKind.ITEM if kind is BlockKind.PARAGRAPH else kind, f"{term} " if term else "")
                term = ""
        self._put(BlockKind.ITEM, term)

    def _table(self, element: etree._Element, kind: BlockKind) -> None:
        caption = next((c for c in element if c.tag == "caption"), None)
        if _lays_out(element):
            for cell in element.iter("td", "th", "caption"):
                if next(cell.iterancestors("table"), None) is element:
                    self._flow(cell, kind)
            return
        if caption is not None:
            self._flow(caption, BlockKind.CAPTION)
        text, cells = table_of(element, self._listed.references)
        self._put(BlockKind.TABLE, text, cells=cells)

    def _reference(self, element: etree._Element) -> None:
        key = self._listed.entries[element]
        text = text_of(element, None)
        known = entry_of(text, key)
        self._put(BlockKind.REFERENCE, text, reference=self._listed.with_links(element, known))

    def _is_bold_line(self, element: etree._Element) -> bool:
        """True for a short paragraph that is wholly bold: a heading that was not marked as one."""
        inner = [c for c in element if isinstance(c.tag, str)]
        bold = "".join(words_of(c) for c in inner if c.tag in ("b", "strong"))
        words = words_of(element)
        return (
            2 <= len(words) <= _LONGEST_HEADING
            and words[-1] not in ".,;"
            and words[0].isalnum()
            and _folded(bold) == _folded(words)
        )

    def _put(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        cells: tuple[RawCell, ...] = (),
        reference: RawReference | None = None,
    ) -> None:
        if kind is BlockKind.PARAGRAPH and len(text) <= _LONGEST_RIGHTS and _RIGHTS.match(text):
            kind = BlockKind.MATTER
        if text.strip():
            self.blocks.append(RawBlock(kind, (Piece(text),), level, cells=cells, reference=reference))


def _kind_of(element: etree._Element, kind: BlockKind) -> BlockKind:
    """What the text in an element becomes by the element's tag, role or class."""
    if QUOTED in element.attrib:
        return BlockKind.REPEAT
    if element.tag == "figcaption":
        return BlockKind.CAPTION
    names = f"{element.get('class', '')[:500]} {element.get('role', '')[:50]}"
    if kind is not BlockKind.PARAGRAPH or not names.strip():
        return kind
    if _CAPTION.search(names):
        return BlockKind.CAPTION
    if _NOTES.search(names):
        return BlockKind.FOOTNOTE
    if _MATTER.search(names) and len(words_of(element)) <= _LONGEST_MATTER and element.find(".//h2") is None:
        return BlockKind.MATTER
    return kind


def _touches(child: etree._Element) -> bool:
    """True if nothing stands between an element and the one before it."""
    before = child.getprevious()
    return before is not None and not (before.tail or "").strip()


def _has_blocks(element: etree._Element) -> bool:
    return element.tag in BLOCKS or _has_inner_blocks(element)


def _has_inner_blocks(element: etree._Element) -> bool:
    return next((e for e in element.iter(*_HOLDING) if e is not element), None) is not None


def _lays_out(table: etree._Element) -> bool:
    """True for a table that places parts of a page, so that its cells are no data."""
    if table.get("role", "").lower() in ("presentation", "none"):
        return True
    if next(table.iter("h1", "h2"), None) is not None:
        return True
    if any(t is not table for t in table.iter("table")):
        return True
    if next(table.iter("th", "thead", "caption"), None) is not None:
        return False
    rows = [len([c for c in row if c.tag == "td"]) for row in table.iter("tr")]
    return max(rows, default=0) < 2 or any(len(words_of(c)) > _LONGEST_CELL for c in table.iter("td"))


def _folded(text: str) -> str:
    return "".join(c for c in unmarked(text).casefold() if c.isalnum())
