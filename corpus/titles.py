"""Titles taken apart: what a title leads with, what it is about, and which words only name a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Lead(StrEnum):
    """What a title says before it names another work's."""

    CORRECTION = "correction"
    RETRACTION = "retraction"
    CONCERN = "concern"
    COMMENT = "comment"


_LEADS = (
    (Lead.CORRECTION, r"corrections?|corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a)"),
    (Lead.RETRACTION, r"(?:notice of )?(?:retraction|withdrawal)(?: (?:notice|note|statement))?"),
    (Lead.CONCERN, r"(?:editorial )?expression of concern"),
    (
        Lead.COMMENT,
        r"(?:(?:invited|editorial|letter|a) )?(?:comment(?:s|ary)?|reply|response|rejoinder|letter|editorial|re)"
        r"|authors?['’]?s? (?:reply|response)",
    ),
)
_JOINED = r"\s*(?::|\b(?:to|on|for|of|about|regarding)\b(?:\s+the\s+(?:article|paper))?:?|\s[-–—])\s*"
_BEHIND = re.compile(
    rf"\s*(?::|\s[-–—]|\()\s*((?:{_LEADS[0][1]}|{_LEADS[1][1]}|{_LEADS[2][1]}))[\s).]*$", re.IGNORECASE
)
_RETRACTED = re.compile(r"^\W*(?:retracted|withdrawn)(?: article)?\b\W*", re.IGNORECASE)
_PROTOCOL = re.compile(
    r"\bprotocol\b|\bstatistical analysis plan\b|\brationale and (?:study )?design\b|\bstudy design and rationale\b"
    r"|\bdesign and methods\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Words that tell versions of a work apart, or say nothing of what it is about.
_LEFT_OUT = frozenset(
    "a an and are as at by for from in into is its of on or the their to with versus vs"
    " update updated updating revised revision version edition second third fourth fifth 1st 2nd 3rd 4th 5th"
    " protocol rationale statistical analysis plan study design".split()
)
_FEWEST = 4
SAME_TITLE = 0.9
_MORE = 0.7


@dataclass(frozen=True, slots=True)
class Title:
    """A title: `words` are those that say what it is about, without those that only name a version."""

    lead: Lead | None
    words: frozenset[str]
    protocol: bool
    year: int | None
    """The last year it names, such as an edition's."""

    @property
    def telling(self) -> bool:
        """Whether it says enough to be compared with others."""
        return len(self.words) >= _FEWEST

    def likeness(self, other: Title) -> float:
        """Share of the words of both that are in each, in [0, 1]; 0 where one says too little."""
        if not (self.telling and other.telling):
            return 0.0
        return len(self.words & other.words) / len(self.words | other.words)

    def names(self, other: Title) -> bool:
        """Whether both name one work: nearly every word is in both, or one only says more than the other."""
        likeness = self.likeness(other)
        more = self.words <= other.words or other.words <= self.words
        return likeness >= SAME_TITLE or (more and likeness >= _MORE)


@lru_cache(maxsize=4096)
def title_of(text: str) -> Title:
    """Take a title apart."""
    rest = _RETRACTED.sub("", text)
    lead = None
    for kind, pattern in _LEADS:
        found = re.match(rf"\W*(?:{pattern}){_JOINED}", rest, re.IGNORECASE)
        if found:
            lead, rest = kind, rest[found.end() :]
            break
    behind = None if lead else _BEHIND.search(rest)
    if behind:
        lead = next(kind for kind, pattern in _LEADS if re.fullmatch(pattern, behind[1], re.IGNORECASE))
        rest = rest[: behind.start()]
    words = [w for w in _WORD.findall(rest.lower()) if w not in _LEFT_OUT]
    years = [int(w) for w in words if _YEAR.fullmatch(w)]
    kept = frozenset(w for w in words if not _YEAR.fullmatch(w))
    return Title(lead, kept, bool(_PROTOCOL.search(rest)), years[-1] if years else None)
