"""Judgements made of readings: yes or no, and which way an effect goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.judge import Direction, YesNo, direction, yes_no


def _rows(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32)


def _odds(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def _judged(answers: Sequence[float], relevance: Sequence[float], denied: int = 0, neither: float = 0.1) -> YesNo:
    rows = _rows(*[(0.9 - neither, 0.1, neither)] * len(answers))
    told = [i < denied for i in range(len(answers))]
    return yes_no(rows, _odds(*relevance), _odds(*answers), told, asked=True)


def test_texts_that_say_yes_make_a_yes_and_texts_that_say_no_a_no() -> None:
    assert _judged((3, 2), (2, 2)).answer == "yes"
    assert _judged((-2, -1), (2, 2)).answer == "no"


def test_a_text_beside_the_point_does_not_outvote_one_that_answers() -> None:
    judged = _judged((-3, 3, 3), (4, -5, -5))
    assert judged.answer == "no"
    assert judged.sure > 0.8


def test_texts_that_disagree_leave_less_certainty_than_texts_that_agree() -> None:
    assert _judged((3, -3), (3, 3)).sure < _judged((3, 3), (3, 3)).sure <= 1


def test_texts_that_mostly_do_neither_come_to_maybe() -> None:
    assert _judged((3, 3), (3, 3), neither=0.8).answer == "maybe"


def test_words_that_deny_speak_for_no_under_a_question_and_say_nothing_under_a_claim() -> None:
    assert _judged((0.5, 0.5), (3, 3)).answer == "yes"
    assert _judged((0.5, 0.5), (3, 3), denied=2).answer == "no"
    rows = _rows((0.8, 0.1, 0.1))
    assert yes_no(rows, _odds(3), _odds(-0.5), [True], asked=False).answer == "yes"
    assert yes_no(_rows((0.1, 0.8, 0.1)), _odds(3), _odds(0.5), [False], asked=False).answer == "no"


def test_a_direction_is_told_from_several_texts() -> None:
    judged = direction(_rows((0.1, 0.8, 0.1), (0.2, 0.5, 0.3)), _odds(3, 1))
    assert isinstance(judged, Direction)
    assert judged.way == "decreased"
    assert 0 <= judged.sure <= 1


def test_what_the_words_say_outweighs_a_reader_in_doubt_and_not_one_that_is_sure() -> None:
    assert direction(_rows((0.45, 0.35, 0.2)), _odds(3), ["decreased"]).way == "decreased"
    assert direction(_rows((0.99, 0.005, 0.005)), _odds(3), ["decreased"]).way == "increased"
    unsaid = direction(_rows((0.45, 0.35, 0.2)), _odds(3), [None])
    assert unsaid.way == "increased"
    assert 0 <= unsaid.sure <= 1


def test_texts_that_all_seem_beside_the_point_are_judged_all_the_same() -> None:
    assert _judged((3,), (-200,)).answer == "yes"


def test_no_texts_or_too_few_stances_are_a_wrong_argument() -> None:
    with pytest.raises(ValueError, match="one row for each text"):
        yes_no(np.zeros((0, 3), np.float32), _odds(), _odds(), [], asked=True)
    with pytest.raises(ValueError, match="one row for each text"):
        direction(_rows((1, 0, 0), (1, 0, 0)), _odds(1, 1), [None])
    with pytest.raises(ValueError, match="one row for each text"):
        direction(np.zeros((0, 3), np.float32), _odds(1.0))
