"""The list of references of a web page, and the links in its text that point into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml import etree

from corpus.html_tree import drop, words_of
from corpus.jats_marks import References
from corpus.reading import RawReference

_HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:list of )?(?:references?|bibliography|literature cited|works cited|notes and references)\W*",
    re.IGNORECASE,
)
_LIST_NAME = re.compile(
    r"(?:^|[\s_-])(?:references?|reference-list|references-list|ref-list|reflist|citation-list|cit-list|bibliography"
    r"|doc-bibliography)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TOOL = re.compile(
    r"[\[(]?\s*(?:doi|pubmed(?: central)?|pmc(?: free article)?|google scholar|cross-?ref|web of science|scopus|medline"
    r"|cas|full text|abstract(?:/free full text)?|open ?url|view (?:in )?article|article|ads|search|↵|↑|\^|jump up"
    r"|free full text|download references?|see comments?)\s*[\])]?",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"\s*[\[(](?:\s|[|,;])*[\])]")
_NUMBER = re.compile(r"\W*(\d{1,4})\b")
_RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>?#]+")
_PMID = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/)(\d{4,9})")
_PMCID = re.compile(r"\bPMC\d{4,9}\b")
_LONGEST_ENTRY = 3000


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries by element with the key of each, and what their links say."""

    entries: Mapping[etree._Element, str] = field(default_factory=dict)
    references: References = field(default_factory=References)
    links: Mapping[etree._Element, tuple[str, ...]] = field(default_factory=dict)

    def with_links(self, entry: etree._Element, known: RawReference) -> RawReference:
        """`known` with the identifiers that the entry's links hold and its text does not."""
        links = [unquote(link) for link in self.links.get(entry, ())]
        doi = next((m[0] for m in map(_DOI.search, links) if m), "").rstrip(".,;:)")
        pmid = next((m[1] for m in map(_PMID.search, links) if m), "")
        pmcid = next((m[0] for m in map(_PMCID.search, links) if m), "")
        return replace(known, doi=known.doi or doi, pmid=known.pmid or pmid, pmcid=known.pmcid or pmcid)


def find_references(page: etree._Element) -> Listed:
    """The list of references under `page`; links to it become JATS's `xref`, tools beside its entries go."""
    entries = list(dict.fromkeys(_entries(page)))
    inside: dict[str, etree._Element] = {}
    for entry in entries:
        for element in entry.iter(etree.Element):
            for anchor in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if anchor:
                    inside.setdefault(anchor, entry)
    keys = {entry: _key(entry, place) for place, entry in enumerate(entries, 1)}
    links = {entry: tuple(a.get("href", "")[:500] for a in entry.iter("a")) for entry in entries}
    for entry in entries:
        _drop_tools(entry)
    linked = _name_marks(page, inside, keys)
    numbered: dict[str, str] = {}
    for place, entry in enumerate(entries, 1):
        printed = _NUMBER.match(words_of(entry)) if entry.tag != "li" else None
        numbered.setdefault(printed[1] if printed else str(place), keys[entry])
    return Listed(keys, References(tuple(keys.values()), numbered, linked), links)


def _entries(page: etree._Element) -> Iterator[etree._Element]:
    """What stands under a heading for references, and the items of lists that are named so."""
    for holder in page.iter("ol", "ul", "div", "section"):
        if _LIST_NAME.search(f"{holder.get('class', '')[:300]} {holder.get('role', '')[:50]}") and holder.tag in (
            "ol",
            "ul",
        ):
            yield from (e for e in holder if e.tag == "li" and _is_entry(e))
    for heading in page.iter(*_RANKS):
        if _HEADING.fullmatch(words_of(heading)[:60]):
            yield from _under(heading)


def _under(heading: etree._Element) -> Iterator[etree._Element]:
    """Items, else paragraphs, from a heading to the next of its rank or above."""
    ranks = _RANKS[: _RANKS.index(heading.tag) + 1]
    place = heading
    above = place.getparent()
    while place.getnext() is None and above is not None and above.tag in ("div", "header"):
        place, above = above, above.getparent()
    following = []
    for beside in place.itersiblings():
        if beside.tag in ranks or next(beside.iter(*ranks), None) is not None:
            break
        following.append(beside)
    items = [e for b in following for e in b.iter("li") if next(e.iterancestors("li"), None) is None]
    found = items or [e for b in following for e in b.iter("p")]
    yield from (e for e in found if _is_entry(e))


def _is_entry(element: etree._Element) -> bool:
    return 15 <= len(words_of(element)) <= _LONGEST_ENTRY


def _key(entry: etree._Element, place: int) -> str:
    named = next((e.get("id") for e in entry.iter(etree.Element) if e.get("id")), "")
    return "".join((named or f"ref{place}").split())


def _drop_tools(entry: etree._Element) -> None:
    """Links as "[PubMed]" and "↵" are tools of the page and no words of the entry."""
    for link in list(entry.iter("a")):
        if _TOOL.fullmatch(words_of(link)) and len(words_of(link)) < len(words_of(entry)):
            drop(link)
    for element in entry.iter(etree.Element):
        element.text = _EMPTY_BRACKETS.sub("", element.text) if element.text else element.text
        if element is not entry and element.tail:
            element.tail = _EMPTY_BRACKETS.sub("", element.tail)


def _name_marks(page: etree._Element, inside: Mapping[str, etree._Element], keys: Mapping[etree._Element, str]) -> bool:
    """Name the links into the list as JATS does; True if there is any."""
    within = {e for entry in keys for e in entry.iter(etree.Element)}
    linked = False
    for link in list(page.iter("a")):
        target = link.get("href", "")[:500].partition("#")[2]
        entry = inside.get(unquote(target)) if target else None
        if entry is None or link in within or not words_of(link):
            continue
        link.tag = "xref"
        link.set("ref-type", "bibr")
        link.set("rid", keys[entry])
        linked = True
    return linked
