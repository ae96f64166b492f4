"""How sources are named on the page: kinds, short names, places, full citations, links."""

from __future__ import annotations

import re
from urllib.parse import quote

from assistant.answer import Citation
from assistant.naming import held_in
from corpus.document import Source, SourceType

KIND = {
    SourceType.GUIDELINE: "Guideline",
    SourceType.SYSTEMATIC_REVIEW: "Systematic review",
    SourceType.TRIAL: "Trial",
    SourceType.OBSERVATIONAL_STUDY: "Observational study",
    SourceType.CASE_REPORT: "Case report",
    SourceType.REGULATORY: "Regulator",
    SourceType.SOCIETY_STATEMENT: "Society statement",
    SourceType.EDITORIAL: "Editorial",
    SourceType.NEWS: "News",
    SourceType.FORUM: "Forum",
    SourceType.OTHER: "Other source",
}
KINDS = {
    SourceType.GUIDELINE: "Guidelines",
    SourceType.SYSTEMATIC_REVIEW: "Systematic reviews",
    SourceType.TRIAL: "Trials",
    SourceType.OBSERVATIONAL_STUDY: "Observational studies",
    SourceType.CASE_REPORT: "Case reports",
    SourceType.REGULATORY: "Regulators",
    SourceType.SOCIETY_STATEMENT: "Society statements",
    SourceType.EDITORIAL: "Editorials",
    SourceType.NEWS: "News",
    SourceType.FORUM: "Forum posts",
    SourceType.OTHER: "Other sources",
}

_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")


def shortened(text: str, limit: int) -> str:
    """`text`, cut at a space with an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.–—") + " …"


def page_of(citation: Citation) -> str:
    """As in "p. 12" or "pp. 12–13"; empty where the file has no pages."""
    if not citation.page:
        return ""
    return f"{'pp.' if '–' in citation.page else 'p.'} {citation.page}"


def place(citation: Citation) -> str:
    """Page, section and cell of a table, as far as there are any: "p. 12 · Results · Table 2, row 3"."""
    return " · ".join(part for part in (page_of(citation), shortened(citation.section, 60), citation.cell) if part)


def short_name(source: Source) -> str:
    """Title, journal and year in one line."""
    title = shortened(source.title, 90)
    if not held_in(source):
        return title
    return f"{title}{'' if title.endswith(('…', '.', '?', '!')) else '.'} {held_in(source)}"


def doi_link(doi: str) -> str:
    """The address that a DOI resolves at; empty unless `doi` is one, so that no other address can come of it."""
    return f"https://doi.org/{quote(doi, safe='/:;().-_')}" if _DOI.fullmatch(doi) else ""
