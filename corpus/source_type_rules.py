"""The rules that speak for a kind of source, readable as tables: kind, weight, pattern."""

# fmt: off
from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import SourceType

GUIDELINE = SourceType.GUIDELINE
REVIEW = SourceType.SYSTEMATIC_REVIEW
TRIAL = SourceType.TRIAL
OBSERVATIONAL = SourceType.OBSERVATIONAL_STUDY
CASE = SourceType.CASE_REPORT
REGULATORY = SourceType.REGULATORY
STATEMENT = SourceType.SOCIETY_STATEMENT
EDITORIAL = SourceType.EDITORIAL
NEWS = SourceType.NEWS
OTHER = SourceType.OTHER


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how much it speaks for a kind; a negative weight speaks against."""

    kind: SourceType
    weight: float
    pattern: re.Pattern[str]


def _rules(*rows: tuple[SourceType, float, str]) -> tuple[Rule, ...]:
    return tuple(Rule(kind, weight, re.compile(pattern, re.IGNORECASE)) for kind, weight, pattern in rows)


TITLE_RULES = _rules(
    (GUIDELINE, 5,
        r"\b(?:clinical )?practice guidelines?\b|\bguidelines? (?:for|on|of)\b|\bguidelines?\s*(?:$|:|\d{4})",
    ),
    (GUIDELINE, 4,
        r"\brecommendations? (?:for|on|from)\b|\brapid recommendations?\b|\bconsensus guidelines?\b|\bguideline\b",
    ),
    (GUIDELINE, -6,
        r"\b(?:implement\w*|adheren\w*|complian\w*|concordan\w*|uptake|disseminat\w*|attitudes?|barriers?|awareness)\b",
    ),
    (STATEMENT, 6,
        r"\b(?:position|consensus|policy|scientific|society) (?:statement|paper)\b|\bjoint statement\b|"
        r"\bexpert consensus\b",
    ),
    (REVIEW, 7,
        r"\bsystematic(?: \w+){0,2} reviews?\b|\bmeta-?analy[sz]|\bumbrella review\b|\bcochrane review\b|"
        r"\bpooled analysis\b",
    ),
    (REVIEW, 4, r"\b(?:scoping|rapid|evidence) review\b|\bevidence synthesis\b|\bsystematic overview\b"),
    (TRIAL, 5, r"\brandomi[sz](?:ed|ation)\b|\bRCTs?\b"),
    (TRIAL, 4,
        r"\b(?:controlled|clinical|feasibility|pilot|crossover|factorial|pragmatic|multicent(?:er|"
        r"re)) (?:\w+ )?trial\b",
    ),
    (TRIAL, 4,
        r"\b(?:double|single|triple|assessor)[- ]blind(?:ed)?\b|\b(?:placebo|sham)[- ]controlled\b|\bphase (?:[1-4]|"
        r"I{1,3}|IV)[ab]?\b",
    ),
    (TRIAL, 3, r"\btrial\b|\bcross-?over study\b"),
    (TRIAL, 2, r"\bstudy[- ]protocol\b|\bprotocol (?:for|of)\b"),
    (TRIAL, -4,
        r"\b(?:review|synthesis|analysis|evidence) of (?:\w+ ){0,2}(?:trials|RCTs)\b|\btarget trial\b|"
        r"\bnon-?randomi[sz]ed\b",
    ),
    (OBSERVATIONAL, 4,
        r"\bcohort\b|\bcase-?control\b|\bcross-?sectional\b|\bobservational\b|\bretrospective\b|\bregist(?:ry|er)\b",
    ),
    (OBSERVATIONAL, 4,
        r"\blongitudinal\b|\bprospective study\b|\bqualitative\b|\bsurvey\b|\bquasi-?experimental\b|"
        r"\bnon-?randomi[sz]ed\b",
    ),
    (OBSERVATIONAL, 2,
        r"\bprevalence\b|\bincidence\b|\brisk factors?\b|\bassociat(?:ion|ed)\b|\bpredictors?\b|\bcorrelat\w+\b|"
        r"\btarget trial\b",
    ),
    (CASE, 6, r"\bcase (?:report|series|study)\b|\breport of (?:\w+ ){1,2}cases?\b|\ba (?:rare )?case of\b"),
    (REGULATORY, 6,
        r"\b(?:drug )?safety (?:communication|alert|update|announcement)\b|\bboxed warning\b|"
        r"\bprescribing information\b",
    ),
    (REGULATORY, 5,
        r"\b(?:FDA|EMA|MHRA|Health Canada|TGA|PRAC)\b.*\b(?:warns?|requires?|approv\w+|recommend\w*|advi[sc]es?|"
        r"label\w*)\b",
    ),
    (REGULATORY, 4, r"\bsummary of product characteristics\b|\bcoverage determination\b|\blabel(?:l?ing)? change\b"),
    (EDITORIAL, 6,
        r"\beditorial\b|\bcommentary\b|\bviewpoint\b|\bletter to the editor\b|^(?:re:|(?:in )?(?:reply|"
        r"response) to\b)|: a perspective\b",
    ),
    (NEWS, 6, r"\b(?:press|news) release\b|^news\b|\bnewsletter\b"),
    (OTHER, 20,
        r"\berratum\b|\bcorrigend\w+\b|^(?:\w+ )?correction\b(?: to)?:|\bretraction (?:notice|note)\b|"
        r"^retraction(?: of\b|:)",
    ),
)
"""Asked of the title."""

TEXT_RULES = _rules(
    (GUIDELINE, 3,
        r"\bguideline (?:development )?(?:group|panel|committee)\b|\bthis (?:clinical practice )?guideline\b",
    ),
    (GUIDELINE, 2,
        r"\b(?:strong|weak|conditional|good practice) (?:recommendation|statement)s?\b|"
        r"\bstrength of (?:the )?recommendations?\b",
    ),
    (GUIDELINE, 2,
        r"\b(?:we|the panel|the (?:guideline|work) group) (?:strongly )?(?:recommends?|suggests?)\b(?! that (?:future|"
        r"further))",
    ),
    (GUIDELINE, 1, r"\bGRADE (?:approach|methodology|framework|system)\b|\bevidence[- ]to[- ]decision\b"),
    (STATEMENT, 3,
        r"\bthis (?:position|consensus|policy) (?:statement|paper)\b|\bit is the position of\b|"
        r"\bboard of directors (?:approved|adopted)\b",
    ),
    (REVIEW, 4,
        r"\bwe (?:systematically )?searched\b|\bsearche[sd] (?:\w+ ){0,4}(?:of |in )?(?:MEDLINE|PubMed|Embase|CENTRAL|"
        r"the Cochrane)\b",
    ),
    (REVIEW, 3,
        r"\b(?:MEDLINE|PubMed|Embase|CENTRAL|databases)\b[^.]{0,120}\bwere (?:systematically )?searched\b|"
        r"\bdata sources?: ?[^.]{0,150}\b(?:MEDLINE|PubMed|Embase|Cochrane|CINAHL|Web of Science)\b",
    ),
    (REVIEW, 4,
        r"(?:^|\n|\b(?:methods?|design)[:.] ?)(?:a|we (?:conducted|performed|undertook|did) a) "
        r"(?:systematic (?:\w+ )?review|meta-?analysis)\b",
    ),
    (REVIEW, 2,
        r"\bPRISMA\b|\bPROSPERO\b|\brisk of bias (?:was|of (?:the )?included)\b|\bpooled (?:using|with|effect|"
        r"estimate)\b",
    ),
    (REVIEW, 2,
        r"\bthis systematic review\b|\b(?:systematic review|meta-?analysis) (?:was|were) (?:conducted|performed|"
        r"undertaken)\b",
    ),
    (TRIAL, 4,
        r"\b(?:were|was|will be|been) (?:then )?(?:\w+ly )?(?:randomi[sz]ed|randomi[sz]ated)\b|\brandomly (?:assigned|"
        r"allocated|placed|categori[sz]ed|distributed)\b|"
        r"\b(?:assigned|allocated|categori[sz]ed|distributed) randomly\b|"
        r"(?<!not )\brandomi[sz]ed (?:in)?to (?:receive|undergo|either|one of|two|three|\d)",
    ),
    (TRIAL, 4,
        r"\b(?:randomly divided|divided (?:into [^.]{0,40})?randomly|divided at random|"
        r"(?:assigned|allocated)[^.]{0,60} (?:in a random|by (?:randomi[sz]ation|tossing|means of random|"
        r"(?:a )?coin)|using (?:a )?(?:table of )?random)(?: numbers?)?)\b(?![^.]{0,80}\b(?:training|"
        r"testing|test|validation)\b)",
    ),
    (TRIAL, 5,
        r"\b(?:this|the (?:present |current )?study)\b(?:(?!larger|future)[^.]){0,80}\b(?:randomi[sz]ed|controlled|"
        r"clinical trial)\b[^.]{0,40}\b(?:design|trial|study)\b|"
        r"\b(?:this|the (?:present |current )?study) was a (?:[\w-]+ )?clinical trial\b",
    ),
    (TRIAL, 3,
        r"\b(?:we|to) randomi[sz]ed?\b|\brandom(?:ised|ized)? (?:allocation|assignment)\b|\ballocated (?:at random|"
        r"randomly)\b",
    ),
    (TRIAL, 3,
        r"\b(?:this|a|an|our|the present)(?: (?!larger?\b|future\b|further\b|previous\b|"
        r"recent\b)[\w-]+,?){0,6} randomi[sz]ed,?(?: [\w-]+,?){0,5} (?:trial|study)\b",
    ),
    (TRIAL, 3,
        r"(?:^|[.:]\s+|\n)randomi[sz]ed,?(?: [\w-]+,?){0,4} (?:trial|study|experiment|design)\b"
        r"(?! (?:of|that|by)\b)",
    ),
    (TRIAL, 2, r"\b(?:double|single|triple|assessor)[- ]blind(?:ed)?\b|\b(?:placebo|sham)[- ]controlled\b"),
    (TRIAL, 2, r"\bcross-?over\b"),
    (TRIAL, 2,
        r"\bin (?:a )?random(?:i[sz]ed)?,?(?: [\w-]+,?)? (?:order|sequence|manner|fashion|way)\b|"
        r"\ba random (?:order|sequence) of\b|\brandomi[sz]ed,? (?:[\w-]+,? )?(?:cross-?over|block|order|sequence)\b",
    ),
    (TRIAL, 1, r"\bISRCTN\s?\d+|\bNCT\d{8}\b|\bACTRN\d+|\bChiCTR[\w-]+|\bCONSORT\b|\bintention[- ]to[- ]treat\b"),
    (TRIAL, -3,
        r"\bnon-?randomi[sz]ed (?:study|trial|controlled|design)\b|\bno randomi[sz]ation\b",
    ),
    (OBSERVATIONAL, 3,
        r"\bcross-?sectional\b(?! (?:and \w+ )?studies)|\bcase-?control\b(?! (?:and \w+ )?studies)|\b(?:prospective|"
        r"retrospective|observational|population-based|historical|birth|inception|nationwide|representative) cohort\b"
        r"(?! (?:and \w+ )?studies)",
    ),
    (OBSERVATIONAL, 6,
        r"\b(?:this|the (?:present |current )?study|we (?:conducted|performed))\b[^.]{0,80}\b(?:observational|cohort|"
        r"cross-?sectional|case-?control|retrospective)\b[^.]{0,20}\b(?:study|design|analysis|survey|review)\b",
    ),
    (OBSERVATIONAL, 3,
        r"\bobservational (?:study|design|analysis)\b|\bretrospective(?:ly)? (?:\w+ )?(?:study|analy\w+|review\w*|"
        r"design|data|chart|evaluat\w+)|\bquasi-?experimental\b|\bnon-?randomi[sz]ed (?:study|design)\b",
    ),
    (OBSERVATIONAL, 3,
        r"\bsemi-?structured interviews?\b|\bfocus groups?\b|\bthematic analysis\b|\bqualitative (?:study|design|"
        r"methods?|data)\b",
    ),
    (OBSERVATIONAL, 2,
        r"\b(?:medical|patient|hospital|insurance) (?:records|charts|claims)\b|\bchart review\b|\bregistry\b|"
        r"\bquestionnaire survey\b",
    ),
    (OBSERVATIONAL, 3,
        r"\b(?:consecutive|\d+|[a-z]+) (?:patients|adults|subjects|participants)\b[^.]{0,80}\b(?:were divided into|"
        r"and \w+ (?:healthy )?controls)\b",
    ),
    (OBSERVATIONAL, 1,
        r"\b(?:were|was) (?:significantly )?(?:associated|correlated) with\b|\bhealthy (?:controls|volunteers)\b|"
        r"\bsensitivity and specificity\b",
    ),
    (CASE, 4,
        r"\bwe (?:report|present|describe) (?:a|an|the|two|three) (?:\w+ ){0,2}(?:cases?|patients?)\b|"
        r"\bcase (?:presentation|report):?\b",
    ),
    (CASE, 2, r"\b\d{1,3}-year-old (?:\w+ )?(?:man|woman|male|female|boy|girl|patient)\b"),
    (REGULATORY, 3,
        r"\b(?:FDA|EMA|MHRA) (?:is|has|today|continues|evaluated|issued)\b|\bboxed warning\b|"
        r"\badverse event reporting system\b",
    ),
    (NEWS, 4, r"\bfor immediate release\b|\bmedia contact\b|\bpress office\b"),
    (EDITORIAL, 2,
        r"\bthe (?:linked|accompanying) (?:article|paper|study|trial|research|editorial|recommendation|"
        r"meta-analysis)\b|\bin this issue\b",
    ),
)
"""Asked of the text: first its opening, then, at half the weight, what follows."""

LAST_RULES = _rules(
    (OBSERVATIONAL, 3,
        r"\b(?:study )?design(?: and \w+)?:? (?:an? |this was an? )?(?:\w+,? ){0,2}?"
        r"(?:retrospective|cohort|survey|prospective (?:follow|observ|cohort))|"
        r"\bpopulation-based (?:\w+ ){0,2}(?:study|survey|sample|registry)\b|"
        r"\bfollow-?up study (?:was|of)\b",
    ),
    (OBSERVATIONAL, 3,
        r"\b(?:records|charts|case notes|files) (?:of|from|for) [^.]{0,120}\bwere (?:retrospectively )?"
        r"(?:reviewed|analy[sz]ed|examined|searched|studied)\b|"
        r"\b(?:questionnaires?|surveys?) (?:was|were) (?:sent|mailed|distributed|posted|"
        r"e-?mailed)\b",
    ),
    (OBSERVATIONAL, 3,
        r"\bdiagnostic (?:accuracy|performance|value|yield)\b[^.]{0,160}\b(?:reference|gold) standard\b|"
        r"\bsensitivity (?:and|or) specificity\b[^.]{0,120}\b(?:reference|gold) standard\b",
    ),
    (OBSERVATIONAL, 2,
        r"\b(?:prospectively (?:enroll?ed|followed|studied|recruited|collected|evaluated)|"
        r"(?:enroll?ed|studied|recruited) consecutively|"
        r"(?:\d+|[a-z]+) consecutive (?:\w+ ){0,3}(?:patients|women|men|children|adults|cases|subjects))\b",
    ),
    (OBSERVATIONAL, 1,
        r"\b(?:multivaria\w+|logistic|Cox|regression) (?:\w+ ){0,2}(?:analys[ei]s|models?|regression)\b|"
        r"\bhazard ratios?\b|\bodds ratios?\b",
    ),
)
"""Asked of the text where the others decide nothing: weaker signs, which texts about trials show as well."""

EXPERIMENT_RULES = _rules(
    (TRIAL, 2,
        r"\b(?:subjects|participants|patients|volunteers|children|adults|women|men|students|athletes) were "
        r"(?:then |subsequently |also )?(?:randomly (?:assigned|allocated|divided)|randomi[sz]ed)\b",
    ),
)
"""Asked last, of a text with methods of its own: who only reviews others' trials says the same of theirs."""
METHODS = re.compile(
    r"(?:[\divx.]+\s)*(?:(?:materials?|patients?|subjects?|participants?|population)(?:,? and)? )?methods?"
    r"(?:ology|s)?(?: and (?:materials?|procedures?))?|participants?(?: and procedures?)?"
    r"|(?:study |experimental )?procedures?|(?:study |experimental )design",
    re.IGNORECASE,
)

