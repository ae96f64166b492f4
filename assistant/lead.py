"""The first line of an answer: what its sources come to, in the program's words and marked as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Claim, Direction, Judgement, YesNo
from assistant.at_odds import narrows
from assistant.bearing import arms_asked, around, lacking, share_spoken_of
from assistant.conditions import unmet
from assistant.harms import asks_if_harmful, asks_of_harm_at_all
from assistant.judge import SURE, SURE_YES_NO, advised, advising, first_of_documents, recommendations_on_it
from assistant.kinds_asked import Kind
from assistant.opinion import judges_a_source
from assistant.question import Question
from assistant.stated import certainty_in, too_small
from assistant.stating import asks_result, states_finding, tells_no_result
from assistant.whether import asks_in_whom_more, asks_of_a_source, asks_whether_to, asks_yes_no
from index.lexical import words_of

OF_OPINION = "Whether a source is right is argued about: the statements below are what people hold, and no evidence."
_UNGRADED = {"for": "for", "against": "against", "neither": "neither for nor against"}
_COUNTED = re.compile(r"\bhow\s+(?:many|much|long|often)\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:than|versus|vs|compar\w+|superior\w*|inferior\w*|non-?inferior\w*|differ\w*|similar\w*|equal\w*|equivalen\w+|same)\b",
    re.IGNORECASE,
)
_LONGEST_CONDITION = 100
"""Code points of a condition that a lead quotes."""
_SPOKEN_OF = 0.6
"""Share of a question's telling words of which the first statement must speak for what the reader judges to be said."""


def lead_of(question: Question, claims: Sequence[Claim], judgement: Judgement | None) -> str:
    """One line, or nothing where the sources come to nothing that is sure.

    A question for advice is led by the direction, strength and certainty of the recommendations cited, and by yes or no
    where it asks for that; any other by yes or no, or by the way of the effect.
    """
    if judges_a_source(question.text):
        return OF_OPINION if claims else ""
    by_advice = advised(question, claims)
    if by_advice or (question.asks_advice and not asks_of_a_source(question)):
        led = _by_recommendations(question, claims, by_advice if asks_yes_no(question) else None)
        if led:
            return led
    if judgement is None:
        return ""
    if judgement.words:
        return _by_words(judgement)
    if asks_of_harm_at_all(question) or (asks_if_harmful(question) and judgement.yes_no is YesNo.NO):
        # That there is no harm is more than a reader can tell.
        return ""
    if claims and (claims[0].recommendation or _gainsaid(claims, judgement)):
        # Which of two does better, or less harm, no advice on one of them tells.
        if question.comparator or asks_in_whom_more(question):
            return ""
        # Whether something works is not what a recommendation says; it is named as what it is.
        return _by_recommendations(question, claims, None)
    return _by_reader(question, claims, judgement)


def _by_recommendations(question: Question, claims: Sequence[Claim], judgement: Judgement | None) -> str:
    """What the recommendations about what is asked come to; nothing where none is."""
    on_it = recommendations_on_it(question, claims)
    first = first_of_documents(on_it)
    under = {c: condition for c in on_it if (condition := unmet(question, c.text))}
    depends = any(c in under for c in first)
    # One that holds under a condition tells half: what holds without it is told too.
    shown = [c for c in claims if c in first or (depends and c in under)]
    told = [f"{_graded(c)}{_only(under.get(c, ''))} [{c.citations[0].marker}]" for c in shown]
    return f"{_opening(judgement, depends=depends)}: {'; '.join(dict.fromkeys(told))}." if told else ""


def _only(condition: str) -> str:
    """A condition in the source's own words, of which the beginning is enough to say which it is."""
    if not condition:
        return ""
    start = condition.split(" (")[0]
    cut = start if len(start) <= _LONGEST_CONDITION else start[:_LONGEST_CONDITION].rsplit(" ", 1)[0]
    return f", “{cut}”{'' if cut == condition else ' …'}"


