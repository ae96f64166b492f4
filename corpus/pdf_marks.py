"""Marks that point at the list of references, told from powers, footnote signs and plain numbers in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.pdf_raised import CLOSES, OPENS, RAISED, written
from corpus.reading import Piece, RawBlock, marked

_CITING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CAPTION, BlockKind.TABLE, BlockKind.HEADING,
                     BlockKind.FOOTNOTE, BlockKind.REFERENCE})  # fmt: skip
_NUMBERS = r"\d{1,4}(?:\s*[,;–—−-]\s*\d{1,4})*"
_LIST = re.compile(rf"[\[(]?\s*({_NUMBERS})\s*[,;]?\s*[\])]?")
_ANY_RAISED = re.compile(rf"{RAISED.pattern}(?:[\s,;]*{RAISED.pattern})*")
_SQUARE = re.compile(rf"\[{_NUMBERS}\](?:\s?[,;–-]?\s?\[{_NUMBERS}\])*")
_ROUND = re.compile(rf"\({_NUMBERS}\)")
_RANGE = re.compile(r"(\d+)\s*[–—−-]\s*(\d+)")
_LONGEST_RANGE = 60
_UNIT = re.compile(r"(?:^|[\s\d/(·×*.])(?:[kcmdµμnh]?m|ft|in|inch(?:es)?|yd|mi|s|sec|min|kg|g|h|d)$", re.IGNORECASE)
_VARIABLE = re.compile(r"(?:^|[^\w])(?:[A-Za-zα-ωΑ-Ω]|chi)$")
_BASE = re.compile(r"(?:^|[^\d.])(?:10|2)$")
_COUNT_BEFORE = re.compile(r"\d\s?%?\s*$")
_NOUN_BEFORE = re.compile(
    r"\b(?:tables?|fig(?:ure|s)?\.?|eqs?\.?|equations?|steps?|items?|questions?|grades?|levels?|phases?|types?|stages?"
    r"|groups?|n\s?=|aged?|scores?)\s*$",
    re.IGNORECASE,
)
_SHARE = 0.3
_ROUND_SHARE = 0.5
_LEAST = 3
"""Different numbers in square brackets that are enough where there is a numbered list."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a document points at its list of references, and which numbers the list holds (0: no numbered list)."""

    last: int
    square: bool
    round: bool
    raised: bool
    notes: frozenset[tuple[int, int]]
    """Pages and numbers of footnotes, where these share the raised figures."""


