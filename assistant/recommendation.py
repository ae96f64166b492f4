"""Whether a sentence recommends, in which direction and how strongly: by the grading words guidelines use."""

from __future__ import annotations

import re

from assistant.answer import Recommendation
from corpus.document import SourceType

GRADED = frozenset({SourceType.GUIDELINE, SourceType.SOCIETY_STATEMENT, SourceType.REGULATORY, SourceType.NEWS})
"""Kinds of source whose sentences are read for recommendations; a trial's "we recommend" is its authors' opinion."""
_VERBS = (
    "offer(?:ed|ing)?|us(?:e|ed|ing)|perform(?:ed|ing)?|prescrib(?:e|ed|ing)|giv(?:e|en|ing)|recommend(?:ed)?"
    "|consider(?:ed)?"
)

# First match wins, so what denies or abstains stands before what affirms.
_DIRECTIONS: tuple[tuple[str, str], ...] = (
    (r"insufficient (?:evidence|data)[^.;]{0,60}\b(?:recommend|suggest)", "neither"),
    (
        r"\b(?:neither|cannot recommend|no recommendation)\b[^.;]{0,40}\b(?:for (?:n?or )against|for or against)",
        "neither",
    ),
    (r"\bneither for nor against\b|\brecommend(?:s|ed|ation)? (?:either )?for or against\b", "neither"),
    (r"\b(?:recommend|suggest|advis)(?:s|e|es|ed|ing|ation|ations)?(?: \w+){0,3}? against\b", "against"),
    (r"\b(?:strong|weak|conditional)(?:ly)? (?:recommendations? )?against\b", "against"),
    (rf"\b(?:do not|don't|should not|must not|not to)(?: be)?(?: routinely)? (?:{_VERBS})\b", "against"),
    (r"\b(?:is|are|was|were) not recommended\b", "against"),
    (r"\b(?:strong|weak|conditional)(?:ly)? (?:recommendations? )?for\b", "for"),
    (r"\b(?:we|panel|group|guidelines?|nice|who|acp|society|committee)(?: \w+){0,2} (?:recommend|suggest)s?\b", "for"),
    (rf"\b(?:says?|advises?|recommends?|suggests?)(?: \w+)? to (?:{_VERBS})\b", "for"),
    (r"\b(?:is|are) recommended\b|\bshould be (?:offered|considered)\b", "for"),
    (r"^(?:\d[\d.]*\s+)?(?:Offer|Consider)\b", "for"),
)
_PRINTED: tuple[tuple[str, str], ...] = (
    (
        r"\bstrong(?:ly)?\b[^.;]{0,40}?\b(?:recommend\w*|for|against)\b|"
        r"\brecommend\w*\b[^.;]{0,20}\bstrong(?:ly)?\b",
        "strong",
    ),
    (
        r"\b(?:weak|conditional)(?:ly)?\b[^.;]{0,40}?\b(?:recommend\w*|for|against)\b|"
        r"\b(?:recommend|suggest)\w*\b[^.;]{0,20}\b(?:weak|conditional)(?:ly)?\b",
        "weak",
    ),
)
_WORDED: tuple[tuple[str, str], ...] = (
    (r"\bwe recommend\b|^(?:\d[\d.]*\s+)?(?:Do not )?(?:Offer|offer)\b", "strong"),
    (r"\bwe suggest\b|^(?:\d[\d.]*\s+)?Consider\b|\bto consider\b", "weak"),
)
_NO_LONGER = re.compile(r"\b(?:deleted|withdrawn|superseded|rescinded)\b", re.IGNORECASE)
"""Marks of a recommendation that a later version took back, as in a table of changes."""
GRADE_MARK = re.compile(
    r"\s*\(?\s*(?:Strength:?\s*)?(?:strong|weak|conditional|neither)\b"
    r"[^()\n.]{0,20}?(?:for|against|recommendation)[^()\n]{0,60}\)?",
    re.IGNORECASE,
)
"""A grade printed right behind a recommendation, as in "(Weak against | Reviewed, Amended)"."""


def recommendation_in(text: str) -> Recommendation | None:
    """What a sentence of a guideline recommends, or None if it does not or no longer does.

    GRADE's wording counts as strength where no grade is printed: "we recommend" strong, "we suggest" weak; likewise
    NICE's "offer" and "consider". Source: GRADE handbook, chapter 6; NICE, Developing guidelines, 9.2.
    """
    direction = next(((m[0], d) for p, d in _DIRECTIONS if (m := re.search(p, text, re.IGNORECASE | re.DOTALL))), None)
    if direction is None or _NO_LONGER.search(text):
        return None
    if direction[1] == "neither":
        return Recommendation("neither", "", direction[0])
    return Recommendation(direction[1], _strength(text), direction[0])


def _strength(text: str) -> str:
    """The grade printed, else the one the wording stands for; nothing where grades contradict each other."""
    printed = {s for p, s in _PRINTED if re.search(p, text, re.IGNORECASE)}
    worded = {s for p, s in _WORDED if re.search(p, text, re.IGNORECASE)}
    found = printed or worded
    return found.pop() if len(found) == 1 else ""
