"""How many were randomised: the count that a report of a trial states itself, or none.

A wrong size is worse than none, so a count speaks only where nothing between it and "randomised" makes it another
number (screened, invited, one group's), and where the report does not say another one as clearly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.numbers import numbers_in

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_ONES += " eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: i for i, word in enumerate(_ONES.split(), 1)}
_VALUES |= {word: 10 * i for i, word in enumerate(_TENS.split(), 2)}
_WORD = rf"(?:{'|'.join([*_VALUES, 'hundred', 'thousand'])})"
_NUMBER = rf"(?:\d+(?:[,\s\u00a0\u2009]\d{{3}}\b)*(?![\d%]|[.,]\d|\s?%)|{_WORD}(?:[\s-](?:and[\s-])?{_WORD})*)"
_WHO = (
    r"(?:patients|participants|subjects|people|persons|individuals|women|men|adults|children|adolescents|teenagers"
    r"|youths|infants|neonates|newborns|babies|toddlers|preschoolers|boys|girls|males|females|mothers|fathers|parents"
    r"|couples|dyads|families|volunteers|workers|employees|veterans|nurses|cases|runners|athletes|players|cyclists|students"
    r"|non-?smokers|survivors|outpatients|inpatients|residents|smokers|drinkers|users|recipients|donors|soldiers|recruits"
    r"|caregivers|carers|seniors|teachers|respondents|parturients|primigravidas?|gravidas?|nulliparas?)"
)
_BETWEEN = (
    r"(?:(?!(?:of|in|to|at|by|for|from|with|on|who|that|which|were|was|is|are|days?|weeks?|months?|years?|hours?|minutes?"
    r"|mg|g|kg|ml|cm|points?|cent(?:er|re)s|sites|hospitals|clinics|schools|countries|groups?|arms|times|items|doses)\b)"
    r"[^\W\d][\w’'/+-]*,?\s){0,8}?"
)
_COUNTED = re.compile(
    rf"(?<![\w.,=<>≥≤±/–-])(?P<n>{_NUMBER})\s(?:\([^()]{{1,30}}\)\s)?{_BETWEEN}{_WHO}\b", re.IGNORECASE
)
_BOTH_SEXES = re.compile(
    rf"\s?(?:and|,)\s{_NUMBER}\s(?:\w+\s)?(?:females?|males?|women|men|girls|boys|controls?)\b", re.IGNORECASE
)
_TOTAL = re.compile(rf"\btotal\sof\s(?P<n>{_NUMBER})(?=\s(?:\(|were\b|was\b))", re.IGNORECASE)
_BESIDE = re.compile(rf"(?:\b{_WHO}\s(?:\([^()]*\)\s)?|\b{_NUMBER},?\s(?:\([^()]*\)\s)?)and\s$", re.IGNORECASE)
"""What stands before the second of two counts: "nine patients and 11 healthy subjects", "23, 16 and 21 patients"."""
_ANALYSED = re.compile(r"\bcomplet\w*|\banaly[sz]\w*|\bfinal\b", re.IGNORECASE)
_BRACKETED = re.compile(rf"\b{_WHO}\b[^.;()]{{0,90}}\(n\s?=\s?(?P<n>\d[\d,]*)\)", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:\band\s|,\s|^)(?P<n>{_NUMBER})\s(?:were\s|was\s)?(?:\w+ly\s|then\s)?randomi[sz]ed"
    r"(?=\s?[.,;)]|$|\s(?:in)?to\s(?:one\sof|either|two|three|four|the\s(?:two|three|four))\b)",
    re.IGNORECASE,
)
_RANDOM = (
    r"(?:randomi[sz]ed|randomly\s(?:\w+\s)?(?:assigned|allocated|divided|placed|distributed|enrolled|classified|grouped)"
    r"|(?:assigned|allocated|divided|distributed)\s(?:\w+\s){0,4}?random(?:ly)?)\b"
)
_TOLD = re.compile(
    rf"(?:(?:\b(?:were|was|been|and|then|who|to\sbe|be|being)|,)\s(?:\w+\s){{0,4}}?{_RANDOM}|\bunderwent\srandomi[sz]ation\b)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\srandomi[sz]ed\b(?=\s(?:in|into|to|at|between|from)\b|[.,;)]|$)", re.IGNORECASE)
_CONDUCTED = re.compile(
    r"\brandomi[sz]ed\b[^.;]{0,80}\b(?:trial|study)\b[^.;]{0,40}\b(?:conducted|performed|done|carried\sout|designed)"
    r"\s(?:\w+\s)?(?:on|in|among|with)\s(?:a\stotal\sof\s)?$",
    re.IGNORECASE,
)
_TRIAL_OF = re.compile(r"\brandomi[sz]ed\b[^.;]{0,80}\b(?:trial|study)\s(?:\([^()]*\)\s)?of\s$", re.IGNORECASE)
_WAS_DONE = re.compile(r"\b(?:was|were)\s(?:\w+\s)?(?:conducted|performed|done|carried\sout)\b", re.IGNORECASE)
_ENTERED = re.compile(
    r"\b(?:were|was|been|and)\s(?:\w+\s)?(?:enroll?ed|included|recruited|entered|participated|studied)\b", re.IGNORECASE
)
_ENTERED_BEFORE = re.compile(
    r"\b(?:enroll?ed|included|recruited)\s(?:a\stotal\sof\s)?(?:\w+\s)?$|\bcomprised\s(?:a\stotal\sof\s)?$",
    re.IGNORECASE,
)
_INTO_TRIAL = re.compile(
    r"\s(?:in|into|to)\s(?:this|the|our|an?)\s(?:[\w-]+,?\s){0,6}?(?:randomi[sz]ed|rct\b)", re.IGNORECASE
)
_BEFORE = re.compile(rf"\b(?:{_RANDOM}|randomi[sz]e)\s(?:(?:a\stotal\sof|all|the|these|another)\s)*$", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:screen\w*|approach\w*|invit\w*|interview\w*|contact\w*|declin\w*|refus\w*|withdr\w+|dropp\w+|will|would"
    r"|should|to\sbe|requir\w*|needed|necessary|calculat\w*|sample\ssize|target|power|per\s(?:group|arm)|each|lost"
    r"|eligibility|excluded|exclusion|analy[sz]ed|among\sthem|of\s(?:whom|these|those|which)|plan\w*|previous\w*"
    r"|originally|earlier|respectively|other\strials?|controls?)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:another|previous|prior|earlier|other|recent|similar|pilot)\s(?:[\w-]+\s){0,3}?(?:study|studies|trials?)\b|\bet\sal\b",
    re.IGNORECASE,
)
"""What a sentence says that reports somebody else's numbers."""
_PART = re.compile(
    r"\b(?:each|per\s(?:group|arm)|another|additional|further|remaining|first|next|only|subsample|subset|subgroup"
    r"|least|about|approximately|than|to|up\sto|of\sthe|of\sthese|of\sthose|of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w.,])(?P<n>{_NUMBER})\s(?:\([^()]*\)\s)?(?:out\s)?of\s(?:the\s|all\s|these\s)?$", re.IGNORECASE
)
_GROUPS_FOLLOW = re.compile(
    rf"(?:,\s(?!(?:19|20)\d\d\b){_NUMBER}\s(?:\w+\s){{0,3}}?|\b(?:and|while|whereas|or)\s(?:the\s(?:other|remaining)\s)?"
    rf"(?!(?:19|20)\d\d\b){_NUMBER}\s(?:\w+\s){{0,6}}?)(?:to|into|in\sthe|received|receiving|controls?)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|2|3|4|5|6|one\sof|either|both|groups|arms|1\s?[:∶]\s?\d|or|versus|vs)\b"
    r"|\band\s(?:the\s)?(?:\w+\s){0,2}?(?:placebo|control|sham|usual)\b",
    re.IGNORECASE,
)
_GROUP_SIZE = re.compile(
    r"\bn\s?=\s?(\d{1,5})\b|\((\d{1,5})\s(?:patients|subjects|participants|children|women)\)", re.IGNORECASE
)
_DATED = re.compile(
    r"\b(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?(?:\s\d{1,2},?)?|[Ii]n|[Ss]ince|[Uu]ntil"
    r"|[Ff]rom|to|and)\s$"
)
_LONGEST_GAP = 240
_FEWEST = 4
_FEWEST_ENROLLED = 10


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number of people, where it stands, and the rule that read it."""

    span: Span
    value: int
    rule: str


def number_randomised(text: str, abstract: Sequence[Span], rest: Sequence[Span]) -> Count | None:
    """How many were randomised, by the sentences of the abstract and those of the rest.

    The abstract speaks first. Where the rest is asked and says two numbers, none is taken. A number of those enrolled
    is taken where it is the sum of the randomised groups, or where it is said twice and no other is.
    """
    for sentences in (abstract, rest):
        found = [count for s in sentences for count in _randomised(text, s)]
        if len({c.value for c in found}) == 1:
            return found[0]
        if found:
            return _agreed(found, _sums(text, [*abstract, *rest]))
    entered = [count for s in (*abstract, *rest) for count in _entered(text, s)]
    sums = _sums(text, [*abstract, *rest])
    for count in entered:
        if count.value in sums:
            return Count(count.span, count.value, "“N enrolled”, the sum of the randomised groups")
    values = [c.value for c in entered]
    if len(values) >= 2 and len(set(values)) == 1 and values[0] >= _FEWEST_ENROLLED:
        return Count(entered[0].span, values[0], "“N enrolled”, said twice in a randomised trial")
    return None


def value_of(words: str) -> int | None:
    """The value of digits or of number words below a million; `None` for what is no whole number."""
    number = next(numbers_in(words), None)
    if number:
        return int(number.value) if number.value == int(number.value) else None
    total = part = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "thousand":
            total, part = total + 1000 * max(part, 1), 0
        elif word == "hundred":
            part = 100 * max(part, 1)
        elif word != "and":
            value = _VALUES.get(word, 0)
            # "eight-nine" is a slip of the pen, no number.
            if not value or (part % 10 and value) or (value < 10 and part % 100 in range(10, 20)):
                return None
            part += value
    return total + part or None


def _agreed(found: Sequence[Count], sums: frozenset[int]) -> Count | None:
    """Of counts that differ, the one that the groups add up to."""
    return next((c for c in found if c.value in sums), None)


def _randomised(text: str, sentence: Span) -> Iterator[Count]:
    """What a sentence calls the number randomised."""
    if _ANOTHER.search(sentence.of(text)):
        return
    for count in _counted(text, sentence):
        before = text[sentence.start : count.span.start]
        if _BEFORE.search(before):
            if not _OTHERWISE.search(before) and not _GROUPS_FOLLOW.search(text, count.end, sentence.end):
                yield Count(count.span, count.value, "“randomised N …”")
            continue
        if _CONDUCTED.search(before) or (_TRIAL_OF.search(before) and _WAS_DONE.search(text, count.end, sentence.end)):
            yield Count(count.span, count.value, "“randomised trial conducted in N …”")
            continue
        told = _AT_ONCE.match(text, count.end, sentence.end)
        told = told or _TOLD.search(text, count.end, min(sentence.end, count.end + _LONGEST_GAP))
        if told and not _otherwise(text, sentence, count, told):
            yield Count(count.span, count.value, "“N … were randomised”")
            continue
        entered = _ENTERED.search(text, count.end, min(sentence.end, count.end + _LONGEST_GAP))
        into = _INTO_TRIAL.match(text, entered.end(), sentence.end) if entered else None
        if entered and into and not _OTHERWISE.search(text, count.span.start, entered.end()):
            yield Count(count.span, count.value, "“N … were enrolled in this randomised …”")
    for m in _BARE.finditer(text, sentence.start, sentence.end):
        value = value_of(m["n"])
        if value and value >= _FEWEST and not re.search(r"\b(?:will|would)\b", sentence.of(text)):
            yield Count(Span(*m.span("n")), value, "“N randomised”")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count of people in a sentence, and where the words for them end."""

    span: Span
    value: int
    end: int


