"""Asking over http politely and safely: paced, patient, bounded, and never inside the user's own network.

Environment variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured, SSL_CERT_FILE adds a certificate authority, and
certificates are always checked.
"""

from __future__ import annotations

import email.utils
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from corpus.errors import FetchError, Missing, Unreachable
from corpus.fetch_address import GuardedTransport, PrivateAddress, origin
from corpus.fetch_answers import Answer, Answers

TRIES = 4
LONGEST_WAIT = 120.0
"""Seconds; a service that asks for more is left alone until the user comes back."""
_BUSY = frozenset({429, 500, 502, 503, 504})
_DOWN_FOR = 60.0
_ANSWER_LIMIT = 20 * 1024 * 1024
_SLOWEST = 20.0
"""A download may take this many times the limit on silence."""
_BODIES = 2
"""How often what breaks off or cannot be read is asked for."""
_SECRET = ("api_key", "email")


class Pace:
    """Keeps requests at most `per_second` apart; one for each service."""

    def __init__(self, per_second: float) -> None:
        self.interval = 1 / per_second
        self.next = 0.0


class _BrokeOff(Unreachable):
    """A body stopped before its end."""


class _Unreadable(FetchError):
    """An answer is not what it should be."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as it came: `kind` is the media type the server named, `url` where it was in the end."""

    path: Path
    kind: str
    url: str


