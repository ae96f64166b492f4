"""Any file a user may add: read by what it is, or refused in one line with the next step."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import SourceType
from corpus.errors import EmptyFile, ReadError, TooLarge, Unreadable, Unsupported
from corpus.read import MAX_TEXT_BYTES, kind_of, read_document

JATS = (
    b"<article><front><article-meta><title-group>"
    b"<article-title>Traction: a randomised trial</article-title></title-group>"
    b"</article-meta></front><body><sec><title>Methods</title><p>Adults were randomly assigned.</p></sec>"
    b"</body></article>"
)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file of this name and content."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.txt", b"\n\n%PDF-1.4\n", "pdf"),
        ("a.txt", JATS, "jats"),
        ("a.pdf", b"\xef\xbb\xbf<?xml version='1.0'?><article/>", "jats"),
        ("a.md", '<?xml version="1.0" encoding="UTF-16"?><article/>'.encode("utf-16"), "jats"),
        ("a.nxml", b"<!DOCTYPE article PUBLIC 'x' 'y'><article/>", "jats"),
        ("a.md", b"# Title", "markdown"),
        ("a.MARKDOWN", b"# Title", "markdown"),
        ("a.txt", b"<!DOCTYPE html><p>x", "html"),
        ("a.txt", b"\n<html lang='en'>", "html"),
        ("a.xml", b"<?xml version='1.0'?><!-- a --><html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        ("a.html", b"<article class='x'><h1>Rest</h1></article>", "html"),
        ("a.html", b"<article article-type='other'><front/></article>", "jats"),
        ("a.htm", b"Rest.", "html"),
        ("a.txt", b"Title", "text"),
        ("README", b"Title", "text"),
    ],
)
def test_a_file_is_read_by_what_it_is(name: str, data: bytes, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "step"),
    [
        (b"PK\x03\x04rest", "damaged or cut-off zip"),
        (b"\xd0\xcf\x11\xe0rest", r"save it as \.docx or PDF"),
        (b"{\\rtf1 hello}", "PDF or plain text"),
        (b"\x89PNG\r\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"\x1f\x8b\x08", "unpack"),
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org\n", "save the page as HTML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "save the page as HTML"),
    ],
)
def test_a_kind_that_none_reads_is_refused_with_the_next_step(tmp_path: Path, data: bytes, step: str) -> None:
    with pytest.raises((Unsupported, Unreadable), match=step):
        read_document(saved(tmp_path, "a.txt", data))


def test_data_and_programs_are_refused_by_their_ending(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match=r"rename it to \.txt"):
        read_document(saved(tmp_path, "a.csv", b"a,b\n1,2\n"))


def test_an_article_with_the_wrong_ending_is_read_and_classified(tmp_path: Path) -> None:
    document = read_document(saved(tmp_path, "article.txt", JATS))
    assert document.reader.name == "jats"
    assert document.source.source_type is SourceType.TRIAL
    assert "randomised" in document.source.source_type_reason


def test_what_the_front_matter_states_is_not_overruled(tmp_path: Path) -> None:
    text = b"---\nsource_type: news\n---\n# A randomised trial\n\nAdults were randomly assigned.\n"
    assert read_document(saved(tmp_path, "a.md", text)).source.source_type is SourceType.NEWS


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    one, two = (read_document(saved(tmp_path, name, JATS)) for name in ("a.xml", "b.xml"))
    assert (one.id, one.text, one.blocks) == (two.id, two.text, two.blocks)


def test_a_hundred_megabytes_of_zeros_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "zeros.txt"
    with path.open("wb") as file:
        file.truncate(2 * MAX_TEXT_BYTES)
    start = time.perf_counter()
    with pytest.raises(TooLarge, match="limit is 50 MB"):
        read_document(path)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b""), ("a.xml", b""), ("a.pdf", b""), ("a.md", b" \n "), ("a.txt", b"\n\t")]
)
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_document(saved(tmp_path, name, data))


def test_a_folder_a_missing_file_and_a_forbidden_one_are_explained(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="folder"):
        read_document(tmp_path)
    with pytest.raises(Unreadable, match="not there"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(Unreadable, match="check the name"):
        read_document(tmp_path / ("x" * 5000))


def test_a_file_one_may_not_read_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "a.txt", b"text")

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unreadable, match="Permission denied"):
        read_document(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable, match="plain file"):
        read_document(tmp_path / "pipe.txt")


def test_junk_after_a_text_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="look like text"):
        read_document(saved(tmp_path, "a.txt", bytes(range(256)) * 50))


SEEDS = st.sampled_from(
    [JATS, b"---\ntitle: x\n---\n# T\n", b"<?xml version='1.0'?>", b"Joined\nMessages\n", b"%PDF-1.4\n", b"\xff\xfe"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    seed=SEEDS,
    junk=st.binary(max_size=200),
    at=st.integers(0, 300),
    name=st.sampled_from(["a.xml", "a.md", "a.txt", "a"]),
)
def test_whatever_the_bytes_only_a_read_error_escapes(
    tmp_path: Path, seed: bytes, junk: bytes, at: int, name: str
) -> None:
    try:
        document = read_document(saved(tmp_path, name, seed[:at] + junk + seed[at:]))
    except ReadError:
        return
    for block in document.blocks:
        assert block.span.of(document.text).strip()
