"""A forum's page to blocks: each post under a heading with its author and date, as threads saved as text are read.

What a post quotes of an earlier one is a repeat. An article that a post reproduces is a part of its own kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from corpus.document import BlockKind
from corpus.forum import sign_of
from corpus.fused_marks import marked_blocks
from corpus.html_posts import Post, Thread
from corpus.html_references import find_references
from corpus.html_tree import part_blocks
from corpus.html_walk import QUOTED, Walk
from corpus.paragraphs import Group
from corpus.reading import RawBlock, RawPart, without_marks
from corpus.repeats import Earlier, spread
from corpus.reproduced import is_closing, is_opening, read_head, still_footnotes

_QUOTE_NAMES = re.compile(
    r"quote(?:[-_]?(?:content|body|container|message|text|block))?|bbCodeBlock--quote|bbcode_(?:quote|container)|ipsQuote"
    r"|quotemain|bbquote|postquote",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"signature|message-signature|post-?signature|sig|edited|lastedit|attachments?|post-?controls|reactions?"
    r"|post-?menu(?:-area)?|post-?buttons|bbCodeBlock-expandLink",
    re.IGNORECASE,
)
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING})


@dataclass(slots=True)
class _Line:
    block: RawBlock
    quoted: bool = False


def read_posts(thread: Thread) -> tuple[list[RawBlock], list[RawPart]]:
    """The blocks and parts of a thread, its title not among them."""
    lines: list[_Line] = []
    parts: list[RawPart] = []
    for post in thread.posts:
        heading = ", ".join(filter(None, (post.author, post.date)))
        lines += [_Line(RawBlock.of(BlockKind.HEADING, heading, level=1))] if heading else []
        lines += _reproduced(_lines_of(post), parts)
    return marked_blocks(_with_repeats(lines)), parts


def _lines_of(post: Post) -> list[_Line]:
    """The blocks of a post's text; headings in it stand below that of the post."""
    body = post.body
    for element in list(body.iter(etree.Element)):
        if QUOTED in element.attrib:
            del element.attrib[QUOTED]
        names = element.get("class", "")[:500].split()
        if element is not body and any(map(_ASIDE.fullmatch, names)):
            _empty(element)
        elif element is not body and (element.tag == "blockquote" or any(map(_QUOTE_NAMES.fullmatch, names))):
            element.set(QUOTED, "")
    part_blocks(body)
    walk = Walk(find_references(body), None)
    walk.page(body)
    lines = []
    for block in walk.blocks:
        quoted = block.kind is BlockKind.REPEAT
        kind = BlockKind.PARAGRAPH if quoted else block.kind
        if kind is BlockKind.PARAGRAPH and sign_of(without_marks(block.pieces[0].text)):
            kind, quoted = BlockKind.MATTER, False
        level = block.level + 1 if kind is BlockKind.HEADING else block.level
        lines.append(_Line(replace(block, kind=kind, level=level), quoted))
    return lines


def _empty(element: etree._Element) -> None:
    """Take out all that an element says, and leave what follows it."""
    for child in list(element):
        element.remove(child)
    element.text = None


def _reproduced(lines: Sequence[_Line], parts: list[RawPart]) -> list[_Line]:
    """The lines of a post; those of an article it reproduces are numbered as a part, which joins `parts`."""
    groups = [Group((without_marks(line.block.pieces[0].text),)) for line in lines]
    out: list[_Line] = []
    part: int | None = None
    closing = False
    i = 0
    while i < len(lines):
        if lines[i].block.kind in _PROSE and is_opening(groups[i:]):
            head = read_head(groups[i:])
            parts.append(RawPart(head.source_type, head.reason, head.title, head.authors))
            part, closing = len(parts) - 1, False
            for line, (_, kind) in zip(lines[i : i + head.groups], head.lines, strict=True):
                level = max(line.block.level, 2) if kind is BlockKind.HEADING else 0
                out.append(replace(line, block=replace(line.block, kind=kind, level=level, part=part)))
            i += head.groups
            continue
        block = lines[i].block
        if part is not None and closing and not still_footnotes(groups[i]):
            part, closing = None, False
        if part is not None and is_closing(groups[i].lines[0]):
            closing, block = True, replace(block, kind=BlockKind.HEADING, level=2)
        elif part is not None and closing:
            block = replace(block, kind=BlockKind.MATTER, level=0)
        out.append(replace(lines[i], block=replace(block, part=part)))
        i += 1
    return out


def _with_repeats(lines: Sequence[_Line]) -> list[RawBlock]:
    """What stands earlier in the thread, in the same words, becomes a repeat."""
    earlier = Earlier()
    known = []
    for line in lines:
        met = earlier.met(without_marks(line.block.pieces[0].text), marked=line.quoted)
        says = line.block.kind in _PROSE or line.block.part is not None
        known.append(met if says and not _names_post(line) else 0)
    return [
        replace(line.block, kind=BlockKind.REPEAT, level=0) if again else line.block
        for line, again in zip(lines, spread(known), strict=True)
    ]


def _names_post(line: _Line) -> bool:
    return line.block.kind is BlockKind.HEADING and line.block.level == 1