_RUBRICS = (
    (EDITORIAL,
        r"editorials?|comment(?:ary|aries)?|viewpoints?|perspectives?|opinions?|letters?(?: to the editor)?|"
        r"correspondence|analysis|essay|views(?: and reviews)?|head to head|personal view|special communication|reply|"
        r"response",
    ),
    (GUIDELINE,
        r"(?:clinical )?(?:practice )?guidelines?(?: update)?|practice|rapid recommendations?|"
        r"(?:consensus )?recommendations?|clinical update",
    ),
    (REVIEW, r"systematic reviews?(?: and meta-?analysis)?|meta-?analys[ei]s|cochrane reviews?|evidence synthesis"),
    (TRIAL, r"(?:randomi[sz]ed )?(?:controlled |clinical )*trials?(?: report)?|study protocols?|protocols?"),
    (OBSERVATIONAL,
        r"(?:prospective |retrospective )?cohort stud(?:y|ies)|observational stud(?:y|ies)|cross-?sectional stud(?:y|"
        r"ies)|case[- ]control stud(?:y|ies)|qualitative research",
    ),
    (CASE, r"case reports?|case series|lesson of the week|clinical case reports?"),
    (STATEMENT, r"(?:position|consensus|policy|society|scientific) statements?|position papers?"),
    (REGULATORY, r"(?:drug )?safety communications?|safety alert|label(?:l?ing)? change"),
    (NEWS, r"news(?: (?:and|&) \w+| analysis| release| in brief)?|press releases?|feature|in brief"),
    (OTHER,
        r"research(?: (?:article|letter|report|paper)s?)?|original (?:article|investigation|research|paper|"
        r"contribution)s?|reviews?(?: article)?|abstract|(?:clinical|narrative|state of the art) reviews?|article|"
        r"masterclass|erratum|correct(?:ion|ed article)s?|corrigendum|retraction",
    ),
)
RUBRICS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RUBRICS)
"""Lines by which journals head an article; `OTHER` for those that say nothing of its kind."""

