"""`fetch`: open-access texts from the internet into a folder, and from there into the library."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import FetchError, LibraryError
from corpus.fetch import Fetcher, Outcome, State
from corpus.fetch_settings import FetchSettings
from corpus.fetch_shelf import Shelf
from corpus.fetch_web import Web
from corpus.originals import originals
from index.library import Added, AlreadyIn, Library, Progress
from index.progress import ProgressBar
from index.settings import Settings, open_library

_SERVICES = ("europepmc_url", "ncbi_url", "ncbi_ids_url", "unpaywall_url")


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one identifier, and of its file in the library."""

    outcome: Outcome
    document: str = ""
    added: bool = False
    problem: str = ""


def add_fetch_options(parser: argparse.ArgumentParser) -> None:
    """The command line of `fetch`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="a DOI, PMID, PMCID or web address")
    parser.add_argument("--list", type=Path, metavar="FILE", help="a file with one of these a line; # begins a comment")
    parser.add_argument("--starter", action="store_true", help="the originals behind the starter library's digests")
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder for the files (default: DATA/fetched)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched, and fetch nothing")
    parser.add_argument("--json", action="store_true", help="print exactly one JSON object")


def run_fetch(settings: Settings, options: argparse.Namespace) -> int:
    """Fetch and add; the exit status is 0, 1 if something was not fetched or added.

    Raises:
        CitewellError: Nothing to fetch, no network, or a folder that cannot be used.
    """
    asked = _asked(options)
    if not asked:
        raise FetchError("name a DOI, PMID, PMCID or web address, --list FILE, or --starter")
    shelf = Shelf(options.to or settings.data / "fetched")
    hosts = [
        h for s in _SERVICES if (h := urlsplit(getattr(settings, s)).hostname) and (settings.contact or "pay" not in s)
    ]
    print(f"asking {', '.join(dict.fromkeys(hosts))}, and the hosts they name for PDFs", file=sys.stderr)
    if settings.unpaywall_url and not settings.contact:
        print("not asking Unpaywall: it needs your e-mail address in the setting contact", file=sys.stderr)
    adding, web = _Adding(settings), _web(settings, shelf)
    done: list[_Done] = []
    try:
        with (
            _web(settings, shelf) as web,
            nullcontext() if options.dry_run else shelf.writing(),
            ProgressBar("text") as bar,
        ):
            fetcher = Fetcher(settings, shelf, web)
            for i, name in enumerate(asked):
                bar.show(Progress(i, len(asked), name))
                one = adding.add(fetcher.fetch(name, dry_run=options.dry_run))
                done.append(one)
                if not options.json:
                    for line in _lines(one):
                        bar.say(line)
    finally:
        adding.close()
        _report(done, web.hosts, adding, as_json=options.json)
    return 1 if any(d.problem or d.outcome.state in (State.CLOSED, State.FAILED) for d in done) else 0


def _say_who_is_asked(settings: Settings) -> None:
    services = _SERVICES if settings.contact else _SERVICES[:-1]
    hosts = [urlsplit(getattr(settings, s)).hostname for s in services if getattr(settings, s)]
    print(f"asking {', '.join(dict.fromkeys(map(str, hosts)))}, and the hosts they name for PDFs", file=sys.stderr)
    if settings.unpaywall_url and not settings.contact:
        print("not asking Unpaywall: it needs your e-mail address in the setting contact", file=sys.stderr)


def _asked(options: argparse.Namespace) -> list[str]:
    """What the user named, once each, in order."""
    named = list(options.ids)
    if options.list:
        named += _listed(options.list)
    if options.starter:
        named += [o.identifier.value for o in originals()]
    return list(dict.fromkeys(named))


def _listed(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FetchError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8 text'})") from error
    for line in lines:
        # A # begins a comment at the start of a line or behind a space; DOIs may hold one.
        name = f" {line}".split(" #")[0].strip()
        if name:
            yield name


def _web(settings: Settings, shelf: Shelf) -> Web:
    own = [getattr(settings, s) for s in _SERVICES if getattr(settings, s) != FetchSettings.model_fields[s].default]
    return Web(
        contact=settings.contact,
        own=own,
        cache=shelf.folder / ".answers",
        timeout=settings.fetch_timeout,
        max_bytes=settings.fetch_max_mb * 2**20,
        max_age=settings.fetch_cache_days * 86400,
    )


class _Adding:
    """Puts fetched files into the library, which is opened with the first. A library in use stops it, not the fetch."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._library: Library | None = None
        self.stopped = ""

    def add(self, outcome: Outcome) -> _Done:
        """What became of the outcome's file, if it has one."""
        if outcome.path is None or self.stopped:
            return _Done(outcome)
        try:
            if self._library is None:
                self._library = open_library(self._settings)
            result = next(iter(list(self._library.add([outcome.path]))))
        except LibraryError as error:
            self.stopped = str(error)
            return _Done(outcome, problem=self.stopped)
        if isinstance(result, Added):
            return _Done(outcome, result.document_id, added=True)
        if isinstance(result, AlreadyIn):
            return _Done(outcome, result.document_id)
        return _Done(outcome, problem=result.reason)

    def close(self) -> None:
        """Let go of the library."""
        if self._library:
            self._library.close()


def _lines(done: _Done) -> Iterator[str]:
    o = done.outcome
    if o.state in (State.CLOSED, State.FAILED):
        yield f"{o.state:12} {o.asked}: {o.reason.removeprefix(f'{o.asked}: ')}"
        return
    told = [o.asked, o.licence, o.version, f"{o.service} ({o.host})", str(o.path or ""), o.title]
    yield f"{o.state:12} " + "  ".join(filter(None, told)) + ("  RETRACTED" if o.retracted else "")
    if done.added:
        yield f"{'added':12} {done.document}"
    if done.problem:
        yield f"{'not added':12} {o.path}: {done.problem}"


def _report(done: Sequence[_Done], hosts: Sequence[str], adding: _Adding, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"hosts": list(hosts), "texts": [_as_json(d) for d in done]}, ensure_ascii=False, indent=2))
        return
    if not done:
        return
    counts = [f"{n} {state}" for state in State if (n := sum(d.outcome.state is state for d in done))]
    print(f"{', '.join(counts)}; {sum(d.added for d in done)} added to the library")
    if adding.stopped:
        print("what was fetched is kept; run the same command again to add it", file=sys.stderr)


def _as_json(done: _Done) -> dict[str, Any]:
    o = done.outcome
    return {
        "asked": o.asked,
        "state": o.state.value,
        "reason": o.reason or done.problem,
        "path": str(o.path) if o.path else None,
        "service": o.service,
        "host": o.host,
        "licence": o.licence,
        "version": o.version,
        "title": o.title,
        "page": o.page,
        "retracted": o.retracted,
        "document": done.document or None,
        "added": done.added,
    }
