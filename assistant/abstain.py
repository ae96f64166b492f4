"""Whether what was found answers the question: pure decisions over scores."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Level
from assistant.asked_time import speaks_of, times_asked
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.scores import first_right, likelier
from assistant.treatments import bearing, treatments_in
from index.lexical import words_of

ANSWERING = 0.5
"""At least one of the first `LOOKED_AT` sentences must be this sure to answer."""
SURELY = 0.75
"""Below this the question counts as partly answered only."""
UNSPOKEN = 0.34
"""Share of the question's telling words of which nothing found speaks, from which on it is partly answered only."""
LOOKED_AT = 3
_ANOTHER_TIME = 0.5
"""What is left of the confidence if nothing around the first sentences names the time asked about."""
_ANOTHER_TREATMENT = 0.2
"""The same if neither they nor their titles name a kind of treatment that is asked about."""
_AROUND = 600
"""Code points before and behind a sentence in which the time it speaks of may stand."""
BESIDE = 0.3
"""A further sentence is shown if it is at least this sure to answer."""
CLOSE = 1.5
"""A further sentence is shown if it ranks at most this far, in log odds, behind the best one."""
CLOSE_OF_MANY = 4.0
"""The same where several things are asked for, as harms or a list are."""
CLOSE_ADVICE = 8.0
"""The same for a recommendation on the very treatment asked about: another body's is to be seen beside the first."""
CLOSE_VOICES = 6.0
"""The same for what people in a thread say: one post is one person's word, so more of them are heard."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Answer or not, and what it lacks."""

    answered: bool
    reason: str
    missing: tuple[str, ...]
    """What of the question nothing found speaks of: whole parts such as "older adults (population)", and words."""
    confidence: float = 0.0
    """That of the surest of the first `LOOKED_AT` sentences, in [0, 1]; 0 where there is none."""
    why: str = ""
    """Why the question is answered in part only; empty where it is answered, or not at all."""
    first: float = 0.0
    """How sure, in [0, 1], that the first sentence found is the one that answers, if one does."""

    @property
    def sure(self) -> float:
        """How sure, in [0, 1], that the question is answered and by the first sentence; orders replies by trust."""
        return self.confidence * self.first

    @property
    def level(self) -> Level:
        """How far the question is answered; `why` tells what it lacks."""
        if not self.answered:
            return Level.NOT_IN_SOURCES
        return Level.PARTLY if self.why else Level.ANSWERED


def decide(question: Question, found: Sequence[Evidence], *, passages: int, chosen: bool = False) -> Verdict:
    """Decide before composing.

    Args:
        question: What is asked.
        found: Evidence, best first.
        passages: How many passages the library holds.
        chosen: Whether documents were chosen for it by hand, of which it is then likelier that they answer.
    """
    if not passages:
        return Verdict(False, "The library is empty. Add documents, then ask again.", question.words)
    if not found:
        return Verdict(False, "No passage in these sources speaks of this.", question.words)
    spoken = {w for e in found[:LOOKED_AT] for w in e.covered}
    unspoken = [w for w in question.words if w not in spoken]
    parts = _parts_without(question, unspoken)
    missing = (*(f"{words} ({name})" for name, words in parts.items()), *_beside(parts, unspoken))
    confidence = max(e.confidence for e in found[:LOOKED_AT])
    if not _speaks_of_the_time(question, found[:LOOKED_AT]):
        confidence *= _ANOTHER_TIME
    if _of_others_apart(question, found[:LOOKED_AT]):
        confidence *= _ANOTHER_TREATMENT
    # Of another treatment, or without what the question wants told: a definition, a number of people.
    if all(e.scores.elsewhere for e in found[:LOOKED_AT]) or _of_no_treatment_asked(question, found[:LOOKED_AT]):
        confidence *= _ANOTHER_TREATMENT
    confidence = likelier(confidence, _CHOSEN) if chosen else confidence
    first = first_right(confidence, [e.scores.relevance for e in found])
    if confidence < ANSWERING:
        return Verdict(False, "No sentence in these sources answers this.", missing, confidence, first=first)
    return Verdict(True, "", missing, confidence, _lacking(question, parts, unspoken, confidence), first)


def _speaks_of_the_time(question: Question, found: Sequence[Evidence]) -> bool:
    """True unless the question asks for something at a time that no text around the evidence names."""
    around = [e.document.text[max(0, e.span.start - _AROUND) : e.span.end + _AROUND] for e in found]
    return all(any(speaks_of(text, days) for text in around) for days in times_asked(question.text))


_CHOSEN = 1.0
"""Log odds that documents chosen by hand gain; docs/measurements.md has what it costs and brings."""
_APART = (
    re.compile(r"\b(?:pregnan\w+|gestation\w*|breast-?feed\w*|lactati\w+)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:child(?:ren|hood)?|infants?|neonat\w+|newborns?|p(?:a)?ediatric|adolescents?|teenagers?)\b",
        re.IGNORECASE,
    ),
)
"""People on whom what was found in others is no evidence."""


def _of_others_apart(question: Question, found: Sequence[Evidence]) -> bool:
    """True if it asks about the pregnant, or children, and nothing around the first sentences speaks of them."""
    told = " ".join(f"{e.text} {e.document.source.title} {_heading(e)}" for e in found)
    return any(p.search(question.text) and not p.search(told) for p in _APART)


_WHEN = re.compile(r"\b(?:before|after|during|following|undergoing|prior\s+to)\b[^,?;]*", re.IGNORECASE)


def _of_no_treatment_asked(question: Question, found: Sequence[Evidence]) -> bool:
    """True if the first sentences, their headings and titles speak of no treatment of the kinds the question names."""
    # "Before the operation" says when.
    asked = question.treatments - (treatments_in(question.text) - treatments_in(_WHEN.sub(" ", question.text)))
    # Of two that are compared a result may name neither; whether it speaks of both is another matter.
    if not asked or question.comparator or question.asks_opinion or question.asks_definition:
        return False
    told = " ".join(f"{e.text} {e.document.source.title} {_heading(e)}" for e in found)
    return not bearing(asked, treatments_in(told))


def _heading(e: Evidence) -> str:
    section = e.document.section_at(e.span.start)
    return section.title if section else ""


def _parts_without(question: Question, unspoken: Sequence[str]) -> dict[str, str]:
    """The parts of a question, by name, of which nothing found speaks with any of their telling words."""
    parts = {
        "population": question.population,
        "intervention": question.intervention,
        "comparator": question.comparator,
        "outcome": question.outcome,
    }
    telling = {name: [w for w in words_of(words) if w in question.words] for name, words in parts.items()}
    return {name: parts[name] for name, own in telling.items() if own and set(own) <= set(unspoken)}


def _beside(parts: Mapping[str, str], unspoken: Sequence[str]) -> list[str]:
    """The words of which nothing speaks that stand in none of these parts."""
    told = {w for words in parts.values() for w in words_of(words)}
    return [w for w in unspoken if w not in told]


def _lacking(question: Question, parts: Mapping[str, str], unspoken: Sequence[str], confidence: float) -> str:
    """Why a question is answered in part only; nothing where it is answered."""
    if confidence < SURELY:
        return "It is not sure that these statements answer the question; read them where they stand."
    if parts:
        return f"Nothing found speaks of the {' and the '.join(parts)} asked about."
    if len(unspoken) > UNSPOKEN * len(question.words):
        return "Much of what the question names is not spoken of."
    return ""
