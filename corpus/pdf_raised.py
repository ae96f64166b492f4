"""Figures set small above the line: how a line's text tells them, and how they are written in a document's text."""

from __future__ import annotations

import re

OPENS, CLOSES = "\ue010", "\ue011"
"""Private characters around raised figures while a PDF is read; none is left in what a reader hands over."""
RAISED = re.compile(rf"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")
_FIGURES = re.compile(r"[\[(]?[−–—+-]?\d[\d\s,;.−–—+-]*[\])]?")
_HIGH = {ord(a): b for a, b in zip("0123456789+−-–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾", strict=True)}
_HIGH_LIST = {ord(a): b for a, b in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}


def raised(text: str) -> str:
    """`text` told as raised, where it is made of figures; other raised signs stay as they are."""
    return f"{OPENS}{text}{CLOSES}" if _FIGURES.fullmatch(text) else text


def lowered(text: str) -> str:
    """`text` with nothing told as raised."""
    return RAISED.sub(r"\1", text)


def written(figures: str, *, listed: bool) -> str:
    """Raised figures in Unicode's own, so that 10⁹ is not 109; in a list of numbers commas and dashes stay."""
    return figures.translate(_HIGH_LIST if listed else _HIGH)
