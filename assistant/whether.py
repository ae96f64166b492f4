"""Whether yes or no answers a question, and what each would say: forms of asking, also the short ones.

"Should I …?", "any evidence that …?", "ESI, covered?", "INTRACEPT open label?", "NICE: epidural for stenosis?"
"""

from __future__ import annotations

import re

from assistant.opinion import judges_a_source
from assistant.question import Question
from assistant.treatments import namings_in, treatments_in

_TITLE = re.compile(
    # As titles ask, and as one types: "Amblyopia: is the loss permanent?", "acupuncture, do guidelines agree?"
    r"(?:[:;.,]|--|[–—]|\s-)\s*(?:(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must)\s"
    r"(?!you\s+(?:list|name|give|tell)\b)|an?\s)[^:;?]*\?\s*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\s*(?:[\w\s’'/-]{1,40}[:,]\s+|[\w\s’'/]{1,40}\s-\s+)?(?:what|which|who|whom|whose|when|where|why|how|list|name|describe"
    r"|define|give|tell|show)\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"(?:^|[:;,]\s|\s-\s)(?:any\s|(?:more|less|fewer|better|worse|safer|higher|lower|longer)\b[^?]*\bthan\b)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:covered|recommended|effective|ineffective|safe|unsafe|dangerous|approved|licensed|unlicensed|allowed|permitted"
    r"|blind(?:ed)?|unblinded|nonblinded|open[\s-]label|double[\s-]blind|randomi[sz]ed|common|rare|worth\s+(?:it|doing"
    r"|trying)|indicated|contraindicated|useful|useless|helpful|beneficial|ok(?:ay)?|true|right|wrong|needed|necessary"
    r"|mandatory|required|obligatory|optional|out\s+of\s+date|outdated|up\s+to\s+date|still\s+valid|known\s+complication"
    r"|same\s+answer|(?:any\s+)?(?:good|better|worse|harmful)|appropriate|advised|advisable|evidence[\s-]based|significant"
    r"|withdrawn|retracted|superseded|justified|reported|described|mentioned|included|excluded|superior|inferior"
    r"|backed|endorsed|favou?red|supported|y/n|standard(?:\s+(?:of\s+care|practice))?|good\s+practice"
    r"|cost[\s-]effective|reversible|permanent|fatal|available|or\s+not|yes\s+or\s+no)\s*\?+\s*$",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do|did|cannot)\b"
    r"|[a-z]{3,}(?:es|ed)\b|\b(?:shows?|leads?|plays?|makes?|helps?|works?|acts?|binds?|protects?|affects?|prevents?)\b",
    re.IGNORECASE,
)
_WHETHER_TO = re.compile(
    r"\b(?:should|ought|recommend(?:s|ed|ing)?\b|advis\w+|offer(?:ed|ing)?|indicated|wants?\s+(?:us|me|you)|endors\w+|suggest\w*|support\w*"
    r"|backed|favou?red|stance|position|verdict|warranted|right\s+to|must|ha(?:s|ve)\s+to\s+be|(?:do|does)\s+(?:[\w/]+\s+){1,3}want|y/n|good\s+idea|standard\s+(?:of\s+care|practice)|good\s+practice|go\s+ahead"
    r"|appropriate|necessary|needed|required|need\s+(?:a|an|the|to|any)\b|ok(?:ay)?|role|place|worth|first[\s-]line|contraindicated|(?:can|may|could|must)\s+(?:I|we|you|one)"
    r"|yes\s+or\s+no|for\s+or\s+against|^(?:can|may|could|must)\s+(?:s?he|they|(?:my|this|the|an?|her|his)\s+\w+|patients?|people)\s+(?:\w+\s+)?(?:take|have|get|use|try|start|stay|keep|go|wear|stop|be)\b|^(?:do|does|shall)\s+(?:I|we|you)\b|be\s+(?:treated|given|used|offered|done|tried|managed)|consider(?:ed)?|justified)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:avoid\w*|stop(?:ped)?|against|not|never|withh[eo]ld\w*|refrain\w*|wrong|contraindicated|inappropriate|discourag\w+"
    r"|abandon\w*|harmful|unsafe|dangerous)\b|n['’]t\b|\b(?:do|go|manage|treat|get\s+by)\s+without\b",
    re.IGNORECASE,
)
_POLITE = re.compile(r"\b(?:isn|aren|shouldn|doesn|don|didn|wasn|weren|won|can)['’]?t\s+(?:it|they|there|we|I)\b", re.I)
"""A negation in a leading question expects yes, and yes still says that it is so."""