class Web:
    """An http client for one run. Close it with `close`, or use it in a `with` statement.

    Args:
        contact: The user's e-mail address for the User-Agent header; may be empty.
        own: Addresses the user set; their hosts may lie in a private network.
        cache: Folder for answers; None keeps none.
        timeout: Seconds a server may be silent.
        max_bytes: The largest file.
        max_age: Seconds until a kept answer is asked for again.
        sleep, clock: For tests.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        own: Sequence[str] = (),
        cache: Path | None = None,
        timeout: float = 30,
        max_bytes: int = 100 * 1024 * 1024,
        max_age: float = 7 * 86400,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.hosts: list[str] = []
        """Hosts asked in this run, in order."""
        self.answered = False
        """True once any host has answered."""
        self._answers = Answers(cache, max_age) if cache else None
        self._timeout, self._max_bytes = timeout, max_bytes
        self._sleep, self._clock = sleep, clock
        self._down: dict[str, tuple[float, str]] = {}
        self._paces: dict[str, Pace] = {}
        about = f"Citewell (mailto:{contact})" if contact else "Citewell"
        self._client = httpx.Client(
            transport=GuardedTransport(frozenset(filter(None, map(origin, own)))),
            headers={"User-Agent": about},
            timeout=timeout,
            follow_redirects=True,
            max_redirects=5,
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def answer(self, url: str, pace: Pace, parameters: Mapping[str, str], parse: Callable[[bytes], Any]) -> Any:
        """What `parse` makes of a service's answer, kept on disk so that it need not be asked again.

        Raises:
            Missing: The service has nothing there (404, 410); that is kept too.
            Unreachable: It does not answer, or wants to be left alone.
            FetchError: Its answer is none: `parse` raised ValueError.
        """
        shown = str(httpx.URL(url, params={k: v for k, v in parameters.items() if k not in _SECRET}))
        kept = self._answers.find(shown) if self._answers else None
        if kept and not kept.outdated:
            return _parsed(kept, parse)
        for _ in range(_BODIES - 1):
            try:
                return self._ask(url, pace, parameters, parse, kept, shown)
            except (_BrokeOff, _Unreadable):
                continue
        return self._ask(url, pace, parameters, parse, kept, shown)

    def _ask(
        self,
        url: str,
        pace: Pace,
        parameters: Mapping[str, str],
        parse: Callable[[bytes], Any],
        kept: Answer | None,
        shown: str,
    ) -> Any:
        headers = {"If-None-Match": kept.etag} if kept and kept.etag else {}
        with self._open(url, pace, parameters, headers) as response:
            if response.status_code == 304 and kept and self._answers:
                self._answers.put(kept)
                return _parsed(kept, parse)
            body = b"".join(self._pieces(response, _ANSWER_LIMIT))
            _check_status(response, shown, also=(404, 410))
            fresh = Answer(shown, response.status_code, response.headers.get("etag", ""), body)
        return _parsed(fresh, parse, before=self._answers.put if self._answers else None)

    def download(
        self, url: str, folder: Path, pace: Pace | None = None, parameters: Mapping[str, str] | None = None
    ) -> Downloaded:
        """Write what is at `url` into a new hidden file in `folder`, whole or not at all.

        Raises:
            Missing, Unreachable: As in `answer`.
            FetchError: Over the limit on size, or refused.
        """
        host = urlsplit(url).hostname or ""
        pace = pace or self._paces.setdefault(host, Pace(1))
        for _ in range(_BODIES - 1):
            try:
                return self._download(url, folder, pace, parameters or {})
            except _BrokeOff:
                continue
        return self._download(url, folder, pace, parameters or {})

    def _download(self, url: str, folder: Path, pace: Pace, parameters: Mapping[str, str]) -> Downloaded:
        with self._open(url, pace, parameters, {}) as response:
            _check_status(response, url)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
            path = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    for piece in self._pieces(response, self._max_bytes):
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            return Downloaded(path, kind, str(response.url))

    def _pieces(self, response: httpx.Response, limit: int) -> Iterator[bytes]:
        where = response.url.host
        told = response.headers.get("content-length", "")
        if told.isdigit() and int(told) > limit:
            raise FetchError(f"{where}: sends {int(told) // 2**20} MB, over the limit of {limit // 2**20} MB")
        begun, size = self._clock(), 0
        try:
            for piece in response.iter_bytes():
                size += len(piece)
                if size > limit:
                    raise FetchError(
                        f"{where}: sends more than the limit of {limit // 2**20} MB; raise the setting fetch_max_mb"
                    )
                if self._clock() - begun > self._timeout * _SLOWEST:
                    raise Unreachable(f"{where}: sends too slowly; try again later")
                yield piece
        except httpx.TransportError as error:
            raise _BrokeOff(f"{where}: broke off while sending ({_said(error)}); run the command again") from error
        except httpx.DecodingError as error:
            raise FetchError(f"{where}: sends what cannot be unpacked ({error})") from error

    @contextmanager
    def _open(
        self, url: str, pace: Pace, parameters: Mapping[str, str], headers: Mapping[str, str]
    ) -> Iterator[httpx.Response]:
        try:
            request = self._client.build_request("GET", url, params=parameters or None, headers=headers)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{url[:200]}: is no web address ({error})") from error
        response = self._patiently(request, pace)
        try:
            yield response
        finally:
            response.close()

    def _patiently(self, request: httpx.Request, pace: Pace) -> httpx.Response:
        host = request.url.host
        since, why = self._down.get(host, (0.0, ""))
        if why and self._clock() - since < _DOWN_FOR:
            raise Unreachable(why)
        if host not in self.hosts:
            self.hosts.append(host)
        wait = 0.0
        for attempt in range(TRIES):
            self._rest(pace, wait)
            try:
                response = self._client.send(request, stream=True)
            except httpx.TooManyRedirects as error:
                raise FetchError(f"{host}: leads in a circle of redirects") from error
            except PrivateAddress as error:
                raise FetchError(f"{error}; only the services' addresses you set may") from error
            except httpx.UnsupportedProtocol as error:
                raise FetchError(f"{host}: leads to an address that is neither http nor https; not followed") from error
            except httpx.InvalidURL as error:
                raise FetchError(f"{host}: leads to what is no web address ({error})") from error
            except httpx.TransportError as error:
                problem, wait = _said(error), _backoff(attempt)
                # Without a network everything fails: say so soon.
                if not self.answered and attempt == 1:
                    break
                continue
            self.answered = True
            if response.status_code not in _BUSY:
                return response
            problem = f"answers {response.status_code}"
            asked = _retry_after(response.headers.get("retry-after", ""))
            response.close()
            wait = _backoff(attempt) if asked is None else asked
            if wait > LONGEST_WAIT:
                problem = f"asks to be left alone for {wait / 60:.0f} minutes"
                break
        self._down[host] = (
            self._clock(),
            f"{host}: {problem}; check the network (behind a proxy set HTTPS_PROXY), then run the same command again",
        )
        raise Unreachable(self._down[host][1])

    def _rest(self, pace: Pace, wait: float) -> None:
        pause = max(wait, pace.next - self._clock())
        if pause > 0:
            self._sleep(pause)
        pace.next = self._clock() + pace.interval


def _check_status(response: httpx.Response, url: str, also: Sequence[int] = ()) -> None:
    status, host = response.status_code, response.url.host
    if status == 200 or status in also:
        return
    if status in (404, 410):
        raise Missing(f"{host}: has nothing at {url}")
    raise FetchError(f"{host}: answers {status} for {url}")


def _backoff(attempt: int) -> float:
    return float(2**attempt) * random.uniform(0.8, 1.2)


def _retry_after(value: str) -> float | None:
    """Seconds a Retry-After header asks for, as a number or as a date (RFC 9110, 10.2.3); None if it says neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _said(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "does not answer in time"
    return str(error) or type(error).__name__


def _parsed(answer: Answer, parse: Callable[[bytes], Any], before: Callable[[Answer], None] | None = None) -> Any:
    if answer.status != 200:
        if before:
            before(answer)
        raise Missing(f"{urlsplit(answer.url).hostname}: has nothing at {answer.url}")
    try:
        made = parse(answer.body)
    except ValueError as error:
        raise _Unreadable(f"{urlsplit(answer.url).hostname}: its answer cannot be read ({error}); try later") from error
    if before:
        before(answer)
    return made


def parse_json(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises ValueError for anything else."""
    made = json.loads(body)
    if not isinstance(made, dict):
        raise ValueError("not a JSON object")
    return made
