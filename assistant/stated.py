"""Which way an effect goes by what a sentence states: in words, or by an interval that holds or misses no effect.

Made for precision: where words and numbers do not agree, or it is not plain whose effect it is, nothing is read.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class Found(Enum):
    """What a sentence says came out."""

    SAME = auto()
    """No difference, no effect, no change."""
    LESS = auto()
    MORE = auto()
    BETTER = auto()
    WORSE = auto()
    UNSURE = auto()
    """The evidence is said to be insufficient or to conflict."""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_UNSURE = _rx(
    r"""\b(?:insufficient|inconclusive|conflicting|inconsistent|not\s+enough)\s+(?:\w+\s+){0,2}?(?:evidence|data|results?)\b
    |\b(?:evidence|data|effects?|benefit|role)\s+(?:\w+\s+){0,6}?(?:is|are|was|were|remains?)\s+(?:very\s+|currently\s+|still\s+)?
      (?:uncertain|unclear|insufficient|inconclusive|conflicting|controversial)\b
    |\b(?:very\s+)?uncertain\s+(?:about|whether|effect)\b|\bunclear\s+whether\b|\bcontroversial\b|\bno\s+(?:\w+\s+){0,2}?(?:evidence|data)\s+(?:on|about|were)\b"""
)
_SAME = _rx(
    r"""\blittle\s+(?:or|to)\s+no\s+(?:\w+\s+)?(?:difference|effect|benefit|relief|change|improvement|impact)\b
    |\b(?:no|without(?:\s+any)?|nor\s+any)\s+(?:[\w-]+\s+(?:or\s+|and\s+)?){0,4}?(?:difference|effect|benefit|change|advantage|improvement|reduction|increase
      |association|impact|superiority|relief)s?\b(?!\s+size)
    |\b(?:did|does|do|was|were|is|are|has|have)(?:\s+not|n['’]t)\s+(?:\w+ly\s+|been\s+|found\s+to\s+|shown\s+to\s+(?:be\s+)?)*
      (?:an?\s+|any\s+|provide\s+(?:[\w-]+\s+){0,2}?|produce\s+(?:[\w-]+\s+){0,2}?|result\s+in\s+(?:[\w-]+\s+){0,2}?|lead\s+to\s+(?:[\w-]+\s+){0,2}?)?
      (?:benefits?|prolong\w*|differ\w*|chang\w+|reduc\w+|improv\w+|increas\w+|decreas\w+|lower\w*|affect\w*|prevent\w*|reliev\w+|alter\w*|help\w*|matter
      |superior|better|(?:more\s+)?effective|different|beneficial|associated)\b
    |\b(?:did|does|do)(?:\s+not|n['’]t)\s+clearly\s+(?:matter|differ|help|reduce|improve)\b
    |\b(?:unchanged|ineffective)\b|\b(?:is|was|were|are)\s+(?:\w+ly\s+)?(?:similar|comparable|equivalent|the\s+same|alike)\b
    |\bnot\s+(?:\w+ly\s+)?(?:superior|better|different)\b|\bno\s+(?:better|more\s+effective|worse)\b|\bfailed\s+to\s+(?:reduce|improve|show|prevent|lower)\b"""
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|without|fail(?:s|ed|ure)?|lack(?:s|ed|ing)?|absence|unable|unlikely|little)\b|n['’]t\b",
    re.IGNORECASE,
)
_SLIGHT_BENEFIT = re.compile(
    r"\b(?:small|slight|minor|modest|marginal|trivial)(?:ly)?\b"
    r"|\bbelow\b[^.;]*\b(?:threshold|importan\w+|minim\w+|MCIDs?|meaningful|relevan\w+)\b",
    re.IGNORECASE,
)
"""A benefit that a source calls small is no plain yes."""
_INCLUDES_NONE = _rx(r"\bincludes?\s+(?:no\s+(?:difference|effect)|zero|0|1|the\s+null)\b")
_LESS = _rx(
    r"""\b(?:reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?(?!\s+(?:back|limb|leg|extrem|body|certainty|quality))|fewer
    |f[ae]ll(?:s|en)?|dropped|declin(?:e[sd]?|ing)|prevent(?:s|ed|ing)?|suppress(?:e[sd])?|reliev(?:e[sd]?|ing)|alleviat\w+|shorten(?:s|ed)?|(?-i:less(?:er)?)
    |smaller|cut)\b"""
)
_MORE = _rx(
    r"\b(?:increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|rose|risen|higher|greater|prolong(?:s|ed)?|longer|larger|doubled)\b"
)
_BETTER = _rx(
    r"\b(?:better|superior|improv(?:e[sd]?|ing|ements?)|effective|benefi(?:t|ts|ted|cial)|in\s+favou?r\s+of|favou?r(?:s|ed|ing))\b"
)
_WORSE = _rx(r"\b(?:worse(?!\s+pain\s+than\s+sham\))|wors(?:en(?:s|ed|ing)?)|inferior|harmful|deteriorat\w+)\b")
_BESIDE = re.compile(r"\b(?:when|if|unless|who|in\s+whom)\s[^,;.]*", re.IGNORECASE)
_ALL_ALIKE = re.compile(
    r"\b(?:all|both)\s+(?:\w+\s+)?(?:arms|groups)\s+(?:improved|worsened|got\s+better)\b", re.IGNORECASE
)
"""What all groups did says nothing of a difference between them."""
_AMONG_THEMSELVES = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:response|responders|non-?responders|age|sex|gender|risk|ethnic|diagnostic|dos(?:e|age))\b",
    re.IGNORECASE,
)
"""Groups that were not given different things."""
_ASIDE = re.compile(r"\([^()]*\)")
_INTERVAL = re.compile(
    r"(?:\b(?:CI|CrI|interval|confidence\s+interval)\b[^()\d;−-]{0,24}|\[)(?P<low>[-−–]?\d+(?:\.\d+)?)\s*%?\s*(?:to|,|–|-)\s*"
    r"(?P<high>[-−]?\d+(?:\.\d+)?)"
)
_RATIO = re.compile(r"\b(?:relative\s+risk|(?:risk|odds|hazard|rate)\s+ratio|RR|OR|HR|IRR)\b")
_NOT_SIGNIFICANT = re.compile(r"\b[Pp]\s*=\s*0?\.(?!0[0-4])\d+\b")


def found_in(sentence: str) -> Found | None:
    """What came out by one sentence; None where it says nothing, or two things."""
    if _UNSURE.search(sentence):
        return Found.UNSURE
    words = _BESIDE.sub(" ", _ALL_ALIKE.sub(" ", _ASIDE.sub(" ", sentence)))
    same = bool(_SAME.search(words))
    rest = _SAME.sub(" ", words)
    ways = [way for way, pattern in _WAYS if pattern.search(rest)]
    held = _holds_none(sentence)
    if _NEGATED.search(rest) or _AMONG_THEMSELVES.search(words) or (ways and _SLIGHT_BENEFIT.search(words)):
        return None
    if same:
        # "Reduced pain at 6 weeks but made no difference at 12" says two things.
        return None if ways or held is False else Found.SAME
    if held and ways:
        return Found.UNSURE
    if held:
        return Found.SAME
    return _together(ways)


_WAYS = ((Found.LESS, _LESS), (Found.MORE, _MORE), (Found.BETTER, _BETTER), (Found.WORSE, _WORSE))


def _together(ways: list[Found]) -> Found | None:
    """One way, or a better outcome by its going up or down; greater reduction is reduction."""
    if len(ways) == 2 and Found.BETTER in ways and Found.WORSE not in ways:
        return Found.BETTER
    return ways[0] if len(ways) == 1 else None


def _holds_none(sentence: str) -> bool | None:
    """Whether the intervals of a sentence hold no effect; None where there is none, or some do and some do not."""
    if _INCLUDES_NONE.search(sentence):
        return True
    none = 1.0 if _RATIO.search(sentence) else 0.0
    limits = [(_number(m["low"]), _number(m["high"])) for m in _INTERVAL.finditer(sentence)]
    holding = {low <= none <= high for low, high in limits if low < high}
    if len(holding) == 1:
        return holding.pop()
    return True if not limits and _NOT_SIGNIFICANT.search(sentence) else None


_SIGNED = re.compile(r"\b(?:difference|effect)\b[^.;]{0,160}?\s[-−]\d+(?:\.\d+)?\b", re.IGNORECASE)
_SLIGHT = re.compile(
    r"\b(?:smaller|less|below|under)\s+(?:than\s+)?(?:the\s+)?(?:\w+\s+)?(?:MCID|minimal|threshold)|\bnot\b",
    re.IGNORECASE,
)


def falls_by_sign(sentence: str) -> bool:
    """True if a difference or effect is given with a minus, and nothing says that it does not matter."""
    stated = _INTERVAL.search(sentence) or _NOT_SIGNIFICANT.search(sentence) or _SLIGHT.search(sentence)
    return bool(_SIGNED.search(sentence)) and not stated


def what_went(sentence: str, found: Found) -> str:
    """The words behind "reduced" or "increased", which name what went down or up; empty where there are none."""
    pattern = {Found.LESS: _LESS, Found.MORE: _MORE}.get(found)
    match = pattern.search(_ASIDE.sub(" ", sentence)) if pattern else None
    return " ".join(match.string[match.end() :].split()[:6]) if match else ""


def _number(printed: str) -> float:
    return float(printed.replace("−", "-").replace("–", "-"))


def below_none(sentence: str) -> bool | None:
    """Whether the one interval of a sentence lies below no effect, or above; None where it does neither."""
    limits = [(_number(m["low"]), _number(m["high"])) for m in _INTERVAL.finditer(sentence)]
    if len(limits) != 1:
        return None
    none = 1.0 if _RATIO.search(sentence) else 0.0
    low, high = limits[0]
    return True if low <= high < none else False if none < low <= high else None


_CERTAINTY = re.compile(
    r"\b(?:very\s+low|low|moderate|high)[\s-](?:certainty|quality|strength)\b(?:\s+of\s+(?:the\s+)?evidence)?",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"\b(?:probably|possibly|may|might|appears?\s+to|suggests?)\b", re.IGNORECASE)


def certainty_in(sentence: str) -> str:
    """How certain a sentence says it is, in its own words, as "moderate-certainty", "probably"; else empty."""
    told = [m[0] for pattern in (_CERTAINTY, _HEDGE) if (m := pattern.search(sentence))]
    return ", ".join(" ".join(one.split()) for one in told)


_TOO_SMALL = re.compile(
    r"\b(?:smaller|less|lower|below|under|short\s+of|not\s+reach\w*)\b[^.;]{0,60}"
    r"\b(?:minim\w+|clinically|threshold|MCID|MIC|MID|relevan\w+|importan\w+)\b"
    r"|\b(?:not|un|in)[\s-]?(?:clinically\s+)?(?:relevant|important|meaningful)\b|\b(?:trivial|negligible)\b",
    re.IGNORECASE,
)


def too_small(sentence: str) -> bool:
    """True if a sentence says itself that an effect is too small to matter."""
    return bool(_TOO_SMALL.search(sentence))
