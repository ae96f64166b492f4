"""Journal articles in JATS XML (PubMed Central's `.nxml`): blocks in the file's order, nothing of the body lost."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from corpus.document import BlockKind, Reader, SourceType
from corpus.errors import Unsupported
from corpus.jats_marks import references_in
from corpus.jats_references import place_of, reference_of, reference_text
from corpus.jats_source import authors_of, source_of, title_of
from corpus.jats_tables import table_of
from corpus.jats_text import SILENT, Run, text_of, write
from corpus.reading import Piece, RawBlock, RawCell, RawPart, RawReference, Reading, unmarked
from corpus.safe_xml import parse_xml

_WRAPPERS = frozenset({"pmc-articleset", "OAI-PMH", "record", "articles", "response"})
# These stand apart from a paragraph that holds them, which reads on without them.
_FLOATING = frozenset(
    "fn table-wrap table-wrap-group fig fig-group boxed-text supplementary-material media chem-struct-wrap".split()
)
# These interrupt it.
_BREAKING = frozenset("p title list def-list disp-quote verse-group speech statement preformat array table sec".split())
_HOLDING = _FLOATING | _BREAKING | frozenset({"fn-group", "ref-list", "glossary", "app", "app-group", "ack", "notes"})
_CAPTIONED = frozenset("fig graphic supplementary-material media chem-struct-wrap fig-group table-wrap-group".split())
_HEADED = frozenset(
    "sec app ack notes glossary boxed-text fn-group bio statement def-list list app-group ref-list".split()
)
_DEFAULT_TITLES = {"ack": "Acknowledgements", "glossary": "Glossary", "ref-list": "References", "fn-group": "Footnotes"}
_NOTE_TITLES = {
    "COI-statement": "Competing interests",
    "conflict": "Competing interests",
    "financial-disclosure": "Funding",
    "supported-by": "Funding",
    "con": "Author contributions",
}


class JatsReader:
    """Reads JATS. No DTD, entity or network address is ever loaded."""

    name = "jats"
    suffixes: tuple[str, ...] = (".nxml", ".xml")

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of the one article in `data`.

        Raises:
            EmptyFile: No bytes.
            Unreadable: Not well-formed (the message names the line), or it declares or uses entities of its own.
            Unsupported: XML, but not one article.
        """
        article = _article(parse_xml(data, name), name)
        walk = _Walk(article)
        walk.article(article)
        version = ".".join(map(str, etree.LXML_VERSION[:3]))
        reader = Reader(self.name, (("lxml", version), ("rules", "3")))
        return Reading(walk.blocks, source_of(article), reader, parts=walk.parts)


def _article(root: etree._Element, name: str) -> etree._Element:
    if root.tag == "article":
        return root
    found = [a for a in root.iter("article") if next(a.iterancestors("article"), None) is None]
    if root.tag in _WRAPPERS and len(found) == 1:
        return found[0]
    if root.tag in _WRAPPERS and found:
        raise Unsupported(name, f"holds {len(found)} articles; save each in a file of its own")
    raise Unsupported(
        name,
        f"is XML, but its first element is <{root.tag}> and not a JATS <article>; "
        "take the article's full text from PubMed Central, or its PDF",
    )


