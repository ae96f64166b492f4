"""Licences by one name each, however a service or an article words them."""

from __future__ import annotations

import re

OPEN = ("CC0", "public domain", "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND")
"""Licences that let anyone keep and read a copy."""
OTHER, UNSTATED = "other", "unstated"
"""A licence that is none of `OPEN`, and none at all."""
KINDS = (*OPEN, OTHER, UNSTATED)

_ZERO = re.compile(r"\bcc[\s-]?(?:0|zero)\b|publicdomain/zero", re.IGNORECASE)
_PUBLIC = re.compile(r"\bpublic[\s-]?domain\b|\bpd\b|publicdomain/mark|\bu\.?s\.? government work", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:\bcc[\s-]?|creativecommons\.org/licenses/)by((?:[\s-]{1,2}(?:nc|nd|sa)\b)*)(?![a-z])", re.IGNORECASE
)
_SPELT = re.compile(r"creative commons[\s-]+attribution", re.IGNORECASE)
_TERMS = (
    ("NC", re.compile(r"\bnon[\s-]?commercial", re.IGNORECASE)),
    ("SA", re.compile(r"\bshare[\s-]?alike", re.IGNORECASE)),
    ("ND", re.compile(r"\bno[\s-]?deriv", re.IGNORECASE)),
)
_SPELT_REACH = 80
"""A licence's spelt-out name is no longer than this; what stands behind it explains it."""


def licence_kind(stated: str) -> str:
    """Which of `KINDS` a wording means: "cc by-nc" and "CC BY-NC 4.0" are both "CC BY-NC".

    Of a text the first licence it names counts. What names none of `OPEN` is "other", an empty text "unstated".
    """
    if not stated.strip():
        return UNSTATED
    short = _SHORT.search(stated)
    if short:
        parts = {p.upper() for p in re.findall(r"nc|nd|sa", short[1], re.IGNORECASE)}
        return _attribution(parts)
    spelt = _SPELT.search(stated)
    if spelt:
        name = stated[spelt.start() : spelt.end() + _SPELT_REACH]
        return _attribution({term for term, words in _TERMS if words.search(name)})
    if _ZERO.search(stated):
        return "CC0"
    return "public domain" if _PUBLIC.search(stated) else OTHER


def _attribution(terms: set[str]) -> str:
    return "-".join(["CC BY", *(t for t in ("NC", "SA", "ND") if t in terms)])
