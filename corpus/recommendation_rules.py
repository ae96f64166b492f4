"""Whether a sentence recommends, in which direction and for whom: by the wording guidelines use.

GRADE's wording counts as strength where no grade is printed: "we recommend" strong, "we suggest" weak; likewise NICE's
"offer" and "consider". Sources: GRADE handbook, chapter 6; NICE, Developing guidelines: the manual, 9.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.document import Span
from corpus.recommendation_grades import grade_of

_DONE = (
    r"offered|considered|used|performed|prescribed|given|recommended|provided|avoided|initiated|started|screened|"
    r"treated|undertaken|administered|carried out|advised|referred|assessed|discussed|encouraged|monitored|measured"
)
_DO = (
    r"offer|consider|use|perform|prescribe|give|recommend|provide|initiate|start|screen|treat|undertake|administer|"
    r"order|obtain|request|refer|attempt|rely on|suggest"
)
_ORDERS = (
    "offer|consider|use|give|provide|refer|assess|advise|ask|discuss|encourage|ensure|explain|perform|prescribe|"
    "measure|monitor|review|screen|start|stop|tell|think about|treat|include|take|inform|be aware|check|continue|"
    "repeat|arrange|carry out|base|agree|follow|support|make|reduce|obtain|initiate|administer|counsel|evaluate|"
    "identify|limit|promote|reassess|record|select|maintain|help|seek|warn|exclude|document|aim|only|immediately|"
    "recommend|schedule|switch|taper|withhold|admit|apply|choose|determine"
)
_ADVERBS = (
    r"(?:(?:strongly|weakly|conditionally|therefore|also|thus|now|only|further|generally|currently|routinely)\s+)*"
)
_SELF = (
    r"\b(?:we|(?:the|this|our)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:panel(?:ists)?|group|committee|guidelines?|guidance|gdg|task\s+force|"
    r"society|college|academy|association|board|authors|statement|experts|cpg)(?:\s+members)?)"
)
_NAMED = (
    r"(?:(?:\b(?:[A-Z][\w/&’'.-]*|of|for|and|the|on|in|(?:19|20)\d\d|national|guidelines?|guidance|panel|group|committee|"
    r"task force)|\([^()]{1,40}\)),?\s+){1,14}"
)
_SAYS = r"(?:recommends?|suggests?|advises?|endorses?|favou?rs?)"
_SAID = r"(?:recommended|suggested|advised|endorsed)"


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# What stands first in the sentence wins; of two at one place the one listed first, so denial stands before assent.
_CLEAR: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "neither",
        _rx(
            r"\b(?:(?:insufficient|inconclusive|inadequate|limited|not\s+enough|no|conflicting)\s+(?:[\w-]+\s+){0,3}?"
            r"(?:evidence|data)\b[^.;]{0,80}?\b(?:to|for)\s+(?:make|making|give|formulate|recommend|recommending|suggest|"
            r"support|assess|determine|issue|allow|a\s+recommendation|inform\s+a)\b(?:\s+(?:either\s+)?(?:for|or|against|any|a|the)\b)*"
            r"|evidence\b[^.;]{0,160}?\b(?:is|are|was|remains)\s+(?:currently\s+|judged\s+)?(?:insufficient|inadequate|"
            r"inconclusive|too\s+limited)\s+(?:to|for)\s+(?:assess|recommend|make|formulate|determine|support|suggest)\w*)"
        ),
    ),
    (
        "neither",
        _rx(
            r"\b(?:neither\s+recommends?\s+(?:for\s+)?nor|recommend\w*\s+(?:either\s+|neither\s+)?for\s+n?or\s+against|"
            r"neither\s+for\s+nor\s+against|no\s+recommendation\s+(?:is|can\s+be|could\s+be|was|has\s+been)\s+"
            r"(?:made|given|issued|formulated|possible)|(?:makes?|issues?|gives?)\s+no\s+recommendation|"
            r"(?:cannot|can\s+not|unable\s+to|could\s+not|does\s+not|do\s+not)\s+(?:make\s+(?:a|any)\s+recommendation|"
            r"recommend\s+(?:either\s+)?for\s+or\s+against|recommend\s+for\s+or))"
        ),
    ),
    ("neither", _rx(r"\brecommendation\s+(?:cannot|can\s+not|could\s+not)\s+be\s+(?:made|given|formulated|issued)\b")),
    (
        "neither",
        _rx(r"^no\s+(?:specific\s+)?recommendation\b(?=\s*[.:;,(]|\s+(?:for\s+or\s+against|on|regarding|about)\b)"),
    ),
    (
        "against",
        _rx(
            rf"{_SELF}\s+{_ADVERBS}(?:(?:do|does|would|can)\s*n[o']t\s+{_ADVERBS}(?:recommend|suggest|advise|endorse)|"
            rf"(?:cannot|can\s+not)\s+(?:recommend|advise))\b"
        ),
    ),
    (
        "against",
        _rx(
            rf"(?:{_SELF}\s+{_ADVERBS})?\b(?:recommend|suggest|advis)(?:s|es|e|ed|ing)?\s+{_ADVERBS}(?:against\b|(?:that\s+[^.;,]{{1,60}}\s)?"
            rf"(?:not|do\s+not|should\s+not|avoid(?:ing|ance)?\b|be\s+avoided))(?!\s+(?:only\b))"
        ),
    ),
    (
        "against",
        _rx(
            r"\b(?:strong|weak|conditional)\s+recommendations?\s+(?:is\s+made\s+)?against\b|"
            r"\brecommendation\s+(?:is\s+)?(?:made\s+|issued\s+)?against\b"
        ),
    ),
    (
        "against",
        _rx(rf"\b(?:do\s+not|don['’]t|should\s+not|must\s+not|shall\s+not)(?:\s+be)?\s+{_ADVERBS}(?:{_DO}|{_DONE})\b"),
    ),
    ("against", _rx(rf"\b(?:is|are)\s+not\s+{_ADVERBS}(?:recommended|advised|suggested|indicated|advisable)\b")),
    ("against", _rx(r"\bshould\s+(?:generally\s+|always\s+|routinely\s+)?be\s+avoided\b|\bsays?\s+not\s+to\s+\w+")),
    ("for", _rx(rf"{_SELF}\s+{_ADVERBS}{_SAYS}\b(?!\s+(?:for|further|future|more|additional)\s+(?:or|research|stud))")),
    (
        "for",
        _rx(
            rf"{_SELF}\s+{_ADVERBS}(?:{_SAID}\b(?=[^.;]{{0,80}}\s(?:that|to)\b|\s+\w+ing\b)|(?:issued|made|makes?|issues?|gives?)\b(?!\s+no\b)[^.;]{{0,60}}?\brecommendations?\b(?:\s+(?:for|against|in\s+favou?r\s+of|that)\b)?)"
        ),
    ),
    (
        "for",
        re.compile(
            rf"{_NAMED}{_ADVERBS}(?:(?i:{_SAYS})\b|(?i:(?:makes?|issues?|gives?|says?)\b[^.;]{{0,60}}?\b(?:recommendations?\s+(?:for|against|that|in\s+favou?r)|to\s+(?:{_DO}))\b))"
        ),
    ),
    (
        "for",
        _rx(r"\b(?:strong|weak|conditional|moderate)\s+recommendations?\s+(?:for|in\s+favou?r\s+of|that)\b"),
    ),
    (
        "for",
        _rx(
            r"\b(?:is|are)\s+(?:(?:strongly|conditionally|weakly|therefore|also|generally)\s+)*recommended\b(?!\s+(?:daily|dose|dosage|by\s+(?:some|many|several)\b))"
        ),
    ),
    (
        "for",
        _rx(
            r"\bshould\s+(?:(?:always|routinely|also|ideally|generally)\s+)?be\s+(?:(?:routinely|strongly)\s+)?(?:offered|considered|recommended)\b"
        ),
    ),
    ("for", re.compile(r"^(?:Offer|Consider)\b(?!ing|able|ed|ation)")),
)
_MARKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "against",
        _rx(
            r"\b(?:should|must|shall|ought\s+to|may|can)\s+(?:not|never)\b|\bshould\s+only\s+not\b|^(?:do\s+not|don['’]t|never|avoid)\b|"
            r"\b(?:is|are)\s+(?:not|contra)[\s-]*(?:useful|beneficial|indicated|reasonable|appropriate|helpful|necessary|needed|effective)\b|"
            r"\bdiscourag(?:e|es|ed)\b|\b(?:is|are)\s+(?:potentially\s+)?harmful\b|\bno\s+role\s+for\b|\bnot\s+be\s+(?:used|offered|performed|given)\b"
        ),
    ),
    (
        "for",
        _rx(
            rf"\b(?:should|must|shall|ought\s+to)\b|\b(?:may|might|can|could)\s+(?:also\s+)?be\s+(?:{_DONE}|reasonable|useful|"
            r"beneficial|effective|appropriate|helpful|an?\s+option)\b|\b(?:is|are)\s+(?:suggested|advised|indicated|reasonable|"
            r"appropriate|beneficial|useful|an?\s+(?:\w+\s+)?option|endorsed|preferred)\b|\bit\s+is\s+(?:\w+\s+)?(?:recommended|suggested|reasonable)\b|"
            r"(?<!\bnot )\b(?:recommend|suggest)\b"
        ),
    ),
    ("for", re.compile(rf"^(?i:{_ORDERS})\b(?!ing)(?=\s)")),
)
_QUICK = re.compile(
    r"recommend|suggest|advis|offer|consider|should|insufficient|inconclusive|inadequate|neither|do not|don['’]t|avoid|"
    r"says? ",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(?:evidence|stud(?:y|ies)|data|results?|findings?|trials?|reviews?|analys[ie]s|research|experience|literature|"
    r"reports?|observations?|surveys?|models?|surgeons|patients|participants|clinicians|practitioners|manufacturers?|"
    r"product\s+labels?|insurers?)\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:previous|prior|earlier|former|older|old|other|another|several|many|some|most|existing|international|"
    r"european|american|competing|different)\s+(?:[\w-]+\s+){0,3}?(?:guidelines?|guidance|panels?|recommendations?|bodies|"
    r"societies|organi[sz]ations|editions?|versions?|authors|experts|groups?|committees?|reviewers|countries)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\b(?:recommend|suggest)(?:\s+(?:for|or|against))*\s*(?:…|\.{3}|_{2,}|\[|[\"”’'])", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^\W*(?:recommendations?|statements?|when|if\s+(?:the|a)\s+panel)\b[^.]{0,60}\b(?:recommendation|are|is|were|was)\b.*\b"
    r"(?:made|based|graded|classified|formulated|worded|defined|means?|intended|apply|applies|encompass)\b|"
    r"\b(?:strong|weak|conditional)\s+recommendations?\s+(?:(?:for|against|in\s+favou?r)\s+(?:use\s+|the\s+)?)?"
    r"(?:means?|implies|imply|suggests?|indicates?|were|was|is\s+(?:warranted|made\s+when|used))\b|"
    r"^all\s+(?:\w+\s+){0,3}recommendations\b|^there\s+(?:are|were)\s+\w+\s+recommendations?\b",
    re.IGNORECASE,
)
_RESEARCH = re.compile(
    r"\b(?:recommend\w*|suggest\w*|should)\b[^.;]{0,60}\b(?:(?:future|further|more|additional|larger)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:research|stud(?:y|ies)|trials?)|be\s+(?:studied|investigated|interpreted|noted))\b",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(
    r"[\[(|\t][^\])|\t]{0,60}\b(?:deleted|withdrawn|superseded|rescinded|retired|replaced\s+by)\b|"
    r"\bthis\s+(?:recommendation|statement)\s+(?:has\s+been|was|is)\s+(?:now\s+)?(?:deleted|withdrawn|replaced|superseded|"
    r"removed|retired|rescinded|no\s+longer)\b|(?:^|,\s*)(?:Deleted|Withdrawn|Superseded|Rescinded|Retired)\W*$",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\bsuggest(?:s|ed)?\b|\bconsider(?:ed)?\b|\b(?:may|might|could)\b|\bcan\s+be\s+(?:useful|beneficial|effective|helpful|considered)\b|"
    r"\breasonable\b|\b(?:is|are)\s+an?\s+(?:\w+\s+)?option\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"(?:Do not|Don['’]t|Never)\s+(?:routinely\s+)?(?!consider\b)|"
    rf"(?!(?i:consider|think about|be aware)\b)(?i:{_ORDERS})\b(?=\s)"
)
"""NICE words a strong recommendation as an order: "offer", "measure", "advise", "do not use"."""
_STRONG = re.compile(
    r"\bwe\s+(?:strongly\s+)?(?:recommend|do\s+not\s+recommend)\b|^(?:do\s+not\s+)?(?:routinely\s+)?offer\b",
    re.IGNORECASE,
)

_PEOPLE = (
    r"(?:patients?|people|persons?|adults?|children|infants?|neonates?|newborns?|women|woman|men|individuals?|adolescents?|"
    r"those|outpatients|inpatients|survivors|athletes|veterans|workers|youths?|girls|boys|smokers|population)"
)
_LEADING = re.compile(r"^\W*(?:for|in|among|with|amongst)\s+", re.IGNORECASE)
_OPENING = re.compile(rf"(?:(?!for\b|in\b|of\b|to\b|the\b|and\b)[\w’'-]+\s+){{0,3}}?{_PEOPLE}\b[^.;:]*$", re.IGNORECASE)
_TELLING = re.compile(
    r"(?:adults|children|infants|neonates|newborns|women|men|adolescents|veterans|smokers)", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"\b(?:for|in|among|amongst|to|of)\s+((?:(?!for\b|in\b|to\b|with\b|that\b|as\b|of\b|and\b)[\w’'/-]+,?\s+){{0,5}}?\b{_PEOPLE}\b"
    r"(?:,\s+including\s+[^,.;:]{1,60},)?[^.;:()\[\]]*?)"
    r"(?=\s*(?:[.;:(\[]|$|,\s+(?!with\b|who\b|aged\b|without\b|or\b|and\b|including\b)|\s+(?:to(?!\s+\d)|by|if|when|because|that\s+is|unless|as\s+(?:a|an|part)|is|are|may|should)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a sentence recommends; spans are into the sentence's text."""

    direction: str
    """"for", "against" or "neither"."""
    strength: str
    """By its own words: "strong", "weak" or ""."""
    certainty: str
    wording: Span
    population: Span | None
    certainty_at: Span | None


