"""Small whole files of every kind that is read, made here, for the fuzzer to spoil. Their texts are invented."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_STYLES = (
    f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="U1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="U2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="U2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style></w:styles>'
)
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Draft 3</dc:title><dc:creator>Jane Doe; Wei Li</dc:creator>'
    "</cp:coreProperties>"
)


def zipped(members: Mapping[str, str | bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members; one called "mimetype" is stored unpacked, as books want it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as file:
        for name, data in members.items():
            # A fixed time makes the same members the same bytes.
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else level
            file.writestr(info, data)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file of this body, in `w:` elements; `parts` are further files of its folder by their bare name."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS,
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "docProps/core.xml": _CORE,
    }
    for name, text in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {_W}>{text}</w:{name}>"
    return zipped(members)


def epub(chapters: Mapping[str, str], metadata: str = "<dc:title>Backs</dc:title>") -> bytes:
    """A book of these chapters, each the inside of a `body`, by file name in reading order."""
    items = "".join(f'<item id="i{n}" href="{f}" media-type="application/xhtml+xml"/>' for n, f in enumerate(chapters))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
        f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    head = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": package,
            **{f"OEBPS/{f}": f"{head}<body>{body}</body></html>" for f, body in chapters.items()},
        }
    )


def pdf(lines: tuple[str, ...], *, packed: bool = True) -> bytes:
    """A PDF of one page with these lines, its text packed or plain, with its table of objects."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 72 720 Td {shown}ET".encode("latin-1")
    held, how = (zlib.compress(stream), b"/Filter /FlateDecode ") if packed else (stream, b"")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(held), held),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Walking for back pain) /Author (Jane Doe) >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begin = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begin)
    return bytes(out)


_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Walking | Site</title>
<meta name="citation_title" content="Walking for back pain"><meta name="citation_author" content="Doe, Jane">
<meta name="citation_doi" content="10.1000/xyz"></head><body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<main><article><h1>Walking for back pain</h1><p>Walking helped 34 of 60 adults<sup><a href="#r1">1</a></sup> with
BMI 30 kg/m<sup>2</sup>.</p><h2>Results</h2><ul><li>Pain fell.</li><li>Sleep did not change.<ol><li>At all.</li></ol>
</li></ul><table><caption>Table 1. Pain</caption><thead><tr><th rowspan="2">Arm</th><th colspan="2">Weeks</th></tr>
<tr><th>6</th><th>12</th></tr></thead><tbody><tr><td>Walk</td><td>3.1</td><td>2.0</td></tr></tbody></table>
<figure><img src="x.png" alt="x"><figcaption>Figure 1. Flow</figcaption></figure><h2>References</h2><ol>
<li id="r1">Doe J, Li W. Walking in adults with pain. Spine Lett. 2019;3:1-9. <a href="https://doi.org/10.1/a">DOI</a>
</li></ol></article></main><footer>All rights reserved</footer><script>alert("x")</script></body></html>"""
_ARTICLE = """<?xml version="1.0"?><!DOCTYPE article><article article-type="research-article"><front><journal-meta>
<journal-title-group><journal-title>Spine Lett</journal-title></journal-title-group></journal-meta><article-meta>
<title-group><article-title>Walking: a randomised trial</article-title></title-group><contrib-group><contrib
contrib-type="author"><name><surname>Doe</surname><given-names>J</given-names></name></contrib></contrib-group>
<abstract><p>Adults walked.</p></abstract></article-meta></front><body><sec><title>Methods</title><p>We asked 60 adults
<xref ref-type="bibr" rid="B1">1</xref>.</p><table-wrap><label>Table 1</label><caption><p>Pain</p></caption><table><tr>
<th rowspan="2">Arm</th><td colspan="2">x</td></tr><tr><td>1</td><td>2</td></tr></table></table-wrap></sec></body><back>
<ref-list><ref id="B1"><label>1</label><mixed-citation>Doe J. Rest. 2019.</mixed-citation></ref></ref-list></back>
</article>"""
_THREAD = """<!DOCTYPE html><html><head><title>Walking | Backs</title><meta name="generator" content="phpBB">
<script type="application/ld+json">{"@type": "DiscussionForumPosting", "comment": [{"@type": "Comment", "text": "x"}]}
</script></head><body id="phpbb"><div class="post"><p class="author">by <a class="username">jdoe</a> on May 3, 2020</p>
<div class="postbody"><div class="content">I walked for a year and it went away.</div></div></div><div class="post">
<p class="author">by <a class="username">wli</a> on May 4, 2020</p><div class="postbody"><div class="content">
<blockquote><cite>jdoe wrote:</cite>I walked for a year and it went away.</blockquote>Mine did not.</div></div></div>
</body></html>"""
_MARKDOWN = """---
title: Walking for back pain
year: 2020
---
# Walking for back pain

Walking **helped** [34 of 60](https://example.org) adults, `p = 0.03`.

- pain
  1. at night
> quoted

| arm | pain |
|-----|------|
| walk | 3.1 |

## References

1. Doe J. Walking. 2019.
"""
_PLAIN = """Walking for back pain

Methods

We asked 60 adults to walk. They were randomly
assigned to walking or rest.

1. Pain fell.
2. Sleep did not change.

Arm    Pain   Sleep
Walk   3.1    4.0
Rest   3.9    4.1

Posted by jdoe on 3 May 2020
> I walked for a year and it went away.
"""
WORD_BODY = (
    '<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Walking for back pain</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="U1"/></w:pPr><w:r><w:t>Results</w:t></w:r></w:p>'
    '<w:p><w:r><w:t>Pain fell in 34 of 60 adults.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Walk.</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Daily.</w:t></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Arm</w:t></w:r></w:p></w:tc></w:tr>'
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Walk</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>3.1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    "<w:tc><w:p><w:r><w:t>3.9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
WORD_NOTE = '<w:footnote w:id="2"><w:p><w:r><w:t>After 12 weeks.</w:t></w:r></w:p></w:footnote>'


def own_seeds() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of one or two small whole files of each kind."""
    lines = ("Walking for back pain", "Methods", "We asked 60 adults to walk.", "Pain fell by 1.3 points (p = 0.03).")
    yield "plain.pdf", pdf(lines, packed=False)
    yield "packed.pdf", pdf(lines)
    yield "article.nxml", _ARTICLE.encode()
    yield "page.html", _PAGE.encode()
    yield "thread.html", _THREAD.encode()
    yield "letter.docx", docx(WORD_BODY, footnotes=WORD_NOTE)
    yield "book.epub", epub({"a.xhtml": "<h1>One</h1><p>Walk.</p>", "b.xhtml": "<h1>Two</h1><p>Rest<br/>less.</p>"})
    yield "notes.md", _MARKDOWN.encode()
    yield "notes.txt", _PLAIN.encode()
    yield "wide.txt", _PLAIN.encode("utf-16")


def seeds_in(folder: Path, largest: int) -> Iterator[tuple[str, bytes]]:
    """The files in a folder and those under it, up to `largest` bytes each."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and 0 < path.stat().st_size <= largest:
            yield path.name, path.read_bytes()
