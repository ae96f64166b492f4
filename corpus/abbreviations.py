"""Abbreviations a text defines itself: "epidural steroid injection (ESI)", "ESI (epidural …)", "ESI: epidural …".

A long form whose words' first letters spell the short form is taken first; failing that, the shortest stretch that has
the letters in order, if it leaves few words unused. Source: Schwartz and Hearst, A simple algorithm for identifying
abbreviation definitions in biomedical text, PSB 2003; the check of first letters comes before it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Span

_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_SHORT = re.compile(r"(?=.{2,10}$)[A-Za-z0-9][\w./&+'’-]*(?: [\w.+-]+)?")
_SINGLE = re.compile(r"[A-Z]")
_LISTED = re.compile(r"(?<![\w./-])([A-Z][\w/&-]{1,9})\s?(?:[:=,]|\s[–—-])\s(?=[A-Za-z])")
_LOCANT = re.compile(r"(?:[\d,'’′()\[\]αβγδ-]+|(?:alpha|beta|gamma|delta|cis|trans|tert|[NDLRSO])-)+$")
"""What stands before a chemical's name within its word: "2,6-", "alpha-"."""
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = frozenset(
    "of and the in for to with by on a an or at from per non via as s de la du des der die und".split()
)
_LONGEST = 200
_UNUSED = 2
"""Words other than `_SKIPPED` that a long form may hold without giving a letter."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the long form it stands for; the spans are into the text that defines it."""

    short: str
    long: str
    short_at: Span
    long_at: Span


def definitions_in(text: str) -> tuple[Abbreviation, ...]:
    """What a text defines, in order; a short form comes as often as it is defined. Takes time linear in the text.

    A short form has 2 to 10 characters, at least one of them a capital, or is one capital that begins the word before.
    """
    found = [*_bracketed(text), *_listed(text)]
    found.sort(key=lambda a: (a.short_at, a.long_at))
    return tuple(found)


def abbreviations_in(text: str) -> dict[str, str]:
    """Short forms and the long forms they are first defined with, in order of the text."""
    first: dict[str, str] = {}
    for definition in definitions_in(text):
        first.setdefault(definition.short, definition.long)
    return first


def _bracketed(text: str) -> Iterator[Abbreviation]:
    for match in _BRACKET.finditer(text):
        short = re.split(r"[;,]\s", match[1])[0]
        bare = short.strip(" \"'“”‘’")
        start = match.start(1) + (short.index(bare) if bare else 0)
        found = None
        if _is_short(bare) or _SINGLE.fullmatch(bare):
            low = max(0, match.start() - _LONGEST)
            place = _long_before(bare, text[low : match.start()])
            found = Span(low + place.start, low + place.end) if place else None
            if found:
                yield Abbreviation(bare, found.of(text), Span(start, start + len(bare)), found)
        if found is None and " " in match[1].strip():
            yield from _reversed(text, match)


def _reversed(text: str, match: re.Match[str]) -> Iterator[Abbreviation]:
    """ "ESI (epidural steroid injection)": the word before the bracket, spelled by the words in it."""
    before = re.search(r"(?<![\w./-])([A-Z][\w/&-]{1,9})\s?$", text[max(0, match.start() - 14) : match.start()])
    if before is None or not _is_short(before[1]) or sum(c.isupper() for c in before[1]) < 2:
        return
    inside = re.split(r"[;,]\s", match[1])[0]
    end = _spelled_from_start(before[1], inside)
    if end:
        at = max(0, match.start() - 14) + before.start(1)
        lead = len(inside) - len(inside.lstrip())
        span = Span(match.start(1) + lead, match.start(1) + end)
        yield Abbreviation(before[1], span.of(text), Span(at, at + len(before[1])), span)


def _listed(text: str) -> Iterator[Abbreviation]:
    """ "ESI, epidural steroid injection", "ESI: epidural steroid injection; …", where first letters spell it."""
    for match in _LISTED.finditer(text):
        short = match[1]
        if not _is_short(short) or sum(c.isupper() for c in short) < 2:
            continue
        following = re.split(r"[;,:.()\n]", text[match.end() : match.end() + _LONGEST])[0]
        end = _spelled_from_start(short, following)
        if end:
            span = Span(match.end(), match.end() + end)
            yield Abbreviation(short, span.of(text), Span(*match.span(1)), span)


