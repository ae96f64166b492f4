"""The measures against figures worked out by hand, and the built-in questions against the starter library."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Document, Span
from corpus.errors import CitewellError
from corpus.sentences import sentences_in
from evals.__main__ import main
from evals.bench import bench
from evals.measures.intervals import percentile, wilson
from evals.measures.labels import macro_f1
from evals.outcomes import read_outcomes
from evals.question_sets import problems_of, read_set, without_judgements
from evals.starter import FOLDER, add_documents, find_gold, read_queries, starter_documents
from index.library import Library

pytestmark = pytest.mark.timeout(3600)
FLOORS = Path(__file__).parent.parent / "evals" / "floors.toml"
TEXT = "Rest did not help. Walking helped a little. Heat helped."


def test_the_interval_is_wilsons_and_nothing_scored_is_nan() -> None:
    ten = wilson(8, 10)
    assert (ten.hits, ten.n, ten.value) == (8, 10, 0.8)
    # By hand: centre (0.8 + 0.19207) / 1.38415 = 0.71674, half width 0.22657.
    assert ten.low == pytest.approx(0.49016, abs=1e-4)
    assert ten.high == pytest.approx(0.94331, abs=1e-4)
    assert (wilson(0, 5).low, wilson(5, 5).high) == (0.0, 1.0)
    nothing = wilson(0, 0)
    assert all(math.isnan(x) for x in (nothing.value, nothing.low, nothing.high))
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_percentiles_lie_between_the_values_around_them() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert percentile([1.0, 2.0, 3.0], 1.0) == 3.0
    assert math.isnan(percentile([], 0.5))


KINDS = (
    "direct effect certainty population harm comparison yes_no multi_part follow_up abbreviation conflict opinion"
    " false_premise out_of_scope unanswerable urgent injection"
).split()


def test_a_faulty_set_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "a", "text": "Does rest help?"}\n{"_id": "b"}\n', encoding="utf-8")
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"_id": "d1", "text": TEXT}) + "\n", encoding="utf-8")
    with pytest.raises(CitewellError, match=r"queries\.jsonl line 2: text: Field required"):
        read_queries(tmp_path)


def test_the_built_in_set_asks_every_kind_of_question_and_is_sound() -> None:
    found = read_set(FOLDER)
    assert problems_of(found) == []
    assert without_judgements(found) == 0
    questions = [q for _, q in found.questions]
    assert len(questions) >= 120
    assert {q.kind for q in questions} == set(KINDS)
    assert all(q.history for q in questions if q.kind == "follow_up")
    assert all(q.must_not for q in questions if q.kind == "injection")
    assert not [q.id for q in questions if q.abstain and (q.labels or q.expected)]


def test_gold_states_what_is_expected_and_nothing_that_is_forbidden(digests: dict[str, Document]) -> None:
    written = [path.read_text(encoding="utf-8").lower() for path in read_set(FOLDER).files.values()]
    for query in read_queries():
        told = " ".join(gold.quote for gold in query.gold).lower()
        cited = {gold.document for gold in query.gold}
        for fact in query.question.expected:
            assert any(form.lower() in told for form in fact.split("|")), (query.question.id, fact)
        for forbidden in query.question.must_not:
            assert forbidden not in cited, query.question.id
            assert forbidden.lower() not in told, query.question.id
            assert forbidden in digests or any(forbidden.lower() in text for text in written), forbidden


def test_every_gold_quote_is_one_sentence_that_stands_once_in_its_document(digests: dict[str, Document]) -> None:
    texts = {d.id: d.text for d in digests.values()}
    for query in read_queries():
        places = find_gold(query, digests)
        assert [p.span.of(texts[p.document_id]) for p in places] == [g.quote for g in query.gold]
        for gold in query.gold:
            text = digests[gold.document].text
            start = text.index(gold.quote)
            sentences = list(sentences_in(digests[gold.document], Span(start, start + len(gold.quote))))
            assert [s.of(text) for _, s in sentences] == [gold.quote], query.question.id


def test_the_built_in_set_meets_its_floors_and_every_quote_is_its_slice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["run", "--data", str(tmp_path / "data"), "--out", str(out)]) == 0
    assert "gold hit" in capsys.readouterr().out
    outcomes = read_outcomes(out / "starter")
    assert [o.id for o in outcomes] == [q.question.id for q in read_queries()]
    assert not [o.id for o in outcomes if o.error]
    assert main(["gate", str(out), "--floors", str(FLOORS)]) == 0, capsys.readouterr().out


def test_a_bench_times_every_question(starter: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("does rest help?\n\nwhat does NICE say?\n", encoding="utf-8")
    assert main(["bench", "--data", str(starter.folder), "--questions", str(questions), "--repeat", "2"]) == 0
    told = dict(line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert told["questions asked"] == "4"
    assert told["index"] == starter.index_id
    assert float(told["peak memory, MiB"].replace(",", "")) > 1


def test_a_bench_with_nothing_to_ask_or_nothing_to_search_is_refused(starter: Library, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not 1 and 0"):
        bench(lambda: starter, [("does rest help?", ())], repeat=0)
    with pytest.raises(CitewellError, match="nothing is in it"):
        bench(lambda: Library.open(tmp_path), [("does rest help?", ())])


@pytest.fixture(scope="session")
def digests() -> dict[str, Document]:
    """The set's documents by name, read once."""
    return starter_documents()


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter library; not to be changed."""
    library = Library.open(tmp_path_factory.mktemp("starter"))
    add_documents(library)
    yield library
    library.close()


def test_macro_f1_is_the_mean_over_the_labels() -> None:
    pairs = {("yes", "yes"): 2, ("yes", "no"): 1, ("no", "no"): 1}
    # yes: 2 x 2 / (3 + 2) = 0.8; no: 2 x 1 / (1 + 2) = 0.667
    assert macro_f1(pairs, ("yes", "no")) == pytest.approx((0.8 + 2 / 3) / 2)
    assert math.isnan(macro_f1(pairs, ("yes", "no", "maybe")))
