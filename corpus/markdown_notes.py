"""Footnotes of Markdown, "[^1]" and "[^1]: text", which CommonMark does not know: it would drop the text."""

from __future__ import annotations

import re
from collections.abc import Callable

_DEFINES = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_MENTIONS = re.compile(r"\[\^([^\]\s]{1,40})\]")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def notes_apart(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its footnotes, each mention of one a raised number, and the notes as number and source text.

    Notes are numbered in the order in which the text first mentions them, unless their labels are numbers; those that
    it never mentions come last. A mention of a note that is not there stays as written, and so does code in fences.
    """
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    fenced, note = False, ""
    for line in text.split("\n"):
        fenced ^= _FENCE.match(line) is not None
        found = None if fenced else _DEFINES.fullmatch(line.rstrip("\r"))
        if found:
            note = found[1]
            notes.setdefault(note, []).append(found[2])
        elif note and line.strip() and not fenced:
            notes[note].append(line.strip())
        else:
            note = ""
            kept.append(line)
    if not notes:
        return text, []
    numbers = _numbers("\n".join(kept), notes)
    body = _outside_fences("\n".join(kept), lambda t: _MENTIONS.sub(lambda m: _raised(m, numbers), t))
    return body, [(numbers[label], " ".join(lines).strip()) for label, lines in notes.items()]


def _numbers(text: str, notes: dict[str, list[str]]) -> dict[str, str]:
    mentioned = [m[1] for m in _MENTIONS.finditer(text) if m[1] in notes]
    order = list(dict.fromkeys([*mentioned, *notes]))
    if all(re.fullmatch(r"[0-9]+", label) for label in order):
        return {label: label for label in order}
    return {label: str(n) for n, label in enumerate(order, 1)}


def _raised(mention: re.Match[str], numbers: dict[str, str]) -> str:
    return numbers[mention[1]].translate(_RAISED) if mention[1] in numbers else mention[0]


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced ^= _FENCE.match(line) is not None
        lines.append(line if fenced else change(line))
    return "\n".join(lines)
