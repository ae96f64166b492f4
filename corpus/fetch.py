"""One identifier to one open-access text in a folder: Europe PMC first, then NCBI, then a PDF that Unpaywall knows of.

An article in JATS is preferred, for its sections, tables and references are known. What is not open access, or not
under a licence the user chose, is not fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from corpus.document import Source, sha256_of
from corpus.errors import CitewellError, FetchError, Missing, NotOpen, ReadError, Unreachable, Unsupported
from corpus.fetch_europepmc import EuropePmc
from corpus.fetch_ncbi import Ncbi
from corpus.fetch_record import Offer, Record
from corpus.fetch_settings import FetchSettings
from corpus.fetch_shelf import YOU, Shelf, file_name
from corpus.fetch_unpaywall import Unpaywall
from corpus.fetch_web import Downloaded, Web
from corpus.identifiers import Identifier, IdentifierKind, parse_identifier
from corpus.licences import OPEN, OTHER, UNSTATED, licence_kind
from corpus.read_jats import JatsReader
from corpus.sidecar import Sidecar

_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}


class State(StrEnum):
    """What became of one identifier."""

    FETCHED = "fetched"
    KNOWN = "known"
    WOULD = "would fetch"
    CLOSED = "not open"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one identifier. `page` is where a person finds the article."""

    asked: str
    state: State
    reason: str = ""
    path: Path | None = None
    service: str = ""
    host: str = ""
    licence: str = ""
    version: str = ""
    title: str = ""
    page: str = ""
    retracted: bool = False


