"""The parts of fetching: identifiers, licences, and a web client that is polite and stays outside."""

from __future__ import annotations

import email.utils
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import FetchError, Missing, Unreachable
from corpus.fetch_ncbi import Ncbi
from corpus.fetch_web import Pace, Web, parse_json
from corpus.identifiers import parse_identifier
from corpus.licences import licence_kind
from tests.fetch_server import Services, serving


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)

    def clock(self) -> float:
        return self.now


@pytest.fixture
def services() -> Iterator[Services]:
    with serving() as running:
        running.files["/told"] = ("application/json", b'{"a": 1}')
        yield running


@pytest.fixture
def hours() -> Time:
    return Time()


@pytest.fixture
def web(services: Services, hours: Time, tmp_path: Path) -> Iterator[Web]:
    cache = tmp_path / "answers"
    with Web(own=[services.base], cache=cache, max_bytes=1000, sleep=hours.sleep, clock=hours.clock) as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("10.1136/BMJ.d5278", "doi", "10.1136/bmj.d5278"),
        (" doi: 10.1136/bmj.d5278. ", "doi", "10.1136/bmj.d5278"),
        ("https://doi.org/10.1016/S2665-9913(21)00036-9", "doi", "10.1016/s2665-9913(21)00036-9"),
        ("(see 10.1)", "", ""),
        ("https://doi.org/10.1002/%28SICI%291097", "doi", "10.1002/(sici)1097"),
        ("dx.doi.org/10.1136/bmj.d5278", "doi", "10.1136/bmj.d5278"),
        ("pmc3172149", "pmcid", "PMC3172149"),
        ("PMCID: PMC3172149", "pmcid", "PMC3172149"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3172149/", "pmcid", "PMC3172149"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3172149/", "pmcid", "PMC3172149"),
        ("https://europepmc.org/article/PMC/PMC3172149", "pmcid", "PMC3172149"),
        ("21914755", "pmid", "21914755"),
        ("PMID:21914755", "pmid", "21914755"),
        ("https://pubmed.ncbi.nlm.nih.gov/21914755/", "pmid", "21914755"),
        ("https://europepmc.org/article/MED/21914755", "pmid", "21914755"),
        ("https://hospital.example/guideline.pdf", "url", "https://hospital.example/guideline.pdf"),
        ("arXiv:2401.12345v2", "", ""),
        ("https://arxiv.org/abs/2401.12345", "", ""),
        ("10.48550/arXiv.2401.12345", "", ""),
        ("ftp://hospital.example/x", "", ""),
        ("https://", "", ""),
        ("http://[::1", "", ""),
        ("", "", ""),
    ],
)
def test_identifiers_are_known_in_every_usual_form(typed: str, kind: str, value: str) -> None:
    if not kind:
        with pytest.raises(FetchError):
            parse_identifier(typed)
        return
    found = parse_identifier(typed)
    assert (found.kind.value, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("cc by-nc", "CC BY-NC"),
        ("cc-by-nc-nd", "CC BY-NC-ND"),
        ("CC BY-NC-SA 3.0 IGO", "CC BY-NC-SA"),
        ("CC BY 4.0", "CC BY"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA"),
        ("under the Creative Commons Attribution Non-Commercial License, which permits commercial …", "CC BY-NC"),
        ("This is open access under the Creative Commons Attribution License.", "CC BY"),
        ("cc0", "CC0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("public-domain", "public domain"),
        ("acs-specific: authorchoice/editors choice usage agreement", "other"),
        ("© 2010 The Publisher. All rights reserved", "other"),
        ("", "unstated"),
    ],
)
def test_licences_have_one_name_however_they_are_worded(stated: str, kind: str) -> None:
    assert licence_kind(stated) == kind


def test_ncbi_is_asked_three_times_a_second_and_ten_with_a_key(services: Services, web: Web, hours: Time) -> None:
    for key, seconds in (("", 1 / 3), ("secret", 1 / 10)):
        hours.slept.clear()
        ncbi = Ncbi(web, f"{services.base}/eutils", f"{services.base}/idconv", contact="", api_key=key)
        for number in range(3):
            with pytest.raises(Missing):
                ncbi.find(parse_identifier(f"{len(key)}{number}1"))
        assert hours.slept == [pytest.approx(seconds)] * 5


def test_a_service_that_names_a_time_is_left_alone_until_then(services: Services, web: Web, hours: Time) -> None:
    later = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=40))
    services.faults += [("/told", (429, {"Retry-After": "7"})), ("/told", (503, {"Retry-After": later}))]
    assert web.answer(f"{services.base}/told", Pace(1000), {}, parse_json) == {"a": 1}
    assert hours.slept[0] == 7
    assert 37 <= hours.slept[1] <= 40


