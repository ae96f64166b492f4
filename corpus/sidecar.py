"""What is known of a fetched file stands beside it, in a small JSON file: where from, when, under which licence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.document import Document
from corpus.errors import Unreadable
from corpus.fetch_answers import write_whole
from corpus.licences import licence_kind

SUFFIX = ".citewell.json"


class Sidecar(BaseModel):
    """About the file whose bytes have this SHA-256. Empty: not known."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str
    service: str
    """Who said that it is open: "Europe PMC", "NCBI", "Unpaywall", or "you" for an address a user typed."""
    url: str
    fetched: str
    """Date and time in UTC, ISO 8601."""
    licence: str = ""
    licence_stated: str = ""
    """In the service's own words."""
    version: str = ""
    """ "published", "accepted" (the authors' manuscript), "submitted" or "preprint"."""
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    retracted: bool = False
    page: str = ""


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a file stands."""
    return path.with_name(path.name + SUFFIX)


def read_sidecar(path: Path) -> Sidecar | None:
    """The sidecar of the file at `path`, None if it has none.

    Raises:
        Unreadable: There is one, and it is not as `write_sidecar` writes it.
    """
    beside = sidecar_path(path)
    try:
        return Sidecar.model_validate_json(beside.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as error:
        raise Unreadable(
            path.name, f"{beside.name} beside it cannot be read; remove both and fetch it again"
        ) from error


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """Put a sidecar beside the file at `path`, whole or not at all."""
    write_whole(sidecar_path(path), sidecar.model_dump_json(indent=2).encode() + b"\n")


def told_beside(document: Document) -> Document:
    """The document with what its sidecar knows. A sidecar of other bytes than the document's is passed over.

    An XML article tells of itself best, so the sidecar only fills its gaps. In a PDF or web page title, authors,
    journal and year are a reader's reading of the page; the service's record of them goes first.
    """
    beside = read_sidecar(Path(document.path))
    if beside is None or beside.sha256 != document.file_sha256:
        return document
    own, exact = document.source, document.reader.name == "jats"
    licence = own.licence if own.licence and (exact or licence_kind(own.licence) == beside.licence) else beside.licence
    source = replace(
        own,
        title=(own.title or beside.title) if exact else (beside.title or own.title),
        authors=(own.authors or beside.authors) if exact else (beside.authors or own.authors),
        journal=(own.journal or beside.journal) if exact else (beside.journal or own.journal),
        year=(own.year or beside.year) if exact else (beside.year or own.year),
        doi=own.doi if exact and own.doi else beside.doi or own.doi,
        pmid=own.pmid if exact and own.pmid else beside.pmid or own.pmid,
        pmcid=own.pmcid if exact and own.pmcid else beside.pmcid or own.pmcid,
        url=own.url or beside.url,
        licence=licence,
        retracted=own.retracted or beside.retracted,
    )
    return replace(document, source=source)
