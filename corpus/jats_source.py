"""What a JATS article says of itself: title, authors, journal, year, identifiers, licence, retraction."""

from __future__ import annotations

import re

from lxml import etree

from corpus.document import Relation, Source, SourceType
from corpus.jats_text import text_of
from corpus.source_type import stated_type

_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)|(publicdomain/zero))/(\d\.\d)(?:/([a-z]{2,4})\b)?"
)
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
# The year a reader would cite: of the issue, else of the first publication.
_DATE_ORDER = ("ppub", "collection", "pub", "epub-ppub", "epub", "epreprint", "preprint")
_NOT_PUBLISHED = frozenset({"pmc-release", "nihms-submitted", "received", "accepted", "rev-recd", "retraction"})

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_NOTICES = {
    "retraction": "retracted-article",
    "partial-retraction": "partially-retracted-article",
    "correction": "corrected-article",
    "addendum": "addended-article",
    "expression-of-concern": "object-of-concern",
}
"""Article types of notices about another article, and how they are related to it unless they say so themselves."""
_WITHDRAWN_BY = frozenset({"retraction-forward", "withdrawal-forward", "retraction", "withdrawal"})


def source_of(article: etree._Element) -> Source:
    """What the front matter says; nothing is guessed."""
    meta = article.find("front/article-meta")
    if meta is None:
        return Source(title="")
    title = title_of(article)
    stated = stated_type(article.get("article-type", ""), subjects_of(article))
    return Source(
        title=title,
        authors=authors_of(meta),
        year=_year(meta),
        journal=text_of(article.find("front/journal-meta//journal-title")),
        doi=_identifier(meta, "doi"),
        pmid=_identifier(meta, "pmid"),
        pmcid=_pmcid(meta),
        licence=_licence(meta),
        source_type=stated[0] if stated else SourceType.OTHER,
        source_type_reason=stated[1] if stated else "",
        retracted=_is_retracted(article, title),
        relations=relations_of(article),
    )


def subjects_of(article: etree._Element) -> tuple[str, ...]:
    """Under what the journal files the article ("Case Report"); subjects of its content do not count."""
    groups = article.findall("front/article-meta/article-categories/subj-group")
    headed = [g for g in groups if g.get("subj-group-type") == "heading"] or groups[:1]
    return tuple(filter(None, (text_of(g.find("subject")) for g in headed)))


def title_of(article: etree._Element) -> str:
    """Title and subtitle, as "title: subtitle"; a `sub-article` keeps its own in `front-stub`."""
    group = article.find("front/article-meta/title-group")
    if group is None:
        group = article.find("front-stub/title-group")
    if group is None:
        return ""
    title, subtitle = text_of(group.find("article-title")), text_of(group.find("subtitle"))
    if not subtitle:
        return title
    return f"{title}{' ' if title.endswith((':', '?', '.', '!', '–', '—')) else ': '}{subtitle}"


def authors_of(meta: etree._Element) -> tuple[str, ...]:
    """Names of the authors in order, given names first; groups by their name."""
    contributors = [
        c
        for group in meta.findall("contrib-group")
        for c in group.iter("contrib")
        if c.get("contrib-type", "author") in ("author", "collab", "") and next(c.iterancestors("collab"), None) is None
    ]
    return tuple(filter(None, (_name(c) for c in contributors)))


def _name(contributor: etree._Element) -> str:
    name = contributor.find("name")
    if name is None:
        name = contributor.find("name-alternatives/name")
    if name is not None:
        parts = (text_of(name.find(tag)) for tag in ("prefix", "given-names", "surname", "suffix"))
        return " ".join(filter(None, parts))
    string = contributor.find("string-name")
    if string is not None:
        return text_of(string)
    collaboration = contributor.find("collab")
    if collaboration is None:
        return ""
    institution = collaboration.find("institution")
    own = collaboration.text or ""
    return " ".join(own.split()) or text_of(institution if institution is not None else collaboration)


def _year(meta: etree._Element) -> int | None:
    dates: dict[str, int] = {}
    for date in meta.findall("pub-date"):
        kind = date.get("pub-type") or date.get("date-type") or "pub"
        found = _YEAR.search(text_of(date.find("year")) or text_of(date.find("string-date")))
        if found and kind not in _NOT_PUBLISHED:
            dates.setdefault(kind, int(found[0]))
    for kind in _DATE_ORDER:
        if kind in dates:
            return dates[kind]
    return min(dates.values(), default=None)


