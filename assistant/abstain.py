"""Whether what was found answers the question: pure decisions over scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.question import Question

ANSWERING = 0.55
"""At least one of the first `LOOKED_AT` sentences must be this sure to answer."""
LOOKED_AT = 3
CLOSE = 1.5
"""A further sentence is shown if it ranks at most this far, in log odds, behind the best one."""
CLOSE_VOICES = 6.0
"""The same for what people in a thread say: one post is one person's word, so more of them are heard."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Answer or not; `missing` are the question's words that nothing found speaks of."""

    answered: bool
    reason: str
    missing: tuple[str, ...]
    confidence: float = 0.0
    """That of the surest of the first `LOOKED_AT` sentences, in [0, 1]; 0 where there is none."""


def decide(question: Question, found: Sequence[Evidence], *, passages: int) -> Verdict:
    """Decide before composing.

    Args:
        question: What is asked.
        found: Evidence, best first.
        passages: How many passages the library holds.
    """
    if not passages:
        return Verdict(False, "The library is empty. Add documents, then ask again.", question.words)
    if not found:
        return Verdict(False, "No passage in these sources speaks of this.", question.words)
    spoken = {w for e in found[:LOOKED_AT] for w in e.covered}
    missing = tuple(w for w in question.words if w not in spoken)
    confidence = max(e.confidence for e in found[:LOOKED_AT])
    if confidence < ANSWERING:
        return Verdict(False, "No sentence in these sources answers this.", missing, confidence)
    return Verdict(True, "", missing, confidence)
