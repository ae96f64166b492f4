"""Two raters judge claims blind, in a browser; what they agree on, and the last word."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from evals.__main__ import main
from evals.finished import open_run
from evals.rate import Rating, build_app
from evals.rating import (
    Aspect,
    Label,
    Plan,
    Ratings,
    agreed_plan,
    disagreements,
    drawn,
    ordered_for,
    raters_of,
    units_of,
)
from tests.finished_runs import abstention, answer, citation, outcome, write_set
from tests.test_browser import ARGUMENTS, BROWSERS

WALKING = ("rest", "Walking helped a little.")
HEAT = ("rest", "Heat helped for a day.")
YEAR = ("steroids", "At one year there was no difference.")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Three claims of two questions by a system whose name nobody may see."""
    asked = [
        outcome("q1", answer(citation(*WALKING), citation(*HEAT, 2)), {"gold hit": 1.0}, gold=[WALKING]),
        outcome("q2", answer(citation(*YEAR)), {"gold hit": 1.0}, gold=[YEAR], history=("Before <b>that</b>?",)),
        outcome("q3", abstention(), {"false answers": 0.0}),
    ]
    write_set(tmp_path / "run" / "small-secretsystem", asked, system="secretsystem")
    return tmp_path / "run"


def test_a_claim_is_judged_before_its_citations_and_stays_with_them(run: Path) -> None:
    claims = units_of(open_run(run))
    assert [[u.aspect for u in claim] for claim in claims] == [[Aspect.CLAIM, Aspect.CITATION]] * 3
    orders = {name: [u.id for u in ordered_for(claims, name, Plan(sample=None, seed=0))] for name in "abcdef"}
    assert orders["a"] == [u.id for u in ordered_for(claims, "a", Plan(sample=None, seed=0))]
    assert len({tuple(order) for order in orders.values()}) > 1
    pairs = {tuple(u.id for u in claim) for claim in claims}
    assert all({tuple(order[i : i + 2]) for i in (0, 2, 4)} == pairs for order in orders.values())


def test_all_raters_judge_the_same_sample(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = units_of(open_run(run))
    plan = agreed_plan(run, 2, 7)
    assert len(drawn(claims, plan)) == 2
    assert agreed_plan(run, None, None) == plan
    assert main(["rate", str(run), "--rater", "B", "--sample", "3"]) == 2
    assert "rating began with --seed 7 --sample 2" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "adjudicated", "../up", "a/b", "x" * 41, ".hidden"])
def test_a_name_that_is_no_file_is_refused(run: Path, name: str) -> None:
    assert main(["rate", str(run), "--rater", name]) == 2


def test_a_judgement_is_kept_at_once_and_the_last_one_counts(run: Path) -> None:
    units = {u.id: u for claim in units_of(open_run(run)) for u in claim}
    agreed_plan(run, None, None)
    first = next(iter(units))
    Ratings(run, "Ann", units).judge(first, Label.FULL, "Ann")
    again = Ratings(run, "Ann", units)
    assert again.label(first) is Label.FULL
    again.judge(first, Label.NONE, "Ann")
    assert raters_of(run) == {"Ann": {first: Label.NONE}}
    rows = list(csv.DictReader(io.StringIO((run / "ratings" / "Ann.csv").read_text(encoding="utf-8-sig"))))
    assert [(r["claim"], r["aspect"], r["label"]) for r in rows] == [("Walking helped a little.", "claim", "none")]
    assert "secretsystem" not in (run / "ratings" / "Ann.csv").read_text(encoding="utf-8")
    assert not list((run / "ratings").glob("*.part"))
    (run / "ratings" / "Ann.jsonl").write_text("{}\n", encoding="utf-8")
    assert main(["rate", str(run), "--agreement"]) == 2


def test_a_port_that_is_taken_is_told(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["rate", str(run), "--rater", "Ann", "--no-open", "--port", port]) == 2
    assert f"port {port}: cannot listen there" in capsys.readouterr().err


