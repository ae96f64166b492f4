"""Whether something may do harm: what a question names that may go wrong, and whether a sentence says that it does."""

from __future__ import annotations

import re

from assistant.answer import YesNo
from assistant.asking import stem
from assistant.bearing import spoken_stems
from assistant.kinds_asked import Kind
from assistant.question import Question
from assistant.treatments import bearing, namings_in, treatments_in
from index.lexical import words_of

_AT_ALL = re.compile(
    r"\b(?:harm\w*|adverse|side[\s-]?effects?|complications?|safe(?:ty|ly)?|unsafe|danger\w*|risky|toxic\w*"
    r"|risks?\s+(?:with|in|from|when|to|of)\b(?!\s+bias)|(?:any|the)\s+risks?)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:causes?|caused|causing|leads?\s+to|results?\s+in|trigger\w*|provoke\w*|induce[sd]?|risks?\s+of)\s+(?P<what>[^?;,]+)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:caus\w+|led\s+to|leads?\s+to|result(?:s|ed)?\s+in|resulting|occur\w*|report\w*|follow(?:s|ed)|risks?|rates?|associated"
    r"|cases?|incidence|seen|observed|warn\w*|complications?|harms?|events?|after)\b|\d\s?%",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|without(?:\s+any)?|not\s+(?:cause|lead\s+to|result\s+in|associated\s+with)|never|zero|free\s+of)\s+(?P<what>[^.;]{0,60})",
    re.IGNORECASE,
)


def asks_if_harmful(question: Question) -> bool:
    """True if it asks whether something does harm at all, or a harm that it names, and not whether it does more."""
    asked = _AT_ALL.search(question.text) or _CAUSES.search(question.text)
    return bool(asked) and question.kind is Kind.HARM and question.asks_yes_no and not question.comparator


def asks_of_harm_at_all(question: Question) -> bool:
    """True if it names no harm of its own: "Are epidurals safe?"."""
    return asks_if_harmful(question) and bool(_AT_ALL.search(question.text)) and not harms_asked(question)


def words_of_harm(question: Question) -> set[str]:
    """The stems of "safe" or "harmful" in a question, which any sentence that tells of harm speaks of."""
    if not asks_of_harm_at_all(question):
        return set()
    return {stem(w) for m in _AT_ALL.finditer(question.text) for w in words_of(m[0]) if w in question.words}


def harms_asked(question: Question) -> tuple[str, ...]:
    """The words of the harm that a question names: "stroke" in "can epidurals cause stroke?"."""
    named = _CAUSES.search(question.text)
    if named is None:
        return ()
    treated = {w for n in namings_in(named["what"]) for w in words_of(n.name)}
    return tuple(w for w in words_of(named["what"]) if w in question.words and w not in treated)


def harm_stated(question: Question, sentence: str, beside: str) -> YesNo | None:
    """Whether a sentence says that the harm asked about happens; None where it does not speak of it.

    Args:
        question: What is asked.
        sentence: One sentence.
        beside: Its heading and its source's title, which may name the treatment.
    """
    harms = harms_asked(question)
    if not harms or not {stem(w) for w in harms} <= spoken_stems(question, sentence):
        return None
    if not question.treatments or not bearing(question.treatments, treatments_in(f"{sentence} {beside}")):
        return None
    wanted = {stem(w) for w in harms}
    if any(wanted & {stem(w) for w in words_of(m["what"])} for m in _NONE.finditer(sentence)):
        return YesNo.NO
    return YesNo.YES if _HAPPENS.search(sentence) else None
