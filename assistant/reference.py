"""Words that point back, such as "it", "they", "its" and "the trial", and what they stand for."""

from __future__ import annotations

import re

from assistant.frame import Frame
from assistant.parts import parts_in

_VERB = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|may|might|must|has|have|had)"
_POINTS = re.compile(
    rf"""\b(?:(?P<its>its|their)\s+(?P<owned>[\w-]+(?:\s+(?!{_VERB}\b|for\b|in\b|of\b|with\b|compare)[\w-]+)?)
    |(?P<kind>(?:this|that|the|these|those|such)\s+(?:treatments?|therap(?:y|ies)|drugs?|medications?|medicines?
    |procedures?|interventions?|approach
    |technique|method|injections?|surgery|operation|test))\b(?!\s+(?:of|for|with|that|group|arm))
    |(?P<study>(?:this|that|the|these|those)\s+(?:trials?|stud(?:y|ies)|authors?|investigators|researchers|review
    |paper|article))\b(?!\s+(?:of|on|by|that))
    |(?P<whom>(?:this|that|these|those|such)\s+(?:patients?|people|groups?|populations?|children|women|men
    |adults))\b(?!\s+(?:who|with))
    |(?P<other>the\s+(?:other|second|latter)(?:\s+one)?|the\s+comparator)\b
    |(?P<both>both(?:\s+of\s+them)?|either(?:\s+of\s+them)?)(?=\s+(?:safe|effective|work|equally|recommended)|\?|$)
    |(?P<plural>they|them)\b|(?P<one>\bit\b(?!['’]s\s+\w+\s+that)|(?:this|that)(?=\s+(?:{_VERB}|work\w*|help\w*
    |mean\w*|last\w*|compare\w*|cost\w*
    |safe\w*|effective|also|still|better|true|with|for|in)\b|\s*[?,]|$)|(?:these|those)(?=\s+{_VERB}\b|\s*[?,]|$))
    # "Are these permanent?", but not "are these results reliable?"
    |(?:(?<=is\s)|(?<=are\s)|(?<=was\s)|(?<=were\s))(?P<those>this|that|these
    |those)(?=\s+(?!\w+s\b)[\w-]+\s*\??$))""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_ONE = re.compile(
    r"\b(?:is|was|would)\s+it\s+(?:\w+\s+)?(?:true|possible|necessary|important|worth\w*|likely|correct|clear"
    r"|known|ok|okay|safe|appropriate"
    r"|reasonable|recommended|ethical|better)\s+(?:that|to|whether|for\s+\w+\s+to|giving|using|doing)\b"
    r"|\bhow\s+long\s+does\s+it\s+take\b",
    re.IGNORECASE,
)
_EARLIER_CLAUSE = re.compile(
    r"^(?:if|when|since|because|given|although|while|in|for)\b.*,|(?<=\w\s)\b(?:if"
    r"|because|when|that|which|who)\b",
    re.IGNORECASE,
)
_STUDY_DOES = re.compile(
    r"\b(?:fund\w*|sponsor\w*|paid|blind\w*|mask\w*|randomi[sz]\w*|enrol\w*|recruit\w*|publish\w*|conduct\w*"
    r"|register\w*|participants?|sample"
    r"|stopped\s+early|powered|peer[\s-]reviewed|retracted|pre-?registered|double-blind|placebo-controlled)\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:wr(?:ote|itten|ites?)|author\w*|publish\w*|sign(?:ed)?|panel|committee|up[\s-]to[\s-]date|updated"
    r"|withdrawn|retracted"
    r"|criticis\w+|apply|applies|cover[s]?)\b",
    re.IGNORECASE,
)
"""Done to or by a text, not a treatment."""
_THEY_DO = re.compile(
    r"\bthey\s+(?:compare|find|found|report|conclude|measure|use|include|exclude|recruit|enrol|follow|say"
    r"|recommend|define|randomi[sz]e|publish|do"
    r"|test|study|look|exclude|give|assess|analy[sz]e|declare|mean|suggest|advise|show)\w*\b",
    re.IGNORECASE,
)
_OF_RISKS = re.compile(
    r"\b(?:common|frequent|often|serious|severe|prevent\w*|avoid\w*|treat\w*|manag\w*|rare|permanent|reversible"
    r"|last|occur|happen|dose|likely|dangerous)\b",
    re.IGNORECASE,
)
_OF_SOURCE = re.compile(
    r"(?:conclusions?|recommendations?|findings?|results?|sample\w*|funding|populations?|authors?|methods?"
    r"|participants?|patients|limitations?"
    r"|sponsor|control|primary|inclusion|exclusion|follow-?up|definition)\b",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"\b(?:safer|cheaper|better|worse|superior|inferior|quicker|faster|stronger|(?:more"
    r"|less)\s+[a-z]+)$",
    re.IGNORECASE,
)


def refers_back(text: str) -> bool:
    """True if some of its words point at what was said before."""
    return bool(_POINTS.search(text)) and not _NO_ONE.search(text)


def with_referents(text: str, frame: Frame) -> str | None:
    """The text with what its pointing words stand for; None if it has none, or that is not known.

    After a comparison "it" is the first of the two, "the other" the second. A word whose clause follows another one
    ("if I give steroid, is it safe?") points into its own question.
    """
    if _NO_ONE.search(text):
        return None
    first = _POINTS.search(text)
    if first is None or not _POINTS.search(parts_in(text)[0]):
        return None
    head = text[: first.start()]
    if len(head.split()) > 2 and _EARLIER_CLAUSE.search(head):
        return None
    known = True
    named: set[str] = set()

    def meant(match: re.Match[str]) -> str:
        nonlocal known
        referent = _referent(match, text, frame)
        known = known and bool(referent)
        # Named once in full, it may be pointed at within the question.
        if referent in named and match["one"]:
            return match[0]
        named.add(referent)
        return referent

    told = _POINTS.sub(meant, text)
    if not known:
        return None
    bare = told.rstrip(" ?.!")
    if frame.comparator and _COMPARATIVE.search(bare) and " than " not in bare and frame.topic in bare:
        bare += f" than {frame.comparator}"
    return bare + "?"


def _referent(match: re.Match[str], text: str, frame: Frame) -> str:
    if match["its"]:
        whose = frame.source if frame.source and _OF_SOURCE.match(match["owned"]) else frame.topic
        return f"the {match['owned']} of {whose}" if whose else ""
    if match["study"]:
        return frame.source or _trial_of(frame)
    if match["whom"]:
        return frame.people or (f"people with {frame.condition}" if frame.condition else "")
    if match["other"]:
        return frame.comparator
    if match["both"]:
        return f"{frame.topic} and {frame.comparator}" if frame.comparator else ""
    if match["plural"] or match["those"]:
        return _they(text, frame)
    if match["one"] and _STUDY_DOES.search(text):
        return frame.source or _trial_of(frame)
    if match["one"] and frame.source and _WRITTEN.search(text):
        return frame.source
    return frame.topic or frame.source


def _they(text: str, frame: Frame) -> str:
    if frame.source and _THEY_DO.search(text):
        return frame.source
    if _STUDY_DOES.search(text) and (frame.source or frame.topic):
        single = re.search(r"\b(?:trial|study)$", frame.source)
        return frame.source if single or not frame.topic else f"the trials of {frame.topic}{frame.in_whom}"
    facet = re.fullmatch(
        r"[\w\s-]*(?:risks|harms|complications|effects|events|symptoms"
        r"|causes)",
        frame.outcome,
        re.IGNORECASE,
    )
    if facet and frame.topic and _OF_RISKS.search(text):
        return f"the {frame.outcome} of {frame.topic}"
    return frame.topic


def _trial_of(frame: Frame) -> str:
    return f"the trial of {frame.topic}{frame.in_whom}" if frame.topic else ""
