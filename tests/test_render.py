"""What the page is made of: replies and evidence as HTML, with nothing of a text taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Abstention, Answer, Citation, Claim, Mode, Recommendation, Support, Withheld
from assistant.naming import full_citation
from assistant.web import panel, render
from assistant.web.names import doi_link, page_of, short_name, shortened
from assistant.web.render import Turn
from corpus.document import Document, Reader, Source, SourceType, Span
from corpus.reading import BlockKind, RawBlock, Reading, assemble
from corpus.store import DocumentRow

HOSTILE = (
    '<script>alert(1)</script> <img src=http://198.51.100.7/x.png onerror="x()"> [a](javascript:x) ${1} {{x}} & \'"'
)
SOURCE = Source(title="On knees", authors=("A B",), year=2020, journal="J Knees", source_type=SourceType.TRIAL)


def document_of(*texts: str, source: Source = SOURCE) -> Document:
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, text) for text in texts]
    return assemble(Reading(blocks, source, Reader("test")), data=b"x", path="x.txt")


def cited(document: Document, quote: str, marker: int = 1) -> Citation:
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    kind = document.source.source_type
    return Citation(marker, document.id, document.text_sha256, span, quote, "", "Results", document.source, kind)


def claim_of(citation: Citation, recommendation: Recommendation | None = None) -> Claim:
    return Claim(citation.quote, (citation,), Support.VERBATIM, recommendation)


def answer_of(*claims: Claim, withheld: tuple[Withheld, ...] = (), missing: tuple[str, ...] = ()) -> Answer:
    return Answer("q?", "q?", claims, withheld, missing, Mode.EXTRACTIVE, "i", {})


def abstention_of(*nearest: Citation) -> Abstention:
    return Abstention("q?", "q?", "Nothing speaks of this.", ("glibber",), nearest, (), Mode.EXTRACTIVE, "i", {})


def shown(reply: Answer | Abstention) -> str:
    return render.conversation([Turn("q?", reply=reply, shown=99)])


class Elements(HTMLParser):
    """Every element and the text inside <mark>."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.marked = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]
        self._inside = self._inside or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.marked += data if self._inside else ""


def hostile_citation() -> tuple[Citation, Document]:
    source = Source(
        title=HOSTILE,
        authors=(HOSTILE,),
        journal=HOSTILE,
        doi=HOSTILE,
        pmid=HOSTILE,
        written_from=HOSTILE,
        digest=True,
        source_type=SourceType.FORUM,
    )
    document = document_of(HOSTILE + " one.", HOSTILE + " two.", source=source)
    citation = cited(document, HOSTILE + " two.")
    return replace(citation, section=HOSTILE, page=HOSTILE), document


def test_no_text_becomes_markup_anywhere_on_the_page() -> None:
    citation, document = hostile_citation()
    claim = claim_of(citation, Recommendation(HOSTILE, HOSTILE, HOSTILE))
    pages = [
        shown(answer_of(claim, withheld=(Withheld(HOSTILE, HOSTILE),), missing=(HOSTILE,))),
        shown(replace(abstention_of(citation), reason=HOSTILE, missing=(HOSTILE,), standalone_question=HOSTILE)),
        render.conversation([Turn(HOSTILE, limits=HOSTILE, stage=HOSTILE), Turn(HOSTILE, problem=HOSTILE)]),
        panel.evidence(citation, document),
        render.documents([DocumentRow("d", HOSTILE, HOSTILE, SourceType.FORUM, 2020, 1)]),
        render.outcomes([(True, HOSTILE), (False, HOSTILE)]) + render.notice(HOSTILE),
    ]
    for page in pages:
        elements = Elements(page)
        assert not {"script", "img", "iframe", "object", "link", "style", "base"} & set(elements.names)
        assert all(link.startswith("#cite-") for link in elements.links)