def with_marks(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The blocks with their reference marks told, and other raised figures written as such."""
    style = _style(blocks)
    return [replace(b, pieces=tuple(_told(b, p, i, style) for i, p in enumerate(b.pieces))) for b in blocks]


def _style(blocks: Sequence[RawBlock]) -> _Style:
    keys = [b.reference.key for b in blocks if b.reference is not None]
    last = max((int(k) for k in keys if k.isdigit()), default=0)
    notes = frozenset(_notes(blocks))
    square, rounded, raised = (_met(blocks, pattern, last, frozenset()) for pattern in (_SQUARE, _ROUND, _ANY_RAISED))
    if not last:
        # No list was read, as where a chapter stands alone: only figures that count through speak for marks.
        own = _met(blocks, _ANY_RAISED, 0, notes)
        counts = len(own) >= _LEAST and len(own) >= _ROUND_SHARE * max(own)
        return _Style(0, square=False, round=False, raised=counts, notes=notes)
    most = max(len(square), len(rounded) if len(rounded) >= _ROUND_SHARE * last else 0)
    return _Style(
        last,
        square=len(square) >= _SHARE * last or (len(square) >= _LEAST and len(square) > len(raised)),
        round=len(rounded) >= _ROUND_SHARE * last and len(rounded) > max(len(square), len(raised)),
        raised=len(raised) >= max(_SHARE * last, most) / 3,
        notes=frozenset() if len(raised) >= _SHARE * last else notes,
    )


def _met(
    blocks: Sequence[RawBlock], pattern: re.Pattern[str], last: int, notes: frozenset[tuple[int, int]]
) -> set[int]:
    """The entries that marks of one form would point at."""
    met: set[int] = set()
    for block in blocks:
        if block.kind not in _CITING or block.reference is not None:
            continue
        for piece in block.pieces:
            for match in pattern.finditer(piece.text):
                if _cites(match, pattern, block) and not (pattern is _ANY_RAISED and _is_power(match)):
                    met.update(k for k in _keys(_bare(match[0]), last) if (piece.page, k) not in notes)
    return met


def _notes(blocks: Sequence[RawBlock]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        number = re.match(rf"\s*{OPENS}?(\d{{1,3}})\b", block.pieces[0].text)
        if block.kind is BlockKind.FOOTNOTE and number:
            yield block.pieces[0].page, int(number[1])


def _bare(mark: str) -> str:
    """A mark's numbers alone, brackets and what tells raised figures away."""
    return re.sub(rf"[\[\](){OPENS}{CLOSES}]", "", mark)


def _keys(numbers: str, last: int) -> list[int]:
    """The entries a list of numbers means, ranges resolved; empty if it cannot point at a list that ends at `last`."""
    keys: list[int] = []
    for part in re.split(r"[,;]|(?<=\d)\s+(?=\d)", re.sub(r"\s*[–—−-]\s*", "–", numbers)):
        part = part.strip()
        bounds = _RANGE.fullmatch(part)
        if bounds:
            first, end = int(bounds[1]), int(bounds[2])
            if not first < end <= first + _LONGEST_RANGE:
                return []
            keys += range(first, end + 1)
        elif part.isdigit():
            keys.append(int(part))
        elif part:
            return []
    return list(dict.fromkeys(keys)) if all(0 < k <= (last + max(12, last // 2) if last else 300) for k in keys) else []


def _told(block: RawBlock, piece: Piece, place: int, style: _Style) -> Piece:
    text = piece.text
    citing = block.kind in _CITING and block.reference is None
    spans: list[tuple[int, int, str]] = []
    for match in _ANY_RAISED.finditer(text):
        inner = "".join(_bare(match[0]).split(" ")) if not re.search(r"\d\s+\d", _bare(match[0])) else _bare(match[0])
        keys = _keys(inner.strip(" ,;"), style.last) if _LIST.fullmatch(inner) else []
        note = len(keys) == 1 and (piece.page, keys[0]) in style.notes
        begins = place == 0 and not text[: match.start()].strip()
        if citing and style.raised and keys and not note and not begins and not _is_power(match):
            spans.append((match.start(), match.end(), _marked_raised(match[0], keys)))
        else:
            spans.append((match.start(), match.end(), _plain(match)))
    if citing:
        for pattern in [_SQUARE] * style.square + [_ROUND] * style.round:
            for match in pattern.finditer(text):
                keys = _keys(_square_list(match[0]), style.last)
                if keys and _cites(match, pattern, block):
                    spans.append((match.start(), match.end(), marked(match[0], [str(k) for k in keys])))
    return Piece(_replaced(text, spans), piece.page)


def _square_list(mark: str) -> str:
    """ "[1]–[3]" and "[1] [2]" as lists of numbers."""
    return re.sub(r"\]\s*\[", ",", mark).replace("[", "").replace("]", "").strip("()")


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    done, parts = 0, []
    for start, end, instead in sorted(spans):
        if start >= done:
            parts += [text[done:start], instead]
            done = end
    return "".join([*parts, text[done:]])


def _marked_raised(shown: str, keys: Sequence[int]) -> str:
    """Raised numbers as one mark; what stands behind the last number, such as a comma, is none of it."""
    bare = re.sub(rf"[{OPENS}{CLOSES}]", "", shown)
    core = bare.rstrip(" ,;")
    return marked(written(core, listed=True), [str(k) for k in keys]) + bare[len(core) :]


def _plain(shown: re.Match[str]) -> str:
    """Raised figures that are no mark: in Unicode's own where they touch something, else as they stand."""
    text = shown.string
    touches = text[: shown.start()][-1:].strip() or text[shown.end() : shown.end() + 1].strip()
    if not touches:
        return RAISED.sub(r"\1", shown[0])
    return RAISED.sub(lambda figures: written(figures[1], listed="," in figures[1]), shown[0])


def _is_power(mark: re.Match[str]) -> bool:
    """True for 10⁹, m², R², χ², min⁻¹, ¹⁸F."""
    before, after = mark.string[: mark.start()], mark.string[mark.end() : mark.end() + 1]
    core = _bare(mark[0]).strip()
    if not before[-1:].strip():
        return after.isalpha()
    if core in ("2", "3", "4") and (_UNIT.search(before) or _VARIABLE.search(before)):
        return True
    return _BASE.search(before) is not None and core.isdigit()


def _cites(match: re.Match[str], pattern: re.Pattern[str], block: RawBlock) -> bool:
    """True if a number in round brackets stands where a mark does; others always do."""
    if pattern is not _ROUND:
        return True
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not before.strip() or _NOUN_BEFORE.search(before):
        return False
    if re.search(r"[:;,]\s+(?:and |or )?$", before) and re.match(r"\s+[^\W\d_]", after):
        return False  # "(1) pain, (2) function"
    glued = not before[-1:].isspace()
    if glued and (before[-1:].isalnum() or before[-1:] in "(["):
        return False  # "IL6(2)", "56(2):106"
    if _COUNT_BEFORE.search(before):
        return glued and not re.search(r"\d$", before) and block.kind is not BlockKind.TABLE
    return block.kind is not BlockKind.TABLE or re.search(r"[^\W\d_]\.?\s?$", before) is not None
