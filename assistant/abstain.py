"""Whether what was found answers the question: pure decisions over scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Level
from assistant.evidence import Evidence
from assistant.question import Question

ANSWERING = 0.55
"""At least one of the first `LOOKED_AT` sentences must be this sure to answer."""
SURELY = 0.75
"""Below this the question counts as partly answered only."""
UNSPOKEN = 0.34
"""Share of the question's telling words of which nothing found speaks, from which on it is partly answered only."""
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
    """The question's words that nothing found speaks of."""
    confidence: float = 0.0
    """That of the surest of the first `LOOKED_AT` sentences, in [0, 1]; 0 where there is none."""
    why: str = ""
    """Why the question is answered in part only; empty where it is answered, or not at all."""

    @property
    def level(self) -> Level:
        """How far the question is answered; `why` tells what it lacks."""
        if not self.answered:
            return Level.NOT_IN_SOURCES
        return Level.PARTLY if self.why else Level.ANSWERED


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
    return Verdict(True, "", missing, confidence, _lacking(question, missing, confidence))


def _lacking(question: Question, missing: Sequence[str], confidence: float) -> str:
    """Why a question is answered in part only; nothing where it is answered."""
    if confidence < SURELY:
        return "It is not sure that these statements answer the question; read them where they stand."
    if len(missing) > UNSPOKEN * len(question.words):
        return "Parts of the question are not spoken of."
    return ""
