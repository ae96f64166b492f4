"""Fetching as a user sees it: the real command against a server on this machine that answers as the real ones do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.originals import FILE, originals
from corpus.read import read_document
from index.__main__ import main
from index.library import Library
from tests.fetch_server import Services, jats, pdf, serving, settings_of

Fetch = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with serving() as running:
        for name, value in settings_of(running.base).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("http_proxy", raising=False)
        monkeypatch.delenv("HTTP_PROXY", raising=False)
        monkeypatch.setattr("corpus.fetch_web._backoff", lambda attempt: 0.01 * attempt)
        yield running


@pytest.fixture
def fetch(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Fetch:
    def run(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        status = main(["fetch", *arguments, "--json", "--data", str(tmp_path)])
        return status, json.loads(capfd.readouterr().out)["texts"]

    return run


def test_an_open_article_is_in_the_library_after_one_command(services: Services, tmp_path: Path, fetch: Fetch) -> None:
    services.article(101)
    status, (text,) = fetch("https://doi.org/10.5555/INV.101")
    assert status == 0
    assert (text["state"], text["service"], text["licence"], text["added"]) == ("fetched", "Europe PMC", "CC BY", True)
    library = Library.open(tmp_path)
    source = library.document(text["document"]).source
    library.close()
    assert (source.licence, source.pmcid, source.doi) == ("CC BY 4.0", "PMC101", "10.5555/inv.101")
    beside = json.loads((tmp_path / "fetched" / "PMC101.xml.citewell.json").read_text())
    assert beside["service"] == "Europe PMC"
    assert beside["url"] == f"{services.base}/epmc/PMC101/fullTextXML"
    assert {"fetched", "sha256", "licence_stated", "version"} <= set(beside)


def test_python_m_corpus_fetch_is_the_same_command(services: Services, tmp_path: Path) -> None:
    services.article(102)
    command = [sys.executable, "-m", "corpus", "fetch", "PMC102", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "asking 127.0.0.1" in done.stderr
    assert "1 fetched; 1 added to the library" in done.stdout


def test_what_is_there_is_not_fetched_again_by_any_of_its_names(services: Services, fetch: Fetch) -> None:
    services.article(103)
    fetch("PMC103")
    before = len(services.requests)
    status, texts = fetch("PMC103", "10.5555/inv.103", "pmid:103")
    assert status == 0
    assert [t["state"] for t in texts] == ["known"] * 3
    assert len(services.requests) == before


def test_a_damaged_copy_and_a_left_part_are_fetched_anew(services: Services, tmp_path: Path, fetch: Fetch) -> None:
    services.article(104)
    fetch("PMC104")
    path = tmp_path / "fetched" / "PMC104.xml"
    whole = path.read_bytes()
    path.write_bytes(whole[:300])
    (tmp_path / "fetched" / ".abc.part").write_bytes(b"half")
    _, (text,) = fetch("PMC104")
    assert text["state"] == "fetched"
    assert path.read_bytes() == whole
    assert not list((tmp_path / "fetched").glob(".*.part"))


def test_closed_articles_are_named_with_their_page_and_not_fetched(services: Services, fetch: Fetch) -> None:
    services.article(105, open_access=False, licence="")
    status, (text,) = fetch("105")
    assert status == 1
    assert text["state"] == "not open"
    assert "read it at https://doi.org/10.5555/inv.105" in text["reason"]
    assert "set contact to your e-mail address" in text["reason"]
    assert services.asked("fullTextXML") == services.asked("efetch") == services.asked("unpaywall") == 0


def test_only_licences_the_user_chose_are_fetched(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.article(106, licence="cc by-nc-nd")
    services.article(107)
    monkeypatch.setenv("CITEWELL_LICENCES", "CC0, CC BY")
    status, texts = fetch("PMC106", "PMC107")
    assert status == 1
    assert [t["state"] for t in texts] == ["not open", "fetched"]
    assert "cc by-nc-nd" in texts[0]["reason"]
    assert "licences" in texts[0]["reason"]


def test_the_licence_in_the_text_outweighs_the_services_word(services: Services, fetch: Fetch) -> None:
    services.article(108, licence="")
    _, (unstated,) = fetch("PMC108")
    assert unstated["state"] == "not open"
    assert "states no open licence" in unstated["reason"]
    services.article(109, licence="")
    services.texts["PMC109"] = jats("PMC109", licence="by-nc/4.0")
    _, (stated,) = fetch("PMC109")
    assert (stated["state"], stated["licence"]) == ("fetched", "CC BY-NC")


def test_ncbi_is_asked_where_europe_pmc_fails(services: Services, fetch: Fetch) -> None:
    services.article(110)
    services.texts.clear()
    services.ncbi_texts["PMC110"] = jats("PMC110")
    _, (text,) = fetch("PMC110")
    assert (text["state"], text["service"]) == ("fetched", "NCBI")
    services.article(111)
    services.ncbi_texts["PMC111"] = jats("PMC111")
    services.faults += [("/epmc/search", b"{broken")] * 2
    _, (text,) = fetch("10.5555/inv.111")
    assert (text["state"], text["service"], text["licence"]) == ("fetched", "NCBI", "CC BY")


def test_an_abstract_without_its_text_is_not_taken(services: Services, fetch: Fetch) -> None:
    services.article(112)
    services.texts.clear()
    services.ncbi_texts["PMC112"] = jats("PMC112", body=False)
    _, (text,) = fetch("PMC112")
    assert text["state"] == "not open"
    assert "allows no copy" in text["reason"]


def test_unpaywall_finds_a_pdf_and_its_licence_is_kept(
    services: Services, tmp_path: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_CONTACT", "ward@hospital.example")
    services.location("10.5555/hip.1", f"{services.base}/copies/hip.pdf", "cc-by-nc")
    services.files["/copies/hip.pdf"] = ("application/pdf", pdf())
    status, (text,) = fetch("doi:10.5555/hip.1")
    assert status == 0, text
    assert (text["service"], text["licence"], text["version"]) == ("Unpaywall", "CC BY-NC", "accepted")
    source = read_document(Path(text["path"])).source
    assert (source.licence, source.title, source.year) == ("CC BY-NC", "Saline and triamcinolone in hips", 2020)
    assert "ward@hospital.example" in services.requests[0][1]["User-Agent"]
    assert "email=ward@hospital.example" in next(p for p, _ in services.requests if "unpaywall" in p)
    kept = [f for f in (tmp_path / "fetched").rglob("*") if f.is_file()]
    assert not any(b"ward@" in f.read_bytes() for f in kept)


def test_a_free_copy_without_a_licence_is_not_taken_unless_the_user_says_so(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_CONTACT", "ward@hospital.example")
    services.location("10.5555/hip.2", f"{services.base}/copies/hip.pdf", None)
    services.files["/copies/hip.pdf"] = ("application/pdf", pdf())
    assert fetch("10.5555/hip.2")[1][0]["state"] == "not open"
    monkeypatch.setenv("CITEWELL_LICENCES", "CC BY, unstated")
    assert fetch("10.5555/hip.2")[1][0]["state"] == "fetched"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [((302, {"Location": "ftp://127.0.0.1/x.pdf"}), "neither http nor https"), (b"<html>log in</html>", "a PDF")],
)
def test_what_is_no_pdf_is_not_taken(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, fault: Any, reason: str
) -> None:
    monkeypatch.setenv("CITEWELL_CONTACT", "ward@hospital.example")
    services.location("10.5555/hip.3", f"{services.base}/copies/hip.pdf")
    services.faults += [("/copies/", fault)]
    _, (text,) = fetch("10.5555/hip.3")
    assert text["state"] == "failed"
    assert reason in text["reason"]


def test_no_service_can_lead_inside_the_users_network(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_CONTACT", "ward@hospital.example")
    inside = "http://127.0.0.1:9/secret.pdf"
    services.location("10.5555/hip.4", inside)
    services.location("10.5555/hip.5", f"{services.base}/copies/away.pdf")
    services.faults += [("/copies/away.pdf", (302, {"Location": "http://169.254.169.254/latest/meta-data"}))]
    _, texts = fetch("10.5555/hip.4", "10.5555/hip.5", "http://192.168.1.1/admin")
    assert [t["state"] for t in texts] == ["failed"] * 3
    assert all("lies in a private network" in t["reason"] for t in texts), texts


def test_one_broken_identifier_stops_no_other(services: Services, tmp_path: Path, fetch: Fetch) -> None:
    services.article(120)
    services.article(121)
    names = tmp_path / "list.txt"
    names.write_text("# knees\nPMC120\n\nnonsense\nPMC999  # none\n2401.12345\nPMC121 # the other\n", encoding="utf-8")
    status, texts = fetch("--list", str(names))
    assert status == 1
    assert [t["state"] for t in texts] == ["fetched", "failed", "failed", "failed", "fetched"]
    assert "is no DOI" in texts[1]["reason"]
    assert "no service knows it" in texts[2]["reason"]
    assert "arxiv.org/pdf/2401.12345" in texts[3]["reason"]


def test_busy_broken_off_and_silent_servers_are_asked_again(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_FETCH_TIMEOUT", "0.5")
    services.article(130)
    services.faults += [
        ("/epmc/search", (429, {"Retry-After": "0"})),
        ("/epmc/search", (503, {})),
        ("fullTextXML", "truncated"),
        ("fullTextXML", "slow"),
    ]
    status, (text,) = fetch("PMC130")
    assert status == 0, text
    assert services.asked("fullTextXML") == 3


def test_a_dry_run_says_what_would_come_and_fetches_nothing(services: Services, tmp_path: Path, fetch: Fetch) -> None:
    services.article(140)
    services.article(141, open_access=False)
    status, texts = fetch("PMC140", "PMC141", "--dry-run")
    assert status == 1
    assert (texts[0]["state"], texts[0]["licence"], texts[0]["host"]) == ("would fetch", "CC BY", "127.0.0.1")
    assert texts[1]["state"] == "not open"
    assert services.asked("fullTextXML") == 0
    assert not list((tmp_path / "fetched").glob("*.xml*"))
    assert not (tmp_path / "citewell.sqlite").exists()


def test_answers_are_kept_and_not_asked_for_again(services: Services, fetch: Fetch) -> None:
    services.article(142, open_access=False)
    fetch("PMC142")
    fetch("PMC142")
    assert services.asked("/epmc/search") == 1


def test_retracted_articles_are_marked(services: Services, fetch: Fetch) -> None:
    services.article(143, pubTypeList={"pubType": ["Retracted Publication"]})
    _, (text,) = fetch("PMC143")
    assert text["retracted"]
    assert read_document(Path(text["path"])).source.retracted


def test_a_web_address_is_handed_to_the_readers(services: Services, fetch: Fetch) -> None:
    services.files["/report"] = ("text/plain; charset=utf-8", b"Saline did as well as steroid in 40 patients.\n" * 3)
    services.files["/picture"] = ("image/png", b"\x89PNG")
    status, texts = fetch(f"{services.base}/report", f"{services.base}/picture")
    assert status == 1
    assert (texts[0]["state"], texts[0]["added"], texts[0]["licence"]) == ("fetched", True, "unstated")
    assert "image/png" in texts[1]["reason"]
    assert fetch(f"{services.base}/report")[1][0]["state"] == "known"


def test_the_standard_proxy_variable_is_honoured(
    services: Services, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.article(150)
    monkeypatch.setenv("HTTP_PROXY", services.base)
    for name, value in settings_of("http://mirror.example").items():
        monkeypatch.setenv(name, value)
    status, (text,) = fetch("PMC150")
    assert (status, text["host"]) == (0, "mirror.example")
    assert all(path.startswith("http://mirror.example/") for path, _ in services.requests)


def test_without_a_network_one_message_and_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings_of("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("corpus.fetch_web._backoff", lambda _: 0.0)
    data = tmp_path / "data"
    assert main(["fetch", "--starter", "--data", str(data)]) == 2
    captured = capfd.readouterr()
    assert captured.err.count("citewell: ") == 1
    assert "check the network" in captured.err
    assert captured.out == ""
    assert not data.exists()


def test_wrong_settings_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setenv("CITEWELL_LICENCES", "CC BX")
    assert main(["fetch", "PMC1", "--data", str(tmp_path)]) == 2
    assert "setting licences" in capfd.readouterr().err


def test_the_starter_librarys_originals_agree_with_its_digests() -> None:
    listed = originals()
    assert listed
    for original in listed:
        digest = (FILE.parent / f"{original.digest}.md").read_text(encoding="utf-8")
        assert f'licence: "{original.licence}"' in digest
        for value in filter(None, (original.doi, original.pmid, original.pmcid)):
            assert value in digest
