"""Yes or no by what cited sentences state, read by rules: an effect's way, or the very thing asked, said or denied.

A sentence counts only if it speaks of nearly all that is asked, with whom and what for; of what is left the evidence
reader judges. The words it was read from are kept with the judgement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from assistant.answer import Claim, Direction, Judgement, YesNo
from assistant.asking import stem
from assistant.at_odds import at_odds, narrows
from assistant.bearing import around, lacking, spoken_stems
from assistant.harms import asks_if_harmful, asks_of_harm_at_all, harm_stated
from assistant.judge import Reading, advised, advising, judged
from assistant.missing import JUDGING
from assistant.opinion import judges_a_source
from assistant.opposites import has_opposite, says_opposite, tells_apart
from assistant.question import Question, stems
from assistant.stated import Found, below_none, falls_by_sign, found_in, too_small, what_went
from assistant.treatments import bearing, treatments_in, without_exceptions
from assistant.whether import asks_if_there_is, asks_in_whom_more, asks_whether_to, asks_yes_no
from corpus.sentences import sentences_of
from index.lexical import words_of

SURE_OF_RULES = 0.9
"""In [0, 1]: how sure a judgement by these rules is; docs/measurements.md has how often they are right."""
MOST_LOOKED_AT = 4
"""Statements looked at, in the order of the answer."""
_MISSING = 0.2
"""Share of a question's telling words that a sentence, its section and its source's title may lack together."""


class _Want(Enum):
    """What a yes says of the effect asked about."""

    LESS = auto()
    MORE = auto()
    BETTER = auto()
    WORSE = auto()
    CHANGE = auto()
    AS_MUCH = auto()
    """Whether one thing does as well as another."""


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_WANTS: tuple[tuple[_Want, re.Pattern[str]], ...] = (
    (
        _Want.AS_MUCH,
        _rx(
            r"\b(?:as\s+(?:well|good|effective|safe|much|often)\b.*?\bas|equivalent|interchangeable|non-?inferior|the\s+same)\b"
        ),
    ),
    (
        _Want.CHANGE,
        _rx(
            r"\b(?:chang(?:e[sd]?|ing)|differ(?:s|ed|ent|ences?)?|matters?|affects?|influences?|alters?|any\s+effect|make\s+a\s+difference)\b"
        ),
    ),
    (_Want.WORSE, _rx(r"\b(?:wors(?:e|en\w*)|inferior|harm(?:s|ful)?|deteriorat\w+)\b")),
    (
        _Want.BETTER,
        _rx(
            r"""\b(?:better|superior|improv\w+|effective\w*|efficacy|benefi(?:t|ts|cial)|helps?|helped|helpful|works?|worked|beats?|useful
            |outperform\w*|reliev\w+|relief|ease[sd]?|do\s+(?:any\s+good|anything)|more\s+effective|treats?)\b"""
        ),
    ),
    (
        _Want.LESS,
        _rx(
            r"""\b(?:reduc\w+|lower(?:s|ed|ing)?(?!\s+(?:back|limb|leg))|decreas\w+|prevent\w*|suppress\w*|cuts?|drops?|fewer|less(?:en)?
            |shorten\w*|protect\w*|spares?|avoids?)\b"""
        ),
    ),
    (_Want.MORE, _rx(r"\b(?:increas\w+|rais(?:e[sd]?|ing)|more|higher|greater|prolong\w*)\b")),
)
_GOOD = _rx(
    r"""\b(?:functions?(?:ing)?|quality\s+of\s+life|success\w*|recover\w*|survival|walking|mobility|respon(?:se|ders?)|remission
    |satisfaction|relief|healing|strength|sleep|return\s+to\s+work)\b"""
)
_BAD = _rx(
    r"""\b(?:pain|disability|ODI|RMDQ|VAS|NRS|Oswestry|Roland|mortality|deaths?|surgery|opioids?|complications?|adverse|harms?|infections?
    |strokes?|relapses?|recurrences?|symptoms?|bleeding|fractures?|events?|headaches?|nausea|hospitali[sz]ations?|stiffness|risk)\b"""
)
_MANY = 5
"""Telling words from which on a clause that denies one may leave out another."""
_TIMED = frozenset("short long term early late acute chronic".split())
_QUANTIFIED = re.compile(
    r"\b(?:only|all|every|always|each|most|solely|exclusively|both|or|more|less|than|first|still|ever|everyone|anyone)\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[;:]\s|,?\s(?:but|whereas|while|although|though|however|yet|because|since)\b|,\s+(?:nor|with|which|who|as)\s"
)
_DENIES = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)(?:\s+not|n['’]t)|cannot|never)\s+(?P<far>(?:\w+\s+){0,5}\w+)"
    r"|\b(?:no|nor\s+any|without\s+any)\s+(?P<near>(?:[\w-]+\s+){0,3}[\w-]+)|\b(?:is|are|was|were|be|been|remain\w*)\s+(?:\w+\s+){0,2}?(?:non-?|un)(?P<un>[a-z]{4,})\b",
    re.IGNORECASE,
)
_ANY_NEGATION = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|without|fail(?:s|ed|ure)?|lack(?:s|ed|ing)?|absence|absent|insufficient|unable"
    r"|ineffective|unlikely|little|rather|limited|false|exclud\w+|except\w*|unlike|non\w{4,})\b|n['’]t\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:whether|unclear|unknown|uncertain|investigat\w*|evaluat\w*|aim\w*|hypothes\w*|examin\w*|assess\w*|may|might|could|should"
    r"|would|if|controvers\w*|promis\w*|potential\w*|possib\w*|to\s+determine|stud(?:y|ied|ies)|test(?:ed|ing)?|question\w*|debat\w*"
    r"|sought|seek\w*|demand\w*|(?:call|ask)(?:s|ed|ing)?\s+for|request\w*|urg(?:e|es|ed|ing)|want(?:s|ed)?|propos\w*|petition\w*|threat\w*"
    r"|alleg\w*|accus\w*|claim(?:s|ed)?|argu(?:e|es|ed)|suggest\w*|recent(?:ly)?|previous(?:ly)?|earlier|planned|or)\b",
    re.IGNORECASE,
)


def judgement_of(question: Question, claims: Sequence[Claim], readings: Sequence[Reading]) -> Judgement | None:
    """The judgement of an answer: by its recommendations, else by what its sentences state, else by the reader."""
    if judges_a_source(question.text):
        return None
    read = judged(question, readings)
    if read and claims and claims[0].recommendation:
        # What a recommendation says, its words tell; a reader takes "against" for an effect.
        read = replace(read, yes_no=None, yes_no_sure=0.0)
    by_advice = advised(question, claims)
    told = by_advice or stated(question, claims) or read
    if by_advice or told is None or read is None or read.direction is None:
        return told
    way = _way(question, claims)
    return replace(told, direction=way or read.direction, direction_sure=SURE_OF_RULES if way else read.direction_sure)


def _way(question: Question, claims: Sequence[Claim]) -> Direction | None:
    """The way of an effect by the first statement that speaks of all that is asked."""
    for claim in claims[:MOST_LOOKED_AT]:
        for span in sentences_of(claim.text):
            sentence = span.of(claim.text)
            if speaks_of_all(question, sentence, around(claim)):
                way = _way_in(question, sentence)
                if way:
                    return way
    return None


def _way_in(question: Question, sentence: str) -> Direction | None:
    """No difference where that is said; else by an interval or, where no comparator is asked about, words or a sign."""
    found = found_in(sentence)
    if found is Found.SAME:
        return Direction.NO_DIFFERENCE
    below = below_none(sentence)
    if below is not None and found is None and _first_is_asked(question, sentence):
        return Direction.DECREASED if below else Direction.INCREASED
    if question.comparator:
        return None
    if found in (Found.LESS, Found.MORE):
        return Direction.DECREASED if found is Found.LESS else Direction.INCREASED
    return Direction.DECREASED if found is None and falls_by_sign(sentence) else None


def stated(question: Question, claims: Sequence[Claim]) -> Judgement | None:
    """Yes or no by the first statements of an answer; None where no rule reads one in them.

    Where sources state different things it is maybe. Whether to do something is told by sources that advise only, or by
    those of the kind the question names.
    """
    if not asks_yes_no(question):
        return None
    telling = advising(claims) if asks_whether_to(question) and not question.spoken_of else claims
    read: list[tuple[Claim, YesNo, str]] = []
    for claim in telling[:MOST_LOOKED_AT]:
        found = None if _METHODS.search(claim.citations[0].section) else _by(question, claim)
        if found:
            read.append((claim, *found))
    if not read:
        return None
    told = read[0][1] if len({answer for _, answer, _ in read}) == 1 else YesNo.MAYBE
    return Judgement(
        yes_no=told,
        yes_no_sure=SURE_OF_RULES,
        markers=tuple(claim.citations[0].marker for claim, _, _ in read),
        sources=len({claim.citations[0].document_id for claim, _, _ in read}),
        agreeing=len({c.citations[0].document_id for c, answer, _ in read if answer is told}),
        words=tuple((claim.citations[0].marker, words) for claim, _, words in read),
    )


_METHODS = re.compile(r"\b(?:methods?|methodology|materials|study\s+design)\b", re.IGNORECASE)
"""Headings under which is told what was done, and not what came of it."""


def _by(question: Question, claim: Claim) -> tuple[YesNo, str] | None:
    """What one statement answers, with the sentence it was read from."""
    for span in reversed(list(sentences_of(claim.text))):
        sentence = span.of(claim.text)
        if asks_if_harmful(question):
            told = harm_stated(question, sentence, around(claim))
            if told:
                return told, sentence
            if asks_of_harm_at_all(question):
                continue
        if not speaks_of_all(question, sentence, around(claim)):
            continue
        effect = _by_effect(question, sentence) if _nothing_missing(question, sentence, around(claim)) else None
        answer = effect or _by_saying(question, sentence)
        if answer and not (answer is YesNo.YES and too_small(sentence)):
            return answer, sentence
    return None


def speaks_of_all(question: Question, sentence: str, beside: str) -> bool:
    """True if a sentence, with what stands beside it, speaks of nearly all that is asked, and of no others.

    Outcome, population, time and numbers must be its own.
    """
    if at_odds(question.searched, sentence) or _other_numbers(question, sentence):
        return False
    asked = question.treatments
    if asked and not bearing(asked, treatments_in(f"{without_exceptions(sentence)} {beside}")):
        return False
    own = {w for w in lacking(question, sentence) if not (_asks_effect_by(w) or has_opposite(w, sentence))}
    missing = [w for w in lacking(question, f"{sentence} {beside}") if w in own]
    bound = set(words_of(f"{question.outcome} {question.population}")) | _TIMED
    treatment = set(words_of(question.intervention)) & set(missing)
    return len(missing) <= _MISSING * len(question.words) and not own & bound and not treatment


def _nothing_missing(question: Question, sentence: str, beside: str) -> bool:
    """True if every telling word is spoken of, as the one that is not may be the outcome."""
    return all(
        w.endswith("ly") or w in JUDGING or _asks_effect_by(w) for w in lacking(question, f"{sentence} {beside}")
    )


def _asks_effect_by(word: str) -> bool:
    return any(pattern.search(word) for _, pattern in _WANTS)


def _other_numbers(question: Question, sentence: str) -> bool:
    """True if the question gives a number, as of weeks or percent, that the sentence does not."""
    held = set(re.findall(r"\d+", sentence))
    return bool(set(re.findall(r"\d+", question.text)) - held)


def _by_effect(question: Question, sentence: str) -> YesNo | None:
    text = question.text
    want = next((want for want, pattern in _WANTS if pattern.search(text)), None)
    found = found_in(sentence)
    if want is None or asks_in_whom_more(question):
        return None
    if found is None:
        below = below_none(sentence)
        if below is None or not _first_is_asked(question, sentence):
            return None
        found = Found.LESS if below else Found.MORE
    if found is Found.UNSURE:
        # In what recommends, "controversial" and the like are said of the advice.
        return None if _RECOMMENDS.search(sentence) else YesNo.MAYBE
    answer = _answer(want, found, f"{question.outcome or text} ", sentence)
    if answer is None or not _same_comparator(question, sentence):
        return None
    return _other(answer) if _QUESTION_DENIES.search(text) else answer


_RECOMMENDS = re.compile(r"\brecommend(?:s|ed|ations?)?\b", re.IGNORECASE)
_QUESTION_DENIES = re.compile(r"\b(?:not|no|never)\b|n['’]t\b", re.IGNORECASE)


def _answer(want: _Want, found: Found, outcome: str, sentence: str) -> YesNo | None:
    if want is _Want.AS_MUCH:
        return _said(found is Found.SAME)
    if found is Found.SAME:
        return YesNo.NO
    if want is _Want.CHANGE:
        return YesNo.YES
    went = what_went(sentence, found)
    if _HARM.search(went) and not _HARM.search(outcome):
        return None
    bad = _bad(went) if went else _bad(outcome) if _bad(outcome) is not None else _bad(sentence)
    good_news = {
        Found.BETTER: True,
        Found.WORSE: False,
        Found.LESS: bad,
        Found.MORE: None if bad is None else not bad,
    }[found]
    if want in (_Want.BETTER, _Want.WORSE):
        return None if good_news is None else _said(good_news is (want is _Want.BETTER))
    if found in (Found.LESS, Found.MORE):
        return _said((found is Found.LESS) is (want is _Want.LESS))
    return None if bad is None else _said((bad is (found is Found.BETTER)) is (want is _Want.LESS))


_HARM = re.compile(r"\b(?:adverse|side\s+effects?|complications?|harms?|toxicity|infections?|risks?)\b", re.IGNORECASE)


def _bad(text: str) -> bool | None:
    """Whether less of the outcomes named is better; None where none is named, or both kinds are."""
    bad, good = bool(_BAD.search(text)), bool(_GOOD.search(text))
    return None if bad is good else bad


_BETWEEN = re.compile(
    r"\b(?:between|of)\s+(?P<one>[^;]{2,100}?)\s+(?:and|compared\s+with|versus|vs\.?)\s+(?P<other>[^;,]{2,100})", re.I
)
_AGAINST = re.compile(
    r"\b(?:than(?:\s+with)?|(?:as\s+)?compared\s+(?:with|to)|versus|vs\.?|relative\s+to|(?:similar|equivalent|comparable)\s+to"
    r"|the\s+same\s+as)\s+(?P<other>[^;,.()]{2,60})",
    re.I,
)


def _first_is_asked(question: Question, sentence: str) -> bool:
    """True if a difference is one of what is asked about from something else, and not the other way round."""
    asked = stems(question.intervention) if question.intervention else set(map(stem, question.words))
    between = _BETWEEN.search(sentence)
    if between:
        one, other = stems(between["one"]), stems(between["other"])
        return len(asked & (one - other)) >= len(asked & (other - one)) and bool(asked & one)
    against = _AGAINST.search(sentence)
    return against is not None and not asked & (stems(against["other"]) - stems(sentence[: against.start()]))


def _same_comparator(question: Question, sentence: str) -> bool:
    """True unless the sentence compares with something else than the question, or the other way round."""
    against = _AGAINST.search(sentence)
    if against is None:
        return True
    other = spoken_stems(question, against["other"])
    if question.comparator:
        return bool(other & stems(question.comparator))
    asked = stems(question.intervention)
    return not (asked and asked <= other)


def _by_saying(question: Question, sentence: str) -> YesNo | None:
    """Yes where a clause says all that is asked and nothing of it is denied; no where the clause denies it."""
    if _QUANTIFIED.search(question.text):
        return None
    answers = {_clause_says(question, clause, sentence) for clause in _CLAUSE.split(sentence)} - {_SILENT}
    answer = answers.pop() if len(answers) == 1 else None
    if not isinstance(answer, YesNo):
        return None
    return _other(answer) if _QUESTION_DENIES.search(question.text) else answer


_SILENT = "silent"
_ASIDE = re.compile(r"\b(?:when|if|unless|who|whom|those|compared|versus|than|although|despite)\b", re.IGNORECASE)
"""Behind these a negation is not that of the sentence."""
_FOR_SOME = re.compile(r"\b(?:for|in|among|with)\s[^,;.]*", re.IGNORECASE)
_NOTHING = re.compile(
    r"\bno\s+(?:\w+\s+)?(?:recommendations?|guidance|advice|evidence|data|information|figures?|rates?)\b", re.I
)


def _clause_says(question: Question, clause: str, sentence: str) -> YesNo | str | None:
    """What one clause answers: `_SILENT` where it does not speak of it, None where it may mean either."""
    have = spoken_stems(question, clause)
    missing = [w for w in question.words if stem(w) not in have]
    wanted = {stem(w) for w in question.words}
    if not wanted or len(missing) > (1 if len(wanted) >= _MANY else 0) or _by_opposite(clause, missing) is YesNo.NO:
        return _by_opposite(clause, missing)
    denied = next(
        (
            m
            for m in _DENIES.finditer(clause)
            if stems(m["far"] or m["near"] or m["un"]) & wanted and not _ASIDE.search(clause, 0, m.start())
        ),
        None,
    )
    # "Does not cover it for axial pain" denies it for that only.
    if denied and any(narrows(question.searched, m[0]) for m in _FOR_SOME.finditer(clause, denied.start())):
        return None
    if denied or (asks_if_there_is(question) and _NOTHING.search(clause)):
        return YesNo.NO
    if missing or tells_apart(question.text, clause):
        return _SILENT
    return None if _ANY_NEGATION.search(sentence) or _UNSAID.search(clause) else YesNo.YES


def _by_opposite(clause: str, missing: Sequence[str]) -> YesNo | str:
    """No where a clause says the opposite: "rare" where it is asked whether something is common."""
    lacked = [w for w in missing if not _asks_effect_by(w)]
    return YesNo.NO if says_opposite(lacked, clause) and not _ANY_NEGATION.search(clause) else _SILENT


def _said(yes: bool) -> YesNo:
    return YesNo.YES if yes else YesNo.NO


def _other(answer: YesNo) -> YesNo:
    return {YesNo.YES: YesNo.NO, YesNo.NO: YesNo.YES}.get(answer, answer)
