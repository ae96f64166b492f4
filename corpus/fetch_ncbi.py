"""NCBI: the PMC ID Converter, and E-utilities for a PubMed record and for a full text in JATS.

- ID Converter: `?ids=…&format=json` answers `records`, each with `pmcid`, `pmid`, `doi`, or `status` "error"; it knows
  articles in PubMed Central only. https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/
- `esummary.fcgi?db=pubmed` answers `result` by PMID; `efetch.fcgi?db=pmc` answers a `pmc-articleset`. Of an article
  whose publisher allows no download it holds the front matter and no `body`, with status 200.
  https://www.ncbi.nlm.nih.gov/books/NBK25499/
- Three requests a second, ten with a key; `tool` and `email` say who asks.
  https://www.ncbi.nlm.nih.gov/books/NBK25497/

The OA Web Service (`oa.fcgi`) is not used: NCBI withdrew it in 2026 together with the files it pointed to
(https://pmc.ncbi.nlm.nih.gov/tools/maintain-oa-subset/); `efetch` gives the same XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.errors import Missing
from corpus.fetch_record import Offer, Record, text_field, year_field
from corpus.fetch_web import Pace, Web, parse_json
from corpus.identifiers import Identifier, IdentifierKind

NAME = "NCBI"
_TOOL = "citewell"


class Ncbi:
    """E-utilities at `base` and the ID Converter at `ids_base`; either may be empty and is then not asked."""

    def __init__(self, web: Web, base: str, ids_base: str, *, contact: str, api_key: str) -> None:
        self._web, self._base, self._ids_base = web, base, ids_base
        self._pace = Pace(10 if api_key else 3)
        self._who = {"tool": _TOOL, **({"email": contact} if contact else {})}
        self._key = {"api_key": api_key} if api_key else {}

    def find(self, identifier: Identifier) -> Record:
        """The article with that identifier, its identifiers as far as NCBI knows them.

        Raises:
            Missing: NCBI does not know it.
            Unreachable, FetchError: See `Web.answer`.
        """
        if self._ids_base:
            try:
                return self._converted(identifier)
            except Missing:
                if identifier.kind is not IdentifierKind.PMID:
                    raise
        if identifier.kind is IdentifierKind.PMCID:
            return Record(pmcid=identifier.value)
        if identifier.kind is IdentifierKind.PMID and self._base:
            return self._summary(identifier.value)
        raise Missing(f"{NAME} has no full text of {identifier.value}")

    def _converted(self, identifier: Identifier) -> Record:
        asked = {"ids": identifier.value, "idtype": identifier.kind.value, "format": "json", **self._who}
        records = self._web.answer(f"{self._ids_base}/", self._pace, asked, _id_records)
        found: Record = records[0] if records else Record()
        if not found.pmcid:
            raise Missing(f"{NAME} has no full text of {identifier.value}")
        return found

    def _summary(self, pmid: str) -> Record:
        asked = {"db": "pubmed", "id": pmid, "retmode": "json", **self._who, **self._key}
        result = self._web.answer(f"{self._base}/esummary.fcgi", self._pace, asked, parse_json).get("result")
        told = result.get(pmid) if isinstance(result, dict) else None
        if not isinstance(told, dict) or "error" in told:
            raise Missing(f"{NAME} knows no article with PMID {pmid}")
        return _summary_record(pmid, told)

    def offer(self, record: Record) -> Offer | None:
        """Where the full text of an article with a PMCID is; its licence stands in the text."""
        if not self._base or not record.pmcid:
            return None
        asked = {"db": "pmc", "id": record.pmcid.removeprefix("PMC"), "retmode": "xml", **self._who, **self._key}
        url = f"{self._base}/efetch.fcgi"
        return Offer(NAME, url, True, record.licence, record.version or "published", self._pace, asked)


def _id_records(body: bytes) -> list[Record]:
    listed = parse_json(body).get("records")
    if not isinstance(listed, list):
        raise ValueError("it holds no list of records")
    return [
        Record(doi=text_field(r, "doi").lower(), pmid=text_field(r, "pmid"), pmcid=text_field(r, "pmcid"))
        for r in listed
        if isinstance(r, dict) and r.get("status") != "error"
    ]


def _summary_record(pmid: str, told: Mapping[str, Any]) -> Record:
    listed = [i for i in told.get("articleids") or () if isinstance(i, dict)]
    ids = {text_field(i, "idtype"): text_field(i, "value") for i in listed}
    authors = [text_field(a, "name") for a in told.get("authors") or () if isinstance(a, dict)]
    return Record(
        doi=ids.get("doi", "").lower(),
        pmid=pmid,
        pmcid=ids.get("pmc", ""),
        title=text_field(told, "title").rstrip("."),
        authors=tuple(filter(None, authors)),
        journal=text_field(told, "fulljournalname") or text_field(told, "source"),
        year=year_field(told, "pubdate"),
        retracted="Retracted Publication" in (told.get("pubtype") or ()),
    )
