"""Questions about what people hold: critics, societies, the writer of an editorial, posters in a thread."""

from __future__ import annotations

import re

from corpus.document import SourceType

VOICES = frozenset(
    {SourceType.SOCIETY_STATEMENT, SourceType.EDITORIAL, SourceType.NEWS, SourceType.FORUM, SourceType.OTHER}
)
"""Kinds of source in which people say what they hold. Where that is asked they may lead, named as what they are."""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_SPEAKERS = _rx(
    r"""\b(?:societ(?:y|ies)|critics?|editorialists?|editorials?|commentators?|commentar(?:y|ies)|posters?
    |physicians?|clinicians?
    |doctors?|surgeons?|specialists?|interventionalists?|anaesthetists?|anesthesiologists?|experts?|blogs?|bloggers?
    |letters?
    |repl(?:y|ies)|responses?|signatories|presidents?|threads?|forums?|practitioners|colleagues|opponents?|defenders?
    |associations?|colleges?|academ(?:y|ies)|journalists?|reporters?|author(?:s|'s|’s)?)\b"""
)
_HOLD = _rx(
    r"""\b(?:think|thinks|thought|believes?|believed|argu(?:e|es|ed|ing|ments?)|claim(?:s|ed)?|object(?:s|ed|ions?)?
    |critici[sz]\w*
    |complain(?:s|ed|ts?)?|disagree\w*|oppos(?:e|es|ed)|react(?:s|ed|ions?)?|respond(?:s|ed)?|defend(?:s|ed)?
    |conced(?:e|es|ed)
    |alleg(?:e|es|ed|ations?)|accus\w+|feel|feels|felt|demand(?:s|ed)?|opinions?|views?|take|stance|attitudes?
    |issue\s+with
    |problems?\s+with|wrong\s+with|unhappy|dislike[sd]?|retract(?:ed|ion)?|concerns?|say|says|said|hold
    |back\s+down)\b"""
)
_BY_ITSELF = _rx(
    r"\b(?:critics?|critici[sz]\w*|objections?|controvers(?:y|ies)|backlash|opinions?|editorialists?|pushback)\b"
)
ASKS_DISSENT = _rx(
    r"""\b(?:object(?:s|ed|ions?)?|critici[sz]\w*|critics?|complain\w*|disagree\w*|oppos(?:e|es|ed)|against
    |issue\s+with
    |(?:problems?|wrong)\s+with|unhappy|dislike[sd]?|concerns?|pushback|backlash|retract\w*|withdrawn)\b"""
)
"""The question asks what somebody has against something."""
DISSENT = _rx(
    r"""\b(?:disagree\w*|wrong(?:ly)?|flaw(?:s|ed)|bias(?:ed)?|mislead\w*|misrepresent\w*|conflat\w+
    |cherry[\s-]?pick\w*|ignor(?:e|es|ed|ing)
    |exclud(?:e|es|ed|ing)|omit(?:s|ted)?|nonsense|ridiculous|absurd|garbage|poor(?:ly)?|fail(?:s|ed)?\s+to
    |oppos(?:e|es|ed)
    |(?:object(?:s|ed|ions?)?|critici[sz]\w*|concern(?:s|ed)?)\b(?=[^.;]*\b(?:that|for|as|because|over|about)\b)
    |unfair|heterogene\w+|lump(?:s|ed|ing)?|outdated
    |harmful\s+to|denied|denials?
    |not\s+(?:represent|reflect|appl)\w*|grouped\s+together|rebut\w*|refut\w+|no\s+way|rackets?|jokes?
    |where\s+did\s+(?:they|he|she|these)
    |(?:makes?|made)\s+(?:no|little)\s+sense|(?:does|do|did)(?:\s+not|n['’]t)\s+make\s+sense|out\s+of\s+touch
    |hypocri\w+|worthless
    |not\s+(?:specialists|experts)|unqualified|nihilism|disparate|combin(?:e|es|ed|ing)|egregious|double\s+standard
    |errors?|inaccura\w+
    |incorrect\w*)\b"""
)
"""Words in which people say what they have against something."""
_ANECDOTE = _rx(
    r"""\b(?:when|where)\s+I\b|\bI\s+(?:remember|recall|once|had|have\s+had|saw|['’]?ve\s+(?:seen|had|done)
    |interviewed|heard|worked|personally
    |routinely|trained|met|did|got|get|knew|was|went|paid)\b|\bI['’]ve\b|\bin\s+my\s+(?:practice|office|clinic|area
    |experience|hands)\b
    |\bmy\s+(?:own\s+)?(?:patients?|insurance|colleagues?|father|mother|wife|husband|back|clinic)\b
    |\ba\s+(?:patient|doc|doctor|colleague|friend|guy)\s+(?:of\s+mine|in\s+my|on\b|I\b|wrote|told|said)
    |\btold\s+me\b|\basked\s+me\b
    |\bwhere\s+I\s+work(?:ed)?\b"""
)
_OF_A_SOURCE = _rx(
    r"""\b(?:is|are|was|were)\s+(?:[\w’'-]+\s+){0,4}
    (?:guidelines?|recommendations?|editorials?|meta-?analys[ie]s|reviews?|panels?|papers?|authors?)\b[^?]{0,60}?\s
    (?:wrong|right|flawed|biased|unfair|fair|credible|trustworthy|misleading|nonsense|any\s+good|reliable|justified|unjustified
    |controversial)\s*\??\s*$"""
)
"""Whether a work of others is any good is asked, which people argue about."""
_FOR_A_SOURCE = _rx(
    r"""\b(?:support|endors|back|accept|reject|welcom|disput|contest|approv|agree\s+with|agreed\s+with)\w*\s+
    (?:[\w’'-]+\s+){0,4}(?:guidelines?|recommendations?|editorials?|meta-?analys[ie]s|reviews?|panels?|papers?|findings|conclusions?)\b"""
)
"""Whether people are for a work of others."""
_ADVISED = _rx(
    r"\b(?:recommend(?:s|ed|ing)?|(?:what|which|any|whose|is|are)\s+recommendations?|advis\w+|guideline\s+says?)\b"
)
"""What is recommended is asked; "what do they think of the recommendations" asks what somebody holds."""


