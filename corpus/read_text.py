"""Plain text: paragraphs by blank lines, wrapped lines joined, lists and tables kept, headings by simple rules."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from corpus.decode import decode_text
from corpus.document import BlockKind, Reader, Source
from corpus.forum import forum_signs, read_thread
from corpus.fused_marks import marked_blocks
from corpus.paragraphs import (
    Group,
    compounds_in,
    groups_of,
    heading_level,
    is_item,
    is_section_name,
    is_wrapped,
    joined_lines,
    may_be_heading,
    table_of,
    without_bullet,
)
from corpus.reading import RawBlock, Reading, without_marks
from corpus.reference_entry import with_entries
from corpus.source_type import rubric_of

_log = logging.getLogger(__name__)

_HEAD = 3000
"""How far from the top a text names its own year and identifiers."""
_PROSE = 60
"""From this length on a block is running text."""
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_PMID = re.compile(r"\bPMID:?\s*(\d{5,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{5,9}\b")
_YEARS = (
    re.compile(r"\bpubli(?:shed|cation)\b[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b((?:19|20)\d\d)\s*(?:[A-Z][a-z]{2,8}(?:\s\d{1,2})?)?\s*;\s*\d"),
    re.compile(r"(?:©|\(c\)|copyright)\s*((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(
        r"^\W*(?:date|year|version|issued|updated)\b[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE | re.MULTILINE
    ),
)
_REFERENCES = re.compile(r"\W*(?:\d+\.?\s+)?(?:references|bibliography|literature cited)\W*", re.IGNORECASE)


class TextReader:
    """Reads plain text of any common encoding; threads of a forum are recognised and read as such."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a text.

        Raises:
            EmptyFile: Nothing but white space.
            Unreadable: It does not look like text.
        """
        text, encoding = decode_text(data, name)
        return read_plain(text, Reader(self.name, (("encoding", encoding), ("rules", "2"))))


def read_plain(text: str, reader: Reader) -> Reading:
    """Blocks, title, year and identifiers of a text already decoded."""
    signs = forum_signs(text)
    if signs:
        _log.info("a forum thread, by %s", ", ".join(signs))
        return read_thread(text, reader, signs)
    pages = text.rstrip("\f\n\r\t ").count("\f") + 1
    paged = pages > 1
    groups = list(groups_of(text, paged=paged))
    blocks = marked_blocks(with_entries(_Blocks(text, groups).all()))
    head = text[:_HEAD]
    doi, pmid, pmcid = _DOI.search(head), _PMID.search(head), _PMCID.search(head)
    source = Source(
        title=next((without_marks(b.pieces[0].text) for b in blocks if b.kind is BlockKind.TITLE), ""),
        year=next((int(y[1]) for y in (p.search(head) for p in _YEARS) if y), None),
        doi=doi[0].rstrip(".,;:)]") if doi else "",
        pmid=pmid[1] if pmid else "",
        pmcid=pmcid[0] if pmcid else "",
    )
    labels = [str(n) for n in range(1, pages + 1)] if paged else []
    return Reading(blocks, source, reader, labels)


class _Blocks:
    """Goes through the groups of a text once."""

    def __init__(self, text: str, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._wrapped = is_wrapped(groups)
        self._compounds = compounds_in(text)
        self._out: list[RawBlock] = []
        self._in_references = False

    def all(self) -> list[RawBlock]:
        """The blocks in order."""
        for i, group in enumerate(self._groups):
            following = self._groups[i + 1] if i + 1 < len(self._groups) else None
            table = table_of(group)
            if table is not None:
                self._put(BlockKind.TABLE, table, group)
            else:
                self._lines(group, following)
        return self._out

    def _lines(self, group: Group, following: Group | None) -> None:
        lines = joined_lines(group, wrapped=self._wrapped, compounds=self._compounds)
        for i, line in enumerate(lines):
            below = lines[i + 1] if i + 1 < len(lines) else (following.lines[0] if following else "")
            alone = len(lines) == 1 and len(group.lines) <= 2
            level = 0 if is_item(line) and not alone else heading_level(line)
            if (
                not level
                and alone
                and may_be_heading(line)
                and (all(b.kind is BlockKind.MATTER for b in self._out) or _is_prose(below, following))
            ):
                level = 1
            if self._is_rubric(line, group):
                self._put(BlockKind.MATTER, line, group)
            elif level and below and (alone or _is_prose(below, None) or i == 0):
                self._heading(line, level, group, alone=alone or i == 0)
            elif is_item(line) and not self._in_references:
                self._put(BlockKind.ITEM, without_bullet(line), group)
            else:
                self._put(BlockKind.REFERENCE if self._in_references else BlockKind.PARAGRAPH, line, group)

    def _is_rubric(self, line: str, group: Group) -> bool:
        """A journal's "Original research" above the title is not the title."""
        return not self._out and group is self._groups[0] and rubric_of(line) is not None

    def _heading(self, line: str, level: int, group: Group, *, alone: bool) -> None:
        self._in_references = bool(_REFERENCES.fullmatch(line))
        if all(b.kind is BlockKind.MATTER for b in self._out) and alone and not is_section_name(line):
            self._put(BlockKind.TITLE, line, group)
        else:
            self._put(BlockKind.HEADING, line, group, level)

    def _put(self, kind: BlockKind, text: str, group: Group, level: int = 0) -> None:
        self._out.append(RawBlock.of(kind, text, page=group.page, level=level))


def _is_prose(line: str, group: Group | None) -> bool:
    """True if the line begins running text, or stands in a group that does."""
    whole = " ".join(group.lines) if group else line
    return len(whole) >= _PROSE or line.rstrip().endswith((".", "!", "?"))
