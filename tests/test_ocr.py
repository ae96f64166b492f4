"""Scanned pages: named when a file is added, read on request by the program that is installed, and cited as such."""

from __future__ import annotations

import io
import shutil
import sys
import time
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.answer import Abstention, Mode
from assistant.compose import cite
from assistant.report import as_json, as_text
from assistant.web.page_picture import page_figure
from assistant.web.panel import evidence
from corpus.document import Document, SourceType, Span
from corpus.errors import NoTextLayer, OcrUnavailable
from corpus.ocr import Ocr, find_engine
from corpus.read import read_document
from index.__main__ import main
from index.library import Added, AlreadyIn, Library

SCANNED = "Warm packs eased stiff shoulders in nine of ten people."
TYPED = "Cold packs eased them in four of ten people who came back."

# A stand-in that is called as Tesseract 5 is: it "recognises" the sentence on every page it is given.
_TESSERACT = f"""#!{sys.executable}
import sys, time
from pathlib import Path
arguments = sys.argv[1:]
if arguments == ["--list-langs"]:
    print("List of available languages in \\"/usr/share/tessdata/\\" (2):\\neng\\nosd")
elif arguments == ["--version"]:
    print("tesseract 5.3.0\\n leptonica-1.82.0")
else:
    picture, base, *options = arguments
    assert options[options.index("-l") + 1] == "eng" and options[-1] == "pdf", options
    dots = int(options[options.index("--dpi") + 1])
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas
    wide, high = (side * 72 / dots for side in Image.open(picture).size)
    time.sleep(SLEEP)
    canvas = Canvas(base + ".pdf", pagesize=(wide, high))
    text = canvas.beginText(72, high - 100)
    text.setTextRenderMode(3)
    text.textOut({SCANNED!r})
    canvas.drawText(text)
    canvas.save()
"""
_OCRMYPDF = f"""#!{sys.executable}
import sys
arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("16.4.0")
else:
    assert "--force-ocr" in arguments and arguments[arguments.index("-l") + 1] == "eng", arguments
    from pypdf import PdfReader
    from reportlab.pdfgen.canvas import Canvas
    assert len(PdfReader(arguments[-2]).pages) == 1
    canvas = Canvas(arguments[-1])
    canvas.drawString(72, 700, {SCANNED!r})
    canvas.save()
"""


