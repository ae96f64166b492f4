"""What kind of source a text is, decided by rules a reader can check, with the reason in words.

First comes what the file states of itself. Failing that, each rule of `source_type_rules` that matches adds its weight
to a kind; a kind wins with at least `ENOUGH` and a lead of `LEAD` over the next. Where none has enough, weaker signs
are asked too. Anything else is `OTHER`, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.document import BlockKind, Document, SourceType
from corpus.source_type_rules import (
    ARTICLE_TYPES,
    EXPERIMENT_RULES,
    HEADINGS,
    LAST_RULES,
    METHODS,
    RUBRICS,
    TEXT_RULES,
    TITLE_RULES,
    VENUES,
    Rule,
)

ENOUGH = 3.0
"""Least weight that decides for a kind."""
LEAD = 1.0
"""By how much it must outweigh the next kind."""
_OPENING = 4500
"""Code points from the top that hold title page and abstract; a text says there what it is."""
_BODY = 40_000
"""Code points looked at in all; methods stand within them."""
_BODY_SHARE = 0.5
"""What a match further down counts, for a body also speaks of other people's studies."""

_HYPHENS = str.maketrans("\u2010\u2011", "--")
"""Publishers set "double‐blind" with hyphens of their own."""
_RUBRIC_WEIGHT = 4.0
_VENUE_WEIGHT = 4.0


def rubric_of(line: str) -> SourceType | None:
    """The kind of source a journal's rubric names ("Editorials"); `OTHER` for "Research"; `None` if it is no rubric."""
    line = line.strip(" :\t\n")
    return next((kind for kind, pattern in RUBRICS if pattern.fullmatch(line)), None)


def stated_type(article_type: str, subjects: Sequence[str]) -> tuple[SourceType, str] | None:
    """What a JATS file decides by itself: its `article-type`, then its subject headings.

    Most say "research-article", which decides nothing: then `None`.
    """
    kind = ARTICLE_TYPES.get(article_type)
    if kind is not None and not (article_type == "protocol" and any("review" in s.lower() for s in subjects)):
        return kind, f"the file states its article type as “{article_type}”"
    for subject in subjects:
        kind = rubric_of(subject)
        if kind is not None and kind not in (SourceType.OTHER, SourceType.NEWS) and subject.lower() not in _VAGUE:
            return kind, f"the file states its subject heading as “{subject}”"
    return None


# Headings of journals that say less than they seem to.
_VAGUE = frozenset(
    {"practice", "analysis", "clinical trials", "protocol", "protocols", "study protocol", "trials", "response"}
)


def type_from_title(title: str) -> SourceType | None:
    """The kind that the words of a title alone decide for, or `None`."""
    scores = _Scores()
    scores.title(title)
    return scores.best()[0]


def classify(
    title: str, *, text: str, headings: Iterable[str] = (), rubrics: Iterable[str] = (), venue: str = ""
) -> tuple[SourceType, str]:
    """The kind of source and why, in words.

    Args:
        title: Of the document.
        text: All of it, or its beginning.
        headings: Of its sections.
        rubrics: Short lines from its top, or subject headings, that may name a publication type.
        venue: Journal or site.
    Returns:
        The kind and the reason; `OTHER` where no kind is clear, with what spoke for which.
    """
    scores, headings = _Scores(), list(headings)
    title, text = (t.translate(_HYPHENS) for t in (title, text))
    scores.title(title)
    for rubric in rubrics:
        kind = rubric_of(rubric)
        if kind is not None and kind is not SourceType.OTHER:
            scores.add(kind, _RUBRIC_WEIGHT, f"it is headed “{rubric.strip()}”")
    for kind, pattern in VENUES:
        if pattern.search(venue):
            scores.add(kind, _VENUE_WEIGHT, f"it appeared in “{venue}”")
    scores.headings(headings)
    scores.text(text, TEXT_RULES)
    if not scores.enough():
        scores.text(text, LAST_RULES)
        if any(METHODS.fullmatch(h.strip(" :.")) for h in headings):
            scores.text(text, EXPERIMENT_RULES)
    found, reason = scores.best()
    return found or SourceType.OTHER, reason


def classify_document(document: Document, rubrics: Sequence[str] = ()) -> tuple[SourceType, str]:
    """`classify` for a document as stored; references, repeats and parts of another kind do not speak for it."""
    silent = {BlockKind.REFERENCE, BlockKind.REPEAT}
    texts = [
        b.span.of(document.text)
        for b in document.blocks
        if b.kind not in silent and document.part_at(b.span.start) is None and b.span.start < 2 * _BODY
    ]
    top = [t for t in texts[:12] if len(t) <= 60]
    return classify(
        document.source.title,
        text="\n".join(texts),
        headings=[s.title for s in document.sections],
        rubrics=[*rubrics, *top],
        venue=document.source.journal,
    )


class _Scores:
    """Adds up what speaks for each kind and keeps the words that did."""

    def __init__(self) -> None:
        self._weights: dict[SourceType, float] = {}
        self._reasons: dict[SourceType, list[tuple[float, str]]] = {}

    def add(self, kind: SourceType, weight: float, reason: str) -> None:
        self._weights[kind] = self._weights.get(kind, 0.0) + weight
        if weight > 0:
            self._reasons.setdefault(kind, []).append((weight, reason))

    def title(self, title: str) -> None:
        for rule in TITLE_RULES:
            found = rule.pattern.search(title)
            if found:
                self.add(rule.kind, rule.weight, f"its title says “{found[0].strip(' :')}”")

    def headings(self, headings: Iterable[str]) -> None:
        named = [h.strip(" :.").lower() for h in headings]
        for kind, weight, what, pattern in HEADINGS:
            if any(map(pattern.fullmatch, named)):
                self.add(kind, weight, f"it has a section {what}")

    def text(self, text: str, rules: Sequence[Rule]) -> None:
        opening, body = text[:_OPENING], text[_OPENING:_BODY]
        for rule in rules:
            found = rule.pattern.search(opening)
            share = 1.0
            if found is None:
                found, share = rule.pattern.search(body), _BODY_SHARE
            if found:
                self.add(rule.kind, rule.weight * share, f"its text says “{' '.join(found[0].split())}”")

    def enough(self) -> bool:
        """True if some kind has the weight to decide, also where another comes too near."""
        return max(self._weights.values(), default=0.0) >= ENOUGH

    def best(self) -> tuple[SourceType | None, str]:
        order = list(SourceType)
        ranked = sorted(self._weights.items(), key=lambda kw: (-kw[1], order.index(kw[0])))
        if not ranked or ranked[0][1] < ENOUGH:
            return None, "nothing in it says clearly what kind of source it is"
        kind, weight = ranked[0]
        if len(ranked) > 1 and weight - ranked[1][1] < LEAD:
            return None, f"in doubt between {kind} and {ranked[1][0]}: {self._why(kind)}, but {self._why(ranked[1][0])}"
        return kind, self._why(kind)

    def _why(self, kind: SourceType) -> str:
        said = sorted(self._reasons.get(kind, []), key=lambda wr: -wr[0])
        return "; ".join(dict.fromkeys(reason for _, reason in said[:3]))
