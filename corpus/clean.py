"""The one place where text may change: what a file stores becomes what a reader sees.

After this, text is only sliced.
"""

from __future__ import annotations

import re
import unicodedata

LINE_END_HYPHEN = "\ufffe"
"""What pypdfium2 yields where a line ends inside a word."""

# Presentation forms of Latin ligatures; NFKC on all text would also flatten superscripts (10² to 102), so only these.
_LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in [*range(0xFB00, 0xFB07), 0x0132, 0x0133, 0x01C7, 0x01C9]
}
_DROPPED = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x200B,  # zero width space
        0x2060,  # word joiner
        0xFEFF,  # byte order mark
        *range(0x200E, 0x2010),  # direction marks
        *range(0x202A, 0x202F),  # direction overrides
        *range(0x2066, 0x206A),  # direction isolates: all of these can make a shown text differ from the stored one
    ]
)
_TABLE = _LIGATURES | _DROPPED
# Some publishers' fonts name their decimal point "Æ": "55Æ1 years" is printed 55·1.
_POINT = re.compile(r"(?<=\d)Æ(?=\d)")
_BROKEN_WORD = re.compile(rf"-?{LINE_END_HYPHEN}\s*")
_NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n\t]+")
_ANY_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str, *, keep_lines: bool = False) -> str:
    """Text as a reader sees it: composed, ligatures and points mended, broken words joined, white space folded.

    Args:
        text: As a reader found it.
        keep_lines: Keep newlines and tabs (tables); otherwise all white space folds to one space.
    Returns:
        No leading or trailing white space, no control or invisible characters, NFC.
    """
    text = _CONTROL.sub("", _NEWLINES.sub("\n", text)).translate(_TABLE)
    text = _POINT.sub("·", unicodedata.normalize("NFC", _BROKEN_WORD.sub("", text)))
    if not keep_lines:
        return _ANY_SPACE.sub(" ", text).strip()
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def joined(before: str, after: str) -> tuple[str, str]:
    """Two pieces of one block, as they stand one behind the other.

    A word that a page break splits at a hyphen is mended when its second half is lower case.

    Returns:
        The first piece, perhaps without its hyphen, and the second with the space it needs in front.
    """
    if re.search(r"[a-z]-$", before) and after[:1].islower():
        return before[:-1], after
    return before, " " + after
