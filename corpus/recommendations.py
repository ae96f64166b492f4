"""The recommendations of a guideline, each fact with the span it was read from.

A statement counts as a recommendation if it is marked as one (numbered, graded, under such a heading, in a table of
them) or says so itself ("we recommend"). Where a text marks its recommendations, its prose is taken for discussion.
The same recommendation in a summary, in the text and in an appendix is one, with the others as restatements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.document import Block, BlockKind, Document, SourceType, Span
from corpus.recommendation_found import Confidence, Found, Recommendation, merged, recommendation_json, with_certainty
from corpus.recommendation_grades import LONGEST, Grade, grade_of, is_grade
from corpus.recommendation_rules import Advice, advice_in, is_taken_back, may_recommend
from corpus.recommendation_tables import Row, rows_of
from corpus.recommendation_text import (
    heading_number,
    is_recommendations_heading,
    leading_number,
    names_of_own,
    outdated_spans,
)
from corpus.sentences import sentences_of

__all__ = ["GRADED", "Recommendation", "recommendation_json", "recommendations_in"]

GRADED = frozenset({SourceType.GUIDELINE, SourceType.SOCIETY_STATEMENT, SourceType.REGULATORY})
"""Kinds of source whose sentences are read for recommendations; a trial's "we recommend" is its authors' opinion."""
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.CAPTION})
_ENOUGH_MARKED = 3
"""From this many marked recommendations on, unmarked prose is their discussion."""
_LONGEST = 1500
_GRADES_BEHIND = 3
_SUB_ITEMS = 15
_DATED = re.compile(r"\s*\[(?:new\s+)?(?:19|20)\d\d[^\[\]]{0,40}\]$", re.IGNORECASE)
"""The year a statement is of, printed behind it."""
_CONFIDENCE = re.compile(
    r"\b(?:(?:confidence|certainty)\s+(?:in|of)\s+(?:the\s+)?(?:overall\s+)?(?:quality\s+of\s+)?(?:the\s+)?(?:\w+\s+)?evidence|"
    r"(?:overall|aggregate)\s+(?:certainty|quality|confidence)(?:\s+(?:in|of)\s+(?:the\s+)?(?:\w+\s+)?evidence)?)"
    r"[^.;]{0,160}?\b(?:was|is|were|as|to be|:)\s+(?:judged\s+|rated\s+|considered\s+|graded\s+)?(?:to\s+be\s+|as\s+)?"
    r"(?P<level>very low|low|moderate|high)\b(?!\s+(?:to|or|for|in)\b)",
    re.IGNORECASE,
)
_CONFIDENCE_TOO = re.compile(
    r"\b(?P<level>very low|low|moderate|high)\s+(?:confidence|certainty)\s+in\s+the\s+quality\s+of\s+(?:the\s+)?"
    r"(?:\w+\s+)?evidence",
    re.IGNORECASE,
)
_NAMED_NUMBER = re.compile(r"\bRecommendations?\s+(\d+(?:\.\d+)*[a-z]?)\b")


def recommendations_in(document: Document) -> tuple[Recommendation, ...]:
    """The current recommendations of a document, in the order of its text.

    Those of an older edition, and all in parts that are no guideline, society statement or regulatory text, are left
    out. Takes time linear in the text.
    """
    if not (document.source.source_type in GRADED or any(p.source_type in GRADED for p in document.parts)):
        return ()
    walk = _Walk(document)
    found = [f for f in walk.found() if f.recommendation.direction]
    # A digest tells each in a sentence of its own, graded or not.
    if sum(f.marked for f in found) >= _ENOUGH_MARKED and not document.source.digest:
        found = [f for f in found if f.marked or (f.headed and f.recommendation.direction != "neither")]
    once = merged(found, document.text)
    tabled = frozenset(f.recommendation.span.start for f in once if f.table)
    return tuple(with_certainty([f.recommendation for f in once], walk.confidences, tabled))


class _Walk:
    """One pass over the blocks, remembering headings, numbers and grades that stand apart."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.own = names_of_own(document)
        self.blocks = document.blocks
        self.outdated = outdated_spans(document)
        self.confidences: list[Confidence] = []
        self._taken = -1
        """The last block used as a grade."""
        self._number: tuple[str, Span] | None = None
        """A number that a heading or a line of its own gave to what follows."""
        self._headed = False
        self._title = ""

    def found(self) -> Iterator[Found]:
        for i, block in enumerate(self.blocks):
            if not self._speaks(block):
                continue
            text = block.span.of(self.text)
            if block.kind is BlockKind.TABLE:
                yield from self._in_table(i, block)
                continue
            if block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.CAPTION):
                self._heading(block, text)
            if block.kind in _PROSE and i > self._taken:
                yield from self._in_prose(i, block, text)

    def _speaks(self, block: Block) -> bool:
        """True if what the block says may be a recommendation of this document's present edition."""
        start = block.span.start
        part = self.document.part_at(start)
        kind = part.source_type if part else self.document.source.source_type
        return kind in GRADED and not any(s.start <= start < s.end for s in self.outdated)

    def _heading(self, block: Block, text: str) -> None:
        if is_grade(text):
            return
        self._headed = is_recommendations_heading(text)
        self._title = text
        number = heading_number(text)
        self._number = (number[0], Span(block.span.start + number[1], block.span.start + number[2])) if number else None

    def _in_prose(self, i: int, block: Block, text: str) -> Iterator[Found]:
        number, body = self._lead(block, text)
        if not may_recommend(text) and number is None and not self._number:
            self._confidence(block, text)
            return
        grades = self._grades_beside(i)
        found = list(self._statements(i, block, body, number, grades))
        yield from found
        if found:
            # "Recommendation 3" heads one statement; what follows it is discussion.
            self._headed = self._headed and self._number is None
            self._number = None
            self._taken = max(self._taken, *(g for g, _ in grades), i) if grades else self._taken
        elif number and len(text) < 120 and not may_recommend(text):
            self._number = number
        if not any(f.marked for f in found):
            self._confidence(block, text)

    def _lead(self, block: Block, text: str) -> tuple[tuple[str, Span] | None, Span]:
        lead = leading_number(text)
        if lead is None:
            return None, block.span
        value, start, end, behind = lead
        at = Span(block.span.start + start, block.span.start + end)
        return (value, at), Span(min(block.span.start + behind, block.span.end), block.span.end)

    def _confidence(self, block: Block, text: str) -> None:
        match = _CONFIDENCE.search(text) or _CONFIDENCE_TOO.search(text)
        if match:
            start = block.span.start
            named = frozenset(_NAMED_NUMBER.findall(text[: match.start()]))
            at = Span(start + match.start(), start + match.end())
            self.confidences.append(Confidence(named, match["level"].lower(), at, match.re is _CONFIDENCE))

    def _grades_beside(self, i: int) -> list[tuple[int, Span]]:
        """Blocks behind, else right before, that are grades and nothing else."""
        behind: list[tuple[int, Span]] = []
        for j in range(i + 1, min(i + 1 + _GRADES_BEHIND, len(self.blocks))):
            if self.blocks[j].kind is BlockKind.FOOTNOTE and not behind:
                continue
            if self.blocks[j].kind not in _PROSE or not is_grade(self.blocks[j].span.of(self.text)):
                break
            behind.append((j, self.blocks[j].span))
        before = i - 1
        if not behind and before > self._taken and before >= 0 and self.blocks[before].kind in _PROSE:
            span = self.blocks[before].span
            if is_grade(span.of(self.text)):
                return [(before, span)]
        return behind

    def _statements(
        self, i: int, block: Block, body: Span, number: tuple[str, Span] | None, beside: Sequence[tuple[int, Span]]
    ) -> Iterator[Found]:
        grades = [span for _, span in beside]
        if block.kind in (BlockKind.HEADING, BlockKind.CAPTION) and not (grades or number or self._number):
            return
        number = number or self._number
        if number and is_taken_back(body.of(self.text)):
            return
        dotted = bool(number and "." in number[0])
        firmly = bool(grades) or bool(number and (self._headed or dotted or number is self._number))
        whole = bool(number) and len(body) <= _LONGEST
        groups = _groups(self.text, body, whole=whole, marked=firmly or self._headed, own=self.own)
        for n, (span, advice, inside) in enumerate(groups):
            own_grades = inside or (grades if n == len(groups) - 1 else [])
            marked = (
                bool(own_grades) or (firmly and (n == 0 or whole)) or bool(number and n == 0 and self._performs(span))
            )
            if not marked and not self._performs(span) and not (self._headed and n == 0):
                continue
            span = self._with_items(i, span) if n == len(groups) - 1 else span
            told = number if n == 0 or marked else None
            yield self._one(span, advice, told, own_grades, marked=marked, table=False)

    def _performs(self, span: Span) -> bool:
        return advice_in(span.of(self.text), own=self.own) is not None

    def _with_items(self, i: int, span: Span) -> Span:
        """The statement with the list it opens: "Offer it to people who: …"."""
        if not self.text.startswith(":", span.end - 1):
            return span
        end = span.end
        for block in self.blocks[i + 1 : i + 1 + _SUB_ITEMS]:
            if block.kind is not BlockKind.ITEM or leading_number(block.span.of(self.text)):
                break
            end = block.span.end
        return Span(span.start, end)

    def _in_table(self, i: int, block: Block) -> Iterator[Found]:
        caption = next(
            (
                self.blocks[j].span.of(self.text)
                for j in (i - 1, i + 1)
                if 0 <= j < len(self.blocks) and self.blocks[j].kind is BlockKind.CAPTION
            ),
            "",
        )
        year = self.document.source.year
        rows = list(rows_of(self.document, block, caption=caption, headed=self._headed, year=year))
        found = [(row, one) for row in rows for one in self._in_row(row)]
        graded = sum(bool(one.recommendation.grade) for _, one in found)
        # A table most of whose statements are graded is one of recommendations, also where nothing says so.
        listed = graded >= 2 and 2 * graded >= len(found)
        yield from (one for row, one in found if row.listed or one.recommendation.grade or listed)

    def _in_row(self, row: Row) -> Iterator[Found]:
        text = row.statement.of(self.text)
        lead = leading_number(text)
        start = row.statement.start + (lead[3] if lead else 0)
        number = row.number
        if lead:
            number = (lead[0], Span(row.statement.start + lead[1], row.statement.start + lead[2]))
        if row.outdated or any(is_taken_back(s.of(self.text)) for s in row.cells):
            return
        body = Span(min(start, row.statement.end), row.statement.end)
        groups = _groups(self.text, body, whole=len(body) <= _LONGEST, marked=True, own=self.own)
        for span, advice, inside in groups:
            grades = inside or list(row.grades)
            yield self._one(span, advice, number, grades, marked=True, table=True, row=None if inside else row)

    def _one(
        self,
        span: Span,
        advice: Advice,
        number: tuple[str, Span] | None,
        grades: Sequence[Span],
        *,
        marked: bool,
        table: bool,
        row: Row | None = None,
    ) -> Found:
        printed = (row.grade if row else None) or _combined([grade_of(g.of(self.text)) for g in grades])
        direction = printed.direction or advice.direction
        strength = "" if direction == "neither" or printed.mixed else printed.strength or advice.strength
        certainty, at = printed.certainty, None
        if certainty:
            at = next((_moved(c, g) for g in grades if (c := grade_of(g.of(self.text)).certainty_at)), None)
            at = (row.certainty_at if row else None) or at
        elif advice.certainty and advice.certainty_at:
            certainty, at = advice.certainty, _moved(advice.certainty_at, span)
        return Found(
            Recommendation(
                span=span,
                direction=direction,
                strength=strength,
                certainty=certainty,
                number=number[0] if number else "",
                page=self.document.page_label(span),
                wording=_moved(advice.wording, span),
                population=_moved(advice.population, span) if advice.population else None,
                grade=_together(grades),
                certainty_at=at,
                number_at=number[1] if number else None,
            ),
            marked,
            self._headed,
            table,
        )


