"""Unpaywall's REST API: where an open copy of an article with a DOI is.

`/v2/{doi}?email=…` answers a DOI object: `is_oa`, `best_oa_location` and `oa_locations`, each location with
`url_for_pdf`, `license` (null where none is stated) and `version` (publishedVersion, acceptedVersion,
submittedVersion). An unknown DOI is 404. The address of the user is required; 100,000 requests a day are allowed, we
keep to five a second.
Source: https://unpaywall.org/products/api and https://unpaywall.org/data-format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from corpus.fetch_record import Offer, Record, text_field, year_field
from corpus.fetch_web import Pace, Web, parse_json

NAME = "Unpaywall"
_PER_SECOND = 5.0
_VERSIONS = {"publishedVersion": "published", "acceptedVersion": "accepted", "submittedVersion": "submitted"}


@dataclass(frozen=True, slots=True)
class Copies:
    """What Unpaywall knows of a DOI: the article, and PDFs of it, best first."""

    record: Record
    offers: tuple[Offer, ...]


class Unpaywall:
    """Unpaywall at `base`, asked in the name of `contact`."""

    def __init__(self, web: Web, base: str, *, contact: str) -> None:
        self._web, self._base, self._contact = web, base, contact
        self._pace = Pace(_PER_SECOND)

    def find(self, doi: str) -> Copies:
        """The open copies of an article.

        Raises:
            Missing: Unpaywall does not know the DOI.
            Unreachable, FetchError: See `Web.answer`.
        """
        url = f"{self._base}/{quote(doi, safe='/')}"
        copies: Copies = self._web.answer(url, self._pace, {"email": self._contact}, _copies)
        return copies


def _copies(body: bytes) -> Copies:
    told = parse_json(body)
    if not isinstance(told.get("is_oa"), bool):
        raise ValueError("it does not say whether the article is open access")
    listed = [told.get("best_oa_location"), *(told.get("oa_locations") or ())]
    offers = [_offer(place) for place in listed if isinstance(place, dict) and text_field(place, "url_for_pdf")]
    authors = [
        " ".join(filter(None, (text_field(a, "given"), text_field(a, "family")))) or text_field(a, "raw_author_name")
        for a in told.get("z_authors") or ()
        if isinstance(a, dict)
    ]
    record = Record(
        doi=text_field(told, "doi").lower(),
        title=text_field(told, "title"),
        authors=tuple(filter(None, authors)),
        journal=text_field(told, "journal_name"),
        year=year_field(told, "year"),
        open=told["is_oa"],
    )
    once: dict[str, Offer] = {}
    for offer in offers:
        once.setdefault(offer.url, offer)
    return Copies(record, tuple(once.values()))


def _offer(place: Mapping[str, Any]) -> Offer:
    version = _VERSIONS.get(text_field(place, "version"), "")
    return Offer(NAME, text_field(place, "url_for_pdf"), False, text_field(place, "license"), version)
