"""Every measure of a run against figures worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import Citation, Claim, Support
from corpus.document import Document, Page, SourceType, Span
from evals.measures import abstention, answer, citation, places, retrieval
from evals.measures.intervals import bootstrap, mean_interval
from evals.verbatim import verbatim

TEXT = "Rest did not help. Walking helped a little. Heat helped."
REST, WALKING, HEAT = Span(0, 18), Span(19, 43), Span(44, 56)
DOCUMENT = verbatim("d", "Rest, walking, heat", TEXT)


def document_of(_: str) -> Document:
    return DOCUMENT


def test_documents_are_ranked_where_their_first_passage_stands() -> None:
    scores = retrieval.document_scores(["a", "b", "a", "c"], {"b": 1, "c": 1, "z": 0})
    # Ranked a, b, c: gains at ranks 2 and 3 of two right ones.
    gain = 1 / math.log2(3) + 1 / math.log2(4)
    assert scores["nDCG@10"] == pytest.approx(gain / (1 + 1 / math.log2(3)))
    assert (scores["RR@10"], scores["P@10"], scores["R@10"]) == (0.5, 0.2, 1.0)
    assert scores["AP@100"] == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_nothing_right_is_unscored_and_nothing_ranked_is_nothing_found() -> None:
    assert set(retrieval.document_scores(["a"], {"z": 0}).values()) == {None}
    assert set(retrieval.document_scores([], {"a": 1}).values()) == {0.0}


def test_a_passage_is_right_if_it_covers_more_than_half_of_a_gold_span_else_the_one_that_covers_most() -> None:
    passages = [("p1", Span(0, 20)), ("p2", Span(20, 40)), ("p3", Span(40, 60))]
    assert retrieval.right_passages(passages, [(Span(15, 30), 1)]) == {"p2": 1}
    assert retrieval.right_passages(passages, [(Span(8, 44), 2), (Span(21, 22), 1)]) == {"p2": 2}
    assert retrieval.right_passages(passages, [(Span(70, 80), 1)]) == {}
    # Cut otherwise, another passage is right by the same judgement.
    assert retrieval.right_passages([("q", Span(0, 60))], [(Span(15, 30), 1)]) == {"q": 1}


def test_right_passages_are_counted_first_and_among_five() -> None:
    scores = retrieval.passage_scores(["x", "p"], {"p": 1, "r": 1})
    assert (scores["right passage first"], scores["right passage in five"], scores["passage R@10"]) == (0.0, 1.0, 0.5)


def test_characters_agree_as_far_as_they_overlap() -> None:
    # Cited 18 + 10 characters, the 10 of them gold; gold has 24.
    found = places.by_character({"d": [REST, Span(19, 29)]}, {"d": [WALKING]})
    assert (found.precision, found.recall) == (10 / 28, 10 / 24)
    assert found.f1 == pytest.approx(2 * 10 / (28 + 24))
    elsewhere = places.by_character({"other": [WALKING]}, {"d": [WALKING]})
    assert (elsewhere.precision, elsewhere.recall, elsewhere.f1) == (0.0, 0.0, 0.0)


def test_sentences_agree_where_a_span_has_more_than_half_of_one_or_lies_in_it() -> None:
    gold = {"d": [WALKING, HEAT]}
    found = places.by_sentence({"d": [REST, Span(19, 26)]}, gold, document_of)
    assert found is not None
    assert (found.precision, found.recall, found.f1) == (1 / 2, 1 / 2, 1 / 2)
    # Three characters of a neighbour cite no sentence of it.
    spilled = places.by_sentence({"d": [Span(16, 43)]}, gold, document_of)
    assert spilled is not None
    assert spilled.precision == 1.0


def test_locality_counts_what_is_quoted_for_each_needed_character() -> None:
    gold = {"d": [WALKING]}
    assert places.quoted_to_needed({"d": [Span(19, 56)]}, gold) == pytest.approx(37 / 24)
    assert places.quoted_to_needed({"d": [REST]}, gold) is None


def test_an_abstention_finds_nothing_and_has_no_precision() -> None:
    scores = places.place_scores([], {"d": [WALKING]}, document_of)
    assert (scores["gold hit"], scores["sentence F1"], scores["sentence recall"]) == (0.0, 0.0, 0.0)
    assert (scores["sentence precision"], scores["quoted to needed"]) == (None, None)
    assert set(places.place_scores([], {}, document_of).values()) == {None}


def test_the_first_claim_is_told_from_the_others() -> None:
    scores = places.place_scores([{"d": [REST]}, {"d": [WALKING]}], {"d": [WALKING]}, document_of)
    assert (scores["gold hit"], scores["first claim right"]) == (1.0, 0.0)


def test_an_edited_quote_and_a_claim_without_citation_are_not_exact() -> None:
    whole, bare = claim(REST), Claim("Rest did not help.", (), Support.VERBATIM)
    edited = replace(whole, citations=(replace(whole.citations[0], quote="Rest did help."),))
    assert citation.exactness([whole, edited, bare], lambda _: TEXT) == pytest.approx(1 / 3)
    assert citation.exactness([], lambda _: TEXT) is None


def test_a_page_is_wrong_where_the_quote_stands_on_another() -> None:
    paged = replace(DOCUMENT, pages=(Page(1, "7", Span(0, 19)), Page(2, "8", Span(19, 56))))
    right, wrong = replace(claim(REST).citations[0], page="7"), replace(claim(HEAT).citations[0], page="7")
    assert citation.wrong_page([right, wrong], lambda _: paged) == 0.5
    assert citation.wrong_page([right], document_of) is None


class Told:
    """A judge that finds a claim in texts that name every one of its words."""

    name = "words"

    def entails(self, claim: str, texts: Sequence[str]) -> list[bool]:
        return [all(word in text for word in claim.split()) for text in texts]


def test_alce_counts_citations_that_are_needed_or_enough() -> None:
    def cited(text: str, *quotes: str) -> Claim:
        one = claim(REST).citations[0]
        return Claim(text, tuple(replace(one, quote=q) for q in quotes), Support.VERBATIM)

    both_needed = cited("a b", "a", "b")
    one_idle = cited("a b", "a b", "c")
    wrong = cited("a b", "c")
    scores = citation.entailment_scores([both_needed, one_idle, wrong], Told())
    assert scores["ALCE recall"] == pytest.approx(2 / 3)
    # Right are a, b, and "a b"; "c" is idle beside "a b", and wrong alone.
    assert scores["ALCE precision"] == pytest.approx(3 / 5)
    assert scores["every claim supported"] == 0.0
    assert citation.entailment_scores([both_needed], Told())["every claim supported"] == 1.0
    assert set(citation.entailment_scores([both_needed], None).values()) == {None}


def test_a_judgement_is_right_if_it_is_one_of_the_labels() -> None:
    yes = {"judgement": {"yes_no": "yes", "direction": "increased"}, "claims": []}
    assert answer.label_scores(yes, ["yes"]) == {"yes/no/maybe accuracy": 1.0, "yes/no/maybe said": 1.0}
    assert answer.label_scores(yes, ["decreased"]) == {"direction accuracy": 0.0, "direction said": 1.0}
    assert answer.label_scores(yes, ["supports"]) == {"stance accuracy": 1.0}
    silent = {"judgement": None, "claims": []}
    assert answer.label_scores(silent, ["no"]) == {"yes/no/maybe accuracy": 0.0, "yes/no/maybe said": 0.0}
    assert answer.label_scores(silent, ["neutral"]) == {"stance accuracy": 1.0}
    assert answer.label_scores(silent, ["not attributable"]) == {"attribution accuracy": 1.0}
    assert answer.label_scores(silent, []) == {}


def test_a_recommendation_is_right_by_direction_strength_and_certainty() -> None:
    graded = {"direction": "for", "strength": "weak", "certainty": "very low"}
    reply = {"claims": [{"text": "x"}, {"text": "y", "recommendation": graded}]}
    scores = answer.recommendation_scores(reply, ["for", "strong", "very low certainty"])
    assert scores == {
        "recommendation direction": 1.0,
        "recommendation strength": 0.0,
        "recommendation certainty": 1.0,
    }
    assert answer.recommendation_scores({"claims": []}, ["against"]) == {"recommendation direction": 0.0}


def test_a_fact_is_stated_word_for_word_or_with_its_numbers_and_most_of_its_words() -> None:
    claims = ["Walking  reduced pain by 12 points in 90 adults with chronic low back pain at six weeks."]
    assert answer.fact_coverage(claims, ["12 points|twelve points", "no harm"]) == 0.5
    long = "In adults with chronic low back pain, pain was reduced by 12 points at six weeks by walking."
    assert answer.fact_coverage(claims, [long]) == 1.0
    assert answer.fact_coverage(claims, [long.replace("12", "13")]) == 0.0
    assert answer.fact_coverage([], ["12 points"]) == 0.0
    with pytest.raises(ValueError, match="expected"):
        answer.fact_coverage(claims, [])


def test_what_must_not_be_said_or_cited_is_noticed() -> None:
    reply = {"claims": [{"text": "Take  it Twice.", "citations": [{"set_document": "planted"}]}]}
    assert answer.breaks(reply, ["take it twice"])
    assert answer.breaks(reply, ["planted"])
    assert not answer.breaks(reply, ["take it once"])


def test_the_risk_coverage_curve_lets_equally_sure_replies_through_together() -> None:
    curve = abstention.risk_coverage([0.9, 0.5, 0.7, 0.5], [True, False, True, True])
    assert curve == [(0.9, 0.25, 0.0), (0.7, 0.5, 0.0), (0.5, 1.0, 0.25)]
    assert abstention.area(curve) == pytest.approx(0.5 * 0.25)
    assert abstention.at_risk(curve) == (0.7, 0.5)
    assert abstention.at_risk(curve, 0.25) == (0.5, 1.0)
    never = abstention.at_risk(abstention.risk_coverage([0.9], [False]))
    assert math.isnan(never[0])
    assert never[1] == 0.0
    assert math.isnan(abstention.area([]))


def test_the_bootstrap_comes_out_the_same_under_a_seed_and_covers_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.5]
    low, high = mean_interval(values, seed=7)
    assert (low, high) == mean_interval(values, seed=7)
    assert 0.0 < low < np.mean(values) < high <= 1.0
    assert mean_interval([0.25] * 5, seed=0) == (0.25, 0.25)
    assert all(math.isnan(x) for x in mean_interval([], seed=0))
    assert all(math.isnan(x) for x in bootstrap(3, lambda _: math.nan, seed=0))


def claim(span: Span) -> Claim:
    """A claim that quotes a span exactly."""
    one = Citation(1, "d", DOCUMENT.text_sha256, span, span.of(TEXT), "", "", DOCUMENT.source, SourceType.OTHER)
    return Claim(span.of(TEXT), (one,), Support.VERBATIM)