def may_recommend(text: str) -> bool:
    """A quick look: False if `text` certainly recommends nothing."""
    return _QUICK.search(text) is not None


def advice_in(text: str, *, marked: bool = False, own: Callable[[str], bool] | None = None) -> Advice | None:
    """What a sentence of a guideline recommends; None if it does not, no longer does, or reports another's advice.

    Args:
        text: One sentence, or a whole numbered statement, without its number.
        marked: It stands as a recommendation (numbered, graded, in a table of them), so that "should" is enough.
        own: Whether a name or year that recommends is that of the text itself; None counts every name as its own.
    """
    if len(text) > 4000 or not (marked or may_recommend(text)) or is_taken_back(text):
        return None
    found = _first(text, (*_CLEAR, *_MARKED) if marked else _CLEAR)
    if found is None or _not_said(text, found[1]) or (own and not _by_itself(text, found[1], own)):
        return None
    direction, wording = found
    clause = _clause(text, wording)
    grade = grade_of(clause.of(text), prose=True)
    strength = "" if direction == "neither" or grade.mixed else grade.strength or _worded(text, wording)
    if direction == "for" and grade.direction == "against" and not marked:
        direction = "against"
    at = grade.certainty_at
    certainty_at = Span(clause.start + at.start, clause.start + at.end) if at else None
    return Advice(direction, strength, grade.certainty, wording, population_in(text, wording), certainty_at)


