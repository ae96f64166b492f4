"""What a reader of a journal article in JATS finds in the stored text."""

from __future__ import annotations

import unicodedata

import pytest
from lxml import etree

from corpus.document import BlockKind, SourceType
from corpus.errors import EmptyFile, ReadError, Unreadable, Unsupported
from corpus.read_jats import JatsReader
from tests.jats_articles import HEAD, article, paragraph, read, texts


def test_the_front_matter_becomes_the_source() -> None:
    source = read(article("<p>Text.</p>")).source
    assert source.title == "Heat for acute back pain: a randomised trial"
    assert source.authors == ("Ada B Okafor", "Heat Group")
    assert (source.year, source.journal) == (2019, "Annals of Backs")
    assert (source.doi, source.pmid, source.pmcid) == ("10.1000/backs.1", "12345678", "PMC7654321")
    assert source.licence == "CC BY-NC 4.0"
    assert not source.retracted


def test_sections_keep_their_levels_and_structured_abstracts_their_headings() -> None:
    document = read(
        article("<sec><label>1</label><title>Methods</title><sec><title>Dose</title><p>Ten.</p></sec></sec>")
    )
    found = [(s.title, s.level) for s in document.sections]
    assert found[:5] == [("Abstract", 1), ("Methods", 2), ("Results", 2), ("1 Methods", 1), ("Dose", 2)]
    assert {"Acknowledgements", "References", "Competing interests", "Funding"} <= {t for t, _ in found}


def test_statements_of_interest_and_funding_can_be_cited_and_addresses_cannot() -> None:
    document = read(article("<p>Text.</p>"))
    paragraphs = texts(document, BlockKind.PARAGRAPH)
    assert "The authors declare none." in paragraphs
    assert "Paid by the Back Fund." in paragraphs
    assert "We thank the patients." in paragraphs
    matter = " ".join(texts(document, BlockKind.MATTER))
    assert "1 Back Clinic Ghana" in matter
    assert "ada@example.org" in matter


def test_each_reference_is_one_block_and_reads_as_one() -> None:
    assert texts(read(article("<p>Text.</p>")), BlockKind.REFERENCE) == [
        "1 Mensah K, Addo Y. Cold for backs. Back J. 2011;3:7–9.",
        "2 Boateng L. Warm rooms. Back J 2012;4:1.",
    ]


MARK = '<xref ref-type="bibr" rid="r{0}"><sup>{0}</sup></xref>'


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        (f"in one year{MARK.format(12)} of", "in one year¹² of"),
        (f"a dose of 0.5{MARK.format(12)} of", "a dose of 0.5¹² of"),
        ('in use.<sup><xref ref-type="bibr">7</xref>,<xref ref-type="bibr">8</xref></sup> The', "in use.⁷,⁸ The"),
        ('in use [<xref ref-type="bibr">7</xref>,<xref ref-type="bibr">8</xref>].', "in use [7,8]."),
        ('in use.[<xref ref-type="bibr">10</xref><xref ref-type="bibr">11</xref>]', "in use.[10 11]"),
        ('in use<xref ref-type="bibr">7</xref>.', "in use⁷."),
        ('by <xref ref-type="bibr">Mensah et al. 2011</xref> too', "by Mensah et al. 2011 too"),
        ("10<sup>9</sup>/L", "10⁹/L"),
        ("p&lt;10<sup>−3</sup>", "p<10⁻³"),
        ("30 kg/m<sup>2</sup>, FEV<sub>1</sub>", "30 kg/m2, FEV1"),
        ("χ<sup>2</sup>0.49", "χ²0.49"),
        ("the 45<sup>th</sup> minute", "the 45th minute"),
    ],
)
def test_raised_figures_never_change_a_number_or_a_word(inside: str, printed: str) -> None:
    assert paragraph(f"<p>{inside}</p>") == printed


def test_tables_keep_rows_and_cells_and_their_notes() -> None:
    document = read(
        article(
            "<p>See <xref ref-type='table'>Table 1</xref>.<table-wrap><label>Table 1</label><caption>"
            "<p>Pain</p></caption>"
            "<table><thead><tr><th/><th>Heat</th></tr></thead><tbody><tr><td>Day 1</td>"
            "<td>2.1<break/>(0.4)</td></tr></tbody>"
            "</table><table-wrap-foot><fn><label>a</label><p>Mean.</p></fn></table-wrap-foot>"
            "</table-wrap> More text.</p>"
        )
    )
    assert texts(document, BlockKind.TABLE) == ["\tHeat\nDay 1\t2.1 (0.4)"]
    assert "Table 1 Pain" in texts(document, BlockKind.CAPTION)
    assert texts(document, BlockKind.FOOTNOTE) == ["a Mean."]
    assert "See Table 1. More text." in texts(document, BlockKind.PARAGRAPH)


