"""Articles in JATS of our own making, whole but for what a test puts into them."""

from __future__ import annotations

from corpus.document import BlockKind, Document
from corpus.read_jats import JatsReader
from corpus.reading import assemble

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.2 20190208//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
 article-type="research-article">
<front><journal-meta><journal-title-group><journal-title>Annals of Backs</journal-title></journal-title-group>
</journal-meta>
<article-meta><article-id pub-id-type="pmid">12345678</article-id><article-id pub-id-type="pmc">7654321</article-id>
<article-id pub-id-type="doi">10.1000/backs.1</article-id>
<article-categories><subj-group subj-group-type="heading"><subject>Research</subject></subj-group></article-categories>
<title-group><article-title>Heat for <italic>acute</italic> back pain</article-title>
<subtitle>a randomised trial</subtitle></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Okafor</surname><given-names>Ada B</given-names></name>
<xref ref-type="aff" rid="a1"><sup>1</sup></xref></contrib><contrib contrib-type="author">
<collab>Heat Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Redact</surname><given-names>E</given-names></name></contrib>
</contrib-group>
<aff id="a1"><label>1</label><institution>Back Clinic</institution><country>Ghana</country></aff>
<author-notes><corresp>Write to ada@example.org</corresp>
<fn fn-type="COI-statement"><p>The authors declare none.</p></fn></author-notes>
<pub-date pub-type="epub"><year>2018</year></pub-date><pub-date pub-type="ppub"><year>2019</year></pub-date>
<volume>4</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
<permissions><copyright-statement>© The authors</copyright-statement>
<license xlink:href="https://creativecommons.org/licenses/by-nc/4.0/"><license-p>Open access.</license-p>
</license></permissions>
<abstract><sec><title>Methods</title><p>We randomly assigned 40 adults.</p></sec>
<sec><title>Results</title><p>Pain fell by 2.1 points.</p></sec></abstract>
<funding-group><funding-statement>Paid by the Back Fund.</funding-statement></funding-group></article-meta></front>"""
BACK = """<back><ack><p>We thank the patients.</p></ack><ref-list><title>References</title>
<ref><label>1</label><element-citation><person-group><name><surname>Mensah</surname><given-names>K</given-names></name>
<name><surname>Addo</surname><given-names>Y</given-names></name></person-group>
<article-title>Cold for backs</article-title>
<source>Back J</source><year>2011</year><volume>3</volume><fpage>7</fpage><lpage>9</lpage></element-citation></ref>
<ref><label>2</label><mixed-citation><name><surname>Boateng</surname> <given-names>L</given-names></name>. Warm rooms.
<source>Back J</source> 2012;4:1.</mixed-citation></ref></ref-list></back>"""


def article(body: str, *, head: str = HEAD, back: str = BACK) -> bytes:
    """An article with this body."""
    return f"{head}<body>{body}</body>{back}</article>".encode()


def read(data: bytes) -> Document:
    """The document of an article."""
    return assemble(JatsReader().read(data, "a.nxml"), data=data, path="a.nxml")


def texts(document: Document, kind: BlockKind) -> list[str]:
    """The texts of all blocks of a kind."""
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


def paragraph(body: str) -> str:
    """The last paragraph of the body's section."""
    document = read(article(f"<sec><title>S</title>{body}</sec>", back=""))
    section = next(s for s in document.sections if s.title == "S")
    kinds = [b for b in document.blocks if section.span.covers(b.span) and b.kind is BlockKind.PARAGRAPH]
    return kinds[0].span.of(document.text)
