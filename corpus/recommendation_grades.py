"""Printed grades of recommendations: GRADE, USPSTF, NASS, SIGN, Oxford, ACC/AHA and those that print alike.

A grade is read for three things, each with the span it was read from: direction, strength and certainty of evidence.
What a system does not say stays empty. Letters say less than they seem to: SIGN's and Oxford's stand for the evidence
only, so that of a bare letter just A (strong) and I (neither) are used, and the wording decides the rest.

Sources: GRADE handbook, chapters 5 and 6; USPSTF, Grade definitions (A and B: offer, C: offer selectively, D:
discourage, I: insufficient); NASS, Grades of recommendation; SIGN 50; ACC/AHA, Applying class of recommendation and
level of evidence (2015, updated 2019).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Span

LONGEST = 200
"""A grade printed behind a statement, in code points."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a printed grade says; empty or None is what it does not say. Spans are into the text it was read from."""

    direction: str = ""
    """"for", "against", "neither" or ""."""
    strength: str = ""
    """"strong", "weak" or ""."""
    certainty: str = ""
    """"high", "moderate", "low", "very low" or ""."""
    strength_at: Span | None = None
    certainty_at: Span | None = None
    mixed: bool = False
    """True if it prints several strengths."""

    @property
    def says_something(self) -> bool:
        """True if anything was read, also a letter that tells no strength by itself."""
        return bool(self.direction or self.strength or self.certainty or self.mixed or self.strength_at)


