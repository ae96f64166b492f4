"""What the words of a text say: which way an effect goes, seen from the question's side, and whether one is denied.

What `corpus.effects` reads in a sentence has a direction of its own ("lower than with placebo"). Here it is turned to
the side of the intervention that is asked about, which a network of the reader's size often confuses with the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.effect_types import Effect
from corpus.effects import effects_of
from corpus.sentences import sentences_of
from index.judge import WAYS, Way

_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset("the a an of and or in with to for mg on at by group groups patients treatment plus vs".split())
_AGAINST = r"(?:,? (?:as compared|compared|relative|in comparison) (?:with|to)|,? (?:than|versus|vs\.?|against))"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"with respect to (?P<o>.+?), what is .*?difference between (?:patients|those|people) receiving (?P<i>.+?) and "
        r"(?:those|patients|people) receiving (?P<c>.+?)\?*$",
        rf"what (?:is|are|was|were) the effects? of (?P<i>.+?) on (?P<o>.+?)(?:{_AGAINST} (?P<c>.+?))?\?*$",
        rf"(?:is|are|was|were) (?P<o>.+?) (?:\w+ly )?(?:higher|lower|greater|less|different|better|worse|similar) "
        rf"(?:with|in|after|under|for) (?P<i>.+?){_AGAINST} (?:with |in |after |under |for )?(?P<c>.+?)\?*$",
        r"(?:does|do|did|can|could|will|may) (?P<i>.+?) (?:significantly )?(?:affect|change|reduce|increase|"
        r"decrease|lower|raise|improve|influence|worsen|prevent|alter|"
        r"lead to (?:more|less)|have an effect on) (?P<o>.+?)"
        rf"(?:{_AGAINST} (?P<c>.+?))?\?*$",
        r"(?P<o>.+?): (?P<i>.+?) (?:versus|vs\.?) (?P<c>.+?)\?*$",
    )
)

_DENIED = (
    r"signific\w+|differ\w*|associat\w+|correlat\w+|relat\w+|effect\w*|affect\w*|influenc\w+|impact\w*|improv\w+|"
    r"predict\w*|evidence|benefit\w*|reduc\w+|increas\w+|decreas\w+|chang\w+|advantage|role|superior|better"
)
_DENIES = re.compile(
    rf"\b(?:no|not|nor|neither|without|lack of|absence of)\b[^.;,]{{0,60}}?\b(?:{_DENIED})\b"
    r"|\bnon-?significan\w+|\binsignifican\w+|\bfailed to\b|\bindependent of\b"
    r"|\b(?:similar|comparable|equal(?:ly)?|equivalent|identical|the same|unchanged|unaffected)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(
    r"\b(?:no|not|nor|neither|none|without|cannot|lack(?:ed|s|ing)?|fail(?:ed|s|ure)? to|unlikely|absence|unable|little"
    r"|never|(?:in|un)effective|unchanged|unaffected|unrelated|independent)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question compares; `comparator` is empty where it names none."""

    outcome: str
    intervention: str
    comparator: str = ""


def compared_in(question: str) -> Compared:
    """Outcome and arms of a question in a form that is known; of another the whole stands for the outcome."""
    for form in _FORMS:
        found = form.match(question.strip())
        if found:
            return Compared(found["o"].strip(), found["i"].strip(), (found["c"] or "").strip())
    return Compared(question, "")


def denies(text: str) -> bool:
    """True if a text says that something was not found, or that things are alike."""
    return bool(_DENIES.search(text))


def asks_plainly(text: str) -> bool:
    """True for a question that denies nothing itself; False for a claim."""
    return text.rstrip().endswith("?") and not _NEGATES.search(text) and not denies(text)


def told_by(text: str, asked: Compared) -> Way | None:
    """The way that a text says in words; None where it says none or several."""
    return told_in([(s.of(text), e) for s in sentences_of(text) for e in effects_of(s.of(text))], asked)


def told_in(found: Sequence[tuple[str, Effect]], asked: Compared) -> Way | None:
    """The way of effects, each with its sentence, from the side of the intervention; None where undecided.

    The effects whose outcome shares most words with the question's count; where they are of both directions, none is
    said. A direction stated from the comparator's side is turned round.
    """
    told = [
        (_shared(asked.outcome, e.outcome.of(s) if e.outcome else s), _turned(asked, s, e))
        for s, e in found
        if e.direction
    ]
    best = max((share for share, _ in told), default=0.0)
    votes = Counter(way for share, way in told if share == best).most_common(2)
    if not votes or (len(votes) > 1 and votes[0][1] == votes[1][1]):
        return None
    return next(way for way in WAYS if way == votes[0][0])


def _turned(asked: Compared, sentence: str, effect: Effect) -> str:
    sides = 0.0
    for span, sign in ((effect.comparator, 1), (effect.group, -1)):
        if span:
            words = span.of(sentence)
            sides += sign * (_shared(words, asked.comparator) - _shared(words, asked.intervention))
    if sides >= 0 or effect.direction == "no difference":
        return effect.direction
    return "decreased" if effect.direction == "increased" else "increased"


def _shared(a: str, b: str) -> float:
    """Share of the words of `a` that `b` has, in [0, 1]."""
    words = set(_WORD.findall(a.lower())) - _COMMON
    return len(words & set(_WORD.findall(b.lower()))) / len(words) if words else 0.0
