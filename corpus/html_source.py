"""What a web page says of itself in its head: Highwire's citation tags, Dublin Core, Open Graph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from corpus.document import Source
from corpus.html_tree import words_of

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_AUTHORS = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "dc.contributor", "author")
_DATES = (
    "citation_publication_date citation_cover_date citation_date citation_online_date citation_year dc.date"
    " dc.date.issued dcterms.issued dcterms.date prism.publicationdate article:published_time datepublished date"
    " pubdate"
).split()
_JOURNALS = ("citation_journal_title", "prism.publicationname", "citation_technical_report_institution", "og:site_name")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier", "dcterms.identifier", "bepress_citation_doi", "doi")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)|(publicdomain/zero))/(\d\.\d)", re.IGNORECASE
)
_LONGEST = 600
"""Characters of a field; what is longer is no title or name."""
_MOST_AUTHORS = 500


def source_of_page(root: etree._Element) -> Source:
    """What the head says; nothing is guessed. To be asked before links and hidden elements go."""
    said = _Said(root)
    doi = next((d for value in said.all(_DOIS) if (d := _DOI.search(value))), None)
    year = next((y for value in said.all(_DATES) if (y := _YEAR.search(value))), None)
    pmid = re.search(r"\d{4,9}", said.first(("citation_pmid",)))
    pmcid = re.search(r"PMC\d{4,9}", said.first(("citation_pmcid",)) + " " + said.address)
    title = said.first(_TITLES) or _window_title(root)
    return Source(
        title=title,
        authors=_authors(said),
        year=int(year[0]) if year else None,
        journal=said.first(_JOURNALS),
        doi=doi[0].rstrip(".,;:)]") if doi else "",
        pmid=pmid[0] if pmid else "",
        pmcid=pmcid[0] if pmcid else "",
        url=said.address,
        licence=_licence(root, said),
        retracted=bool(re.match(r"\W*(?:retracted|withdrawn)(?: article)?\b\W", title, re.IGNORECASE)),
    )


class _Said:
    """The `meta` elements of a page by their lower-case name."""

    def __init__(self, root: etree._Element) -> None:
        self._by_name: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
            content = " ".join(meta.get("content", "")[: 4 * _LONGEST].split())
            if name and content and len(content) <= _LONGEST:
                self._by_name.setdefault(name, []).append(content)
        links = [x.get("href", "") for x in root.iter("link") if x.get("rel", "").lower() == "canonical"]
        address = next(filter(None, [*links, self.first(("citation_public_url", "og:url"))]), "")
        self.address = address if re.match(r"https?://\S{1,2000}\Z", address) else ""

    def first(self, names: Sequence[str]) -> str:
        """The first value of the first of `names` that has one."""
        return next((self._by_name[n][0] for n in names if n in self._by_name), "")

    def all(self, names: Sequence[str]) -> list[str]:
        """All values of `names`, in their order."""
        return [value for n in names for value in self._by_name.get(n, [])]

    def listed(self, names: Sequence[str]) -> list[str]:
        """All values of the first of `names` that has any."""
        return next((self._by_name[n] for n in names if n in self._by_name), [])


def _authors(said: _Said) -> tuple[str, ...]:
    """Names in order, given names first ("Doe, Jane" becomes "Jane Doe")."""
    listed = said.listed(_AUTHORS)
    if len(listed) == 1 and ";" in listed[0]:
        listed = listed[0].split(";")
    names = [" ".join(n.split()) for n in listed if "://" not in n]
    turned = (f"{n.split(', ')[1]} {n.split(', ')[0]}" if n.count(", ") == 1 else n for n in names)
    return tuple(dict.fromkeys(filter(None, turned)))[:_MOST_AUTHORS]


def _window_title(root: etree._Element) -> str:
    """The title of the window without the site's name behind it."""
    title = next(root.iter("title"), None)
    words = words_of(title)[:_LONGEST] if title is not None else ""
    parts = re.split(r"\s+[|–—»·•]\s+|\s+-\s+(?=[A-Z][\w ]{1,30}$)", words)
    return max(parts, key=len) if parts else ""


def _licence(root: etree._Element, said: _Said) -> str:
    links = [x.get("href", "") for x in root.iter("link", "a") if "license" in x.get("rel", "").lower()]
    found = next(filter(None, map(_CREATIVE_COMMONS.search, links)), None)
    if found:
        return f"CC {found[1].upper()} {found[3]}" if found[1] else f"CC0 {found[3]}"
    return said.first(("dc.rights", "dcterms.rights", "dcterms.license"))
