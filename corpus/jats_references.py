"""Entries of a list of references as a reader sees them, also where the file keeps them without punctuation."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.jats_text import text_of


def reference_text(ref: etree._Element) -> str:
    """One entry of the list of references, with its label."""
    entries = [e for e in ref if isinstance(e.tag, str) and e.tag != "label"]
    return " ".join(filter(None, (text_of(ref.find("label")), *map(_entry, entries))))


def _entry(entry: etree._Element) -> str:
    if entry.tag == "citation-alternatives" and len(entry):
        return _entry(entry[0])
    loose = "".join([entry.text or "", *(child.tail or "" for child in entry)])
    if any(c.isprintable() and not c.isspace() for c in loose) or not len(entry):
        return text_of(entry)
    return ". ".join(filter(None, (p.rstrip(". ") for p in _composed(entry)))) + "."


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