def test_waits_double_and_end(services: Services, web: Web, hours: Time) -> None:
    services.faults += [("/told", (500, {}))] * 9
    with pytest.raises(Unreachable, match="answers 500"):
        web.answer(f"{services.base}/told", Pace(1000), {}, parse_json)
    assert len(services.requests) == 4
    assert [round(s, 1) for s in hours.slept] == [pytest.approx(expected, rel=0.3) for expected in (1, 2, 4)]
    with pytest.raises(Unreachable):
        web.answer(f"{services.base}/told", Pace(1000), {}, parse_json)
    assert len(services.requests) == 4  # A host that failed just now is not asked again at once.


def test_a_service_that_wants_an_hour_is_not_waited_for(services: Services, web: Web, hours: Time) -> None:
    services.faults += [("/told", (429, {"Retry-After": "3600"}))]
    with pytest.raises(Unreachable, match="60 minutes"):
        web.answer(f"{services.base}/told", Pace(1000), {}, parse_json)
    assert hours.slept == []


def test_a_file_over_the_limit_leaves_nothing(services: Services, web: Web, tmp_path: Path) -> None:
    services.files["/huge"] = ("application/pdf", b"x" * 5000)
    with pytest.raises(FetchError, match="limit"):
        web.download(f"{services.base}/huge", tmp_path)
    assert not list(tmp_path.glob(".*"))


def test_an_outdated_answer_is_asked_for_again_and_a_broken_one_never_kept(
    services: Services, web: Web, tmp_path: Path
) -> None:
    url = f"{services.base}/told"
    services.faults += [("/told", b"{broken")] * 2
    with pytest.raises(FetchError, match="cannot be read"):
        web.answer(url, Pace(1000), {"api_key": "secret"}, parse_json)
    for _ in range(2):
        assert web.answer(url, Pace(1000), {"api_key": "secret"}, parse_json) == {"a": 1}
    assert len(services.requests) == 3
    (kept,) = (tmp_path / "answers").iterdir()
    assert b"secret" not in kept.read_bytes()
    os.utime(kept, (time.time() - 9 * 86400,) * 2)
    assert web.answer(url, Pace(1000), {"api_key": "secret"}, parse_json) == {"a": 1}
    assert len(services.requests) == 4
    kept.write_bytes(kept.read_bytes()[:-2])
    assert web.answer(url, Pace(1000), {"api_key": "secret"}, parse_json) == {"a": 1}


def test_an_unchanged_answer_is_not_sent_again(services: Services, web: Web, tmp_path: Path) -> None:
    services.etags["/told"] = '"v1"'
    url = f"{services.base}/told"
    web.answer(url, Pace(1000), {}, parse_json)
    (kept,) = (tmp_path / "answers").iterdir()
    os.utime(kept, (time.time() - 9 * 86400,) * 2)
    services.files["/told"] = ("application/json", b'{"a": "sent in vain"}')
    assert web.answer(url, Pace(1000), {}, parse_json) == {"a": 1}
    assert services.requests[-1][1]["If-None-Match"] == '"v1"'
    assert web.answer(url, Pace(1000), {}, parse_json) == {"a": 1}
    assert len(services.requests) == 2


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "2130706433"]
)
def test_addresses_inside_are_never_asked(host: str, tmp_path: Path) -> None:
    with Web() as outside, pytest.raises(FetchError, match="private network"):
        outside.download(f"http://{host}:81/x", tmp_path)


def test_a_public_name_that_points_inside_is_never_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.216.34", "192.168.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with Web() as outside, pytest.raises(FetchError, match="private network"):
        outside.download("http://journal.example/x", tmp_path)
