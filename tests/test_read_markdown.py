"""What a reader of a Markdown page finds in the stored text."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, SourceType
from corpus.errors import ReadError
from corpus.read_markdown import MarkdownReader
from corpus.reading import assemble

FRONT = """---
title: Warm packs for backs
authors: [Ada Okafor, Kofi Mensah]
year: 2019
journal: Back J
doi: 10.1000/backs.1
pmid: 01234567
licence: CC BY 4.0
source_type: systematic_review
population: adults with acute back pain
citation: Okafor A, Mensah K. Warm packs. Back J 2019.
digest: true
written_from: the abstract
related: [x]
---
"""


def read(text: str) -> Document:
    """The document of a Markdown text."""
    data = text.encode()
    return assemble(MarkdownReader().read(data, "m.md"), data=data, path="m.md")


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    """Kind and text of every block."""
    return [(b.kind, b.span.of(document.text)) for b in document.blocks]


def test_front_matter_becomes_the_source() -> None:
    source = read(FRONT + "# Warm packs for backs\n\nText.\n").source
    assert (source.title, source.authors, source.year) == ("Warm packs for backs", ("Ada Okafor", "Kofi Mensah"), 2019)
    assert (source.doi, source.licence, source.journal) == ("10.1000/backs.1", "CC BY 4.0", "Back J")
    assert source.source_type is SourceType.SYSTEMATIC_REVIEW
    assert (source.digest, source.written_from) == (True, "the abstract")
    assert source.population == "adults with acute back pain"
    assert source.citation.startswith("Okafor A")


def test_a_title_that_only_the_front_matter_gives_is_shown() -> None:
    assert blocks(read(FRONT + "Text.\n"))[0] == (BlockKind.TITLE, "Warm packs for backs")


def test_marks_are_gone_and_every_block_has_its_kind() -> None:
    text = (
        "# Title\n\n## Harms\n\nSome **bold** and *thin* `code`\nwrapped [link](http://x.example).\n\n"
        "- one\n- two\n  goes on\n\n"
        "| a | b |\n|---|---|\n| 1 | **2** |\n\n```\nfenced  text\n```\n\n> quoted\n\n## References\n\n"
        "1. Okafor A. 2019.\n"
    )
    assert blocks(read(text)) == [
        (BlockKind.TITLE, "Title"),
        (BlockKind.HEADING, "Harms"),
        (BlockKind.PARAGRAPH, "Some bold and thin code wrapped link."),
        (BlockKind.ITEM, "one"),
        (BlockKind.ITEM, "two goes on"),
        (BlockKind.TABLE, "a\tb\n1\t2"),
        (BlockKind.PARAGRAPH, "fenced text"),
        (BlockKind.PARAGRAPH, "quoted"),
        (BlockKind.HEADING, "References"),
        (BlockKind.REFERENCE, "Okafor A. 2019."),
    ]


def test_html_stays_as_its_characters_and_comments_go() -> None:
    text = read("# T\n\nA <b>bold</b> claim<!-- hidden --> here.\n\n<script>alert(1)</script>\n").text
    assert "A <b>bold</b> claim here." in text
    assert "<script>alert(1)</script>" in text
    assert "hidden" not in text


@pytest.mark.parametrize("front", ["---\ntitle: [open\n---\n", "---\n- a\n- b\n---\n", "---\nplain words\n---\n"])
def test_broken_front_matter_is_read_as_text_and_logged(front: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        document = read(front + "\nText.\n")
    assert document.text.endswith("Text.")
    assert len(document.text) > len("Text.")
    assert "front matter" in caplog.text


@pytest.mark.parametrize(
    "line", ["year: soon", "source_type: gossip", "authors: 7", "title: {a: b}", "year: 2019-05-03"]
)
def test_odd_values_in_the_front_matter_do_no_harm(line: str) -> None:
    assert read(f"---\n{line}\n---\nText.\n").text.endswith("Text.")


def test_a_thread_saved_as_markdown_is_still_a_forum() -> None:
    post = "I wore warm packs at work for two winters and I would do it again, whatever my doctor says of them."
    box = "ada\nSenior Member\nJoined\nMar 3, 2011"
    thread = f"Warm packs?\n\n{box}\n\n{post}\n\nada said:\n{post}\n\nMine only got tepid.\n"
    document = read(thread)
    assert document.source.source_type is SourceType.FORUM
    assert (BlockKind.REPEAT, post) in blocks(document)


def test_front_matter_builds_no_objects() -> None:
    assert "!!python" in read("---\ntitle: !!python/object/apply:os.system ['true']\n---\nText.\n").text


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(f"---\n{text}\n---\n{text}")
        read(text)
    except (ReadError, UnicodeEncodeError):
        return


def test_a_footnote_is_kept_and_its_mention_is_a_raised_number() -> None:
    document = read(
        "# Heat\n\nPain fell to 34[^who] of 60[^2].\n\n[^2]: All who *stayed*,\n    at six weeks.\n"
        "[^who]: Adults only.\n\n"
        "```\nx[^2]\n[^2]: code\n```\n\nNo such note[^9].\n"
    )
    assert blocks(document)[1:] == [
        (BlockKind.PARAGRAPH, "Pain fell to 34¹ of 60²."),
        (BlockKind.PARAGRAPH, "x[^2] [^2]: code"),
        (BlockKind.PARAGRAPH, "No such note[^9]."),
        (BlockKind.FOOTNOTE, "2 All who stayed, at six weeks."),
        (BlockKind.FOOTNOTE, "1 Adults only."),
    ]
