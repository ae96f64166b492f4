"""Pages that are pictures, read by a program for text recognition that the machine has: OCRmyPDF or Tesseract.

Each page goes through on its own, so that one that takes too long costs no other, and Ctrl-C ends at once. What comes
back is a PDF of one page whose text stands where it is printed.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from corpus.errors import OcrUnavailable

logger = logging.getLogger(__name__)

_DOTS_PER_INCH = 300
_MOST_PIXELS = 60_000_000
_LANGUAGES = re.compile(r"[A-Za-z][A-Za-z_]{1,30}(?:\+[A-Za-z][A-Za-z_]{1,30}){0,9}")
_VERSION = re.compile(r"\d+(?:\.\d+)+\S*")
_SECONDS_TO_START = 30.0
_INSTALL = "install ocrmypdf or tesseract-ocr (on Debian or Ubuntu: apt install tesseract-ocr) and try again"


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pages that are pictures are to be read.

    `language` holds Tesseract's codes joined by "+", such as "eng" or "eng+fra"; `seconds` is the time a page may take.
    """

    language: str = "eng"
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that recognises text, found on this machine."""

    name: str
    """"ocrmypdf" or "tesseract"."""
    path: str
    version: str
    turns: bool
    """True if it can tell which way up a page stands."""


def find_engine(ocr: Ocr) -> Engine:
    """The program that will read pages in the language wanted: OCRmyPDF where it is installed, else Tesseract.

    Raises:
        OcrUnavailable: None is installed, or it lacks the language.
    """
    if not _LANGUAGES.fullmatch(ocr.language):
        raise OcrUnavailable(f"OCR language {ocr.language!r} is none; give codes such as eng, or eng+fra")
    # OCRmyPDF does its reading with Tesseract, which must be there for both.
    tesseract, whole = shutil.which("tesseract"), shutil.which("ocrmypdf")
    if tesseract is None:
        raise OcrUnavailable(f"OCR needs a program that is not installed; {_INSTALL}")
    listed = _said([tesseract, "--list-langs"]).split()
    missing = [code for code in ocr.language.split("+") if code not in listed]
    if missing:
        package = f"tesseract-ocr-{missing[0].replace('_', '-').lower()}"
        raise OcrUnavailable(f"Tesseract has no language {', '.join(missing)}; install it (on Debian: {package})")
    name, path = ("ocrmypdf", whole) if whole else ("tesseract", tesseract)
    version = _VERSION.search(_said([path, "--version"]))
    return Engine(name, path, version[0] if version else "unknown", "osd" in listed)


def _said(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS_TO_START, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OcrUnavailable(f"{command[0]} does not answer ({error}); {_INSTALL}") from error
    return (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace")


def command_for(engine: Engine, document: Any, index: int, ocr: Ocr, folder: Path) -> list[str]:
    """Put a page into `folder`, and say how `engine` is to be called there so that it writes `read.pdf`.

    Args:
        engine: What `find_engine` found.
        document: An open pypdfium2 document; hold its lock.
        index: The page, from 0.
        ocr: Language and time.
        folder: An empty one.
    """
    command = _ocrmypdf if engine.name == "ocrmypdf" else _tesseract
    return command(engine, document, index, ocr, folder)


def recognised(command: Sequence[str], folder: Path, *, seconds: float, name: str, page: int) -> bytes | None:
    """A page as a PDF of one page with a text layer; None, and a line in the log, where it could not be read in time.

    Args:
        command, folder: As `command_for` left them.
        seconds: The time it may take; the program is stopped then, and when this process is interrupted.
        name, page: The file's name and the page's number, for the log.
    """
    what = f"{name}: page {page}: {Path(command[0]).name}"
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL, cwd=folder
        )
    except subprocess.TimeoutExpired:
        logger.warning("%s took over %.0f s and was stopped", what, seconds)
        return None
    except OSError as error:
        logger.warning("%s cannot be started: %s", what, error)
        return None
    found = folder / "read.pdf"
    if done.returncode or not found.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        logger.warning("%s failed: %s", what, said[-1] if said else "it said nothing")
        return None
    return found.read_bytes()


def _tesseract(engine: Engine, document: Any, index: int, ocr: Ocr, folder: Path) -> list[str]:
    page = document[index]
    wide, high = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_pil()
    picture.save(folder / "page.png", "PNG")
    turning = ["--psm", "1"] if engine.turns else []
    dots = str(round(72 * scale))
    return [engine.path, "page.png", "read", "-l", ocr.language, "--dpi", dots, *turning, "-c", "textonly_pdf=1", "pdf"]


def _ocrmypdf(engine: Engine, document: Any, index: int, ocr: Ocr, folder: Path) -> list[str]:
    alone = pdfium.PdfDocument.new()
    buffer = io.BytesIO()
    try:
        alone.import_pages(document, [index])
        alone.save(buffer)
    finally:
        alone.close()
    (folder / "page.pdf").write_bytes(buffer.getvalue())
    turning = ["--rotate-pages"] if engine.turns else []
    limits = ["--tesseract-timeout", str(int(ocr.seconds)), "--jobs", "1", "--optimize", "0", "--output-type", "pdf"]
    return [engine.path, "--force-ocr", "--deskew", *turning, "-l", ocr.language, *limits, "page.pdf", "read.pdf"]