def test_nothing_judged_yet_is_told(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rate", str(run), "--agreement"]) == 2
    assert "nobody has judged it" in capsys.readouterr().err
    assert main(["rate", str(run)]) == 2
    assert main(["rate", str(run), "--rater", "Ann", "--adjudicate"]) == 0


# In the browser


class Sitting:
    """A rater's page on a free port, in a thread of this process."""

    def __init__(self, run: Path, rater: str, *, adjudicate: bool = False) -> None:
        plan = agreed_plan(run, None, None)
        units = ordered_for(units_of(open_run(run)), rater, plan)
        if adjudicate:
            units = disagreements(raters_of(run), units)
        said = {u.id: [Label.FULL, Label.PARTIAL] for u in units} if adjudicate else {}
        ratings = Ratings(run, "adjudicated" if adjudicate else rater, {u.id: u for u in units})
        app = build_app(Rating(units, ratings, rater, said))
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        deadline = time.monotonic() + 120
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    named = os.environ.get("CITEWELL_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        yield opened
        opened.close()


def opened(browser: Browser, address: str, elsewhere: list[str], **options: object) -> Page:
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1:", "data:")) else elsewhere.append(r.url))
    page.on("dialog", lambda dialog: elsewhere.append(dialog.message))
    page.goto(address)
    page.wait_for_selector("button.label")
    return page


def judge(page: Page, labels: dict[tuple[str, str], str], *, by_key: bool) -> None:
    """Judge all that comes by claim and aspect, until the page says thank you."""
    while not page.locator(".done").count():
        aspect = "citation" if "support the claim" in page.locator(".ask").inner_text() else "claim"
        label = labels[page.locator(".said").inner_text(), aspect]
        unit = page.locator(".rate").get_attribute("id")
        if by_key:
            page.keyboard.press(str(list(Label).index(Label(label)) + 1))
        else:
            page.locator(f"button.label[value={label}]").click()
        expect(page.locator(f"#{unit}")).to_have_count(0, timeout=120_000)


@pytest.mark.browser
def test_two_raters_judge_three_claims_each_and_one_settles(
    run: Path, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = {
        (WALKING[1], "claim"): "full",
        (HEAT[1], "claim"): "partial",
        (YEAR[1], "claim"): "none",
        **dict.fromkeys(((WALKING[1], "citation"), (HEAT[1], "citation"), (YEAR[1], "citation")), "full"),
    }
    bob = ann | {(YEAR[1], "claim"): "full"}
    elsewhere: list[str] = []
    for name, labels, by_key in (("Ann", ann, False), ("Bob", bob, True)):
        with Sitting(run, name) as address:
            page = opened(browser, address, elsewhere)
            assert "secretsystem" not in page.content()
            judge(page, labels, by_key=by_key)
            expect(page.locator(".bar p")).to_have_text(f"{name} · 6 of 6 judged")
    assert elsewhere == []
    kept = [json.loads(line) for line in (run / "ratings" / "Bob.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(kept) == 6
    capsys.readouterr()
    assert main(["rate", str(run), "--agreement"]) == 0
    told = capsys.readouterr().out
    # Claims: full-full, partial-partial, none-full. Observed 2/3; expected 1/3 * 2/3 + 1/3 * 1/3 = 1/3; kappa 1/2.
    assert "claims: Ann and Bob judged 3 in common, 0.667 of them alike; kappa 0.500" in told
    assert "citations: Ann and Bob judged 3 in common, 1.000 of them alike; kappa unscored" in told
    assert "1 disagreements, 1 not adjudicated" in told
    with Sitting(run, "Cleo", adjudicate=True) as address:
        page = opened(browser, address, elsewhere)
        assert page.locator(".said").inner_text() == YEAR[1]
        assert "Raters said: full · partial" in page.locator(".split").inner_text()
        page.keyboard.press("2")
        page.wait_for_selector(".done")
    assert main(["rate", str(run), "--agreement"]) == 0
    told = capsys.readouterr().out
    assert "1 disagreements, 0 not adjudicated" in told
    assert "last word partial" in told
    assert "small-secretsystem, secretsystem claim" in " ".join(told.split())


@pytest.mark.browser
def test_the_page_goes_on_where_it_stopped_goes_back_and_shows_texts_as_texts(run: Path, browser: Browser) -> None:
    elsewhere: list[str] = []
    with Sitting(run, "Ann") as address:
        page = opened(browser, address, elsewhere, viewport={"width": 390, "height": 844})
        first = page.locator(".rate").get_attribute("id")
        page.keyboard.press("3")
        expect(page.locator(f"#{first}")).to_have_count(0, timeout=120_000)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.keyboard.press("b")
        expect(page.locator(f"#{first} button[value=none]")).to_have_attribute("aria-pressed", "true", timeout=120_000)
    with Sitting(run, "Ann") as address:
        page = opened(browser, address, elsewhere)
        assert page.locator(".rate").get_attribute("id") != first
        assert "1 of 6 judged" in page.locator(".bar").inner_text()
        while YEAR[1] not in page.locator(".said").inner_text():
            unit = page.locator(".rate").get_attribute("id")
            page.keyboard.press("1")
            expect(page.locator(f"#{unit}")).to_have_count(0, timeout=120_000)
        assert "Steroids <script>alert(1)</script>" in page.locator(".stands").last.inner_text()
        assert "asked after: Before <b>that</b>?" in page.locator(".rate").inner_text()
        assert page.locator(".passage mark").inner_text() == YEAR[1]
        assert "<b>Bold</b> & plain" in page.locator(".passage").inner_text()
    assert elsewhere == []
