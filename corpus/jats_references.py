"""Entries of a list of references as a reader sees them, also where the file keeps them without punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.jats_text import text_of
from corpus.reading import RawReference
from corpus.reference_entry import entry_of

_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"


def reference_text(ref: etree._Element) -> str:
    """One entry of the list of references, with its label."""
    entries = [e for e in ref if isinstance(e.tag, str) and e.tag != "label"]
    return " ".join(filter(None, (text_of(ref.find("label")), *map(_entry, entries))))


def reference_of(ref: etree._Element, text: str) -> RawReference:
    """What an entry's elements say of it, and its printed `text` where they are silent; `key` is its id."""
    printed = entry_of(text, ref.get("id", ""))
    entry = next(ref.iter(*_CITATIONS), ref)
    year = _YEAR.search(text_of(next(entry.iter("year"), None)))
    title = next(filter(None, (text_of(next(entry.iter(tag), None)) for tag in ("article-title", "chapter-title"))), "")
    if not title and not printed.title:
        title = text_of(next(entry.iter("source"), None))
    return replace(
        printed,
        title=title.rstrip(" .") or printed.title,
        year=int(year[0]) if year else printed.year,
        doi=_doi(entry) or printed.doi,
        pmid=_identifier(entry, "pmid") or printed.pmid,
        pmcid=_identifier(entry, "pmcid", "pmc") or printed.pmcid,
    )


def _identifier(entry: etree._Element, *kinds: str) -> str:
    found = (text_of(i) for i in entry.iter("pub-id") if i.get("pub-id-type") in kinds)
    number = re.search(r"\d{3,9}", next(found, ""))
    return (("PMC" if "pmcid" in kinds else "") + number[0]) if number else ""


def _doi(entry: etree._Element) -> str:
    """From the element for it, else from a link."""
    stated = [text_of(i) for i in entry.iter("pub-id") if i.get("pub-id-type") == "doi"]
    links = [x.get(_XLINK_HREF, "") for x in entry.iter("ext-link")]
    found = next(filter(None, map(_DOI.search, [*stated, *links])), None)
    return found[0].rstrip(".,;:") if found else ""


def _entry(entry: etree._Element) -> str:
    if entry.tag == "citation-alternatives" and len(entry):
        return _entry(entry[0])
    loose = "".join([entry.text or "", *(child.tail or "" for child in entry)])
    if any(c.isprintable() and not c.isspace() for c in loose) or not len(entry):
        return text_of(entry)
    composed = ". ".join(filter(None, (p.rstrip(". ") for p in _composed(entry))))
    # A note to an entry has paragraphs and none of an entry's pieces.
    return f"{composed}." if composed else text_of(entry)


def _composed(entry: etree._Element) -> Iterator[str]:
    """The pieces of an entry that was stored without its punctuation."""
    people = [_person(n) for n in entry.iter("name", "string-name", "collab")]
    yield ", ".join(filter(None, people)) + (" et al" if next(entry.iter("etal"), None) is not None else "")
    for tag in ("article-title", "chapter-title", "source", "edition", "conf-name", "publisher-loc", "publisher-name"):
        yield text_of(entry.find(tag))
    yield ";".join(filter(None, (text_of(entry.find("year")), place_of(entry))))
    for element in entry.iter("comment", "ext-link", "uri"):
        yield text_of(element)
    for element in entry.iter("pub-id"):
        yield f"{element.get('pub-id-type', '')}:{text_of(element)}".lstrip(":")


def _person(name: etree._Element) -> str:
    if name.tag != "name":
        return text_of(name)
    return " ".join(filter(None, (text_of(name.find(tag)) for tag in ("surname", "given-names", "suffix"))))


def place_of(element: etree._Element) -> str:
    """Volume, issue and pages, as "12(3):45–67", as far as they are given."""
    volume, issue = text_of(element.find("volume")), text_of(element.find("issue"))
    first = text_of(element.find("fpage")) or text_of(element.find("elocation-id"))
    last = text_of(element.find("lpage"))
    pages = f"{first}–{last}" if last and last != first else first
    return volume + (f"({issue})" if issue else "") + (f":{pages}" if pages else "")
