"""A summary counts what was scored, over what, and tells what could not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.finished import FinishedSet
from evals.outcomes import GoldPlace, Manifest, MeasureValue, QuestionOutcome, Summary
from evals.summary import FOLLOW_UPS, as_text, rests_on_gold, summarise
from evals.table import as_markdown

GOLD = GoldPlace(document="d", start=10, end=20)


def place(start: int, end: int, document: str = "d") -> dict[str, Any]:
    return {"set_document": document, "start": start, "end": end}


def reply(*cited: dict[str, Any], nearest: Sequence[dict[str, Any]] = (), yes_no: str = "") -> dict[str, Any]:
    """An answer of one claim a citation, or an abstention."""
    return {
        "claims": [{"text": "x", "citations": [c]} for c in cited],
        "nearest": list(nearest),
        "judgement": {"yes_no": yes_no, "direction": None} if yes_no else None,
    }


def outcome(
    key: str,
    told: dict[str, Any],
    scores: Mapping[str, float | None],
    *,
    kind: str = "effect",
    confidence: float = 0.5,
    labels: tuple[str, ...] = (),
    gold: tuple[GoldPlace, ...] = (GOLD,),
    history: tuple[str, ...] = (),
    abstain: bool = False,
    error: str = "",
    seconds: float = 1.0,
) -> QuestionOutcome:
    return QuestionOutcome(
        id=key,
        kind=kind,
        text="?",
        history=history,
        abstain=abstain,
        labels=labels,
        expected=(),
        gold=gold,
        retrieved=(),
        reply=told,
        confidence=confidence,
        scores=dict(scores),
        seconds={"total": seconds} if told else {},
        error=error,
    )


def summary(outcomes: Sequence[QuestionOutcome]) -> Summary:
    return summarise("small", "citewell", outcomes, seed=0, type_of=lambda _: "trial")


def measure(found: Sequence[MeasureValue], name: str) -> MeasureValue:
    return next(m for m in found if m.name == name)


def test_means_are_over_the_questions_scored_and_the_others_are_counted() -> None:
    found = summary(
        [
            outcome("a", reply(place(10, 15)), {"gold hit": 1.0, "sentence precision": 0.5}),
            outcome("b", reply(place(0, 5)), {"gold hit": 0.0, "sentence precision": None}),
            outcome("c", reply(), {"false answers": 0.0}, abstain=True, gold=()),
            outcome("e", {}, {}, error="too long"),
        ]
    )
    hit = measure(found.measures, "gold hit")
    assert (hit.value, hit.n, hit.unscored) == (0.5, 2, 1)
    # Wilson for 1 of 2: centre 0.5, half width 0.405.
    assert (hit.low, hit.high) == (pytest.approx(0.0945, abs=1e-3), pytest.approx(0.9055, abs=1e-3))
    precision = measure(found.measures, "sentence precision")
    assert (precision.value, precision.n, precision.unscored) == (0.5, 1, 2)
    assert measure(found.measures, "false answers").unscored == 1


def test_nothing_scored_has_no_value_and_is_told_last() -> None:
    found = summary([outcome("a", reply(place(0, 5)), {"wrong page": None})])
    page = measure(found.measures, "wrong page")
    assert (page.value, page.low, page.high, page.n, page.unscored) == (None, None, None, 0, 1)
    assert as_text(found).splitlines()[-1].strip().startswith("nothing to score by: wrong page")


def test_exactness_is_counted_over_claims() -> None:
    three = reply(place(0, 5), place(5, 9), place(9, 12))
    found = summary(
        [
            outcome("a", three, {"citation exactness": 2 / 3}),
            outcome("b", reply(place(0, 5)), {"citation exactness": 1.0}),
        ]
    )
    exact = measure(found.measures, "citation exactness")
    assert (exact.value, exact.n, exact.unit) == (0.75, 4, "claim")


def test_follow_ups_kinds_and_kinds_of_source_stand_apart() -> None:
    found = summary(
        [
            outcome("a", reply(place(10, 15)), {"gold hit": 1.0}, kind="harm", history=("Before?",)),
            outcome("b", reply(place(0, 5)), {"gold hit": 0.0}, kind="effect"),
        ]
    )
    assert {k: measure(v, "gold hit").value for k, v in found.by_kind.items()} == {
        "harm": 1.0,
        FOLLOW_UPS: 1.0,
        "effect": 0.0,
    }
    assert measure(found.by_source_type["trial"], "gold hit").n == 2


def test_macro_f1_takes_a_missing_judgement_as_wrong() -> None:
    found = summary(
        [
            outcome("a", reply(yes_no="yes"), {}, labels=("yes",)),
            outcome("b", reply(yes_no="yes"), {}, labels=("no",)),
            outcome("c", reply(yes_no="no"), {}, labels=("no",)),
            outcome("d", reply(), {}, labels=("yes",)),
        ]
    )
    # yes: 2 x 1 / (2 gold + 2 said) = 0.5; no: 2 x 1 / (2 + 1) = 0.667
    f1 = measure(found.measures, "yes/no/maybe macro-F1")
    assert f1.value == pytest.approx((0.5 + 2 / 3) / 2, abs=1e-6)
    assert f1.low is not None
    assert f1.high is not None
    assert f1.low < f1.value < f1.high


def test_a_reply_is_right_to_give_where_its_first_claim_or_nearest_passage_meets_gold() -> None:
    answered = outcome("a", reply(place(19, 30), place(10, 20)), {})
    second = outcome("b", reply(place(20, 30), place(10, 20)), {})
    held_back = outcome("c", reply(nearest=[place(5, 11), place(0, 1)]), {})
    unanswerable = outcome("d", reply(place(10, 20)), {}, abstain=True, gold=())
    by_label = outcome("e", reply(yes_no="no"), {"yes/no/maybe accuracy": 1.0}, labels=("no",), gold=())
    unknown = outcome("f", reply(place(0, 1)), {}, gold=())
    told = [rests_on_gold(o) for o in (answered, second, held_back, unanswerable, by_label, unknown)]
    assert told == [True, False, True, False, True, None]


def test_the_area_is_of_all_replies_by_how_sure_they_are() -> None:
    found = summary(
        [
            outcome("a", reply(place(10, 20)), {}, confidence=0.9),
            outcome("b", reply(place(10, 20)), {}, abstain=True, gold=(), confidence=0.2),
            outcome("c", reply(nearest=[place(10, 20)]), {}, confidence=0.6),
            outcome("d", reply(place(0, 1)), {}, gold=(), confidence=0.1),
        ]
    )
    area = measure(found.measures, "risk-coverage area")
    # Risks 0, 0, 1/3 at coverages 1/3, 2/3, 1; the fourth cannot be judged.
    assert (area.value, area.n, area.unscored) == (pytest.approx(1 / 9, abs=1e-6), 3, 1)
    assert measure(found.measures, "coverage at 5% risk").value == pytest.approx(2 / 3, abs=1e-6)
    assert measure(found.measures, "threshold at 5% risk").value == 0.6


def test_seconds_are_told_as_percentiles() -> None:
    found = summary([outcome(str(i), reply(place(10, 20)), {}, seconds=float(i)) for i in range(1, 6)])
    assert measure(found.measures, "seconds total p50").value == 3.0
    assert measure(found.measures, "seconds total p95").value == pytest.approx(4.8)


def test_a_table_has_a_row_a_measure_and_a_column_a_system() -> None:
    ours = summary([outcome("a", reply(place(10, 15)), {"gold hit": 1.0, "wrong page": None}, seconds=0.25)])
    peer = ours.model_copy(update={"system": "bm25", "measures": ()})
    manifest = Manifest.model_construct()
    table = as_markdown([FinishedSet(Path(), manifest, s, ()) for s in (ours, peer)])
    assert table.splitlines()[:3] == [
        "| set | measure | citewell | bm25 |",
        "|---|---|---|---|",
        "| small (1) | gold hit | 1.000 (0.21–1.00) | – |",
    ]
    assert "wrong page" not in table
    assert "| small (1) | seconds total p50 | 0.250 (0.25–0.25) | – |" in table