class _Walk:
    """Goes through an article once and writes down its blocks."""

    def __init__(self, article: etree._Element) -> None:
        self.blocks: list[RawBlock] = []
        self.parts: list[RawPart] = []
        self._listed = references_in(article)
        self._part: int | None = None
        self._by_tag: dict[str, Callable[[etree._Element, int], None]] = {
            "list": self._list,
            "def-list": self._definitions,
            "table-wrap": self._table_wrap,
            "table": self._table,
            "array": self._table,
            "fn": self._footnote,
            "ref-list": self._references,
        }

    def article(self, article: etree._Element) -> None:
        """Title, front matter, abstracts, body, back matter, notes, and articles inside the article."""
        self._put(BlockKind.TITLE, title_of(article))
        meta = article.find("front/article-meta")
        if meta is None:
            meta = article.find("front-stub")
        if meta is not None:
            self._front(article, meta)
        for tag in ("body", "back", "floats-group"):
            for element in article.findall(tag):
                self._children(element, 1)
        if meta is not None:
            self._front_notes(meta)
        for notes in article.findall("front/notes"):
            self._block(notes, BlockKind.PARAGRAPH, 1)
        for tag in ("sub-article", "response"):
            for element in article.findall(tag):
                self._inner_article(element)

    def _inner_article(self, element: etree._Element) -> None:
        kind = element.get("article-type") or element.get("response-type") or element.tag
        meta = element.find("front-stub")
        self.parts.append(
            RawPart(
                SourceType.OTHER,
                f"printed with the article, by its own statement: {kind}",
                title_of(element),
                authors_of(meta) if meta is not None else (),
            )
        )
        before, self._part = self._part, len(self.parts) - 1
        self.article(element)
        self._part = before

    def _front(self, article: etree._Element, meta: etree._Element) -> None:
        self._put(BlockKind.MATTER, ", ".join(authors_of(meta)))
        for element in meta.iter("aff", "corresp"):
            self._put(BlockKind.MATTER, text_of(element))
        self._put(BlockKind.MATTER, _printed_in(article, meta))
        for tag in ("abstract", "trans-abstract"):
            for abstract in meta.findall(tag):
                self._abstract(abstract)
        for group in meta.findall("kwd-group"):
            words = "; ".join(filter(None, (text_of(k) for k in group.iter("kwd", "compound-kwd"))))
            self._put(BlockKind.MATTER, f"{text_of(group.find('title')) or 'Keywords'}: {words}" if words else "")

    def _abstract(self, abstract: etree._Element) -> None:
        title = abstract.find("title")
        kind = abstract.get("abstract-type", "").replace("-", " ")
        heading = text_of(title) or (f"Abstract ({kind})" if kind else "Abstract")
        self._put(BlockKind.HEADING, heading, level=1)
        self._children(abstract, 2, leave_out=title)

    def _front_notes(self, meta: etree._Element) -> None:
        for notes in meta.findall("author-notes"):
            for note in notes:
                if note.tag in ("fn", "p"):
                    self._titled_note(note)
        for group in meta.findall("funding-group"):
            said = [text_of(s) for s in group.findall("funding-statement")]
            said = said or [", ".join(filter(None, map(text_of, g))) for g in group.findall("award-group")]
            if any(said):
                self._put(BlockKind.HEADING, "Funding", level=1)
            for text in said:
                self._put(BlockKind.PARAGRAPH, text)
        for rights in [*meta.findall("permissions"), *meta.findall("copyright-statement")]:
            for element in rights.iter("copyright-statement", "license"):
                self._put(BlockKind.MATTER, text_of(element))

    def _titled_note(self, note: etree._Element) -> None:
        """A statement of interests or funding is evidence of its kind, so it gets a heading and a paragraph."""
        title = _NOTE_TITLES.get(note.get("fn-type", ""))
        if title is None:
            self._put(BlockKind.MATTER, text_of(note))
            return
        self._put(BlockKind.HEADING, title, level=1)
        self._children(note, 2, leave_out=note.find("label"))

    def _children(self, element: etree._Element, level: int, leave_out: etree._Element | None = None) -> None:
        """All that stands in a section or the like; loose text becomes paragraphs."""
        self._flow(element, BlockKind.PARAGRAPH, level, leave_out=leave_out)

    def _block(self, element: etree._Element, kind: BlockKind, level: int) -> None:
        tag = element.tag
        if tag == "permissions" or (tag in SILENT and element.find("caption") is None):
            return
        if tag in self._by_tag:
            self._by_tag[tag](element, level)
        elif tag in _CAPTIONED:
            self._captioned(element, level)
        elif tag in _HEADED:
            self._headed(element, kind, level)
        else:
            self._flow(element, kind, level)

    def _headed(self, element: etree._Element, kind: BlockKind, level: int) -> None:
        heading, used = self._heading_of(element)
        self._put(BlockKind.HEADING, heading or _DEFAULT_TITLES.get(element.tag, ""), level=level)
        self._flow(element, kind, level + 1, leave_out=used)

    def _flow(
        self, element: etree._Element, kind: BlockKind, level: int, *, leave_out: object = None, start: str = ""
    ) -> None:
        """Text of mixed content: blocks inside interrupt it, floating ones follow it.

        Args:
            element: Whose content flows.
            kind: What its own text becomes.
            level: Of the headings inside.
            leave_out: A child, or a tuple of children, already written.
            start: Text of a run before the first of it, such as a label.
        """
        left_out = leave_out if isinstance(leave_out, tuple) else (leave_out,)
        run, later = Run(self._listed, start), []
        run.add(element.text)
        touching = not element.text
        for child in element:
            if any(child is x for x in left_out):
                pass
            elif child.tag in _FLOATING and element.tag == "p":
                later.append(child)
            elif isinstance(child.tag, str) and _has_blocks(child):
                self._put(kind, run.take() if child.tag != "p" or not start else "")
                self._inside(child, kind, level, run.take())
                start = ""
            else:
                write(child, run, touching=touching)
            run.add(child.tail)
            touching = not child.tail
        self._put(kind, run.take())
        for child in later:
            self._block(child, kind, level)

    def _inside(self, child: etree._Element, kind: BlockKind, level: int, start: str) -> None:
        if start.strip():
            self._flow(child, kind, level, start=f"{start.strip()} ")
        else:
            self._block(child, kind, level)

    def _list(self, element: etree._Element, level: int) -> None:
        heading, used = self._heading_of(element)
        self._put(BlockKind.PARAGRAPH, heading)
        for child in element:
            if child.tag == "list-item":
                label = child.find("label")
                self._flow(child, BlockKind.ITEM, level, leave_out=label, start=_label(label))
            elif not any(child is x for x in used):
                self._block(child, BlockKind.ITEM, level)

    def _definitions(self, element: etree._Element, level: int) -> None:
        heading, used = self._heading_of(element)
        self._put(BlockKind.PARAGRAPH, heading)
        for child in element:
            if child.tag == "def-item":
                self._put(BlockKind.ITEM, self._text(child))
            elif not any(child is x for x in used):
                self._block(child, BlockKind.ITEM, level)

    def _captioned(self, element: etree._Element, level: int) -> None:
        label, caption = element.find("label"), element.find("caption")
        self._caption(label, caption, level)
        self._flow(element, BlockKind.CAPTION, level, leave_out=(label, caption))

    def _caption(self, label: etree._Element | None, caption: etree._Element | None, level: int) -> None:
        title = caption.find("title") if caption is not None else None
        if caption is None:
            self._put(BlockKind.CAPTION, text_of(label))
        elif title is not None:
            self._put(BlockKind.CAPTION, _label(label) + self._text(title))
            self._flow(caption, BlockKind.CAPTION, level, leave_out=title)
        else:
            self._flow(caption, BlockKind.CAPTION, level, start=_label(label))

    def _table_wrap(self, element: etree._Element, level: int) -> None:
        label, caption = element.find("label"), element.find("caption")
        self._caption(label, caption, level)
        for child in element:
            if child is label or child is caption:
                continue
            tables = child.findall("table") if child.tag == "alternatives" else []
            if tables or child.tag == "table":
                for table in tables or [child]:
                    self._table(table, level, _table_label(label))
            elif child.tag == "table-wrap-foot":
                self._flow(child, BlockKind.FOOTNOTE, level)
            else:
                self._block(child, BlockKind.FOOTNOTE, level)

    def _table(self, element: etree._Element, _level: int, label: str = "") -> None:
        text, cells = table_of(element, self._listed)
        self._put(BlockKind.TABLE, text, cells=cells, label=label)

    def _footnote(self, element: etree._Element, level: int) -> None:
        title = _NOTE_TITLES.get(element.get("fn-type", ""))
        parent = element.getparent()
        if title is not None and parent is not None and parent.tag == "fn-group":
            self._titled_note(element)
            return
        label = element.find("label")
        self._flow(element, BlockKind.FOOTNOTE, level, leave_out=label, start=_label(label))

    def _references(self, element: etree._Element, level: int) -> None:
        heading, used = self._heading_of(element)
        self._put(BlockKind.HEADING, heading or _DEFAULT_TITLES["ref-list"], level=level)
        for child in element:
            if child.tag == "ref":
                text = reference_text(child)
                self._put(BlockKind.REFERENCE, text, reference=reference_of(child, text))
            elif not any(child is x for x in used):
                self._block(child, BlockKind.REFERENCE, level + 1)

    def _text(self, element: etree._Element | None) -> str:
        return text_of(element, self._listed)

    def _heading_of(self, element: etree._Element) -> tuple[str, tuple[etree._Element | None, ...]]:
        """Label and title as printed, and the children they are."""
        label, title = element.find("label"), element.find("title")
        return (_label(label) + self._text(title)).strip(), (label, title)

    def _put(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        cells: tuple[RawCell, ...] = (),
        label: str = "",
        reference: RawReference | None = None,
    ) -> None:
        if text.strip():
            self.blocks.append(
                RawBlock(kind, (Piece(text),), level, self._part, cells=cells, label=label, reference=reference)
            )


def _has_blocks(element: etree._Element) -> bool:
    """True if the element is a block, or one stands in it."""
    return element.tag in _HOLDING or next(element.iter(*_HOLDING), None) is not None


def _label(label: etree._Element | None) -> str:
    text = text_of(label)
    return f"{text} " if text else ""


def _table_label(label: etree._Element | None) -> str:
    """The label as it is referred to, "Table 2" for "TABLE 2." and for a bare "2"."""
    text = unmarked(text_of(label)).strip(" .:–—-")
    return f"Table {text}" if text.isdigit() else text.capitalize() if text.isupper() and len(text) > 5 else text


def _printed_in(article: etree._Element, meta: etree._Element) -> str:
    """Journal, volume, issue and pages, as far as they are given."""
    journal = text_of(article.find("front/journal-meta//journal-title"))
    doi = next((text_of(i) for i in meta.findall("article-id") if i.get("pub-id-type") == "doi"), "")
    return ". ".join(filter(None, (journal, place_of(meta), f"doi:{doi}" if doi else "")))
