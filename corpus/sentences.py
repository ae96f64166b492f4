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
    " i.e dept univ resp incl var ssp subsp spp sp gen gov col sgt rev hon messrs mt drs ver vers chap sect v"
    " abb vgl tabl"
    " mme mmes mlle env bzw evtl zit".split()
)
_JOINING = frozenset({"vs", "cf", "viz", "eg", "ie", "e.g", "i.e"})
# These may close a sentence: they end it when the next word looks like the start of one.
_MAY_BE_LAST = frozenset(
    "al etc inc ltd co corp jr sr ph.d phd md u.s u.k u.s.a d.c max sd se ci ft med usw"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Units and times of day: what follows with a capital begins a sentence.
_UNITS = frozenset("a.m p.m am pm min wk wks hr hrs mo mos yr yrs".split())
_BEFORE_NUMBERS = frozenset({"no", "nos", "sec"})
"""Never last before a number; before anything else they may be words or units."""
_LABELLED = re.compile(
    r"(?:vitamins?|hepatitis|groups?|types?|grades?|stages?|factors?|class|arms?|phases?|levels?|parts?|panels?|sites?|"
    r"figures?|tables?|proteins?|strains?|alleles?|war|category|categories|section|appendix|subtypes?|cohorts?|"
    r"sets?)\s+$",
    re.IGNORECASE,
)
"""Words that name a thing by a letter: in "vitamin C. Then", the letter is no initial."""
_QUANTITY = re.compile(r"\d\s+$")
"""A number, whose unit a single small letter behind it is: "from 6 to 8 h. Then"."""
_RUN_IN = re.compile(
    r"\W*(?:background|introduction|objectives?|aims?|purpose|design|setting|methods?|materials and methods|patients|"
    r"participants|subjects|interventions?|measurements?|main outcome measures?|outcomes?|results?|findings|"
    r"conclusions?|"
    r"discussion|interpretation|limitations|context|importance|significance|data sources|study selection|funding|"
    r"trial registration|case report|study design|statistics)\.",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]")
"""A heading run into its sentence, and the number of an item, end no sentence: "Methods. We", "2. Heat"."""
_OPENERS = frozenset(
    "the this these those there we our it its they he she in on at of for to from by with a an as all but both however"
    " moreover furthermore therefore thus although because since while when after before during among between patients"
    " participants results conclusion conclusions methods background objective objectives no not one two three further"
    " additionally finally overall such each some many most several other another if using compared then so"
    " none nobody nothing others neither"
    " nevertheless only more less few both little what why how who which where whether until once here now".split()
)

_STOP = re.compile(
    r"""[.!?…]+                                     # the stop itself
        ['"’”)\]]*                                  # what closes with it
        (?:(?:(?<=[^\d\s][.!?])|(?<=[.!?]['"’”]))\d{1,12}(?:[,–-]\s?\d{1,3})*(?=\s))?   # reference marks fused to it
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
        pieces = _rows(text) if block.kind is BlockKind.TABLE else _around_marks(document, block.span, text)
        for piece in pieces:
            found = Span(block.span.start + piece.start, block.span.start + piece.end)
            if found.meets(span):
                yield block.kind, found


def _around_marks(document: Document, block: Span, text: str) -> Iterator[Span]:
    """Sentences of a block; a reference mark is no word of theirs, and belongs to the sentence it stands behind."""
    marks = [Span(m.span.start - block.start, m.span.end - block.start) for m in document.marks_in(block)]
    if not marks:
        yield from sentences_of(text)
        return
    bare: list[str] = []
    done = 0
    for mark in marks:
        bare += [text[done : mark.start], " " * len(mark)]
        done = mark.end
    pieces = list(sentences_of("".join([*bare, text[done:]])))
    if not pieces:
        yield from sentences_of(text)
        return
    starts = [0 if i == 0 else p.start for i, p in enumerate(pieces)]
    for piece, start, following in zip(pieces, starts, [*starts[1:], len(text)], strict=True):
        # What is left between two sentences are marks, and white space.
        span = _trimmed(text, min(start, piece.start), following)
        if span:
            yield span


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
    if _RUN_IN.fullmatch(text, start, stop.end()) or _ITEM.fullmatch(text, _first(text, start), stop.end()):
        return False
    if text[stop.start()] != ".":
        return not upcoming[0].islower()
    if upcoming[0].islower() and not _odd_start(upcoming):
        return False
    # The word before is looked for in a window, so that the whole stays linear.
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 40), stop.start())
    word = before[0] if before else ""
    begins = before.start() if before else stop.start()
    if begins and text[begins - 1] == "/":
        return True
    if ((len(word) == 1 and word.islower()) or word.lower().rstrip(".") in _UNITS) and _QUANTITY.search(
        text, max(start, begins - 20), begins
    ):
        return True
    if len(word) == 1 and _LABELLED.search(text, max(start, begins - 20), begins):
        return True
    return _word_may_end(word, upcoming, alone=stop.end() - stop.start() == 1)


def _odd_start(word: str) -> bool:
    """Terms that keep a lower-case first letter at the start of a sentence: mRNA, eGFR, p53, c-Myc, p-values,"
    " β-blockers.

    Likewise the letter of a list's item, as in "b) Ask".
    """
    return bool(re.match(r"[a-z]{1,2}-?[A-Z0-9]|[a-z]-[a-z]|[α-ω]|[a-z]\)", word))


def _first(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _word_may_end(word: str, upcoming: str, *, alone: bool) -> bool:
    folded = word.lower().rstrip(".")
    if not alone:  # "…(Smith et al.)" or "use.7": a bracket or a mark follows, so the stop is a real one
        return folded not in _NEVER_LAST
    if folded in _BEFORE_NUMBERS:
        return upcoming[0].isalpha()
    if folded in _UNITS and upcoming[0].isdigit():
        return False
    if len(word) == 1 and word.islower():
        return upcoming.rstrip(",;:").lower() in _OPENERS
    if folded in _NEVER_LAST:
        return folded not in _JOINING and upcoming.rstrip(",;:").lower() in _OPENERS
    if folded in _MAY_BE_LAST or folded in _UNITS:
        return upcoming.rstrip(",;:").lower() in _OPENERS
    if _INITIALS.fullmatch(word) and len(word.replace(".", "")) == 1 and word not in {"I"}:
        return not _NAME.match(upcoming) or upcoming.lower() in _OPENERS
    return True
