"""Markdown with YAML front matter: the stored text is what a reader of the rendered page sees."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.decode import decode_text
from corpus.document import BlockKind, Reader, Relation, Source, SourceType
from corpus.errors import TooLarge
from corpus.forum import forum_signs, read_thread
from corpus.fused_marks import marked_blocks
from corpus.markdown_notes import notes_apart
from corpus.reading import RawBlock, Reading, without_marks
from corpus.reference_entry import with_entries

_log = logging.getLogger(__name__)

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LARGEST_FRONT = 64 * 1024
_MOST_SIGNS = (("[", 200_000), ("*_`<\\&!]", 1_000_000), ("\n", 500_000))
"""Signs of Markdown that a text may hold; the parser takes up to 20 µs over each."""
_REFERENCES = re.compile(r"(?:references|bibliography)\W*", re.IGNORECASE)
_TEXT_FIELDS = ("title", "journal", "doi", "pmid", "pmcid", "url", "licence", "population", "citation", "written_from")


class MarkdownReader:
    """Reads CommonMark with tables and footnotes; HTML stays as the characters it is, comments go."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, data: bytes, name: str) -> Reading:
        """The blocks of a Markdown file.

        Raises:
            EmptyFile: Nothing but white space.
            TooLarge: More brackets, signs or lines than any text has.
            Unreadable: It does not look like text.
        """
        text, encoding = decode_text(data, name)
        _check_signs(text, name)
        front, body = split_front_matter(text, name)
        signs = () if front else forum_signs(body)
        if signs:
            return read_thread(body, Reader(self.name, (("encoding", encoding), ("rules", "2"))), signs)
        # Nesting past this is drawn flat by the parser; without a bound hostile input costs its stack.
        parser = MarkdownIt("commonmark", {"maxNesting": 30, "html": False}).enable("table")
        body, notes = notes_apart(_without_comments(body))
        seen = list(_blocks(parser.parse(body)))
        # A parsed note may hold nothing that is seen, such as a comment.
        told = [(number, _seen_inline(parser, text)) for number, text in notes]
        seen += [RawBlock.of(BlockKind.FOOTNOTE, f"{number} {text}") for number, text in told if text]
        blocks = marked_blocks(with_entries(seen))
        versions = (("encoding", encoding), ("markdown-it-py", version("markdown-it-py")), ("rules", "2"))
        return Reading(_titled(blocks, front), _source(front, blocks, name), Reader(self.name, versions))


def _check_signs(text: str, name: str) -> None:
    for signs, most in _MOST_SIGNS:
        held = sum(map(text.count, signs))
        if held > most:
            shown = signs[0] if signs.strip() else "lines"
            raise TooLarge(name, f"holds over {most:,} of {shown!r} or the like; split it and add the pieces")


def _without_comments(text: str) -> str:
    """The text without HTML's comments; one that is never closed is text."""
    kept, done = [], 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[done:start], " "]
        done = end + 3
    return "".join([*kept, text[done:]])


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Front matter as a mapping, and the rest. Broken front matter is text like any other, and is logged."""
    text = text.lstrip("\ufeff")
    found = _FRONT.match(text) if text.startswith("---") else None
    if found is None or len(found[1]) > _LARGEST_FRONT:
        return {}, text
    try:
        front = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        _log.warning("%s: its front matter is not YAML (%s); it is read as text", name, type(error).__name__)
        return {}, text
    if front is None:
        return {}, text[found.end() :]
    if not isinstance(front, dict):
        _log.warning("%s: its front matter holds no fields; it is read as text", name)
        return {}, text
    return front, text[found.end() :]


def _source(front: dict[str, Any], blocks: Sequence[RawBlock], name: str) -> Source:
    fields: dict[str, Any] = {key: _text(front.get(key)) for key in _TEXT_FIELDS}
    if not fields["title"]:
        fields["title"] = next((without_marks(b.pieces[0].text) for b in blocks if b.kind is BlockKind.TITLE), "")
    kind = _kind(front.get("source_type"), name)
    return Source(
        **fields,
        authors=_authors(front.get("authors")),
        year=_year(front.get("year"), name),
        source_type=kind or SourceType.OTHER,
        source_type_reason="its front matter says so" if kind else "",
        retracted=front.get("retracted") is True,
        digest=front.get("digest") is True,
        relations=tuple(Relation("related", name=name) for name in _names(front.get("related"))),
    )


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else " ".join(str(value).split())


def _authors(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else str(value).split(";") if value is not None else []
    return tuple(filter(None, map(_text, listed)))


def _names(value: object) -> tuple[str, ...]:
    """Names of other files: a list, or one."""
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(_text, listed))))


def _year(value: object, name: str) -> int | None:
    found = re.match(r"(\d{4})\b", _text(value))
    if value is not None and not found:
        _log.warning("%s: its front matter gives a year that is none", name)
    return int(found[1]) if found else None


def _kind(value: object, name: str) -> SourceType | None:
    if value is None:
        return None
    try:
        return SourceType(_text(value).lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        kinds = ", ".join(SourceType)
        _log.warning("%s: its front matter gives a source_type that is none of %s", name, kinds)
        return None


def _titled(blocks: list[RawBlock], front: dict[str, Any]) -> list[RawBlock]:
    """A title that only the front matter gives is part of what a reader sees."""
    title = _text(front.get("title"))
    if title and not any(b.kind is BlockKind.TITLE for b in blocks):
        return [RawBlock.of(BlockKind.TITLE, title), *blocks]
    return blocks


def _blocks(tokens: Sequence[Token]) -> Iterator[RawBlock]:
    titled = in_references = False
    heading = items = 0
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type in ("list_item_open", "list_item_close"):
            items += 1 if token.nesting == 1 else -1
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield RawBlock.of(BlockKind.TABLE, "\n".join("\t".join(r) for r in rows))
            rows = None
        elif token.type in ("fence", "code_block"):
            yield RawBlock.of(BlockKind.PARAGRAPH, token.content)
        elif token.type == "inline":
            text = _seen(token.children or [])
            if rows is not None:
                rows[-1].append(text)
            elif heading:
                first, heading, level = not titled and heading == 1, 0, heading
                titled = titled or first
                in_references = bool(_REFERENCES.fullmatch(text))
                yield RawBlock.of(BlockKind.TITLE if first else BlockKind.HEADING, text, level=0 if first else level)
            else:
                kind = BlockKind.REFERENCE if in_references else BlockKind.ITEM if items else BlockKind.PARAGRAPH
                yield RawBlock.of(kind, text)


def _seen_inline(parser: MarkdownIt, text: str) -> str:
    return " ".join(_seen(token.children or []) for token in parser.parseInline(text))


def _seen(children: Sequence[Token]) -> str:
    """Inline text without its marks; of a picture, its description."""
    parts = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(_seen(token.children or []))
        else:
            parts.append(token.content)
    return "".join(parts)
