"""Signs of an emergency named in a question, so that help comes before any answer.

The signs are in `urgent_words`; they are general knowledge, taken from no document of the library and cited as none,
and the notice says so. Here it is told whether somebody has them now.
"""

from __future__ import annotations

import re

from assistant.urgent_words import SIGNS, Sign, rx

_PERSON = rx(
    r"""\bmy\ (?!question\b)\w+|\b(?:I|he|she)\b(?!\ (?:offer|recommend|use|prescribe|treat))(?:['’](?:m|ve
    |s))?\ (?!should)
    (?:just\ |also\ |now\ |suddenly\ )?(?:has|have|had|is|am|was|feels?|felt|wants?|woke|took|takes?|says?|cannot
    |can['’]?t|cant
    |developed|complains?|reports?|presented|presents|lost|needs?|went|gave|does|did|keeps?|started|noticed|can
    |could|became)\b
    |\b(?:I|he|she)['’](?:m|ve|s)\b
    |\b\d{1,3}[\s-]*(?:years?|yrs?|y/?o|y)\b(?!\ (?:ago|later|after|of|follow))(?:[\s-]*old)?
    |\b\d{1,2}[\s-]*months?[\s-]*old\b
    |\b\d{2}\s?[MF]\b|\b(?:this|the|one|our)\ patient\b
    |\bpatient\ (?:is|was|has|had|says|cannot|can['’]t|developed|presents|reports|complains|with\ (?:new|sudden))\b
    |\b(?:should|can|may|must)\ (?:he|she)\b
    |\b(?:his|her)\ (?:legs?|arms?|face|speech|throat|back|life|chest|bladder|bowels?|foot|feet)\b"""
)
_MOMENT = rx(
    r"""\b(?:today|tonight|now|right\ now|currently|just|yesterday|last\ night|overnight|this\ (?:morning|afternoon
    |evening|week)
    |(?:an?|one|two|three|four|five|six|\d+|few|several)\ (?:minutes?|hours?|days?)(?:\ (?:ago|after|later|since
    |post))?
    |since|new|new[\s-]onset|newly|sudden\w*|acute\ onset|minutes\ after|during\ (?:an?|the|his|her)|immediately
    |went|gone|developed|got\ worse|getting\ worse
    |worsening|progressi\w+|spreading|what\ now|what\ next|what\ to\ do|what\ (?:should|do|can)\ I\ do
    |until\ (?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)\b
    |\b(?:a|an|one)\ (?:patient|man|woman|child|boy|girl|person|lady|gentleman)\b
    |^(?:\w+\ ){0,2}?(?:patient|pt|man|woman|child|boy|girl|lady|gentleman|user|smoker|mother|father)\b(?!s)
    |^(?:after|following)\b"""
)
_FRESH = rx(
    r"""\b(?:worse|worsen\w*|progress(?:ive|ively|ing|ed)|spreading|new(?:ly)?|sudden\w*|since|rapid\w*
    |increasing(?:ly)?|deteriorat\w+
    |today|tonight|yesterday|now|just|overnight|last\ night|this\ (?:morning|afternoon|evening|week)|acute\ onset
    |became|gone|developed
    |(?:over|within|in|for|after)\ (?:the\ last\ )?(?:an?|one|two|three|four|five|few|\d+)\ (?:minutes?|hours?|days?)
    |(?:minutes?|hours?|days?)\ (?:ago|after|later|post)|immediately|(?:going|getting)\ (?:worse|weak\w*|numb|heavy
    |dead|blind))\b"""
)
_STUDIED = rx(
    r"""\b(?:incidence|prevalence|rates?|frequency|proportion|percentages?|how\ (?:often|common|many|frequent\w*
    |likely)|trials?
    |stud(?:y|ies)|cohorts?|reviews?|meta-?\s?analys[ie]s|risk\ (?:of|factors?)|risks|sensitiv\w+|specific(?:ity)?
    |predict\w*|defin\w+|mean(?:s|ing)?|prognosis|odds|evidence|literature|reported|reports?|mention\w*
    |symptoms?\ of|signs?\ of
    |which\ symptoms|side\ effects?|complications?|what\ causes|causes?|mechanism|reduc\w+|prevent\w*|increas\w+
    |improv\w+
    |effective\w*|warn\w*|mortality|common|outcomes?|indications?)\b"""
)
_GENERAL = rx(
    r"""^(?:what|which|who|when|where|why|how|do|does|did|is|are|was|were|can|could|should|would|has|have|list|name
    |compare|define
    |describe|explain|please|summari[sz]e)\b
    (?!.*\b(?:I|my|he|she|his|her|him|today|yesterday|now|tonight|this\ morning)\b)"""
)
"""A question of general form, in which nobody and no day is named."""
_DENIED = rx(
    r"""\b(?:no|without|denies|denied|denying|absence\ of|absent|neither|nor|rules?\ out|excluded
    |free\ of)\b[^.;:?!]{0,40}$
    |\b(?:not|never|n['’]t)\ (?:\w+\ ){0,2}$"""
)
_DENIED_BEHIND = rx(
    r"""^(?:\W+\w+){0,3}?\W+(?:(?:is|are|was|were|has\ been)\ )?(?:absent|denied|normal|intact|negative|ruled\ out
    |excluded|fine
    |not\ present)\b"""
)
_PAST = rx(
    r"""\b(?:history\ of|h/o|hx\ of|hx|previous|prior|past|chronic|longstanding|long-standing|residual
    |recovered\ from|fear\ of
    |worried\ about|looking\ for|screen(?:ing)?\ for)\ (?:\w+\ ){0,2}$"""
)
_PAST_BEHIND = rx(
    r"""^[^.;?!,]{0,25}?\b(?:in\ (?:19|20)\d\d|(?:\d+|two|three|four|five|ten|many|several|some|a\ few)\ (?:years?
    |months?)\ ago
    |(?:for|over)\ (?:\d+|two|three|four|five|ten|many|several|some)\ (?:years|months)|years\ ago|as\ a\ child
    |last\ year)\b"""
)

