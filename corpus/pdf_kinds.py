"""What a group of lines is: title, heading, caption, footnote, reference, front matter, item or paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.document import BlockKind
from corpus.pdf_cells import is_label
from corpus.pdf_lines import Table
from corpus.pdf_paragraphs import Group, Type, is_terminal

_CAPTION = re.compile(
    r"(?:(?:supplement(?:ary|al)|appendix|extended data|online)\s+)?(?:table|figure|fig|box|chart|scheme|panel|exhibit)"
    r"\.?\s*(?:[A-Z]{0,2}-?\d{1,3}(?:[.-]\d{1,3})?[A-Za-z]?|[IVX]{1,5})\b\s*([.:|—–-]|$)?",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:[\dIVXA-Z]{1,4}[.)]?\s+)?(?:references?(?: list| cited| and notes)?|bibliography|literature(?: cited)?"
    r"|works cited|r[ée]f[ée]rences(?: bibliographiques)?|literaturverzeichnis|bibliograf[ií]a)\s*:?",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+|[IVX]{1,4}\.\s+|[A-Z]\.\s+)?"
    r"(?:abstract|summary|executive summary|introduction|background|objectives?|aims?"
    r"|(?:materials? and |patients and |subjects and )?methods?(?: and materials?)?"
    r"|methodology|results?|findings|discussion|conclusions?|limitations|recommendations?|implications|acknowledge?ments?|funding"
    r"|references|bibliography|keywords|appendix(?: [A-Z\d]+)?|conflicts? of interests?|competing interests?"
    r"|author contributions|data availability(?: statement)?|ethics statement|ethical approval|supplementary materials?"
    r"|results and discussion|statistical analys[ie]s|study design|participants|interventions?|outcomes?(?: measures)?)"
    r"\s*:?",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:received|accepted|revised|submitted|published|available online|first published|corresponding author"
    r"|\*?\s*correspondence|\W{0,3}e-?mails?\b|copyright|©|\(c\) \d{4}|doi\s*:|https?://(?:dx\.)?doi|licen[cs]ed? "
    r"|open access|(?:full )?open access|this (?:is an|article is an|work is) open.access|this work is licensed"
    r"|distributed under|key ?words?\b|academic editor|handling editor|edited by|reviewed by|(?:how )?to cite this"
    r"|cite (?:this|as)|citation:|issn\b|isbn\b|article history|additional information and|author affiliations?"
    r"|for permissions|reprints?\b|peer.review(?:ed)? under|volume \d+|article id|\d{4}-\d{3}[\dX]\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:universit|department|d[ée]partement|faculty|hospital|institut|school of|college|division of"
    r"|cent(?:er|re) for|clinic\b|laborator)|@\w+\.\w+|\bM\.?D\.?\b|\bPh\.?D",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.\s?){5,}\s*[\divxlc]{1,5}\b|…{2,}\s*\d+")
_PAGE = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d+)?", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\.?\s))\.?\s+[A-Z]")
_FOOT_MARK = re.compile(r"[*†‡§¶#a-z\d]{1,3}|\(?[a-z\d][.)]")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a group or table is; `level` is a heading's, from 1."""

    kind: BlockKind
    level: int = 0


Unit = Group | Table


def folded(text: str) -> str:
    """Letters and digits only, in lower case: to compare titles by."""
    return re.sub(r"[\W_]+", "", text.lower())


def kinds_of(
    units: Sequence[Unit], body: Type, outline: Mapping[str, int], title: str, heights: Sequence[float]
) -> list[Kind]:
    """The kind of every unit of a document, in reading order.

    Args:
        units: Groups and tables of all pages.
        body: The type most of the document is set in.
        outline: Level, from 1, of each folded title in the file's outline.
        title: Title by the metadata, or empty.
        heights: Height of each page in points.
    """
    return _Sorter(units, body, outline, title, heights).kinds()


