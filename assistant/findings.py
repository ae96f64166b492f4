"""The measured effects that a claim shows beneath its statement, and their check against the stored text."""

from __future__ import annotations

from assistant.answer import Finding
from corpus.document import Document, Span
from corpus.effect_types import BETWEEN, Effect
from corpus.effect_words import line_of, told_of
from corpus.effects import effects_in

MOST_FINDINGS = 3
"""Of a sentence with more, the statement itself is easier to read than lines of its numbers."""


def findings_in(document: Document, span: Span) -> tuple[Finding, ...]:
    """What the cited stretch of a document measured; nothing where it states no number, or too many to show.

    Where it compares groups, the comparisons are shown and not the groups' own values, which stand in the statement.
    """
    effects = [e for e in effects_in(document, span) if span.covers(e.span) and (e.estimate or e.p)]
    effects = [e for e in effects if e.measure in BETWEEN] or [e for e in effects if e.estimate] or effects
    if len(effects) > MOST_FINDINGS:
        return ()
    return tuple(_finding(e, document.text) for e in effects)


def _finding(effect: Effect, text: str) -> Finding:
    return Finding(effect, told_of(effect, text), line_of(effect, text))


def finding_holds(finding: Finding, document: Document) -> bool:
    """True if every slice stands where it says, and the line is made of nothing else."""
    return all(t.span.of(document.text) == t.text for t in finding.told) and finding.line == line_of(
        finding.effect, document.text
    )
