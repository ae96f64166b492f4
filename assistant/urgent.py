"""Signs of an emergency named in a question, so that help comes before any answer.

The list is general knowledge of first aid and of the warning signs of cauda equina syndrome, taken from no document of
the library and cited as none; the notice says so. It is short on purpose: signs for which minutes or hours count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign by the words for it. `common`: also asked about where nobody is ill, so it needs a person or a moment."""

    words: re.Pattern[str]
    common: bool = False
    beside: re.Pattern[str] | None = None
    """What must be spoken of too."""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_CANNOT = r"(?:cannot|can\s?not|can['’]?t|could\s?n['’]t|could\ not|unable\ to|not\ able\ to|inability\ to)"
_SPINE = _rx(
    r"""\b(?:back|spin\w+|lumbar|sciatica|radicul\w+|disc|leg|legs|epidural\w*|injections?|nerve\ (?:root|block)
    |facet|saddle|perine\w+)\b"""
)
_INJECTED = _rx(
    r"""\b(?:injections?|injected|epidurals?|(?:nerve|facet|branch|transforaminal)\ blocks?|ablation|puncture
    |infiltration)\b"""
)
_SIGNS = (
    _Sign(
        _rx(
            r"""\bsaddle[\s-]+(?:area\s+)?(?:numb\w*|an?a?esth\w+|par[ae]?esth\w+|hyp\w*esth\w+|sensory\ loss)
            |\b(?:numb\w*|no\ feeling|loss\ of\ (?:feeling|sensation))\ (?:in|around|of|between)
            \ (?:(?:the|my|his|her)\ )?(?:saddle|groin|perine\w+|genital\w*|anus|back\ passage|buttocks
            |inner\ thighs?)
            |\bnumb\w*\ between\ (?:(?:the|my|his|her)\ )?legs\b
            |\bperineal\ (?:numb\w*|sensory\ loss|an?a?esth\w+|hyp\w*esth\w+)"""
        )
    ),
    _Sign(
        _rx(
            rf"""\b(?:urinary|urine)\ retention\b|{_CANNOT}\ (?:to\ )?(?:pass\ (?:any\ )?(?:urine|water)|urinate
            |pee|void
            |empty\ (?:the|my|his|her)\ bladder)"""
        ),
        common=True,
        beside=_SPINE,
    ),
    _Sign(
        _rx(
            rf"""\b(?:loss\ of|lost|losing|no)\ (?:\w+\ ){{0,2}}?(?:bladder|bowels?
            |sphincter)(?:\ \w+){{0,2}}?\ control\b
            |\b(?:lost|loss\ of|losing|{_CANNOT})\ (?:the\ )?control\ (?:of\ |over\ )?
            (?:(?:my|his|her|the)\ )?(?:bladder|bowels?)
            |\b(?:(?:urinary|f[ae]{{1,2}}cal|bladder|bowel|stool)\ )?incontinen(?:ce|t)\b"""
        ),
        common=True,
        beside=_SPINE,
    ),
    _Sign(
        _rx(
            r"""\bbilateral\ (?:sciatica|leg\ (?:pain|weakness|numbness)|radicul\w+|foot\ drop)
            |\b(?:weak\w*|numb\w*|sciatica|paralys\w+|pain)\ (?:in|of|down|on)\ both\ legs\b
            |\bboth\ (?:his\ |her\ |my\ )?legs\ (?:\w+\ ){0,3}?(?:weak\w*|numb\w*|paralys\w+|paralyz\w+)"""
        ),
        common=True,
    ),
    _Sign(
        _rx(rf"{_CANNOT}\ move\ (?:(?:my|his|her|the|both|any|one)\ )*(?:legs?|arms?|side|body)\b"),
    ),
    _Sign(_rx(r"\b(?:fever\w*|febrile|rigors?|chills)\b"), common=True, beside=_INJECTED),
    _Sign(
        _rx(
            r"""\b(?:paralys\w+|paralyz\w+|parapar\w+|parapleg\w+|tetrapleg\w+|weak(?:ness|er)?|seizures?|unresponsive
            |(?:loss\ of|lost)\ (?:\w+\ )?(?:power|movement|vision|sight|consciousness))\b"""
        ),
        common=True,
        beside=_INJECTED,
    ),
    _Sign(
        _rx(
            r"""\b(?:face|facial|mouth)\b[^.?!]{0,20}?\bdroop\w*|\bdroop\w*\ (?:face|mouth)\b
            |\bslurred\ speech\b|\bspeech\ (?:is|was|became|has\ become)\ slurred\b
            |\bsudden(?:ly)?\b[^.?!]{0,30}?\b(?:weak\w*|numb\w*)\b[^.?!]{0,20}?\bone\ (?:side|arm|leg)\b
            |\bsudden(?:ly)?\b[^.?!]{0,20}?\b(?:loss\ of\ (?:vision|sight|speech)|blind\w*|(?:cannot|can['’]?t
            |unable\ to)\ (?:speak|talk|see))"""
        )
    ),
    _Sign(_rx(r"\bworst\ headache\b|\bthunderclap\ headache\b|\bsudden(?:,?\ \w+){0,2}\ headache\b"), common=True),
    _Sign(
        _rx(
            r"""\bchest\ (?:pain|tightness|pressure)\b|\bcrushing\ chest\b|\bheart\ attack\b
            |\b(?:pain|tightness|pressure)\ (?:in|across|on)\ (?:(?:the|my|his|her)\ )?chest\b"""
        ),
        common=True,
    ),
    _Sign(_rx(r"\bstroke\b|\bcauda\ equina\b"), common=True),
    _Sign(_rx(r"\banaphyla\w+\b"), common=True),
    _Sign(
        _rx(
            rf"""\b(?:throat|tongue|lips?|airway)\b(?:\ (?:is|are|was|were|keeps?|has|have
            |feels?))?\ (?:\w+\ )?(?:swell\w*|swollen|clos\w+)
            |{_CANNOT}\ breathe?\b|\b(?:struggling|fighting)\ (?:to\ breathe|for\ (?:breath|air))|\bturning\ blue\b"""
        )
    ),
    _Sign(
        _rx(
            r"""\bkill(?:ing)?\ (?:my|him|her|them)sel(?:f|ves)\b|\bend(?:ing)?\ (?:my|his|her
            |their)\ (?:own\ )?li(?:fe|ves)\b
            |\b(?:want|wants|wanted|wish|wishes|going|plans?|planning)\ to\ die\b"""
        )
    ),
    _Sign(_rx(r"\bsuicid\w+\b"), common=True),
    _Sign(
        _rx(
            r"""\b(?:took|taken|swallowed|drank)\ (?:\d{2,}|too\ many|(?:an?|the|all)\ (?:whole|entire|full|the|his
                |her|my)\b)
            \ (?:[\w-]+\ ){0,2}?(?:tablets?|pills?|capsules?|bottles?|box|packs?|packets?)\b|\boverdosed\b"""
        )
    ),
    _Sign(_rx(r"\b(?:vomiting|vomited|coughing\ up|throwing\ up)\ (?:\w+\ )?blood\b"), common=True),
    _Sign(
        _rx(r"\b(?:is|are|was|became|found)\ (?:\w+\ )?(?:unresponsive|unconscious|not\ breathing)\b|\bcollapsed\b"),
        common=True,
    ),
)
_PERSON = _rx(
    r"""\bmy\ (?!question\b)\w+|\b(?:I|he|she)\b(?!\ (?:offer|recommend|use|prescribe|treat))(?:['’](?:m|ve
    |s))?\ (?!should)
    (?:just\ |also\ |now\ |suddenly\ )?(?:has|have|had|is|am|was|feels?|felt|wants?|woke|took|takes?|says?|cannot
    |can['’]?t|cant|developed
    |complains?|reports?|presented|presents|lost|needs?)\b|\b(?:I|he|she)['’](?:m|ve|s)\b
    |\b\d{1,3}[\s-]*(?:year|yr|y/?o|month)s?\b[\s-]*(?:old)?|\b\d{2}\s?[MF]\b
    |\b(?:this|the|one|our)\ patient\b|\bpatient\ (?:is|was|has|had|says|cannot|can['’]t|developed|presents|reports
    |complains)\b
    |\b(?:should|can|may|must)\ (?:he|she)\b|\b(?:his|her)\ (?:legs?|arms?|face|speech|throat|back|life|chest
    |bladder|bowels?)\b"""
)
_MOMENT = _rx(
    r"""\b(?:today|tonight|now|right\ now|currently|just|yesterday|last\ night|this\ (?:morning|afternoon|evening
    |week)
    |(?:an?|one|two|three|four|five|six|\d+)\ (?:minutes?|hours?|days?)\ (?:ago|after|later|since)|since|new
    |new[\s-]onset|newly|sudden\w*
    |developed|what\ now|what\ next|what\ (?:should|do|can)\ I\ do|until\ (?:mon|tues|wednes|thurs|fri|satur
    |sun)day|tomorrow)\b
    |\b(?:a|an|one)\ (?:patient|man|woman|child|boy|girl|person)\b|^(?:patient|pt)\b"""
)
_STUDIED = _rx(
    r"""\b(?:incidence|prevalence|rates?|frequency|proportion|percentages?|how\ (?:often|common|many|frequent\w*
    |likely)|trials?
    |stud(?:y|ies)|cohorts?|reviews?|meta-?\s?analys[ie]s|risk\ (?:of|factors?)|risks|sensitiv\w+|specific(?:ity)?
    |predict\w*|defin\w+
    |mean(?:s|ing)?|prognosis|odds|evidence|literature|reported|reports?|mention\w*|symptoms?\ of|signs?\ of
    |which\ symptoms
    |side\ effects?|complications?|what\ causes|causes?|mechanism|reduc\w+|prevent\w*|increas\w+|improv\w+
    |effective\w*
    |warn\w*|mortality|common)\b"""
)
_DENIED = _rx(
    r"""\b(?:no|not|without|denies|denied|denying|never|absence\ of|absent|neither|nor|rules?\ out
    |excluded)\b[^.;:?!]{0,40}$"""
)

ADVICE = (
    "Do not wait for an answer here: call the emergency number or get the person to emergency care now. "
    "This is general advice for emergencies, not taken from these sources."
)


def urgent_signs(text: str) -> tuple[str, ...]:
    """Signs of an emergency that a question names as present, in its own words, each once, in order.

    A sign that is asked about as a subject ("what is the incidence of …") is none, nor one that is denied.
    """
    person = bool(_PERSON.search(text))
    studied = bool(_STUDIED.search(text))
    moment = bool(_MOMENT.search(text)) and not studied
    found: list[tuple[int, str]] = []
    for sign in _SIGNS:
        here = person or moment if sign.common else person or not studied
        if not here or (sign.beside and not sign.beside.search(text)):
            continue
        match = next((m for m in sign.words.finditer(text) if not _DENIED.search(text[: m.start()])), None)
        if match:
            found.append((match.start(), " ".join(match[0].split())))
    return tuple(dict.fromkeys(words for _, words in sorted(found)))
