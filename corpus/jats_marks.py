"""Which entries of the list of references a JATS article's marks point at, those between the ends of a range too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading import MARK_CLOSES, MARK_KEYS_END, MARK_OPENS, marked

LONGEST_RANGE = 100
"""A range over more entries than this is taken for two single marks."""
_FIRST_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"\D*(\d+)\s*[-–—−‐‑]\s*(\d+)\D*")
_INSIDE = rf"[^{MARK_OPENS}-{MARK_CLOSES}]"
_MARK = rf"{MARK_OPENS}({_INSIDE}*){MARK_KEYS_END}({_INSIDE}+){MARK_CLOSES}"
_DASH = r"[\])]?\s?[-–—−‐‑⁻]\s?[\[(]?"
_ENDS = re.compile(rf"{_MARK}({_DASH}){_MARK}")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class References:
    """The keys of an article's list of references: `order` as listed, `numbered` by the number each is printed with."""

    order: tuple[str, ...] = ()
    numbered: dict[str, str] = field(default_factory=dict)
    linked: bool = True
    """Whether the text's marks are linked to the list; where none is, plain raised numbers are taken for marks."""

    def keys_of(self, element: etree._Element) -> tuple[str, ...]:
        """The keys that a mark's element names; empty for an element that is none."""
        kind = element.get("ref-type")
        keys = tuple((element.get("rid") or "").split())
        if element.tag != "xref" or not (kind in ("bibr", "ref") or (kind is None and set(keys) & set(self.order))):
            return ()
        printed = _RANGE.fullmatch("".join(map(str, element.itertext(etree.Element))))
        ends = [self.numbered.get(number, "") for number in printed.groups()] if printed else []
        return self.between(*ends) or keys if len(ends) == 2 and len(keys) <= 2 else keys

    def keys_printed(self, text: str) -> tuple[str, ...]:
        """The keys that plain numbers as "3,5–7" name; empty unless the list has every one."""
        keys: list[str] = []
        for piece in re.split(r"\s*[,;]\s*", text.strip()):
            ends = [self.numbered.get(n, "") for n in _FIRST_NUMBER.findall(piece)]
            if not ends or not all(ends) or len(ends) > 2:
                return ()
            keys += self.between(*ends) if len(ends) == 2 else ends
        return tuple(keys)

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """The keys from `first` to `last` in the order of the list; empty if that is no range."""
        if first not in self.order or last not in self.order:
            return ()
        begin, end = self.order.index(first), self.order.index(last)
        return self.order[begin : end + 1] if begin < end <= begin + LONGEST_RANGE else ()

    def with_ranges(self, text: str) -> str:
        """`text` with two marks that are the ends of a range made one that also names the entries between."""
        return _ENDS.sub(self._joined, text)

    def _joined(self, ends: re.Match[str]) -> str:
        first, printed, dash, last, printed_last = ends.groups()
        keys = self.between(first, last)
        numbers = [_FIRST_NUMBER.search(t.translate(_RAISED)) for t in (printed, printed_last)]
        if not keys or None in numbers:
            return ends[0]
        begin, end = (int(n[0]) for n in numbers if n)
        # Where numbers and list disagree, what is printed decides nothing: both ends stay single marks.
        return marked(f"{printed}{dash}{printed_last}", keys) if end - begin == len(keys) - 1 else ends[0]


def references_in(article: etree._Element) -> References:
    """The list of references of an article and of what is printed with it."""
    entries = [r for r in article.iter("ref") if r.get("id")]
    numbered: dict[str, str] = {}
    for place, entry in enumerate(entries, 1):
        label = _FIRST_NUMBER.search(entry.findtext("label") or "")
        numbered.setdefault(label[0] if label else str(place), entry.get("id", ""))
    linked = any(x.get("ref-type") == "bibr" for x in article.iter("xref"))
    return References(tuple(e.get("id", "") for e in entries), numbered, linked)