def test_lists_figures_and_boxes_are_blocks_of_their_own() -> None:
    document = read(
        article(
            "<p>Two things:<list><list-item><label>1.</label><p>Heat</p></list-item><list-item><p>Rest</p>"
            "</list-item></list>"
            "then home.</p><fig><label>Fig 1</label><caption><title>Flow.</title><p>Of patients.</p>"
            "</caption><graphic/></fig>"
            "<boxed-text><caption><title>Key points</title></caption><p>Heat helps.</p></boxed-text>"
        )
    )
    assert texts(document, BlockKind.ITEM) == ["1. Heat", "Rest"]
    assert texts(document, BlockKind.CAPTION)[:2] == ["Fig 1 Flow.", "Of patients."]
    assert {"Two things:", "then home.", "Heat helps.", "Key points"} <= set(texts(document, BlockKind.PARAGRAPH))


def test_lines_of_a_cell_stay_apart_also_where_the_file_has_no_space_between() -> None:
    cell = "Dose<p>10 mg</p>daily<list><list-item><p>1.2</p></list-item><list-item><p>0.9</p></list-item></list>"
    document = read(article(f"<table-wrap><table><tr><td>{cell}</td><td>x</td></tr></table></table-wrap>"))
    assert texts(document, BlockKind.TABLE) == ["Dose 10 mg daily 1.2 0.9\tx"]


def test_notes_before_the_body_and_behind_a_reference_and_captions_of_pictures_are_read() -> None:
    notes = "<notes><title>Data availability</title><p>All data are in the file.</p></notes></front>"
    back = (
        "<back><fn-group><fn fn-type='conflict'><label>*</label><p>None declared.</p></fn></fn-group><ref-list><ref>"
        "<mixed-citation>Doe J. Rest. 2019.</mixed-citation><note><p>In French.</p></note></ref></ref-list></back>"
    )
    picture = "<graphic><label>Plate 1</label><caption><p>The hall.</p></caption></graphic>"
    document = read(article(picture, head=HEAD.replace("</front>", notes), back=back))
    assert "All data are in the file." in texts(document, BlockKind.PARAGRAPH)
    assert texts(document, BlockKind.REFERENCE) == ["Doe J. Rest. 2019. In French."]
    assert texts(document, BlockKind.CAPTION) == ["Plate 1 The hall."]
    assert "*" not in document.text


def test_of_a_formula_the_readable_form_is_kept_once() -> None:
    both = (
        "<p>so <inline-formula><alternatives><tex-math>\\documentclass{x}\\begin{document}"
        "$$x^2$$\\end{document}</tex-math>"
        "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>=</mml:mo><mml:mfrac>"
        "<mml:mn>1</mml:mn>"
        "<mml:mn>4</mml:mn></mml:mfrac></mml:math></alternatives></inline-formula> holds</p>"
    )
    assert paragraph(both) == "so x²=1/4 holds"
    tex = (
        "<p><inline-formula><tex-math>\\documentclass{x}\\begin{document}$y$\\end{document}</tex-math>"
        "</inline-formula></p>"
    )
    assert paragraph(tex) == "y"


def test_nothing_of_abstract_and_body_is_lost() -> None:
    body = (
        "<p>One <bold>two</bold><fn><p>Note.</p></fn> three.</p>loose<sec><title>T</title><disp-quote>"
        "<p>Said</p><attrib>she</attrib>"
        "</disp-quote><def-list><def-item><term>CI</term><def><p>interval</p></def></def-item></def-list><unknown>kept"
        "<p>inner</p></unknown><sec><p>deep<disp-formula><label>(1)</label>a+b</disp-formula></p></sec></sec>"
        "<supplementary-material><label>S1</label><caption><p>Data</p></caption></supplementary-material>"
    )
    data = article(body)
    stored = "".join(unicodedata.normalize("NFKC", read(data).text).split())
    root = etree.fromstring(data)
    for part in ("abstract", "body"):
        for piece in root.iter(part).__next__().itertext():
            assert "".join(piece.split()) in stored


def test_an_external_dtd_and_named_characters_are_tolerated() -> None:
    assert paragraph("<p>20&nbsp;mg &alpha; &ndash; &#x3b2;</p>") == "20 mg α – β"


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha">',
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p; <!ENTITY a "x">',
    ],
)
def test_entities_of_the_file_itself_are_refused(declared: str) -> None:
    data = f"<!DOCTYPE article [{declared}]><article><body><p>&a;</p></body></article>".encode()
    with pytest.raises(Unreadable, match="entity"):
        JatsReader().read(data, "bomb.xml")


