"""What kind of question it is, by its words alone.

A question has one leading kind, the most telling of those its words fit, and may besides be one for yes or no.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.parts import parts_in


class Kind(StrEnum):
    """What is asked for, the most telling kind first: where words fit several, the earlier one leads."""

    MULTI_PART = "multi-part"
    """Several questions in one; each part has a kind of its own."""
    CITATION = "citation"
    """Which source says something, or where it stands."""
    DEFINITION = "definition"
    EXPLANATION = "explanation"
    """Why or how something comes about."""
    HARM = "harm"
    RECOMMENDATION = "recommendation"
    COMPARISON = "comparison"
    LIST = "list"
    EFFECT = "effect"
    FACT = "fact"
    """Who, when, where, how many, how long, which one."""
    YES_NO = "yes/no"
    """Whether something is so, where no other kind fits."""
    TOPIC = "topic"
    """What there is on a subject."""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_VERB = (
    r"(?:do|does|did|is|are|was|were|am|can|could|should|would|will|has|have|had|may|might|must|shall|ought)"
    r"(?:n['’]t)?"
)
_LEAD = r"(?:[^,?]{3,60},\s+)?(?:(?:and|but|so|ok(?:ay)?|then|please)[,\s]+)*"
_YES_NO = _rx(
    rf"^{_LEAD}(?!(?:can|could|would|will)\s+you\b){_VERB}\s+(?!so\b)\w|\byes\s+or\s+no\b|^(?:is"
    rf"|are)\s+there\b|^any\s+(?:evidence|proof)\b"
)
_STUDY = r"(?:trials?|stud(?:y|ies)|reviews?|papers?|articles?|authors?|publications?|meta-?\s?analys[ie]s|RCTs?)"
_PLURAL = r"(?!(?:was|is|has|does|outcomes|effects|results|this|status|basis|process|us)\b)[\w-]+(?<![siu])s"
_BAD = r"(?:deaths?|died|fatal\w*|strokes?|infections?|bleed\w*|injur\w+|paralys\w+|perforations?|toxicity)"

_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.CITATION,
        _rx(
            rf"""\b(?:references?|citations?|doi|pmid|bibliograph\w+)\b(?!\s+(?:range|value|standard|group))|\bcite\b
            |\b(?:the|a|any|your|what|which)\s+sources?\s+(?:for|of\s+the\s+(?:claim|figure|number|statement)|says?
            |supports?|behind)\b
            |\b(?:which|what)\s+(?:(?!{_VERB}\b)\w+\s+){{0,3}}?{_STUDY}\s+(?!has|have|were|was|is|are)\w+
            |\b(?:is|are|was|were)\s+there\s+(?:any\s+)?(?:\w+\s+){{0,3}}?{_STUDY}\b|\b(?:any|find|give
            |show)\s+(?:me\s+)?(?:\w+\s+){{0,3}}?{_STUDY}\b
            |\bwhere\s+(?:was|is|has)\b[^?]{{0,60}}\b(?:published|reported|shown|stated)\b|\bwho\s+(?:published
            |wrote|showed|reported)\b
            |\bwhere\s+does\b[^?]{{0,60}}\bcome\s+from\b"""
        ),
    ),
    (
        Kind.DEFINITION,
        _rx(
            r"""\b(?:defin(?:e|ed|es|ition|itions)|meant\s+by|meaning\s+of|stands?\s+for|counts\s+as)\b
                |\bwhat\s+(?:does|do|is)\b[^?]{0,60}\bmean\b
            |^(?:what(?:\s+(?:is|are|was)|['’]s)|who\s+is)\s+(?:an?\s+)?(?!the\b|recommended|known|there|indicated
            |used)
            (?:[\w/’'-]+\s*){1,3}(?<!\bfor)(?<!\bfrom)(?<!\bby)(?<!\bof)(?<!\bwith)(?<!\bin)(?<!\bagainst)
            (?:\([^()]*\)\s*)?\??$"""
        ),
    ),
    (
        Kind.EXPLANATION,
        _rx(
            r"""^(?:\w+[,\s]+)?why\b|\bmechanisms?\b|\bmode\s+of\s+action\b|\bhow\s+(?:do|does|did|can|could
                |might)\b(?![^?]*\bcompar)
            [^?]*\b(?:works?|act|acts|cause|causes|affect|affects|lead|leads|contribute\w*|regulat\w+|influenc\w+
            |develop|interact\w*)\b
            |\bexplain\b|\bwhat\s+is\s+the\s+(?:role|function|rationale|reason|pathophysiology|pathogenesis
            |aetiology|etiology)\b"""
        ),
    ),
    (
        Kind.HARM,
        _rx(
            rf"""(?<!less\ )(?<!fewer\ )\b(?:harm\w*|adverse|side[\s-]?effects?|complications?|safe(?:ty|r|ly)?
                |unsafe|danger\w*|risky|toxic\w*
            |tolerab\w+|tolerated|warn(?:s|ed|ing|ings)?)\b|\brisks?\s+(?:of|from|with|associated)\b(?!\s+(?:bias
            |developing))|\bthe\s+risks\b
            |\b{_BAD}\b[^?]{{0,30}}\b(?:after|with|from|following|due\s+to|caused|on|under)\b
            |(?<!the\ )(?<!are\ )\b(?:cause|causes|caused|causing|trigger\w*|provoke\w*|induce[sd]?|lead\s+to
            |leads\s+to|worsen\w*)\b
            |\b(?:go|goes|went)\s+wrong\b|\bworst\b"""
        ),
    ),
    (
        Kind.RECOMMENDATION,
        _rx(
            r"""\bought\b|\b(?:recommend\w*|advis(?:e|es|ed|able)|(?:contra)?-?indicated|appropriate)\b
                |\bfirst[\s-]line\b|\bof\s+choice\b
            |\bshould\s+(?:not\s+)?(?:I|we|you|one|he|she|they|it|this|that|clinicians?|doctors?|physicians?
            |patients?|people|adults?
            |children|women|men|all|every\w+|an?)\b|(?<!when\ )\bshould\b[^?]{0,80}\b(?:be|receive|get|have|take
            |undergo|stop|start|avoid|use)\b
            |\bwho\s+should\b|\bwhat\s+(?:do|should|would|can)\s+(?:I|we|you)\b|\bhow\s+(?:do|should|would
            |can)\s+(?:I|we|you)\b|\b(?:how|when|whom?)\s+to\b|\b(?:can|may|could|shall|must)\s+(?:I|we)\b
            |\bbest\s+(?:\w+\s+)?(?:treatment|therapy|drug|option|approach|way|practice|choice)\b
            |\bok(?:ay)?\s+to\b|\bneed(?:s|ed)?\s+to\b
            |\bguidelines?\b[^?]{0,40}\b(?:on|for|regarding)\b(?<!say\ on)|\bsuggest\w*\b|\b(?:is
            |are)\s+(?:\w+\s+){1,4}needed\b"""
        ),
    ),
    (
        Kind.COMPARISON,
        _rx(
            r"""\bversus\b|\bvs\b|\bcompar(?:e[sd]?|ing|ison|able)\b|\b(?:better|worse|superior|inferior|safer
                |cheaper|preferable)\b|\bnon-?inferior\w*
            |\b(?:more|less|fewer|higher|lower|greater|faster|longer|shorter)\b[^?]{0,60}\bthan\b(?!\s+(?:half|a\s
            |one|two|\d))|\bdiffer(?:s|ent|ently|ences?)?\b[^?]{0,80}\b(?:between|from|and)\b
            |\bwhich\s+(?:one\b|of\s+the\s+two\b|is\s+(?:more|less|the\s+more)\b)|\b[\w-]+\s+or\s+[\w-]+\s+(?:first
            |which)\b|\brather\s+than\b|\binstead\s+of\b|\bover\s+placebo\b|\bas\s+(?:effective|good|well
            |safe)\s+as\b"""
        ),
    ),
    (
        Kind.FACT,
        _rx(r"\b(?:what|which)\s+(?:percent\w*|proportion|share|number|fraction)\b|^how\s+(?:many|old|long)\b"),
    ),
    (
        Kind.LIST,
        _rx(
            rf"""^(?:please\s+|can\s+you\s+)?(?:list|name|enumerate|give|mention)\b|\ba\s+list\s+of\b
            # "Which gene controls" asks for one: a plural stands first, or an auxiliary or preposition follows it.
            |\b(?:which|what)\s+(?:of\s+the\s+)?(?:(?:main|other|common|most|new|different|\d+|two
            |three)\s+)?{_PLURAL}\b
            |\b(?:which|what)\s+(?:(?!{_VERB}\b|effects?\b|outcomes\b|results?\b|the\b)[\w/-]+\s+){{1,3}}?{_PLURAL}
            (?:\s+(?:are|were|have|can|do|did|may|should|could|that|of|for|with|used|known|have|had|involved
            |associated)\b|\?)
            |\bwhat\s+are\s+(?:the\s+)?(?!effects?\b|outcomes?\b|results?\b)(?:[\w-]+\s+){{0,4}}?[\w-]+s\b
            |\b(?:which|what)\s+(?:are\s+the\s+)?(?:\w+\s+)?criteria\b|\bwhat\s+else\b|\bexamples\s+of\b"""
        ),
    ),
    (
        Kind.EFFECT,
        _rx(
            r"""\beffect(?:s|ive|iveness)?\b|\befficac\w+|\b(?:NNT|NNH)\b|\bbenefi\w+|\bimpact\b|\bhow\s+(?:much
                |well|big|large|great)\b
            |\b(?:reduc\w+|improv\w+|increas\w+|decreas\w+|reliev\w+|relief|lower(?:s|ed|ing)?|rais(?:e[sd]?|ing)
            |prevent\w*|helps?|helped|works?|worked
            |treats?|cures?|alleviat\w+|prolong\w*|shorten\w*|delay\w*|protect\w*|enhanc\w+|affects?|alters?
            |change[sd]?|suppress\w*|inhibit\w*)\b
            |\b(?:outcomes?|results?)\b|\bspeeds?\b|\bhappens?\s+to\b|\bdo\s+anything\b|\bdifferences?\b
            |\bmake\s+any\b"""
        ),
    ),
    (
        Kind.FACT,
        _rx(
            r"""\b(?:who|whom|whose|when|where)\b|\bhow\s+(?:many|long|old|often|soon|common|frequent\w*|far|high
                |large|strong|certain)\b
            |\b(?:what|which)\s+(?:(?:is|are|was|were)\s+the\s+)?(?:\w+\s+){0,2}?(?:percent\w*|%|proportion|rate
            |age|number|dos(?:e|age)|year|date
            |incidence|prevalence|name|type|size|frequency|cost|price|duration|time|day|gene|drug|protein|disease
            |country|journal|cut-?off|threshold)\b
            |\bwhich\b|^what\s+(?:is|was|are|were)\s+the\b|\bfrom\s+what\s+age\b|\b(?:incidence|prevalence
            |rate)\s+of\b|\b(?:NNT|p\s+value|sample\s+size)\b"""
        ),
    ),
)
_WANTS_NO_HARM = _rx(
    r"""\b(?:reduc\w+|prevent\w*|lower(?:s|ed|ing)?|decreas\w+|avoid\w*|protect\w*|treat\w*|fewer
        |less)\s+(?:\S+\s+){0,4}?
    (?:harm\w*|adverse|complications?|risks?|deaths?|infections?|strokes?|bleeding|toxicity)"""
)


_NAMED = (Kind.LIST, Kind.FACT)


def kind_of(text: str) -> Kind:
    """The leading kind of a question: the first of `Kind` that its words fit."""
    if len(parts_in(text)) > 1:
        return Kind.MULTI_PART
    spared = bool(_WANTS_NO_HARM.search(text))
    whether = asks_yes_no(text)
    for kind, pattern in _RULES:
        # "Were participants told which group they were in?" asks for no group.
        if pattern.search(text) and not (kind is Kind.HARM and spared) and not (whether and kind in _NAMED):
            return kind
    return Kind.YES_NO if whether else Kind.TOPIC


def asks_yes_no(text: str) -> bool:
    """True if yes or no would answer the whole of it."""
    return bool(_YES_NO.search(text.strip())) and len(parts_in(text)) == 1