def _together(grades: Sequence[Span]) -> Span | None:
    """From the first to the last of what was printed as grades, if they stand together."""
    if not grades:
        return None
    near = grades[-1].end - grades[0].start <= 2 * LONGEST
    return Span(grades[0].start, grades[-1].end) if near else grades[0]


def _moved(span: Span, by: Span) -> Span:
    return Span(by.start + span.start, by.start + span.end)


def _combined(grades: Sequence[Grade]) -> Grade:
    """What several grades say together: "Strength: strong" beside "Certainty: low"."""
    whole = Grade()
    for g in grades:
        whole = replace(
            whole,
            direction=whole.direction or g.direction,
            strength=whole.strength or g.strength,
            certainty=whole.certainty or g.certainty,
            mixed=whole.mixed or g.mixed or bool(whole.strength and g.strength and whole.strength != g.strength),
        )
    return whole


def _groups(
    text: str, body: Span, *, whole: bool, marked: bool, own: Callable[[str], bool]
) -> list[tuple[Span, Advice, list[Span]]]:
    """The recommending sentences of a stretch, each with the grades printed in or behind it.

    With `whole`, sentences that recommend nothing, or the same way, belong to the statement before them.
    """
    groups: list[tuple[Span, Advice, list[Span]]] = []
    for piece in sentences_of(body.of(text)):
        span = _moved(piece, body)
        said = span.of(text)
        if groups and is_grade(said):
            groups[-1][2].append(span)
            continue
        brackets = [
            Span(span.start + m.start(), span.start + m.end()) for m in _BRACKET.finditer(said) if is_grade(m[0])
        ]
        bare = span
        if brackets and not text[brackets[-1].end : span.end].strip(" ."):
            kept = text[span.start : brackets[-1].start].rstrip()
            bare = Span(span.start, span.start + len(kept)) if kept.endswith((".", "!")) else span
        advice = advice_in(bare.of(text), marked=marked, own=own)
        if groups and whole and not groups[-1][2] and not _turns(said, groups[-1][1], own):
            groups[-1] = (Span(groups[-1][0].start, bare.end), groups[-1][1], [*groups[-1][2], *brackets])
        elif advice is not None:
            start = body.start if whole and not groups else bare.start
            moved = advice if start == bare.start else advice_in(text[start : bare.end], marked=marked, own=own)
            if moved:
                groups.append((Span(start, bare.end), moved, brackets))
    return [(_undated(text, span), advice, inside) for span, advice, inside in groups]


def _undated(text: str, span: Span) -> Span:
    dated = _DATED.search(span.of(text))
    return Span(span.start, span.start + dated.start()) if dated and dated.start() else span


def _turns(sentence: str, before: Advice, own: Callable[[str], bool]) -> bool:
    """True if a further sentence of a statement clearly recommends another way."""
    advice = advice_in(sentence, own=own)
    return advice is not None and advice.direction != before.direction


_BRACKET = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]")
