"""Annotated spans of full articles: how many lie whole in the text that is stored of them.

The quotes were cut from a plain-text edition; the articles are read from their JATS files. A quote is compared once its
white space is folded; what then is not there is told apart by what differs.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.clean import clean
from corpus.document import BlockKind, Document
from corpus.errors import CitewellError
from corpus.read import read_document
from evals.measures.intervals import Share, wilson
from index.library import Progress

_GAP = "\ue000"
"""Stands for white space that a quote may lack; no stored text holds it."""


class Found(StrEnum):
    """How a quote stands in a stored text."""

    WHOLE = "whole"
    """Letter for letter, white space folded."""
    RAISED = "whole, figures raised"
    """The same but for figures that the file raises or lowers and the plain-text edition puts on the line."""
    BLOCKS = "whole, blocks glued"
    """The same, but the quote lacks the space between two blocks."""
    LINES = "whole, cells' lines glued"
    """The same, but the quote lacks a space inside a table: between two lines of a cell."""
    MISSING = "not there"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A quote, where the file of its article lies, and where the plain-text edition does, if it is there."""

    article: Path
    plain: Path
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A gold span, how it was found, and whether it is there letter for letter once no white space is compared."""

    gold: GoldSpan
    found: Found
    spaceless: bool


def read_gold(folder: Path) -> list[GoldSpan]:
    """The spans of every `spans_SPLIT.jsonl` in `folder` whose articles lie in `nxml/SPLIT`, each place once a line.

    Raises:
        CitewellError: There is none, or a quote is not the slice of `txt/SPLIT` that its line names.
    """
    found: list[GoldSpan] = []
    for lines in sorted(folder.glob("spans_*.jsonl")):
        split = lines.stem.removeprefix("spans_")
        for line in lines.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            name = f"PMC{told['pmcid']}"
            article = folder / "nxml" / split / f"{name}.nxml"
            if article.exists():
                plain = folder / "txt" / split / f"{name}.txt"
                found.append(GoldSpan(article, plain, told["start"], told["end"], told["text"]))
    if not found:
        raise CitewellError(
            f"{folder}: holds no spans_SPLIT.jsonl with articles in nxml/SPLIT; name the folder of Evidence Inference"
        )
    _check_slices(found)
    return found


def _check_slices(gold: Sequence[GoldSpan]) -> None:
    texts = {g.plain: g.plain.read_bytes().decode("utf-8") for g in gold if g.plain.exists()}
    for g in gold:
        if g.plain in texts and texts[g.plain][g.start : g.end] != g.quote:
            raise CitewellError(f"{g.plain}: holds another text at {g.start} to {g.end} than its span; fetch it again")


def look_up(gold: Sequence[GoldSpan], progress: Callable[[Progress], None] | None = None) -> Iterator[Looked]:
    """How each gold span stands in its article, article by article.

    Raises:
        ReadError: An article cannot be read.
    """
    articles = sorted({g.article for g in gold})
    for done, article in enumerate(articles):
        if progress:
            progress(Progress(done, len(articles), article.name))
        document = read_document(article)
        for g in gold:
            if g.article == article:
                yield Looked(g, how_found(g.quote, document), is_whole_without_spaces(g.quote, document))


def how_found(quote: str, document: Document) -> Found:
    """How `quote` stands in the stored text of `document`."""
    quote, text = clean(quote), clean(document.text)
    if quote in text:
        return Found.WHOLE
    # Raised and lowered figures are the only ones a stored text writes in forms of their own.
    quote = unicodedata.normalize("NFKC", quote)
    if quote in unicodedata.normalize("NFKC", text):
        return Found.RAISED
    for found, kinds in ((Found.BLOCKS, frozenset[BlockKind]()), (Found.LINES, frozenset({BlockKind.TABLE}))):
        if _gluing(quote).search(_open_text(document, kinds)):
            return found
    return Found.MISSING


def is_whole_without_spaces(quote: str, document: Document) -> bool:
    """True if all characters of `quote` but its white space follow each other so in the stored text."""
    return "".join(clean(quote).split()) in "".join(document.text.split())


def _gluing(quote: str) -> re.Pattern[str]:
    """`quote` with an optional gap between any two characters, and each of its spaces a gap or a space."""
    return re.compile(f"{_GAP}?".join(f"[{_GAP} ]" if c == " " else re.escape(c) for c in quote))


def _open_text(document: Document, open_inside: Set[BlockKind]) -> str:
    """The text of the blocks, white space folded, a gap between any two; in blocks of these kinds each space is one."""
    parts = []
    for block in document.blocks:
        text = unicodedata.normalize("NFKC", clean(block.span.of(document.text)))
        parts.append(text.replace(" ", _GAP) if block.kind in open_inside else text)
    return _GAP.join(parts)


def shares(looked: Sequence[Looked]) -> dict[str, Share]:
    """Of all spans, those found whole: first strictly, then with each further difference allowed too.

    The last is by itself: letter for letter, with no white space compared in either text.
    """
    allowed: set[Found] = set()
    out = {}
    for found in (Found.WHOLE, Found.RAISED, Found.BLOCKS, Found.LINES):
        allowed.add(found)
        out[found.value] = wilson(sum(row.found in allowed for row in looked), len(looked))
    out["white space left out"] = wilson(sum(row.spaceless for row in looked), len(looked))
    return out


def as_text(looked: Sequence[Looked], *, show: bool = False) -> str:
    """The shares as a small table; with `show`, each span that is not whole too."""
    lines = [f"{'spans':24} {'value':>6}  {'95 % interval':14} {'hits':>5} {'n':>5}"]
    for name, s in shares(looked).items():
        lines.append(f"{name:24} {s.value:6.3f}  {f'{s.low:.3f} to {s.high:.3f}':14} {s.hits:5} {s.n:5}")
    if show:
        rest = [row for row in looked if row.found is not Found.WHOLE]
        lines += [f"{row.found.value}: {row.gold.article.name} {clean(row.gold.quote)}" for row in rest]
    return "\n".join(lines)