def test_a_file_cut_short_is_refused_with_its_line() -> None:
    data = article("<p>One.</p>\n<p>Two.</p>")
    with pytest.raises(Unreadable, match=r"line \d+"):
        JatsReader().read(data[: len(data) // 2], "cut.nxml")


@pytest.mark.parametrize("data", [b"<note>hi</note>", b"<PubmedArticleSet/>", b"<pmc-articleset/>"])
def test_xml_that_is_no_article_is_refused_with_the_next_step(data: bytes) -> None:
    with pytest.raises(Unsupported, match="PDF"):
        JatsReader().read(data, "note.xml")


def test_an_article_in_the_wrapper_of_a_download_is_read_and_two_are_refused() -> None:
    one = "<article><front><article-meta/></front><body><p>Text.</p></body></article>"
    assert read(f"<pmc-articleset>{one}</pmc-articleset>".encode()).text == "Text."
    with pytest.raises(Unsupported, match="2 articles"):
        read(f"<pmc-articleset>{one}{one}</pmc-articleset>".encode())


def test_a_namespace_of_its_own_changes_nothing() -> None:
    plain = "<article><body><sec><title>A</title><p>Text.</p></sec></body></article>"
    spaced = plain.replace("<article>", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/">')
    assert read(spaced.encode()).text == read(plain.encode()).text


def test_nesting_without_end_is_refused() -> None:
    deep = "<sec>" * 200 + "<p>x</p>" + "</sec>" * 200
    with pytest.raises(ReadError, match="deep"):
        read(article(deep))


def test_nothing_in_it_is_an_empty_file() -> None:
    for data in (b"", b" \n\t "):
        with pytest.raises(EmptyFile):
            JatsReader().read(data, "e.xml")


@pytest.mark.parametrize(
    ("title", "related", "expected"),
    [
        ("RETRACTED: Heat for backs", "", True),
        ("Heat", '<related-article related-article-type="retraction-forward"/>', True),
        ("Retraction: Heat", '<related-article related-article-type="retracted-article"/>', False),
    ],
)
def test_a_retracted_article_is_marked(title: str, related: str, expected: bool) -> None:
    meta = f"<title-group><article-title>{title}</article-title></title-group>{related}"
    data = f"<article><front><article-meta>{meta}</article-meta></front><body><p>x</p></body></article>"
    assert read(data.encode()).source.retracted is expected


def test_what_the_file_states_of_its_kind_is_taken() -> None:
    data = b'<article article-type="editorial"><front><article-meta/></front><body><p>x</p></body></article>'
    source = read(data).source
    assert source.source_type is SourceType.EDITORIAL
    assert "editorial" in source.source_type_reason


def test_a_letter_printed_with_an_article_is_a_part_of_its_own() -> None:
    inner = (
        '<sub-article article-type="reviewer-report"><front-stub><title-group><article-title>Report</article-title>'
        "</title-group></front-stub><body><p>I doubt it.</p></body></sub-article>"
    )
    data = article("<p>Text.</p>").replace(b"</article>", f"{inner}</article>".encode())
    document = read(data)
    part = document.part_at(document.text.index("I doubt it."))
    assert part is not None
    assert (part.title, "reviewer-report" in part.reason) == ("Report", True)
    assert document.part_at(document.text.index("Text.")) is None


RELATED = (
    '<related-article related-article-type="{}" ext-link-type="doi" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xlink:href="https://doi.org/10.1000/backs.9"><article-title>Heat</article-title></related-article>'
)


@pytest.mark.parametrize(
    ("kind", "related", "expected", "retracted"),
    [
        ("correction", RELATED.format("corrected-article"), "corrected-article", False),
        ("retraction", RELATED.format(""), "retracted-article", False),
        ("expression-of-concern", RELATED.format(""), "object-of-concern", False),
        ("research-article", RELATED.format("retraction-forward"), "retraction-forward", True),
        ("research-article", RELATED.format("commentary"), "commentary", False),
        ("retracted-article", RELATED.format("companion"), "companion", True),
    ],
)
def test_what_a_file_says_of_another_work_is_known(kind: str, related: str, expected: str, retracted: bool) -> None:
    data = (
        f'<article article-type="{kind}"><front><article-meta>{related}</article-meta></front><body><p>x</p></body>'
        "</article>"
    )
    source = read(data.encode()).source
    assert [(r.kind, r.doi, r.title) for r in source.relations] == [(expected, "10.1000/backs.9", "Heat")]
    assert source.retracted is retracted


def test_a_related_work_without_an_identifier_is_left_out() -> None:
    related = '<related-article related-article-type="companion" vol="2" page="e1"/>'
    data = f"<article><front><article-meta>{related}</article-meta></front><body><p>x</p></body></article>"
    assert read(data.encode()).source.relations == ()
