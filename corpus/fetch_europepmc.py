"""Europe PMC's Articles RESTful API: is an article open access, and its full text in JATS.

`search` finds one article by a fielded query and answers in JSON; with `resultType=core` a result holds `isOpenAccess`
and `inEPMC` ("Y" or "N"), `license` and `pubTypeList`. `{pmcid}/fullTextXML` gives the text, of open-access articles
only, else 404. No key; we keep to five requests a second.
Source: https://europepmc.org/RestfulWebService and its reference guide; field names https://europepmc.org/searchsyntax.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.errors import Missing
from corpus.fetch_record import Offer, Record, text_field, year_field
from corpus.fetch_web import Pace, Web, parse_json
from corpus.identifiers import Identifier, IdentifierKind

NAME = "Europe PMC"
_PER_SECOND = 5.0
_QUERIES = {
    IdentifierKind.DOI: 'DOI:"{}"',
    IdentifierKind.PMID: "EXT_ID:{} AND SRC:MED",
    IdentifierKind.PMCID: "PMCID:{}",
}


class EuropePmc:
    """Europe PMC at `base`."""

    def __init__(self, web: Web, base: str) -> None:
        self._web, self._base, self._pace = web, base, Pace(_PER_SECOND)

    def find(self, identifier: Identifier) -> Record:
        """The article with that identifier.

        Raises:
            Missing: There is none.
            Unreachable, FetchError: See `Web.answer`.
        """
        query = _QUERIES[identifier.kind].format(identifier.value)
        asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "5"}
        records: list[Record] = self._web.answer(f"{self._base}/search", self._pace, asked, _records)
        # A search may bring others that cite it; only the very identifier counts.
        same = [r for r in records if getattr(r, identifier.kind.value).lower() == identifier.value.lower()]
        if not same:
            raise Missing(f"{NAME} knows no article {identifier.value}")
        return same[0]

    def offer(self, record: Record) -> Offer:
        """Where the full text of an open article with a PMCID is."""
        url = f"{self._base}/{record.pmcid}/fullTextXML"
        return Offer(NAME, url, True, record.licence, record.version, self._pace)


def _records(body: bytes) -> list[Record]:
    listed = parse_json(body).get("resultList")
    results = listed.get("result") if isinstance(listed, dict) else None
    if not isinstance(results, list):
        raise ValueError("it holds no list of results")
    return [_record(r) for r in results if isinstance(r, dict)]


def _record(told: Mapping[str, Any]) -> Record:
    kinds = _inner(told, "pubTypeList", "pubType")
    kinds = [str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])]
    authors = _inner(told, "authorList", "author")
    names = [text_field(a, "fullName") or text_field(a, "collectiveName") for a in authors or () if isinstance(a, dict)]
    journal = _inner(told, "journalInfo", "journal")
    return Record(
        doi=text_field(told, "doi"),
        pmid=text_field(told, "pmid"),
        pmcid=text_field(told, "pmcid"),
        title=text_field(told, "title").rstrip("."),
        authors=tuple(filter(None, names)),
        journal=text_field(journal, "title") if isinstance(journal, dict) else "",
        year=year_field(told, "pubYear"),
        open=told.get("isOpenAccess") == "Y",
        held=told.get("inEPMC") == "Y",
        licence=text_field(told, "license"),
        version=_version(told, kinds),
        retracted="retracted publication" in kinds,
    )


def _version(told: Mapping[str, Any], kinds: list[str]) -> str:
    if told.get("source") == "PPR" or "preprint" in kinds:
        return "preprint"
    return "accepted" if told.get("authMan") == "Y" else "published"


def _inner(told: Mapping[str, Any], outer: str, name: str) -> Any:
    held = told.get(outer)
    return held.get(name) if isinstance(held, dict) else None
