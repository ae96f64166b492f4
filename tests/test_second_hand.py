"""A statement that rests on somebody else's result says so, and whether that work is in the library too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Mode, OtherWork, Support
from assistant.compose import cite
from assistant.naming import full_citation
from assistant.report import as_json, as_text
from assistant.second_hand import SECOND_HAND, with_others
from assistant.verify import problem_with
from assistant.web import panel, render
from corpus.document import BlockKind, Reader, Reference, Source, SourceType, Span
from corpus.reading import Piece, RawBlock, RawCell, Reading, assemble
from index.cited import Cited
from index.library import Library

HELD = """---
title: Heat packs for tired backs of porters
doi: 10.1000/heat.1
year: 2011
---
# Results

Heat eased pain.
"""
CITING = """<article><front><article-meta><title-group><article-title>Cold for backs</article-title></title-group>
</article-meta></front><body><sec><title>Discussion</title>
<p>Mensah et al. <xref ref-type="bibr" rid="B1">1</xref> found that heat packs eased pain by 12 points.</p>
<p>Boateng et al. <xref ref-type="bibr" rid="B2">2</xref> found that &lt;b&gt;rest&lt;/b&gt; did not.</p>
<p>Cold packs eased pain by 3 points in our trial.</p></sec>
<sec><title>Results</title><table-wrap><label>Table 2</label><caption><p>Pain</p></caption><table>
<tr><th>Arm</th><th>Points</th></tr><tr><td>Cold packs</td><td>3.5</td></tr></table></table-wrap></sec></body>
<back><ref-list>
<ref id="B1"><label>1</label><mixed-citation>Mensah K. Heat packs for tired backs of porters. Back J. 2011.
<pub-id pub-id-type="doi">10.1000/HEAT.1</pub-id></mixed-citation></ref>
<ref id="B2"><label>2</label><mixed-citation>Boateng L. Rest &lt;script&gt; for backs that ache. Back J. 2012.
</mixed-citation></ref></ref-list></back></article>"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A trial that cites two works, one of which is in the library."""
    folder = tmp_path_factory.mktemp("cited")
    (folder / "held.md").write_text(HELD, encoding="utf-8")
    (folder / "citing.nxml").write_text(CITING, encoding="utf-8")
    library = Library.open(folder / "library")
    list(library.add([folder / "held.md", folder / "citing.nxml"]))
    yield library
    library.close()


def claim_of(library: Library, quote: str) -> Claim:
    """A claim of the citing trial's sentence."""
    document = next(library.document(r.id) for r in library.documents() if r.title == "Cold for backs")
    start = document.text.index(quote)
    citation = cite(document, Span(start, start + len(quote)), document.source.source_type, 1)
    return with_others(Claim(quote, (citation,), Support.VERBATIM), library)


def answer_of(claim: Claim) -> Answer:
    return Answer("q?", "q?", (claim,), (), (), Mode.EXTRACTIVE, "i", {})


def others_of(library: Library, said: str) -> tuple[OtherWork, ...] | None:
    return claim_of(library, said).citations[0].others


def test_the_work_is_named_with_whether_it_is_in_the_library(library: Library) -> None:
    held = next(r.id for r in library.documents() if r.title.startswith("Heat packs"))
    (heat,) = others_of(library, "Mensah et al. 1 found that heat packs eased pain by 12 points.") or ()
    assert (heat.document_id, heat.digest) == (held, False)
    assert heat.entry.startswith("1 Mensah K. Heat packs")
    (rest,) = others_of(library, "Boateng et al. 2 found that <b>rest</b> did not.") or ()
    assert rest.document_id == ""


def test_a_sources_own_result_is_not_told_apart(library: Library) -> None:
    assert others_of(library, "Cold packs eased pain by 3 points in our trial.") is None


def test_report_json_and_page_say_it_and_nothing_of_it_becomes_markup(library: Library) -> None:
    claim = claim_of(library, "Boateng et al. 2 found that <b>rest</b> did not.")
    assert "Reports another’s result: 2 Boateng" in " ".join(as_text(answer_of(claim)).split())
    assert "not in this library" in " ".join(as_text(answer_of(claim)).split())
    (told,) = as_json(answer_of(claim))["claims"][0]["citations"][0]["reports_others"]
    assert (told["document"], told["entry"][:9]) == (None, "2 Boateng")
    citation = claim.citations[0]
    for page in (
        panel.evidence(citation, library.document(citation.document_id)),
        render.conversation([render.Turn("q?", reply=answer_of(claim), shown=9)]),
    ):
        assert SECOND_HAND in page
        assert "Rest &lt;script&gt; for backs" in page
        assert "<script" not in page


