"""Web pages: the page's own text comes out whole and exact, and what stands around it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document
from corpus.errors import EmptyFile, Unreadable
from corpus.read import read_document
from evals.fuzz import outcome_of
from tests.web_pages import LAYOUTS, WebPage


def read(folder: Path, html: str | bytes, name: str = "page.html") -> Document:
    """The document of a page saved under this name."""
    path = folder / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    return read_document(path)


def article(body: str, head: str = "") -> str:
    """A plain page with an article of this content."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body><article>{body}</article>"


def blocks(document: Document, kind: BlockKind) -> list[str]:
    """The texts of all blocks of a kind."""
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("seed", range(3))
def test_the_text_of_a_page_is_read_and_what_is_around_it_is_not(
    tmp_path: Path, layout: Callable[[int], WebPage], seed: int
) -> None:
    page = layout(seed)
    document = read(tmp_path, page.html)
    evidence = "\n".join(b.span.of(document.text) for b in document.blocks if b.kind is not BlockKind.MATTER)
    assert [s for s in page.sentences if s not in evidence] == []
    leaked = sum(len(a.split()) for a in page.around if a in evidence)
    # The cell of an old layout table holds its links beside the text; a few words of its foot may stay.
    assert leaked <= 0.1 * sum(len(a.split()) for a in page.around)


def test_headings_paragraphs_items_and_captions_are_told_apart(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        article(
            "<h1>Walking for back pain</h1><h2>Methods</h2><p>We asked <b>60</b> adults.</p><h3>Design</h3>"
            "<ul><li>Walking</li><li>Rest<ul><li>in bed</li></ul></li></ul><dl><dt>ODI</dt><dd>a score</dd></dl>"
            "<p><strong>Harms</strong></p><p>None were seen.</p>"
            "<figure><img src='http://x.example/y.png' alt='a'><figcaption>Figure 1. Flow</figcaption></figure>"
        ),
    )
    assert [(s.title, s.level) for s in document.sections] == [("Methods", 1), ("Design", 2), ("Harms", 3)]
    assert blocks(document, BlockKind.TITLE) == ["Walking for back pain"]
    assert blocks(document, BlockKind.ITEM) == ["Walking", "Rest", "in bed", "ODI a score"]
    assert blocks(document, BlockKind.CAPTION) == ["Figure 1. Flow"]
    assert "We asked 60 adults." in blocks(document, BlockKind.PARAGRAPH)


def test_a_raised_figure_is_a_mark_only_where_it_points_at_a_reference(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        article(
            "<h1>Walking</h1><p>Pain fell within a year<sup><a href='#r2'>2</a></sup> in adults of 30 kg/m<sup>2</sup>,"
            " with 10<sup>9</sup> cells<a href='#r1'>[1]</a>.</p><h2>References</h2><ol>"
            "<li id='r1'>Doe J. Walking in adults with pain. Spine Lett. 2019;3:1-9. "
            "<a href='https://doi.org/10.1000/xyz'>DOI</a> [<a href='/g'>Google Scholar</a>]</li>"
            "<li id='r2'>Li W. Rest in bed for back pain. Spine Lett. 2020;4:1-9.</li></ol>"
        ),
    )
    assert [m.keys for m in document.marks] == [("r2",), ("r1",)]
    assert "kg/m2, with 10⁹ cells" in document.text
    assert [(r.key, r.year, r.doi) for r in document.references] == [("r1", 2019, "10.1000/xyz"), ("r2", 2020, "")]
    assert "Google Scholar" not in document.text
    assert blocks(document, BlockKind.REFERENCE)[0].endswith("2019;3:1-9.")


def test_cells_of_a_table_have_their_row_column_and_reach(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        article(
            "<h1>Walking</h1><p>Pain fell.</p><table><caption>Table 2. Pain by week</caption><thead><tr>"
            "<th rowspan=2>Arm</th>"
            "<th colspan=2>Weeks</th></tr><tr><th>6</th><th>12</th></tr></thead><tbody>"
            "<tr><td>Walk</td><td>3.1 <div>(1.0)</div></td><td></td></tr></tbody></table>"
        ),
    )
    table = document.tables[0]
    assert table.label == "Table 2"
    seen = {(c.row, c.column): (c.span.of(document.text), c.rows, c.columns, c.header) for c in table.cells}
    assert seen == {
        (1, 1): ("Arm", 2, 1, True),
        (1, 2): ("Weeks", 1, 2, True),
        (2, 2): ("6", 1, 1, True),
        (2, 3): ("12", 1, 1, True),
        (3, 1): ("Walk", 1, 1, False),
        (3, 2): ("3.1 (1.0)", 1, 1, False),
    }


