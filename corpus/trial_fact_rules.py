"""The rules by which facts of a trial are read: register numbers, headings, and phrases that lead to a fact."""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.document import BlockKind


class FactName(StrEnum):
    """What a fact is about, in the order in which they are shown."""

    REGISTRATION = "registration"
    RANDOMISED = "randomised"
    POPULATION = "population"
    INTERVENTION = "intervention"
    COMPARATOR = "comparator"
    PRIMARY_OUTCOME = "primary outcome"
    FOLLOW_UP = "follow-up"
    SETTING = "setting"
    BLINDING = "blinding"
    FUNDING = "funding"
    INTERESTS = "competing interests"


REGISTRATION = re.compile(
    r"\bNCT[\s-]?0\d{7}\b|\bISRCTN[\s-]?\d{6,8}\b|\bACTRN[\s-]?\d{14}p?\b|\bACTRN[\s-]?0\d{11}\b"
    r"|\bChiCTR(?:[-\s]?[A-Z]{2,4})*[-\s]?\d{8,10}\b|\b(?:EudraCT:?\s?(?:[Nn]umber:?\s?"
    r"|[Nn]o\.?:?\s?)?)?20\d\d-\d{6}-\d\d\b"
    r"|\bDRKS\d{8}\b|\b(?:JPRN-)?UMIN(?:-CTR)?[\s-]?\d{9}\b|\bCTRI/20\d\d/\d{2,3}/\d{6}\b|\bIRCT\d{8,}N\d+\b"
    r"|\b(?:NTR|NL)[\s-]?\d{3,5}\b(?=[^.]{0,40}|$)|\bKCT\d{7}\b|\bTCTR\d{11}\b"
    r"|\bPACTR\d{15,16}\b|\bRBR-?\w{6,7}\b|\bSLCTR/20\d\d/\d{3}\b"
    r"|\bjRCTs?\d{9,10}\b|\bPROSPERO[\s:(]{0,3}CRD\d{11}\b|\bCRD42\d{9}\b"
)
"""Numbers of trial registers, as their registers form them."""
DUTCH = re.compile(r"\b(?:NTR|NL)[\s-]?\d")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORDS = (
    rf"(?:(?:one|two|three|four)\shundred(?:\s(?:and\s)?(?:(?:{_TENS})(?:[\s-](?:{_ONES}))?"
    rf"|{_ONES}))?|(?:{_TENS})(?:[\s-](?:{_ONES}))?|ten|eleven|twelve|\w+teen)"
)
_NUMBER = rf"(?P<n>\d[\d,]*(?:\s\d{{3}})*|{_WORDS})"
_WHO = (
    r"(?:[\w-]+\s){0,6}?(?:patients|participants|subjects|people|persons|individuals"
    r"|women|men|adults|children|volunteers|workers|veterans|practices|clinicians"
    r"|cases|runners|nurses|athletes|students)"
)
_RANDOM = (
    r"(?:randomi[sz]ed|randomi[sz]ed|randomly\s(?:\w+\s)?(?:assigned|allocated"
    r"|divided|selected\sto|placed|distributed|enrolled|classified|grouped)|(?:assigned"
    r"|allocated|divided|distributed)\s(?:\w+\s){0,4}?random(?:ly)?|at\srandom)"
)
SENTENCE_RULES: tuple[tuple[FactName, str, re.Pattern[str]], ...] = tuple(
    (name, rule, re.compile(pattern, re.IGNORECASE))
    for name, rule, pattern in (
        (
            FactName.RANDOMISED,
            "“N … were randomised”",
            rf"\b{_NUMBER}\s{_WHO}\b(?:(?!\bwill\b|\bscreened|[.;]).){{0,90}}?\b(?:were"
            rf"|was|been|and)\s(?:\w+\s){{0,4}}?{_RANDOM}",
        ),
        (
            FactName.RANDOMISED,
            "“randomised N …”",
            rf"\b(?:we\s|trial\s|study\s|and\s)?{_RANDOM}\s(?:(?:a\s)?total\sof\s)?{_NUMBER}\s{_WHO}",
        ),
        (
            FactName.RANDOMISED,
            "“N randomised …”",
            rf"\b{_NUMBER}\s(?:(?:patients|participants|subjects)\s(?:were\s)?)?randomi[sz]ed\s(?:patients"
            rf"|participants|subjects|to\b|in)",
        ),
        (
            FactName.POPULATION,
            "“patients with …”",
            r"\b(?P<value>(?:(?:adult|elderly|older|female|male|pregnant|healthy)\s)?(?:patients"
            r"|adults|participants|subjects"
            r"|individuals|people|women|men|workers|children|volunteers)\s(?:with|aged"
            r"|suffering|who\shad|undergoing|scheduled|between\s\d|older|having|who\swere\sscheduled"
            r"|presenting)\s[^.;()]{4,140}?)"
            r"(?=[.;()]|,?\s(?:were|was|will\sbe|are|is|has|have|had)\b|,\s(?:and|who)\b"
            r"|\s(?:participated|received|completed|compared)|$)",
        ),
        (
            FactName.PRIMARY_OUTCOME,
            "“primary outcome was …”",
            r"\bprimary\s(?:\w+\s)?(?:outcomes?|end-?\s?points?|efficacy\svariable)(?:\s(?:measures?"
            r"|variables?|parameters?))?(?:\s\([^)]*\))?(?:\s(?:of|for|in)\s[^.;:]{3,60}?)?"
            r"\s?(?:was|were|is|are|will\sbe|included?s?|consisted\sof|:)\s(?:defined\sas\s"
            r"|to\s(?:\w+\s)?|measured\s(?:by|with|using)\s|assessed\s(?:by|with|using)\s)?(?P<value>[^.;]{4,220})",
        ),
        (
            FactName.PRIMARY_OUTCOME,
            "“… was the primary outcome”",
            r"(?:^|[,;]\s)(?:the\s)?(?P<value>[^.;,]{4,120}?)\s(?:was|were|is|will\sbe)\s(?:the\s"
            r"|our\s|used\sas\s(?:the\s)?|considered\s(?:the\s)?|chosen\sas\s(?:the\s)?)?primary\s(?:outcomes?"
            r"|end-?points?)",
        ),
        (
            FactName.FOLLOW_UP,
            "“follow-up …”",
            r"\bfollow(?:ed)?[\s-]?up\s(?:(?:assessments?|visits?|period|evaluations?"
            r"|measurements?|data|of\spatients|time|duration|was|were|is|will\sbe|of"
            r"|for|at|to|until|after|up|both|over|through|lasted|patients|conducted|took\splace"
            r"|collected|a|the|and|by|questionnaires?)\s){1,6}(?P<value>(?:\d+|one|two"
            r"|three|four|six|eight|twelve|several)[\w\s,-]{0,40}?(?:days?|weeks?|months?"
            r"|years?|hours?|h)\b)",
        ),
        (
            FactName.FOLLOW_UP,
            "“N-month follow-up”",
            r"\b(?P<value>(?:\d+|one|two|three|four|six|twelve)(?:(?:\s?(?:,|and|to|or)\s?)(?:\d+"
            r"|six|twelve))*[\s-](?:days?|weeks?|months?|years?|hours?))(?:'|’)?[\s-](?:of\s)?follow-?\s?up",
        ),
        (
            FactName.FOLLOW_UP,
            "“followed for …”",
            r"\bfollowed(?:\sup)?\s(?:for|until|over)\s(?:a\s)?(?:\w+\s){0,4}?(?P<value>(?:\d+"
            r"|one|two|three|four|six|twelve)[\s-](?:days?|weeks?|months?|years?|hours?))",
        ),
        (
            FactName.BLINDING,
            "words for blinding",
            r"(?P<value>\b(?:double|single|triple|assessor|observer|investigator|patient"
            r"|rater|evaluator|examiner|participant|researcher)s?[\s-]?(?:(?:and|or|-)\s?\w+[\s-])?(?:blind"
            r"(?:ed|ing)?|mask(?:ed|ing)?)\b|\bopen[\s-]label\b|\bun-?blinded\b|\bnon-?blinded\b"
            r"|\b(?:outcome\s)?(?:patients?|participants|subjects|assessors?|investigators?|therapists?"
            r"|clinicians|physicians?|surgeons|examiners?|evaluators?|observers?|anesthesiologists?"
            r"|anaesthetists?|researchers?|statisticians?|care\sproviders?|nurses?|raters?)\b(?:[^.;]{0,70}?)\s"
            r"(?:were|was|is|are|will\sbe|remained|who\s(?:was|were|is))\s(?:\w+\s){0,2}?(?:blind(?:ed)?"
            r"|masked|unaware|not\saware)\b(?:\s(?:to|of)\s[^.;,()]{3,60})?)",
        ),
        (
            FactName.SETTING,
            "“conducted at …”",
            r"\b(?:conducted|performed|carried\sout|undertaken|took\splace|take\splace"
            r"|run)\s(?:\w+\s){0,3}?(?:at|in)\s(?P<value>(?!accordance|compliance|line\swith"
            r"|order|agreement|two|three|the\s(?:same|morning|supine|sitting|prone|following"
            r"|study)|a\s(?:double|single|random|similar|quiet)|patients|which|this|parallel"
            r"|keeping|both)[^.;()]{4,140}?)(?=[.;()]|,?\s(?:between|from|during|after"
            r"|and\s(?:was|were|approved)|with\s(?:the\s)?(?:approval|permission)|using"
            r"|to\s|where|who|over|on\s|were|was)\b|$)",
        ),
        (
            FactName.SETTING,
            "“recruited from …”",
            r"\brecruited\s(?:\w+\s){0,2}?(?:from|at|through|in|by)\s(?P<value>(?!january"
            r"|february|march|april|may|june|july|august|september|october|november|december"
            r"|\d)[^.;()]{4,140}?)(?=[.;()]|,?\s(?:between|during|after|and\s(?:was|were"
            r"|randomi)|using|to\s|where|who|over|on\s|were|was|with)\b|$)",
        ),
        (
            FactName.FUNDING,
            "“supported by …”",
            r"(?P<value>(?:\b(?:supported|funded|financed|sponsored)\s(?:\w+\s){0,3}?(?:by"
            r"|through|from|in\spart)\b|\b(?:received|no|without)\s(?:\w+\s){0,3}?(?:funding"
            r"|funds|financial\ssupport|grant)\b|\bgrants?\s(?:from|by|number|no)|\bself-?funded\b"
            r"|\bfunding\s(?:was|for|is)\b)[^.;]{0,220})",
        ),
        (
            FactName.INTERESTS,
            "“no competing interests”",
            r"(?P<value>[^.;]{0,80}\b(?:no|any|potential)\s(?:\w+\s){0,3}?(?:competing"
            r"|conflicts?)\s(?:of\s)?(?:\w+\s)?interests?\b[^.;]{0,120}|[^.;]{0,60}\bnothing\sto\sdisclose\b)",
        ),
    )
)
ARMS = re.compile(
    r"\b(?:randomi[sz]ed|randomly\s(?:\w+\s)?(?:assigned|allocated|divided)|assigned"
    r"|allocated|divided)\s(?:\w+\s){0,4}?(?:to|into|in)\s(?:receive\s|undergo\s"
    r"|(?:one\sof\s)?(?:\w+\s)?(?:\w+\s)?groups?[:,]?\s(?:receiving\s|to\sreceive\s)?"
    r"|either\s(?:of\s)?|an?\s|the\s)*"
    r"(?P<a>[^.;:,()]{3,90}?)\s?(?:\([^)]*\))?,?\s(?:or|versus|vs\.?|and(?=\s(?:an?\s"
    r"|the\s)?(?:\w+\s){0,3}?(?:control|placebo|sham)))\s(?:to\s(?:receive\s)?"
    r"|an?\s|the\s)*(?P<b>[^.;:,()]{3,90}?)(?=[.;:,()]|\s(?:for|at|using|received|in\sa|with\sa"
    r"|stratified|every|twice|over)\b|$)",
    re.IGNORECASE,
)
TITLE_ARMS = (
    re.compile(
        r"(?P<a>[^:;.?]{4,90}?)\s(?:versus|vs\.?)\s(?P<b>[^:;.?]{3,90}?)(?=\s(?:for"
        r"|in|on|after|as|among|to)\b|[:;.?]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bcompar(?:ing|ison\sof|ison\sof\sthe\seffects?\sof|ing\sthe\seffects?\sof)\s(?:the\s)?(?:effects?\sof\s)?"
        r"(?P<a>[^:;.?]{4,80}?)\s(?:with|to|and|versus)\s(?P<b>[^:;.?]{3,80}?)(?=\s(?:for"
        r"|in|on|after|as|among|to)\b|[:;.?]|$)",
        re.IGNORECASE,
    ),
)
NO_ARM = re.compile(
    r"^(?:the\s)?(?:intervention|control|treatment|experimental|study|usual)$"
    r"|\b(?:groups?|arms?)\b|\b(?:trials?|study|protocol|conditions|results|outcomes)\b"
    r"|\bone of\b|\bversus\b",
    re.IGNORECASE,
)
TITLE_LEAD = re.compile(
    r"(?:(?:the\s)?(?:efficacy|effects?|effectiveness|comparison|safety|use|evaluation"
    r"|comparative\s\w+)(?:\sand\s\w+)?\sof\s|comparing\s|(?:the|a|an)\s)+",
    re.IGNORECASE,
)
HEADED: tuple[tuple[FactName, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\W*(?:[\dIVX.]+\s)*(?:{pattern})\W*", re.IGNORECASE))
    for name, pattern in (
        (
            FactName.FUNDING,
            r"(?:sources?\sof\s)?fund(?:ing|s)(?:\s(?:sources?|support|statement|information))?"
            r"|(?:financial|grant)\s(?:support|disclosures?)(?:.{0,30})|sources?\sof\s(?:support"
            r"|funding)|role\sof\s(?:the\s)?funding\ssource|support",
        ),
        (
            FactName.INTERESTS,
            r"(?:declarations?\sof\s|statement\sof\s)?(?:potential\s)?(?:competing|conflicts?\sof"
            r"|conflicting|duality\sof)\s?(?:of\s)?(?:financial\s)?interests?(?:\s(?:statement"
            r"|disclosures?))?|(?:author\s)?disclosures?(?:\sstatement)?",
        ),
        (
            FactName.PRIMARY_OUTCOME,
            r"(?:main|primary)\s(?:outcomes?|end-?points?)(?:\s(?:measures?|variables?"
            r"|parameters?))?(?:\s\(s\))?|main\soutcomes?\sand\smeasures?",
        ),
        (FactName.SETTING, r"(?:study\s)?settings?|setting\s(?:and|&)\s\w+"),
        (FactName.POPULATION, r"(?:patients?|participants?|subjects?|(?:study\s)?population)"),
        (FactName.REGISTRATION, r"(?:clinical\s)?trial\sregistration.{0,30}|registration"),
    )
)
ABSTRACT = re.compile(r"\W*(?:abstract|summary)\W*", re.IGNORECASE)
OTHERS = re.compile(
    r"\W*(?:[\dIVX.]+\s)*(?:introduction|background|discussion|rationale|conclusions?|limitations)\b.{0,40}",
    re.IGNORECASE,
)
RESULTS = re.compile(r"\W*(?:[\dIVX.]+\s)*(?:results|findings|discussion)\b.{0,40}", re.IGNORECASE)
PLACE = re.compile(
    r"\b[A-Z][\w-]+,\s[A-Z]|[Hh]ospitals?\b|[Cc]linics?\b|[Uu]niversit|[Pp]ractices?\b"
    r"|[Cc]ent(?:re|er)s?\b|[Dd]epartments?\b|[Ii]nstitut|"
    r"\b[Cc]are\b|[Cc]ommunit|[Ll]aborator|\b(?:[A-Z][a-z]{3,}|USA|UK)$"
)
WHO_TOOK_PART = re.compile(
    r"\b(?:with|aged?|undergoing|inclusion|criteria|eligib\w+|suffering|diagnos\w+)\b", re.IGNORECASE
)
LEFT_OUT = re.compile(r"\b(?:exclu\w+|deviat\w+|withdr\w+|drop\w*)\b|dropped", re.IGNORECASE)
DATED = re.compile(
    r"\b(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?(?:\s\d{1,2},?)?|[Ii]n|[Ss]ince|[Uu]ntil|[Ff]rom|to)\s$"
)
"""What stands before the year of a date."""
CUES = {
    FactName.RANDOMISED: ("random",),
    FactName.POPULATION: (
        "includ",
        "recruit",
        "enrol",
        "eligib",
        "random",
        "particip",
        "studied",
        "divided",
        "conducted",
    ),
    FactName.PRIMARY_OUTCOME: ("primary",),
    FactName.FOLLOW_UP: ("follow",),
    FactName.SETTING: ("conducted", "performed", "carried", "undertaken", "place", "recruited", "run "),
    FactName.BLINDING: ("blind", "mask", "open", "aware"),
    FactName.FUNDING: ("support", "fund", "financ", "sponsor", "grant"),
    FactName.INTERESTS: ("interest", "disclose"),
}
"""What a sentence must hold before a rule of that name is tried on it."""
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.MATTER, BlockKind.FOOTNOTE})
DISCLOSES = re.compile(r"interest|disclos|declare|conflict|consult|fees|fund|support", re.IGNORECASE)
LONGEST = 400
ONLY_BACK = frozenset({FactName.FUNDING, FactName.INTERESTS})
WORD_VALUES = {
    w: float(i)
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
WORD_VALUES |= {w: 10.0 * (i + 2) for i, w in enumerate(_TENS.split("|"))}
