"""Lines of plain text to paragraphs, list items, tables and headings, by what a reader goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_WRAPPED = 120
"""Lines past this were not broken by hand or by a converter: each is a paragraph."""
_SHORTEST_WRAPPED = 45
_SLACK = 0.85
"""Proportional type makes converted lines end early; a line this full, with the next word, counts as full."""

ITEM = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])\s+(?=\S)")
_BULLET = re.compile(r"\s*[•●▪◦‣]\s+")
_NUMBERED_HEADING = re.compile(r"(?:(?i:chapter|section|appendix|part)\s+)?(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[A-Z])")
_SECTION_WORD = re.compile(
    r"(?:abstract|summary|background|introduction|objectives?|aims?|purpose|context|setting|design|participants|"
    r"interventions?|(?:main )?outcomes?(?: measures)?|(?:patients|materials?|subjects)(?: and methods)?|methods?|"
    r"methodology|"
    r"(?:main )?results|findings|discussion|interpretation|conclusions?|limitations|recommendations?|references|"
    r"bibliography|acknowledge?ments?|funding|(?:competing|conflicts? of) interests?|footnotes|appendix|key points|"
    r"statistical analysis|eligibility(?: criteria)?|search strategy|introduction and aims|trial registration)\s*:?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_CELLS = re.compile(r"\t+| {3,}")
_HYPHENED = re.compile(r"([A-Za-z]*[a-z])-$")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that stand together between blank ones. `gap` is the blank stretch before them, `page` from 1 or 0."""

    lines: tuple[str, ...]
    gap: tuple[str, ...] = ()
    page: int = 0


def groups_of(text: str, *, paged: bool) -> Iterator[Group]:
    """The groups of a text in order; with `paged`, form feeds part its pages and no group crosses one."""
    for number, page in enumerate(text.split("\f") if paged else [text.replace("\f", "\n")], 1):
        gap: list[str] = []
        held: list[str] = []
        for line in [*re.split(r"\r\n|\r|\n", page), ""]:
            if line.strip():
                held.append(line)
                continue
            if held:
                yield Group(tuple(held), tuple(gap), number if paged else 0)
                held, gap = [], []
            gap.append(line)


def is_wrapped(groups: Sequence[Group]) -> bool:
    """True if the text's lines were broken to fit a width: most lines have no room for the next line's first word."""
    lines = [len(line) for g in groups for line in g.lines]
    if not lines or sum(length > LONGEST_WRAPPED for length in lines) > 0.1 * len(lines):
        return False
    full = total = 0
    for group in groups:
        width = max(map(len, group.lines))
        for line, following in zip(group.lines, group.lines[1:], strict=False):
            total += 1
            full += _is_full(line, following, width)
    return total > 0 and full >= 0.4 * total


def _is_full(line: str, following: str, width: int) -> bool:
    word = _WORD.search(following)
    if width < _SHORTEST_WRAPPED or word is None:
        return False
    return len(line.rstrip()) + 1 + len(word[0]) > _SLACK * width


def joined_lines(group: Group, *, wrapped: bool, compounds: frozenset[str] = frozenset()) -> list[str]:
    """The group's lines with those put together that belong to one paragraph or item.

    Args:
        group: The lines.
        wrapped: What `is_wrapped` says of the whole text.
        compounds: Words with a hyphen that stand within a line somewhere, so the hyphen is their own.
    """
    width = max(map(len, group.lines))
    paragraphs = [[group.lines[0].strip()]]
    for line, following in zip(group.lines, group.lines[1:], strict=False):
        if _goes_on(line, following, width, wrapped=wrapped):
            paragraphs[-1][-1], rest = _glued(paragraphs[-1][-1], following.strip(), compounds)
            paragraphs[-1].append(rest)
        else:
            paragraphs.append([following.strip()])
    return ["".join(pieces) for pieces in paragraphs]


def _goes_on(line: str, following: str, width: int, *, wrapped: bool) -> bool:
    if ITEM.match(following) or len(line) > LONGEST_WRAPPED:
        return False
    line = line.rstrip()
    if following.lstrip()[:1].islower() and line[-1] not in ".!?:;":
        return True
    return wrapped and _is_full(line, following, width)


def _glued(before: str, after: str, compounds: frozenset[str]) -> tuple[str, str]:
    """Two lines as they stand one behind the other: the first perhaps without its hyphen, the second with its space."""
    broken = _HYPHENED.search(before)
    if broken is None or not after[:1].islower():
        return before, f" {after}"
    rest = re.match(r"[A-Za-z]+", after)
    whole = f"{broken[1]}-{rest[0] if rest else ''}".lower()
    return before if whole in compounds else before[:-1], after


def compounds_in(text: str) -> frozenset[str]:
    """Words with one hyphen that stand whole within a line, in lower case."""
    return frozenset(w.lower() for w in re.findall(r"\b[A-Za-z]+-[A-Za-z]+\b", text))


def is_item(line: str) -> bool:
    """True for a line that begins with a bullet or a list number."""
    return bool(ITEM.match(line))


def without_bullet(line: str) -> str:
    """A list item without its typographic bullet; a number or letter stays, for it may be referred to."""
    return _BULLET.sub("", line, count=1)


def table_of(group: Group) -> str | None:
    """The group as a table (rows by newline, cells by tab) if its lines are set in columns, else `None`."""
    rows = [[c.strip() for c in _CELLS.split(line.strip(" "))] for line in group.lines]
    columned = [r for r in rows if len(r) > 1]
    if len(rows) < 2 or len(columned) < 0.6 * len(rows):
        return None
    tabbed = any("\t" in line.strip() for line in group.lines)
    cells = [c for r in columned for c in r]
    # Two columns of running prose side by side are no table: their cells are long.
    if not tabbed and sum(map(len, cells)) > 25 * len(cells):
        return None
    return "\n".join("\t".join(r) for r in rows)


def heading_level(line: str) -> int:
    """1 or more if the line alone says that it is a heading, else 0: numbered, in capitals, a section's usual name."""
    line = line.strip()
    if not 2 <= len(line) <= 100 or len(line.split()) > 14 or line[-1] in ".,;" or not re.search(r"[^\W\d_]{2}", line):
        return 0
    numbered = _NUMBERED_HEADING.match(line)
    if numbered:
        return numbered[1].count(".") + 1
    letters = [c for c in line if c.isalpha()]
    shouted = len(letters) >= 4 and line == line.upper() and not re.search(r"\d{2}", line)
    return 1 if shouted or is_section_name(line) else 0


def is_section_name(line: str) -> bool:
    """True for the usual name of a section, such as "Methods:"."""
    return bool(_SECTION_WORD.fullmatch(line.strip()))


def may_be_heading(line: str) -> bool:
    """True if the line could be a heading where it stands alone above a text."""
    line = line.strip()
    return (
        len(line) <= 120
        and len(line.split()) <= 18
        and line[-1] not in ".,;!"
        and (line[0].isupper() or line[0].isdigit() or line[0] in "“\"'‘")
        and not is_item(line)
        and "@" not in line
        and "://" not in line
        and bool(re.search(r"[^\W\d_]{3}", line))
    )
