"""Where a text speaks of others than the question: acute and chronic, children and adults, neck and lower back."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Odds:
    """What a question names and what a text names in its place, each in its own words."""

    asked: str
    stated: str


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_SETS: tuple[tuple[re.Pattern[str], ...], ...] = (
    (
        _rx(r"acute(?:\s+and\s+severe)?|recent[\s-]onset"),
        _rx(r"chronic|persistent|long[\s-]?standing"),
        _rx("subacute"),
    ),
    (
        _rx(r"child(?:ren|hood)?|p(?:a)?ediatric|infants?|adolescents?|teenagers?"),
        _rx(r"adults?|elderly|older\s+(?:people|adults|patients)"),
    ),
    (
        _rx(r"cervical|neck"),
        _rx(r"lumbar|lumbosacral|low(?:er)?[\s-]back"),
        _rx(r"thoracic"),
        _rx(r"hip"),
        _rx(r"knee"),
        _rx(r"shoulder"),
    ),
    (
        _rx(r"axial"),
        _rx(r"radicular|radiculopathy|sciatica|disc\s+herniation|herniated\s+dis[ck]"),
        _rx(r"stenosis|neurogenic\s+claudication"),
    ),
    (_rx(r"sacro-?iliac|SI\s+joints?|SIJs?"), _rx(r"facets?|zygapophys\w+|medial\s+branch(?:es)?")),
    (_rx(r"short(?:er)?[\s-]term"), _rx(r"long(?:er)?[\s-]term"), _rx(r"immediate(?:[\s-]term)?")),
    (_rx(r"women|woman|female"), _rx(r"men|man|male")),
    (_rx(r"type\s(?:1|I)"), _rx(r"type\s(?:2|II)")),
    (_rx(r"mild"), _rx(r"severe")),
    (_rx(r"pre-?operative(?:ly)?|before\s+surgery"), _rx(r"post-?operative(?:ly)?|after\s+surgery")),
    (_rx(r"primary\s+prevention"), _rx(r"secondary\s+prevention")),
)


def at_odds(question: str, text: str) -> Odds | None:
    """The first way in which a text is about others than a question; None where it is about them, or may be.

    A text that names both, or neither, is not at odds.
    """
    question = _with_duration(question)
    for patterns in _SETS:
        asked = [m for p in patterns if (m := p.search(question))]
        if len(asked) != 1:
            continue
        own = next(p for p in patterns if p.search(question))
        stated = None if own.search(text) else next((m for p in patterns if (m := p.search(text))), None)
        if stated:
            return Odds(asked[0][0].lower(), stated[0].lower())
    return _with_and_without(question, text) or _but_not(question, text) or another_number(question, text)


def narrows(question: str, text: str) -> bool:
    """True if a text is about some only ("axial pain", "children") where a question is about all of these alike."""
    asked = _with_duration(question)
    return any(
        any(p.search(text) for p in patterns) and not any(p.search(asked) for p in patterns) for patterns in _SETS[:4]
    )


def in_place(text: str, new: str) -> str:
    """A text with a word such as "radicular" put where it has another of the same kind, "axial"; itself where not."""
    for patterns in _SETS:
        own = next((p for p in patterns if p.fullmatch(new)), None)
        other = next((m for p in patterns if p is not own and (m := p.search(text))), None)
        if own and other and not own.search(text):
            return text[: other.start()] + new + text[other.end() :]
    return text


_COUNTS = {
    word: n + 1 for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}  # fmt: skip
_LASTING = re.compile(
    rf"(?<!at\s)(?<!after\s)(?<!within\s)(?<!by\s)(?<!until\s)(?<!first\s)\b(?P<n>\d+|{'|'.join(_COUNTS)})"
    r"[\s-]*(?P<unit>week|month|year)s?\b(?![\s-]*old\b)",
    re.IGNORECASE,
)
_WEEKS = {"week": 1.0, "month": 4.35, "year": 52.0}
_CHRONIC, _ACUTE = 12.0, 6.0
"""In weeks: what has lasted as long is chronic, what has lasted no longer is acute, as guidelines mostly have it."""
_JUST_BEGUN = re.compile(
    r"\b(?:yesterday|this\s+morning|last\s+(?:night|week)|days\s+ago|a\s+(?:day|week)\s+ago"
    r"|first\s+(?:few\s+|couple\s+of\s+)?(?:days|weeks)|new[\s-]onset|(?:brand[\s-])?new\s+(?:(?:low(?:er)?|mid|upper)\s+)?(?:back|neck|leg)\s?(?:pain|ache)|only\s+(?:began|started)"
    r"|just\s+(?:hurt|pulled|strained|threw|began|started)|threw\s+(?:out\s+)?(?:his|her|my|their)\s+back)\b",
    re.IGNORECASE,
)
_FOR_LONG = re.compile(
    r"\b(?:for\s+(?:(?:many|several|some)\s+)?(?:months|years)|(?:months|years)\s+of|long[\s-](?:standing|lasting)|ongoing)\b",
    re.IGNORECASE,
)
_OF_OUTCOME = re.compile(
    r"\b(?:trial|study|review|outcome|follow-?up|difference|result|score|rate|session)s?\b", re.IGNORECASE
)


def _with_duration(question: str) -> str:
    """A question that says how long something has lasted ("sciatica, 8 months") with what that makes it: chronic."""
    if re.search(r"\b(?:acute|subacute|chronic)\b", question, re.IGNORECASE) or _OF_OUTCOME.search(question):
        return question
    weeks = [
        float(_COUNTS.get(m["n"].lower()) or m["n"]) * _WEEKS[m["unit"].lower()] for m in _LASTING.finditer(question)
    ]
    longest = max(weeks, default=None)
    if _JUST_BEGUN.search(question) or (longest is not None and longest <= _ACUTE):
        return f"{question} acute"
    return f"{question} chronic" if _FOR_LONG.search(question) or (longest or 0) >= _CHRONIC else question


_SIGNS = (
    _rx(r"red\s+flags?|serious\s+(?:underlying\s+)?(?:pathology|causes?)"),
    _rx(
        r"(?:neuro(?:logic(?:al)?)?|focal|motor)\s+(?:\w+\s+)?(?:deficits?|signs?|findings)|neuro(?:logic(?:ally|al)?)?(?=\s+(?:intact|normal))|(?:foot|wrist)\s?drop"
        r"|(?:muscle\s+|leg\s+|motor\s+)?weak(?:ness|er)|neuro(?:logic(?:al)?)?\s+exam\w*"
    ),
    _rx(r"radicular|radiculopathy|sciatica"),
)
_WITHOUT_SIGNS = re.compile(
    rf"\b(?:without|with\s+no|in\s+the\s+absence\s+of)\s[^;.,()]*?(?:{_SIGNS[0].pattern}|{_SIGNS[1].pattern})"
    r"(?:\s+(?:or|and)\s+(?:other\s+)?red\s+flags)?",
    re.IGNORECASE,
)
_UNCOMPLICATED = _rx(r"uncomplicated|non-?specific")
"""Of back pain, by definition: without red flags and losses of a nerve."""
_MISSING_BEFORE = re.compile(
    r"\b(?:(?:without|no|w/o|absence\s+of|free\s+of)\s+(?:[\w,./()-]+\s+){0,6}"
    r"|(?:normal|intact|unremarkable|negative|clean|benign|reassuring|non-?focal)\s+(?:\w+\s+)?)$",
    re.IGNORECASE,
)
_OR_WITHOUT = re.compile(r"\bwith\s+(?:or|and)\s+without\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_MISSING_BEHIND = re.compile(
    r"^\s*(?:(?:is|are)\s+)?(?:intact|normal|absent|unremarkable|negative|clean|benign|reassuring|non-?focal)\b",
    re.IGNORECASE,
)


def _with_and_without(question: str, text: str) -> Odds | None:
    """ "Without red flags" where those with red flags are asked about, or the other way round."""
    for sign in _SIGNS:
        asked, stated = _has(sign, question), _has(sign, text)
        if len(asked) == 1 and len(stated) == 1 and asked.keys() != stated.keys():
            (has, named), (_, other) = *asked.items(), *stated.items()
            return Odds(named if has else f"no {named}", f"without {other}" if has else other)
    return None


def names_a_sign(text: str) -> bool:
    """True if a text speaks of red flags or of what a nerve has lost, be it that there is none."""
    return any(sign.search(text) for sign in _SIGNS[:2])


def speaks_of_signs(text: str) -> bool:
    """True if a text says that there are red flags, or that there are none; likewise of what a nerve has lost."""
    return any(_has(sign, text) for sign in _SIGNS[:2])


def without_signs(text: str) -> str:
    """The stretch of a text by which it is about those without red flags or losses of a nerve; empty if it is not."""
    match = _WITHOUT_SIGNS.search(text)
    return match[0] if match and not any(True in _has(sign, text) for sign in _SIGNS[:2]) else ""


def circumstances_in(text: str) -> list[str]:
    """The stretches of a text that say how long something has lasted, and which signs there are or are not."""
    lasting = [m for p in (_JUST_BEGUN, _FOR_LONG, _LASTING) for m in p.finditer(text)]
    told = [(m.start(), m[0]) for m in lasting]
    for sign in _SIGNS:
        for match in sign.finditer(text):
            before = _MISSING_BEFORE.search(text[: match.start()])
            behind = _MISSING_BEHIND.match(text[match.end() :])
            start, end = before.start() if before else match.start(), match.end() + (behind.end() if behind else 0)
            told.append((start, text[start:end]))
    return list(dict.fromkeys(words for _, words in sorted(told)))


def _has(sign: re.Pattern[str], text: str) -> dict[bool, str]:
    """By whether those a text is about have a sign or lack it, the words that say so; both if it is left open."""
    told: dict[bool, str] = {}
    for match in sign.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        lacks = bool(_MISSING_BEFORE.search(before) or _MISSING_BEHIND.match(behind))
        for has in (True, False) if _OR_WITHOUT.search(before) else (not lacks,):
            told.setdefault(has, match[0].lower())
    plain = None if told or sign not in _SIGNS[:2] else _UNCOMPLICATED.search(text)
    return {False: plain[0].lower()} if plain else told


_NON = re.compile(r"\bnon-(?P<what>[a-z]{5,})", re.IGNORECASE)


def _but_not(question: str, text: str) -> Odds | None:
    """ "Non-benzodiazepine drugs" where benzodiazepines are asked about."""
    for match in _NON.finditer(text):
        bare = re.compile(rf"(?<!non-)\b{re.escape(match['what'])}", re.IGNORECASE)
        asked = bare.search(question)
        if asked and not _NON.search(question) and not bare.search(text):
            return Odds(asked[0].lower(), match[0].lower())
    return None


_CODE = re.compile(
    r"(?<![\w-])(?P<letters>[A-Za-z]{2,6})(?P<hyphen>-?)(?P<number>\d{1,5})(?P<letter>[A-Za-z]?)(?![\w-])"
)


def codes_in(text: str) -> list[re.Match[str]]:
    """The names of letters and a number in a text, as "IL-6": `letters`, `hyphen`, `number`, `letter`."""
    return [m for m in _CODE.finditer(text) if any(c.isupper() for c in m["letters"])]


def another_number(question: str, text: str) -> Odds | None:
    """ "IL-8" where IL-6 is asked about, or "SF-12" where SF-36 is."""
    codes = codes_in(question)
    for code in codes:
        alike = re.compile(rf"(?<![A-Za-z]){code['letters']}-?(?P<number>\d+)[\w-]*", re.IGNORECASE)
        there = {m["number"]: m[0] for m in alike.finditer(text)}
        if there and not there.keys() & {c["number"] for c in codes if c["letters"].lower() == code["letters"].lower()}:
            return Odds(code[0], next(iter(there.values())))
    return None
