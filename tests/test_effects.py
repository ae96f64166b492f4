"""What is read of a result: each field a slice of the text, and nothing where the text is not plain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, Reader, Source, Span
from corpus.effect_types import Effect, Measure, Value
from corpus.effect_words import line_of
from corpus.effects import effects_in, effects_of
from corpus.reading import Piece, RawBlock, RawCell, Reading, assemble, marked


def told(text: str, effect: Effect) -> dict[str, str]:
    """The fields that hold something, as slices."""
    spans: dict[str, object] = {
        "estimate": effect.estimate,
        "interval": effect.interval,
        "p": effect.p,
        "spread": effect.spread and effect.spread.value,
    }
    for name in ("count", "unit", "group", "comparator", "outcome", "timepoint"):
        spans[name] = getattr(effect, name)
    found = {}
    for name, held in spans.items():
        if held is not None:
            found[name] = (held if isinstance(held, Span) else held.span).of(text)  # type: ignore[attr-defined]
    return found


def only(text: str) -> Effect:
    (effect,) = effects_of(text)
    return effect


def document_of(*blocks: RawBlock) -> Document:
    return assemble(Reading(blocks, Source("On backs"), Reader("test")), data=b"x", path="x.txt")


def paragraph(text: str) -> RawBlock:
    return RawBlock.of(BlockKind.PARAGRAPH, text)


def test_a_difference_is_read_with_everything_that_stands_beside_it() -> None:
    text = (
        "Pain was lower with heat than with sham at 6 weeks "
        "(mean difference −1,4 points on a 0–10 scale, 95 % CI −2,1 to −0,7; P = 0·002)."
    )
    effect = only(text)
    assert effect.measure is Measure.MEAN_DIFFERENCE
    assert told(text, effect) == {
        "estimate": "−1,4",
        "interval": "95 % CI −2,1 to −0,7",
        "p": "P = 0·002",
        "unit": "points on a 0–10 scale",
        "comparator": "sham",
        "outcome": "Pain",
        "timepoint": "at 6 weeks",
    }
    assert effect.estimate
    assert effect.estimate.value == -1.4
    assert effect.interval
    assert (effect.interval.low.value, effect.interval.high.value) == (-2.1, -0.7)
    assert (effect.interval.kind, effect.interval.level) == ("CI", 95)
    assert effect.p
    assert (effect.p.sign, effect.p.value) == ("=", 0.002)
    assert effect.direction == "decreased"


@pytest.mark.parametrize(
    ("printed", "kind", "low", "high"),
    [
        ("OR 2.9, 95% CI 1.2–7.1", "CI", 1.2, 7.1),
        ("OR 2.9 [95% confidence interval: 1.2, 7.1]", "CI", 1.2, 7.1),
        ("OR 2.9 (95% CI [1.2; 7.1])", "CI", 1.2, 7.1),
        ("odds ratio of 2.9 (1.2 to 7.1, 95% CI)", "CI", 1.2, 7.1),
        ("OR = 2·9; 95% CrI 1·2 to 7·1", "CrI", 1.2, 7.1),
        ("OR 2.9 (1.2‒7.1)", "", 1.2, 7.1),
    ],
)
def test_an_interval_is_read_in_any_dress(printed: str, kind: str, low: float, high: float) -> None:
    effect = only(f"More patients recovered with heat than with sham ({printed}).")
    assert effect.measure is Measure.ODDS_RATIO
    assert effect.estimate
    assert effect.estimate.value == 2.9
    assert effect.interval
    assert effect.interval.kind == kind
    assert (effect.interval.low.value, effect.interval.high.value) == (low, high)


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("hazard ratio", Measure.HAZARD_RATIO),
        ("relative risk", Measure.RISK_RATIO),
        ("adjusted risk difference", Measure.RISK_DIFFERENCE),
        ("number needed to treat", Measure.NNT),
        ("standardised mean difference", Measure.STANDARDISED_MEAN_DIFFERENCE),
    ],
)
def test_the_measure_is_the_one_named(words: str, measure: Measure) -> None:
    assert only(f"The {words} was 1.5 (95% CI 1.1 to 2.0) for heat versus sham.").measure is measure


def test_means_and_shares_of_two_groups_are_two_effects_with_one_p_value() -> None:
    text = "Pain fell to 34.2 (SD 12.1) with heat and 45.1 (SD 13.0) with sham (p<0.001)."
    effects = effects_of(text)
    assert [e.estimate and e.estimate.value for e in effects] == [34.2, 45.1]
    assert [e.spread and e.spread.kind for e in effects] == ["SD", "SD"]
    assert all(e.p and e.p.value == 0.001 and e.p.sign == "<" for e in effects)
    text = "Recovery was seen in 12/40 (30 %) patients with heat versus 6/41 (15 %) with sham."
    assert [told(text, e)["count"] for e in effects_of(text)] == ["12/40", "6/41"]


def test_a_count_that_does_not_add_up_is_no_count() -> None:
    assert all(e.count is None for e in effects_of("Pain of 5/10 (80 %) was reported in both groups."))


def test_a_result_told_without_numbers_has_a_direction_and_no_estimate() -> None:
    effect = only("There was no significant difference in disability between the groups at 12 months.")
    assert effect.direction == "no difference"
    assert effect.benefit == "no significant difference"
    assert effect.estimate is None


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Opioid use was significantly higher in the sham group (p = 0.01).", "increased"),
        ("The reduction in pain was greater with heat than with sham (p = 0.01).", "decreased"),
        ("Pain was lower with heat, but the difference was not statistically significant (p = 0.3).", "no difference"),
        ("Pain was lower with heat than with sham (p = 0.30).", ""),
        ("Low back pain in the lower limb was assessed in both groups (p = 0.01).", ""),
    ],
)
def test_the_direction_is_the_one_the_words_say(text: str, direction: str) -> None:
    assert [e.direction for e in effects_of(text)] == [direction]


@pytest.mark.parametrize(
    ("text", "benefit"),
    [
        ("Function was better with heat than with sham (MD 3.1, 95% CI 1.0 to 5.2).", "favours intervention"),
        ("Function in the control group was better than in the heat group (p = 0.01).", "favours comparator"),
        ("The difference was 44 % in favour of heat (95% CI 27 to 61).", "favours intervention"),
        ("The mean difference was −3.1 (95% CI −5.2 to −1.0).", ""),
    ],
)
def test_whom_a_result_favours_is_said_only_where_the_text_says_it(text: str, benefit: str) -> None:
    assert only(text).benefit == benefit


@pytest.mark.parametrize(
    "text",
    [
        "We needed 40 patients per group to detect a difference of 10 points with 80 % power.",
        "A p value < 0.05 was considered statistically significant.",
        "The mean age was 45.2 ± 12.1 years in both groups.",
        "The block used 20 ml of 0.5% bupivacaine in both groups.",
        "Patients were included if their pain was at least 4 of 10.",
    ],
)
def test_plans_doses_and_descriptions_are_no_effects(text: str) -> None:
    assert effects_of(text) == ()


def test_a_reference_mark_is_no_data() -> None:
    block = RawBlock(BlockKind.PARAGRAPH, (Piece(f"Pain fell by 30 %{marked('12', ['12'])} with heat versus sham."),))
    document = document_of(block)
    assert [e.estimate and e.estimate.value for e in effects_in(document)] == [30]


def test_a_pooled_effect_carries_what_the_review_says_of_it() -> None:
    text = (
        "Pooling 6 trials with 701 participants gave a small effect on pain versus placebo "
        "(MD -4.9, 95% CI -8.8 to -1.1; I2 = 35%; moderate-certainty evidence)."
    )
    effect = only(text)
    assert [v and v.value for v in (effect.heterogeneity, effect.trials, effect.participants)] == [35, 6, 701]
    assert effect.certainty
    assert effect.certainty.of(text) == "moderate-certainty evidence"


def test_what_a_higher_score_means_is_found_elsewhere_in_the_document() -> None:
    document = document_of(
        paragraph("Disability was measured with the ODI; higher scores indicate more disability."),
        paragraph("ODI was lower with heat than with sham (mean difference −6.1, 95% CI −9.0 to −3.2)."),
    )
    (effect,) = effects_in(document)
    assert effect.meaning
    assert effect.meaning.of(document.text) == "higher scores indicate more disability"


def test_methods_state_no_effects() -> None:
    document = document_of(
        RawBlock.of(BlockKind.HEADING, "Statistical analysis", level=1),
        paragraph("Heat was better than sham in a pilot study (MD 3.1, 95% CI 1.0 to 5.2)."),
    )
    assert effects_in(document) == ()


def table(*rows: tuple[str, ...], caption: str = "Table 2 Outcomes") -> Document:
    cells = tuple(RawCell(r, c, header=r == 1 or c == 1) for r, row in enumerate(rows, 1) for c, _ in enumerate(row, 1))
    text = "\n".join("\t".join(row) for row in rows)
    return document_of(RawBlock.of(BlockKind.CAPTION, caption), RawBlock(BlockKind.TABLE, (Piece(text),), cells=cells))


def test_cells_are_read_where_their_headers_make_them_plain() -> None:
    document = table(
        ("Outcome", "Heat, mean (SD)", "Sham, mean (SD)", "Difference (95% CI)"),
        ("Pain at 6 weeks", "34.2 (12.1)", "45.1 (13.0)", "-10.9 (-15.0 to -6.8)"),
        ("Function", "3", "4", "n/a"),
    )
    effects = effects_in(document)
    assert [e.measure for e in effects] == [Measure.MEAN, Measure.MEAN, Measure.MEAN_DIFFERENCE]
    first = told(document.text, effects[0])
    assert first == {
        "estimate": "34.2",
        "spread": "12.1",
        "group": "Heat, mean (SD)",
        "outcome": "Pain at 6 weeks",
        "timepoint": "6 weeks",
    }
    assert effects[2].interval
    assert effects[2].interval.low.value == -15.0


@pytest.mark.parametrize(
    "rows",
    [
        (("Outcome", "Heat", "Sham"), ("Pain", "34.2 (12.1)", "45.1 (13.0)")),
        (("Variable", "Heat, mean (SD)"), ("Age", "45.2 (12.1)")),
    ],
)
def test_cells_without_plain_headers_and_ages_are_left_alone(rows: tuple[tuple[str, ...], ...]) -> None:
    assert effects_in(table(*rows)) == ()


def test_a_table_of_who_took_part_states_no_effects() -> None:
    rows = (("Outcome", "Heat, mean (SD)"), ("Pain", "34.2 (12.1)"))
    assert effects_in(table(*rows, caption="Table 1 Baseline characteristics")) == ()


PIECES = st.sampled_from(
    [
        "pain",
        "was",
        "lower",
        "3.4",
        "−1,2",
        "(95% CI",
        "to",
        "p<0.05",
        ")",
        "versus",
        "placebo",
        "12/40",
        "30%",
        "±",
        ";",
    ]
)


@given(st.lists(PIECES, max_size=25))
def test_every_field_is_a_slice_whose_number_reads_back(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for effect in effects_of(text):
        assert 0 <= effect.span.start < effect.span.end <= len(text)
        for field in told(text, effect).values():
            assert field.strip()
        if isinstance(effect.estimate, Value):
            digits = re.sub(r"[^\d.]", "", effect.estimate.span.of(text).replace(",", "."))
            assert abs(effect.estimate.value) == float(digits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Student's t-test showed that operating time was significantly shorter (p = 0.02).", "operating time"),
        ("Nevertheless, pain was significantly lower (p = 0.02).", "pain"),
        ("According to the society's page, nausea occurred in 14% of the patients.", "nausea"),
        ("Pearson's correlation was significant for both diets (p = 0.02).", None),
        ("But it was significantly lower at 48 h (p = 0.02).", None),
        ("Sensory block was seen 20% less often in the former (p = 0.03).", "Sensory block"),
    ],
)
def test_the_outcome_is_what_was_measured_and_no_word_that_stands_for_it(text: str, expected: str | None) -> None:
    assert told(text, only(text)).get("outcome") == expected


def test_an_outcome_is_never_cut_in_a_word() -> None:
    behind = (
        "At 48 h morphine use rose (p = 0.01) in the P group compared with all others, with significant increases in "
    )
    for n in range(30):
        text = f"{behind}{'x' * n} sleeping and walking capacity."
        outcome = told(text, only(text)).get("outcome", "")
        assert not outcome or re.search(rf"(?<!\w){re.escape(outcome)}(?!\w)", text)


def test_how_much_is_not_when() -> None:
    text = "Sitting was significantly less by 9 min per day (p = 0.01)."
    assert "timepoint" not in told(text, only(text))
    text = "Pain was significantly less by 9 weeks (p = 0.01)."
    assert "timepoint" not in told(text, only(text))
    text = "By 9 weeks, pain was significantly less (p = 0.01)."
    assert told(text, only(text))["timepoint"] == "By 9 weeks"


@pytest.mark.parametrize(
    "text",
    [
        "There was a significant interaction between treatment and sex at 3 months (p = 0.01).",
        "There was no significant association between exposure and activity (p = 0.26).",
        "Activity fell significantly from 90 to 75 (median 90, versus median 75, p = 0.01).",
    ],
)
def test_what_goes_together_is_not_compared(text: str) -> None:
    assert "comparator" not in told(text, effects_of(text)[0])


def test_what_was_only_reported_elsewhere_is_no_comparator() -> None:
    text = "Use was significantly lower at 48 h compared with those required at 24 h (p = 0.01)."
    assert "comparator" not in told(text, only(text))


def test_an_interval_behind_the_scale_belongs_to_its_difference() -> None:
    text = (
        "Heat made little difference to pain compared with sham: weighted mean difference 0.63 cm on a 10 cm visual "
        "analogue scale (interval -0.57 to 1.83; positive means worse pain than sham)."
    )
    found = told(text, only(text))
    assert (found["estimate"], found["unit"], found["interval"]) == ("0.63", "cm", "interval -0.57 to 1.83")
    assert (found["outcome"], found["comparator"]) == ("pain", "sham")


def test_each_share_has_the_treatment_behind_it() -> None:
    text = "Relief was seen in 40% with laser and in 38% with sham laser (p = 0.7)."
    assert [told(text, e).get("group") for e in effects_of(text)] == ["laser", "sham laser"]
    (first, second) = (line_of(e, text) for e in effects_of(text))
    assert first == ("40%", "p = 0.7", "outcome: Relief", "with laser")
    assert second == ("38%", "p = 0.7", "outcome: Relief", "with sham laser")


def test_a_range_of_shares_is_no_share() -> None:
    assert effects_of("Complication rates of heat ranged from 2.4% to 16.8% and were higher in older people.") == ()