def _opening(judgement: Judgement | None, *, depends: bool) -> str:
    if judgement is None:
        return "The cited recommendations"
    if judgement.yes_no is YesNo.MAYBE:
        if depends:
            return "It depends, by the cited recommendations"
        agree = judgement.agreeing == judgement.sources
        return "Left open by the cited recommendations" if agree else "The cited recommendations do not agree"
    return f"{str(judgement.yes_no).capitalize()}, by the cited recommendations"


def _by_words(judgement: Judgement) -> str:
    """What rules read in the sources' own sentences, with the certainty these state."""
    told = [f"[{marker}]{_certainty(words)}" for marker, words in judgement.words]
    by = f"as {' and '.join(dict.fromkeys(told))} {'states' if len(told) == 1 else 'state'}"
    if judgement.yes_no is YesNo.MAYBE:
        return f"Left open, {by}." if judgement.agreeing else f"Yes and no: {', '.join(told)} do not agree."
    return f"{str(judgement.yes_no).capitalize()}, {by}."


def _certainty(words: str) -> str:
    told = certainty_in(words)
    return f" ({told})" if told else ""


def _by_reader(question: Question, claims: Sequence[Claim], judgement: Judgement) -> str:
    said, sure = "", 0.0
    if not claims or (asks_result(question) and tells_no_result(claims[0].text)):
        return ""
    if judgement.yes_no:
        said, sure = judgement.yes_no.value, judgement.yes_no_sure
        if narrows(question.searched, claims[0].text):
            return ""
        if question.comparator and not _COMPARES.search(claims[0].text):
            return ""
        if not _answers(question, claims[0]) or (asks_whether_to(question) and not advising(claims)):
            return ""
    elif judgement.direction and 2 * judgement.agreeing > judgement.sources and _asks_way(question):
        said, sure = judgement.direction.value, judgement.direction_sure
        if not (states_finding(claims[0].text) and _compares_both(question, claims[0])) or _told_too_small(
            claims, judgement
        ):
            return ""
    if sure < (SURE_YES_NO if judgement.yes_no else SURE):
        return ""
    counted = f"{judgement.agreeing} of {judgement.sources} sources" if judgement.sources > 1 else "1 source"
    lead = "The cited sources’ answer" if judgement.yes_no else "The way of the effect in the cited sources"
    return f"{lead}: {said} ({counted}; read by the evidence reader, {sure:.0%} sure)."


def _gainsaid(claims: Sequence[Claim], judgement: Judgement) -> bool:
    """True if a cited recommendation goes the other way than the reader's yes or no."""
    other = {YesNo.YES: "against", YesNo.NO: "for"}.get(judgement.yes_no) if judgement.yes_no else None
    return any(c.recommendation and c.recommendation.direction == other for c in claims)


def _told_too_small(claims: Sequence[Claim], judgement: Judgement) -> bool:
    """True if a sentence says itself that its effect is too small to matter: its way alone would mislead."""
    if judgement.direction is Direction.NO_DIFFERENCE:
        return False
    return any(too_small(c.text) for c in claims)


def _compares_both(question: Question, claim: Claim) -> bool:
    """False where two treatments are to be compared and a statement, with its source's title, lacks one of them."""
    lacks = set(lacking(question, f"{claim.text} {claim.citations[0].source.title}"))
    return not any(arm <= lacks for arm in arms_asked(question))


def _asks_way(question: Question) -> bool:
    """False where harms are to be named or people counted: that something "increased" answers neither."""
    return bool(question.comparator or question.kind is not Kind.HARM) and not _COUNTED.search(question.text)


def _answers(question: Question, claim: Claim) -> bool:
    """True if a statement speaks of most of what is asked, and itself of the outcome."""
    spoken = share_spoken_of(question, f"{claim.text} {around(claim)}") >= _SPOKEN_OF
    return spoken and not set(words_of(question.outcome)) & set(lacking(question, claim.text))


def _graded(claim: Claim) -> str:
    told = claim.recommendation
    if told is None:
        return ""
    strength = f"{told.strength} " if told.strength and told.direction != "neither" else ""
    certainty = f", certainty {told.certainty}" if told.certainty else ""
    return f"{strength}{_UNGRADED[told.direction]}{certainty}"
