"""What to say of pages that hold no text."""

from __future__ import annotations

from collections.abc import Sequence

_LISTED = 20


def listed_pages(labels: Sequence[str]) -> str:
    """Page labels in a line: "2, 5, 7", of very many the first ones."""
    return ", ".join(labels[:_LISTED]) + (", …" if len(labels) > _LISTED else "")


def without_text(labels: Sequence[str]) -> str:
    """A warning that names pages without text, and what helps."""
    holds = "pages {} hold" if len(labels) > 1 else "page {} holds"
    return f"{holds.format(listed_pages(labels))} no text (pictures, or blank); OCR can read pictures"
