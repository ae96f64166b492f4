"""Word files (.docx): headings, numbered items, tables, notes, raised numbers, with tracked changes accepted."""

from __future__ import annotations

import posixpath
from importlib.metadata import version

from lxml import etree

from corpus.document import BlockKind, Reader, Source
from corpus.docx_numbering import Numbering, value_of
from corpus.docx_tree import DocxTree, styles_of
from corpus.errors import EmptyFile, Unreadable
from corpus.html_references import find_references
from corpus.html_tree import part_blocks, words_of
from corpus.html_walk import Walk
from corpus.reading import RawBlock, Reading
from corpus.safe_xml import parse_xml
from corpus.zipped import Zipped

_ROOT_LINKS = "_rels/.rels"
_USUAL = "word/document.xml"
_AGAIN = "open it in Word, save it again and add it"
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class DocxReader:
    """Reads Word's own XML. No picture, object, macro or template is unpacked or run."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a Word file.

        Raises:
            EmptyFile: No paragraph holds text.
            Encrypted: It needs a password.
            TooLarge: It unpacks to too much.
            Unreadable: It is damaged or no Word file.
        """
        parts = _Parts(Zipped(data, name), name)
        body = parts.main.find("body")
        if body is None:
            raise Unreadable(name, f"holds no document body; {_AGAIN}")
        numbering = Numbering.of(parts.beside("numbering.xml"))
        tree = DocxTree(styles_of(parts.beside("styles.xml")), numbering, parts.notes())
        root = tree.build(body)
        part_blocks(root)
        source = _source(parts.named("docProps/core.xml"), tree.title)
        walk = Walk(find_references(root), source.title)
        walk.page(root)
        if not walk.blocks:
            raise EmptyFile(name, "holds no text; check that the file is the one you meant")
        blocks = walk.blocks
        if source.title and not any(b.kind is BlockKind.TITLE for b in blocks):
            blocks = [RawBlock.of(BlockKind.TITLE, source.title), *blocks]
        return Reading(blocks, source, Reader(self.name, (("lxml", version("lxml")), ("rules", "1"))))


class _Parts:
    """The parts of a Word file that hold text or say how it is set."""

    def __init__(self, file: Zipped, name: str) -> None:
        self._file = file
        self._name = name
        self._path = self._main_path()
        self.main = parse_xml(file.read(self._path), name, next_step=_AGAIN)

    def _main_path(self) -> str:
        links = self.named(_ROOT_LINKS)
        for link in links.iter("Relationship") if links is not None else ():
            path = value_of(link, "Target").lstrip("/")
            if value_of(link, "Type").endswith("/officeDocument") and path in self._file:
                return path
        return _USUAL

    def named(self, path: str) -> etree._Element | None:
        """The root of a part, or `None` if the file has none of this name."""
        return parse_xml(self._file.read(path), self._name, next_step=_AGAIN) if path in self._file else None

    def beside(self, part: str) -> etree._Element | None:
        """The root of a part that stands in the folder of the main one."""
        return self.named(posixpath.join(posixpath.dirname(self._path), part))

    def notes(self) -> dict[tuple[str, str], etree._Element]:
        """Foot- and endnotes by kind and id, without the lines that part them from the text."""
        found = {}
        for kind in ("footnote", "endnote"):
            root = self.beside(f"{kind}s.xml")
            for note in root.iter(kind) if root is not None else ():
                if value_of(note, "type") not in _NO_NOTES:
                    found[kind, value_of(note, "id")] = note
        return found


def _source(core: etree._Element | None, title: str) -> Source:
    """Title as printed, else as the file's properties have it; the date of the file is none of publication."""
    said = {
        tag: words_of(e)[:600] for tag in ("title", "creator") if core is not None and (e := core.find(tag)) is not None
    }
    authors = tuple(filter(None, (a.strip() for a in said.get("creator", "").split(";"))))
    return Source(title=title or said.get("title", ""), authors=authors)
