"""What a term means: whether a question asks it, and whether a sentence tells it."""

from __future__ import annotations

import re

from assistant.kinds_asked import Kind
from assistant.question import Question

_SAID_OUTRIGHT = re.compile(
    r"\b(?:(?:is|are|was|were) defined|defin(?:es?|ed|ing)\b[^.;]{0,60}\bas|refers? to|denotes?|is understood as"
    r"|stands? for"
    r"|characteri[sz]ed by|the term)\b|\bi\.e\."
    r"|(?<!positive )(?<!negative )(?<!group )(?<!higher )(?<!lower )(?<!between )\bmeans\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\bmean\s+(?!by\b|in\b|for\b|when\b|to\b)\w+", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:(?:what|who)(?:\s+(?:is|are|was|were)|['’]s)|define)\s+(?:an?\s+)?(?P<term>[\w/’'-]+(?:\s+[\w/’'-]+){0,3})\s*\??$",
    re.IGNORECASE,
)
_PLURAL_FROM = 4
"""In letters: what is shorter and ends in s is rather a singular, as "gas"."""
_BRACKET = r"(?:\s*\((?:[^()]|\([^()]*\))*\))?"
_ONE = r"(?:is|was)\s+(?:a|an|the|any|one\s+of|pain)\s"
# "Vesicles are small sacs of …": behind "are" stands a noun in the plural, with nothing but its attributes before it.
_DONE_OR_SO = (
    r"(?:\w+(?:ed|ly|ing)|not|also|often|more|most|less|as|in|at|on|of|to|for|by|from|with|due|known|given|shown)\b"
)
_MANY = (
    r"are\s+(?:(?:an?|the|any)\s"
    rf"|(?:(?!{_DONE_OR_SO})[\w-]+\s+){{0,3}}(?!{_DONE_OR_SO})[\w-]+s\s"
    r"(?:of|that|which|in|with|for|from|found|made|produced|formed|released|secreted|containing|consisting|composed)\b)"
)
# "…, the disorder that …": a second name right behind the first, and no further thing in a list.
_APPOSED = (
    rf"[\"”'’]?{_BRACKET}\s*,[\"”'’]?\s+(?:an?|the)\s+(?!\w+\s+(?:group|arm)\b)[^,;.]{{4,120}}"
    r"(?:[;.]|,(?!\s*(?:and|or)\b)|$)"
)
_CALLED = (
    r"\b(?:so-called|called|termed|known\s+as|named|dubbed|referred\s+to\s+as)[\s,]+[\"“'‘]?"
    r"(?:(?:an?|the)\s+)?(?:[\w-]+\s+){0,2}?"
)


def asks_meaning(question: Question) -> bool:
    """True if it asks what a term means, or how two are told apart."""
    averaged = _AVERAGE.search(question.text)
    return question.kind is Kind.DEFINITION or (question.asks_definition and not averaged)


def defines(question: Question, text: str) -> bool:
    """True if a sentence tells what a term asked about is.

    By a defining verb, a bracket of several words behind the term, "Sciatica is a …", "Sciatica, a …", "so-called
    sciatica", or the term in brackets behind what it is another name of.
    """
    term = rf"(?:{'|'.join(map(_in_either_number, _terms(question)))})\b"
    subject = r"^(?:(?:the|an?)\s+)?(?:[\w-]+\s+){0,2}"
    ways = (
        rf"\b{term}\s\((?!\d)(?:[^()\s]+\s+)+[^()]*\)",
        rf"{subject}{term}[^.;]{{0,25}}\b(?:{_ONE}|are\s+(?:an?|the|any|pain)\s)",
        rf"{subject}{term}{_BRACKET}\s+(?:{_ONE}|{_MANY})",
        rf"{subject}\({term}[^()]*(?:\([^()]*\)[^()]*)*\)\s+(?:{_ONE}|{_MANY})",
        rf"{subject}{term}{_APPOSED}",
        rf"\(\s*{term}[^()]*\)\s*,\s+(?:an?|the)\s",
        rf"{_CALLED}{term}",
    )
    return bool(_SAID_OUTRIGHT.search(text) or any(re.search(way, text, re.IGNORECASE) for way in ways))


def _terms(question: Question) -> tuple[str, ...]:
    """The term asked about whole where the question is no more than it, else each telling word."""
    whole = _ASKED.match(question.text.strip())
    return (whole["term"],) if whole else question.words


def _in_either_number(term: str) -> str:
    *before, last = re.split(r"[\s-]+", term)
    single = last[:-1] if len(last) > _PLURAL_FROM and last.endswith("s") and not last.endswith("ss") else last
    return r"[\s-]+".join(map(re.escape, [*before, single])) + r"(?:e?s)?"
