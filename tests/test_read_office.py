"""Word files and books: what is printed comes out in order, with numbers, tables and notes, changes accepted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document
from corpus.errors import Encrypted, ReadError, TooLarge, Unreadable, Unsupported
from corpus.read import read_document
from evals.fuzz_seeds import WORD_BODY, WORD_NOTE, docx, epub, zipped


def read(folder: Path, data: bytes, name: str = "file.docx") -> Document:
    """The document of these bytes saved under this name."""
    (folder / name).write_bytes(data)
    return read_document(folder / name)


def shown(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(b.kind.value, b.span.of(document.text)) for b in document.blocks]


def run(text: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inside: str, style: str = "") -> str:
    """A Word paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def test_a_word_file_is_read_as_it_is_printed(tmp_path: Path) -> None:
    document = read(tmp_path, docx(WORD_BODY, footnotes=WORD_NOTE))
    assert shown(document) == [
        ("title", "Walking for back pain"),
        ("heading", "Results"),
        ("paragraph", "Pain fell in 34 of 60 adults.¹"),
        ("item", "1. Walk."),
        ("item", "1.a) Daily."),
        ("table", "Arm\nWalk\t3.1\n3.9"),
        ("footnote", "1 After 12 weeks."),
    ]
    assert [(c.row, c.column, c.rows, c.columns) for c in document.tables[0].cells] == [
        (1, 1, 1, 2),
        (2, 1, 2, 1),
        (2, 2, 1, 1),
        (3, 2, 1, 1),
    ]
    assert (document.source.title, document.source.authors) == ("Walking for back pain", ("Jane Doe", "Wei Li"))


def test_insertions_are_read_and_deletions_comments_and_hidden_text_are_not(tmp_path: Path) -> None:
    body = paragraph(
        run("Pain ")
        + f"<w:del>{run('rose')}</w:del><w:ins>{run('fell')}</w:ins><w:moveFrom>{run(' never')}</w:moveFrom>"
        + run(" a lot", "<w:vanish/>")
        + '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        + run(".")
    )
    comment = f'<w:comment w:id="1">{paragraph(run("Check this!"))}</w:comment>'
    document = read(tmp_path, docx(body, comments=comment))
    assert shown(document)[1:] == [("paragraph", "Pain fell.")]


def test_headings_of_own_styles_captions_and_raised_figures_are_known(tmp_path: Path) -> None:
    body = (
        paragraph(run("Contents 1"), "V1")
        + paragraph(run("Design"), "Own")
        + paragraph(run("Of 10") + run("9", '<w:vertAlign w:val="superscript"/>') + run(" cells."))
        + paragraph(run("Table 1. Pain"), "Cap")
    )
    document = read(tmp_path, docx(body))
    assert shown(document)[1:] == [
        ("heading", "Design"),
        ("paragraph", "Of 10⁹ cells."),
        ("caption", "Table 1. Pain"),
    ]
    assert document.sections[0].level == 2


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    chapters = {
        "b.xhtml": "<nav><a href='x'>Next</a></nav><h1>One</h1><p>Walk <i>daily</i>.</p>",
        "a.xhtml": "<h1>Two</h1>",
    }
    about = (
        "<dc:title>Backs</dc:title><dc:creator>Jane Doe</dc:creator><dc:date>2019-05-01</dc:date>"
        "<dc:identifier>doi:10.1000/xyz</dc:identifier>"
    )
    document = read(tmp_path, epub(chapters, about), "book.epub")
    assert shown(document) == [
        ("title", "Backs"),
        ("heading", "One"),
        ("paragraph", "Walk daily."),
        ("heading", "Two"),
    ]
    source = document.source
    assert (source.title, source.authors, source.year, source.doi) == ("Backs", ("Jane Doe",), 2019, "10.1000/xyz")
    assert document.blocks[0].kind is BlockKind.TITLE


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}, "Excel workbook"),
        ({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}, "PowerPoint presentation"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
            r"OpenDocument text \(\.odt\)",
        ),
        ({"a.txt": "text"}, "zip archive; unpack it"),
    ],
)
def test_other_office_files_are_refused_with_their_name(tmp_path: Path, members: dict[str, str], what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        read(tmp_path, zipped(members), "file.docx")


def test_a_word_file_under_any_name_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, docx(WORD_BODY), "file.pdf").reader.name == "docx"


def test_a_locked_word_file_is_said_to_be_locked(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match="password"):
        read(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="zip bomb"):
        read(tmp_path, docx(paragraph(run(" " * 30_000_000))))


def test_a_zip_file_of_countless_members_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(10_001):
            file.writestr(str(number), "")
    with pytest.raises(TooLarge, match="10,001 files"):
        read(tmp_path, buffer.getvalue())


def test_entities_in_a_word_file_are_refused(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><document><body><p><r><t>&c;</t></r></p></body></document>'
    )
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><document><body><p>&a;</p></body></document>'
    for text in (bomb, external):
        with pytest.raises(Unreadable, match="entity"):
            read(tmp_path, zipped({"word/document.xml": text}))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["file.docx", "file.epub"])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float, name: str) -> None:
    data = docx(WORD_BODY) if name.endswith("docx") else epub({"a.xhtml": "<p>Walk.</p>"})
    with pytest.raises(ReadError):
        read(tmp_path, data[: int(share * len(data))], name)