def _identifier(meta: etree._Element, kind: str) -> str:
    found = (text_of(i) for i in meta.findall("article-id") if i.get("pub-id-type") == kind)
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", next(found, ""), flags=re.IGNORECASE)


def _pmcid(meta: etree._Element) -> str:
    # Newer files call it "pmcid" with its prefix, older ones "pmc" without.
    found = re.search(r"\d+", _identifier(meta, "pmcid") or _identifier(meta, "pmc"))
    return f"PMC{found[0]}" if found else ""


def _licence(meta: etree._Element) -> str:
    permissions = meta.find("permissions")
    if permissions is None:  # before `permissions` existed, the statement stood alone
        return text_of(meta.find("copyright-statement"))
    licence = permissions.find("license")
    if licence is None:
        return text_of(permissions.find("copyright-statement"))
    links = [x.get(_XLINK_HREF, "") for x in licence.iter()] + [text_of(x) for x in licence.iter("license_ref")]
    text = text_of(licence)
    for place in [*links, text]:
        found = _CREATIVE_COMMONS.search(place)
        if found:
            name = f"CC {found[1].upper()}" if found[1] else "CC0"
            return " ".join(filter(None, (name, found[3], (found[4] or "").upper())))
    return text if len(text) <= 300 else text[:300].rsplit(" ", 1)[0] + " …"


def relations_of(article: etree._Element) -> tuple[Relation, ...]:
    """The works that the front matter names as related, each with an identifier and how it is related.

    A notice that does not say what it does to the other work is taken at its own article type's word.
    """
    notice = _NOTICES.get(article.get("article-type", ""), "")
    meta = article.find("front/article-meta")
    found = []
    for element in meta.iter("related-article", "related-object") if meta is not None else ():
        kind = element.get("related-article-type") or element.get("content-type") or element.get("link-type") or notice
        doi, pmid, pmcid = _named(element)
        if doi or pmid or pmcid:
            title = text_of(element.find("article-title")) or text_of(element.find("source"))
            found.append(Relation(kind or element.tag, title, doi, pmid, pmcid))
    return tuple(dict.fromkeys(found))


def _named(element: etree._Element) -> tuple[str, str, str]:
    """DOI, PMID and PMCID of a related work, from its link, its identifiers or its text; empty where not stated."""
    kind = (element.get("ext-link-type") or element.get("document-id-type") or "").lower()
    places = [element.get(_XLINK_HREF, ""), element.get("document-id", ""), element.get("object-id", "")]
    places += [text_of(i) for i in element.iter("pub-id", "object-id")] + [text_of(element)]
    doi = next((found[0].rstrip(".,;:)") for found in map(_DOI.search, places) if found), "")
    numbers = [p.strip() for p in places if p.strip().isdigit()]
    links = " ".join(places)
    pmid = re.search(r"(?:pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/|PMID:?\s*)(\d{4,9})", links, re.IGNORECASE)
    pmcid = re.search(r"\bPMC(\d{4,9})", links)
    own = numbers[0] if numbers else ""
    return (
        doi,
        pmid[1] if pmid else own if kind in ("pubmed", "pmid") else "",
        f"PMC{pmcid[1]}" if pmcid else f"PMC{own}" if own and kind in ("pmc", "pmcid") else "",
    )


def _is_retracted(article: etree._Element, title: str) -> bool:
    """True for an article that was withdrawn; the notice that withdraws another is not itself withdrawn."""
    stated = article.get("article-type", "")
    if stated in _NOTICES:
        return False
    if stated in ("retracted-article", "withdrawn-article"):
        return True
    if re.match(r"\W*(?:retracted|withdrawn)(?: article)?\b\W", title, re.IGNORECASE):
        return True
    if any(re.fullmatch(r"(?:retracted|withdrawn)(?: article)?", s, re.IGNORECASE) for s in subjects_of(article)):
        return True
    meta = article.find("front/article-meta")
    if meta is None:
        return False
    events = [e.get("event-type") or e.get("date-type") or "" for e in meta.iter("event", "date", "pub-date")]
    related = [r.get("related-article-type", "") for r in meta.iter("related-article")]
    return bool(_WITHDRAWN_BY & set(related) or {"retraction", "retracted", "withdrawal", "withdrawn"} & set(events))
