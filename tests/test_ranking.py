"""In which order passages and documents are ranked, by search alone and with the evidence reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.evidence import gather
from assistant.opinion import ASKS_DISSENT, DISSENT, is_anecdote, plainly
from assistant.question import understand
from assistant.ranking import ranked_passages
from assistant.scores import Scores, confidence_of, first_right, order_of
from corpus.document import BlockKind, Passage, SourceType, Span
from index.library import Library
from index.reader import Readings
from index.rerank import reranked
from index.retrieve import Filters, ScoredPassage


class Liking:
    """A reader that likes texts with a word in them."""

    name = "liking"

    def __init__(self, word: str) -> None:
        self._word = word
        self.read_texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        assert question
        self.read_texts += texts
        nothing = np.zeros((0, 3), np.float32)
        return Readings(np.array([float(self._word in t) for t in texts], np.float32), nothing, nothing)


def found(number: int, text: str, section: str = "") -> ScoredPassage:
    passage = Passage(f"d{number}.0.9", f"d{number}", Span(0, 9), text, "", "", section, SourceType.TRIAL)
    return ScoredPassage(passage, 1 / (60 + number), number, "fused")


def test_the_reader_moves_a_passage_up_and_sees_its_title_and_section() -> None:
    reader = Liking("knee")
    passages = [found(1, "Hips."), found(2, "Hands."), found(3, "Of the knee.", "Results"), found(4, "Feet.")]
    cosines, words = {"d1.0.9": 0.3, "d2.0.9": 0.1, "d3.0.9": 0.25}, {"d2.0.9": 2.0}
    order = reranked("knees?", passages, reader, lambda i: f"Title {i}", cosines=cosines, words=words, depth=3)
    assert [p.passage.document_id for p in order] == ["d3", "d1", "d2", "d4"]
    assert [p.rank for p in order] == [1, 2, 3, 4]
    assert reader.read_texts[2] == "Title d3 Results: Of the knee."
    assert len(reader.read_texts) == 3


def test_without_a_difference_the_search_keeps_its_order() -> None:
    passages = [found(n, "Hips.") for n in (1, 2, 3)]
    alike = reranked("x", passages, Liking("y"), str, cosines={}, words={})
    assert [p.passage.id for p in alike] == [p.passage.id for p in passages]
    assert reranked("x", passages, Liking("y"), str, cosines={}, words={}, depth=0) == passages
    assert reranked("x", [], Liking("y"), str, cosines={}, words={}) == []


def test_words_that_are_rare_and_often_said_score_a_passage_higher(small_library: Library) -> None:
    found = small_library.search("cartilage triamcinolone", 20)
    scores = small_library.words.scores("cartilage triamcinolone", [p.passage.id for p in found])
    assert scores
    best = max(scores, key=lambda i: scores[i])
    assert small_library.words.search("cartilage triamcinolone", 20)[0] == best
    assert small_library.words.scores("", [best]) == {}


def test_every_passage_is_ranked_once_and_the_answering_one_stands_first_in_its_document(
    small_library: Library,
) -> None:
    question = understand("How much did cartilage thickness fall with triamcinolone?")
    evidence, near = gather(question, small_library, Filters())
    searched = small_library.search(question.text, 50, rerank=10)
    order = ranked_passages(
        evidence, [*searched, *(p for p in near if p.passage.id not in {s.passage.id for s in searched})]
    )
    ids = [p.passage.id for p in order]
    assert len(set(ids)) == len(ids) == small_library.count_passages()
    best = evidence[0]
    of_its_document = [p for p in order if p.passage.document_id == best.document.id]
    assert of_its_document[0].passage.span.start <= best.sentence.start < of_its_document[0].passage.span.end
    assert "0.21 mm" in of_its_document[0].passage.text


def test_a_first_sentence_is_trusted_by_how_far_the_reader_prefers_it() -> None:
    ahead, close, behind = (first_right(0.9, [3.0, other]) for other in (0.0, 2.5, 5.0))
    assert 1 > ahead > close > behind > 0
    assert first_right(0.99, [3.0, 2.5]) > close > first_right(0.5, [3.0, 2.5])
    assert first_right(0.9, [None, None]) == first_right(0.9, [1.0])


def test_what_somebody_has_against_something_comes_before_what_else_they_say() -> None:
    asked = "What do critics object to in the guideline?"
    assert ASKS_DISSENT.search(asked)
    assert not ASKS_DISSENT.search("What do editorialists think of the guideline?")
    assert DISSENT.search("The guideline conflates two procedures and ignores newer trials.")
    assert not DISSENT.search("I met one of its authors years ago.")
    scores = Scores(0.0, 0.5, 0.5, 0.5, 0.5, named=True)
    against = replace(scores, dissents=True)
    alike = {"result": False, "advice": False, "meaning": False, "harm": False, "aim": False, "voice": True}
    plain = order_of(scores, BlockKind.PARAGRAPH, **alike)
    assert order_of(against, BlockKind.PARAGRAPH, **alike) > plain
    assert order_of(scores, BlockKind.PARAGRAPH, **alike, anecdote=True) < plain
    assert confidence_of(against) > confidence_of(scores)


def test_what_somebody_tells_of_their_own_patients_is_called_an_anecdote_in_a_thread_only() -> None:
    told = "A patient in my office today said her bill was $700."
    assert is_anecdote(told, SourceType.FORUM)
    assert not is_anecdote(told, SourceType.TRIAL)
    assert not is_anecdote("The review lumps the neck and the lower back together.", SourceType.FORUM)


def test_criticism_in_other_words_is_asked_plainly() -> None:
    asked = "What are the objections of the societies to the meta-analysis?"
    assert plainly(asked) == "What do the societies criticise about the meta-analysis?"
    assert "criticise about the guideline" in plainly("What do pain societies hold against the guideline?")