VENUES = (
    (REVIEW, re.compile(r"cochrane database of systematic reviews", re.IGNORECASE)),
    (NEWS, re.compile(r"\b(?:medpage|medscape medical news|reuters)\b", re.IGNORECASE)),
)

HEADINGS = (
    (REVIEW, 2, "on its search or selection of studies", re.compile(
        r"search strategy|literature search|study selection|data extraction|eligibility criteria for studies")),
    (TRIAL, 2, "on randomisation", re.compile(
        r"randomi[sz]ation(?: and (?:masking|blinding))?|allocation(?: concealment)?")),
    (CASE, 3, "presenting a case", re.compile(r"case(?: (?:presentation|report|description))?")),
    (GUIDELINE, 3, "listing recommendations", re.compile(
        r"recommendations? \d+.*|(?:summary|list) of recommendations")),
)
"""Headings, in lower case, that say how the text was made."""

ARTICLE_TYPES = {
    "editorial": EDITORIAL,
    "article-commentary": EDITORIAL,
    "letter": EDITORIAL,
    "reply": EDITORIAL,
    "discussion": EDITORIAL,
    "case-report": CASE,
    "systematic-review": REVIEW,
    "meta-analysis": REVIEW,
    "guideline": GUIDELINE,
    "practice-guideline": GUIDELINE,
    "clinical-trial": TRIAL,
    "protocol": TRIAL,
    "news": NEWS,
    "press-release": NEWS,
    "correction": OTHER,
    "retraction": OTHER,
    "expression-of-concern": OTHER,
    "book-review": OTHER,
    "obituary": OTHER,
    "announcement": OTHER,
}
"""What a JATS file may state as its `article-type`, where that decides."""
