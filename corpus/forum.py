"""Threads of a forum, pasted or saved as text: posts in order, quotes of earlier posts as repeats, boxes as matter.

A thread may reproduce an article. Where a journal's rubric and a citation line open one, its stretch becomes a part
with its own kind of source, for an editorial is no post.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import BlockKind, Reader, Source, SourceType
from corpus.fused_marks import marked_blocks
from corpus.paragraphs import Group, compounds_in, groups_of, is_item, is_wrapped, joined_lines, without_bullet
from corpus.reading import Piece, RawBlock, RawPart, Reading
from corpus.repeats import Earlier, spread
from corpus.reproduced import Head, is_closing, is_opening, read_head, still_footnotes

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{4}}|"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})"
)
_SIGNS = {
    "join dates": re.compile(
        rf"(?:joined|join date|member since|(?:registered|joined)\s*:?\s*{_DATE})\s*:?\s*(?:{_DATE})?", re.IGNORECASE
    ),
    "counts of messages": re.compile(r"(?:messages|posts|post count|total posts)\b\s*:?\s*[\d,.k]*", re.IGNORECASE),
    "reaction scores": re.compile(
        r"(?:reaction score|reactions?|likes?(?: received)?|karma|points|thanks|rep(?:utation)?|upvotes)\b"
        r"\s*:?\s*[+-]?[\d,.k]*",
        re.IGNORECASE,
    ),
    "member ranks": re.compile(
        r"(?:full|senior|junior|new|active|well-known|veteran|lifetime|verified|gold|premium)[ -](?:member|donor|user)|"
        r"moderator(?: emeritus)?|administrator|staff member|registered user|newbie|thread starter|"
        r"original poster|lurker|member|guest",
        re.IGNORECASE,
    ),
    "quotes of members": re.compile(
        r".{1,60}\b(?:said|wrote)\s*:\s*↑?|originally posted by .{1,60}|quote(?: from:? [^.]{1,60})?:?|"
        r"click to (?:expand|enlarge)\W*",
        re.IGNORECASE,
    ),
    "buttons": re.compile(
        r"(?:reply|quote|report|like|share|give award|permalink|upvote|downvote|vote|top|"
        r"log in to reply|sign up to reply|"
        r"reply to thread|post reply|jump to (?:new|latest|bottom)|follow|back to top|view profile|send message|"
        r"bookmark|mark as read|save|edit|delete|flag|multi-quote)(?:\s*[|·•/]\s*\w+)*\W*",
        re.IGNORECASE,
    ),
    "post numbers": re.compile(
        r"(?:post )?#\d{1,5}|page \d+ of \d+|\d+ (?:replies|comments|answers|views)", re.IGNORECASE
    ),
    "post dates": re.compile(
        rf"(?:(?:posted|edited|last edited|commented|replied)\b.{{0,40}})?"
        rf"(?:{_DATE}(?:,? (?:at )?\d{{1,2}}:\d\d ?(?:am|pm)?)?|"
        r"\d+ ?(?:min(?:ute)?s?|h(?:ou)?rs?|[dhmy]|days?|weeks?|mo(?:nth)?s?|y(?:ea)?rs?) ago)",
        re.IGNORECASE,
    ),
    "advertising lines": re.compile(
        r"members don.t see (?:this|these) ads?\b.{0,20}|"
        r"(?:\W*(?:advertisement|sponsored(?: content| post)?|promoted)\W*)|"
        r"this (?:forum|site|community) .{0,80}\b(?:donors|sponsors?|advertis)\w*\b.{0,30}|.{0,40}\bad-?free\b.{0,40}",
        re.IGNORECASE,
    ),
}
_BOX = frozenset({"join dates", "counts of messages", "reaction scores", "member ranks"})
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me)\b")
_FEWEST_SIGNS = 3
_OWN = _BOX | {"quotes of members"}
"""Signs that only a forum prints; pages of journals and news have buttons, dates and advertisements too."""
_LONGEST_BOX_LINE = 60
_QUOTE_OPENS = re.compile(
    r".{1,60}\b(?:said|wrote)\s*:\s*↑?|originally posted by .{1,60}|quote(?: from:? [^.]{1,60})?:?", re.IGNORECASE
)
_QUOTED = re.compile(r"\s*>[>\s]*(?:.{1,40}?\b(?:said|wrote)\s*:\s*)?", re.IGNORECASE)
"""What stands before a line that a post quotes, as in letters."""
_QUOTE_CLOSES = re.compile(r"click to (?:expand|enlarge)\W*", re.IGNORECASE)


def forum_signs(text: str) -> tuple[str, ...]:
    """What marks the text as a forum thread; empty where too little does.

    At least three different signs are asked for, one of them a line that only a forum prints.
    """
    groups = list(groups_of(text, paged=False))
    lines = [line.strip() for g in groups for line in g.lines if len(line.strip()) <= 120]
    found = [name for name, pattern in _SIGNS.items() if any(map(pattern.fullmatch, lines))]
    if len(found) < 2 or not _OWN & set(found):
        return ()
    if sum(any(gap and gap.isspace() for gap in g.gap) for g in groups) >= 3:
        found.append("posts parted by a lone space")
    long = [" ".join(" ".join(g.lines).split()) for g in groups if sum(map(len, g.lines)) >= 60]
    if sum(bool(_FIRST_PERSON.search(p)) for p in long) >= max(2, 0.25 * len(long)):
        found.append("first person")
    if len(long) - len(set(long)) >= 2:
        found.append("blocks that return")
    return tuple(found) if len(found) >= _FEWEST_SIGNS else ()


def sign_of(line: str) -> str:
    """The name of the sign that a line is, or an empty string for a line of a post."""
    line = line.strip()
    if len(line) > 120:
        return ""
    return next((name for name, pattern in _SIGNS.items() if pattern.fullmatch(line)), "")


def read_thread(text: str, reader: Reader, signs: Sequence[str]) -> Reading:
    """The blocks and parts of a thread."""
    groups = list(groups_of(text, paged=False))
    thread = _Thread(groups, is_wrapped(groups), compounds_in(text))
    thread.read()
    source = Source(
        title=thread.title,
        source_type=SourceType.FORUM,
        source_type_reason=f"a forum thread: {', '.join(signs)}",
    )
    return Reading(marked_blocks(_with_repeats(thread.lines)), source, reader, parts=thread.parts)


@dataclass(slots=True)
class _Line:
    """A block to be: its text, kind and part, and whether it stands inside a marked quote."""

    text: str
    kind: BlockKind
    part: int | None = None
    quoted: bool = False


@dataclass(slots=True)
class _Thread:
    groups: Sequence[Group]
    wrapped: bool
    compounds: frozenset[str]
    title: str = ""
    lines: list[_Line] = field(default_factory=list)
    parts: list[RawPart] = field(default_factory=list)
    _part: int | None = None
    _closing: bool = False
    _quoted: bool = False

    def read(self) -> None:
        """Goes through the groups once, opening and closing parts on the way."""
        i = 0
        while i < len(self.groups):
            if self._begins_post(self.groups[i]):
                self._part, self._closing = None, False
            if is_opening(self.groups[i:]):
                head = read_head(self.groups[i:])
                self._open(head)
                i += head.groups
                continue
            self._group(i)
            i += 1

    def _begins_post(self, group: Group) -> bool:
        """A lone space above, an advertisement or a member's box ends whatever was reproduced before."""
        if any(gap and gap.isspace() for gap in group.gap):
            return True
        if self._part is not None and self._closing and not still_footnotes(group):
            return True
        return any(sign_of(line) for line in group.lines)

    def _open(self, head: Head) -> None:
        self.parts.append(RawPart(head.source_type, head.reason, head.title, head.authors))
        self._part, self._closing = len(self.parts) - 1, False
        self.lines += [_Line(text, kind, self._part) for text, kind in head.lines]

    def _group(self, i: int) -> None:
        group = self.groups[i]
        signs = [sign_of(line) for line in group.lines]
        if _BOX & set(signs) and all(len(line) <= _LONGEST_BOX_LINE for line in group.lines):
            self.lines += [_Line(line, BlockKind.MATTER) for line in group.lines]
            return
        if self._names_member(i):
            self.lines += [_Line(line, BlockKind.MATTER) for line in group.lines]
            return
        for run in _runs(group):
            if sign_of(run.lines[0]):
                self._furniture(run.lines[0])
            else:
                for line in joined_lines(run, wrapped=self.wrapped, compounds=self.compounds):
                    self._line(line, alone=len(group.lines) == 1)

    def _names_member(self, i: int) -> bool:
        """A name alone above a member's box or a date belongs to it."""
        group = self.groups[i]
        if len(group.lines) > 1 or len(group.lines[0]) > 30 or i + 1 == len(self.groups) or not self.lines:
            return False
        above_box = any(sign_of(line) in _BOX | {"post dates", "post numbers"} for line in self.groups[i + 1].lines)
        return above_box and group.lines[0].strip()[-1] not in ".!?:,"

    def _furniture(self, line: str) -> None:
        if _QUOTE_OPENS.fullmatch(line.strip()):
            self._quoted = True
        elif _QUOTE_CLOSES.fullmatch(line.strip()):
            self._quoted = False
        self.lines.append(_Line(line, BlockKind.MATTER))

    def _line(self, line: str, *, alone: bool) -> None:
        kind = BlockKind.PARAGRAPH
        if not self.lines and alone and len(line) <= 200:
            self.title, kind = " ".join(line.split()), BlockKind.TITLE
        elif self._part is not None and alone and is_closing(line):
            self._closing, kind = True, BlockKind.HEADING
        elif self._part is not None and self._closing:
            kind = BlockKind.MATTER
        elif is_item(line):
            line, kind = without_bullet(line), BlockKind.ITEM
        self.lines.append(_Line(line, kind, self._part, self._quoted or _QUOTED.match(line) is not None))


def _runs(group: Group) -> list[Group]:
    """The group with its furniture lines apart."""
    runs: list[list[str]] = []
    for line in group.lines:
        if sign_of(line) or not runs or sign_of(runs[-1][0]):
            runs.append([line])
        else:
            runs[-1].append(line)
    return [Group(tuple(run)) for run in runs]


def _with_repeats(lines: Sequence[_Line]) -> list[RawBlock]:
    """What stands earlier in the thread, in the same words, becomes a repeat."""
    earlier = Earlier()
    known = [earlier.met(_QUOTED.sub("", line.text, count=1), marked=line.quoted) for line in lines]
    repeat = spread(
        [
            k if line.kind is not BlockKind.MATTER or line.part is not None else 0
            for k, line in zip(known, lines, strict=True)
        ]
    )
    blocks = []
    for line, again in zip(lines, repeat, strict=True):
        kind = BlockKind.REPEAT if again else line.kind
        blocks.append(RawBlock(kind, (Piece(line.text),), 1 if kind is BlockKind.HEADING else 0, line.part))
    return blocks