_CONTRAST = re.compile(r",\s+(?:whereas|while|but|unlike\b(?=[^,]*$))\s")


def _clause(text: str, wording: Span) -> Span:
    """The sentence without what is set against it: "we recommend A, whereas another guideline …"."""
    cuts = [0, *(m.start() for m in _CONTRAST.finditer(text)), len(text)]
    start = max(c for c in cuts if c <= wording.start)
    return Span(start, min((c for c in cuts if c >= wording.end), default=len(text)))


def is_taken_back(text: str) -> bool:
    """True if it carries the mark of a recommendation that a later version took back."""
    return _NO_LONGER.search(text) is not None


def population_in(text: str, wording: Span) -> Span | None:
    """For whom: the clause that opens the sentence if it names people, else the first such phrase."""
    leading = _LEADING.match(text)
    if leading and wording.start > leading.end():
        end = text.rfind(",", leading.end(), wording.start)
        if end > 0 and re.search(rf"\b{_PEOPLE}\b", text[leading.end() : end], re.IGNORECASE):
            return Span(leading.end(), end)
    opening = _OPENING.match(text, 0, wording.start)
    if opening and " " in opening[0].strip():
        return Span(0, len(text[: wording.start].rstrip(" ,")))
    for found in _WITHIN.finditer(text[:1500]):
        if len(found[1].split()) >= 2 or _TELLING.fullmatch(found[1]):
            return Span(*found.span(1))
    return None