def _is_short(short: str) -> bool:
    return bool(_SHORT.fullmatch(short)) and any(c.isupper() for c in short) and not short.endswith(("'", "’", "-"))


def _long_before(short: str, before: str) -> Span | None:
    """Where the long form stands at the end of `before`."""
    if before and not before[-1].isspace() and len(short) == 1:
        return None
    before = before.rstrip()
    floor = _same_sentence(before)
    words = list(_WORD.finditer(before, floor))
    if not words or words[-1].end() < len(before.rstrip("\"'”’)],")) - 1:
        return None
    end = words[-1].end()
    letters = _letters(short)
    if not letters:
        return None
    if len(short) == 1:
        only = words[-1]
        fits = only[0][0].lower() == letters and len(only[0]) > 3
        return Span(only.start(), end) if fits else None
    start = _by_initials(letters, words)
    if start is None:
        start = _in_order(short, before, words)
    if start is None:
        return None
    head = before[max(before.rfind(" ", 0, start), before.rfind("\n", 0, start)) + 1 : start]
    if head and head[0] not in "([" and _LOCANT.fullmatch(head):
        start -= len(head)
    return _checked(short, before, Span(start, end))


_DIGITS = dict(zip("123456789", "one two three four five six seven eight nine".split(), strict=True))


def _gives(word: str, letter: str) -> bool:
    """True if a word begins with the letter, or spells out the digit."""
    return word[0].lower() == letter or _DIGITS.get(letter) == word.lower()


def _letters(short: str) -> str:
    """The characters of a short form that its long form has to give; a plural's "s" is none."""
    bare = short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short
    return "".join(c.lower() for c in bare if c.isalnum())


def _same_sentence(before: str) -> int:
    """Where the sentence that `before` ends in begins, as far as the long form is concerned."""
    breaks = [m.end() for m in re.finditer(r"(?<=[^\W\d_]{2})[.;:?!]\s+|\n", before)]
    return breaks[-1] if breaks else 0


def _by_initials(letters: str, words: list[re.Match[str]]) -> int | None:
    """The start of the words whose first letters spell `letters`, read from the right; small words are passed over."""
    place = len(words) - 1
    for i in range(len(letters) - 1, -1, -1):
        while place >= 0 and not _gives(words[place][0], letters[i]):
            if words[place][0].lower() not in _SKIPPED or i == len(letters) - 1:
                return None
            place -= 1
        if place < 0:
            return None
        place -= 1
    return words[place + 1].start()


def _in_order(short: str, before: str, words: list[re.Match[str]]) -> int | None:
    """The start of the shortest end of `before` that has the letters of `short` in order; None if much is unused."""
    limit = min(len(short) + 5, 2 * len(short))
    floor = words[-min(limit, len(words))].start()
    letters = "".join(c.lower() for c in short if c.isalnum())
    position = len(before) - 1
    used: list[int] = []
    for i in range(len(letters) - 1, -1, -1):
        while position >= floor and (
            before[position].lower() != letters[i] or (i == 0 and position > 0 and before[position - 1].isalnum())
        ):
            position -= 1
        if position < floor:
            return None
        used.append(position)
        position -= 1
    start = used[-1]
    inside = [w for w in words if w.start() >= start]
    unused = [w for w in inside if w[0].lower() not in _SKIPPED and not any(w.start() <= p < w.end() for p in used)]
    return start if len(unused) <= _UNUSED else None


def _checked(short: str, before: str, span: Span) -> Span | None:
    long = span.of(before)
    folded = [w.lower() for w in _WORD.findall(long)]
    unbalanced = any(long.count(a) != long.count(b) for a, b in ("()", "[]"))
    if len(long) <= len(short) or short.lower() in folded or unbalanced:
        return None
    return span


def _spelled_from_start(short: str, text: str) -> int:
    """Where the words that spell `short` by their first letters, the first being the text's first, end; else 0."""
    letters = _letters(short)
    place, end = 0, 0
    for n, word in enumerate(_WORD.finditer(text)):
        if place == len(letters):
            break
        if _gives(word[0], letters[place]):
            place, end = place + 1, word.end()
        elif n == 0 or word[0].lower() not in _SKIPPED:
            return 0
    return end if place == len(letters) >= 2 and end > len(short) else 0