def test_the_mark_holds_the_quote_letter_for_letter() -> None:
    document = document_of("First & <b>one</b>.", "Before it. The quoted sentence\u00a0< 5 mm.  After it.", "Last one.")
    citation = cited(document, "The quoted sentence < 5 mm.")
    assert Elements(panel.evidence(citation, document)).marked == citation.quote


def test_a_quote_across_blocks_is_one_mark_with_what_stands_between() -> None:
    document = document_of("One stands here.", "Two stands there.", "Three.")
    citation = cited(document, "stands here.\n\nTwo stands")
    html = panel.evidence(citation, document)
    assert html.count("<mark") == 1
    assert Elements(html).marked == citation.quote


def test_a_long_surrounding_text_is_cut_and_the_quote_is_not() -> None:
    document = document_of("x" * 5000 + " Kept whole. " + "y" * 5000)
    citation = cited(document, "Kept whole.")
    html = panel.evidence(citation, document)
    assert len(html) < 5000
    assert Elements(html).marked == "Kept whole."


def test_what_stands_around_a_quote_is_cut_between_words() -> None:
    document = document_of("quick brown foxes " * 200 + "Kept whole. " + "lazy sleeping dogs " * 200)
    html = panel.evidence(cited(document, "Kept whole."), document)
    around = re.search(r'class="cut">… </span>(?:<span[^>]*>)?(.*?)<mark', html)
    behind = re.search(r"</mark>(.*?)<span class=\"cut\">", html)
    assert around is not None
    assert behind is not None
    words = set(re.findall(r"[a-z]+", re.sub(r"<[^>]+>", " ", around[1] + behind[1])))
    assert words == {"quick", "brown", "foxes", "lazy", "sleeping", "dogs"}


def test_a_marker_in_the_first_line_opens_its_citation_and_the_rest_is_escaped() -> None:
    document = document_of("One is here.")
    answer = replace(answer_of(claim_of(cited(document, "One is here."))), lead="Yes <b>, as [1] states, not [7].")
    html = shown(answer)
    assert '<p class="comes-to">Yes &lt;b&gt;, as <a class="cite" href="#cite-0-0-0"' in html
    assert "not [7].</p>" in html


def test_a_citation_that_fails_its_check_is_withheld() -> None:
    document = document_of("A sentence.")
    html = panel.evidence(cited(document, "A sentence."), None)
    assert "This citation no longer matches its stored text and is withheld" in html
    assert "A sentence." not in html


def test_claims_stand_under_their_kind_of_source_in_the_order_given() -> None:
    trial = claim_of(cited(document_of("Trial says so."), "Trial says so."))
    guideline = document_of("Guideline says so.", source=replace(SOURCE, source_type=SourceType.GUIDELINE))
    html = shown(answer_of(claim_of(cited(guideline, "Guideline says so."), None), trial))
    assert re.findall(r'<h3 class="group">(.*?)</h3>', html) == ["Guidelines", "Trials"]
    assert html.index("Guideline says so.") < html.index("Trial says so.")


def test_only_the_claims_reached_so_far_are_shown() -> None:
    document = document_of("One is here. Two is here.")
    answer = answer_of(*(claim_of(cited(document, q)) for q in ("One is here.", "Two is here.")), missing=("three",))
    html = render.conversation([Turn("q?", reply=answer, shown=1)])
    assert "One is here." in html
    assert "Two is here." not in html
    assert "three" not in html


def test_a_recommendation_is_shown_with_direction_and_strength() -> None:
    citation = cited(document_of("We suggest against it."), "We suggest against it.")
    weak = Recommendation("against", "weak", "suggest against")
    assert "Weak against" in shown(answer_of(claim_of(citation, weak)))
    whole = Recommendation("against", "weak", "suggest against", "very low", "33", "adults <b>")
    told = "Weak against · certainty very low · number 33 · population: adults &lt;b&gt;"
    assert told in shown(answer_of(claim_of(citation, whole)))
    unstated = Recommendation("for", "", "offer")
    assert "Recommends for · strength not stated" in shown(answer_of(claim_of(citation, unstated)))