ADVICE = (
    "Do not wait for an answer here: call the emergency number or get the person to emergency care now. "
    "This is general advice for emergencies, not taken from these sources."
)


def tells_of_somebody(text: str) -> bool:
    """False if signs are asked about as a subject: how often they come, what they mean."""
    return bool(_PERSON.search(text)) or not (_STUDIED.search(text) or _GENERAL.search(text))


def urgent_signs(text: str) -> tuple[str, ...]:
    """Signs of an emergency that a question names as present, in its own words, each once, in order.

    A sign that is asked about as a subject ("what is the incidence of …") is none, nor one that is denied or long past.
    """
    person = bool(_PERSON.search(text))
    studied = bool(_STUDIED.search(text))
    moment = bool(_MOMENT.search(text)) and not studied
    found: list[re.Match[str]] = []
    for sign in SIGNS:
        here = person or moment if sign.common else person or not studied
        if not here or (sign.fresh and not _FRESH.search(text)) or (sign.beside and not sign.beside.search(text)):
            continue
        match = _present(sign, text)
        if match:
            found.append(match)
    # "Weak" says nothing beside "legs are weak".
    longest = [
        m for m in found if not any(o.start() <= m.start() and m.end() <= o.end() and o[0] != m[0] for o in found)
    ]
    ordered = sorted(longest, key=lambda m: m.start())
    return tuple(dict.fromkeys(" ".join(m[0].split()) for m in ordered))


def _present(sign: Sign, text: str) -> re.Match[str] | None:
    """The first place where a sign is named and neither denied nor past."""
    for match in sign.words.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        denied = _DENIED.search(before) or _DENIED_BEHIND.match(behind)
        if not (denied or _PAST.search(before) or _PAST_BEHIND.match(behind)):
            return match
    return None
