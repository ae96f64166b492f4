"""What a user can set about fetching; docs/settings.md explains each."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from corpus.licences import KINDS, OPEN


def _contact(value: str) -> str:
    if value and ("@" not in value.strip("@") or any(c.isspace() for c in value)):
        raise ValueError("must be an e-mail address")
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("must be an http or https address, or empty")
    return value.rstrip("/")


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _licences(value: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [v for v in value if v not in KINDS]
    if unknown:
        raise ValueError(f"{unknown[0]} is none of {', '.join(KINDS)}")
    return value


_Address = Annotated[str, AfterValidator(_address)]


class FetchSettings(BaseModel):
    """How texts are fetched. A service whose address is empty is not asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: Annotated[str, AfterValidator(_contact)] = ""
    licences: Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_licences)] = OPEN
    europepmc_url: _Address = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    ncbi_url: _Address = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    ncbi_ids_url: _Address = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles"
    ncbi_api_key: str = Field(default="", repr=False)
    unpaywall_url: _Address = "https://api.unpaywall.org/v2"
    fetch_timeout: Annotated[float, Field(gt=0)] = 30
    fetch_max_mb: Annotated[int, Field(gt=0)] = 100
    fetch_cache_days: Annotated[float, Field(ge=0)] = 7
