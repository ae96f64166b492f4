"""What of a question a text speaks of, synonyms and long forms counted as the words they stand for."""

from __future__ import annotations

import re

from assistant.answer import Claim
from assistant.asking import stem
from assistant.fragment import Stands, what_it_names
from assistant.question import Question, stems
from assistant.synonyms import meant_by
from index.lexical import words_of

_ROOT = 5
_SHORT = 3
"""Telling words of a treatment, at most, that a hurried question names it by."""


def spoken_stems(question: Question, text: str) -> set[str]:
    """Stems of a text, with those of the question's words whose synonym or long form stands there."""
    return meant(question, stems(text))


def meant(question: Question, present: set[str]) -> set[str]:
    """These stems, with those of the question's words whose synonym or long form is among them."""
    told = present | meant_by(question.synonyms, present)
    return told | {stem(w) for short, long in question.spelled_out if stems(long) <= told for w in words_of(short)}


def lacking(question: Question, text: str) -> list[str]:
    """The telling words of a question that a text does not speak of, in their order."""
    have = spoken_stems(question, text)
    return [w for w in question.words if not _there(w, have)]


def share_spoken_of(question: Question, text: str) -> float:
    """Share of a question's telling words that a text speaks of, in [0, 1]."""
    return 1 - len(lacking(question, text)) / len(question.words) if question.words else 1.0


_CONTROL = re.compile(
    r"\b(?:sham|placebo|saline|controls?|usual|standard|routine|no\s+\w+|nothing|none|waiting|wait|without|alone)\b",
    re.IGNORECASE,
)


def arms_asked(question: Question) -> list[set[str]]:
    """The telling words of two treatments that are to be compared, in short, for an illness or without more.

    None where one is a control, often left unsaid, or an outcome is asked about besides: reports seldom name both arms
    in one sentence.
    """
    if not question.comparator or _CONTROL.search(question.comparator):
        return []
    if question.outcome and what_it_names(question.outcome) is not Stands.CONDITION:
        return []
    arms = [set(words_of(arm)) & set(question.words) for arm in (question.intervention, question.comparator)]
    return arms if all(0 < len(arm) <= _SHORT for arm in arms) else []


def around(claim: Claim) -> str:
    """Where a claim stands: its section and its source's title, which say what its sentence may leave out."""
    citation = claim.citations[0]
    return f"{citation.section} {citation.source.title} {citation.source.journal}"


def _there(word: str, present: set[str]) -> bool:
    """More lenient than stems: "relieved" is spoken of where "relief" stands."""
    return stem(word) in present or (len(word) > _ROOT and any(p.startswith(word[:_ROOT]) for p in present))
