"""A Word document's XML to a tree of HTML elements, as `corpus.html_walk` reads it.

What was inserted under tracked changes is in, what was deleted or moved away is out, and so are comments, headers,
footers, tables of contents and hidden text. No picture, link or object is ever loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.docx_numbering import DEEPEST, Numbering, number_of, value_of

_GONE = frozenset({"del", "moveFrom", "delText", "delInstrText", "instrText", "commentReference", "Fallback", "pict"})
_THROUGH = frozenset(
    "ins moveTo hyperlink smartTag customXml sdt sdtContent fldSimple AlternateContent Choice dir bdo"
    " ruby rubyBase".split()
)
_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of figures|index)\b.*", re.IGNORECASE)
_NOTE = re.compile(r"(?:footnote|endnote) text", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says that matters to a reader; None where neither it nor its parents say it."""

    name: str = ""
    outline: int | None = None
    list_id: str = ""
    list_level: int = 0


def styles_of(root: etree._Element | None) -> dict[str, Style]:
    """The styles of `styles.xml` by their id, with what they have from the styles they are based on."""
    if root is None:
        return {}
    raw = {value_of(s, "styleId"): s for s in root.iter("style")}
    return {key: _style(raw, key) for key in raw}


def _style(raw: Mapping[str, etree._Element], key: str) -> Style:
    name, outline, list_id, level = "", None, "", 0
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        style = raw[key]
        own = value_of(style.find("name"))
        name = name or own
        # A style made from a heading is one, whatever it is called.
        heading = _HEADING.fullmatch(own)
        if outline is None and style.find("pPr/outlineLvl") is not None:
            outline = number_of(style.find("pPr/outlineLvl"), otherwise=9)
        elif outline is None and heading:
            outline = int(heading[1]) - 1
        if not list_id:
            list_id, level = value_of(style.find("pPr/numPr/numId")), number_of(style.find("pPr/numPr/ilvl"))
        key = value_of(style.find("basedOn"))
    return Style(name, outline, list_id, level)


