"""What a sentence states, as far as it matters to what is asked: a result, a number of people, a cost, a dose."""

from __future__ import annotations

import re
from collections.abc import Set

from assistant.harms import asks_of_harm_at_all, harms_asked
from assistant.kinds_asked import Kind
from assistant.question import HARM, Question, stem
from assistant.treatments import namings_in
from index.lexical import words_of

RESULT = re.compile(r"\b[Pp]\s?[=<>≤]|\bCI\b|±|\bsignifican|\binterval\b")
BETWEEN = re.compile(
    r"\b(?:(?:mean\s+|risk\s+)?difference\b[^.]{0,120}\bbetween|mean\s+difference|(?:relative|odds|hazard)\s+(?:risk"
    r"|ratio)"
    r"|success\s+rate\s+difference|(?:compared\s+with|versus|than)\s)(?=[^;]*\d)",
    re.IGNORECASE,
)
"""A difference between groups, with a number behind it."""
HOW_MANY = re.compile(
    r"\bhow\s+many\s+(?:\w+\s+)?(?:people|patients|participants|subjects|adults|women|men)\b", re.IGNORECASE
)
PEOPLE_COUNTED = re.compile(
    r"\b\d[\d,]*\s+(?:\w+\s+){0,2}?(?:people|patients|participants|subjects|adults|women|men)\b"
    r"|\b(?:patients|participants)\s*\(n\s*=\s*\d",
    re.IGNORECASE,
)
_COUNT_ASKED = re.compile(r"\bhow\s+many\s+(?P<what>(?:[\w/-]+\s*){1,3})", re.IGNORECASE)
_NUMBER = (
    r"(?:(?!(?:19|20)\d\d\b)\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|hundreds?|no|none|several|a\s+single)"
)
SHARE = re.compile(r"\d\s?%|\bn\s?=\s?\d")
_ROOT = 4
"""Letters by which a thing that is counted is known."""
_OF_MONEY = (
    r"\b(?:costs?|costly|prices?|priced|expens\w+|cheap\w*|charges?|fees?|bill(?:s|ed)?|pay|paid|payments?"
    r"|spend\w*|spent"
    r"|expenditures?|reimburse\w*|ICER|QALYs?)\b|[$€£]\s?\d|\b(?:USD|EUR|GBP)\b"
)
_TOLD_ONLY_SO: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (
        frozenset(map(stem, ("funded", "funding", "sponsored", "sponsor", "funder"))),
        re.compile(r"\b(?:fund\w*|sponsor\w*|grants?|supported\s+by|paid)\b", re.IGNORECASE),
    ),
    (
        frozenset(map(stem, ("dose", "doses", "dosage", "dosing"))),
        re.compile(r"\bdos(?:e|es|age|ing)\b|\d\s?(?:mg|mcg|µg|μg|g|ml|units?|IU)\b", re.IGNORECASE),
    ),
)
"""Words of a question without an answer where nothing is said of them, by these or by figures."""
AIM = re.compile(
    r"\b(?:aim|objective|purpose|hypothes|we (?:investigated|assessed|evaluated|compared|examined)|(?:was|were) to"
    r"|will be|outcome measures?|(?:primary|secondary) outcomes? (?:was|is|were|are))",
    re.IGNORECASE,
)


_DECLARED = re.compile(
    r"\bconflicts?\s+of\s+interests?\b|\bcompeting\s+interests?\b|\bnothing\s+to\s+disclose\b"
    r"|\bethic\w+\s+(?:approval|committee)\b"
    r"|\binformed\s+consent\b",
    re.IGNORECASE,
)


def declares_its_own(text: str) -> bool:
    """True of what every article declares of itself, which answers nothing that is asked of another."""
    return bool(_DECLARED.search(text))


