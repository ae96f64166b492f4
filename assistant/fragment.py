"""What a fragment such as "in older adults", "mortality" or "the NICE guideline" stands for, by its own form."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.frame import names_people


class Stands(Enum):
    """What a fragment names."""

    FACET = auto()
    """Something one may ask of any treatment: its harms, cost, evidence."""
    TIME = auto()
    PEOPLE = auto()
    SOURCE = auto()
    COMPARATOR = auto()
    TREATMENT = auto()
    OUTCOME = auto()
    CONDITION = auto()
    UNSURE = auto()


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_UNITS = r"(?:hours?|days?|weeks?|wks?|months?|years?|yrs?|minutes?)"
_TIME = _rx(
    rf"""^(?:(?:at|after|within|by|over|in|for|beyond|before)\s+)?(?:the\s+)?(?:about\s+|first\s+|next\s+)?(?:\d+
        |an?|one|two|three|four
    |five|six|twelve|several|many)?(?:\s?(?:-|–|to|or)\s?\d+)?[\s-]*{_UNITS}(?:\s+(?:later|on|out|follow-?up))?$
    |^(?:in\s+|over\s+|at\s+)?(?:the\s+)?(?:long(?:er)?|short(?:er)?|medium)[\s-]*(?:term|run)(?:\s+follow-?up)?$
    |^(?:at\s+)?follow-?up$"""
)
FACET = _rx(
    r"""\b(?:harms?|risks?|safety|side[\s-]effects?|adverse\s+(?:events?|effects?|reactions?)|complications?
        |benefits?|efficacy
    |effectiveness|costs?|cost-effectiveness|price|evidence|dos(?:e|es|age|ing)|duration
    |mechanism(?:\s+of\s+action)?|(?:contra)?-?indications?
    |alternatives?|limitations?|interactions?|advantages?|disadvantages?|downsides?|pros\s+and\s+cons|toxicity
    |tolerability|success\s+rates?
    |number\s+needed\s+to\s+(?:treat|harm)|NNT|NNH|monitoring|prognosis|symptoms?|causes?|treatment|management
    |diagnosis|prevention|prevalence
    |incidence|risk\s+factors?|guidelines?|recommendations?|long-term\s+(?:effects?|harms?|results?|outcomes?))$"""
)
_SOURCE = _rx(
    r"""\b(?:guidelines?|guidance|trials?|reviews?|cochrane|panels?|editorials?|societ(?:y|ies)|college|academy
        |agency|regulators?
    |meta-?\s?analys[ie]s|NICE|WHO|FDA|EMA|MHRA|CDC|SIGN|USPSTF|AHA|ACC|ESC|ACP|AAN|AAFP|BMJ|IDSA|GINA|GOLD
    |KDIGO)\b"""
)
_TREATMENT = _rx(
    r"""\b(?:\w+(?:mab|nib|statins?|pril|sartans?|olol|azole|cillin|mycin|floxacin|cycline|gliptins?|gliflozins?
        |glutide|parin|xaban
    |gatran|oxetine|triptans?|setron|profen|coxibs?|caine|sone|solone|olone|pam|lam|dronates?|vir|formin|prazole
    |zolam|barbital|statin
    |inhibitors?|blockers?|agonists?|antagonists?|steroids?|biotics?|therapy|therapies|plasty|ectomy|otomy|ostomy
    |desis|blockade|pressants?
    |puncture|feeding|lysis|pheresis)
    |therapy|treatments?|inhibitors?|blockers?|agonists?|antagonists?|surgery|operation|injections?|blocks?
    |ablation|denervation|exercises?|training|diet|massage|yoga
    |drugs?|medications?|vaccin\w+|stimulation|supplements?|device|brac(?:e|es|ing)|counsell?ing|opioids?|NSAIDs?
    |SSRIs?|SNRIs?|DOACs?|placebo|sham
    |vitamin\s\w+|aspirin|insulin|paracetamol|acetaminophen|morphine|physio\w*|rehabilitation|screening|imaging|MRI
    |CT|epidurals?|stents?|implants?
    |tablets?|patch(?:es)?|creams?|CBT|TENS|iron|calcium|zinc|lithium|herbal\w*|metformin|warfarin|heparin
    |steroids?)\b"""
)
_OUTCOME = _rx(
    r"""\b(?:mortality|deaths?|survival|quality\s+of\s+life|functions?|functioning|disability|pain|recurrences?
        |relapses?|hospitali[sz]ations?
    |admissions?|readmissions?|bleeding|falls|weight(?:\s+(?:loss|gain))?|hearing(?:\s+loss)?|return\s+to\s+work
    |satisfaction|fatigue|sleep
    |walking|length\s+of\s+stay|scores?|events?|cognition|mobility|growth|remission|response|blood\s+pressure
    |cholesterol|strength|healing|adherence
    |(?:need\s+for|avoiding)\s+surgery|strokes?|heart\s+attacks?|fractures?|infections?|symptoms?|mood|anxiety
    |depression|vision|fertility|stiffness)$"""
)
CONDITION = _rx(
    r"""(?:\w(?:itis|osis|a?emia|pathy|plegia|algia|oma|uria|iasis|rrhoea|rrhea)|\b(?:syndrome|diseases?|disorders?
        |cancer|failure|impairment
    |deficiency|stenosis|sciatica|radiculopathy|diabetes|asthma|COPD|hypertension|migraines?|headaches?|pain
    |obesity|injur(?:y|ies)|fractures?|infections?
    |pregnancy|depression|anxiety|insomnia|stroke|gout|psoriasis|eczema|epilepsy|dementia|HIV|hernia\w*|lesions?
    |sepsis|pneumonia|angina|claudication))$"""
)


def what_it_names(text: str) -> Stands:
    """What a fragment names; `UNSURE` where its form does not say. A preposition in front tells people and illness."""
    bare = re.sub(r"^(?:an?|the|any|some|its|their)\s+", "", text.strip(), flags=re.IGNORECASE)
    placed = re.match(r"^(?:in|for|among|with)\s+(?:the\s+)?", bare, re.IGNORECASE)
    if re.match(r"^(?:versus|vs\.?|compared\s+(?:with|to)|against|relative\s+to)\s", bare, re.IGNORECASE):
        return Stands.COMPARATOR
    if _TIME.search(bare):
        return Stands.TIME
    if placed:
        return Stands.PEOPLE if names_people(bare) else Stands.CONDITION
    tests = (
        (Stands.SOURCE, _SOURCE.search(bare) and not FACET.fullmatch(bare)),
        (
            Stands.FACET,
            FACET.fullmatch(bare) or re.fullmatch(rf"(?:[\w-]+\s+){{0,2}}{FACET.pattern}", bare, FACET.flags),
        ),
        (Stands.PEOPLE, names_people(bare)),
        (Stands.OUTCOME, _OUTCOME.search(bare)),
        (Stands.TREATMENT, _TREATMENT.search(bare)),
        (Stands.CONDITION, CONDITION.search(bare)),
    )
    return next((kind for kind, told in tests if told), Stands.UNSURE)
