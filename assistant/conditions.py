"""Recommendations that hold under a condition only: "… when red flags are present", "if exercise has failed, …"."""

from __future__ import annotations

import re

from assistant.asking import stem
from assistant.at_odds import speaks_of_signs, without_signs
from assistant.bearing import meant
from assistant.question import Question, stems

_WHAT = r"(?P<what>(?:[^;.()]|\([^()]*\))+)"
_BEHIND = re.compile(
    rf"\b(?:only\s+)?(?:when|if|unless|provided\s+that|as\s+long\s+as|in\s+case\s+of)\s{_WHAT}", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^\W*(?:[\w.]*\d[\w.]*\s+)?(?P<what>(?:when|if|unless|in\s+case\s+of)\s[^;.]+?)"
    r"(?=,\s+(?:we|do|offer|consider|refer|use|give|start|clinicians|patients|the|it|there|then)\b)",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:ask|asks|determin\w+|know|decid\w+|assess|see|unclear|unknown|uncertain)\s+$", re.IGNORECASE
)


def unmet(question: Question, text: str) -> str:
    """The condition of a recommendation of which a question says nothing, as it stands there; empty where none is.

    A condition is a clause with "when", "if" or "unless", or the absence of red flags or of what a nerve has lost.

    Args:
        question: What is asked.
        text: The sentence that recommends.
    """
    before = _BEFORE.match(text)
    start, end = before.span("what") if before else _clause(text)
    if start < end:
        return "" if _spoken_of(question, text, start, end) else text[start:end].strip()
    return "" if speaks_of_signs(question.searched) else without_signs(text)


def _clause(text: str) -> tuple[int, int]:
    for match in _BEHIND.finditer(text):
        if not _WHETHER.search(text[: match.start()]):
            return match.span()
    return 0, 0


def _spoken_of(question: Question, text: str, start: int, end: int) -> bool:
    """True if a word of the question, or a finding of the kind, is one of the condition and of nothing else there."""
    asked = question.of_kinds
    inside = meant(asked, stems(text[start:end]))
    outside = stems(f"{text[:start]} {text[end:]}")
    return any(stem(w) in inside and stem(w) not in outside for w in asked.words)
