"""Where a text speaks of others than the question: acute and chronic, children and adults, neck and lower back."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Odds:
    """What a question names and what a text names in its place, each in its own words."""

    asked: str
    stated: str


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_SETS: tuple[tuple[re.Pattern[str], ...], ...] = (
    (
        _rx(r"acute(?:\s+and\s+severe)?|recent[\s-]onset"),
        _rx(r"chronic|persistent|long[\s-]?standing"),
        _rx("subacute"),
    ),
    (
        _rx(r"child(?:ren|hood)?|p(?:a)?ediatric|infants?|adolescents?|teenagers?"),
        _rx(r"adults?|elderly|older\s+(?:people|adults|patients)"),
    ),
    (_rx(r"cervical|neck"), _rx(r"lumbar|lumbosacral|low(?:er)?[\s-]back"), _rx(r"thoracic")),
    (
        _rx(r"axial"),
        _rx(r"radicular|radiculopathy|sciatica|disc\s+herniation|herniated\s+dis[ck]"),
        _rx(r"stenosis|neurogenic\s+claudication"),
    ),
    (_rx(r"short(?:er)?[\s-]term"), _rx(r"long(?:er)?[\s-]term"), _rx(r"immediate(?:[\s-]term)?")),
    (_rx(r"women|woman|female"), _rx(r"men|man|male")),
    (_rx(r"type\s(?:1|I)"), _rx(r"type\s(?:2|II)")),
    (_rx(r"mild"), _rx(r"severe")),
    (_rx(r"pre-?operative(?:ly)?|before\s+surgery"), _rx(r"post-?operative(?:ly)?|after\s+surgery")),
    (_rx(r"primary\s+prevention"), _rx(r"secondary\s+prevention")),
    (_rx(r"hip"), _rx(r"knee"), _rx(r"shoulder")),
)


def at_odds(question: str, text: str) -> Odds | None:
    """The first way in which a text is about others than a question; None where it is about them, or may be.

    A text that names both, or neither, is not at odds.
    """
    question = _with_duration(question)
    for patterns in _SETS:
        asked = [m for p in patterns if (m := p.search(question))]
        if len(asked) != 1:
            continue
        own = next(p for p in patterns if p.search(question))
        stated = None if own.search(text) else next((m for p in patterns if (m := p.search(text))), None)
        if stated:
            return Odds(asked[0][0].lower(), stated[0].lower())
    return _but_not(question, text)


def in_place(text: str, new: str) -> str:
    """A text with a word such as "radicular" put where it has another of the same kind, "axial"; itself where not."""
    for patterns in _SETS:
        own = next((p for p in patterns if p.fullmatch(new)), None)
        other = next((m for p in patterns if p is not own and (m := p.search(text))), None)
        if own and other and not own.search(text):
            return text[: other.start()] + new + text[other.end() :]
    return text


_LASTING = re.compile(
    r"(?<!at\s)(?<!after\s)(?<!within\s)(?<!by\s)(?<!until\s)(?<!first\s)\b(?P<n>\d+)[\s-]*(?P<unit>week|month|year)s?\b(?![\s-]*old\b)",
    re.IGNORECASE,
)
_WEEKS = {"week": 1.0, "month": 4.35, "year": 52.0}
_CHRONIC, _ACUTE = 12.0, 6.0
"""In weeks: what has lasted as long is chronic, what has lasted no longer is acute, as guidelines mostly have it."""
_OF_OUTCOME = re.compile(
    r"\b(?:trial|study|review|outcome|follow-?up|difference|result|score|rate|session)s?\b", re.IGNORECASE
)


def _with_duration(question: str) -> str:
    """A question that says how long something has lasted ("sciatica, 8 months") with what that makes it: chronic."""
    if re.search(r"\b(?:acute|subacute|chronic)\b", question, re.IGNORECASE) or _OF_OUTCOME.search(question):
        return question
    weeks = [float(m["n"]) * _WEEKS[m["unit"].lower()] for m in _LASTING.finditer(question)]
    longest = max(weeks, default=None)
    if longest is None or _ACUTE < longest < _CHRONIC:
        return question
    return f"{question} chronic" if longest >= _CHRONIC else f"{question} acute"


_NON = re.compile(r"\bnon-(?P<what>[a-z]{5,})", re.IGNORECASE)


def _but_not(question: str, text: str) -> Odds | None:
    """ "Non-benzodiazepine drugs" where benzodiazepines are asked about."""
    for match in _NON.finditer(text):
        bare = re.compile(rf"(?<!non-)\b{re.escape(match['what'])}", re.IGNORECASE)
        asked = bare.search(question)
        if asked and not _NON.search(question) and not bare.search(text):
            return Odds(asked[0].lower(), match[0].lower())
    return None