def asks_opinion(text: str) -> bool:
    """True if it asks what somebody holds, rather than what was found or is recommended."""
    if _BY_ITSELF.search(text) or judges_a_source(text):
        return True
    return bool(_SPEAKERS.search(text) and _HOLD.search(text)) and not _ADVISED.search(text)


def judges_a_source(text: str) -> bool:
    """True if it asks whether a guideline or the like is right, or who is for it, which nothing in it can answer."""
    return bool(_OF_A_SOURCE.search(text) or (_SPEAKERS.search(text) and _FOR_A_SOURCE.search(text)))


def is_anecdote(text: str, kind: SourceType) -> bool:
    """True of what somebody tells of their own practice or patients, where people write for themselves."""
    return kind is SourceType.FORUM and bool(_ANECDOTE.search(text))


_NAMED: tuple[tuple[SourceType, re.Pattern[str]], ...] = (
    (
        SourceType.SOCIETY_STATEMENT,
        _rx(r"\bsociet(?:y|ies)(?:['’]s?)?(?:\s+(?:statements?|letters?|repl(?:y|ies)|response))?"),
    ),
    (SourceType.EDITORIAL, _rx(r"\b(?:editorial(?:ist)?s?|blog(?:ger)?s?)\b")),
    (SourceType.FORUM, _rx(r"\b(?:threads?|forums?(?:\s+posts?)?|posters?)\b")),
    (SourceType.NEWS, _rx(r"\b(?:press\s+releases?|news|journalists?)\b")),
)


def voices_named(text: str) -> dict[SourceType, str]:
    """Kinds of source whose voices a question names, each with the words it does so by."""
    found = {kind: pattern.search(text) for kind, pattern in _NAMED}
    return {kind: match[0] for kind, match in found.items() if match}


_PLAINLY = (
    (
        _rx(
            r"""^(?:what|which)\s+(?:are|were|is|was)\s+(?:the\s+)?(?:\w+\s+)?(?:objections?|criticisms?|complaints?
            |concerns?|arguments?)\s+
            (?:of|by|from)\s+(?P<who>[^?]{2,60}?)\s+(?:to|about|with|over|against|on
            |regarding)\s+(?P<what>[^?]+)\?*$"""
        ),
        r"What do \g<who> criticise about \g<what>?",
    ),
    (_rx(r"\b(?:hold|say|argue|speak|object)\s+against\b"), "criticise about"),
    # What a name stands before is asked of it: "NERVES: how many patients?"
    (
        _rx(
            r"^(?P<of>[\w/&.’'-]+(?:\s+[\w/&.’'-]+){0,3}):\s+(?P<what>(?!(?:do|does|did|is|are|was|were|can"
            r"|should)\b)[^?:]+)\?*$"
        ),
        r"\g<what> in \g<of>?",
    ),
    (
        _rx(
            r"""\b(?:object(?:ed|s)?\s+to|take\s+issue\s+with|complain(?:ed|s)?\s+(?:of|about)|have\s+against
            |dislike[sd]?(?:\s+about)?
            |(?:say|think)\s+(?:is|was)\s+wrong\s+with|find\s+fault\s+with|push(?:ed)?\s+back\s+(?:on
            |against))(?:\s+in\b)?"""
        ),
        "criticise about",
    ),
    (_rx(r"\beditorialists?\b"), "editorial"),
    (
        _rx(r"^(?P<who>[^?]{3,60}?)['’]s?\s+(?:views?|take|opinions?|stance|position)\s+(?:of|on|about)\s+"),
        r"What do \g<who> say about ",
    ),
    (
        _rx(r"^(?P<who>[^?]{2,40}?)\s+(?:stance|position|line)\s+(?:on|about)\s+"),
        r"What does \g<who> recommend on ",
    ),
)


def plainly(text: str) -> str:
    """A question with the ways of asking that a reader model does not know in ways that it does."""
    for pattern, words in _PLAINLY:
        text = pattern.sub(words, text)
    return text
