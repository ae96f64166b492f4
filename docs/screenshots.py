"""Take the pictures of this folder: `python -m docs.screenshots` starts the chat over the starter library."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.ask import Assistant
from assistant.web.page import build_app
from assistant.web.render import EXAMPLES
from index.library import Library
from index.starter import add_starter

HERE = Path(__file__).parent
DESKTOP, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def main() -> None:
    """Write empty.png, answer.png, abstention.png, dark.png and phone.png beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        add_starter(library)
        address = _serve(library)
        named = os.environ.get("CITEWELL_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox", "--disable-gpu"])
            _take_all(browser, address)
            browser.close()
        library.close()


def _serve(library: Library) -> str:
    server = uvicorn.Server(uvicorn.Config(build_app(Assistant(library), library), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"


def _take_all(browser: Browser, address: str) -> None:
    page = _open(browser, address)
    _take(page, "empty")
    _answer(page)
    _take(page, "answer")
    page = _open(browser, address)
    page.get_by_role("button", name=EXAMPLES[-1]).click()
    page.locator(".abstention").wait_for()
    _take(page, "abstention")
    page = _open(browser, address, scheme="dark")
    _answer(page)
    _take(page, "dark")
    page = _open(browser, address, viewport=PHONE)
    _answer(page)
    _take(page, "phone")


def _open(browser: Browser, address: str, *, scheme: str = "light", viewport: dict[str, int] = DESKTOP) -> Page:
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
        reduced_motion="reduce",
        device_scale_factor=2 if viewport is PHONE else 1,
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=EXAMPLES[0]).wait_for()
    return page


def _answer(page: Page) -> None:
    """Ask about harms and open the first citation."""
    page.get_by_role("button", name=EXAMPLES[2]).click()
    page.locator(".foot").wait_for()
    page.locator("a.cite").first.click()
    page.locator(".evidence mark").wait_for()


def _take(page: Page, name: str) -> None:
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