def _counted(text: str, sentence: Span) -> Iterator[_Counted]:
    """The counts of people that may be all of a trial's: no years, shares, or parts of others."""
    said, taken = sentence.of(text), set[int]()
    # What stands in brackets counts parts: "70 patients (28 women, 42 men)".
    masked = _without_brackets(said)
    for pattern in (_COUNTED, _TOTAL, _BRACKETED):
        for m in pattern.finditer(masked if pattern is not _BRACKETED else said):
            span = Span(sentence.start + m.start("n"), sentence.start + m.end("n"))
            before = said[: m.start("n")]
            share = _SHARE.search(before)
            if share:
                span = Span(sentence.start + share.start("n"), sentence.start + share.end("n"))
            elif pattern is not _BRACKETED and _is_part(before):
                continue
            value = value_of(span.of(text))
            if value is None or value < _FEWEST or _is_year(text, span) or span.start in taken:
                continue
            if _BOTH_SEXES.match(said, m.end()) or _BESIDE.search(before):
                continue
            taken.add(span.start)
            yield _Counted(span, value, sentence.start + m.end())


def _is_part(before: str) -> bool:
    """True if the words before a count make it a part of another: "of the 60 patients"."""
    return not _TRIAL_OF.search(before) and _PART.search(before.removesuffix("total of ")) is not None