def asks_yes_no(question: Question) -> bool:
    """True if yes or no answers it: a question of that form, in full or in short, or a claim put as a statement."""
    text = question.text.rstrip()
    if question.asks_yes_no or _TITLE.search(text):
        return True
    if _ASKS.match(text):
        return False
    if text.endswith("?"):
        return bool(_ANY.search(text) or _PREDICATE.search(text))
    return len(question.words) > 2 and _states(text)


def _states(text: str) -> bool:
    """A claim, as in "Aspirin prevents strokes.", and no heap of search words."""
    return bool(_FINITE.search(text.split(" ", 1)[-1])) and (
        text.endswith(".") or text[:1].isupper() or text[:1].isdigit()
    )


def asks_whether_to(question: Question) -> bool:
    """True if yes or no would say whether to do something; also of a bare "NICE: epidural for stenosis?"."""
    if asks_yes_no(question):
        to_do = _WHETHER_TO.search(question.text) or _NEGATIVE.search(question.text)
        return bool(to_do) and not _COVERED.search(question.text)
    text = _without_names(_WHAT_ABOUT.sub("", question.text.rstrip()))
    return text.endswith("?") and not any(p.search(text) for p in (_ASKS, _ASKED_FOR, _COVERED))


def _without_names(text: str) -> str:
    """A text without treatments' names of several words: the dose of "dose pack" is not asked for."""
    for naming in reversed(namings_in(text)):
        if " " in naming.name:
            text = text[: naming.start] + text[naming.end :]
    return text


_ASKED_FOR = re.compile(
    r"\b(?:criteria|rates?|incidence|prevalence|dos(?:e|age)|numbers?|NNT|NNH|costs?|certainty|quality|strength|level|evidence"
    r"|effects?|size|results?|outcomes?|difference|definition|duration|frequency|harms?|risks?|complications?|versus|vs\.?"
    r"|compared|treatment|management|therapy|options?|first[\s-]line|approach|MCID|year|date|who|what|which|when|where|how|why)\b",
    re.IGNORECASE,
)


def asks_of_a_treatment(question: Question) -> bool:
    """True if whether to use a treatment is asked, or what is advised of it, and not a detail of it.

    In a fragment the treatment comes first: "needle gauge for a nerve block?" asks of a needle.
    """
    if asks_openly(question):
        return bool(_ADVICE_ON.search(question.text)) and not _COUNT.search(question.text)
    if asks_yes_no(question) or question.asks_advice:
        return True
    heads = [_BEHIND.split(part, maxsplit=1)[0] for part in re.split(r"[,:;.?]\s|\s[-–—]\s", question.text)]
    return any(treatments_in(head) for head in heads)


_ADVICE_ON = re.compile(
    r"\b(?:recommend\w*|advi[sc]\w+|suggest\w*|guidelines?|guidance|says?|said|stance|position|grade)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^\s*how\s+(?:many|much|long|often|far|soon)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\b(?:for|of|in|with|after|before|during|on|at|from|following|between|to|by|vs\.?|versus)\s", re.IGNORECASE
)


def asks_openly(question: Question) -> bool:
    """True if neither yes nor no answers it: "What …?", "Who …?", and not "What about …?"."""
    return bool(_ASKS.match(question.text)) and not _WHAT_ABOUT.match(question.text)


_WHAT_ABOUT = re.compile(r"^\s*(?:what|how)\s+about\b", re.IGNORECASE)


