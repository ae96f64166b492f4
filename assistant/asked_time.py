"""The time a question asks about, "at 5 years", and whether evidence speaks of it."""

from __future__ import annotations

import re

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_COUNTED = {name: n for n, name in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
_NUMBER = rf"(\d+(?:\.\d+)?|{'|'.join(_COUNTED)})"
_TIME = rf"{_NUMBER}[\s-]*(day|week|month|year|yr|mo|wk)s?\b"
_ASKED = re.compile(rf"\b(?:at|after)\s+(?:about\s+|around\s+)?{_TIME}", re.IGNORECASE)
_ANY = re.compile(rf"\b(?:{_NUMBER}(?:\s?(?:,|-|–|to|and|or)\s?(?:and\s)?))*{_TIME}", re.IGNORECASE)
_SHORT = {"yr": "year", "mo": "month", "wk": "week"}
_ALIKE = 0.12
"""12 months are a year and 26 weeks half of one: times that differ by no more than this share are the same."""


def times_asked(question: str) -> list[float]:
    """The times, in days, at or after which a question asks for something."""
    return [_days(number, unit) for number, unit in _ASKED.findall(question)]


def speaks_of(text: str, days: float) -> bool:
    """True if a text names that time in any unit, also within a list: "at 3, 6 and 12 months"."""
    for found in _ANY.finditer(text):
        unit = found[found.re.groups]
        numbers = re.findall(_NUMBER, found[0], re.IGNORECASE)
        if any(abs(_days(n, unit) - days) <= _ALIKE * days for n in numbers):
            return True
    return False


def _days(number: str, unit: str) -> float:
    counted = _COUNTED.get(number.lower())
    return float(counted if counted else number) * _DAYS[_SHORT.get(unit.lower(), unit.lower())]