def _otherwise(text: str, sentence: Span, count: _Counted, told: re.Match[str]) -> bool:
    """True if the count is another's than of all who were randomised."""
    between = _without_brackets(text[count.end : told.end()])
    if ";" in between or _OTHERWISE.search(between) or _COUNTED.search(between):
        return True
    if re.search(r"\b(?:to\sbe|be|not)\s", told[0], re.IGNORECASE):
        return True
    after = text[told.end() : sentence.end]
    if _GROUPS_FOLLOW.search(_without_brackets(after)):
        return True
    if re.match(r"\s(?:in|to|into|per)\s(?:each|every|arm|group)\b", after):
        return True
    # "20 patients were randomised to walking." may be one group of two.
    to_one = re.match(r"\s(?:to|into)\s", after)
    return bool(to_one and not _SEVERAL.search(after))


def _without_brackets(text: str) -> str:
    """The text with all in brackets made dots, as long as before."""
    return re.sub(r"\([^()]*\)", lambda b: f"({'·' * (len(b[0]) - 2)})", text)


def _entered(text: str, sentence: Span) -> Iterator[Count]:
    for count in _counted(text, sentence):
        before = text[sentence.start : count.span.start]
        entered = _ENTERED.search(text, count.end, min(sentence.end, count.end + 120))
        end = entered.end() if entered else count.end
        around = text[max(sentence.start, count.span.start - 30) : min(sentence.end, end + 40)]
        if _ANALYSED.search(around) or before.endswith("and "):
            continue
        between = text[count.span.start : end]
        if (entered and not _OTHERWISE.search(between) and not _COUNTED.search(text, count.end, entered.start())) or (
            _ENTERED_BEFORE.search(before)
        ):
            yield Count(count.span, count.value, "“N enrolled”")


def _sums(text: str, sentences: Iterable[Span]) -> frozenset[int]:
    """What the sizes of groups add up to in each sentence that randomises or compares them."""
    sums = set()
    for sentence in sentences:
        sizes = [int(a or b) for a, b in _GROUP_SIZE.findall(sentence.of(text))]
        if 2 <= len(sizes) <= 6 and re.search(r"random|group|receiv", sentence.of(text), re.IGNORECASE):
            sums.add(sum(sizes))
    return frozenset(sums)


def _is_year(text: str, span: Span) -> bool:
    """True for the year of a date: "Between May 2004 and March 2005 patients were randomised"."""
    return re.fullmatch(r"(?:19|20)\d\d", span.of(text)) is not None and (
        _DATED.search(text[max(0, span.start - 20) : span.start]) is not None
    )
