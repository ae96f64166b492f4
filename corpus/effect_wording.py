"""The words of an effect: compared with what, in which group, when, in which unit, and what a higher value means.

Pure functions of a sentence and a place in it; each gives a span of the sentence, or nothing where it is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Span
from corpus.effect_clauses import clause_at, distance, places_in
from corpus.effect_shape import Shape

_MEANING = re.compile(
    r"\b(?:(?:higher|lower|negative|positive|greater|smaller)\s(?:\w+\s){0,3}?(?:scores?"
    r"|values?|numbers?|differences?|changes?|effects?|estimates?|ratings?|points)"
    r"|(?:a\s)?(?:negative|positive|higher|lower)\s(?:number|score|value|difference"
    r"|sign)|[Vv]alues?\s(?:below|above|less\sthan|greater\sthan)\s\S+)\s(?:\([^)]{0,40}\)\s)?"
    r"(?:indicat\w+|represent\w*|reflect\w*|mean\w*|denot\w+|favou?r\w*|correspond\w*"
    r"|signif\w+|suggest\w*)\s[^.;()]{3,80}",
    re.IGNORECASE,
)
_WORD = r"[^\s,;:()\[\]#]+"
_STOPS = (
    r"(?:at|in|on|after|during|by|was|were|is|are|did|had|has|which|but|from"
    r"|than|to|over|as|when|while|whereas|with|for"
    r"|showed|shows|within|throughout|until|before|because|also|and\s(?:was|were"
    r"|had|no|the\sdifference)|until|respectively|regarding|concerning)\b"
)
_NP = (
    rf"(?:(?:the|a|an|those|that|patients|participants|people|women|subjects|children)\s(?:(?:in"
    rf"|of|with|on|who|receiving|treated|given|randomi[sz]ed|allocated|assigned"
    rf"|received|taking|from|to|had|were)\s){{0,4}})?(?:(?!{_STOPS}){_WORD}(?:\s(?!{_STOPS})(?!and\s"
    rf"(?:the\s)?(?:[\w-]+\s){{0,3}}(?:groups?|arms?)?\s?(?:was|were|had))|(?=[,;:()\[\].#]"
    rf"|$|\s))){{1,9}}"
)
_COMPARED = re.compile(
    r"\b(?:versus|vs\.?|v\.(?=\s)|(?:as\s)?compared\s(?:with|to)|in\scomparison\s(?:with"
    r"|to|of)|comparing\s[^.;,]{1,40}?\s(?:with|to|versus)|[Cc]ompared\s(?:with"
    r"|to)|relative\sto|as\sopposed\sto|rather\sthan"
    r"|than(?:\s(?:that|those|did|was|were|what))?)"
    rf"(?:\s(?:in|for|with|of|among|by|on|at)(?=\s))?\s+(?P<np>{_NP})",
)
_COMPARED_NUMBER = re.compile(
    r"\b(?:versus|vs\.?|compared\s(?:with|to)|against)\s(?:(?:an?|the)\s)?(?:only\s)?#++[^;.#]{0,25}"
    r"(?:[(\[±][^)\];]{0,45}[)\]]?)?[^;.#,()]{0,12}?\s(?:in|for|with|on|among"
    r"|receiving|by)\s"
    rf"(?P<np>{_NP})"
)
_BETWEEN = re.compile(rf"\b[Bb]etween\s(?P<first>(?:the\s)?{_NP}?)\s?(?:[(\[][^)\]]*[)\]]\s)?and\s(?P<np>{_NP})")
_GROUP = re.compile(
    rf"\b(?:in|with|for|among|on|receiving|by)\s(?P<np>(?:the\s|patients\s|participants\s"
    rf"|those\s|women\s|children\s)?(?:(?:in|with|on|who|receiving|treated|given"
    rf"|randomi[sz]ed|allocated|assigned|received|taking|to|the)\s){{0,4}}"
    rf"(?:(?!{_STOPS}){_WORD}\s){{0,6}}?(?:groups?|arms?)(?:\s[A-Z\d]\b)?|(?:group"
    rf"|arm)\s[A-Z\d]+\b|(?:patients|participants|those|women|children|subjects)\s(?:in"
    rf"|with|on|who|receiving|treated|given|randomi[sz]ed|allocated|assigned|taking)\s(?:(?:to"
    rf"|received|were|with|the)\s){{0,3}}(?:(?!{_STOPS}){_WORD}(?:\s(?!{_STOPS})"
    rf"|(?=[,;:()\[\].#]|$|\s))){{1,6}})",
    re.IGNORECASE,
)
_NOT_WHOM = re.compile(
    r"(?:required|reported|seen|observed|found|obtained|measured|recorded|achieved|published)\b.*"
    r"|medians?|means?|averages?|(?:either|both)\s.*"
    r"|(?:it|that|those|this|these|other|others|each\sother|expected|previous(?:ly)?"
    r"|the\s(?:other|others|two|three|former|latter|difference)(?:\s\w+)?"
    r"|an?other\w*|half|one|two|three|all|any|ever|usual|later|once|the|a|an|their|before|did|not|either|both|twice|"
    r"(?:the\s)?(?:two|three|four|five|both|all|study|treatment)\s(?:\w+\s)?(?:groups"
    r"|arms|treatments)|groups?|arms)(?:\s(?:two|three)?\s?(?:groups?|arms?))?",
    re.IGNORECASE,
)
_COUNT_WORD = r"(?:#|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)"
_TIME = r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|days?|weeks?|wks?|months?|mos?|mths?|years?|yrs?)"
_FOLLOW = r"(?:[\s-]follow[\s-]?ups?(?:\s(?:visit|assessment))?)"
_SINCE = (
    r"(?:\s(?:after|following|post|of|from)[\s-](?:the\s)?(?:end\sof\s)?(?:randomi[sz]ation"
    r"|treatment|therapy|surgery|operation|injection|intervention|baseline|"
    r"birth|delivery|discharge|rehabilitation|inclusion|enrolment|training|procedure"
    r"|administration|follow[\s-]?up)|\spost[\s-]?\w+|\spostoperatively)"
)
_AT = (
    r"\b(?:[Aa]t|[Aa]fter|[Bb]y|[Oo]ver|[Dd]uring|[Ww]ithin|[Ff]rom\sbaseline\sto"
    r"|[Uu]ntil|[Uu]p\sto|[Oo]n|[Ii]n|[Ff]or)\s(?:the\s|a\s|an\s|both\s|about\s)?(?:first\s"
    r"|last\s|next\s|following\s|initial\s)?"
)
_TIMES = (
    re.compile(
        rf"{_AT}(?:{_COUNT_WORD}(?:\s?(?:,|to|and|or|&|[-–])\s?){{0,2}}){{1,4}}[\s-]?{_TIME}\b{_FOLLOW}?{_SINCE}?"
        rf"(?!\s(?:old|of\sage))"
        rf"|{_AT}(?:{_TIME}|visit|session)\s#(?:\s?(?:and|to|[-–,])\s?#)*\b"
        rf"|\b{_COUNT_WORD}[\s-]{_TIME}{_FOLLOW}|(?<=\(){_COUNT_WORD}[\s-]?{_TIME}{_SINCE}?(?=[):,])"
        rf"|\b#[\s-]?{_TIME}{_SINCE}|\b[Ww]eeks?\s#|\b[Mm]onths?\s#"
        rf"|{_AT}(?:{_COUNT_WORD}(?:st|nd|rd|th)?|first|second|third|fourth|sixth"
        rf"|\d(?:st|nd|rd|th))[\s-](?:\w+\s)?{_TIME}\b"
    ),
    re.compile(
        r"\b(?:[Aa]t|[Aa]fter|[Dd]uring|[Tt]o|[Bb]y)\s(?:the\s)?(?:(?:end\sof\s(?:the\s)?(?:\w+\s)?(?:treatment"
        r"|therapy|study|intervention|rehabilitation|follow-?up|trial))|"
        r"(?:(?:last|final|first|short-?term|long-?term|intermediate)\s)?follow[\s-]?up"
        r"|discharge|post-?(?:treatment|test|intervention)|(?:the\s)?(?:treatment"
        r"|intervention|training|surgery|rehabilitation|delivery)(?=[\s,.;:)])|baseline)"
    ),
)
_RELATED = re.compile(
    r"\b(?:interactions?|correlat\w+|associat\w+|relation\w*|agreement|links?|overlap)\b[^.;]{0,60}$", re.IGNORECASE
)
"""What stands between two things that go together, and so are not compared."""
_CHANGED = re.compile(
    r"\b(?:less|more|longer|shorter|lower|higher|reduc\w+|decreas\w+|increas\w+|prolong\w+|shorten\w+|fell|rose|differ\w*"
    r"|faster|earlier|later|extend\w+|delay\w+)\b[^,;]{0,50}$"
)
_UNIT = re.compile(
    r"[\s-]{0,2}(?:(?P<percent>%|percent\b|per\scent\b|percentage\spoints)"
    r"|(?P<unit>(?:(?:VAS|NRS|ODI|RMDQ|scale|score)\s)?points?\b(?:\s(?:on|of"
    r"|out\sof)\s(?:the\s|an?\s)?(?:(?!at\b|in\b|and\b)[\w#–/-]+\s?){1,5}?(?:scale"
    r"|score|VAS|NRS|ODI|RMDQ|questionnaire|index)\b)?"
    r"|mm\s?Hg|mmol\s?(?:/\s?[lL]|[lL][-−⁻][1¹])|[mµμn]?g\s?/\s?[dmkhL]?[lLg]?(?:/\s?(?:day"
    r"|h|min))?|[mcµμk]?m(?:\s?/\s?s)?(?:[²³23])?(?=[\s,;.)]|$)(?:\son\s(?:the\s"
    r"|a\s)?(?:\w+\s)?(?:VAS|scale))?|[mµμnk]?[gG](?=[\s,;.)]|$)|m?[lL](?=[\s,;.)]"
    r"|$)|[mµ]?IU(?:/\s?\w+)?"
    r"|kcal|kJ|bpm|beats(?:\s?/\s?min|\sper\sminute)?|degrees?|°\s?C?|s(?=[\s,;.)]"
    r"|$)|sec(?:ond)?s?\b|min(?:ute)?s?\b|h(?:ou)?rs?\b|h(?=[\s,;.)]|$)|days?\b"
    r"|weeks?\b|months?\b|years?\b|units?\b"
    r"|mSv|mGy|Nm|kPa|N(?=[\s,;.)]|$)|score\spoints|steps(?:/day)?|person-years|QALYs?))"
)


def comparator_at(shape: Shape, span: Span) -> Span | None:
    """Whom or what a result is compared with: behind "versus", "compared with", "than in …", "between A and …"."""
    clause = clause_at(shape.masked, span.start)
    for area in (clause, Span(0, len(shape.masked))):
        found = [
            s
            for pattern in (_COMPARED_NUMBER, _COMPARED, _BETWEEN)
            for m in pattern.finditer(shape.masked, area.start, area.end)
            if (s := _named(shape, m, pattern)) is not None
        ]
        if found:
            return min(found, key=lambda s: (distance(s, span), s.start))
    return None


def belongs_to_comparator(shape: Shape, span: Span, comparator: Span) -> bool:
    """True if a group's own value stands behind the words of the comparison, and so is the comparator's."""
    clause = clause_at(shape.masked, span.start)
    words = re.search(
        r"\b(?:versus|vs\.?|than|compared\s(?:with|to)|relative\sto)\s", shape.masked[clause.start : span.start]
    )
    return words is not None and words.start() > 3 and abs(comparator.start - span.start) < 90


def _named(shape: Shape, found: re.Match[str], pattern: re.Pattern[str]) -> Span | None:
    span = _bare(shape.text, Span(*found.span("np")))
    if span is None or _NOT_WHOM.fullmatch(span.of(shape.text)) or "#" in span.of(shape.masked):
        return None
    if re.match(r"[^\w]|\d", span.of(shape.text)) or len(span) < 2:
        return None
    if pattern is _BETWEEN and (
        re.search(r"baseline|week|month|day|visit", found[0]) or _RELATED.search(shape.masked[: found.start()])
    ):
        return None
    return span


def _bare(text: str, span: Span) -> Span | None:
    """A phrase without its article, and without what only leads on from it."""
    said = span.of(text)
    said = re.sub(
        r"(?:\s(?:and|or|the|a|an|p|P|of|alone,?))+$",
        lambda m: " alone" if "alone" in m[0] else "",
        said.rstrip(" .,;:"),
    )
    lead = re.match(r"(?:the|a|an|those|that)\s(?!of\b)", said)
    start = span.start + (lead.end() if lead else 0)
    end = span.start + len(said)
    return Span(start, end) if end > start else None


def group_at(shape: Shape, span: Span, direction_span: Span | None, comparator: Span | None) -> Span | None:
    """Whom the words of a result are about: behind "higher in …", or behind an estimate of one group."""
    for place in (span.end, direction_span.end if direction_span else None):
        if place is None:
            continue
        found = _GROUP.search(shape.masked, place, min(len(shape.masked), place + 90))
        if found is None or re.search(
            r"\b(?:than|compared|versus|vs|relative|and|#)(?:\b|\.)|[;#]", shape.masked[place : found.start()]
        ):
            continue
        bare = _bare(shape.text, Span(*found.span("np")))
        said = bare.of(shape.text) if bare else ""
        if (
            bare
            and not _NOT_WHOM.fullmatch(said)
            and not re.search(r"\b(?:between|of|indicates)\b", said)
            and not (comparator and bare.meets(comparator))
        ):
            return bare
    return None


_SHARE_WITH = re.compile(
    rf"\s?%?\swith\s(?P<np>(?!at\b|an?\b|the\b|no\b)(?:(?!{_STOPS}|and\b|but\b|or\b){_WORD}(?:\s|(?=[,;:()\[\].#]|$)))"
    rf"(?:[(\[][A-Z]{{2,8}}[)\]]\s)?(?:(?!{_STOPS}|and\b|but\b|or\b){_WORD}(?:\s|(?=[,;:()\[\].#]|$))){{0,5}})"
)


def share_of(shape: Shape, span: Span) -> Span | None:
    """The treatment right behind a share of the people who had it: "14% with surgery and 4% with injection"."""
    found = _SHARE_WITH.match(shape.masked, span.end)
    return _bare(shape.text, Span(*found.span("np"))) if found else None


def timepoint_at(shape: Shape, span: Span) -> Span | None:
    """When a result was measured: the time named nearest to it in its clause, else the only one of the sentence."""
    clause = clause_at(shape.masked, span.start)
    for pattern in _TIMES:
        near = [s for s in places_in(pattern, shape.masked, clause) if not _is_amount(shape.masked, s)]
        if near:
            return _first_of_tie(near, span)
    for pattern in _TIMES:
        whole = Span(0, len(shape.masked))
        everywhere = [s for s in places_in(pattern, shape.masked, whole) if not _is_amount(shape.masked, s)]
        if len(everywhere) == 1:
            return everywhere[0]
    return None


def _is_amount(masked: str, span: Span) -> bool:
    """True for "by 9 min" in "shorter by 9 min": how much, not when."""
    return span.of(masked).lower().startswith("by ") and _CHANGED.search(masked[: span.start]) is not None


def _first_of_tie(spans: Sequence[Span], span: Span) -> Span:
    return min(spans, key=lambda s: (distance(s, span), s.start))


def unit_at(shape: Shape, places: Sequence[int]) -> Span | None:
    """The unit behind the first of these places that has one: behind the estimate, its interval's bracket, a limit."""
    for place in places:
        found = _UNIT.match(shape.masked, place)
        if found:
            group = "percent" if found["percent"] else "unit"
            return Span(*found.span(group))
    return None


def meaning_in(text: str) -> Iterator[Span]:
    """Words that say what a sign or a higher value means."""
    for found in _MEANING.finditer(text):
        end = found.end() - (len(found[0]) - len(found[0].rstrip(" ,")))
        yield Span(found.start(), end)
