"""What the reader is trained on: labels stay true when a question is put in other words, and nothing held out leaks."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from index import train_answer
from index.embed import bundled_folder
from index.judge import WAYS
from index.onnx_graph import weights_of, with_outputs
from index.reader import MODELS, OnnxReader
from index.told import Compared, told_by
from index.train import Reader, begin_with, blend, train
from index.train_advice import Treated, advice_examples, patients_of
from index.train_batches import ON_PROCESSOR, batches, examples_of
from index.train_claims import (
    CONTRADICTS,
    DECREASED,
    INCREASED,
    NEITHER,
    NO_DIFFERENCE,
    SUPPORTS,
    denied_question_of,
    opposite_of,
    question_of,
    statement_of,
    trial_claim,
    trial_result,
)
from index.train_data import HELD_OUT, WRONG, Choice, Pair, Sentence, held_out_of
from index.train_trials import trial_examples
from tests.small_sets import GOLD, SAME, write_sets

ARMS = ("the injection", "tablets")
ASKED = Compared("back pain", "exercise", "rest")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sets(tmp_path_factory.mktemp("sets"))


def test_exchanging_intervention_and_comparator_turns_the_direction_round(sets: Path) -> None:
    made = [e for seed in range(6) for e in trial_examples(sets / "evidence_inference", random.Random(seed))]
    judged = [p for p in made if isinstance(p, Pair) and p.head == "direction"]
    about_pain = [p for p in judged if "pain" in p.question and GOLD in p.text]
    for pair in about_pain:
        injection, tablets = pair.question.find("the injection"), pair.question.find("tablets")
        first = tablets < 0 or (0 <= injection < tablets)
        assert pair.label == (DECREASED if first else INCREASED), pair
    assert {p.label for p in about_pain} == {INCREASED, DECREASED}
    others = [p for p in judged if "walking" in p.question and SAME in p.text]
    assert {p.label for p in others} == {NO_DIFFERENCE}


def test_the_right_text_of_a_choice_comes_first_and_says_its_direction(sets: Path) -> None:
    chosen = [c for c in trial_examples(sets / "evidence_inference", random.Random(1)) if isinstance(c, Choice)]
    for choice in chosen:
        assert (GOLD if "pain" in choice.question else SAME) in choice.texts[0]
        assert len(choice.texts) == WRONG + 1
        assert choice.texts[0] not in choice.texts[1:]


@pytest.mark.parametrize("direction", [INCREASED, DECREASED, NO_DIFFERENCE])
def test_a_claim_on_a_trial_is_supported_only_where_it_says_what_was_found(direction: int) -> None:
    more, less = ("increase", "higher", "greater", "raise", "more"), ("reduce", "lower", "less", "decrease")
    for seed in range(300):
        said, label = trial_claim(ARMS, "stiffness", direction, random.Random(seed), true=seed % 2 == 0)
        assert label == (SUPPORTS if seed % 2 == 0 else CONTRADICTS)
        if any(w in said for w in more):
            assert (label == SUPPORTS) == (direction == INCREASED), said
        elif any(w in said for w in less):
            assert (label == SUPPORTS) == (direction == DECREASED), said
        elif any(w in said for w in ("similar", "no effect", "do not differ", "no significant", "does not change")):
            assert (label == SUPPORTS) == (direction == NO_DIFFERENCE), said


@pytest.mark.parametrize("direction", [INCREASED, DECREASED, NO_DIFFERENCE])
def test_a_result_of_our_making_says_the_direction_it_is_labelled_with(direction: int) -> None:
    told = [
        told_by(trial_result(("exercise", "rest"), "back pain", direction, random.Random(seed)), ASKED)
        for seed in range(100)
    ]
    said = [WAYS.index(way) for way in told if way is not None]
    assert len(said) > 50
    assert set(said) == {direction}


def test_less_of_what_is_feared_is_an_improvement() -> None:
    said = {trial_claim(ARMS, "mortality", DECREASED, random.Random(seed), true=True)[0] for seed in range(200)}
    assert "Does the injection improve mortality?" in said
    said = {trial_claim(ARMS, "survival", DECREASED, random.Random(seed), true=True)[0] for seed in range(200)}
    assert not any("improve" in s for s in said)


def test_a_statement_is_turned_into_its_opposite() -> None:
    turned = {opposite_of("Sodium increases blood pressure.", random.Random(seed)) for seed in range(40)}
    assert turned == {
        "Sodium decreases blood pressure.",
        "Sodium reduces blood pressure.",
        "Sodium does not increase blood pressure.",
    }
    assert opposite_of("Rest does not improve sleep.", random.Random(0)) == "Rest improves sleep."
    assert opposite_of("A registry of implants.", random.Random(0)) is None


def test_a_statement_is_put_as_a_question_that_yes_answers() -> None:
    assert question_of("Vitamin D reduces falls.") == "Does Vitamin D reduce falls?"
    assert question_of("Implants are associated with pain") == "Are Implants associated with pain?"
    assert question_of("Rest does not improve sleep.") is None


def test_a_denial_is_put_as_a_question_that_no_answers() -> None:
    assert denied_question_of("The diet did not lower weight.") == "Did the diet lower weight?"
    assert (
        denied_question_of("In conclusion, aspirin has no effect on falls.") == "Does aspirin have an effect on falls?"
    )
    assert denied_question_of("Overall, exercises are not yet tested in trials.") == "Are exercises tested in trials?"
    assert denied_question_of("It suggests that rest is not needed.") is None
    assert denied_question_of("Exercise prevents falls.") is None


TREATED = [
    Treated(name, patients, (f"All had {name} at noon.",))
    for name, patients in (
        ("massage", "adults with neck pain"),
        ("ketamine", "women after surgery"),
        ("sertraline", "patients with low mood"),
        ("hypnosis", "children with migraine"),
        ("zinc", "infants with cough"),
    )
]


def test_a_recommendation_is_learned_under_its_own_direction_and_against_other_treatments() -> None:
    made = [e for seed in range(60) for e in advice_examples(TREATED, random.Random(seed))]
    names = [t.name for t in TREATED]
    for choice in (e for e in made if isinstance(e, Choice)):
        asked = [name for name in names if name in choice.question.lower()]
        assert len(choice.texts) == WRONG + 1
        assert all(name in choice.texts[0].lower() for name in asked), choice
    against = ("against", "do not", "not recommended", "should not", "avoided")
    for pair in (e for e in made if isinstance(e, Pair) and e.label != NEITHER):
        denied, asks_denial = any(w in pair.text.lower() for w in against), "avoided" in pair.question.lower()
        assert (pair.label == CONTRADICTS) == (denied != asks_denial), pair


def test_who_was_treated_is_read_without_the_words_around_it() -> None:
    def read(text: str) -> str:
        return patients_of([Sentence(text, "", 0, len(text))])

    assert read("We enrolled 40 obese adults with knee osteoarthritis and gave them tablets.") == (
        "obese adults with knee osteoarthritis"
    )
    assert read("In patients with migraine, pain fell.") == "patients with migraine"
    assert read("Forty rats were fed twice.") == ""


def test_the_mean_of_two_runs_lies_between_them(sets: Path, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("other", 2)):
        train(sets, tmp_path / name, 0.02, seed)
    blend([tmp_path / "one", tmp_path / "other"], tmp_path / "mean")
    one, other, mean = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["averaged"]["heads.weight"]
        for name in ("one", "other", "mean")
    )
    assert not torch.equal(one, other)
    assert torch.allclose(mean, (one + other) / 2)
    assert OnnxReader(tmp_path / "mean" / "reader.onnx").read("Is rest good?", ["Rest is good."]).relevance.shape == (
        1,
    )


def test_only_titles_that_state_something_are_taken_for_claims() -> None:
    assert (
        statement_of("Exercise prevents falls in old age: a randomised trial") == "Exercise prevents falls in old age"
    )
    assert statement_of("Effects of exercise on falls in old age: a trial") is None
    assert statement_of("Does exercise prevent falls in old age?") is None


def test_questions_held_out_are_never_learned_from(sets: Path) -> None:
    choices, pairs = examples_of(sets, 5)
    asked = {e.question for e in [*choices, *pairs]}
    held = held_out_of(sets / "bioasq" / "queries.jsonl", HELD_OUT, 1)
    assert held
    assert not asked & {f"Does compound {q.removeprefix('q')} lower fever?" for q in held}


def test_examples_never_run_out_and_come_in_whole_groups(sets: Path) -> None:
    dealt = batches(sets, 0, ON_PROCESSOR)
    sizes = {(len(choices), len(pairs)) for choices, pairs in (next(dealt) for _ in range(120))}
    assert sizes == {(1, 32)}


def test_training_begins_where_the_shipped_reader_stands() -> None:
    model = Reader(str(bundled_folder()))
    begin_with(model, MODELS / "reader.onnx")
    texts = ["Pain fell with rest (p = 0.01).", "Patients came from three hospitals."]
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(bundled_folder()))
    with torch.no_grad():
        made = model.eval()(dict(tokenizer(["Does rest ease pain?"] * 2, texts, padding=True, return_tensors="pt")))
    shipped = OnnxReader(MODELS / "reader.onnx").read("Does rest ease pain?", texts)
    # Word vectors are taken as published, not in the eight bits of the shipped file.
    assert np.allclose(made["relevance"][:, 0].numpy(), shipped.relevance, atol=0.1)
    assert weights_of(MODELS / "reader.onnx")["heads.weight"].shape == (7, 768)


def test_a_line_between_yes_and_no_is_drawn_on_what_was_never_trained_on(sets: Path) -> None:
    examples = train_answer.examples_of(sets)
    assert {e.set for e in examples} >= {"BioASQ", "SciFact", "trials, any effect", "trials, an effect that way"}
    held = held_out_of(sets / "bioasq" / "queries.jsonl", HELD_OUT, 1)
    assert {e.group for e in examples if e.set == "BioASQ"} == held
    found = np.zeros((6, 10), np.float32)
    found[:, 0] = [1, 2, 3, -1, -2, -3]
    asked = [train_answer.Asked("s", str(n), "Does it help?", ("It does.",), n < 3) for n in range(6)]
    weights = train_answer.fitted(found, asked)
    assert [bool(found[n] @ weights[:-1] + weights[-1] > 0) for n in range(6)] == [True] * 3 + [False] * 3
    told = train_answer.as_text(asked, np.array([[0.9, 0.8, 0.7, 0.1, 0.2, 0.6]], np.float32))
    assert "s                               6     0.833" in told


def test_a_head_that_is_added_changes_nothing_else_of_a_reader(sets: Path, tmp_path: Path) -> None:
    head = np.append(np.linspace(-0.5, 0.5, 768), 0.25).astype(np.float32)
    added, pooled = tmp_path / "reader.onnx", tmp_path / "pooled.onnx"
    added.write_bytes(with_outputs(MODELS / "reader.onnx", {"answer": head}))
    pooled.write_bytes(with_outputs(added, {"answer": head}, pooled=True))
    one = next(e for e in train_answer.examples_of(sets) if len(e.texts) == 1)
    before, after = (OnnxReader(m).read(one.text, one.texts) for m in (MODELS / "reader.onnx", added))
    assert np.array_equal(before.relevance, after.relevance)
    assert np.array_equal(before.stance, after.stance)
    seen = train_answer.of_questions([one], train_answer.read([one], pooled))
    assert after.answer[0] == pytest.approx(seen[0, :768] @ head[:-1] + 0.25, abs=1e-3)


def test_training_writes_a_reader_and_goes_on_from_its_checkpoint(sets: Path, tmp_path: Path) -> None:
    train(sets, tmp_path, 0.05, 0, MODELS / "reader.onnx")
    first = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["seconds"]
    assert OnnxReader(tmp_path / "reader.onnx").read("Does rest help?", ["It does."]).stance.shape == (1, 3)
    train(sets, tmp_path, 0.1, 0, MODELS / "reader.onnx")
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["seconds"] > first
