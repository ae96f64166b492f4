"""What a sentence points at in the list of references, and whether it reports a result that is somebody else's.

A paper cites for three reasons: to borrow a method, to set its own result beside others', and to report what others
found. Only the last is told as second-hand, for a reader must know that the paper is no witness of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import BlockKind, Document, Reference, Span
from corpus.reference_entry import folded

_SURNAME = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]i|[Ll]a|[Ll]e|[Tt]en)\s){0,3}[A-ZÀ-Þ][\w'’-]+"
_YEAR = r"(?:18|19|20)\d\d"
_AND_OTHERS = (
    rf"(?:\s(?:et\sal\b\.?|and\s(?:colleagues|co-?workers|others)|(?:and|&)\s{_SURNAME})"
    rf"|(?:,\s{_SURNAME}){{0,6}},?\s(?:and|&)\s{_SURNAME})"
)
_AUTHOR_YEAR = re.compile(rf"(?P<who>{_SURNAME}){_AND_OTHERS}?['’s]{{0,2}},?\s\(?(?P<year>{_YEAR})[a-z]?\b")
_ET_AL = re.compile(rf"(?P<who>{_SURNAME})\s(?:et\sal\b\.?|and\s(?:colleagues|co-?workers))")

_WORKS = (
    r"(?:systematic reviews?|meta-?analys[ei]s|reviews?|trials?|RCTs?|stud(?:y|ies)|reports?|surveys?|research(?:ers)?"
    r"|authors?|investigators?|literature|evidences?|guidelines?|cohorts?|data|publications?|findings|groups?)"
)
_OTHERS = re.compile(
    rf"\b(?:previous(?:ly)?|prior|earlier|recent|other|another|several|many|most|some|one|published|past|similar|existing"
    rf"|an? (?:large|small|new|single|multi-?cent(?:er|re)|Cochrane|[a-z]+)|two|three|numerous|various|new|"
    rf"international|national|medical|available)\s(?:[\w-]+\s){{0,4}}?{_WORKS}\b"
    rf"|\b[Ll]iterature\b|\b[Ee]vidences?\s(?:by|from|suggests|shows|indicates)\b|\bhas (?:\w+ )?been (?:\w+ly )?"
    r"(?:shown|reported|found|demonstrated|suggested|estimated|observed|established)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:found|finds|show(?:s|ed|n|ing)?|report(?:s|ed|ing)?(?! on\b)|demonstrat(?:es?|ed|ing)|conclud(?:es?|ed|ing)"
    r"|suggest(?:s|ed|ing)?|indicat(?:es?|ed|ing)|observed|reveal(?:s|ed)?|confirm(?:s|ed)?|noted|stat(?:es|ed)"
    r"|recommend(?:s|ed)?|estimat(?:es|ed)|point(?:s|ed) out|argue[sd]?|caution(?:s|ed)?|support(?:s|ed)"
    r"|favou?r(?:s|ed)|advocat(?:es|ed)|proved|established|identified|failed to|did not|had (?:no|a|an)|obtained"
    r"|described that|stressed)\b"
)
_SAID = re.compile(r"\b(?:found|conclud\w+|reported|show(?:s|ed)|stated|noted|demonstrated)\sthat\b")
_STUDIED = re.compile(
    rf"(?:\bet al\b\.?|\b{_WORKS}|\)|\])\W+(?:[\w\[\]().,]+\s){{0,3}}(?:examined|investigated|studied|evaluated"
    r"|assessed|explored|analy[sz]ed|compared(?! (?:with|to))"
    r"|(?:have|has) (?:reported on|been (?:performed|conducted|done|published)))\b"
)
_AGREES = re.compile(
    r"\b(?:consistent|in line|in (?:good )?agreement|in accordance|agrees?|in keeping|contrary|in contrast"
    r"|corroborates?)\s(?:with|to)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Uu]s|[Tt]his (?:study|trial|result|finding|work|paper|review|article|protocol|survey)"
    r"|[Tt]hese (?:results|findings)|(?:[Tt]he )?(?:present|current) (?:study|trial|results?|findings?|review|work)"
    r"|(?:findings|results) of (?:the|this) (?:present )?(?:study|trial))\b"
)
_OTHERS_OWN = re.compile(
    r"\b(?:to|of) our knowledge\b|\bas far as we know\b|\bso far as we know\b|\bwe know\b|\bunlike (?:us|ours)\b", re.I
)
_RELATIVE = re.compile(
    r"\b(?:who|which|that)\s(?:also\s|had\s|have\s)?(?:found|reported|showed|demonstrated|observed)\b"
)
_METHOD = re.compile(
    r"\b(?:(?:is|are) (?:defined|classified|calculated|measured|scored|rated) (?:as|by|using|with|on|from)"
    r"|(?:was|were|will be|be|been|to be) (?:\w+ly )?(?:measured|assessed|calculated|recorded|defined|classified"
    r"|performed|scored|rated|used|obtained|collected|administered|recruited|randomi[sz]ed|selected|adapted|translated"
    r"|diagnosed|analy[sz]ed|included|followed|conducted|undertaken|applied|chosen|determined|described|evaluated|estimated|approved|developed"
    r"|designed)|as described (?:by|in|previously|elsewhere|earlier)|described elsewhere|(?:is|are|was|were) based on"
    r"|follow(?:s|ed|ing) the|in accordance with|according to the (?:method|criteria|guideline|protocol|recommendation)"
    r"|(?:theor(?:y|ies)|models?|framework)|there (?:is|are) (?:several|many|various|different) (?:methods|ways"
    r"|definitions)|allows? for)\b",
    re.IGNORECASE,
)
_NONE_THERE = re.compile(
    r"\b(?:[Nn]o|[Ff]ew|[Ll]ack of|[Ll]acking|[Vv]ery few|[Nn]one of the|only a few|[Ss]carce|not been|neither)\b"
    rf"[^.;]{{0,40}}\b(?:{_WORKS}|consensus|protocols?|standard)\b"
    rf"|\b{_WORKS}\b[^.;]*\b(?:are|is) (?:lacking|scarce|needed|limited|required)\b"
)

_METHODS = re.compile(
    r"\b(?:methods?|methodology|materials?|procedures?|design|statistic\w*|sampl\w+|participants?|randomi[sz]\w+"
    r"|protocol|eligibility|(?:inclusion|exclusion|selection) criteria|data (?:collection|analysis)|interventions?"
    r"|outcomes?(?: measures?)?|measurements?|instruments?|questionnaires?|ethic\w*|blinding|recruitment"
    r"|search strategy|analys[ei]s|setting)\b",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"\W*[\d.\s]*(?:(?:main|study|primary|secondary|overall|clinical)\s)*(?:results?|findings)\b[^?]*$"
    r"|\W*[\d.\s]*(?:case (?:reports?|presentations?|descriptions?)|patient \d+)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 6
"""Words of a heading that names a part of a paper; a longer one says something."""
_TELLING = re.compile(
    r"\b(?:introduction|background|discussion|comments?|rationale|literature|conclusions?|interpretation|context|overview"
    r"|previous|comparison with|evidence|theories)\b",
    re.IGNORECASE,
)
_LONGEST = 3000
"""Code points of a sentence that are looked at."""
_SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.REPEAT})


@dataclass(frozen=True, slots=True)
class SecondHand:
    """A sentence that reports another's result: the entries it names, and the words that show it is another's."""

    references: tuple[Reference, ...]
    cue: Span


def references_of(document: Document, span: Span) -> tuple[Reference, ...]:
    """The entries of the list of references that a stretch names, in its order: by marks, and by authors' names.

    A name with a year needs an entry of both, a name without one an entry that no other shares its first author with.
    """
    by_key = {r.key: r for r in document.references}
    named = [(m.span.start, by_key[k]) for m in document.marks_in(span) for k in m.keys if k in by_key]
    for place, who, year in _names(span.of(document.text)):
        named += [(span.start + place, r) for r in _by_author(document, who, year)]
    return tuple({r.key: r for _, r in sorted(named, key=lambda pair: pair[0])}.values())


def reports_others(document: Document, span: Span) -> SecondHand | None:
    """What shows that a sentence reports somebody else's result; `None` for own results and methods, and in doubt.

    A digest is written about another's work as a whole, so none of its sentences is told apart.

    Args:
        document: That holds the sentence.
        span: One sentence, or a few that belong together.
    """
    block = next(iter(document.blocks_in(span)), None)
    if block is None or block.kind not in _SPOKEN or document.source.digest:
        return None
    text = span.of(document.text)[:_LONGEST]
    cue = _cue(document, span, text)
    if cue is None or not _is_anothers(text, cited=_cited(document, span, text), place=_place(document, span)):
        return None
    return SecondHand(references_of(document, span), cue)


def _is_anothers(text: str, *, cited: bool, place: str) -> bool:
    others, found = bool(_OTHERS.search(text)), bool(_FOUND.search(text))
    named = bool(_ET_AL.search(text) or _AUTHOR_YEAR.search(text))
    if _OWN.search(_OTHERS_OWN.sub("", text)) and not _RELATIVE.search(text):
        return False
    if _AGREES.search(text) and not _RELATIVE.search(text):
        return False  # the own result comes first, and others' only beside it
    if (_NONE_THERE.search(text) and not _SAID.search(text)) or (_STUDIED.search(text) and not found):
        return False
    if not cited:
        return others and found and place not in ("methods", "results")
    if place in ("methods", "results"):
        return found and (others or named) and not _METHOD.search(text)
    return found or not _METHOD.search(text)


def _cited(document: Document, span: Span, text: str) -> bool:
    return next(document.marks_in(span), None) is not None or bool(_AUTHOR_YEAR.search(text) or _ET_AL.search(text))


def _cue(document: Document, span: Span, text: str) -> Span | None:
    """The words that point at others: a name, else a phrase such as "a previous trial", else the first mark."""
    for pattern in (_AUTHOR_YEAR, _ET_AL, _OTHERS):
        found = pattern.search(text)
        if found:
            return Span(span.start + found.start(), span.start + found.end())
    mark = next(document.marks_in(span), None)
    return mark.span if mark else None


def _place(document: Document, span: Span) -> str:
    """Either "methods" or "results", or nothing: what the outermost section that says so holds."""
    holding = [s for s in document.sections if s.span.start <= span.start < s.span.end]
    for section in sorted(holding, key=lambda s: (s.level, s.span.start)):
        title = section.title
        if _TELLING.search(title):
            return ""
        if _RESULTS.match(title):
            return "results"
        if len(title.split()) <= _LONGEST_NAME and "?" not in title and _METHODS.search(title):
            return "methods"
        if re.match(r"\W*(?:abstract|summary)\b", title, re.IGNORECASE):
            continue
    return ""


def _names(text: str) -> Iterator[tuple[int, str, int | None]]:
    """Authors named in a text: where, the first one's surname and the year if it is given."""
    ends = set()
    for found in _AUTHOR_YEAR.finditer(text):
        ends.add(found.start())
        yield found.start(), found["who"], int(found["year"])
    for found in _ET_AL.finditer(text):
        if found.start() not in ends:
            yield found.start(), found["who"], None


def _by_author(document: Document, who: str, year: int | None) -> list[Reference]:
    name = folded(who)
    own = [r for first, r in _first_authors(document) if first.startswith(name) and (year is None or r.year == year)]
    return own if year is not None or len(own) == 1 else []


def _first_authors(document: Document) -> tuple[tuple[str, Reference], ...]:
    """Each entry with the letters it begins with, its number left out."""
    starts = (re.sub(r"^[\s\d.\[\]()]+", "", r.span.of(document.text)[:80]) for r in document.references)
    return tuple((folded(start), r) for start, r in zip(starts, document.references, strict=True))
