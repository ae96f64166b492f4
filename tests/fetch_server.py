"""A server on this machine that answers as Europe PMC, NCBI and Unpaywall do, about articles invented for the tests."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SENTENCES = "In {pmcid} triamcinolone eased knee pain by {n} points more than saline at 3 months. Nobody was harmed. "


def jats(pmcid: str, *, licence: str = "by/4.0", body: bool = True, title: str = "") -> bytes:
    """An article of our own in JATS; without a body, as NCBI answers where the publisher allows no download."""
    number = int(pmcid[3:])
    link = f"https://creativecommons.org/licenses/{licence}/"
    permissions = (
        f'<permissions><license xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{link}">'
        "<license-p>Open.</license-p></license></permissions>"
        if licence
        else ""
    )
    text = SENTENCES.format(pmcid=pmcid, n=number % 7 + 2) * 3
    held = f"<body><sec><title>Results</title><p>{text}</p></sec></body>" if body else ""
    return f"""<?xml version="1.0"?>
<article article-type="research-article"><front><journal-meta><journal-title-group><journal-title>J Invented Joints
</journal-title></journal-title-group></journal-meta><article-meta><article-id pub-id-type="pmid">{number}</article-id>
<article-id pub-id-type="pmc">{pmcid}</article-id><article-id pub-id-type="doi">10.5555/inv.{number}</article-id>
<title-group><article-title>{title or f"A randomised trial in knees, number {number}"}</article-title></title-group>
<pub-date pub-type="ppub"><year>2021</year></pub-date>{permissions}</article-meta></front>{held}</article>""".encode()


def pdf() -> bytes:
    """A small PDF of our own."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.drawString(72, 720, "Saline eased hip pain as much as triamcinolone did in 80 patients.")
    canvas.save()
    return made.getvalue()


@dataclass
class Services:
    """What the server knows. `faults` are answers given first, one a request, for paths that hold a text."""

    base: str = ""
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    ncbi_texts: dict[str, bytes] = field(default_factory=dict)
    unpaywall: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def article(self, number: int, *, open_access: bool = True, licence: str = "cc by", **more: Any) -> None:
        """Let Europe PMC know an article, and hold its text if it is open."""
        pmcid = f"PMC{number}"
        self.articles[pmcid] = {
            "id": str(number),
            "source": "MED",
            "pmid": str(number),
            "pmcid": pmcid,
            "doi": f"10.5555/inv.{number}",
            "title": f"A randomised trial in knees, number {number}.",
            "authorList": {"author": [{"fullName": "Abara C"}, {"fullName": "Lind D"}]},
            "journalInfo": {"journal": {"title": "J Invented Joints"}},
            "pubYear": "2021",
            "isOpenAccess": "Y" if open_access else "N",
            "inEPMC": "Y" if open_access else "N",
            "license": licence,
            "pubTypeList": {"pubType": ["research-article"]},
            **more,
        }
        if open_access:
            self.texts[pmcid] = jats(pmcid, licence=f"{licence.removeprefix('cc ')}/4.0" if licence else "")

    def location(self, doi: str, url: str, licence: str | None = "cc-by", version: str = "acceptedVersion") -> None:
        """Let Unpaywall know a PDF."""
        place = {"url_for_pdf": url, "url": url, "license": licence, "version": version, "host_type": "repository"}
        self.unpaywall[doi] = {
            "doi": doi,
            "is_oa": True,
            "title": "Saline and triamcinolone in hips",
            "journal_name": "J Invented Joints",
            "year": 2020,
            "z_authors": [{"given": "Dana", "family": "Lind"}],
            "best_oa_location": place,
            "oa_locations": [place],
        }

    def asked(self, text: str) -> int:
        """How many requests held a text in their address."""
        return sum(text in path for path, _ in self.requests)

    def counts(self) -> Counter[str]:
        """How often each address was asked."""
        return Counter(path for path, _ in self.requests)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        services = self.server.services
        services.requests.append((unquote(self.path), dict(self.headers)))
        for i, (text, fault) in enumerate(services.faults):
            if text in unquote(self.path):
                del services.faults[i]
                self._misbehave(fault)
                return
        # Behind a proxy the whole address comes.
        parts = urlsplit(self.path)
        asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
        self._route(services, unquote(parts.path), asked)

    def _route(self, services: Services, path: str, asked: dict[str, str]) -> None:
        if path == "/epmc/search":
            wanted = re.search(r'(?:DOI:"|EXT_ID:|PMCID:)([^" ]+)', asked["query"])
            value = wanted[1].lower() if wanted else ""
            found = [
                a for a in services.articles.values() if value in (a["doi"].lower(), a["pmid"], a["pmcid"].lower())
            ]
            self._json({"version": "6.9", "hitCount": len(found), "resultList": {"result": found}})
        elif found_text := re.fullmatch(r"/epmc/(PMC\d+)/fullTextXML", path):
            self._bytes(services.texts.get(found_text[1]), "application/xml")
        elif path == "/idconv/":
            value = asked["ids"].lower()
            rows = [a for a in services.articles.values() if value in (a["doi"], a["pmid"], a["pmcid"].lower())]
            held = [{"requested-id": value, "pmcid": a["pmcid"], "pmid": int(a["pmid"]), "doi": a["doi"]} for a in rows]
            error = {"requested-id": value, "status": "error", "errmsg": "Identifier not found in PMC"}
            self._json({"status": "ok", "records": held or [error]})
        elif path == "/eutils/esummary.fcgi":
            error = {"uid": asked["id"], "error": "cannot get document summary"}
            self._json({"result": {"uids": [asked["id"]], asked["id"]: error}})
        elif path == "/eutils/efetch.fcgi":
            text = services.ncbi_texts.get(f"PMC{asked['id']}", b"").removeprefix(b'<?xml version="1.0"?>')
            self._bytes(b"<pmc-articleset>" + text + b"</pmc-articleset>", "text/xml")
        elif path.startswith("/unpaywall/"):
            record = services.unpaywall.get(path.removeprefix("/unpaywall/"))
            self._json(record) if record else self._bytes(None, "")
        else:
            kind, data = services.files.get(path, ("", None))
            etag = services.etags.get(path, "")
            if etag and self.headers.get("If-None-Match") == etag:
                self._misbehave((304, {}))
            else:
                self._bytes(data, kind, etag)

    def _misbehave(self, fault: Any) -> None:
        if fault == "slow":
            time.sleep(1.5)
            self.close_connection = True
        elif fault == "truncated":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"<article><front>")
            self.close_connection = True
        elif isinstance(fault, bytes):
            self._bytes(fault, "application/json")
        else:
            status, headers = fault
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _json(self, told: dict[str, Any]) -> None:
        self._bytes(json.dumps(told).encode(), "application/json")

    def _bytes(self, data: bytes | None, kind: str, etag: str = "") -> None:
        self.send_response(404 if data is None else 200)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    services: Services

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests do."""


@contextmanager
def serving() -> Iterator[Services]:
    """A running server."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.services = Services(base=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.services
    finally:
        server.shutdown()
        server.server_close()


def settings_of(base: str) -> dict[str, str]:
    """The settings that name this server's addresses, as environment variables."""
    return {
        "CITEWELL_EUROPEPMC_URL": f"{base}/epmc",
        "CITEWELL_NCBI_URL": f"{base}/eutils",
        "CITEWELL_NCBI_IDS_URL": f"{base}/idconv",
        "CITEWELL_UNPAYWALL_URL": f"{base}/unpaywall",
    }
