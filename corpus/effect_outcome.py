"""Which outcome a sentence reports, as a span of it, by where outcomes stand; nothing where that is not plain."""

from __future__ import annotations

import re

from corpus.document import Span
from corpus.effect_clauses import clause_at, distance
from corpus.effect_shape import Shape

_STOP = (
    r"(?:between|among|amongst|across|with|compared|versus|vs|at|after|from|by"
    r"|than|was|were|is|are|did|had|has|on|during|"
    r"over|within|through|following|as|when|while|whereas|but|for|that|which"
    r"|who|until|before|under|using|per|via|favou?ring)\b"
)
_NP = rf"(?P<np>(?:(?!{_STOP})[^\s,;:()\[\]#]+(?:\s(?!{_STOP})|(?=[,;:()\[\].#]|$|\s))){{1,9}})"
_BEHIND = (
    re.compile(
        r"\b(?:differences?|changes?|reductions?|decreases?|increases?|improvements?"
        r"|declines?|gains?|benefits?|decrement)"
        rf"\s(?:(?:was|were|is|are|has\sbeen)\s(?:\w+\s){{1,3}})?(?:between\s(?:[\w-]+\s){{1,6}}?)?(?:in|of)\s{_NP}"
    ),
    re.compile(rf"\b(?:effects?|impact|influence)\s(?:[^.;,]{{0,40}}?\s)?on\s{_NP}"),
    re.compile(
        rf"\b(?:significantly\s|clinically\s|statistically\s)*(?:higher|lower|greater"
        rf"|fewer|less|more|better|worse|longer|shorter|larger|smaller)\s{_NP}"
    ),
    re.compile(
        rf"\b(?:increased|decreased|reduced|improved|lowered|affect(?:ed)?|raised"
        rf"|prolonged|shortened|differ(?:ed)?\s(?:\w+\s){{0,3}}?in)\s(?:the\s)?{_NP}"
    ),
)
_SUBJECT = re.compile(
    r"(?P<np>[A-Z(]?[^.;:#]{2,120}?)\s(?:(?:also|only|then)\s)?(?:was|were|is"
    r"|are|did|had|has|have|decreased|increased|improved|fell|rose|remained|differed"
    r"|showed|"
    r"declined|dropped|changed|reached|occurred|ranged|averaged|did)\b"
)
_LEAD = re.compile(
    r"(?:[\s,]*(?:However|Nevertheless|Nonetheless|Notably|Interestingly"
    r"|Indeed|Moreover|Furthermore|In addition|Similarly|Additionally"
    r"|Overall|Also|Likewise|In contrast|Finally|Thus|Therefore|Although|While"
    r"|and|but|But|And|Yet|"
    r"In (?:the|both) [^,]{1,60}|(?:At|After|By|During|Over|For|On|Regarding"
    r"|With regard to|According to|Compared (?:with|to)|Among) [^,]{1,80}),?\s+)*"
    r"(?:[^.;,:#]{2,60}?\s(?:showed|shows|revealed|indicated|demonstrated|found|suggested)\sthat\s)?(?:(?:The"
    r"|the|a|A|an|An|Mean|mean|no|any)\s)?"
)
_NO_OUTCOME = re.compile(
    r"(?:increases?|decreases?|reductions?|improvements?|declines?|there|it|we"
    r"|they|this|these|those|that|both|all|patients?|participants?"
    r"|subjects?|women|men|children|people|most|no|none|neither|only|(?:the\s)?(?:difference"
    r"|result|effect|improvement|reduction|finding|change|group|between|analys)\w*"
    r"|(?:the\s)?(?:intervention|control|placebo|treatment|experimental|study"
    r"|two|three|first|second)\b|one|two|three|compared|similar|significan\w+"
    r"|statistically|in\b|who|which|\W*"
    r"|.*(?:\bt-?tests?|\bAN(?:C)?OVA|\bMann.Whitney.*|\bWilcoxon.*|\bKruskal.*|\bFisher.*|\blog-?rank.*|\bregression|\bcorrelation))",
    re.IGNORECASE,
)
_GROUP_WORDS = re.compile(
    r"\b(?:groups?|arms?|patients|participants|subjects|women receiving|treated" r"|CG|TG|IG|EG)\b", re.IGNORECASE
)
_FOOTLESS = re.compile(
    r"(?:\s(?:and|or|the|of|in|to|also|significantly|statistically|not|scores? of" r"|was|were|both))+$|[\s,.(]+$"
)
_LISTED = re.compile(
    rf".?(?:,\s(?:(?!{_STOP}|and\b)[^\s,;:()\[\]#]+\s?){{1,5}}){{1,5}},?\s?and\s(?:(?!{_STOP})[^\s,;:"
    rf"()\[\]#.]+(?:\s(?!{_STOP})|\b)){{1,5}}"
)
_LONGEST = 110
_AHEAD = 80
"""How far behind a result its outcome may begin."""


