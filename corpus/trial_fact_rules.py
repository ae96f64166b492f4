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
    r"\bNCT[\s-]?0\d{7}\b|\bISRCTN[\s-]?\d{6,8}\b|\bACTRN[\s-]?0?\d{14}p?\b|\bACTRN[\s-]?0\d{11}\b"
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
_WHO = (
    r"(?:patients|participants|subjects|people|persons|individuals|women|men|adults|children|adolescents|infants"
    r"|neonates|newborns|volunteers|workers|veterans|survivors|outpatients|inpatients|students|athletes|runners"
    r"|mothers|boys|girls|males|females|couples|residents|smokers|parturients)"
)
_CLAUSE = r"(?:[^.;]|\.(?=\d)|(?<=\bal)\.|(?<=\bvs)\.|(?<=\b[A-Z])\.|(?<=\bNo)\.|(?<=\bInc)\.(?=[\s,]))"
"""A character of a clause: stops inside numbers, names and short forms do not end it."""
_STUDY = r"(?:study|trial|work|research|project|investigation|paper|manuscript|program(?:me)?|survey)"
_NO_ADJECTIVE = (
    r"(?!(?:were|was|are|is|be|as|in|of|on|for|to|the|that|which|who|and\srecruited|trials?|study|groups?|from|with|by|at|all"
    r"|consecutive|eligible|hundred|thousand|included|enrolled|recruited|[a-z]+(?:teen|ty)|one|two|three|four|five|six|seven|eight|nine|an?)\b)"
)
_POPULATION = (
    rf"(?P<value>(?:{_NO_ADJECTIVE}[a-z]+(?:-[a-z]+)?,?\s){{0,4}}?{_WHO}\s(?:with|without|aged|suffering|who\shad|undergoing"
    r"|scheduled|candidates?|between\s\d|older|having|who\swere\sscheduled|presenting|diagnosed|admitted|treated|requiring)"
    r"\s(?:[^.;()]|\.(?=\d)){4,140}?)"
)
SENTENCE_RULES: tuple[tuple[FactName, str, re.Pattern[str]], ...] = tuple(
    (name, rule, re.compile(pattern, re.IGNORECASE))
    for name, rule, pattern in (
        (
            FactName.POPULATION,
            "“N patients … were enrolled”",
            rf"\b(?:\d[\d,]*|(?:{_TENS})(?:-[a-z]+)?|hundred(?:\sand)?(?:\s[a-z-]+)?|[a-z]+teen|ten|eleven|twelve)\s"
            rf"(?P<value>(?:{_NO_ADJECTIVE}[a-z][\w-]*,?\s){{1,7}}?{_WHO}"
            rf"\b(?:\s\([^()]{{3,60}}\))?(?:\s(?:with|without|aged|undergoing|suffering|scheduled|who\shad)\s(?:[^.;()]|\.(?=\d)){{4,140}}?)?)"
            r"(?=,?\s(?:were|was|participated|commenced|entered)\s(?:\w+\s){0,4}?(?:includ|recruit|enrol|random|particip"
            r"|studied|divided|assigned|allocated|the\sstudy))",
        ),
        (
            FactName.POPULATION,
            "“patients with … were enrolled”",
            rf"\b{_POPULATION}(?=[.;()](?!\d)|,?\s(?:were|was|will\sbe|are|is|has|have|had|whose|where|as)\b|,\s(?:and|who)\b"
            rf"|\s(?:participated|received|completed|compared|to\s(?:receive|undergo|either))\b|$)"
            rf"(?={_CLAUSE}{{0,120}}?\b(?:includ|recruit|enrol|eligib|random|particip|studied|divided|assigned|invited))",
        ),
        (
            FactName.POPULATION,
            "“enrolled patients with …”",
            r"\b(?:includ(?:ed|ing)|recruit(?:ed|ing)|enroll?(?:ed|ing)|randomi[sz](?:ed|ing)|eligible|studied|conducted"
            rf"\s(?:in|on|among|with|at)|assigned)\b{_CLAUSE}{{0,60}}?\b{_POPULATION}"
            r"(?=[.;()](?!\d)|,?\s(?:were|was|will\sbe|are|is|has|have|had|whose|where|as)\b|,\s(?:and|who)\b"
            r"|\s(?:participated|received|completed|compared|to\s(?:receive|undergo|either))\b|$)",
        ),
        (
            FactName.PRIMARY_OUTCOME,
            "“primary outcome was …”",
            r"\bprimary\s(?:(?!safety)[\w-]+\s)?(?:outcomes?|end[\s-]?points?|measures?|variables?|criteri(?:on|a))"
            r"(?:\s(?:measures?|variables?|parameters?|criteri(?:on|a)))?(?:\s\([^)]*\))?"
            r"(?:\s(?:of|for|in)\s[^.;:]{3,90}?)?"
            r"(?:\s?:|\s(?:was|were|is|are|will\sbe|includ(?:ed?|es)|comprised|consisted\sof))\s"
            rf"(?:set\sto\s|defined\sas\s|to\s(?:\w+\s)?)?(?P<value>{_CLAUSE}{{4,220}})",
        ),
        (
            FactName.PRIMARY_OUTCOME,
            "“… was the primary outcome”",
            r"(?:^|[,;]\s)(?:the\s)?(?P<value>[^.;,]{4,120}?)\s(?:was|were|is|will\sbe)\s(?:the\s"
            r"|our\s|used\sas\s(?:the\s)?|considered\s(?:the\s)?|chosen\sas\s(?:the\s)?|defined\sas\s(?:the\s)?)?"
            r"primary\s(?:outcomes?|end[\s-]?points?|objective)\b",
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
            rf"\b(?:{_STUDY}|recruitment|we|it|which)\b[^.;()]{{0,90}}?\b(?:conducted|performed"
            r"|carried\sout|undertaken|took\splace|take\splace|run)\s(?:\w+\s){0,3}?(?:at|in)\s(?P<value>(?!accordance|compliance|line\swith"
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
            "“funding: …”",
            r"(?P<value>^\W*(?:funding(?:\s(?:source|support|agenc(?:y|ies)|statement))?s?|(?:financial|grant)\ssupport"
            rf"|sources?\sof\s(?:funding|support))\s?:\s?{_CLAUSE}{{3,260}})",
        ),
        (
            FactName.FUNDING,
            "“this study was supported by …”",
            rf"(?P<value>\b(?:this|the|our|present|current)\s(?:[\w-]+\s){{0,3}}?{_STUDY}\b(?:[^.;]|\.(?=\d)){{0,80}}?\b(?:supported|funded|financed|sponsored)\s(?:\w+\s){{0,3}}?(?:by"
            rf"|through|from|in\spart)\b{_CLAUSE}{{0,260}})",
        ),
        (
            FactName.FUNDING,
            "“… funded this study”",
            rf"(?P<value>[A-Z]{_CLAUSE}{{4,160}}?\b(?:supported|funded|financed|sponsored)\s(?:this|the|our)\s{_STUDY}\b)",
        ),
        (
            FactName.FUNDING,
            "“supported by …”",
            rf"(?P<value>(?:\b(?:supported|funded|financed|sponsored)\s(?:\w+\s){{0,3}}?(?:by|through|from|in\spart)\b"
            r"|\b(?:no|without)\s(?:\w+\s){0,3}?(?:funding|funds|financial\ssupport|grant)\b|\bgrants?\s(?:from|by|number|no)\b"
            rf"|\bself-?funded\b|\bfunding\s(?:was|is)\b){_CLAUSE}{{0,220}})",
        ),
        (
            FactName.INTERESTS,
            "“competing interests: …”",
            r"(?P<value>^\W*(?:conflicts?\s(?:of\s)?|competing\s|declaration\sof\s(?:competing\s)?)(?:financial\s)?interests?"
            rf"(?:\sstatement)?\s?:\s?{_CLAUSE}{{3,260}})",
        ),
        (
            FactName.INTERESTS,
            "“no competing interests”",
            rf"(?P<value>{_CLAUSE}{{0,120}}\b(?:no|any|potential)\s(?:\w+\s){{0,3}}?(?:competing"
            rf"|conflicts?)\s(?:of\s)?(?:\w+\s)?interests?\b{_CLAUSE}{{0,160}}|{_CLAUSE}{{0,80}}\bnothing\sto\sdisclose\b)",
        ),
    )
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
LEFT_OUT = re.compile(
    r"\b(?:exclu\w+|deviat\w+|withdr\w+|drop\w*|ineligible|not\s(?:eligible|included)|previous\w*|earlier|required\sto)\b",
    re.IGNORECASE,
)
_TITLE_ADJECTIVE = r"(?:(?!(?:in|among|of|for|on|the|trial|nontrial)\b)[\w’'-]+,?\s)"
TITLE_POPULATION = re.compile(
    rf"\b(?:in|among|of|for|on)\s(?P<value>{_TITLE_ADJECTIVE}{{0,5}}?{_WHO}\b\s"
    r"(?!compared|versus|vs\b|using|receiving)[^:;.?]{3,140}?"
    r"(?=\s(?:compared|versus|vs|using|receiving|after|in\sresponse|who"
    r"|to\s(?:prevent|reduce|improve|assess|evaluate|increase|treat|compare|determine|promote))\b|[:;.?]|$)"
    rf"|{_TITLE_ADJECTIVE}{{1,5}}{_WHO}(?=[:;.?]|$))",
    re.IGNORECASE,
)
"""Who was studied, as a title says it: "… in children undergoing hernia repair"."""
NO_OUTCOME = re.compile(
    r"(?:not|no|un\w+|significant\w*|similar\w*|available|achieved|met|reached|analy[sz]ed|compared|evaluated|reported"
    r"|collected|obtained|missing|lower|higher|reduced|improved|observed|calculated|tested|known|the\ssame|also|used"
    r"|expected|estimated|only|performed|done|made|completed|normal\w*|summari[sz]ed|presented|shown|listed|described"
    r"|based\son\s(?:a|an|the)\s(?:two|intention|mixed|sample|power|linear)|recorded|taken|found|included|adjusted|set"
    r"|always|either|more|less|greater|smaller|then|therefore|however|being|both\s(?:groups|arms))\b",
    re.IGNORECASE,
)
"""How what is said of a primary outcome begins where it does not tell what that is."""
NO_FUNDER = re.compile(
    r"\b(?:by|from|through)\s(?:the\s|our\s|these\s|a\s|an\s|other\s|several\s|recent\s|previous\s){0,2}(?:[\w-]+\s){0,2}?"
    r"(?:findings?|results?|data|evidence|stud(?:y|ies)|literature|observations?|trials?|reports?|facts?|resources|analys[ei]s)\b",
    re.IGNORECASE,
)
"""What bears a statement out is no payer: "supported by our findings"."""
ADVERTISED = re.compile(
    r"advert|newspaper|mailing|posting|flyer|poster|e-?mail|web\s?site|social\smedia|word of mouth", re.IGNORECASE
)
"""How people were found is no place."""
THE_OTHERS = re.compile(
    r"\W*(?:all\s)?(?:the\s)?(?:other|remaining)\s(?:co-?)?authors?\b|\W*the\srest\sof\b", re.IGNORECASE
)
"""How a statement begins that clears only those whom the sentence before does not name."""
CUES = {
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
        "assigned",
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
