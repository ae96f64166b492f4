"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter

from corpus.errors import EmptyFile, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The mark of UTF-32 little-endian begins with that of UTF-16, so it is asked for first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x85\x1a")
_MAX_ODD = 0.01
"""Most control, private and unassigned characters that a text may hold, as a share."""
_MIN_WORDY = 0.6
"""Fewest letters, digits and spaces that a text may hold, as a share, where its encoding was a guess."""


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    A byte order mark decides; then UTF-16 without one, UTF-8, and last Windows-1252, which every byte fits.

    Raises:
        EmptyFile: Nothing but white space.
        Unreadable: What comes out does not look like text.
    """
    text, encoding = _decoded(data, name)
    if not text.strip():
        raise EmptyFile(name, "holds no text; check that the file is the one you meant")
    if not looks_like_text(text, guessed=encoding == "cp1252"):
        raise Unreadable(name, "does not look like text; save it as plain text (UTF-8) or as PDF and add it again")
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encoding = next((e for mark, e in _MARKS if data.startswith(mark)), None) or _utf16_without_mark(data)
    if encoding:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise Unreadable(name, f"is not the {encoding} its first bytes say; save it again as UTF-8") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of a Latin text has a zero in almost every second byte and none between."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 8 or len(data) % 2 or not sample:
        return None
    even, odd = sample[::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    if even > 0.6 and odd < 0.05:
        return "utf-16-be"
    return None


def looks_like_text(text: str, *, guessed: bool) -> bool:
    """True if few characters are odd in every stretch of the text; a guessed encoding must also yield mostly words."""
    stretches = [text[i : i + _SAMPLE] for i in range(0, max(1, len(text) - _SAMPLE), _SAMPLE)] + [text[-_SAMPLE:]]
    if any(_odd(Counter(stretch)) > max(_MAX_ODD * len(stretch), 1) for stretch in stretches):
        return False
    if not guessed:
        return True
    counts = Counter(text)
    wordy = sum(n for c, n in counts.items() if (c.isalnum() and c < "\u0250") or c.isspace())
    return wordy >= _MIN_WORDY * len(text) and counts["\ufffd"] <= _MAX_ODD * len(text)


def _odd(counts: Counter[str]) -> int:
    """How many characters are controls, private or unassigned."""
    return sum(
        n for c, n in counts.items() if unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") and c not in _TEXT_CONTROLS
    )