class Fetcher:
    """Fetches into a shelf, asking the services of the settings over `web`."""

    def __init__(self, settings: FetchSettings, shelf: Shelf, web: Web) -> None:
        self._settings, self._shelf, self._web = settings, shelf, web
        s = settings
        self._europepmc = EuropePmc(web, s.europepmc_url) if s.europepmc_url else None
        self._ncbi = Ncbi(web, s.ncbi_url, s.ncbi_ids_url, contact=s.contact, api_key=s.ncbi_api_key)
        asked = s.unpaywall_url and s.contact
        self._unpaywall = Unpaywall(web, s.unpaywall_url, contact=s.contact) if asked else None

    def fetch(self, asked: str, *, dry_run: bool = False) -> Outcome:
        """Get one text. What goes wrong with it is in the outcome.

        Raises:
            Unreachable: Nothing has answered since the start: there is no network.
        """
        try:
            identifier = parse_identifier(asked)
        except FetchError as error:
            return Outcome(asked, State.FAILED, str(error))
        try:
            if known := self._known(asked, identifier):
                return known
            if identifier.kind is IdentifierKind.URL:
                return self._page(asked, identifier, dry_run)
            return self._article(asked, identifier, dry_run)
        except Unreachable as error:
            if not self._web.answered and identifier.kind is not IdentifierKind.URL:
                raise
            return Outcome(asked, State.FAILED, str(error), page=identifier.page)
        except NotOpen as error:
            return Outcome(asked, State.CLOSED, str(error), page=identifier.page)
        except CitewellError as error:
            return Outcome(asked, State.FAILED, str(error), page=identifier.page)

    def _known(self, asked: str, identifier: Identifier) -> Outcome | None:
        found = self._shelf.find(identifier)
        return _outcome(asked, State.KNOWN, *found) if found else None

    # An article

    def _article(self, asked: str, identifier: Identifier, dry_run: bool) -> Outcome:
        problems: list[CitewellError] = []
        record = self._record(identifier, problems)
        for kind in (IdentifierKind.PMCID, IdentifierKind.DOI, IdentifierKind.PMID):
            value = getattr(record, kind.value)
            if value and (known := self._known(asked, Identifier(kind, value.lower() if kind == "doi" else value))):
                return known
        for offer, about in self._offers(record, problems):
            try:
                self._check(offer.licence, unstated=offer.jats)
                if dry_run:
                    return _would(asked, offer, about)
                path, sidecar = self._take(offer, about)
                return _outcome(asked, State.FETCHED, path, sidecar)
            except CitewellError as error:
                problems.append(error)
        raise self._verdict(identifier, record, problems)

    def _record(self, identifier: Identifier, problems: list[CitewellError]) -> Record:
        """What Europe PMC knows of an article, else NCBI, else the identifier alone."""
        finders = [s.find for s in (self._europepmc, self._ncbi) if s]
        for find in finders:
            try:
                return find(identifier)
            except FetchError as error:
                problems.append(error)
        return _bare(identifier)

    def _offers(self, record: Record, problems: list[CitewellError]) -> Iterator[tuple[Offer, Record]]:
        if self._europepmc and record.open and record.held and record.pmcid:
            yield self._europepmc.offer(record), record
        # What Europe PMC knows to be closed is closed at NCBI too: they share their open-access subset.
        unknown = bool(problems) and not record.title and all(isinstance(p, Missing) for p in problems)
        if record.open is not False and not unknown and (ncbi := self._ncbi.offer(record)):
            yield ncbi, record
        if self._unpaywall and record.doi:
            try:
                copies = self._unpaywall.find(record.doi)
            except FetchError as error:
                problems.append(error)
                return
            if not copies.offers:
                problems.append(NotOpen("no open-access copy is known"))
            about = record if record.title else replace(copies.record, pmid=record.pmid, pmcid=record.pmcid)
            for offer in copies.offers:
                yield offer, about

    def _check(self, stated: str, *, unstated: bool = False) -> None:
        """Raises `NotOpen` unless the user wants texts under this licence; `unstated` lets an empty one pass."""
        kind = licence_kind(stated)
        if kind in self._settings.licences or (unstated and kind == UNSTATED):
            return
        if kind == UNSTATED:
            raise NotOpen("it may be read, but states no open licence")
        named = stated if len(stated) <= 60 else stated[:60] + "…"
        chosen = "is none that lets a copy be kept" if kind == OTHER else "is not among those of the setting licences"
        raise NotOpen(f"its licence ({named}) {chosen}")

    def _take(self, offer: Offer, record: Record) -> tuple[Path, Sidecar]:
        got = self._web.download(offer.url, self._shelf.folder, offer.pace, offer.parameters)
        try:
            data = got.path.read_bytes()
            source = _jats_source(data, offer) if offer.jats else _pdf_source(data, got)
            licence, stated = _licence(source.licence, offer.licence)
            self._check(stated)
            sidecar = _sidecar(data, offer, record, source, licence, stated)
            return self._shelf.put(got.path, file_name(sidecar, ".xml" if offer.jats else ".pdf"), sidecar), sidecar
        finally:
            got.path.unlink(missing_ok=True)

    def _verdict(self, identifier: Identifier, record: Record, problems: list[CitewellError]) -> FetchError:
        """Why nothing came. Not open only if every service could be asked and none was wrong."""
        down = [p for p in problems if isinstance(p, Unreachable)]
        if down and not self._web.answered:
            return down[0]
        wrong = [p for p in problems if not isinstance(p, NotOpen | Missing)]
        unasked = (
            "; Unpaywall was not asked: set contact to your e-mail address"
            if self._settings.unpaywall_url and not self._settings.contact
            else ""
        )
        page = record.page or identifier.page
        if wrong:
            return FetchError(f"{'; '.join(dict.fromkeys(map(str, wrong)))}{unasked}")
        closed = [p for p in problems if isinstance(p, NotOpen)]
        if closed:
            return NotOpen(f"{closed[-1]}; read it at {page}{unasked}")
        if record.open is None and not record.title:
            return Missing(f"no service knows it; check the number{unasked}")
        if record.open:
            return Missing(f"is open access, but no service asked holds its text; get it at {page} and add it{unasked}")
        return NotOpen(f"no open-access copy is known; read it at {page}{unasked}")

    # A web address

    def _page(self, asked: str, identifier: Identifier, dry_run: bool) -> Outcome:
        host = urlsplit(identifier.value).hostname or ""
        if dry_run:
            return Outcome(asked, State.WOULD, service=YOU, host=host, licence=UNSTATED, page=identifier.value)
        got = self._web.download(identifier.value, self._shelf.folder)
        try:
            data = got.path.read_bytes()
            suffix = _suffix(data, got)
            sidecar = Sidecar(
                sha256=sha256_of(data),
                service=YOU,
                url=got.url,
                fetched=_now(),
                page=identifier.value,
                licence=UNSTATED,
            )
            path = self._shelf.put(got.path, file_name(sidecar, suffix), sidecar)
            return _outcome(asked, State.FETCHED, path, sidecar)
        finally:
            got.path.unlink(missing_ok=True)


