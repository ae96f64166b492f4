"""Whether a statement says what quotes say: numbers with units and order, negation, hedges, direction, comparator.

Rules over words, and stricter than a reader would be: a statement that is worded too freely to be compared is held not
to agree, since the quote itself can always be shown in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.answer import Check
from assistant.question import stem, stems
from corpus.numbers import numbers_in
from corpus.sentences import sentences_of
from index.lexical import words_of

MOST_NEW = 0.4
"""Share of a statement's telling words that its quotes may lack."""
_RESTATED = 0.8
"""From this likeness of their telling words on two clauses say the same."""
_MOSTLY = 0.6
"""From this share of a quote's telling words on a statement restates the whole of it."""

_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "mg": "mg", "µg": "µg", "μg": "µg", "mcg": "µg", "g": "g",
    "kg": "kg", "ml": "ml", "l": "l", "dl": "dl", "mm": "mm", "cm": "cm", "m": "m", "mmhg": "mmhg",
    "mmol": "mmol", "iu": "iu", "units": "unit",
    "unit": "unit", "points": "point", "point": "point", "seconds": "second", "second": "second", "min": "minute",
    "minutes": "minute", "minute": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour", "hour": "hour",
    "days": "day", "day": "day", "wk": "week", "wks": "week", "weeks": "week", "week": "week", "mo": "month",
    "months": "month", "month": "month", "yr": "year", "yrs": "year", "years": "year", "year": "year",
    "patients": "person", "participants": "person", "people": "person", "women": "woman", "men": "man",
    "children": "child", "trials": "study", "studies": "study", "times": "time", "fold": "time",
}  # fmt: skip
_UNIT = re.compile(
    rf"[\s-]{{0,2}}({'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})(?![a-zµμ])", re.IGNORECASE
)
_CURRENCY = re.compile(r"(?:[$£€]|\b(?:USD|GBP|EUR))(?=\s?$)")
_CURRENCIES = {"$": "usd", "£": "gbp", "€": "eur"}
_LISTED = re.compile(r"\s*(?:,|-|–|—|to|and|or|,\s*and)\s*$")
"""What may stand between two numbers that share a unit: "3, 6 and 12 months"."""
_COUNTED = {
    name: float(value)
    for value, name in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_NEGATOR = re.compile(
    r"\b(?:no|not|never|neither|nor|none|without|cannot|against|unlikely|unable|fail(?:s|ed)?(?= to)|lack(?:s|ed|ing)?"
    r"|absence|absent|insufficient|avoid(?:ed|ing|s)?|non(?=-))\b|n['’]t\b"
    r"|\bun(?=(?:changed|affected|altered|improved|related|associated|safe|necessary|successful|supported|proven)\b)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may(?!\s+\d)|might|could|possibl[ey]|probabl[ey]|likely|perhaps|potential(?:ly)?|suggest(?:s|ed|ing|ive)?"
    r"|appear(?:s|ed)?|seem(?:s|ed|ingly)?|uncertain(?:ty)?|unclear|tend(?:s|ed)?|trend|presumabl[ey]|consider(?:ed)?"
    r"|estimated|believed|hypothesi[sz]ed?|conditional(?:ly)?|low[- ](?:certainty|quality)|limited)\b"
)
_CLAUSE = re.compile(
    r"[.;:!?()]\s|,\s+(?:but|whereas|while|although|though|however|and|nor|yet|with)\b|\b(?:but|whereas|although|however)\b"
)
_POLES = (
    (
        "up",
        r"increas\w*|higher|greater|more|ros?e|risen|rises?|elevat\w+|raised?|longer|larger|above|gains?|gained|most",
    ),
    ("down", r"decreas\w*|reduc\w*|lower\w*|less|fewer|f[ae]ll(?:s|en)?|declin\w*|drop\w*|smaller|shorter|below|least"),
    ("better", r"better|improv\w*|superior\w*|benefi\w*|best"),
    ("worse", r"wors\w+|inferior\w*|deteriorat\w*|harm\w*"),
    ("strong", r"strong(?:ly)?"),
    ("weak", r"weak(?:ly)?|conditional(?:ly)?"),
    ("certain", r"(?:high|moderate)[- ](?:certainty|quality|confidence)"),
    ("unsure", r"(?:very[- ])?low[- ](?:certainty|quality|confidence)"),
    ("before", r"before|prior to|preceding"),
    ("after", r"after|following"),
)
_OPPOSITE = {"up": "down", "better": "worse", "strong": "weak", "certain": "unsure", "before": "after"}
_OPPOSITE |= {b: a for a, b in _OPPOSITE.items()}
_POLE = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _POLES), re.IGNORECASE)
_COMPARATOR = re.compile(
    r"\b(?:than|versus|vs\.?|(?:as )?compared (?:with|to)|relative to|in comparison (?:with|to)|rather than)\s+"
    r"(?P<what>[^,;.()]{2,80})",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    r"\b(?:placebos?|shams?|saline|(?:usual|standard|routine) care|no (?:treatment|intervention)|wait(?:ing)?[- ]lists?"
    r"|controls?|conservative|surg(?:ery|ical)|exercises?|physiotherapy|alone)\b",
    re.IGNORECASE,
)
"""What treatments are compared with, by name."""
_BETWEEN = re.compile(
    r"\bbetween\s+(?P<one>[^,;.()]{2,80}?)\s+and\s+(?P<other>[^,;.()]{2,60}?)"
    r"(?=\s+(?:is|was|are|were|of|at|in|on|for)\b|[,;.()]|$)"
)
_SHORT_FORM = re.compile(r"\s?\((?=[^\s)]{2,12}\))[A-Z][A-Za-z/&-]*\)")
"""An abbreviation behind what it stands for; it says nothing of its own."""
_FIRST = 2
"""Telling words of a comparator that must be those of the quote's."""


