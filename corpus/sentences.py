"""Sentences of biomedical prose as exact spans, in linear time.

A full stop ends a sentence unless a rule says it does not: it closes an abbreviation or an initial, stands inside a
number, or the next word goes on in lower case. Reference marks fused to the stop ("use.7 The") stay with the
sentence they end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import BlockKind, Document, Span

# Before a name, number or lower-case word these never end a sentence.
_NEVER_LAST = frozenset(
    "dr mr mrs ms prof st vs cf viz approx ca fig figs eq eqs ref refs tab sec suppl vol no nos pp ed eds eg ie e.g"
    " i.e dept univ resp incl var ssp subsp spp sp gen gov col sgt rev hon messrs mt".split()
)
_JOINING = frozenset({"vs", "cf", "viz", "eg", "ie", "e.g", "i.e"})
# These may close a sentence: they end it when the next word looks like the start of one.
_MAY_BE_LAST = frozenset(
    "al etc inc ltd co corp jr sr ph.d phd md u.s u.k u.s.a d.c a.m p.m am pm min max sd se ci wk wks hr hrs mo mos"
    " yr yrs ft jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_OPENERS = frozenset(
    "the this these those there we our it its they he she in on at of for to from by with a an as all but both however"
    " moreover furthermore therefore thus although because since while when after before during among between patients"
    " participants results conclusion conclusions methods background objective objectives no not one two three further"
    " additionally finally overall such each some many most several other another if using compared then so".split()
)

_STOP = re.compile(
    r"""[.!?…]+                                     # the stop itself
        ['"’”)\]]*                                  # what closes with it
        (?:(?<=[^\d\s][.!?])\d{1,12}(?:[,–-]\s?\d{1,3})*(?=\s))?  # reference marks fused to it
        (?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–-]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*(?=\s|$))?    # the same, raised
        (?:\s?\[\d[\d,\s–-]*\](?=\s|$))?             # or in brackets behind it
        (?=\s|$)""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[{/\"“‘'–—]+$")
_NEXT = re.compile(r"\s+[\"'“‘(\[]*(\S*)")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,3}$")
_NAME = re.compile(r"(?:[A-Z]\.|[A-Z][a-zà-ÿ'’-]+[.,;]?)$")


def sentences_of(text: str) -> Iterator[Span]:
    """Spans of the sentences of one block of prose.

    Together they hold every character of `text` that is not white space, in order and without overlap.
    """
    start = 0
    for stop in _STOP.finditer(text):
        if not _ends(text, start, stop):
            continue
        span = _trimmed(text, start, stop.end())
        if span:
            yield span
        start = stop.end()
    span = _trimmed(text, start, len(text))
    if span:
        yield span


def sentences_in(document: Document, span: Span) -> Iterator[tuple[BlockKind, Span]]:
    """Sentences of `document` that meet `span`, each with the kind of its block; the rows of a table count as such."""
    for block in document.blocks_in(span):
        text = block.span.of(document.text)
        pieces = _rows(text) if block.kind is BlockKind.TABLE else sentences_of(text)
        for piece in pieces:
            found = Span(block.span.start + piece.start, block.span.start + piece.end)
            if found.meets(span):
                yield block.kind, found


def _rows(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        span = _trimmed(text, start, start + len(line))
        if span:
            yield span
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    following = _NEXT.match(text, stop.end())
    if following is None or not following[1]:
        return True
    upcoming = following[1]
    if text[stop.start()] != ".":
        return not upcoming[0].islower()
    if upcoming[0].islower() and not _odd_start(upcoming):
        return False
    # The word before is looked for in a window, so that the whole stays linear.
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 40), stop.start())
    word = before[0] if before else ""
    return _word_may_end(word, upcoming, alone=stop.end() - stop.start() == 1)


def _odd_start(word: str) -> bool:
    """Terms that keep a lower-case first letter at the start of a sentence: mRNA, pH, eGFR, iPSC."""
    return bool(re.match(r"[a-z]{1,2}[A-Z0-9]", word))


def _word_may_end(word: str, upcoming: str, *, alone: bool) -> bool:
    folded = word.lower().rstrip(".")
    if not alone:  # "…(Smith et al.)" or "use.7": a bracket or a mark follows, so the stop is a real one
        return folded not in _NEVER_LAST
    if folded in _NEVER_LAST:
        return folded not in _JOINING and upcoming.rstrip(",;:").lower() in _OPENERS
    if folded in _MAY_BE_LAST:
        return upcoming.rstrip(",;:").lower() in _OPENERS
    if _INITIALS.fullmatch(word) and len(word.replace(".", "")) == 1 and word not in {"I"}:
        return not _NAME.match(upcoming) or upcoming.lower() in _OPENERS
    return True