def _bare(identifier: Identifier) -> Record:
    held = {kind: identifier.value if identifier.kind is kind else "" for kind in IdentifierKind}
    return Record(held[IdentifierKind.DOI], held[IdentifierKind.PMID], held[IdentifierKind.PMCID])


def _jats_source(data: bytes, offer: Offer) -> Source:
    """What an article says of itself, once it is known to be one, whole."""
    name = f"the answer of {offer.service}"
    try:
        reading = JatsReader().read(data, name)
    except Unsupported as error:
        # NCBI answers an empty set, with status 200, for an article it does not hold.
        raise Missing(f"{offer.service} holds no text of it") from error
    except ReadError as error:
        raise FetchError(f"{name} is no whole article: {error.reason.split(';')[0]}") from error
    if b"<body" not in data:
        raise NotOpen(f"{offer.service} gives its abstract only: its publisher allows no copy of the text")
    return reading.source


def _pdf_source(data: bytes, got: Downloaded) -> Source:
    if b"%PDF-" not in data[:1024]:
        raise FetchError(f"{urlsplit(got.url).hostname}: sends {got.kind or 'something'} where a PDF was promised")
    if b"%%EOF" not in data[-4096:]:
        raise FetchError(f"{urlsplit(got.url).hostname}: sends a PDF that breaks off; run the command again")
    return Source(title="")


def _licence(own: str, offered: str) -> tuple[str, str]:
    """The licence by its one name, and in the words it was taken from: the file's own if they name an open one."""
    stated = own if licence_kind(own) in OPEN or not offered else offered
    return licence_kind(stated), stated


def _suffix(data: bytes, got: Downloaded) -> str:
    """What a page is: its bytes outweigh what the server says."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    suffix = _SUFFIXES.get(got.kind, "")
    if not suffix or suffix == ".pdf":
        raise FetchError(
            f"{urlsplit(got.url).hostname}: sends {got.kind or 'no known kind of file'}; "
            "give the address of a PDF, XML, HTML or plain text"
        )
    return suffix


def _sidecar(data: bytes, offer: Offer, record: Record, own: Source, licence: str, stated: str) -> Sidecar:
    doi = (record.doi or own.doi).lower()
    return Sidecar(
        sha256=sha256_of(data),
        service=offer.service,
        url=offer.url,
        fetched=_now(),
        licence=licence,
        licence_stated=stated,
        version=offer.version,
        title=record.title or own.title,
        authors=record.authors or own.authors,
        journal=record.journal or own.journal,
        year=record.year or own.year,
        doi=doi,
        pmid=record.pmid or own.pmid,
        pmcid=record.pmcid or own.pmcid,
        retracted=record.retracted or own.retracted,
        page=replace(record, doi=doi).page,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _outcome(asked: str, state: State, path: Path, sidecar: Sidecar) -> Outcome:
    s = sidecar
    host = urlsplit(s.url).hostname or ""
    return Outcome(asked, state, "", path, s.service, host, s.licence, s.version, s.title, s.page, s.retracted)


def _would(asked: str, offer: Offer, record: Record) -> Outcome:
    licence = licence_kind(offer.licence)
    return Outcome(
        asked,
        State.WOULD,
        service=offer.service,
        host=urlsplit(offer.url).hostname or "",
        licence="as the text states" if licence == UNSTATED else licence,
        version=offer.version,
        title=record.title,
        page=record.page,
        retracted=record.retracted,
    )
