"""The numbers of a text as values with their spans, in every form in which journals print them.

Minus signs may be hyphens, dashes or U+2212; the decimal sign a stop, a comma or a raised dot; thousands may be parted
by commas, stops, spaces or apostrophes. Figures that are part of a name (L5, SF-36, "year12" with its reference mark),
ordinals, dates, versions, DOIs and web addresses are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Span

_MINUS = "-−–‐‑‒﹣－"
_POINT = ".·∙⋅‧"
_GAP = ",\u0020\u00a0\u2009\u202f'’"
_RAISED = {ord(c): str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {ord("⁻"): "-", ord("⁺"): "+"}
# "2,4,6" is a list and "0.2,1.4" two numbers; "1,5" alone is a decimal comma, "1,500" a thousand and a half.
_DIGITS = rf"""
    [1-9]\d{{0,2}}(?P<gap>[{_GAP}])\d{{3}}(?:(?P=gap)\d{{3}})*(?![\d,]\d|\d)(?:[{_POINT}]\d+)?
  | [1-9]\d{{0,2}}(?:\.\d{{3}})+,\d+(?![\d,])
  | [1-9]\d{{0,2}}(?:\.\d{{3}}){{2,}}(?![\d.])
  | (?<!\d,)\d+,\d+(?![{_POINT},]?\d)
  | \d+[{_POINT}]\d+
  | \d+
  | (?<![\w)\]])[{_POINT}]\d+
"""
_POWER = rf"(?:\s?[×x*]\s?10\s?(?:\^?[{_MINUS}+]?\d+|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE][-+−]?\d+(?!\w))?"
_SIGN = rf"""
    (?:(?<![\w)\]%‰°.])(?<![\d%]\s)[{_MINUS}+]
     | (?:(?<=[(\[=:<>≤≥,;])|(?<=[(\[=:<>≤≥,;]\s)|(?<=\bto\s))[{_MINUS}]\s)?
"""
_SKIPPED = r"""
    (?:https?://|www\.)\S+ | \b10\.\d{4,9}/\S+          # addresses
  | (?<!\w)[^\W\d_]+[-‐‑]?\d+(?:[-–/]\d+)*\w*           # SF-36, L4-5, year12
  | \b\d+(?:st|nd|rd|th)\b                              # ordinals
  | \b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b | \b\d{1,2}/\d{1,2}/\d{2,4}\b | \b\d{1,2}\.\d{1,2}\.\d{2,4}\b
  | (?<=[^\W\d_]\.)\d+ | \b\d+(?:\.\d+){2,}\b(?!,\d)    # marks behind a stop, versions
"""
_TOKEN = re.compile(
    rf"(?P<grouped>(?<![\w.,])[1-9]\d{{0,2}}(?:\.\d{{3}}){{2,}}(?:,\d+)?(?![\w.]))"
    rf"|(?P<skipped>{_SKIPPED})|(?P<number>{_SIGN}(?<!\w)(?<!\d\.)(?:{_DIGITS}){_POWER})",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, sign and power of ten included, and its value."""

    span: Span
    value: float


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of `text` in order; spans are code points of `text`. Linear in its length."""
    for found in _TOKEN.finditer(text):
        if found["skipped"] is None:
            yield Number(Span(*found.span()), value_of(found[0]))


def values_in(text: str) -> list[float]:
    """The values of the numbers of `text`, sorted: equal for two wordings that print the same numbers."""
    return sorted(n.value for n in numbers_in(text))


def value_of(printed: str) -> float:
    """The value of one number as `numbers_in` finds it.

    Raises:
        ValueError: It is no such number.
    """
    text = re.sub(rf"[{_MINUS}]", "-", printed.translate(_RAISED)).strip()
    power = re.search(r"\s?[×x*]\s?10\s?\^?([-+]?\d+)$|[eE]([-+]?\d+)$", text)
    exponent = (power[1] or power[2]) if power else "0"
    digits = text[: power.start()] if power else text
    sign = "-" if digits.startswith("-") else ""
    return float(f"{sign}{_plain(digits.lstrip('+-').strip())}e{exponent}")


def _plain(digits: str) -> str:
    """Digits with a full stop as their only decimal sign."""
    digits = re.sub(rf"[{_POINT[1:]}]", ".", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:\.\d{3})+,\d+", digits):
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:[{_GAP}]\d{{3}})+(?:\.\d+)?", digits):
        return re.sub(rf"[{_GAP}]", "", digits)
    return digits.replace(",", ".")
