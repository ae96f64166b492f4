"""Does the answer say what is right: yes or no, which way, the facts, from the right kind of source?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.question import stems
from evals.measures.measure import Measure, Scores

SHORT_FACT = 4
"""A fact of no more telling words than this counts only word for word."""
_SAID = 0.8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Family:
    """Labels of which one is right; `name` begins the names of its measures."""

    name: str
    labels: tuple[str, ...]
    counted: str
    """What a question of this family is, in words."""


YES_NO = Family("yes/no/maybe", ("yes", "no", "maybe"), "questions answered by yes, no or maybe")
DIRECTION = Family("direction", ("increased", "decreased", "no difference"), "questions on the direction of an effect")
STANCE = Family("stance", ("supports", "contradicts", "neutral"), "claims put to sources that bear on them")
ATTRIBUTION = Family("attribution", ("attributable", "not attributable"), "claims with the source given for them")
FAMILIES = (YES_NO, DIRECTION, STANCE, ATTRIBUTION)
NOTHING_SAID = frozenset({"neutral", "not attributable"})
"""Labels of claims that the sources say nothing of, so that an abstention is right."""
_STANCES = {"yes": "supports", "no": "contradicts"}
GRADES = {
    "recommendation direction": ("direction", ("for", "against", "neither"), ""),
    "recommendation strength": ("strength", ("strong", "weak"), ""),
    "recommendation certainty": ("certainty", ("high", "moderate", "low", "very low"), " certainty"),
}
"""By measure: the field of a claim's recommendation, its values, and what labels put behind them."""
MEASURES = (
    *(
        Measure(
            f"{f.name} accuracy",
            "higher",
            f"Share of {f.counted} where the reply's judgement is the label; without a judgement it is not.",
            share=True,
        )
        for f in FAMILIES
    ),
    *(
        Measure(f"{f.name} said", "higher", f"Share of {f.counted} where the reply makes a judgement.", share=True)
        for f in (YES_NO, DIRECTION)
    ),
    Measure(
        "expected facts",
        "higher",
        "Share of a question's expected facts that a claim states: word for word, or, of facts longer than "
        f"{SHORT_FACT} telling words, all numbers and {_SAID:.0%} of these words; abstentions state none.",
    ),
    Measure(
        "must not",
        "lower",
        "Share of questions with such conditions where a claim cites or says what none may.",
        share=True,
    ),
    Measure(
        "source type",
        "higher",
        "Share of answers whose first claim is from a source of the same kind as one of the gold places.",
        share=True,
    ),
    *(
        Measure(
            name,
            "higher",
            f"Share of questions on advice whose first recommendation has the {field} that is right.",
            share=True,
        )
        for name, (field, _, _) in GRADES.items()
    ),
)


def family_of(labels: Sequence[str]) -> Family | None:
    """The family that a question's labels belong to; None if it has none of theirs."""
    return next((f for f in FAMILIES if set(labels) & set(f.labels)), None)


def said(reply: Mapping[str, Any], family: Family) -> str:
    """The label that a reply (as JSON) comes to; empty where it makes no such judgement.

    Of a claim put to its sources: yes is "supports", no is "contradicts", and all else, an abstention too, "neutral".
    """
    judgement = reply.get("judgement") or {}
    yes_no = str(judgement.get("yes_no") or "")
    if family is DIRECTION:
        return str(judgement.get("direction") or "")
    if family is STANCE:
        return _STANCES.get(yes_no, "neutral")
    if family is ATTRIBUTION:
        return "attributable" if yes_no == "yes" else "not attributable"
    return yes_no


def label_scores(reply: Mapping[str, Any], labels: Sequence[str]) -> Scores:
    """Whether the reply's judgement is one of the labels; nothing applies where there are none."""
    family = family_of(labels)
    if family is None:
        return {}
    told = said(reply, family)
    scores: Scores = {f"{family.name} accuracy": float(told in labels)}
    if family in (YES_NO, DIRECTION):
        scores[f"{family.name} said"] = float(bool(told))
    return scores


def recommendation_scores(reply: Mapping[str, Any], labels: Sequence[str]) -> Scores:
    """Whether the first recommendation among the claims has the grades that the labels name."""
    first: Mapping[str, Any] = next((c["recommendation"] for c in reply["claims"] if c.get("recommendation")), {})
    scores: Scores = {}
    for name, (field, values, behind) in GRADES.items():
        wanted = {v for v in values if v + behind in labels}
        if wanted:
            scores[name] = float(first.get(field) in wanted)
    return scores


def fact_coverage(claims: Sequence[str], expected: Sequence[str]) -> float:
    """Share of expected facts, in [0, 1], that some claim states; "a|b" is stated by either.

    Raises:
        ValueError: Nothing is expected.
    """
    if not expected:
        raise ValueError("coverage needs a fact that is expected")
    return sum(any(_states(c, one) for c in claims for one in fact.split("|")) for fact in expected) / len(expected)


def breaks(reply: Mapping[str, Any], must_not: Sequence[str]) -> bool:
    """True if a claim cites a document that must not be cited, or says a text that must not be said."""
    cited = {x["set_document"] for c in reply["claims"] for x in c["citations"]}
    claims = [_folded(c["text"]) for c in reply["claims"]]
    return any(one in cited or any(_folded(one) in claim for claim in claims) for one in must_not)


def _states(claim: str, fact: str) -> bool:
    if _folded(fact) in _folded(claim):
        return True
    wanted = stems(fact)
    if len(wanted) <= SHORT_FACT or not set(_NUMBER.findall(fact)) <= set(_NUMBER.findall(claim)):
        return False
    return len(wanted & stems(claim)) >= _SAID * len(wanted)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