def disagreement(text: str, quotes: Sequence[str]) -> tuple[Check, str] | None:
    """The first way in which a statement is not what its quotes say, with the reason in words; None if it agrees.

    Args:
        text: The statement, in any wording.
        quotes: The slices it rests on, the first one most.
    """
    bare, held = _SHORT_FORM.sub("", text), [_SHORT_FORM.sub("", quote) for quote in quotes]
    for check, agrees, reason in _CHECKS:
        if not agrees(bare, held):
            return check, reason
    return None


def bears_on(text: str, quote: str) -> bool:
    """True if a quote and a statement share enough telling words for the one to be about the other."""
    said, held = stems(text), stems(quote)
    return max(_share(said, held), _share(held, said)) >= 1 - MOST_NEW


def _numbers_agree(text: str, quotes: Sequence[str]) -> bool:
    """No number that the quotes lack, and none more often than in all of them."""
    held = Counter(value for quote in quotes for value in [*_values(quote), *_counts(quote)])
    return not Counter([*_values(text), *_counts(text)]) - held


def _values(text: str) -> list[float]:
    return [n.value for n in numbers_in(text)]


def _counts(text: str) -> list[float]:
    """Numbers written as words; "one" is left out, being mostly none."""
    return [_COUNTED[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _COUNTED]


def _units_agree(text: str, quotes: Sequence[str]) -> bool:
    """A number keeps its unit; one whose unit the quote does not state there says nothing."""
    held: dict[float, set[str]] = {}
    for quote in quotes:
        for value, unit in _measured(quote):
            held.setdefault(value, set()).update({unit} - {""})
    return all(unit in held[value] for value, unit in _measured(text) if unit and held.get(value))


def _measured(text: str) -> list[tuple[float, str]]:
    """Each number with its unit; in a list the numbers share that of the last."""
    found: list[tuple[float, str]] = []
    shared = ""
    numbers = list(numbers_in(text))
    for number, following in reversed(list(zip(numbers, [*numbers[1:], None], strict=False))):
        unit = _UNIT.match(text, number.span.end)
        named = _UNITS[unit[1].lower()] if unit else ""
        if not named and following and _LISTED.fullmatch(text[number.span.end : following.span.start]):
            named = shared
        shared = named
        sign = _CURRENCY.search(text, max(0, number.span.start - 5), number.span.start)
        currency = _CURRENCIES.get(sign[0], sign[0].lower()) if sign else ""
        found += [(number.value, name) for name in (named, currency) if name] or [(number.value, "")]
    return found[::-1]


def _order_agrees(text: str, quotes: Sequence[str]) -> bool:
    """The numbers come in the order of a quote, so that two of them cannot have changed places."""
    values = _values(text)
    one_after_other = [v for quote in quotes for v in _values(quote)]
    return any(_within(values, held) for held in [*(_values(quote) for quote in quotes), one_after_other])


def _within(wanted: Iterable[object], held: Iterable[object]) -> bool:
    """True if `wanted` can be got from `held` by leaving out."""
    rest: Iterator[object] = iter(held)
    return all(w in rest for w in wanted)


def _owners_agree(text: str, quotes: Sequence[str]) -> bool:
    """A number is not given to what the quote gives another number to: "4 with placebo, 12 with the drug"."""
    held = [owned for quote in quotes for owned in _owned(quote)]
    for value, words in _owned(text):
        own = [w for v, w in held if v == value]
        if words and own and not any(words & w for w in own) and any(words & w for v, w in held if v != value):
            return False
    return True


def _owned(text: str) -> list[tuple[float, frozenset[str]]]:
    """Each number with the stems of the telling words behind it, up to the next number or the end of the clause."""
    numbers = list(numbers_in(text))
    found = []
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        end = following.span.start if following else len(text)
        behind = _CLAUSE.split(text[number.span.end : end])[0]
        found.append((number.value, frozenset(stem(w) for w in words_of(behind) if w not in _UNITS)))
    return found


def _poles_agree(text: str, quotes: Sequence[str]) -> bool:
    """What goes up, down, better or worse in the statement does so in a quote, in the same order."""
    said = _poles(text)
    held = [pole for quote in quotes for pole in _poles(quote)]
    for pole in set(said):
        if pole not in held and (_OPPOSITE[pole] in held or (pole in ("up", "down", "better", "worse") and not held)):
            return False
    both = {p for p in held if _OPPOSITE[p] in held}
    ordered = [p for p in said if p in both]
    return any(_within(ordered, rest) for rest in [held, *(_poles(quote) for quote in quotes)])


def _poles(text: str) -> list[str]:
    return [str(m.lastgroup) for m in _POLE.finditer(text)]


def _comparators_agree(text: str, quotes: Sequence[str]) -> bool:
    """What is compared with what is so in a quote; no kind of comparator is named that no quote names."""
    held = [w for quote in quotes for w in _comparators(quote)]
    if held and not all(any(said <= other for other in held) for said in _comparators(text, _FIRST)):
        return False
    named = {kind for quote in quotes for kind in _controls(quote)}
    if not named.issuperset(_controls(text)):
        return False
    sides = [side for quote in quotes for side in _sides(quote)]
    return all(not sides or any(_alike(one, a) >= _alike(one, b) for a, b in sides) for one, _ in _sides(text))


def _controls(text: str) -> set[str]:
    """Kinds of comparator, by the four letters that "surgery" and "surgical" share."""
    return {m[0].lower()[:4] for m in _CONTROLS.finditer(text)}


def _sides(text: str) -> list[tuple[set[str], set[str]]]:
    """The two groups of each "between … and …", in their order."""
    return [(stems(m["one"]), stems(m["other"])) for m in _BETWEEN.finditer(text)]


def _comparators(text: str, most: int = 12) -> list[frozenset[str]]:
    return [frozenset(stem(w) for w in words_of(m["what"])[:most]) for m in _COMPARATOR.finditer(text)]


def _negation_agrees(text: str, quotes: Sequence[str]) -> bool:
    """No word is denied in the statement that no quote denies, nor the other way round."""
    held: dict[str, set[bool]] = {}
    for quote in quotes:
        for word, denied in _polarity(quote):
            held.setdefault(word, set()).add(denied)
    said = list(_polarity(text))
    if any(word in held and denied not in held[word] for word, denied in said):
        return False
    denies = bool(_NEGATOR.search(text))
    if denies and not any(_NEGATOR.search(quote) for quote in quotes):
        return False
    if not _as_often(_NEGATOR, text, quotes):
        return False
    whole = [quote for quote in quotes if _share(stems(quote), stems(text)) >= _MOSTLY]
    return denies or not whole or any(not _NEGATOR.search(quote) for quote in whole)


def _as_often(word: re.Pattern[str], text: str, quotes: Sequence[str]) -> bool:
    """True if each clause that restates one of a quote's has the word as often as it has."""
    held = [(stems(word.sub(" ", c)), len(word.findall(c))) for quote in quotes for c in _CLAUSE.split(quote)]
    for clause in _CLAUSE.split(text):
        own = stems(word.sub(" ", clause))
        alike = [(_alike(own, other), times) for other, times in held if own]
        nearest = max((score for score, _ in alike), default=0.0)
        if nearest >= _RESTATED and len(word.findall(clause)) not in {t for score, t in alike if score == nearest}:
            return False
    return True


def _polarity(text: str) -> Iterator[tuple[str, bool]]:
    """Stems of the telling words, each with whether a negating word stands before it in its clause.

    Numbers and units are left out: "at 6 months" is denied by no "not" before it.
    """
    for clause in _CLAUSE.split(text):
        negator = _NEGATOR.search(clause)
        begin = negator.start() if negator else len(clause)
        for words, denied in ((clause[:begin], False), (_NEGATOR.sub(" ", clause[begin:]), True)):
            yield from ((stem(w), denied) for w in words_of(words) if w not in _UNITS and not w.isdigit())


def _hedges_agree(text: str, quotes: Sequence[str]) -> bool:
    """Each clause is as sure as the clause of a quote that it shares most words with, as often if it says the same."""
    held = [clause for quote in quotes for clause in _CLAUSE.split(quote) if words_of(clause)]
    for clause in _CLAUSE.split(text):
        own = stems(_HEDGE.sub(" ", clause))
        if not own or not held:
            continue
        alike = [(_alike(own, stems(_HEDGE.sub(" ", other))), len(_HEDGE.findall(other))) for other in held]
        nearest = max(score for score, _ in alike)
        hedges = {count for score, count in alike if score == nearest}
        said = len(_HEDGE.findall(clause))
        if nearest >= _RESTATED and said not in hedges:
            return False
        if nearest > 0 and bool(said) not in map(bool, hedges):
            return False
    return True


def _speaks_of_it(text: str, quotes: Sequence[str]) -> bool:
    """Of every sentence, as an order or a remark put in would otherwise hide among the words of the rest."""
    held = stems(" ".join(quotes))
    said = [stems(s.of(text)) for s in sentences_of(text)]
    return all(1 - _share(words, held) <= MOST_NEW for words in said if words)


def _share(wanted: set[str], held: set[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


_Agrees = Callable[[str, Sequence[str]], bool]
_CHECKS: tuple[tuple[Check, _Agrees, str], ...] = (
    (Check.NUMBERS, _numbers_agree, "it gives a number that its source does not"),
    (Check.NUMBERS, _units_agree, "it gives a number with another unit than its source"),
    (Check.NUMBERS, _order_agrees, "its numbers stand in another order than in its source"),
    (Check.NUMBERS, _owners_agree, "it gives a number to something else than its source"),
    (Check.COMPARATOR, _comparators_agree, "it compares with something else than its source"),
    (Check.DIRECTION, _poles_agree, "it goes another way than its source"),
    (Check.NEGATION, _negation_agrees, "it denies what its source does not, or the other way round"),
    (Check.HEDGE, _hedges_agree, "it is more or less sure than its source"),
    (Check.SUPPORT, _speaks_of_it, "its source does not speak of all it says"),
)
