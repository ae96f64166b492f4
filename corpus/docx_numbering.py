"""The numbers and bullets that Word prints in front of paragraphs and does not store in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HIGHEST = 3999
DEEPEST = 9
"""Levels of a list that Word knows."""


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace; empty if there is none."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if str(k).rsplit("}", 1)[-1] == name), "")


def number_of(element: etree._Element | None, name: str = "val", otherwise: int = 0) -> int:
    """An attribute as a whole number, `otherwise` if it is none."""
    text = value_of(element, name)
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    printed: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the items of every list as they come."""

    _levels: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @staticmethod
    def of(root: etree._Element | None) -> Numbering:
        """From the root of `numbering.xml`, or of nothing."""
        found = Numbering()
        if root is None:
            return found
        kinds = {value_of(a, "abstractNumId"): _levels(a) for a in root.iter("abstractNum")}
        for num in root.iter("num"):
            kind = value_of(num.find("abstractNumId"))
            found._levels[value_of(num, "numId")] = (kind, kinds.get(kind, {}))
        return found

    def next_label(self, list_id: str, level: int) -> str:
        """What is printed in front of the next item of a list at `level` (from 0); empty for a bullet or no list."""
        kind, levels = self._levels.get(list_id, ("", {}))
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(kind, {})
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        if own.form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: self._number(int(place[1]) - 1, levels, counts), own.printed).strip()

    @staticmethod
    def _number(level: int, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        held = levels.get(level)
        count = counts.get(level, held.start if held else 1)
        return written(count, held.form if held else "decimal")


def _levels(kind: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in kind.iter("lvl"):
        form = value_of(level.find("numFmt")) or "decimal"
        printed = value_of(level.find("lvlText"))[:40]
        found[number_of(level, "ilvl")] = _Level(form, printed, number_of(level.find("start"), otherwise=1))
    return found


def written(count: int, form: str) -> str:
    """A number as a list prints it: 3, c, C, iii or III."""
    if form.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count <= _HIGHEST:
        roman = _roman(count)
        return roman.upper() if form.startswith("upper") else roman
    return str(count)


def _roman(count: int) -> str:
    digits = []
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        digits.append(sign * times)
    return "".join(digits)