@dataclass(slots=True)
class DocxTree:
    """Builds the tree of one document."""

    styles: Mapping[str, Style]
    numbering: Numbering
    notes: Mapping[tuple[str, str], etree._Element]
    """Foot- and endnotes by kind ("footnote", "endnote") and id."""
    title: str = ""
    _used: list[tuple[int, tuple[str, str]]] = field(default_factory=list)

    def build(self, body: etree._Element) -> etree._Element:
        """The tree of a document's body, its notes behind it."""
        root = etree.Element("body")
        self._blocks(body, root)
        for number, key in self._used:
            note = etree.SubElement(root, "div")
            note.set("class", "footnote")
            note.text = f"{number} "
            self._inline_paragraphs(self.notes[key], note)
        return root

    def _blocks(self, holder: etree._Element, out: etree._Element) -> None:
        for element in holder:
            tag = element.tag
            if tag == "p":
                self._paragraph(element, out)
            elif tag == "tbl":
                self._table(element, out)
            elif tag == "sdt" and _is_contents(element):
                continue
            elif tag in _THROUGH:
                self._blocks(element, out)

    def _inline_paragraphs(self, holder: etree._Element, out: etree._Element) -> None:
        for paragraph in holder.iter("p"):
            _write(out, " ")
            self._runs(paragraph, out)

    def _paragraph(self, element: etree._Element, out: etree._Element) -> None:
        properties = element.find("pPr")
        style = self.styles.get(value_of(properties.find("pStyle")) if properties is not None else "", Style())
        if _CONTENTS.fullmatch(style.name) or (
            properties is not None and properties.find("rPr/del") is not None and not _has_text(element)
        ):
            return
        list_id, level = _list_of(properties, style)
        label = self.numbering.next_label(list_id, level) if list_id not in ("", "0") else ""
        made = etree.SubElement(out, _tag_of(properties, style, in_list=list_id not in ("", "0")))
        if style.name.lower() == "caption":
            made.set("class", "caption")
        elif _NOTE.fullmatch(style.name):
            made.set("class", "footnote")
        made.text = f"{label} " if label else None
        self._runs(element, made)
        if style.name.lower() == "title" and not self.title:
            self.title = " ".join("".join(map(str, made.itertext())).split())
        for box in element.iter("txbxContent"):
            if next((a for a in box.iterancestors("Fallback", "txbxContent", "p") if a is not element), None) is None:
                self._blocks(box, etree.SubElement(out, "div"))

    def _runs(self, holder: etree._Element, out: etree._Element) -> None:
        for element in holder:
            tag = element.tag
            if tag == "r":
                self._run(element, out)
            elif tag == "bookmarkStart":
                etree.SubElement(out, "span").set("id", value_of(element, "name")[:200])
            elif tag == "hyperlink" and value_of(element, "anchor"):
                link = etree.SubElement(out, "a")
                link.set("href", f"#{value_of(element, 'anchor')[:200]}")
                self._runs(element, link)
            elif tag in ("oMath", "oMathPara"):
                _formula(element, out)
            elif tag in _THROUGH:
                self._runs(element, out)

    def _run(self, run: etree._Element, out: etree._Element) -> None:
        properties = run.find("rPr")
        if properties is not None and any(_is_on(properties.find(tag)) for tag in ("vanish", "del")):
            return
        place = out
        raised = value_of(properties.find("vertAlign")) if properties is not None else ""
        if raised in ("superscript", "subscript"):
            place = etree.SubElement(out, "sup" if raised == "superscript" else "sub")
        elif properties is not None and _is_on(properties.find("b")):
            place = etree.SubElement(out, "b")
        for element in run:
            self._piece(element, place, out)

    def _piece(self, element: etree._Element, place: etree._Element, out: etree._Element) -> None:
        tag = element.tag
        if tag == "t":
            _write(place, element.text or "")
        elif tag in ("tab", "ptab"):
            _write(place, " ")
        elif tag in ("br", "cr"):
            etree.SubElement(place, "break")
        elif tag == "noBreakHyphen":
            _write(place, "-")
        elif tag in ("footnoteReference", "endnoteReference"):
            key = (tag.removesuffix("Reference"), value_of(element, "id"))
            if key in self.notes:
                self._used.append((len(self._used) + 1, key))
                etree.SubElement(out, "sup").text = str(len(self._used))

    def _table(self, element: etree._Element, out: etree._Element) -> None:
        table = etree.SubElement(out, "table")
        open_cells: dict[int, etree._Element] = {}
        for row in _rows(element):
            made = etree.SubElement(table, "tr")
            header = _is_on(row.find("trPr/tblHeader"))
            column = max(0, min(number_of(row.find("trPr/gridBefore")), _WIDEST))
            if column:
                etree.SubElement(made, "td").set("colspan", str(column))
            for cell in _cells(row):
                column = self._cell(cell, made, column, open_cells, header=header)

    def _cell(
        self, cell: etree._Element, row: etree._Element, column: int, above: dict[int, etree._Element], *, header: bool
    ) -> int:
        """Write one cell; one that goes on from above lengthens that. Returns the column after it."""
        width = max(1, min(number_of(cell.find("tcPr/gridSpan"), otherwise=1), _WIDEST))
        merge = cell.find("tcPr/vMerge")
        if merge is not None and value_of(merge) != "restart" and column in above:
            begun = above[column]
            begun.set("rowspan", str(int(begun.get("rowspan", "1")) + 1))
            return column + width
        made = etree.SubElement(row, "th" if header else "td")
        if width > 1:
            made.set("colspan", str(width))
        self._blocks(cell, made)
        above.pop(column, None)
        if merge is not None:
            above[column] = made
        return column + width


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == "tr" and element.find("trPr/del") is None:
            yield element
        elif element.tag in _THROUGH:
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if element.tag == "tc":
            yield element
        elif element.tag in _THROUGH:
            yield from _cells(element)


def _tag_of(properties: etree._Element | None, style: Style, *, in_list: bool) -> str:
    outline = style.outline
    if properties is not None and properties.find("outlineLvl") is not None:
        outline = number_of(properties.find("outlineLvl"), otherwise=9)
    if style.name.lower() == "title":
        return "h1"
    if outline is not None and 0 <= outline < DEEPEST:
        return f"h{min(outline + 2, 6)}"
    return "li" if in_list or style.name.lower().startswith("list bullet") else "p"


def _list_of(properties: etree._Element | None, style: Style) -> tuple[str, int]:
    own = properties.find("numPr") if properties is not None else None
    if own is None:
        return style.list_id, style.list_level
    return value_of(own.find("numId")) or style.list_id, number_of(own.find("ilvl"), otherwise=style.list_level)


def _is_contents(element: etree._Element) -> bool:
    return "table of contents" in value_of(element.find("sdtPr/docPartObj/docPartGallery")).lower()


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and value_of(element).lower() not in _OFF


def _has_text(paragraph: etree._Element) -> bool:
    return any((t.text or "").strip() for t in paragraph.iter("t"))


def _write(out: etree._Element, text: str) -> None:
    if len(out):
        out[-1].tail = (out[-1].tail or "") + text
    else:
        out.text = (out.text or "") + text


def _formula(element: etree._Element, out: etree._Element) -> None:
    """A formula in a line, its powers raised and its fractions with a stroke."""
    tag = element.tag
    if tag == "t":
        _write(out, element.text or "")
    elif tag in ("sup", "sub"):
        raised = etree.SubElement(out, tag)
        raised.text = "".join(t.text or "" for t in element.iter("t"))
    elif tag == "f":
        for part, sign in (("num", "/"), ("den", "")):
            held = element.find(part)
            if held is not None:
                _formula(held, out)
            _write(out, sign)
    elif tag not in _GONE:
        for child in element:
            _formula(child, out)
