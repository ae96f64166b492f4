"""What a user types for an article: a DOI, PubMed or PubMed Central number in any usual form, or a web address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from corpus.errors import FetchError


class IdentifierKind(StrEnum):
    """What kind of identifier it is."""

    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: a DOI in lower case without prefix, a PMID of digits, "PMC" and digits, or a web address."""

    kind: IdentifierKind
    value: str

    @property
    def page(self) -> str:
        """The address of the page where a person finds the article."""
        return {
            IdentifierKind.DOI: f"https://doi.org/{self.value}",
            IdentifierKind.PMID: f"https://pubmed.ncbi.nlm.nih.gov/{self.value}/",
            IdentifierKind.PMCID: f"https://pmc.ncbi.nlm.nih.gov/articles/{self.value}/",
            IdentifierKind.URL: self.value,
        }[self.kind]


_DOI = re.compile(r"(?:doi\s*:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMCID = re.compile(r"(?:pmcid\s*:?\s*)?pmc\s?(\d{1,9})(?:\.\d+)?", re.IGNORECASE)
_PMID = re.compile(r"(?:(?:pmid|pubmed)\s*:?\s*)?(\d{1,8})", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv\s*:\s*)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_NLM_HOSTS = frozenset({"www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov"})
_EUROPEPMC_HOSTS = frozenset({"europepmc.org", "www.europepmc.org"})
_PMC_PATH = re.compile(r"/(?:pmc/)?articles?/(?:pmc/)?(PMC\d+)(?:\.\d+)?/?", re.IGNORECASE)
_PUBMED_PATH = re.compile(r"(?:/pubmed|/abstract/med|/article/med)?/(\d{1,8})/?", re.IGNORECASE)


def parse_identifier(text: str) -> Identifier:
    """The identifier a user's words mean. Addresses of articles at doi.org, PubMed and PMC become their identifiers.

    Raises:
        FetchError: It is none, or one of a kind that no service asked here knows.
    """
    given = text.strip().strip("<>\"'")
    address = re.match(r"(?:https?://|(?:dx\.|www\.)?doi\.org/)", given, re.IGNORECASE)
    if address:
        return _of_address(given if "://" in given else f"https://{given}", text)
    if found := _DOI.fullmatch(given):
        return _doi(found[1])
    if found := _PMCID.fullmatch(given):
        return Identifier(IdentifierKind.PMCID, f"PMC{int(found[1])}")
    if found := _PMID.fullmatch(given):
        return Identifier(IdentifierKind.PMID, str(int(found[1])))
    if found := _ARXIV.fullmatch(given):
        raise _arxiv(given, found[1])
    raise FetchError(
        f"{text.strip()[:100]}: is no DOI, PMID, PMCID or http address; write it as 10.1136/bmj.d5278, PMC3172149, "
        "21914755 or https://…"
    )


def _of_address(address: str, text: str) -> Identifier:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise FetchError(f"{text.strip()[:100]}: is no web address ({error}); check its spelling") from error
    if not host:
        raise FetchError(f"{text.strip()[:100]}: names no host; check its spelling")
    if host in _DOI_HOSTS and (found := _DOI.fullmatch(unquote(parts.path).lstrip("/"))):
        return _doi(found[1])
    if host in _NLM_HOSTS or host in _EUROPEPMC_HOSTS:
        if found := _PMC_PATH.fullmatch(parts.path):
            return Identifier(IdentifierKind.PMCID, found[1].upper())
        if found := _PUBMED_PATH.fullmatch(parts.path):
            return Identifier(IdentifierKind.PMID, str(int(found[1])))
    if host.endswith("arxiv.org") and parts.path.startswith("/abs/"):
        raise _arxiv(address, parts.path.removeprefix("/abs/"))
    return Identifier(IdentifierKind.URL, address)


def _doi(value: str) -> Identifier:
    # A DOI copied from running text often brings the full stop, comma or bracket behind it.
    value = value.rstrip(".,;")
    while value.endswith(")") and value.count("(") < value.count(")"):
        value = value[:-1].rstrip(".,;")
    if found := _ARXIV_DOI.fullmatch(value):
        raise _arxiv(value, found[1])
    return Identifier(IdentifierKind.DOI, value.lower())


def _arxiv(given: str, number: str) -> FetchError:
    return FetchError(
        f"{given}: is an arXiv number, and the services asked hold no arXiv texts; "
        f"give the address of its PDF: https://arxiv.org/pdf/{number}"
    )