def _install(folder: Path, name: str, program: str) -> None:
    path = folder / name
    path.write_text(program, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder programs are found in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def tesseract(programs: Path) -> Path:
    _install(programs, "tesseract", _TESSERACT.replace("SLEEP", "0"))
    return programs


def _typed(sentence: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(72, 700, sentence)
    canvas.save()
    return buffer.getvalue()


def scan(sentence: str = SCANNED) -> bytes:
    """A page of print as a picture."""
    page = pypdfium2.PdfDocument(_typed(sentence))[0]
    picture = page.render(scale=3).to_pil()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    return buffer.getvalue()


def mixed(folder: Path) -> Path:
    """Three pages: typed, scanned, typed."""
    writer = pypdf.PdfWriter()
    for part in (_typed(TYPED), scan(), _typed("Nothing else was compared in the two winters of the study.")):
        writer.append(io.BytesIO(part))
    path = folder / "packs.pdf"
    writer.write(path)
    return path


def scanned(folder: Path) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(scan())
    return path


def test_a_scan_is_refused_with_the_command_that_reads_it(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer, match=r"scan\.pdf: its pages are pictures; .*--ocr"):
        read_document(scanned(tmp_path))


@pytest.mark.usefixtures("tesseract")
def test_only_pages_without_text_are_read_by_ocr_and_stand_in_their_order(tmp_path: Path) -> None:
    document = read_document(mixed(tmp_path), ocr=Ocr())
    assert [p.ocr for p in document.pages] == [False, True, False]
    assert document.pages_without_text() == []
    assert document.text.index(TYPED) < document.text.index(SCANNED) < document.text.index("Nothing else")
    assert document.page_at(document.text.index(SCANNED)) == document.pages[1]
    assert ("ocr", "tesseract 5.3.0 (eng)") in document.reader.versions


def test_ocrmypdf_is_used_where_it_is_installed(tesseract: Path, tmp_path: Path) -> None:
    _install(tesseract, "ocrmypdf", _OCRMYPDF)
    document = read_document(scanned(tmp_path), ocr=Ocr())
    assert SCANNED in document.text
    assert ("ocr", "ocrmypdf 16.4.0 (eng)") in document.reader.versions


@pytest.mark.usefixtures("programs")
def test_without_an_engine_the_message_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoTextLayer, match="install ocrmypdf or tesseract-ocr"):
        read_document(scanned(tmp_path), ocr=Ocr())
    assert main(["add", "--data", str(tmp_path / "var"), "--ocr", str(tmp_path)]) == 2
    assert "install ocrmypdf or tesseract-ocr" in capsys.readouterr().err


@pytest.mark.usefixtures("programs")
def test_without_an_engine_the_pages_with_text_are_still_read(tmp_path: Path) -> None:
    document = read_document(mixed(tmp_path), ocr=Ocr())
    assert document.pages_without_text() == ["2"]


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(("language", "said"), [("fra", "install it .*tesseract-ocr-fra"), ("-x; rm", "is none")])
def test_a_language_that_is_not_there_is_named(language: str, said: str) -> None:
    with pytest.raises(OcrUnavailable, match=said):
        find_engine(Ocr(language))


def test_a_page_that_takes_too_long_is_given_up_and_named(
    programs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _install(programs, "tesseract", _TESSERACT.replace("SLEEP", "60"))
    begun = time.monotonic()
    document = read_document(mixed(tmp_path), ocr=Ocr(seconds=1.5))
    assert time.monotonic() - begun < 30
    assert document.pages_without_text() == ["2"]
    assert "packs.pdf: page 2: tesseract took over" in caplog.text


@pytest.mark.usefixtures("tesseract")
def test_adding_names_the_pages_without_text_and_ocr_reads_them_afterwards(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = mixed(tmp_path), ["--data", str(tmp_path / "var")]
    assert main(["add", *data, str(path)]) == 0
    assert "page 2 holds no text" in capsys.readouterr().out
    assert main(["add", *data, "--ocr", str(path)]) == 0
    assert capsys.readouterr().out.startswith("added")
    assert main(["add", *data, "--ocr", str(path)]) == 0
    assert capsys.readouterr().out.startswith("known")
    library = Library.open(tmp_path / "var")
    (row,) = library.documents()
    library.close()
    assert main(["show", *data, row.id]) == 0
    assert "read by OCR  2\n" in capsys.readouterr().out


@pytest.mark.usefixtures("tesseract")
def test_an_outcome_names_the_pages(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "var")
    path = mixed(tmp_path)
    (first,) = library.add([path])
    (second,) = library.add([path], again=True)
    library.close()
    assert isinstance(first, Added)
    assert first.without_text == ("2",)
    assert isinstance(second, AlreadyIn)


@pytest.fixture
def recognised(tesseract: Path, tmp_path: Path) -> Document:
    assert tesseract.is_dir()
    return read_document(mixed(tmp_path), ocr=Ocr())


def test_a_citation_of_a_recognised_page_says_so_everywhere(recognised: Document) -> None:
    start = recognised.text.index(SCANNED)
    citation = cite(recognised, Span(start, start + len(SCANNED)), SourceType.OTHER, 1)
    reply = Abstention("q", "q", "", (), (citation,), (), Mode.EXTRACTIVE, "", {})
    assert "page 2, read by OCR" in as_text(reply)
    assert as_json(reply)["nearest"][0]["ocr"] is True
    panel = evidence(citation, recognised)
    assert "read by OCR: letters and figures may be wrong" in panel
    assert "its text was read by OCR" in page_figure(recognised, citation.span)
    typed = recognised.text.index(TYPED)
    other = cite(recognised, Span(typed, typed + len(TYPED)), SourceType.OTHER, 1)
    assert not other.ocr
    assert "OCR" not in evidence(other, recognised)


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
def test_the_real_tesseract_reads_a_scan(tmp_path: Path) -> None:
    document = read_document(scanned(tmp_path), ocr=Ocr())
    assert SCANNED in document.text
    assert document.pages[0].ocr


def test_a_blank_picture_gives_no_text(tesseract: Path, tmp_path: Path) -> None:
    _install(tesseract, "tesseract", _TESSERACT.replace("SLEEP", "0").replace(SCANNED, " "))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (300, 400), 200)), 0, 0, *A4)
    canvas.save()
    (tmp_path / "grey.pdf").write_bytes(buffer.getvalue())
    with pytest.raises(NoTextLayer):
        read_document(tmp_path / "grey.pdf", ocr=Ocr())
