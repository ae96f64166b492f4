"""An article reproduced inside another text: where it begins, what its head says, where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import BlockKind, SourceType
from corpus.paragraphs import Group, is_item, may_be_heading, without_bullet
from corpus.source_type import rubric_of, type_from_title

_CITATION = re.compile(
    r"\bcite (?:this )?as\b|\bdoi\b|\b10\.\d{4,9}/|\bpublished\b.{0,60}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\s*;\s*\d|"
    r"\bPMID\b|\bepub\b|\bvol(?:ume|\.)? \d+.{0,30}(?:19|20)\d\d|(?:19|20)\d\d.{0,30}\bvol(?:ume|\.)? \d+",
    re.IGNORECASE,
)
_HEAD_GROUPS = 14
"""A citation line stands within this many lines of the rubric, a first paragraph within this many groups."""
_PROSE = 150
_POINTER = re.compile(r"(?:linked|related|see also|read (?:the|more)|companion)\b.{0,40}", re.IGNORECASE)
_AUTHORS = re.compile(r"(?:by|authors?\s*:?|written by)\s+(?=[A-Z])", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:affiliations?|correspond\w*|email|e-mail|university|hospital|department|school|institute|centre|center|"
    r"college|accepted|received|published|linked|research|practice|guideline|references?|full|article|pdf|peer)\b|@|\[email",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )?[A-Z][\w'’-]*\.?"
    r"(?: (?:[A-Z][\w'’-]*\.?|[A-Z]{1,3}|van|von|de|der|den|del|da|di|la|le|bin|al|el))"
    r"{0,3} (?:[A-Z][\w'’-]+|[A-Z]{1,3})"
)
_DEGREES = re.compile(r"(?:M\.?D|Ph\.?D|D\.?O|MSc|MBBS|MPH|FRCP|FRCA|BSc|RN|PT|DPT|PharmD|DrPH|FACP|MBChB|et al)\.?")
_CLOSING = re.compile(
    r"footnotes?|acknowledge?ments?|(?:competing|conflicts? of) interests?|disclosures?", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"\W*(?:(?:competing|conflicts? of) interests?|provenance|funding|contribut(?:or|ion)s?|disclosures?|references|"
    r"this (?:article|is an open|work)\b|see (?:also|editorial|http|www|p\b)|acknowledge?ments?|©|copyright|correspond|"
    r"(?:not )?commissioned|\[?\d{1,3}[.\]]\s|licen[cs]e|patient (?:consent|and public|involvement))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a reproduced article: `groups` of the text belong to it."""

    source_type: SourceType
    reason: str
    title: str
    authors: tuple[str, ...]
    lines: tuple[tuple[str, BlockKind], ...]
    groups: int


def is_opening(groups: Sequence[Group]) -> bool:
    """True if a rubric stands alone on the first line and a citation line follows soon."""
    if not groups or rubric_of(groups[0].lines[0]) is None:
        return False
    following = [line for g in groups[:_HEAD_GROUPS] for line in g.lines][1 : _HEAD_GROUPS + 1]
    for line in following:
        if _CITATION.search(line) and len(line) <= 300:
            return True
        if len(line) > 300:
            return False
    return False


def read_head(groups: Sequence[Group]) -> Head:
    """All before the first paragraph of running text: rubric, title, citation, authors, pointers to other articles."""
    rubric = groups[0].lines[0].strip()
    kind = rubric_of(rubric) or SourceType.OTHER
    used = _head_length(groups)
    lines = [line.strip() for g in groups[:used] for line in g.lines]
    citation = next((line for line in lines[1:] if _CITATION.search(line)), "")
    title = next((line for line in lines[1:] if not _CITATION.search(line) and len(line) > 8 and not is_item(line)), "")
    if kind in (SourceType.OTHER, SourceType.GUIDELINE):
        kind = type_from_title(title) or kind
    return Head(
        kind,
        f"an article reproduced in the text, by its rubric “{rubric}” and its citation “{citation[:160]}”",
        title,
        tuple(_authors(lines[1:], title)),
        tuple(_kinds(lines, title)),
        used,
    )


def _head_length(groups: Sequence[Group]) -> int:
    for i, group in enumerate(groups[:_HEAD_GROUPS]):
        if i and sum(map(len, group.lines)) >= _PROSE and not any(map(_CITATION.search, group.lines)):
            return i
    return min(len(groups), _HEAD_GROUPS)


def _kinds(lines: Sequence[str], title: str) -> Iterator[tuple[str, BlockKind]]:
    after_pointer = titled = False
    for i, line in enumerate(lines):
        own = line == title and not titled
        titled = titled or own
        if i == 0 or after_pointer or _CITATION.search(line) or _POINTER.fullmatch(line):
            kind = BlockKind.MATTER
        elif own or (may_be_heading(line) and not _named(line)):
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.MATTER
        after_pointer = bool(_POINTER.fullmatch(line))
        yield without_bullet(line), kind


def _authors(lines: Sequence[str], title: str) -> Iterator[str]:
    for line in lines:
        if line != title and not _CITATION.search(line):
            yield from _named(line)


def _named(line: str) -> list[str]:
    """The people a line of the head names: "1. A B Name, professor", "By A Name and B Name", "A Name, B Name"."""
    led = _AUTHORS.match(line)
    item = is_item(line)
    text = re.sub(r"^\s*(?:\(?\d{1,3}[.)]|[•●▪◦‣·*–—-])\s+", "", line)
    text = _AUTHORS.sub("", text, count=1) if led else text
    if _NOT_A_NAME.search(text.split(",")[0]):
        return []
    if item:
        first = re.sub(r"[\d*†‡]+$", "", text.split(",")[0].strip())
        return [first] if _NAME.fullmatch(first) else []
    pieces = [re.sub(r"[\s\d*†‡¹²³⁴-⁹]+$", "", p.strip()) for p in re.split(r"[,;]|\band\b|&", text)]
    pieces = [p for p in pieces if p and not _DEGREES.fullmatch(p)]
    whole = bool(pieces) and all(map(_NAME.fullmatch, pieces))
    return pieces if whole and (led or len(pieces) > 1) else []


def is_closing(line: str) -> bool:
    """True for the heading under which an article ends."""
    return bool(_CLOSING.fullmatch(line.strip(" :\t")))


def still_footnotes(group: Group) -> bool:
    """True if a group below "Footnotes" still belongs to the article."""
    return bool(_FOOTNOTE.match(group.lines[0]))