def test_a_number_in_a_table_is_cited_with_its_row_and_column(library: Library) -> None:
    row = claim_of(library, "Cold packs\t3.5")
    number = claim_of(library, "3.5")
    assert [c.citations[0].cell for c in (row, number)] == ["Table 2, row 2", "Table 2, row 2, column 2"]
    assert "Table 2, row 2, column 2" in as_text(answer_of(number))
    assert as_json(answer_of(number))["claims"][0]["citations"][0]["cell"] == "Table 2, row 2, column 2"
    citation = number.citations[0]
    assert "Table 2, row 2, column 2" in panel.evidence(citation, library.document(citation.document_id))
    assert not problem_with(number, library)
    moved = replace(number, citations=(replace(citation, cell="Table 2, row 9, column 2"),))
    assert "table cell" in problem_with(moved, library)


def test_where_a_span_stands_in_a_table_is_said_as_far_as_it_is_known() -> None:
    table = RawBlock(
        BlockKind.TABLE,
        (Piece("Arm\tMean\nCold\t3\nHeat\t5"),),
        cells=(RawCell(1, 1), RawCell(1, 2, columns=2), *(RawCell(r, c) for r in (2, 3) for c in (1, 2))),
    )
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, "Before."), table]
    document = assemble(Reading(blocks, Source("T"), Reader("test")), data=b"x", path="x")
    places = {s: document.text.index(s) for s in ("Before", "Mean", "Cold")}
    assert document.cell_label(Span(places["Before"], places["Before"] + 6)) == ""
    assert document.cell_label(Span(places["Mean"], places["Mean"] + 4)) == "Table, row 1, columns 2–3"
    assert document.cell_label(Span(places["Cold"], len(document.text))) == "Table, rows 2–3"


LONG = "Heat packs for tired backs of porters"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ({"doi": "10.1000/HEAT.1"}, "d1"),
        ({"pmid": "123456"}, "d1"),
        ({"pmcid": "PMC99"}, "d1"),
        ({"title": "Heat-packs for tired backs of porters.", "year": 2012}, "d1"),
        ({"title": LONG}, "d1"),
        ({"title": LONG, "year": 1999}, None),
        ({"title": LONG + " and nurses", "year": 2011}, None),
        ({"title": "Back pain"}, None),
        ({"doi": "10.1000/other", "pmid": ""}, None),
        ({}, None),
    ],
)
def test_a_reference_is_found_by_identifier_or_by_title_and_year(
    reference: dict[str, str | int], expected: str | None
) -> None:
    source = Source(LONG, year=2011, doi="10.1000/heat.1", pmid="123456", pmcid="PMC99")
    cited = Cited([("d1", source), ("d2", Source("Back pain"))])
    assert cited.find(replace(Reference("1", Span(0, 1)), **reference)) == expected  # type: ignore[arg-type]


def test_an_original_comes_before_a_digest_of_it() -> None:
    digest, original = Source(LONG, doi="10.1/a", digest=True), Source(LONG, doi="10.1/a")
    reference = Reference("1", Span(0, 1), doi="10.1/a")
    assert Cited([("d1", digest), ("d2", original)]).find(reference) == "d2"
    assert Cited([("d1", digest)]).find(reference) == "d1"


def test_one_citation_serves_page_and_report() -> None:
    source = Source("Heat for backs?", authors=tuple("ABCDEFG"), year=2011, journal="Back J.", doi="10.1/a")
    assert full_citation(source) == "A, B, C, D, E, F, et al. Heat for backs? Back J. 2011."
    assert full_citation(source, doi=True) == full_citation(source) + " doi:10.1/a."
    assert full_citation(Source("", citation="As printed.")) == "As printed."
    citation = Citation(1, "d", "", Span(0, 1), "x", "", "", source, SourceType.TRIAL)
    claim = Claim("x", (citation,), Support.VERBATIM)
    assert full_citation(source, doi=True) in " ".join(as_text(answer_of(claim), width=400).split())
    assert full_citation(source) in panel.evidence(
        citation,
        assemble(Reading([RawBlock.of(BlockKind.PARAGRAPH, "x")], source, Reader("test")), data=b"x", path="x"),
    )