def outcome_at(shape: Shape, span: Span) -> Span | None:
    """The outcome a result is of: what a difference is "in", what was "reduced", else the subject of the clause."""
    clause = clause_at(shape.masked, span.start)
    for pattern in _BEHIND[:2]:
        if (near := _nearest(shape, pattern, clause, span)) is not None:
            return near
    subject = _subject(shape, clause)
    if subject:
        return subject
    for pattern in _BEHIND[2:]:
        if (near := _nearest(shape, pattern, clause, span)) is not None:
            return near
    return None


def _nearest(shape: Shape, pattern: re.Pattern[str], clause: Span, span: Span) -> Span | None:
    """The phrase of a pattern that stands nearest to a result, not far behind it."""
    found = [
        s
        for m in pattern.finditer(shape.masked, clause.start, clause.end)
        if m.start("np") < span.end + _AHEAD and (s := _fit(shape, *m.span("np")))
    ]
    return min(found, key=lambda s: (distance(s, span), s.start), default=None)


def _subject(shape: Shape, clause: Span) -> Span | None:
    lead = _LEAD.match(shape.masked, clause.start, clause.end)
    start = lead.end() if lead else clause.start
    found = _SUBJECT.match(shape.masked, start, clause.end)
    if not found:
        return None
    end = found.end("np")
    cut = re.search(
        r"\s(?:in|for|among|between|at|after|of\sthe\s[\w-]+\sgroup|with)\s(?:the\s)?[^,]*$", shape.masked[start:end]
    )
    inner = start + cut.start() if cut and _GROUP_WORDS.search(cut[0]) else end
    comma = shape.masked.find(",", start, inner)
    return _fit(shape, start, comma if comma > 0 and " and " not in shape.masked[comma:inner] else inner)


def _fit(shape: Shape, start: int, end: int) -> Span | None:
    """A phrase that can name an outcome, trimmed of what leads into it and on from it."""
    listed = _LISTED.match(shape.masked, end - 1)
    end = listed.end() if listed and end - start < _LONGEST else end
    said = shape.text[start:end]
    lead = re.match(r"\s*(?:(?:the|a|an|mean|average|either|any|both|all)\s)*(?=\S)", said, re.IGNORECASE)
    if lead:
        start += lead.end()
    while (foot := _FOOTLESS.search(shape.text[start:end])) is not None:
        end = start + foot.start()
    if end - start < 3 or end - start > _LONGEST:
        return None
    said = shape.text[start:end]
    if "#" in shape.masked[start:end] or _NO_OUTCOME.fullmatch(said) or _GROUP_WORDS.search(said):
        return None
    first = re.match(r"\W*(\w+)", said)
    if first is None or re.fullmatch(
        r"(?i)however|nevertheless|across|often|frequently|commonly|regarding|pairwise|authors?|largest|smallest|accurate|frequent"
        r"|likely|effective|prevalent|reached|in|rct|analys[ei]s|findings?|there"
        r"|it|we|they|this|these|those|that|no|who|which|patients|participants"
        r"|group|than|significantly|our|results?|approximately|about|up|more|less",
        first[1],
    ):
        return None
    return None if said.count("(") != said.count(")") else Span(start, end)