def asks_if_it_works(question: Question) -> bool:
    """True if yes or no would say whether a treatment is any good, for what is asked and against nothing else."""
    asked = asks_yes_no(question) and not question.comparator and not asks_whether_to(question)
    return bool(asked and _WORKS.search(question.text) and question.treatments)


_WORKS = re.compile(
    r"\b(?:works?|helps?|helpful|effective|useful|any\s+(?:good|use|point|benefit)|worth\w*|reasonable|sensible|good\s+idea)\b",
    re.IGNORECASE,
)


_IN_WHOM_MORE = re.compile(
    r"\b(?:more|less|better|worse)\s+(?:\w+\s+)?(?:in|for|among)\b(?![^?]*\b(?:than|compared|versus|vs)\b)",
    re.IGNORECASE,
)


def asks_in_whom_more(question: Question) -> bool:
    """True if it asks whether something does more in some people than in others, which a result in one group is not."""
    return asks_yes_no(question) and bool(_IN_WHOM_MORE.search(question.text))


def names_a_topic(question: Question) -> bool:
    """True of a treatment typed with nothing asked of it: "lumbar belts for LBP"."""
    text = _without_names(_WHAT_ABOUT.sub("", question.text))
    asks = any(p.search(text) for p in (_ASKS, _ASKED_FOR, _COVERED, _AUXILIARY))
    return not asks and len(text.split()) <= _TOPIC and asks_of_a_treatment(question)


_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do|did|cannot)\b", re.IGNORECASE
)
_TOPIC = 8
"""Words of the longest."""


def asks_for_advice(question: Question) -> bool:
    """True if recommendations answer it: what to do is asked, or whether, and not of what a source speaks."""
    if judges_a_source(question.text):
        return False
    advice = question.asks_advice and not (asks_of_a_source(question) or question.asks_definition)
    return advice or asks_whether_to(question) or asks_if_it_works(question) or names_a_topic(question)


_COVERED = re.compile(
    r"\b(?:appl(?:y|ies)|cover(?:s|ed)?|address(?:es|ed)?|mention(?:s|ed)?|discuss(?:es|ed)?|extend(?:s|ed)?|say\s+anything"
    r"|silent|agree|withdrawn|retracted|in\s+date|out\s+of\s+date|up\s+to\s+date|strong|weak)\b",
    re.IGNORECASE,
)
"""Asked about a guideline rather than about what it advises."""


_OF_SOURCE = re.compile(
    r"\b(?:appl(?:y|ies)\s+to|cover(?:s|ed)?|address(?:es|ed)?|mention(?:s|ed)?|exclud(?:e|es|ed)|inclu(?:de|des|ded)"
    r"|silent|withdrawn|retract\w*|published|updated|wrote|written|panel|authors?|signed|critici[sz]\w*)\b",
    re.IGNORECASE,
)


def asks_of_a_source(question: Question) -> bool:
    """True if it asks of what a source speaks, who made it or whether it holds, rather than what it advises."""
    if asks_yes_no(question) and _COVERED.search(question.text):
        return True
    return bool(_OF_SOURCE.search(question.text)) and not _WHETHER_TO.search(question.text)


_IS_THERE = re.compile(
    r"\bany\s+(?:[\w/-]+\s+){0,3}?(?:recommendations?|guidance|advice|guidelines?)\b|\bis\s+there\s+(?:an?|any)\s",
    re.IGNORECASE,
)


def asks_if_there_is(question: Question) -> bool:
    """True if it asks whether there is something, such as any recommendation, rather than what that says."""
    return bool(_IS_THERE.search(question.text))


_AGREE = re.compile(
    r"\b(?:guidelines?|sources|panels|societies|they|recommendations)\s+(?:all\s+)?agree\b", re.IGNORECASE
)


def asks_if_they_agree(question: Question) -> bool:
    """True if it asks whether guidelines agree with each other."""
    return asks_yes_no(question) and bool(_AGREE.search(question.text))


def asks_negatively(question: Question) -> bool:
    """True if yes says that something is not so or not to be done: "Should epidurals be avoided?"."""
    return bool(_NEGATIVE.search(_POLITE.sub(" ", question.text)))
