"""How the decision to abstain is measured and fitted, and what the three levels say."""

from __future__ import annotations

import math

import pytest

from assistant.abstain import CLOSE, Verdict
from assistant.answer import Abstention, Answer, Level
from assistant.ask import Assistant
from assistant.compose import choose
from assistant.evidence import gather
from assistant.question import understand
from assistant.scores import likelier
from evals.abstention import Asked, area, as_svg, as_text, ask_all, curve, fitted
from index.library import Library
from index.retrieve import Filters


def asked(confidence: float, kind: str, number: int = 0) -> Asked:
    return Asked(f"question {number}", kind, confidence, (8 * confidence - 4, confidence, confidence, 1.0))


ROWS = [
    *(asked(0.5 + n / 40, "answerable", n) for n in range(20)),
    *(asked(n / 40, "near miss", n) for n in range(20)),
    *(asked(n / 50, "crossed", n) for n in range(20)),
]


def test_a_threshold_tells_what_it_answers_and_how_often_wrongly() -> None:
    rows = [asked(0.9, "answerable"), asked(0.4, "answerable"), asked(0.6, "near miss"), asked(0.1, "crossed")]
    half = curve(rows, [0.5])[0]
    assert (half.coverage, half.answered, half.risk) == (0.5, {"near miss": 1.0, "crossed": 0.0}, 0.5)
    assert curve(rows, [0.95])[0].risk == 0.0


def test_the_area_is_the_chance_that_an_answerable_question_is_surer() -> None:
    assert area([asked(0.9, "answerable"), asked(0.1, "crossed")]) == 1.0
    assert area([asked(0.5, "answerable"), asked(0.5, "crossed")]) == 0.5
    assert math.isnan(area([asked(0.5, "answerable")]))


def test_a_fit_parts_what_can_be_parted() -> None:
    weights, by_folds = fitted(ROWS)
    assert set(weights) == {"relevance", "similarity", "held", "named", "intercept"}
    assert by_folds > 0.95


def test_the_table_marks_the_threshold_in_use_and_the_curve_is_drawn() -> None:
    told = as_text(ROWS)
    assert "20 answerable, 20 crossed, 20 near miss" in told
    assert sum(line.endswith(" *") for line in told.splitlines()) == 1
    assert as_svg(ROWS).startswith("<svg")


def test_each_question_is_asked_where_its_answer_is_and_where_it_is_not(small_library: Library) -> None:
    trial = next(
        row.id for row in small_library.documents() if "triamcinolone" not in row.title and "saline" in row.title
    )
    question = "Does triamcinolone thin the cartilage of the knee?"
    found = ask_all({"small": (small_library, [(question, frozenset({trial}))])}, lambda _: None)
    sure = {a.kind: a.confidence for a in found}
    assert set(sure) == {"answerable", "near miss"}
    assert sure["answerable"] > sure["near miss"]


@pytest.mark.parametrize(
    ("verdict", "level"),
    [
        (Verdict(True, "", ()), Level.ANSWERED),
        (Verdict(True, "", (), why="It is not sure."), Level.PARTLY),
        (Verdict(False, "No sentence answers this.", ()), Level.NOT_IN_SOURCES),
    ],
)
def test_there_are_three_levels(verdict: Verdict, level: Level) -> None:
    assert verdict.level is level


def test_every_level_but_the_first_is_explained(assistant: Assistant) -> None:
    whole = assistant.ask("Does triamcinolone thin the cartilage of the knee?")
    none = assistant.ask("Does metformin lower the risk of gout?")
    part = assistant.ask(
        "Does triamcinolone thin the cartilage of the knee, and does metformin lower the risk of gout?"
    )
    assert isinstance(whole, Answer)
    assert isinstance(part, Answer)
    assert isinstance(none, Abstention)
    assert part.level is Level.PARTLY
    assert "1 of the question’s 2 parts" in part.why
    assert none.level is Level.NOT_IN_SOURCES
    assert none.reason


def test_a_part_of_the_question_that_nothing_speaks_of_is_named(assistant: Assistant) -> None:
    reply = assistant.ask("Does triamcinolone thin the cartilage of the knee in pregnant women?")
    told = " ".join(reply.missing)
    assert "pregnant" in told
    assert isinstance(reply, Abstention) or reply.level is Level.PARTLY, reply


def test_more_is_shown_where_several_things_are_asked_for(assistant: Assistant) -> None:
    asked_for = understand("What are the harms of knee injections?")
    found, _ = gather(asked_for, assistant.library, Filters())
    few, many = choose(found), choose(found, many=True)
    assert len(few) < len(many)
    assert [g[0].span for g in few] == [g[0].span for g in many][: len(few)]
    behind = [found[0].order - g[0].order for g in many]
    assert max(behind) > CLOSE


def test_documents_chosen_by_hand_are_likelier_to_answer() -> None:
    assert likelier(0.4, 0.0) == pytest.approx(0.4)
    assert 0.5 < likelier(0.4, 1.0) < likelier(0.5, 1.0) < 1.0
    assert likelier(0.0, 1.0) < 0.001


def test_choosing_a_document_raises_the_confidence_and_choosing_many_does_not(assistant: Assistant) -> None:
    question = "Does triamcinolone thin cartilage?"
    every = frozenset(row.id for row in assistant.library.documents())
    best = next(p.passage.document_id for p in assistant.library.search(question, 1))
    many = frozenset([*every, *(f"d{n}" for n in range(6))])
    alone, among = (assistant.ask(question, filters=Filters(document_ids=ids)) for ids in (frozenset({best}), many))
    assert assistant.ask(question).confidence == pytest.approx(among.confidence)
    assert alone.confidence > among.confidence
