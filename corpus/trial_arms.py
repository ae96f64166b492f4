"""What was tested against what: the two sides of a randomised comparison, by the words that part them.

Three arms are two sides only where the last is a control; of three active ones none is the comparator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Span

_RANDOM = (
    r"\b(?:randomi[sz]ed|randomly\s(?:\w+\s)?(?:assigned|allocated|divided)|assigned|allocated|divided)"
    r"(?:\srandomly|\sat\srandom)?"
)
_TEXT = r"(?:[^.;:]|\.(?=\d))"
_ITEM = r"(?:[^.;:,]|\.(?=\d)|,(?=\d))"
_GROUPS = (
    r"(?:(?:one\s+of\s+)?(?:the\s+|an?\s+)?(?:(?:two|three|four|2|3|4)\s+)?(?:[\w-]+\s+)?"
    r"(?:groups|arms|treatments|regimens|conditions|interventions)\s*[:,]?\s+)?"
)
_RECEIVE = (
    r"(?:(?:that|which|who)\s+)?(?:to\s+)?(?:(?:receiv(?:e|ed|ing)|get|undergo(?:ing)?|be\s+treated\s+with"
    r"|(?:be\s+)?given|treatment\s+with|therapy\s+with|take)\s+)?"
)
_ARTICLE = r"(?:(?:an?|the|either)\s+)*"
_STOP = (
    r"(?=\s*(?:[.;:](?!\d)|,(?!\d)|$)|(?<!followed)\s+by\b|\s+and\s+(?:were|was|follow\w*|then|the\b)|\s+(?:for|at|using"
    r"|received|in\s+(?:a|an|the)|with\s+a|stratified|every|twice|over|during|on\s+day|once|as\s+well|based|according"
    r"|through|prior|before|after|until|daily|in\s+addition|while|who)\b)"
)
_CONTROL = (
    r"(?:(?:no|un)[\s-]?treat\w*|no\s+\w+|placebo|sham|control|usual|standard|conventional|routine|wait|attention|normal"
    r"|saline|vehicle|observation)"
)
_LEAD = rf"{_RANDOM}(?:\s+(?!or\b|to\b)(?:\d:\d|[^\s.;:])+){{0,14}}?\s+(?:to|into|in(?=\s+(?:one|two|three|2|3)\b))\s+"
_TWO = re.compile(
    rf"{_LEAD}{_GROUPS}{_RECEIVE}{_ARTICLE}(?P<a>{_ITEM}{{3,110}}?)\s*,?\s+(?:or|versus|vs\.?"
    rf"|and(?=\s+(?:to\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,2}}?{_CONTROL}))\s+(?:to\s+)?"
    rf"{_RECEIVE}{_ARTICLE}(?P<b>{_ITEM}{{3,110}}?){_STOP}",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_LEAD}{_GROUPS}{_RECEIVE}{_ARTICLE}(?P<a>{_ITEM}{{3,80}}?,\s+(?:{_ITEM}{{3,80}}?,\s+)?{_ITEM}{{0,80}}?)\s*,?\s*"
    rf"(?<!\w)(?:or|and)\s+(?:to\s+)?{_RECEIVE}{_ARTICLE}(?P<b>(?:[\w-]+\s+){{0,2}}?{_CONTROL}{_ITEM}{{0,60}}?){_STOP}",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"{_LEAD}{_GROUPS}{_RECEIVE}{_ARTICLE}(?P<b>(?:[\w-]+\s+){{0,2}}?{_CONTROL}{_ITEM}{{0,60}}?),\s+"
    rf"(?P<a>{_ITEM}{{3,80}}?,?\s+(?:or|and)\s+{_ITEM}{{3,80}}?){_STOP}",
    re.IGNORECASE,
)
"""Three arms, the control first."""
_TITLE = (
    re.compile(
        r"(?:^|[:;.?]\s+)(?P<a>[^:;.?]{4,110}?)\s(?:versus|vs\.?|compared\s(?:with|to)|in\scomparison\s(?:with|to))\s"
        r"(?P<b>[^:;.?]{3,90}?)(?=\s(?:for|in|on|after|as|among|to|during)\b|\s?--|[:;.?]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bcompar(?:ing|ison\sof|ative\s(?:effects?|efficacy|study|evaluation)\sof|ison\sof\sthe\seffects?\sof|ing\sthe\seffects?\sof)\s(?:the\s)?(?:effects?\sof\s)?"
        r"(?P<a>[^:;.?]{4,80}?)\s(?:with|to|and|versus)\s(?P<b>[^:;.?]{3,80}?)(?=\s(?:for"
        r"|in|on|after|as|among|to|during)\b|[:;.?]|$)",
        re.IGNORECASE,
    ),
)
_ARM_LEAD = re.compile(
    r"\s*(?:(?:the\s)?(?:efficacy|effects?|effectiveness|comparison|safety|use|evaluation"
    r"|comparative\s\w+)(?:\sand\s\w+)?\sof\s|comparing\s|[\w\s,-]{0,60}?\b(?:trial|study|analysis)\s(?:of|comparing)\s"
    r"|\(?[a-d1-4]\)\s*|(?:double|single)[\s-]blind(?:ed)?\s(?:treatment\s)?(?:with\s)?|open[\s-]label\s|either\s"
    r"|namely,?\s|received\s|(?:consume|take|use|perform|self-administer|complete|attend)\s"
    r"|(?:intervention|treatment|experimental)\s(?:group|arm)\s(?:receiving|that\sreceived|of)\s|(?:the|a|an)\s)+",
    re.IGNORECASE,
)
_TESTED = re.compile(
    r"(?:^|[:.]\s*)(?:the\s)?(?:[\w-]+\s)?(?:effects?|efficacy|effectiveness|impact|safety|benefits?)(?:\sand\s\w+)?\sof\s"
    r"(?P<a>[^:;.?]{4,90}?)\s(?:on|in|for|as|to|among|versus|upon)\b",
    re.IGNORECASE,
)
_PLACEBO = re.compile(r"\b(?P<b>placebo|sham)[\s-]+controlled\b", re.IGNORECASE)
_NO_ARM = re.compile(
    r"^(?:the\s)?(?:intervention|control|treatment|experimental|study|test|active|usual|comparator|group|arm|one|two)$"
    r"|^(?:intervention|active|experimental|study)\s(?:treatment|therapy|drug)$|^\d+$"
    r"|^(?:two|three|four|further|for|with|and|treatment\sof|effects?|blind|develop|ensure|assess|test|compare|evaluate|examine"
    r"|determine|avoid|reduce|minimi[sz]e|participate|be)\b|\b(?:trials?|study|protocol|results|outcomes|conditions"
    r"|blocks?|centers?|centres?|participants|patients|subjects|who|versus|ratio|strat\w+|one\sof|effects?|assessment)\b|\b1\s?:\s?1\b"
    r"|\b(?:groups?|arms?|regimens)(?:\s\w{1,3})?$|\b\d+\sto\b"
    r"|\b(?:has|have|is|are|was|were|does|do|did|can|may|reveals?|shows?|improves?|reduces?|increases?)\b",
    re.IGNORECASE,
)
_IS_CONTROL = re.compile(
    r"(?:[\w-]+\s)?(?:placebo|sham|no\s(?:\w+\s)?(?:treatment|intervention)|controls?(?:\s(?:group|arm|condition))?|usual\scare"
    r"|standard\s(?:of\s)?care|standard\streatment|routine\scare|conventional\s\w+|wait[\w\s-]{0,8}list|saline|vehicle)\b",
    re.IGNORECASE,
)
_NO_COMPARATOR = re.compile(
    r"\bor\b|^(?:not|men|women|older|younger|more|less|higher|lower)$|^(?:comparator)$", re.IGNORECASE
)
_CONTROL_GROUP = re.compile(
    r"(?:[\w-]+\s){0,3}?(?:control|placebo|sham|waiting[\s-]?list|wait[\s-]?list|usual[\s-]care)s?(?:\s(?:group|arm|condition))?",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:[\s,;:]+(?:and|or|as|of|with)?)+$", re.IGNORECASE)
_GROUP_WORD = re.compile(r"\s+(?:treatment\s+|intervention\s+)?(?:groups?|arms?|conditions?)$", re.IGNORECASE)
_SIZE = re.compile(r"^\(\s*(?:n\s?=|\d+\s|(?:\w+\s)?group\b|[A-Z]{1,8}\)|\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arms:
    """The two sides, each a slice of the report, and the rule that read them."""

    intervention: Span
    comparator: Span
    rule: str


def arms_of(text: str, title: Span | None, sentences: Iterable[Span]) -> Arms | None:
    """The sides by the title's "A versus B", else by "randomised to A or B", else by the placebo of a title's trial."""
    if title:
        for pattern in _TITLE:
            arms = _read(text, title, title.of(text), pattern, "“… versus …” in the title")
            if arms:
                return arms
    placebo: Span | None = None
    for sentence in sentences:
        said = sentence.of(text)
        m = _PLACEBO.search(said)
        if m and placebo is None:
            placebo = Span(sentence.start + m.start("b"), sentence.start + m.end("b"))
        if not re.search(r"random|allocated|assigned", said, re.IGNORECASE):
            continue
        # What stands in brackets, sizes and doses, is no part of how a sentence runs.
        masked = re.sub(r"\([^()]*\)", lambda b: " " * len(b[0]), said)
        for pattern in (_MORE, _FIRST, _TWO):
            arms = _read(text, sentence, masked, pattern, "“randomised to … or …”")
            if arms:
                return arms
    return _against_placebo(text, title, placebo)


def _read(text: str, place: Span, said: str, pattern: re.Pattern[str], rule: str) -> Arms | None:
    for m in pattern.finditer(said):
        a = _side(text, Span(place.start + m.start("a"), place.start + m.end("a")))
        b = _side(text, Span(place.start + m.start("b"), place.start + m.end("b")), control=True)
        if a and b and not _NO_COMPARATOR.search(b.of(text)):
            return Arms(b, a, rule) if _control_first(text, a, b) else Arms(a, b, rule)
    return None


def _control_first(text: str, a: Span, b: Span) -> bool:
    """True if a sentence names the control before what is tested: placebo, usual care, or a part of the other alone."""
    more = re.search(r"\b(?:plus|with|and|combined)\b", b.of(text)) is not None
    if re.match(r"\s\((?:the\s)?control\b", text[a.end :]) or (re.search(r"\b(?:alone|only)$", a.of(text)) and more):
        return True
    return _IS_CONTROL.match(a.of(text)) is not None and (more or not _IS_CONTROL.match(b.of(text)))


def _side(text: str, span: Span, *, control: bool = False) -> Span | None:
    """The span without what leads to it, "group" behind it, and what names no treatment."""
    start, end = span.start + max(0, span.of(text).rfind(" either ")), span.end
    lead = _ARM_LEAD.match(text, start, end)
    start = lead.end() if lead else start
    end -= len(text[start:end]) - len(_TRAILING.sub("", text[start:end]))
    while start < end and text[start] in " ,;:":
        start += 1
    span = Span(start, end)
    if control and _CONTROL_GROUP.fullmatch(span.of(text).strip("‘’“”\"'")):
        return _with_bracket(text, span)
    group = _GROUP_WORD.search(span.of(text))
    if group:
        span = Span(start, start + group.start())
    if len(span) >= 2 and not _NO_ARM.search(re.sub(r"\([^()]*\)", "", span.of(text)).strip(" ‘’“”\"'")):
        return span
    inside = _bracket(text, end) if group else None
    return Span(inside.start + 1, inside.end - 1) if inside else None


def _bracket(text: str, end: int) -> Span | None:
    """Brackets behind a group that say what it got, rather than how many it had."""
    m = re.compile(r"\s?(\([^()]{8,120}\))").match(text, end)
    return Span(*m.span(1)) if m and not _SIZE.match(m[1]) else None


def _with_bracket(text: str, span: Span) -> Span:
    inside = _bracket(text, span.end)
    return Span(span.start, inside.end) if inside else span


def _against_placebo(text: str, title: Span | None, placebo: Span | None) -> Arms | None:
    tested = _TESTED.search(text, title.start, title.end) if title else None
    if not tested or not placebo:
        return None
    a = _side(text, Span(*tested.span("a")))
    if a is None or re.search(r"\b(?:placebo|sham)\b", a.of(text), re.IGNORECASE):
        return None
    return Arms(a, placebo, "“effect of …” in the title of a placebo-controlled trial")
