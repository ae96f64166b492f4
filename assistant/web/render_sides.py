"""What an answer's sources come to and where they differ, as HTML; whatever is not written here is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from assistant.answer import Answer, Level, Sides

Mark = Callable[[int], str]
"""The link of a citation by its number."""
_NAMED = re.compile(r"\[(\d+)\]")


def told_first(answer: Answer, mark: Mark) -> str:
    """How far the question is answered, where that is not whole, and what the sources come to, its markers as links."""
    level = ""
    if answer.level is not Level.ANSWERED:
        level = f'<p class="level"><strong>{escape(answer.level.value.capitalize())}.</strong> {escape(answer.why)}</p>'
    return level + (f'<p class="comes-to">{_linked(answer.lead, mark)}</p>' if answer.lead else "")


def _linked(text: str, mark: Mark) -> str:
    """A line of ours, escaped, with the links of the markers it names."""
    parts = _NAMED.split(text)
    return "".join(mark(int(p)) or f"[{p}]" if i % 2 else escape(p) for i, p in enumerate(parts))


def differing(sides: Sides | None, mark: Mark) -> str:
    """Sides that differ beside each other, and what their sources state that may explain it; else nothing."""
    if sides is None or len(sides.sides) < 2:
        return ""
    columns = "".join(f"<li><strong>{escape(s.told)}</strong> {_marks(s.markers, mark)}</li>" for s in sides.sides)
    rows = "".join(
        f"<dt>{escape(d.field)}</dt>"
        + "".join(f"<dd>{mark(marker)} <q>{escape(words)}</q></dd>" for marker, words in d.stated)
        for d in sides.differences
    )
    why = f'<p class="quiet">What they state that may be the reason:</p><dl>{rows}</dl>' if rows else ""
    return (
        '<div class="differ"><h3 class="small">Where the sources differ</h3>'
        f'<ul class="sides">{columns}</ul>{why}</div>'
    )


def _marks(markers: Sequence[int], mark: Mark) -> str:
    return "".join(mark(m) for m in markers)