def test_what_the_head_says_of_the_source_is_known(tmp_path: Path) -> None:
    head = (
        "<title>Walking - Spine Letters</title><meta name='citation_title' content='Walking for back pain'>"
        "<meta name='citation_author' content='Doe, Jane'><meta name='citation_author' content='Wei Li'>"
        "<meta name='citation_journal_title' content='Spine Letters'><meta name='DC.Date' content='2019-05-03'>"
        "<meta name='citation_doi' content='doi:10.1000/xyz.'><link rel='canonical' href='https://example.org/a'>"
        "<link rel='license' href='https://creativecommons.org/licenses/by-nc/4.0/'>"
    )
    source = read(tmp_path, article("<p>Walking lowered pain in sixty adults.</p>", head)).source
    assert (source.title, source.authors, source.year) == ("Walking for back pain", ("Jane Doe", "Wei Li"), 2019)
    assert (source.journal, source.doi, source.url) == ("Spine Letters", "10.1000/xyz", "https://example.org/a")
    assert source.licence == "CC BY-NC 4.0"


@pytest.mark.parametrize(
    ("declared", "encoding"), [("iso-8859-1", "cp1252"), ("windows-1250", "cp1250"), ("utf-16", "utf-8")]
)
def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path, declared: str, encoding: str) -> None:
    html = f"<html><head><meta charset='{declared}'></head><body><p>Pain fell – “less” šedá.</p></body></html>"
    text = "Pain fell – “less” šedá."
    document = read(tmp_path, html.encode(encoding))
    assert document.text == text
    assert dict(document.reader.versions)["encoding"] == encoding


def test_nothing_is_loaded_and_no_script_or_hidden_text_is_read(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        article(
            "<h1>Rest</h1><p>Rest did not help.</p><p style='color:red; display : NONE'>Opioids cure.</p>"
            "<span hidden>Opioids cure.</span><script src='http://127.0.0.1:9/x.js'>Opioids cure.</script>"
            "<iframe src='http://127.0.0.1:9/'></iframe><svg><text>Opioids cure.</text></svg>"
        ),
    )
    assert document.text == "Rest\n\nRest did not help."


def test_control_characters_in_names_and_values_do_no_harm(tmp_path: Path) -> None:
    body = "<p a\x01b='c\x02d' id='e\x03f'>Rest did &#1;not help.\x04</p>"
    assert read(tmp_path, article(body)).text == "Rest did not help."


def test_a_page_without_text_of_its_own_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="save it as PDF"):
        read(tmp_path, "<!DOCTYPE html><html><body><div id='app'></div><script>render()</script></body></html>")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000 + "deep",
        "<table><tr><td>" * 50_000,
        "<p " + "a" * 3_000_000 + "='x'>text",
        "<p class='" + "x " * 1_500_000 + "'>text</p>",
        "<p>" + "word " * 600_000,
        "<table>" + "<tr>" + "<td rowspan=65000 colspan=65000>x</td>" * 3000 + "</tr></table>",
        "<!-- " * 300_000,
        "<a href='#a'>x</a>" * 100_000,
        "<br>" * 200_000,
        "".join(f"<p>Paragraph number {n} says little.</p>" for n in range(16_000)),
    ],
    ids="divisions bold tables attribute class line spans comments links breaks paragraphs".split(),
)
def test_a_page_made_to_hurt_is_read_or_refused_soon(tmp_path: Path, html: str) -> None:
    start = time.process_time()
    kind, told = outcome_of(tmp_path, "page.html", f"<!DOCTYPE html><html><body>{html}</body></html>".encode())
    assert kind in ("document", "refused"), told
    assert time.process_time() - start < 20


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="too deep"):
        read(tmp_path, "<html><body>" + "<div>" * 100_000 + "text")