_ERRATUM = re.compile(
    r"\b(?:errat(?:um|a)|corrigend(?:um|a)|misprint\w*|typographical|transposition\s+of\s+digits|(?:value"
    r"|printing)\s+error"
    r"|errors?\s+in\s+(?:the\s+)?(?:figure|table)|(?:was|were|has\s+been|have\s+been)\s+corrected)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:was|were)\s+(?:(?:then|also|first|all|\w+ly)\s+)?(?:invited|enrol+ed|recruited|randomi[sz]ed|allocated"
    r"|assigned|screened"
    r"|divided|stratified|blinded|approached|asked\s+to|instructed|assessed\s+(?:using|by|with|at)"
    r"|measured\s+(?:using|by|with|at)"
    r"|calculated|analy[sz]ed\s+(?:using|by|with)|performed\s+(?:using|with|by|under)|obtained\s+from|approved\s+by"
    r"|entered\s+into|registered|collected)\b"
    r"|\bwe\s+(?:sought|aimed|investigated|assessed|evaluated|compared|examined|hypothesi[sz]ed|randomi[sz]ed"
    r"|enrol+ed|recruited)\b"
    r"|\b(?:further|future|more)\s+(?:[\w-]+\s+){0,2}?(?:stud(?:y|ies)|research|trials?)\b|\bas\s+a\s+next\s+step\b"
    r"|\bth(?:is|e\s+present)\s+(?:study|trial|analysis|paper|article)\s+(?:contributes|aims?|investigates?"
    r"|examines?|compares?|describes?)\b"
    r"|\b(?:is|was)\s+an?\s+(?:[\w-]+,?\s+){0,6}?(?:trial|study)\b|:\s+A\s+(?:[\w-]+,?\s+){0,6}?(?:Trial|Study"
    r"|Protocol)\b"
    r"|\b(?:needles?|catheters?|electrodes?|contrast|solution|dye|bevel|patients?|participants?|phantom)\s+(?:was"
    r"|were)\s+(?:then\s+|slowly\s+)?"
    r"(?:introduced|injected|inserted|advanced|positioned|placed|withdrawn|directed|used|kept|monitored)\b"
    r"|\bCONSORT\b|\bflow\s+diagram\b"
    r"|\b(?:sample\s+size|informed\s+consent|ethics\s+committee|inclusion\s+criteria|exclusion\s+criteria"
    r"|power\s+calculation)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:widely|commonly|frequently|increasingly|routinely)\s+(?:\w+\s+)?(?:used|performed|prescribed|applied"
    r"|administered"
    r"|employed)\b",
    re.IGNORECASE,
)
_OF_DESIGN = re.compile(
    r"\b(?:who|whom|how\s+(?:many|was|were|did\s+they)|randomi[sz]\w*|enrol\w*|recruit\w*|blind\w*|mask\w*|eligib\w+"
    r"|criteria"
    r"|includ\w+|exclud\w+|design\w*|methods?|protocol|sample|measur\w+|assess\w+|allocat\w+|assign\w+|correct\w*"
    r"|errors?"
    r"|errat\w*|aims?|purpose|popula\w+|participants?|arms?|compared\s+in|often\s+used|common\w*|use\b)",
    re.IGNORECASE,
)
_OF_RESULTS = frozenset({Kind.EFFECT, Kind.COMPARISON, Kind.HARM, Kind.RECOMMENDATION, Kind.YES_NO})


_ASKS_FINDING = re.compile(
    r"\b(?:find|found|findings?|results?|outcomes?|show(?:s|ed|n)?|conclude[sd]?|conclusions?)\b", re.IGNORECASE
)
_FINDING = re.compile(
    r"\bno\s+(?:\w+\s+){0,3}(?:difference|effect|benefit|advantage)s?\b|\b(?:mean|risk|rate)\s+difference\b|\d\s?%"
    r"|\b(?:differ(?:ed|ences?)|changes?|changed)\b[^.;]*\d|\b(?:improved|reduced|decreased|increased|fell|rose)\b",
    re.IGNORECASE,
)


_UNTOLD = re.compile(
    r"\b(?:gives?|gave|reports?|reported|states?|contains?|has|have|had)\s+no\s+(?:\w+\s+){0,2}?(?:data|figures?"
    r"|rates?|numbers?"
    r"|incidence|information|results?)\b"
    r"|\b(?:was|were)\s+not\s+(?:\w+ly\s+)?(?:available|noted|stated|reviewed|assessed|given|described)\b",
    re.IGNORECASE,
)
_ASKS_RATE = re.compile(
    r"\b(?:rates?|incidence|how\s+(?:often|many|common|frequent\w*)|frequency|percent\w*|numbers?|any)\b", re.I
)


_HARMED = re.compile(
    r"\b(?:punctures?|headaches?|h(?:a)?ematomas?|bruis\w+|numbness|nausea|vomiting|hypotension|tolerat\w+"
    r"|tolerability|mortality"
    r"|neurologic\w*|weakness|burns?|fever|dizz\w+|withdr\w+|reactions?|lesions?|suppress\w+|events?|overdose|falls?"
    r"|fractures?"
    r"|dependence|addiction|sedation|constipation|abscess\w*|meningitis|blind\w*|vision|minor|rare(?:ly)?)\b",
    re.IGNORECASE,
)


_ASKS_MORE = re.compile(r"\b(?:costs?|prices?|QALYs?|dos(?:e|es|age)|benefits?|how\s+soon|when|who)\b", re.IGNORECASE)


def counts_nothing(question: Question, text: str) -> bool:
    """True of a sentence without a number of what is to be counted: "how many recommendations …?"."""
    asked = _COUNT_ASKED.search(question.text)
    if asked is None or HOW_MANY.search(question.text) or SHARE.search(text):
        return False
    things = "|".join(re.escape(stem(w)[:_ROOT]) for w in words_of(asked["what"]) if len(w) >= _ROOT)
    if not things:
        return False
    before = rf"\b{_NUMBER}\s+(?:[\w’'/-]+\s+){{0,4}}?(?:{things})"
    behind = rf"\b(?:{things})\w*\s*(?:\([^()]*\)\s*)?(?:was|were|is|are|:|\(n\s*=)?\s*\(?{_NUMBER}\b"
    return not re.search(f"{before}|{behind}", text, re.IGNORECASE)