def test_withheld_claims_are_counted_with_their_reason() -> None:
    claim = claim_of(cited(document_of("A."), "A."))
    html = shown(answer_of(claim, withheld=(Withheld("quote changed", "On knees"), Withheld("quote changed", "B"))))
    assert "2 statements were withheld" in html
    assert html.count("quote changed") == 2


def test_an_abstention_says_what_was_not_found_and_marks_the_nearest_as_no_answer() -> None:
    html = shown(abstention_of(cited(document_of("Near it."), "Near it.")))
    assert "Not in these sources" in html
    assert "glibber" in html
    assert "Nearest passages — not an answer" in html
    assert 'href="#cite-0-0-0"' in html


def test_a_digest_and_a_retraction_are_told_wherever_the_source_is_named() -> None:
    document = document_of("A said.", source=replace(SOURCE, digest=True, retracted=True))
    citation = cited(document, "A said.")
    for html in (
        shown(answer_of(claim_of(citation))),
        shown(abstention_of(citation)),
        panel.evidence(citation, document),
    ):
        assert "digest written for Citewell; read the original" in html
        assert "Retracted" in html


def test_a_question_read_otherwise_than_typed_is_shown() -> None:
    answer = answer_of(claim_of(cited(document_of("A."), "A.")))
    assert "Read as" not in shown(answer)
    assert "<q>whole q?</q>" in shown(replace(answer, standalone_question="whole q?"))


@pytest.mark.parametrize(
    "key", ["", "0", "0-0", "0-0-9", "0-9-0", "9-0-0", "-1-0-0", "0-0-0-0", "a-b-c", "²-0-0", "0" * 99]
)
def test_a_marker_that_is_not_on_the_page_finds_nothing(key: str) -> None:
    answer = answer_of(claim_of(cited(document_of("A."), "A.")))
    assert render.find_citation([Turn("q?", reply=answer, shown=1)], key) is None


def test_a_marker_finds_its_citation() -> None:
    document = document_of("One is here. Two is here.")
    one, two = cited(document, "One is here."), cited(document, "Two is here.", 2)
    turns = [Turn("q?", reply=answer_of(claim_of(one), claim_of(two)), shown=2), Turn("r?", reply=abstention_of(two))]
    assert render.find_citation(turns, "0-1-0") == two
    assert render.find_citation(turns, "1-0-0") == two
    assert render.find_citation([Turn("q?")], "0-0-0") is None


@pytest.mark.parametrize(
    "doi", ["", "10.1/x", "10.1234/a b", "javascript:x", '10.1234/"><script>', "10.1234/x?y=1#z", "10.1234/ä"]
)
def test_what_is_no_doi_is_no_link(doi: str) -> None:
    assert doi_link(doi) == ""


def test_a_doi_is_a_link() -> None:
    assert doi_link("10.1016/S0140-6736(21)00733-2") == "https://doi.org/10.1016/S0140-6736(21)00733-2"


def test_names_of_sources() -> None:
    assert full_citation(SOURCE) == "A B. On knees. J Knees 2020."
    assert full_citation(replace(SOURCE, citation="As the file says.")) == "As the file says."
    assert full_citation(replace(SOURCE, authors=tuple("ABCDEFGH"))).startswith("A, B, C, D, E, F, et al. ")
    assert short_name(SOURCE) == "On knees. J Knees 2020"
    assert short_name(replace(SOURCE, journal="J Knees 2020;3:4")) == "On knees. J Knees 2020;3:4"
    citation = cited(document_of("A."), "A.")
    assert [page_of(replace(citation, page=p)) for p in ("", "12", "12–13")] == ["", "p. 12", "pp. 12–13"]


@pytest.mark.parametrize("text", ["short", "word " * 40, "x" * 200])
def test_a_shortened_text_keeps_to_its_limit(text: str) -> None:
    assert len(shortened(text, 50)) <= 50
