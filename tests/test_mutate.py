"""Every way of breaking a claim breaks it, and the verifier withholds what is broken and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from assistant.answer import Claim, Support
from assistant.verify import first_problem
from corpus.document import Span
from corpus.numbers import values_in
from evals.__main__ import main
from evals.mutate import as_json, as_text, claims_at, mutate
from evals.mutations import HARMLESS, MUTATIONS, Others
from index.library import Library

TRIAL = (
    "Knee pain after injection\n\n"
    "At 6 months the difference in pain between steroid and placebo was -1.2 points (interval -2.4 to -0.1), compared"
    " with placebo alone. In 40 patients a dose of 20 mg may reduce swelling for 3 weeks.\n"
)
REVIEW = (
    "Exercise for stiff hips\n\n"
    "Of 212 people with stiff hips, 31% walked further after a programme of supervised exercise. No serious harm was"
    " seen, and the panel recommends against bed rest.\n"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("mutate")
    for name, text in (("trial", TRIAL), ("review", REVIEW)):
        (folder / f"{name}.md").write_text(f"# {text}", encoding="utf-8")
    library = Library.open(folder / "data", reader="none")
    list(library.add([folder / "trial.md", folder / "review.md"]))
    yield library
    library.close()


@pytest.fixture(scope="module")
def claims(library: Library) -> list[Claim]:
    whole = [(row.id, Span(0, len(library.document(row.id).text))) for row in library.documents()]
    return [c for c in claims_at(whole, library) if len(c.text) > 40]


def test_claims_are_whole_sentences_that_hold(claims: list[Claim], library: Library) -> None:
    assert len(claims) == 4
    assert all(c.support is Support.VERBATIM and c.text == c.citations[0].quote for c in claims)
    inside = claims[0].citations[0]
    begun = Span(inside.span.start + 5, inside.span.start + 9)
    assert claims_at([(inside.document_id, begun)] * 2, library) == [claims[0]]


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_broken_claim_is_withheld(name: str, claims: list[Claim], library: Library) -> None:
    others, made = Others(claims, library.document), 0
    for claim in claims:
        for seed in range(5):
            broken = MUTATIONS[name](claim, others, Random(seed))
            if broken is not None:
                made += 1
                assert broken != claim
                assert first_problem(broken, library) is not None, broken.text
    assert made


@pytest.mark.parametrize("name", HARMLESS)
def test_a_right_claim_is_let_through_in_other_words_too(name: str, claims: list[Claim], library: Library) -> None:
    others = Others(claims, library.document)
    made = [c for claim in claims for seed in range(5) if (c := HARMLESS[name](claim, others, Random(seed)))]
    assert len(made) >= 5
    assert [c.text for c in made if first_problem(c, library)] == []


def test_a_changed_number_is_none_of_its_quote(claims: list[Claim], library: Library) -> None:
    others = Others(claims, library.document)
    for claim in (c for c in claims if values_in(c.text)):
        for seed in range(20):
            broken = MUTATIONS["number changed"](claim, others, Random(seed))
            assert broken is not None
            assert not set(values_in(broken.text)) <= set(values_in(claim.text))
    assert MUTATIONS["number changed"](replace(claims[0], text="Rest is best."), others, Random(0)) is None


def test_what_was_withheld_is_counted_by_kind_and_the_same_under_a_seed(claims: list[Claim], library: Library) -> None:
    result = mutate(claims, library, seed=3)
    assert result == mutate(claims, library, seed=3)
    assert [k.name for k in result.broken] == list(MUTATIONS)
    assert [k.name for k in result.right] == list(HARMLESS)
    cut = next(k for k in result.broken if k.name == "quote cut")
    assert (cut.withheld.hits, cut.withheld.n, cut.checks) == (4, 4, {"quote": 4})
    told = json.loads(json.dumps(as_json(result), allow_nan=False))
    assert told["claims"] == 4
    assert "quote cut" in as_text(result)


def test_what_the_verifier_lets_through_is_told(
    claims: list[Claim], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.mutate.first_problem", lambda *_: None)
    result = mutate(claims, library)
    assert all(k.withheld.hits == 0 for k in result.broken)
    assert {w.kind for w in result.wrong} == {k.name for k in result.broken if k.withheld.n}
    assert "unit changed: let through" in as_text(result, show=1)


def test_the_gold_of_a_set_is_broken_by_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {
        "corpus.jsonl": [{"_id": "trial", "text": TRIAL}, {"_id": "review", "text": REVIEW}],
        "queries.jsonl": [{"_id": "q1", "text": "Does a steroid help?"}, {"_id": "q2", "text": "Does exercise help?"}],
        "spans.jsonl": [
            {"query_id": "q1", "document": "trial", "quote": "was -1.2 points"},
            {"query_id": "q2", "document": "review", "quote": "31% walked further"},
        ],
    }
    folder = tmp_path / "set"
    folder.mkdir()
    for name, lines in rows.items():
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert main(["mutate", str(folder), "--data", str(tmp_path / "data"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["claims"] == 2
    changed = next(k for k in told["broken"] if k["kind"] == "number changed")
    assert changed["withheld"]["value"] == 1.0
    assert main(["mutate", str(folder), "--data", str(tmp_path / "data"), "--limit", "1"]) == 0
    assert "right claims to begin with: 1" in capsys.readouterr().out
