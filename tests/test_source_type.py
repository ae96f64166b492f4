"""The kind of source a text is taken for, and the reason given."""

from __future__ import annotations

import pytest

from corpus.document import SourceType
from corpus.source_type import classify, rubric_of, stated_type, type_from_title
from corpus.source_type_rules import TEXT_RULES, TITLE_RULES


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Diagnosis of neck pain: a clinical practice guideline", SourceType.GUIDELINE),
        ("Guideline for the care of whiplash in adults", SourceType.GUIDELINE),
        (
            "Ultrasound for heel pain: a systematic review and meta-analysis of randomised trials",
            SourceType.SYSTEMATIC_REVIEW,
        ),
        ("Traction for sciatica: a randomized controlled trial", SourceType.TRIAL),
        ("Traction for sciatica: study protocol for a randomised trial", SourceType.TRIAL),
        ("Implementing a guideline for neck pain: a cluster randomised trial", SourceType.TRIAL),
        (
            "Adherence to neck pain guidelines among physiotherapists: a cross-sectional survey",
            SourceType.OBSERVATIONAL_STUDY,
        ),
        ("Opioids and falls: a retrospective cohort study", SourceType.OBSERVATIONAL_STUDY),
        ("Epidural abscess after acupuncture: a case report", SourceType.CASE_REPORT),
        ("FDA requires label changes for injected steroids", SourceType.REGULATORY),
        ("Drug Safety Communication: serious problems after epidural injection", SourceType.REGULATORY),
        ("Position statement on imaging of the spine", SourceType.SOCIETY_STATEMENT),
        ("Editorial: too much imaging", SourceType.EDITORIAL),
        ("Press release: new spine centre opens", SourceType.NEWS),
        ("Erratum: Traction for sciatica: a randomised controlled trial", SourceType.OTHER),
        ("Traction for fold correction: a randomised controlled trial", SourceType.TRIAL),
        ("Author Correction: Traction for sciatica", SourceType.OTHER),
        ("Ten ways to sit", None),
    ],
)
def test_a_plain_title_decides(title: str, kind: SourceType | None) -> None:
    assert type_from_title(title) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sixty adults were randomly assigned to traction or rest. NCT01234567.", SourceType.TRIAL),
        ("Ewes were assigned randomly to two diets.", SourceType.TRIAL),
        ("Sixty teeth were allocated to varnish or none by tossing a coin.", SourceType.TRIAL),
        ("Adults with sciatica, randomised to receive traction or rest, were followed.", SourceType.TRIAL),
        ("Design: Randomised clinical study.", SourceType.TRIAL),
        ("Twelve healthy men were studied in a double\u2010blind crossover design.", SourceType.TRIAL),
        ("Walks were taken in a randomized, counter-balanced order in a crossover design.", SourceType.TRIAL),
        ("In this quasi-experimental study mothers were randomly assigned to classes or none.", SourceType.TRIAL),
        ("In this quasi-experimental study mothers chose classes or none.", SourceType.OBSERVATIONAL_STUDY),
        ("The images were randomly divided into sets for training and testing.", SourceType.OTHER),
        ("STUDY DESIGN: Mailed survey. Nurses told of their backs.", SourceType.OBSERVATIONAL_STUDY),
        ("Medical records of 220 adults with sciatica were reviewed.", SourceType.OBSERVATIONAL_STUDY),
        ("A national birth cohort told of back pain at 30.", SourceType.OBSERVATIONAL_STUDY),
        (
            "The diagnostic accuracy of tapping was measured in 60 adults, with MRI as the reference standard.",
            SourceType.OBSERVATIONAL_STUDY,
        ),
        ("We saw 200 consecutive patients. Hazard ratios are given.", SourceType.OBSERVATIONAL_STUDY),
        ("Several cross-sectional studies and cohorts of mice exist.", SourceType.OTHER),
        ("METHODS: A systematic review of long studies of backs.", SourceType.SYSTEMATIC_REVIEW),
        ("Data sources: tables of prices. We modelled the cost of rest.", SourceType.OTHER),
        ("The present study was a clinical trial of 57 women.", SourceType.TRIAL),
        ("60 consecutive patients were randomly assigned to rest or heat. Odds ratios are given.", SourceType.TRIAL),
        ("We searched MEDLINE and Embase to May 2019. Risk of bias was assessed.", SourceType.SYSTEMATIC_REVIEW),
        ("The guideline panel met twice. We recommend exercise (strong recommendation).", SourceType.GUIDELINE),
        ("This retrospective cohort study used hospital records.", SourceType.OBSERVATIONAL_STUDY),
        ("We report a case of paralysis in a 54-year-old woman.", SourceType.CASE_REPORT),
        ("Semi-structured interviews were held; thematic analysis followed.", SourceType.OBSERVATIONAL_STUDY),
        ("Backs are strange. Much has been written of them.", SourceType.OTHER),
    ],
)
def test_what_the_text_says_it_did_decides_where_the_title_does_not(text: str, kind: SourceType) -> None:
    found, reason = classify("Backs", text=text)
    assert found is kind
    assert reason


def test_the_reason_quotes_the_words_that_decided() -> None:
    _, reason = classify("Traction: a randomised trial", text="")
    assert "its title says “randomised”" in reason


def test_in_doubt_the_kind_is_other_and_both_sides_are_named() -> None:
    kind, reason = classify("Backs", text="Patients were randomly assigned. We searched MEDLINE for trials.")
    assert kind is SourceType.OTHER
    assert "in doubt" in reason


def test_a_trial_planned_for_later_does_not_make_a_trial() -> None:
    kind, _ = classify(
        "Backs", text="We report a case of cure in a 54-year-old man. A larger randomised trial is needed."
    )
    assert kind is SourceType.CASE_REPORT


@pytest.mark.parametrize(
    ("article_type", "subjects", "kind"),
    [
        ("editorial", (), SourceType.EDITORIAL),
        ("case-report", (), SourceType.CASE_REPORT),
        ("research-article", ("Case Report",), SourceType.CASE_REPORT),
        ("research-article", ("Systematic Review",), SourceType.SYSTEMATIC_REVIEW),
        ("research-article", ("Practice Guideline",), SourceType.GUIDELINE),
        ("correction", ("Erratum",), SourceType.OTHER),
    ],
)
def test_the_file_s_own_statement_is_taken(article_type: str, subjects: tuple[str, ...], kind: SourceType) -> None:
    stated = stated_type(article_type, subjects)
    assert stated is not None
    assert stated[0] is kind


@pytest.mark.parametrize("subject", ["Research", "Original Article", "Study Protocol", "Pain Management", "Practice"])
def test_a_heading_that_says_little_decides_nothing(subject: str) -> None:
    assert stated_type("research-article", (subject,)) is None


def test_rubrics_are_whole_lines() -> None:
    assert rubric_of("Editorials") is SourceType.EDITORIAL
    assert rubric_of("Editorials are fun to write") is None


def test_every_rule_can_be_read_as_a_weight_for_a_kind() -> None:
    for rule in (*TITLE_RULES, *TEXT_RULES):
        assert rule.weight != 0


def test_who_was_randomised_far_down_counts_where_a_text_has_methods_of_its_own() -> None:
    text = "Backs are old. " * 400 + "The subjects were randomly assigned to rest or heat."
    assert classify("Backs", text=text, headings=["Methods"])[0] is SourceType.TRIAL
    assert classify("Backs", text=text, headings=["Others' work"])[0] is SourceType.OTHER
