"""The evidence panel: one citation in the text it stands in. Everything from a text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from assistant.answer import Citation
from assistant.naming import OCR_NOTE, full_citation
from assistant.web.names import doi_link, page_of, shortened
from assistant.web.page_picture import page_figure
from assistant.web.render import badge, notes, second_hand, warnings
from corpus.document import BlockKind, Document, Source, SourceType, Span
from corpus.trial_fact_rules import FactName
from corpus.trial_facts import facts_in

_FACTS = {FactName.REGISTRATION: "Registered", FactName.RANDOMISED: "Randomised", FactName.FUNDING: "Funding"}
_BLOCKS_AROUND = 2
_CHARACTERS_AROUND = 900
_LONGEST_WORD = 40
_SPACE = re.compile(r"\s+")
_RELATED_SHOWN = 4
CLOSED = (
    '<div class="evidence-empty"><h2 class="small">Evidence</h2><p>Open a marker such as '
    '<span class="cite-like">[1]</span> to read the cited words where they stand.</p></div>'
)
_CLOSE = '<button type="button" class="close" aria-label="Close the evidence">Close</button>'


def evidence(citation: Citation, document: Document | None, related: Sequence[str] = ()) -> str:
    """The panel for a citation that was just checked again.

    Args:
        citation: What the marker stands for.
        document: The stored document the check found it in, or None where the check failed.
        related: Documents of the library that belong to the cited one, in words.
    """
    head = f'<div class="evidence-head"><h2 class="small" tabindex="-1">Evidence [{citation.marker}]</h2>{_CLOSE}</div>'
    if document is None:
        return (
            f'<article class="evidence" aria-label="Evidence {citation.marker}">{head}<p class="problem" role="alert">'
            "This citation no longer matches its stored text and is withheld.</p></article>"
        )
    return (
        f'<article class="evidence" aria-label="Evidence {citation.marker}">{head}'
        f"{_source(citation)}{second_hand(citation)}{_facts(citation, document)}"
        f"{_passage(document, citation.span)}{page_figure(document, citation.span)}"
        f"{_related(related)}</article>"
    )


def _source(citation: Citation) -> str:
    source = citation.source
    places = (
        ("Section", citation.section),
        ("Page", page_of(citation)),
        ("Cell", citation.cell),
        ("Text", _recognised(citation)),
    )
    where = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in places if value)
    return (
        f'<p class="kinds">{badge(citation.source_type)}{warnings(source)}{notes(citation)}</p>'
        f'<h3 class="source-title">{escape(source.title)}</h3>'
        f'<p class="full-citation">{escape(full_citation(source))}</p>{_identifiers(source)}'
        f"{_written_from(source)}" + (f'<dl class="where">{where}</dl>' if where else "")
    )


def _related(related: Sequence[str]) -> str:
    """The documents that belong to this one; beyond `_RELATED_SHOWN` only their number."""
    if not related:
        return ""
    more = len(related) - _RELATED_SHOWN
    told = [*related[:_RELATED_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    return f'<p class="written-from">Related: {escape("; ".join(told))}</p>'


def _recognised(citation: Citation) -> str:
    return f"{OCR_NOTE}: letters and figures may be wrong; compare with the page" if citation.ocr else ""


def _facts(citation: Citation, document: Document) -> str:
    """For a trial: where it is registered, how many were randomised, who paid; as far as its report states it."""
    if citation.source_type is not SourceType.TRIAL or citation.source.digest:
        return ""
    rows = "".join(
        f"<dt>{_FACTS[fact.name]}</dt><dd>{escape(shortened(fact.span.of(document.text), 160))}</dd>"
        for fact in facts_in(document)
        if fact.name in _FACTS
    )
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def _identifiers(source: Source) -> str:
    link = doi_link(source.doi)
    parts = []
    if link:
        away = 'target="_blank" rel="noopener noreferrer"'
        parts.append(f'<a class="doi" href="{escape(link)}" {away}>doi:{escape(source.doi)}</a>')
    elif source.doi:
        parts.append(f"doi:{escape(source.doi)}")
    if source.pmid:
        parts.append(f"PMID {escape(source.pmid)}")
    return f'<p class="identifiers">{" · ".join(parts)}</p>' if parts else ""


def _written_from(source: Source) -> str:
    if not (source.digest and source.written_from):
        return ""
    return f'<p class="written-from">Written from: {escape(source.written_from)}</p>'


def _passage(document: Document, span: Span) -> str:
    around = _around(document, span)
    first, last = max(around.start, span.start - _CHARACTERS_AROUND), min(around.end, span.end + _CHARACTERS_AROUND)
    if first > around.start:
        first = _behind_a_space(document.text, first, span.start)
    if last < around.end:
        last = _before_a_space(document.text, span.end, last)
    before, after = Span(first, span.start), Span(span.end, last)
    opening = '<span class="cut">… </span>' if before.start > around.start else ""
    closing = '<span class="cut"> …</span>' if after.end < around.end else ""
    # One <mark> and no white space of our own inside it: its text content is the quote, letter for letter.
    return (
        f'<div class="passage">{opening}{_pieces(document, before)}<mark tabindex="-1">{_pieces(document, span)}</mark>'
        f"{_pieces(document, after)}{closing}</div>"
    )


def _behind_a_space(text: str, first: int, end: int) -> int:
    """The first place from `first` on, but not past `end`, where a word begins; `first` where none is near."""
    space = _SPACE.search(text, first, min(end, first + _LONGEST_WORD))
    return space.end() if space else first


def _before_a_space(text: str, start: int, last: int) -> int:
    """The last place up to `last`, but not before `start`, where a word ends; `last` where none is near."""
    near = max(start, last - _LONGEST_WORD)
    spaces = list(_SPACE.finditer(text, near, last))
    return spaces[-1].start() if spaces else last


def _around(document: Document, span: Span) -> Span:
    """From some blocks before those that hold `span` to some blocks after."""
    held = [i for i, block in enumerate(document.blocks) if block.span.meets(span)]
    if not held:
        return span
    first = document.blocks[max(0, held[0] - _BLOCKS_AROUND)].span
    last = document.blocks[min(len(document.blocks) - 1, held[-1] + _BLOCKS_AROUND)].span
    return Span(min(first.start, span.start), max(last.end, span.end))


def _pieces(document: Document, span: Span) -> str:
    """The text of `span`, escaped and whole, its blocks dressed as what they are."""
    cut = ((kind, escape(piece.of(document.text))) for kind, piece in _cut(document, span))
    return "".join(f'<span class="{kind.value}">{text}</span>' if kind else text for kind, text in cut)


def _cut(document: Document, span: Span) -> Iterator[tuple[BlockKind | None, Span]]:
    """`span` in pieces that each lie in one block or, with kind None, between two."""
    at = span.start
    for block in document.blocks_in(span):
        inside = Span(max(block.span.start, at), min(block.span.end, span.end))
        if at < inside.start:
            yield None, Span(at, inside.start)
        yield block.kind, inside
        at = inside.end
    if at < span.end:
        yield None, Span(at, span.end)