class _Sorter:
    def __init__(
        self, units: Sequence[Unit], body: Type, outline: Mapping[str, int], title: str, heights: Sequence[float]
    ) -> None:
        self.units, self.body, self.outline, self.heights = units, body, outline, heights
        self.title = _title_place(units, body, folded(title))
        self.headings = {i for i, u in enumerate(units) if i != self.title and isinstance(u, Group) and self._heads(u)}
        self.levels = self._levels()

    def kinds(self) -> list[Kind]:
        found: list[Kind] = []
        references: Group | None = None
        front = self.title is not None
        for i, unit in enumerate(self.units):
            if isinstance(unit, Table):
                found.append(Kind(BlockKind.TABLE))
                continue
            kind = self._kind(i, unit, front=front)
            if kind.kind is BlockKind.HEADING and front and i > (self.title or 0) and self._names(unit):
                kind = Kind(BlockKind.MATTER)
            if kind.kind is BlockKind.HEADING:
                if _REFERENCES.fullmatch(unit.text.strip()):
                    references = unit
                elif references is not None and not self._closes(references, unit):
                    kind = Kind(BlockKind.REFERENCE)
                else:
                    references = None
                if self.title is not None and i > self.title:
                    front = False
            elif references is not None and kind.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE):
                kind = Kind(BlockKind.REFERENCE)
            elif kind.kind is BlockKind.PARAGRAPH and self.title is not None and i > self.title:
                front = front and len(unit.text.split()) < 60
            found.append(kind)
        return found

    def _kind(self, i: int, group: Group, *, front: bool) -> Kind:
        text = group.text.strip()
        if i == self.title:
            return Kind(BlockKind.TITLE)
        if i in self.headings:
            return Kind(BlockKind.HEADING, self.levels[i])
        if self._captions(group):
            return Kind(BlockKind.CAPTION)
        if self._is_matter(group, text, front=front):
            return Kind(BlockKind.MATTER)
        if self._is_footnote(i, group):
            return Kind(BlockKind.FOOTNOTE)
        first = group.lines[0].words[0].text
        if len(group.lines[0].words) > 1 and is_label(first) and not first.isalnum():
            return Kind(BlockKind.ITEM)
        return Kind(BlockKind.PARAGRAPH)

    def _heads(self, group: Group) -> bool:
        text = group.text.strip()
        words = text.split()
        if len(group.lines) > 3 or len(words) > 22 or not re.search(r"[^\W\d_]{3}", text) or text[0] in "(•●▪■-–—*":
            return False
        if _CAPTION.match(text) or _LEADER.search(text) or _MATTER.match(text):
            return False
        if folded(text) in self.outline or _SECTION.fullmatch(text):
            return True
        if text[-1] in ".,;" and not (group.bold and len(words) <= 8 and text[-1] == "."):
            return False
        if text[0].islower():
            return False
        if group.size > 1.12 * self.body.size:
            return True
        short = len(words) <= 16 and len(group.lines) <= 2
        if short and group.bold and group.size > 0.93 * self.body.size:
            return True
        if len(words) > 12 or len(group.lines) > 1 or group.size < 0.9 * self.body.size:
            return False
        letters = [c for c in text if c.isalpha()]
        return (len(letters) > 3 and text.isupper() and len(words) > 1) or (
            _NUMBERED.match(text) is not None and "." in words[0].rstrip(".")
        )

    def _names(self, group: Group) -> bool:
        """True for a line of authors, which may be set as large as a heading."""
        text = group.text.strip()
        known = _SECTION.fullmatch(text) or folded(text) in self.outline or text.isupper()
        return not known and group.page <= 2 and len(re.findall(r",|\band\b|&|·|•", text)) > 0

    def _levels(self) -> dict[int, int]:
        """Levels from the outline where it names a heading, else from numbers, else by how it is set."""
        styles = sorted({self._style(i) for i in self.headings}, reverse=True)
        levels: dict[int, int] = {}
        known: dict[tuple[float, bool, bool], int] = {}
        for i in sorted(self.headings):
            unit = self.units[i]
            if isinstance(unit, Group):
                level = self.outline.get(folded(unit.text))
                if level is not None:
                    known.setdefault(self._style(i), level)
        for i in self.headings:
            unit = self.units[i]
            text = unit.text.strip() if isinstance(unit, Group) else ""
            number = _NUMBERED.match(text)
            style = self._style(i)
            by_style = known.get(style, min(1 + styles.index(style), 6))
            levels[i] = self.outline.get(folded(text)) or (number[1].count(".") + 1 if number else by_style)
        return levels

    def _style(self, i: int) -> tuple[float, bool, bool]:
        unit = self.units[i]
        if isinstance(unit, Table):
            return (0.0, False, False)
        return (round(unit.size), unit.bold, unit.text.isupper())

    def _closes(self, references: Group, group: Group) -> bool:
        """True if a heading ends the list of references: it is set like the list's own heading, or stands out more."""
        alike = abs(group.size - references.size) < 0.3 and group.bold == references.bold
        return (
            alike
            or group.size > references.size + 0.3
            or folded(group.text) in self.outline
            or _SECTION.fullmatch(group.text.strip()) is not None
        )

    def _captions(self, group: Group) -> bool:
        match = _CAPTION.match(group.text)
        if match is None:
            return False
        rest = group.text[match.end() :].lstrip()
        return (
            bool(match[1])
            or group.lines[0].words[0].bold
            or (group.size < 0.95 * self.body.size and not rest[:1].islower())
        )

    def _is_matter(self, group: Group, text: str, *, front: bool) -> bool:
        words = len(text.split())
        if _LEADER.search(text) or _PAGE.fullmatch(text):
            return True
        # "received usual care" may begin a page; "Received 4 May 2021" begins a line of its own.
        if _MATTER.match(text) and words < 120 and (text[0].isupper() or not text[:8].isalpha()):
            return True
        if group.page > 2:
            return False
        if front and words < 60:
            return not is_terminal(text) or bool(_ADDRESS.search(text)) or group.size < 0.9 * self.body.size
        return group.size < 0.9 * self.body.size and words < 60 and bool(_ADDRESS.search(text))

    def _is_footnote(self, i: int, group: Group) -> bool:
        if group.size > 0.92 * self.body.size or group.lines[0].y < 0.45 * self.heights[group.page - 1]:
            return False
        first = group.lines[0].words[0]
        if not _FOOT_MARK.fullmatch(first.text) and not first.size < 0.8 * group.size:
            return False
        for later in self.units[i + 1 :]:
            if later.page != group.page:
                break
            if isinstance(later, Table) or later.lines[0].column != group.lines[0].column:
                continue
            if later.size > 0.92 * self.body.size:
                return False
        return True


def _title_place(units: Sequence[Unit], body: Type, title: str) -> int | None:
    """Where the title stands: the metadata's where it matches, else the largest type of the first page with text."""
    first = min((u.page for u in units), default=0)
    groups = [(i, u) for i, u in enumerate(units) if isinstance(u, Group) and u.page <= first + 1]
    for i, group in groups:
        text = folded(group.text)
        if len(title) > 12 and len(text) > 12 and (text == title or (title in text and len(text) < 1.5 * len(title))):
            return i
    large = [
        (i, u)
        for i, u in groups
        if u.page == first and u.size > 1.15 * body.size and len(re.findall(r"[^\W\d_]", u.text)) >= 8
    ]
    long = [(i, u) for i, u in large if 3 <= len(u.text.split()) <= 50 and not _MATTER.match(u.text)]
    best = max(long or large, key=lambda pair: (round(pair[1].size), -pair[0]), default=None)
    return best[0] if best else None
