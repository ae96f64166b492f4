"""The web chat in a browser: the real page over a small library, with nothing loaded from elsewhere."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from assistant.ask import Assistant
from assistant.web.page import build_app
from index.library import Added, Library

pytestmark = pytest.mark.browser

TEXTS = Path(__file__).parent / "texts"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUESTION = "Does corticosteroid injection help knee osteoarthritis?"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


class Server:
    """The page on a free port, in a thread of this process."""

    def __init__(self, library: Library, ready: threading.Event | None = None) -> None:
        self.library = library
        self.ready = ready
        app = build_app(Assistant(library), library, ready=ready)
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        deadline = time.monotonic() + 30
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    named = os.environ.get("CITEWELL_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Over a library of its own, since one test adds to it."""
    library = Library.open(tmp_path_factory.mktemp("browser"))
    assert all(isinstance(outcome, Added) for outcome in library.add([TEXTS]))
    with Server(library) as running:
        yield running
    library.close()


class Visit:
    """An open page, and every address it asked for."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(**({"viewport": DESKTOP, "reduced_motion": "reduce"} | options))
        self.page: Page = self.context.new_page()
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        self.page.route("**/*", self._note)
        self.page.goto(address)
        self.page.wait_for_selector(".example")

    def _note(self, route: Route) -> None:
        if not route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.elsewhere.append(route.request.url)
        route.continue_()

    def ask(self, question: str) -> None:
        """Ask, and wait until the last turn is finished."""
        turns = self.page.locator(".turn").count()
        self.page.locator("#question textarea, #question input").fill(question)
        self.page.keyboard.press("Enter")
        last = self.page.locator(".turn").nth(turns)
        last.locator(".foot, .abstention, .problem").first.wait_for()

    def is_as_wide_as_its_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    visiting = Visit(browser, server.address)
    yield visiting
    assert visiting.elsewhere == []
    assert visiting.errors == []
    visiting.context.close()


def test_every_marker_opens_the_quote_it_cites(visit: Visit) -> None:
    visit.ask(QUESTION)
    claims = visit.page.locator(".claim")
    assert claims.count() >= 1
    for i in range(claims.count()):
        marker = claims.nth(i).locator("a.cite").first
        number = (marker.text_content() or "").strip("[]")
        statement = claims.nth(i).locator(".statement").text_content() or ""
        marker.click()
        expect(visit.page.locator(".evidence h2")).to_have_text(f"Evidence [{number}]")
        quote = visit.page.locator(".evidence mark").text_content()
        assert quote
        assert statement.startswith(quote + " [")


def test_evidence_opens_and_closes_by_keyboard_alone(visit: Visit) -> None:
    visit.ask(QUESTION)
    marker = visit.page.locator("a.cite").first
    assert (marker.get_attribute("aria-label") or "").startswith("Open citation 1: ")
    marker.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".evidence h2")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".evidence")).to_have_count(0)
    expect(marker).to_be_focused()


def test_what_the_sources_do_not_say_is_no_answer(visit: Visit) -> None:
    visit.ask("Does metformin lower mortality in ovarian cancer?")
    expect(visit.page.locator(".abstention")).to_contain_text("Not in these sources")
    expect(visit.page.locator(".abstention")).to_contain_text("not an answer")
    expect(visit.page.locator(".claim")).to_have_count(0)
    visit.page.locator(".nearest a.cite").first.click()
    assert visit.page.locator(".evidence mark").text_content()


def test_a_hostile_document_is_shown_as_its_text(visit: Visit) -> None:
    visit.ask("What was the mean reduction in elbow swelling with a bandage?")
    visit.page.locator("a.cite").first.click()
    evidence = visit.page.locator(".evidence")
    expect(evidence).to_contain_text('<script>alert("owned")</script>')
    expect(evidence).to_contain_text('<img src="http://198.51.100.7/leak.png">')
    expect(visit.page.locator("#columns :is(img, script, iframe)")).to_have_count(0)
    assert visit.page.locator("a[href^='javascript']").count() == 0


def test_scripts_that_a_text_might_smuggle_in_do_not_run(visit: Visit) -> None:
    visit.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.owned = 1\">')"
    )
    visit.page.evaluate(
        "s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s)"
    )
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.owned") is None


def test_the_page_forbids_what_it_does_not_need(server: Server, visit: Visit) -> None:
    headers = visit.context.request.get(server.address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_other_sites_can_neither_write_nor_pose_as_this_one(server: Server, visit: Visit) -> None:
    request = visit.context.request
    foreign = request.post(f"{server.address}gradio_api/queue/join", headers={"Sec-Fetch-Site": "cross-site"}, data={})
    assert foreign.status == 403
    assert request.get(server.address, headers={"Host": "attacker.example"}).status == 400


def test_no_event_is_offered_to_programs(server: Server, visit: Visit) -> None:
    told = visit.context.request.get(f"{server.address}gradio_api/info").json()
    assert told == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_an_added_file_can_be_asked_at_once_and_a_wrong_one_says_why(visit: Visit, tmp_path: Path) -> None:
    good, bad = tmp_path / "thumb splints.txt", tmp_path / "table.xlsx"
    good.write_text("Thumb splints\n\nThumb splints relieved thumb pain in 31 of 60 people after 6 weeks.\n")
    bad.write_bytes(b"PK\x03\x04nothing")
    before = visit.page.locator(".held").text_content()
    visit.page.get_by_role("button", name="Add documents").click()
    visit.page.locator("#files input[type=file]").set_input_files([good, bad])
    expect(visit.page.locator(".outcomes li")).to_have_count(2)
    expect(visit.page.locator(".outcomes .in")).to_contain_text("added: Thumb splints, 1 passage")
    expect(visit.page.locator(".outcomes .refused")).to_contain_text("table.xlsx: ")
    expect(visit.page.locator(".held")).not_to_have_text(before or "")
    visit.ask("Do thumb splints relieve thumb pain?")
    expect(visit.page.locator(".claim").first).to_contain_text("31 of 60 people")


def test_filters_limit_the_answer_and_say_so(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Limit the sources").click()
    visit.page.get_by_label("Editorials").check()
    visit.ask(QUESTION)
    expect(visit.page.locator(".limits")).to_have_text("Only editorials")
    kinds = visit.page.locator(".turn .badge").all_text_contents()
    assert kinds
    assert set(kinds) == {"Editorial"}
    visit.page.get_by_label("From year").fill("20x")
    visit.page.locator("#question textarea, #question input").fill(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".notice.warning")).to_contain_text("four digits")


@pytest.mark.parametrize(("typed", "hint"), [("   ", "Type a question first"), ("pain " * 500, "2,000 characters")])
def test_what_cannot_be_asked_gets_a_hint_and_stays(visit: Visit, typed: str, hint: str) -> None:
    box = visit.page.locator("#question textarea, #question input")
    box.fill(typed)
    visit.page.locator("#send").click()
    expect(visit.page.locator(".notice.warning")).to_contain_text(hint)
    expect(box).to_have_value(typed)
    expect(visit.page.locator(".turn")).to_have_count(0)


def test_a_new_conversation_starts_empty(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.locator("a.cite").first.click()
    visit.page.locator(".evidence mark").wait_for()
    visit.page.locator("#anew").click()
    expect(visit.page.locator(".example")).to_have_count(6)
    expect(visit.page.locator(".evidence, .turn")).to_have_count(0)


def test_a_changed_text_is_withheld_when_its_citation_is_opened(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path)
    list(library.add([TEXTS / "guideline.md"]))
    with Server(library) as running:
        visiting = Visit(browser, running.address)
        visiting.ask(QUESTION)
        monkeypatch.setattr(Assistant, "check", lambda *_: None)
        visiting.page.locator("a.cite").first.click()
        expect(visiting.page.locator(".evidence")).to_contain_text("no longer matches its stored text and is withheld")
        expect(visiting.page.locator("mark")).to_have_count(0)
        visiting.context.close()
    library.close()


def test_a_question_asked_before_the_library_is_ready_waits_and_is_answered(browser: Browser, server: Server) -> None:
    ready = threading.Event()
    with Server(server.library, ready) as running:
        visiting = Visit(browser, running.address)
        visiting.page.locator("#question textarea, #question input").fill(QUESTION)
        visiting.page.keyboard.press("Enter")
        expect(visiting.page.locator(".stage")).to_have_text("Getting the library ready…")
        ready.set()
        expect(visiting.page.locator(".claim").first).to_be_visible()
        visiting.context.close()


def test_an_error_is_one_line_and_the_question_can_be_asked_again(
    browser: Browser, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> Iterator[object]:
        raise ZeroDivisionError
        yield

    visiting = Visit(browser, server.address)
    with monkeypatch.context() as patched:
        patched.setattr(Assistant, "stream", failing)
        visiting.ask(QUESTION)
    expect(visiting.page.locator(".problem")).to_contain_text("Citewell failed here (ZeroDivisionError)")
    visiting.page.locator(".again").click()
    expect(visiting.page.locator(".claim").first).to_be_visible()
    visiting.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(browser: Browser, server: Server, scheme: str) -> None:
    visiting = Visit(browser, server.address, viewport=PHONE, color_scheme=scheme)
    assert visiting.is_as_wide_as_its_window()
    visiting.ask(QUESTION)
    visiting.page.locator("a.cite").first.click()
    expect(visiting.page.locator(".evidence mark")).to_be_in_viewport()
    assert visiting.is_as_wide_as_its_window()
    visiting.page.locator(".close").click()
    for name in ("Limit the sources", "Add documents", "Documents in the library"):
        visiting.page.get_by_role("button", name=name).click()
    expect(visiting.page.locator(".documents li").first).to_be_visible()
    assert visiting.is_as_wide_as_its_window()
    visiting.context.close()