_FOR = r"for|in favou?r(?: of)?"
_STRENGTH = re.compile(
    rf"""\b(?P<word>strong|weak|conditional|discretionary|qualified)(?:ly)?\b
    (?:\s+(?:clinical\s+|practice\s+|consensus\s+)?recommend(?:ation|ed|s)?)?
    (?:\s*[,:–-]?\s*(?:direction:?\s*)?(?:(?P<for>(?:{_FOR})(?!\s+(?:n?or|or)\s))|(?P<against>against))\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(
    r"\b(?:moderate|weak|conditional|strong)\s*(?:to|[-–/])\s*(?:moderate|weak|conditional|strong)\b", re.IGNORECASE
)
_STRENGTH_OF = re.compile(
    r"\b(?:strength|grade|class)\s*(?:of\s+(?:the\s+)?recommendations?)?\s*[:=]?\s*"
    r"(?P<word>strong|weak|conditional|discretionary|qualified)\b",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"\bneither\s+(?:for\s+nor\s+against|recommended\s+nor)\b|\bno\s+recommendation\b|\b(?:for\s+or\s+against)\b|"
    r"\bI[\s-]statement\b|\binsufficient\s+evidence\b",
    re.IGNORECASE,
)
_BARE_DIRECTION = re.compile(
    r"\b(?:recommendation|statement)\s+(?:(?P<against>against)|(?P<for>for|in favou?r))\b", re.IGNORECASE
)
_LEVELS = r"very[\s-]low|low|moderate|high"
_CERTAINTY = re.compile(
    rf"\b(?P<level>{_LEVELS})[\s-]+(?:(?:overall|grade)\s+)?(?:certainty|quality|confidence|strength\s+of\s+evidence)\b|"
    rf"\b(?:certainty|quality|confidence|level|strength)\s*(?:(?:in|of)\s+(?:the\s+)?(?:quality\s+of\s+(?:the\s+)?)?"
    rf"(?:\w+\s+)?evidence)?\s*(?:\(GRADE\))?\s*[:=–-]?\s*(?:is\s+|was\s+)?(?P<after>{_LEVELS})\b|"
    rf"\b(?P<bare>{_LEVELS})(?=\s+evidence\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[⊕⨁]{1,4}[⊖⊝◯○〇⨀⊙]{0,3}")
_BY_SIGNS = {1: "very low", 2: "low", 3: "moderate", 4: "high"}
_NUMBERED = re.compile(r"(?<![\w.])(?:GRADE\s*|Grade\s*|Level\s*)?(?P<number>[12])\s?(?P<letter>[ABCD])\b(?![-.\w])")
_BY_LETTER = {"A": "high", "B": "moderate", "C": "low", "D": "very low"}
_CLASS = re.compile(
    r"\b(?:class(?:\s+of\s+recommendation)?|COR)\s*[:=]?\s*(?P<class>III|II\s?[ab]|II|I|[123][ab]?)\b"
    r"(?:\s*[:(,-]?\s*(?P<kind>no[\s-]benefit|harm))?",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:level(?:\s+of\s+evidence)?|LOE|evidence(?:\s+level)?)\s*[:=]?\s*"
    r"(?P<level>A|B[-‐–]?N?R|B|C[-‐–]?(?:LD|EO)|C)\b(?![-\w])",
    re.IGNORECASE,
)
_BY_LEVEL = {
    "A": "high",
    "B": "moderate",
    "BR": "moderate",
    "BNR": "moderate",
    "C": "low",
    "CLD": "low",
    "CEO": "very low",
}
_LETTER = re.compile(
    r"\b(?:grade(?:\s+of\s+recommendation)?|recommendation\s+grade|strength\s+of\s+recommendation|SOR|"
    r"level\s+of\s+recommendation)\s*[:=]?\s*(?P<letter>(?-i:[ABCDI]))\b(?![-.\w]*\w)|"
    r"(?<![\w-])(?P<uspstf>[ABCDI])\s+(?:grade|recommendation|statement)\b(?!\s+(?:to|that|for\s+or))|"
    r"^[\s(\[]*(?P<alone>(?-i:[ABCD]))[\s)\]]*$",
    re.IGNORECASE,
)
_GOOD_PRACTICE = re.compile(
    r"\b(?:good[\s-]practice(?:\s+(?:statement|point))?|best[\s-]practice(?:\s+(?:statement|advice))?|"
    r"expert\s+(?:consensus|opinion)|consensus(?:[\s-]based)?(?:\s+(?:recommendation|statement))?|ungraded)\b",
    re.IGNORECASE,
)


def grade_of(text: str, *, prose: bool = False) -> Grade:
    """What grades `text` prints. Two different strengths, or two different certainties, count as none.

    Args:
        text: A printed grade, or with `prose` a sentence that may hold one: there "strong" alone is no strength, for
            it may be an opioid's, and no letter or number is a grade.
    """
    if len(text) > 4000:
        return Grade()
    numbered, classed = (None, None) if prose else (_NUMBERED.search(text), _CLASS.search(text))
    letter = None if numbered or classed or prose else _LETTER.search(text)
    neither = None if prose else _NEITHER.search(text)
    strengths = {
        (_strength(m["word"]), m.span())
        for p in (_STRENGTH, _STRENGTH_OF)
        for m in p.finditer(text)
        if not prose or " " in m[0]
    }
    direction = "neither" if neither else _direction(text)
    if numbered:
        strengths.add(("strong" if numbered["number"] == "1" else "weak", numbered.span()))
    if classed:
        towards, strength = _of_class(classed["class"], classed["kind"] or "")
        direction = direction or towards
        strengths.add((strength, classed.span()))
    if letter:
        towards, strength = _of_letter(letter)
        direction = direction or towards
        strengths.add((strength, letter.span()))
    strengths = {(s, at) for s, at in strengths if s}
    kinds = {s for s, _ in strengths}
    single = len(kinds) == 1 and direction != "neither" and not _BETWEEN.search(text)
    found = min(strengths, key=lambda one: one[1]) if single else None
    certainty, certainty_at = _certainty(text, numbered, prose=prose)
    at = found[1] if found else neither.span() if neither else letter.span() if letter else None
    return Grade(
        direction,
        found[0] if found else "",
        certainty,
        Span(*at) if at else None,
        certainty_at,
        mixed=len(kinds) > 1 or bool(_BETWEEN.search(text)),
    )


def is_grade(text: str) -> bool:
    """True if `text` is a grade and nothing else, as a bracket, a line of its own, or a cell of a table."""
    bare = text.strip(" \t\n()[].;,|:–-")
    if not bare or len(bare) > LONGEST or bare[0] in "…":
        return False
    if not (grade_of(bare).says_something or _GOOD_PRACTICE.search(bare)):
        return False
    left = bare
    for pattern in (
        _NEITHER,
        _STRENGTH_OF,
        _STRENGTH,
        _BARE_DIRECTION,
        _CERTAINTY,
        _SIGNS,
        _NUMBERED,
        _CLASS,
        _LEVEL,
        _LETTER,
    ):
        left = pattern.sub(" ", left)
    left = _GOOD_PRACTICE.sub(" ", left)
    return len(re.findall(r"[^\W\d_]{2,}", _FILLING.sub(" ", left))) <= _FEW


def grade_behind(text: str, end: int) -> int:
    """Where a grade printed right behind `end`, in brackets or on the next line, ends; `end` where there is none."""
    for pattern in (_BRACKETED, _LINE):
        found = pattern.match(text, end)
        if found and is_grade(found[1]):
            return found.end()
    return end


_BRACKETED = re.compile(rf"\s*([(\[][^()\[\]]{{1,{LONGEST}}}[)\]])")
_LINE = re.compile(rf"[ \t]*\n\s*([^\n]{{1,{LONGEST}}})(?=\n|$)")
_FEW = 4
"""Words a grade may hold beside its own, such as the state of a recommendation: "Reviewed, Amended"."""
_FILLING = re.compile(
    r"\b(?:recommendations?|evidence|grade|strength|level|class|quality|certainty|of|the|in|use|based|and|with|"
    r"statement|by|for|loe|cor|vote|agreement|consensus)\b",
    re.IGNORECASE,
)


def _strength(word: str) -> str:
    return "strong" if word.lower() == "strong" else "weak"


def _direction(text: str) -> str:
    """The direction printed with a strength or as "recommendation against"; empty if two are."""
    found = {
        "against" if m["against"] else "for"
        for p in (_STRENGTH, _BARE_DIRECTION)
        for m in p.finditer(text)
        if m["for"] or m["against"]
    }
    favours = re.search(r"\bin favou?r\b", text, re.IGNORECASE)
    return found.pop() if len(found) == 1 else "for" if favours and not found else ""


def _of_class(name: str, kind: str) -> tuple[str, str]:
    """Class I is strong, IIa moderate, IIb weak; III is against, of moderate strength if there is just no benefit."""
    folded = re.sub(r"\s", "", name).upper().replace("III", "3").replace("II", "2").replace("I", "1")
    if folded.startswith("3"):
        return "against", "weak" if "benefit" in kind.lower() else "strong"
    return "for", "strong" if folded.startswith("1") else "weak"


def _of_letter(found: re.Match[str]) -> tuple[str, str]:
    letter = (found["letter"] or found["uspstf"] or found["alone"]).upper()
    if letter == "I":
        return "neither", ""
    if found["uspstf"]:
        return {"D": ("against", "strong"), "C": ("", "weak")}.get(letter, ("", "strong"))
    return "", "strong" if letter == "A" else ""


def _certainty(text: str, numbered: re.Match[str] | None, *, prose: bool) -> tuple[str, Span | None]:
    found: list[tuple[str, tuple[int, int]]] = []
    for m in _CERTAINTY.finditer(text):
        if prose and not re.search(r"evidence|certainty", text[m.start() : m.end() + 12], re.IGNORECASE):
            continue
        level = m["level"] or m["after"] or m["bare"]
        found.append((re.sub(r"[\s-]+", " ", level.lower()), m.span()))
    for m in _SIGNS.finditer(text):
        if len(m[0]) in (1, 4) or len(m[0]) == 3:
            found.append((_BY_SIGNS[max(1, len(re.findall("[⊕⨁]", m[0])))], m.span()))
    if not found and numbered:
        found.append((_BY_LETTER[numbered["letter"]], numbered.span("letter")))
    if not found:
        levels = () if prose else _LEVEL.finditer(text)
        found += [(_BY_LEVEL[re.sub(r"[-‐–]", "", m["level"]).upper()], m.span()) for m in levels]
    if len({level for level, _ in found}) != 1:
        return "", None
    return found[0][0], Span(*found[0][1])