def _first(text: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> tuple[str, Span] | None:
    best: tuple[int, int, str, Span] | None = None
    for place, (direction, pattern) in enumerate(patterns):
        match = pattern.search(text)
        if match is None:
            continue
        # Two readings of the same words overlap: the one listed first is the closer one.
        if best is None or (match.end() <= best[3].start):
            best = (match.start(), place, direction, Span(*match.span()))
    return (best[2], best[3]) if best else None


_BY_OTHERS = re.compile(
    r"\b(?:recommended|advised|suggested|endorsed)\s+(?:\w+\s+)?by\s+(?!us\b|(?:the|this|our)\s+(?:[\w-]+\s+){0,2}"
    r"(?:panel|group|committee|guideline|task|gdg|board|experts))(?-i:(?![A-Z]))",
    re.IGNORECASE,
)


def _not_said(text: str, wording: Span) -> bool:
    """True if the words are a quotation, a template, about recommendations, or the evidence's, not the panel's."""
    before = text[: wording.start]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    after = text[wording.start : wording.end + 12]
    told = text[max(0, wording.start - 80) : wording.end]
    subject = re.split(r"[,;:(]", text[: wording.end])[-1]
    return (
        quoted
        or bool(_TEMPLATE.search(after.rstrip()))
        or bool(_ABOUT.search(text))
        or bool(_BY_OTHERS.search(text[wording.start : wording.end + 30]))
        or bool(_RESEARCH.search(text[wording.start :]))
        or bool(_EVIDENCE.search(re.sub(rf"\s*\b(?:{_SAYS}|{_SAID})\b.*$", "", subject)) and "we " not in told.lower())
        or bool(_PAST.search(subject))
    )


def _by_itself(text: str, wording: Span, own: Callable[[str], bool]) -> bool:
    """True if no name but the text's own stands as the one that recommends.

    A name counts in the clause of the wording, up to the recommending verb, and behind "according to".
    """
    clause = re.split(r"[;:]|,\s+(?:whereas|while|but)\b", text[: wording.end])[-1]
    verb = re.search(rf"\b(?:{_SAYS}|{_SAID}|makes?|issues?|gives?|says?|made|issued)\b", clause, re.IGNORECASE)
    told = re.search(r"\b(?:recommended|advised|suggested|endorsed)\s+by\s+([^.;,]{2,80})", text)
    if told and not own(told[1]) and re.search(r"[A-Z]", told[1]):
        return False
    if verb is None:
        return True
    subject = re.sub(r",[^,]{1,80},\s*$", " ", clause[: verb.start()]).rsplit(",", 1)[-1]
    # "The ACME guideline does not cover what NICE recommends against": who recommends stands last.
    subject = re.split(r"\b(?:that|which|what)\s", subject)[-1]
    if re.search(r"\bwe\b", subject, re.IGNORECASE) or not re.search(
        r"[A-Z][A-Za-z]*[A-Z]|\b(?:19|20)\d\d\b|\s[A-Z][a-z]+", subject
    ):
        return True
    return own(subject)


def _worded(text: str, wording: Span) -> str:
    """The strength the wording stands for; nothing where it stands for none, or for two."""
    near = text[wording.start : wording.end + 14]
    if wording.start == 0 and _ORDER.match(text):
        return "strong"
    # "offer" and "consider" are orders only at the start.
    weak, strong = bool(_WEAK.search(near)), bool(_STRONG.search(near)) and (wording.start == 0 or "we" in near.lower())
    return "" if weak == strong else "weak" if weak else "strong"