def names_no_harm(question: Question, text: str) -> bool:
    """True of a sentence that speaks of nothing that went wrong, where it is asked what may."""
    if question.kind is not Kind.HARM or _ASKS_MORE.search(question.text):
        return False
    harms = harms_asked(question) if question.treatments else ()
    if question.asks_yes_no and not (harms or asks_of_harm_at_all(question)):
        return False
    if {stem(w) for w in harms} & {stem(w) for w in words_of(text)}:
        return False
    return not (HARM.search(text) or _HARMED.search(text))


def leaves_untold(question: Question, text: str) -> bool:
    """True of a sentence that says only that a source tells nothing of harms, where harms are to be named."""
    named = question.asks_harm or question.kind is Kind.HARM
    return named and not _ASKS_RATE.search(question.text) and not question.asks_yes_no and bool(_UNTOLD.search(text))


def answers_with_result(question: Question, text: str) -> bool:
    """True of a sentence that states a result, where it is asked what a study found and not whether it found this."""
    asked = asks_result(question) and not question.asks_yes_no and _ASKS_FINDING.search(question.text)
    return bool(asked and (_FINDING.search(text) or RESULT.search(text) or BETWEEN.search(text)))


_ASKS_USE = re.compile(
    r"\b(?:useful|useless|helpful|any\s+good|worth\w*|beneficial|(?:any|no)\s+(?:use|role|point|benefit)|helps?"
    r"|works?|do\s+anything)\b",
    re.IGNORECASE,
)


_WORDED = re.compile(
    r"\b(?:better|worse|superior\w*|inferior\w*|lower|higher|greater|less|fewer|more|effective\w*|ineffective"
    r"|benefi\w+|relie\w+"
    r"|similar\w*|equivalent|comparable|improve\w*|reduc\w+|decreas\w+|increas\w+|worsen\w*|waned|harm\w*"
    r"|little\s+or\s+no)\b",
    re.IGNORECASE,
)


def states_finding(text: str) -> bool:
    """True of a sentence that says how something came out, in numbers or words."""
    return any(p.search(text) for p in (_FINDING, RESULT, BETWEEN, _WORDED)) and not tells_no_result(text)


def asks_use(question: Question) -> bool:
    """True if it asks whether a treatment is of use at all, which a recommendation answers besides a result."""
    plain = not (question.comparator or question.outcome or question.spoken_of or question.asks_opinion)
    return plain and bool(_ASKS_USE.search(question.text)) and bool(question.treatments)


def asks_result(question: Question) -> bool:
    """True if only what was found or is advised answers it, rather than how a study was done."""
    wanted = question.kind in _OF_RESULTS or question.asks_effect
    return wanted and not (question.asks_opinion or question.asks_definition or _OF_DESIGN.search(question.text))


def tells_no_result(text: str) -> bool:
    """True of a sentence on what was done or is to be studied, on common use, or on a misprint, without a result."""
    if _ERRATUM.search(text):
        return True
    return bool(_DONE.search(text) or _KNOWN.search(text)) and not (RESULT.search(text) or BETWEEN.search(text))


_TOLD_WHERE_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"\bNNTs?\b|\bnumbers?\s+needed\b", r"\bNNT\w?\b|\bneeded[\s-]to[\s-](?:treat|harm)\b"),
        (
            r"\bconflict(?:s|ed)?\b|\b(?:competing|financial)\s+interests?\b",
            r"\bconflicts?\b|\binterests?\b|\bdisclos\w+|\bfund\w*|\bfees?\b|\binterested\b|\bpaid\b",
        ),
        (r"\b(?:cost|price)s?\b|\bexpensive\b|\bsaves?\s+money\b", _OF_MONEY),
    )
)
"""What is asked in these words is answered only in those."""


def tells_asked(question: Question, text: str, held: Set[str]) -> bool:
    """True unless a thing is asked that only certain words tell, as who paid, and neither it nor they stand there."""
    # A "dose pack" is a thing, and no dose.
    within = {w for n in namings_in(question.text) if " " in n.name for w in words_of(n.name)}
    asked = {stem(w) for w in question.words if w not in within}
    so = all(not asked & words or held & words or told.search(text) for words, told in _TOLD_ONLY_SO)
    # "Adverse events and cost?" asks for both, and one sentence tells one.
    many = question.asks_harm or question.kind is Kind.MULTI_PART
    return so and (many or all(told.search(text) for q, told in _TOLD_WHERE_ASKED if q.search(question.text)))
