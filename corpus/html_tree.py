"""A web page's bytes to a tree that holds what a reader sees, in the words of `corpus.jats_text`.

Nothing is run and nothing is loaded from an address. Scripts, styles, forms, frames and hidden elements go before
anything else looks at the page. Breaks and links to the list of references get the names JATS has for them, so that
raised numbers and tables are read by the same rules as in journal articles.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from corpus.decode import decode_text
from corpus.errors import EmptyFile, Unreadable

MAX_DEPTH = 250
"""Elements nested deeper than this are no page that was made for reading."""
MAX_ELEMENTS = 400_000
_SILENT = frozenset(
    "script style noscript template iframe frame frameset object embed applet svg canvas audio video map area button"
    " select option datalist input textarea progress meter dialog menu rp rt link meta head noframes".split()
)
_UNSEEN_ROLES = frozenset(
    "navigation banner search dialog alertdialog menu menubar toolbar tablist progressbar status tooltip".split()
)
_UNSEEN_CLASSES = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text screenreader".split())
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table caption tbody tfoot thead tr td th ul"
    " legend".split()
)
"""Elements that stand apart from the text beside them."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>", re.IGNORECASE)
_HEAD = 4096
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNICODE_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse_page(data: bytes, name: str) -> tuple[etree._Element, str]:
    """The whole tree of a page, its head too, and the encoding it was read in.

    Raises:
        EmptyFile: Nothing in it.
        Unreadable: It is no text, or is nested too deep, or holds too many elements.
    """
    text, encoding = decode_page(data, name)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(name, f"is no web page that can be read ({error}); save it again or as PDF") from error
    # What the parser gives up on, it drops without an error of its own.
    given_up = next(
        (e.message for e in parser.error_log if "xcessive depth" in e.message or e.level_name == "FATAL"), ""
    )
    if given_up:
        raise Unreadable(name, f"nests elements too deep for a page made for reading ({given_up}); save it as PDF")
    if root is None:
        raise EmptyFile(name, "holds no text; check that the file is the one you meant")
    _check_size(root, name)
    _drop_controls(root)
    return root, encoding


def decode_page(data: bytes, name: str) -> tuple[str, str]:
    """The text of a page: a byte order mark decides, then valid UTF-8, then what the page declares, then a guess."""
    head = data[:_HEAD]
    stated = _CHARSET.search(head) or _DECLARED.search(head)
    if stated and not data.startswith(_UNICODE_MARKS):
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            encoding = _known(stated[1].decode("ascii", "replace"))
        if encoding:
            return data.decode(encoding, "replace"), encoding
    return decode_text(data, name)


def _known(label: str) -> str:
    """Python's name of an encoding for text that a web page may declare; empty if there is none."""
    # Browsers read these two as Windows-1252, which holds the quotes and dashes that such pages do use.
    if label.lower() in ("iso-8859-1", "us-ascii", "ascii", "latin1"):
        return "cp1252"
    try:
        found = codecs.lookup(label)
    except LookupError:
        return ""
    # Codecs that make bytes of bytes, or run code of their own, are no encodings of text; UTF-8 it was not.
    return (
        found.name if found._is_text_encoding and not found.name.startswith(("utf", "unicode", "raw", "idna")) else ""
    )


def _check_size(root: etree._Element, name: str) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise Unreadable(
                name, f"nests elements more than {MAX_DEPTH} deep or holds over {MAX_ELEMENTS:,}; save its text as PDF"
            )


def _drop_controls(root: etree._Element) -> None:
    """Take out what XML does not know: a page may name it by number, and a tree refuses to be given it again."""
    for element in root.iter(etree.Element):
        if element.text and _CONTROL.search(element.text):
            element.text = _CONTROL.sub("", element.text)
        if element.tail and _CONTROL.search(element.tail):
            element.tail = _CONTROL.sub("", element.tail)
        for key, value in element.attrib.items():
            # An attribute whose name is broken too is asked for by nobody.
            if _CONTROL.search(str(value)) and not _CONTROL.search(str(key)):
                element.set(key, _CONTROL.sub("", str(value)))


def strip_unseen(root: etree._Element) -> None:
    """Take out what no reader of the page sees or reads."""
    for element in list(root.iter(etree.Element)):
        if element is not root and _is_unseen(element):
            drop(element)


def _is_unseen(element: etree._Element) -> bool:
    tag = element.tag
    return (
        tag in _SILENT
        or "hidden" in element.attrib
        or element.get("aria-hidden", "").strip().lower() == "true"
        or element.get("role", "").strip().lower() in _UNSEEN_ROLES
        or bool(_UNSEEN_STYLE.search(element.get("style", "")[:2000]))
        or not _UNSEEN_CLASSES.isdisjoint(element.get("class", "")[:2000].split())
    )


def drop(element: etree._Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def part_blocks(root: etree._Element) -> None:
    """Give breaks their name in JATS, and set blocks apart from the text beside them, as a page shows them."""
    for element in root.iter(etree.Element):
        if element.tag == "br":
            element.tag = "break"
        elif element.tag in BLOCKS:
            element.text = " " + (element.text or "")
            element.tail = " " + (element.tail or "")
        elif element.tag == "label":
            # In JATS a label is one of a note; here it is any text of a form.
            element.tag = "span"


def words_of(element: etree._Element) -> str:
    """All text in an element, white space folded."""
    return " ".join("".join(map(str, element.itertext(etree.Element))).split())
