"""What a sentence states, as far as it matters to what is asked: a result, a number of people, a cost, a dose."""

from __future__ import annotations

import re
from collections.abc import Set

from assistant.kinds_asked import Kind
from assistant.question import Question, stem

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
SHARE = re.compile(r"\d\s?%|\bn\s?=\s?\d")
_TOLD_ONLY_SO: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (
        frozenset(map(stem, ("funded", "funding", "sponsored", "sponsor", "funder"))),
        re.compile(r"\b(?:fund\w*|sponsor\w*|grants?|supported\s+by|paid)\b", re.IGNORECASE),
    ),
    (
        frozenset(map(stem, ("dose", "doses", "dosage", "dosing"))),
        re.compile(r"\bdos(?:e|es|age|ing)\b|\d\s?(?:mg|mcg|µg|μg|g|ml|units?|IU)\b", re.IGNORECASE),
    ),
    (
        frozenset(map(stem, ("cost", "costs", "price", "prices", "expensive", "expense", "cheap"))),
        re.compile(
            r"\b(?:costs?|costly|prices?|priced|expens\w+|cheap\w*|charges?|fees?|bill(?:s|ed)?|pay|paid|payments?"
            r"|spend\w*|spent"
            r"|expenditures?|reimburse\w*|ICER|QALYs?)\b|[$€£]\s?\d|\b(?:USD|EUR|GBP)\b",
            re.IGNORECASE,
        ),
    ),
)
"""Words of a question without an answer where nothing is said of them, by these or by figures."""
MEANING = re.compile(
    r"\b(?:(?:is|are|was|were) defined|defined as|refers? to|means?\b|denotes?|is understood as|stands? for)|\bi\.e\.",
    re.IGNORECASE,
)
AIM = re.compile(
    r"\b(?:aim|objective|purpose|hypothes|we (?:investigated|assessed|evaluated|compared|examined)|(?:was|were) to"
    r"|will be|outcome measures?|(?:primary|secondary) outcomes? (?:was|is|were|are))",
    re.IGNORECASE,
)


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
    r"|\bdiffer(?:ed|ence)\b[^.;]*\d|\b(?:improved|reduced|decreased|increased|fell|rose)\b",
    re.IGNORECASE,
)


def answers_with_result(question: Question, text: str) -> bool:
    """True of a sentence that states a result, where it is asked what a study found and not whether it found this."""
    asked = asks_result(question) and not question.asks_yes_no and _ASKS_FINDING.search(question.text)
    return bool(asked and (_FINDING.search(text) or RESULT.search(text) or BETWEEN.search(text)))


def asks_result(question: Question) -> bool:
    """True if only what was found or is advised answers it, rather than how a study was done."""
    wanted = question.kind in _OF_RESULTS or question.asks_effect
    return wanted and not (question.asks_opinion or question.asks_definition or _OF_DESIGN.search(question.text))


def tells_no_result(text: str) -> bool:
    """True of a sentence on what was done or is to be studied, on common use, or on a misprint, without a result."""
    if _ERRATUM.search(text):
        return True
    return bool(_DONE.search(text) or _KNOWN.search(text)) and not (RESULT.search(text) or BETWEEN.search(text))


def tells_asked(question: Question, text: str, held: Set[str]) -> bool:
    """True unless a thing is asked that only certain words tell, as who paid, and neither it nor they stand there."""
    asked = {stem(w) for w in question.words}
    return all(not asked & words or held & words or told.search(text) for words, told in _TOLD_ONLY_SO)
