"""What a PDF says of itself beside its text: title, authors, year, DOI, outline and page labels."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

from pypdf import PdfReader as PypdfReader

from corpus.clean import clean
from corpus.document import BlockKind, Source
from corpus.pdf_byline import printed_authors
from corpus.pdf_kinds import folded
from corpus.reading import RawBlock

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

_OUTLINE_LIMIT = 5_000
_OUTLINE_DEPTH = 8
_LONGEST_TITLE = 300
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`\[\]]+", re.IGNORECASE)
_LABELLED_DOI = re.compile(r"doi(?:\.org/|\s*[:.]?\s*)\s?(10\.\d{4,9}/\s?[^\s\"<>{}|\\^`\[\]]+)", re.IGNORECASE)
_DOI_TAIL = re.compile(r"(?:[.,;:'\"”’*†‡]|[?#].*|\.pdf|&.*)+$", re.IGNORECASE)
_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?)\s*:?\s*(\d{5,8})\b")
_PMCID = re.compile(r"\bPMC\s?(\d{5,8})\b")
_YEAR = r"((?:19[5-9]|20[0-4])\d)"
# In the order in which they are believed.
_DATED = (
    re.compile(rf"\b(?:published(?: online)?|publication date|epub|issued)\W[^.;]{{0,25}}?\b{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?:©|\(c\)|copyright)\s*(?:the authors?\W*|the author\(s\)\W*)?{_YEAR}", re.IGNORECASE),
    # "8(1): 7-10, 2009" and "(2014) 126, 305–313", as a journal prints where an article stands.
    re.compile(rf"\b\d+\s?\(\d+\)\s?:\s?\d+\s?[-–]\s?\d+,\s?\(?{_YEAR}\b"),
    re.compile(rf"\({_YEAR}\)\s\d+,\s?\d+\s?[-–]\s?\d+\b"),
    re.compile(
        r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
        rf",?\s{_YEAR}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:accepted|revised|received)\W[^.;]{{0,25}}?\b{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<![\d.–-]){_YEAR}(?![\d.–-]\d)"),
)
_LICENCE = re.compile(
    r"CC[ -](?:BY|0)(?:-(?:NC|ND|SA))*(?:\s\d\.\d)?(?:\sIGO)?\b"
    r"|Creative Commons (?:Attribution|CC0)[\w\s-]{0,60}?Licen[cs]e(?:\s\d\.\d)?"
)
_JOURNAL = re.compile(
    r"(?:the )?(?:\w[\w&.:’'-]* ){0,8}(?:journal|annals|archives|lancet|bulletin|letters|proceedings)\b"
    r"[\w &.:’'-]{0,60}",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|tex|dvi|ps|rtf|odt|pptx?|xlsx?|fm|p65|xml)\b", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"untitled.*|no title|title|document\d*|microsoft .*|powerpoint .*|slide \d+|page \d+|layout \d+|[\w.,-]+"
    r"|.*[_/\\]\w+|(?:doi|pii)\s*:.*|\S+ \d+\.\.\d+",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"user|admin(?:istrator)?|authors?|unknown|anonymous|owner|et al|\w*\d\w*|microsoft.*|adobe.*|.*[\\@{}].*|-",
    re.IGNORECASE,
)
_RUBRIC = re.compile(r"(?:(?:Original )?Research|Review|Original) (?:Article|Paper) (?=[A-Z])|Clinical Study (?=[A-Z])")
"""What a journal prints over a title, in one run with it."""
_SPELT = re.compile(r"^(?:[A-Z]\s){2,}(?=[A-Z]{2})")
"""A name's initials, set apart as a sign."""
_RAISED = re.compile(r"(?<=[^\W\d]{2}|.[.?!*†‡])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:,[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What pypdf found beside the text; empty where the file does not say."""

    title: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""
    journal: str = ""
    year: int | None = None
    created: int | None = None
    """Year in which the file was made: a late guess at when the text appeared."""
    outline: Mapping[str, int] = field(default_factory=dict)
    """Level, from 1, of each folded title."""
    labels: tuple[str, ...] = ()


def metadata_of(data: bytes, name: str) -> Metadata:
    """Metadata, outline and page labels. What pypdf cannot read is left empty and logged.

    A file may be damaged for pypdf and whole for pdfium, so no error of pypdf's escapes.
    """

    def opened() -> PypdfReader | None:
        reader = PypdfReader(BytesIO(data), strict=False)
        return None if reader.is_encrypted and not reader.decrypt("") else reader

    reader = _tried(name, "metadata", opened, None)
    if reader is None:
        return Metadata()
    nothing: dict[str, str] = {}
    info = _tried(name, "information", lambda: _info(reader), nothing)
    xmp = _tried(name, "XMP metadata", lambda: _xmp(reader), nothing)
    title = _title(info.get("/Title", "")) or _title(xmp.get("title", ""))
    return Metadata(
        title=title,
        authors=_authors(xmp.get("creators", "")) or _authors(info.get("/Author", "")),
        doi=_doi(" ".join([xmp.get("prism:doi", ""), xmp.get("dc:identifier", ""), *info.values()])),
        journal=xmp.get("prism:publicationName", ""),
        year=_year_of(xmp.get("prism:coverDate", "") or xmp.get("prism:coverDisplayDate", "")),
        created=_year_of(info.get("/CreationDate", "")),
        outline=_tried(name, "outline", lambda: _outline(reader), {}),
        labels=_tried(name, "page labels", lambda: _labels(reader), ()),
    )


def _tried(name: str, what: str, read: Callable[[], _T], otherwise: _T) -> _T:
    try:
        return read()
    except Exception as error:  # noqa: BLE001  pypdf raises errors of many kinds on damaged files
        logger.warning("%s: %s cannot be read: %s", name, what, error)
        return otherwise


def _info(reader: PypdfReader) -> dict[str, str]:
    return {str(k): clean(str(v)) for k, v in (reader.metadata or {}).items() if v is not None}


def _xmp(reader: PypdfReader) -> dict[str, str]:
    xmp: Any = reader.xmp_metadata
    if xmp is None:
        return {}
    found: dict[str, str] = {}
    for key in ("prism:doi", "prism:publicationName", "prism:coverDate", "prism:coverDisplayDate", "dc:identifier"):
        for node in xmp.rdf_root.getElementsByTagName(key):
            text = "".join(n.data for n in node.childNodes if n.nodeType == n.TEXT_NODE)
            found.setdefault(key, clean(text))
    found["title"] = clean(str(next(iter((xmp.dc_title or {}).values()), "")))
    creators = [clean(str(c)) for c in xmp.dc_creator or []]
    found["creators"] = "; ".join(creators) if len(creators) > 1 else "".join(creators)
    return found


def _title(text: str) -> str:
    """A title, or nothing where the field holds a file's name, a program's or a number."""
    text = text.strip(" \"'“”")
    if _FILE_NAME.search(text) or _NO_TITLE.fullmatch(text) or not 8 <= len(text) <= _LONGEST_TITLE:
        return ""
    return text if sum(c.isalpha() for c in text) > 0.6 * len(text) else ""


def _authors(text: str) -> tuple[str, ...]:
    # "Smith, J.; Jones, K." or "Ann Smith, Karl Jones": a comma parts names only where no semicolon does.
    if ";" in text:
        names = re.split(r"\s*;\s*", text)
    elif re.fullmatch(r"[\w'’-]+,\s*[\w.\s'’-]+", text):
        names = [text]
    else:
        names = re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+", text)
    kept = (re.sub(r"\s*\{?\bet al\b\.?\}?$", "", n).strip(" .,") for n in names)
    return tuple(n for n in kept if len(n) > 2 and not _NO_AUTHOR.fullmatch(n))


def _doi(text: str) -> str:
    match = _DOI.search(text)
    return _bare(match[0]) if match else ""


def _bare(doi: str) -> str:
    """A DOI without the punctuation behind it; brackets stay where they are part of it."""
    doi = _DOI_TAIL.sub("", re.sub(r"\s", "", doi))
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = _DOI_TAIL.sub("", doi[:-1])
    return doi


def _year_of(text: str) -> int | None:
    match = re.search(_YEAR, text)
    return int(match[1]) if match else None


def _labels(reader: PypdfReader) -> tuple[str, ...]:
    """The labels of the pages; none where a program counted them from 0, which is printed nowhere."""
    labels = tuple(map(str, reader.page_labels))
    return () if labels[:1] == ("0",) else labels


def _outline(reader: PypdfReader) -> dict[str, int]:
    levels: dict[str, int] = {}
    for level, title in _walk(reader.outline, 1):
        if len(levels) >= _OUTLINE_LIMIT:
            break
        key = folded(title)
        if len(key) > 3:
            levels.setdefault(key, level)
    return levels


def _walk(entries: Sequence[Any], level: int) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if not isinstance(entry, list):
            yield level, str(getattr(entry, "title", "") or "")
        elif level < _OUTLINE_DEPTH:
            yield from _walk(entry, level + 1)


def source_of(told: Metadata, blocks: Sequence[RawBlock], first_pages: str, name: str) -> Source:
    """The source as metadata and the first two pages tell it; its type is left to the caller.

    Args:
        told: What the file says of itself.
        blocks: The document's blocks, in order.
        first_pages: All text of the first two pages, running heads included: a DOI often stands there alone.
        name: The file's name, which stands for the title where nothing better is known.
    """
    fronts = [b for b in blocks if b.pieces[0].page <= 2]
    text = clean(first_pages)
    printed = _RUBRIC.sub("", next((_text(b) for b in fronts if b.kind is BlockKind.TITLE), ""))
    # Of one title told twice the printed one has the better spelling; of two, the metadata's has been chosen.
    same = folded(printed).startswith(folded(told.title)[:40])
    title = printed if printed and len(printed) <= _LONGEST_TITLE and same else told.title or printed[:_LONGEST_TITLE]
    labelled, pmid, pmcid = _LABELLED_DOI.search(text), _PMID.search(text), _PMCID.search(text)
    licence = _LICENCE.search(text)
    printed_doi = _bare(labelled[1]) if labelled else _doi(text)
    return Source(
        title=title or name.rsplit("/", 1)[-1].rsplit(".", 1)[0],
        authors=_told_or_printed(told.authors, printed_authors(blocks)),
        year=told.year or _printed_year(text) or told.created,
        journal=told.journal or _journal(fronts),
        doi=told.doi if told.doi and (told.doi in text or not labelled) else printed_doi,
        pmid=pmid[1] if pmid else "",
        pmcid=f"PMC{pmcid[1]}" if pmcid else "",
        licence=licence[0] if licence else "",
    )


def _told_or_printed(told: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """The authors by the metadata, unless these name one, such as who sent the file, where more are printed."""
    return printed if len(told) < 2 and len(printed) > len(told) else told


def _text(block: RawBlock) -> str:
    """A block's text without the raised figures that point at footnotes and addresses."""
    return _RAISED.sub("", clean(" ".join(piece.text for piece in block.pieces)))


def _printed_year(text: str) -> int | None:
    for pattern in _DATED:
        match = pattern.search(text[:6000])
        if match:
            return int(match[1])
    return None


def _journal(fronts: Sequence[RawBlock]) -> str:
    """A short line of front matter that names a journal."""
    for block in fronts[:12]:
        if block.kind in (BlockKind.MATTER, BlockKind.HEADING) and block.pieces[0].page == 1:
            text = re.split(r"\s*(?:\||,? \(?(?:19|20)\d{2}|,? vol)", _text(block), maxsplit=1, flags=re.IGNORECASE)[0]
            if _JOURNAL.fullmatch(text) and len(text.split()) <= 10:
                return _SPELT.sub("", text.strip(" ,.;"))
    return ""
