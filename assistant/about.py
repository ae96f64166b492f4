"""Whether a text is about the treatment or test asked about, known by its names or by the question's own words."""

from __future__ import annotations

import re
from collections.abc import Set

from assistant.asking import stem
from assistant.at_odds import names_a_sign
from assistant.bearing import meant
from assistant.fragment import CONDITION
from assistant.missing import JUDGING
from assistant.question import Question
from assistant.treatments import bearing, namings_in, spoken_of, treatments_in, without_exceptions
from assistant.urgent import urgent_signs
from assistant.whether import asks_of_a_treatment
from corpus.common_words import common_words
from index.lexical import words_of

_SETTING = re.compile(
    r"""(?:back|backs|low|lower|upper|mid|spin(?:e|al)|lumb\w+|cervical|neck|thoracic|sacr\w+|disc|discs|disk|disks|joints?|facets?
    |muscles?|nerves?|roots?|legs?|arms?|body|pain\w*|ach\w+|sore\w*|radicul\w*|radiat\w*|herniat\w*|stenosis|chronic\w*|acute\w*
    |subacute|persistent|recurr\w+|long|standing|term|short|mild|moderate|severe|non|specific|nonspecific|uncomplicated
    |primary|adults?|elderly|women|woman|men|man|male|female|older|younger|child\w*|veterans?|outpatients?|gp|clinics?
    |therap(?:y|ies|eutic)|treat\w*|manag\w+|procedures?|program\w*|drugs?|medic(?:ine|ation)s?|devices?|technique\w*
    |approach\w*|methods?|options?|tests?|testing|care|course|guidelines?|visit|routine\w*|first|line|start\w*|stop\w*)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that tell where, in whom, how long and by what means at large, and not what is done."""

_WAY = re.compile(
    r"intrathecal|intravenous|iv|infusions?|intradiscal|intranasal|inhaled|sublingual|rectal", re.IGNORECASE
)
_OTHER_WAY = 0.3
"""What is left where the treatment is given in a way, or is of a make, that the statement does not name."""


def advised_on(question: Question, text: str, own: Set[str], held: Set[str]) -> float:
    """How far a recommendation answers whether to use the treatment asked about, in [0, 1].

    None does where a detail of it is asked, or where the question names a disease that it is not about, or signs of an
    emergency of which it does not speak.

    Args:
        question: What is asked.
        text: The recommendation.
        own: The stems of its words, abbreviations spelled out.
        held: These and the stems of what stands around it.
    """
    if not asks_of_a_treatment(question) or other_condition(question, held):
        return 0.0
    if urgent_signs(question.text) and not names_a_sign(text):
        return 0.0
    return bears_on(question, text, own)


def bears_on(question: Question, text: str, own: Set[str]) -> float:
    """How far a statement is by its own words about the treatment asked about, in [0, 1]; 0 where none is asked about.

    Args:
        question: What is asked.
        text: The statement.
        own: The stems of its words, abbreviations spelled out.
    """
    asked = question.treatments
    if asked:
        alike = bearing(asked, treatments_in(without_exceptions(text)))
        return alike * (_OTHER_WAY if _by_another_way(question, own) else 1.0)
    words = treatment_words(question)
    return float(bool(words) and {stem(w) for w in words} <= meant(question, set(own)))


def named_by_kind(question: Question, text: str) -> set[str]:
    """The stems of the question's names of treatments on which those of a statement bear, by whatever name it has.

    "Antidepressant" is spoken of where duloxetine is.
    """
    told = treatments_in(without_exceptions(text))
    return {
        stem(w)
        for naming in namings_in(question.searched)
        if bearing([naming.treatment.names[0]], told)
        for w in words_of(naming.name)
    }


def _by_another_way(question: Question, own: Set[str]) -> bool:
    """True if the question gives a way or make of the treatment that a statement leaves out: "intrathecal"."""
    ways = [w for w in question.words if _WAY.fullmatch(w)]
    for naming in namings_in(question.text):
        before = re.search(r"([^\W\d_]+)\s$", question.text[: naming.start])
        made = before[1].lower() if before else ""
        plain = not made or made in common_words() or _SETTING.fullmatch(made) or treatments_in(made)
        ways += [made] if not plain and made in question.words else []
    return any(stem(w) not in own for w in ways)


def silent_on_it(question: Question, present: Set[str]) -> bool:
    """True if a treatment is asked about and neither it nor a kind of it is named among these stems."""
    asked = question.treatments
    if asked:
        return not spoken_of(asked, present)
    words = {stem(w) for w in treatment_words(question)}
    return bool(words) and not words & meant(question, set(present))


def other_condition(question: Question, present: Set[str]) -> bool:
    """True if the question names a disease or complaint that is not among these stems."""
    have = meant(question, set(present))
    return any(CONDITION.search(w) and stem(w) not in have for w in question.words)


def only_another_condition(question: Question, present: Set[str]) -> bool:
    """True if a disease is asked about, and of that or of where it hurts not a word is among these stems."""
    have = meant(question, set(present))
    told = [w for w in question.words if CONDITION.search(w) or _SETTING.fullmatch(w)]
    return any(CONDITION.search(w) for w in told) and not any(stem(w) in have for w in told)


def treatment_words(question: Question) -> list[str]:
    """The words of a question that may name a treatment no list knows: those that name nothing else."""
    return [
        w
        for w in question.words
        if w not in JUDGING and w not in question.names and not _SETTING.fullmatch(w) and not CONDITION.search(w)
    ]
