"""What the services asked say of an article, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.fetch_web import Pace


@dataclass(frozen=True, slots=True)
class Record:
    """An article as a service knows it. Empty or None: it did not say."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    open: bool | None = None
    """Whether it is open access."""
    held: bool = False
    """Whether Europe PMC holds its full text."""
    licence: str = ""
    """In the service's own words."""
    version: str = ""
    retracted: bool = False

    @property
    def page(self) -> str:
        """The address of the page where a person finds the article."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that says it has the text. `jats` is true for an article in XML, false for a PDF."""

    service: str
    url: str
    jats: bool
    licence: str
    version: str
    pace: Pace | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Key and address of the user among them; never stored."""


def text_field(told: Mapping[str, object], name: str) -> str:
    """A field of a JSON object as one line of text; empty if it is missing or holds no text or number."""
    value = told.get(name)
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def year_field(told: Mapping[str, object], name: str) -> int | None:
    """The year a field begins with."""
    digits = text_field(told, name)[:4]
    return int(digits) if len(digits) == 4 and digits.isdigit() else None
