"""What guidelines recommend: how they print it, and what only looks like it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document, Reader, Source, SourceType
from corpus.read import read_document
from corpus.reading import RawBlock, Reading, assemble
from corpus.recommendation_grades import grade_of, is_grade
from corpus.recommendation_rules import advice_in
from corpus.recommendations import recommendation_json, recommendations_in
from evals.__main__ import main as evals_main
from index.__main__ import main as index_main

TEXTS = Path(__file__).parent / "texts_recommendations"

# Number, direction, strength, certainty, how the statement begins, for whom.
GOLD: dict[str, list[tuple[str, str, str, str, str, str]]] = {
    "acc_aha": [
        ("", "for", "strong", "high", "In patients with cold hands, gloves are recom", "patients with cold hands"),
        (
            "",
            "for",
            "weak",
            "moderate",
            "In patients with cold hands and white fingers",
            "patients with cold hands and white fingers",
        ),
        ("", "for", "weak", "low", "In adults with cold hands, vitamin D may be c", "adults with cold hands"),
        (
            "",
            "against",
            "weak",
            "moderate",
            "In patients with cold hands, magnets are not ",
            "patients with cold hands",
        ),
        (
            "",
            "against",
            "strong",
            "very low",
            "In patients with cold hands, smoking should n",
            "patients with cold hands",
        ),
    ],
    "editions": [
        ("2", "against", "weak", "low", "For adults with heel pain, we suggest against", "adults with heel pain"),
        ("3", "neither", "", "very low", "For children with heel pain, there is insuffi", "children with heel pain"),
        ("1", "for", "strong", "moderate", "For adults with heel pain, we recommend calf ", "adults with heel pain"),
    ],
    "grade": [
        (
            "1",
            "for",
            "strong",
            "moderate",
            "In adults with tennis elbow of less than six ",
            "adults with tennis elbow of less than six weeks",
        ),
        ("2", "against", "weak", "low", "In adults with tennis elbow, we suggest again", "adults with tennis elbow"),
        ("3", "neither", "", "very low", "We make no recommendation for or against shoc", "adults with tennis elbow"),
    ],
    "nass": [
        ("", "for", "weak", "", "Traction is suggested to provide short-term r", "patients with lumbar snapping"),
        (
            "",
            "for",
            "weak",
            "",
            "A brace may be considered in patients with lu",
            "patients with lumbar snapping at work",
        ),
        ("", "neither", "", "", "There is insufficient evidence to make a reco", "patients with lumbar snapping"),
        ("", "for", "strong", "", "Early walking is recommended for patients wit", "patients with lumbar snapping"),
    ],
    "nice": [
        (
            "1.1.1",
            "for",
            "strong",
            "",
            "Offer an X-ray to people who cannot bear weig",
            "people who cannot bear weight after an ankle sprain",
        ),
        (
            "1.1.2",
            "for",
            "weak",
            "",
            "Consider ultrasound for adults with an ankle ",
            "adults with an ankle sprain that has not healed after 6 weeks",
        ),
        (
            "1.1.3",
            "against",
            "strong",
            "",
            "Do not routinely offer MRI to people with a f",
            "people with a first ankle sprain",
        ),
        (
            "1.2.1",
            "for",
            "strong",
            "",
            "Explain to people with an ankle sprain that s",
            "people with an ankle sprain that swelling can last for weeks",
        ),
        (
            "1.2.2",
            "against",
            "strong",
            "",
            "Do not offer any of the following to children",
            "children with an ankle sprain",
        ),
        ("1.2.3", "for", "strong", "", "Offer a brace.", ""),
        ("1.2.3", "against", "strong", "", "Do not offer a plaster cast for more than 10 ", ""),
    ],
    "sign": [
        ("", "for", "strong", "", "Patients with shoulder stiffness should be of", "Patients with shoulder stiffness"),
        (
            "",
            "for",
            "weak",
            "",
            "Corticosteroid injection should be considered",
            "patients with painful shoulder stiffness",
        ),
        ("", "against", "", "", "Arthrographic distension should not be used i", "patients with diabetes"),
        ("", "for", "", "", "Patients should be told how long stiffness la", ""),
    ],
    "uspstf": [
        ("", "for", "strong", "", "The PCTF recommends screening for flat feet i", "adults aged 50 to 75 years"),
        ("", "for", "weak", "", "The PCTF recommends that clinicians selective", "adults aged 76 to 85 years"),
        ("", "against", "strong", "", "The PCTF recommends against screening for fla", "adults older than 85 years"),
        ("", "neither", "", "", "The PCTF concludes that the current evidence ", "children"),
    ],
}


@pytest.mark.parametrize("name", GOLD)
def test_a_guideline_gives_its_recommendations_and_no_others(name: str) -> None:
    document = read_document(TEXTS / f"{name}.md")
    text = document.text
    found = recommendations_in(document)
    told = [
        (r.number, r.direction, r.strength, r.certainty, r.population.of(text) if r.population else "") for r in found
    ]
    assert told == [(n, d, s, c, p) for n, d, s, c, _, p in GOLD[name]]
    for r, gold in zip(found, GOLD[name], strict=True):
        assert " ".join(r.span.of(text).split()).startswith(gold[4])
        assert r.span.covers(r.wording)
        assert r.number_at is None or r.number_at.of(text) == r.number


def test_a_restatement_is_linked_to_the_full_statement() -> None:
    document = read_document(TEXTS / "editions.md")
    first = next(r for r in recommendations_in(document) if r.number == "1")
    assert [s.of(document.text) for s in first.restated] == ["For adults with heel pain, we recommend calf stretching."]
    assert first.span.start > first.restated[0].start


def test_only_guidelines_societies_and_regulators_recommend() -> None:
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, "We recommend exercise for adults with neck pain.")]

    def of(kind: SourceType) -> Document:
        return assemble(Reading(blocks, Source("T", source_type=kind), Reader("test")), data=b"x", path="x.txt")

    counts = {kind: len(recommendations_in(of(kind))) for kind in SourceType}
    assert {k for k, n in counts.items() if n} == {
        SourceType.GUIDELINE,
        SourceType.SOCIETY_STATEMENT,
        SourceType.REGULATORY,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We suggest against acetaminophen.", ("against", "weak")),
        ("We recommend exercise.", ("for", "strong")),
        ("There is insufficient evidence to recommend for or against yoga.", ("neither", "")),
        ("Do not offer opioids for sciatica.", ("against", "strong")),
        ("Consider a group exercise programme.", ("for", "weak")),
        ("The panel issued a strong recommendation against ablation.", ("against", "strong")),
        ("The guideline makes a conditional recommendation for massage.", ("for", "weak")),
        ("Routine imaging is not recommended.", ("against", "")),
        ("We do not recommend routine imaging.", ("against", "strong")),
        ("The society gives a moderate to strong recommendation for adhesiolysis.", ("for", "")),
        ("27. We suggest against opioids. Strong against, then Weak against.", ("against", "")),
    ],
)
def test_wording_tells_direction_and_strength(text: str, expected: tuple[str, str]) -> None:
    advice = advice_in(text)
    assert advice is not None
    assert (advice.direction, advice.strength) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 2 points.",
        "The panel could not recommend ketamine because no trial was found.",
        "The recommended daily intake of vitamin D is 600 IU.",
        "Previous guidelines recommended bed rest.",
        "Several guidelines recommend bed rest for sciatica.",
        "Studies suggest that exercise helps.",
        "We recommend that further research be done.",
        "A strong recommendation means that most people would want it.",
        "Injection is recommended by the manufacturer.",
        "One poster wrote “we recommend injections for all”.",
        "We recommend against offering it. Strong against, Reviewed, Deleted",
        "Weak for: “We suggest …”",
    ],
)
def test_what_only_looks_like_a_recommendation_is_none(text: str) -> None:
    assert advice_in(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Strong for | Reviewed, Amended)", ("for", "strong", "")),
        ("(conditional recommendation against use, very low certainty evidence)", ("against", "weak", "very low")),
        ("(1B)", ("", "strong", "moderate")),
        ("Grade 2C", ("", "weak", "low")),
        ("(B recommendation)", ("", "strong", "")),
        ("(D recommendation)", ("against", "strong", "")),
        ("(I statement)", ("neither", "", "")),
        ("Class IIa, LOE B-R", ("for", "weak", "moderate")),
        ("COR: 3: Harm", ("against", "strong", "")),
        ("Strong recommendation ⊕⊕⊖⊖", ("", "strong", "low")),
        ("Neither for nor against", ("neither", "", "")),
        ("Grade of Recommendation: I (Insufficient Evidence)", ("neither", "", "")),
        ("Grade of Recommendation: B", ("", "", "")),
    ],
)
def test_printed_grades(text: str, expected: tuple[str, str, str]) -> None:
    grade = grade_of(text)
    assert is_grade(text)
    assert (grade.direction, grade.strength, grade.certainty) == expected


@pytest.mark.parametrize(
    "text", ["(see Table 2)", "b", "Reviewed, Amended", "We suggest exercise", "(3 months or longer)"]
)
def test_what_is_no_grade(text: str) -> None:
    assert not is_grade(text)


def test_another_bodys_advice_is_not_the_guidelines_own() -> None:
    def own(phrase: str) -> bool:
        return "ACME" in phrase

    assert advice_in("The ACME guideline recommends walking.", own=own) is not None
    assert advice_in("The 2012 NICE guideline recommends walking.", own=own) is None
    assert advice_in("The NICE guideline, unlike ACME, makes a strong recommendation against rest.", own=own) is None
    assert advice_in("The ACME guideline does not speak of the drugs that NICE recommends against.", own=own) is None


def test_a_body_named_in_brackets_recommends_in_its_own_guideline() -> None:
    said = [
        "For cold hands, the 2019 Northern College of Hands (NCH) guideline makes a strong recommendation for gloves.",
        "For cold feet, the 2019 Northern College of Hands (NCH) guideline makes a weak recommendation for wool.",
        "The 2019 Northern College of Hands (NCH) guideline makes no recommendation on vitamins.",
        "For white toes, the 2019 Northern guideline (Report 12) says to consider socks.",
        "For white ears, the 2019 Southern College of Ears (SCE) guideline makes a strong recommendation for hats.",
    ]
    source = Source("Cold hands and feet", year=2019, source_type=SourceType.GUIDELINE, digest=True)
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, text) for text in said]
    document = assemble(Reading(blocks, source, Reader("test")), data=b"x", path="x.txt")
    found = [(r.direction, r.strength) for r in recommendations_in(document)]
    assert found == [("for", "strong"), ("for", "weak"), ("neither", ""), ("for", "weak")]


def test_a_hostile_text_is_read_in_linear_time() -> None:
    pieces = [
        "We recommend (" * 3000,
        "1. " + "for patients " * 3000,
        "Strong against " * 3000,
        "The A B C D " * 4000 + "recommends",
    ]
    pieces += [f"{i}. We suggest thing {i} for adults with pain." for i in range(1000)]
    blocks = [RawBlock.of(BlockKind.PARAGRAPH, p) for p in pieces]
    source = Source("T", source_type=SourceType.GUIDELINE)
    document = assemble(Reading(blocks, source, Reader("test")), data=b"x", path="x.txt")
    begun = time.perf_counter()
    found = recommendations_in(document)
    assert len(found) == 1000
    assert time.perf_counter() - begun < 30


def test_show_lists_recommendations_and_evals_measures_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "data")
    assert index_main(["add", str(TEXTS / "editions.md"), "--data", folder]) == 0
    identifier = capfd.readouterr().out.split()[1]
    assert index_main(["show", identifier, "--recommendations", "--data", folder]) == 0
    out = capfd.readouterr().out
    assert "weak against · certainty low" in out
    assert "3 recommendations" in out
    assert index_main(["show", identifier, "--recommendations", "--json", "--data", folder]) == 0
    told = json.loads(capfd.readouterr().out)
    assert {r["number"]: r["certainty"] for r in told} == {"1": "moderate", "2": "low", "3": "very low"}
    document = read_document(TEXTS / "editions.md")
    assert told == [recommendation_json(r, document.text) for r in recommendations_in(document)]

    gold = tmp_path / "gold.jsonl"
    rows = [
        {
            "text": r["statement"]["quote"],
            "meta": {"number": r["number"], "strength": f"{r['strength'] or 'neither'} {r['direction']}"},
        }
        for r in told
    ]
    gold.write_text("".join(json.dumps(r) + "\n" for r in [*rows, {"text": "We suggest leeches for heel pain."}]))
    assert evals_main(["recommendations", str(TEXTS / "editions.md"), str(gold)]) == 0
    out = capfd.readouterr().out
    assert "found       0.750" in out
    assert "strength    1.000" in out
    assert "missed  We suggest leeches" in out
    asked = tmp_path / "asked.tsv"
    asked.write_text("1\tshould adults with heel pain stretch their calf?\n3\tcalf stretching for heel pain?\n")
    command = ["recommendations", str(TEXTS / "editions.md"), str(gold), "--asked", str(asked), "--data", folder]
    assert evals_main(command) == 0
    out = capfd.readouterr().out
    assert "direction   0.500" in out
    assert "wrong   3 calf stretching for heel pain?: 1 strong for" in out
    for wrong, told in (("1 no tab", "asked.tsv line 1"), ("9\tWhat of it?", "the number 9")):
        asked.write_text(f"{wrong}\n")
        assert evals_main(command) == 2
        assert told in capfd.readouterr().err
    gold.write_text("{}\n")
    assert evals_main(["recommendations", str(TEXTS / "editions.md"), str(gold)]) == 2
    assert "gold.jsonl line 1" in capfd.readouterr().err
