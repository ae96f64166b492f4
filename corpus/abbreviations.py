"""Abbreviations a text defines itself: "epidural steroid injection (ESI)".

Source: Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, PSB 2003.
"""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_SHORT = re.compile(r"[A-Za-z0-9][\w./&+-]{1,9}$")


def abbreviations_in(text: str) -> dict[str, str]:
    """Short forms and the long forms they are first defined with, in order of the text.

    A short form has 2 to 10 characters, at least one of them a capital; its characters occur in this order in the
    long form, the first at the start of a word.
    """
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text):
        short = re.split(r"[;,]", match[1])[0].strip()
        if not _SHORT.match(short) or not any(c.isupper() for c in short):
            continue
        words = text[max(0, match.start() - 160) : match.start()].split("\n")[-1].split()
        before = " ".join(words[-min(len(short) + 5, 2 * len(short)) :])
        long = _long_form(short, before)
        if long and len(long) > len(short) and short not in long.split():
            found.setdefault(short, long)
    return found


def _long_form(short: str, before: str) -> str:
    """The shortest end of `before` whose letters spell `short`, read from the right; empty if there is none."""
    position = len(before) - 1
    for i in range(len(short) - 1, -1, -1):
        letter = short[i].lower()
        if not letter.isalnum():
            continue
        while position >= 0 and (
            before[position].lower() != letter or (i == 0 and position > 0 and before[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return ""
        position -= 1
    start = before.rfind(" ", 0, position + 1) + 1
    return before[start:].strip()
