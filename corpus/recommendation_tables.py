"""Tables of recommendations: which cell of a row is the statement, which the number, which the grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, Document, Span
from corpus.recommendation_grades import Grade, grade_of, is_grade
from corpus.recommendation_rules import advice_in
from corpus.recommendation_text import leading_number, names_older

_STATEMENTS = re.compile(r"\brecommendations?\b|\bstatements?\b", re.IGNORECASE)
_GRADES = re.compile(
    r"\b(?:strength|grade|grading|class|COR|LOE|level|certainty|quality|confidence|rating|SOR)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CELL = re.compile(r"[^\t\n]+")
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that may hold a recommendation."""

    statement: Span
    number: tuple[str, Span] | None
    grades: tuple[Span, ...]
    certainty_at: Span | None
    """The cell that states the certainty."""
    grade: Grade | None
    """What its grade cells say together, their column heads being known; None where it has none."""
    cells: tuple[Span, ...]
    listed: bool
    """The table says it is one of recommendations."""
    outdated: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    span: Span


def rows_of(document: Document, block: Block, *, caption: str, headed: bool, year: int | None) -> Iterator[Row]:
    """The rows of a table, each with its statement, number and grades.

    Args:
        caption: Beside the table.
        headed: It stands under a heading that says "Recommendations".
        year: Of the document; a column of an older year is not read for grades.
    """
    rows = list(_grid(document, block))
    if not rows:
        return
    text = document.text
    heads = _heads(rows, text)
    told = " ".join([caption, *heads.values()])
    listed = headed or bool(_STATEMENTS.search(told))
    outdated = names_older(caption, year) or any(names_older(h, year) and not _GRADES.search(h) for h in heads.values())
    newest = max((int(y) for h in heads.values() for y in _YEAR.findall(h)), default=0)
    for row in rows[1 if heads else 0 :]:
        found = _row(row, text, heads, newest, listed=listed, outdated=outdated)
        if found:
            yield found


def _grid(document: Document, block: Block) -> Iterator[list[_Cell]]:
    """Rows of cells; from the table's known cells, those that reach over several rows in each, else by tabs."""
    table = next((t for t in document.tables if t.span == block.span), None)
    if table and table.cells:
        rows: dict[int, list[_Cell]] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + min(cell.rows, 200)):
                rows.setdefault(row, []).append(_Cell(cell.column, cell.span))
        yield from (sorted(cells, key=lambda c: c.column) for _, cells in sorted(rows.items()))
        return
    start = block.span.start
    for line in block.span.of(document.text).split("\n"):
        cells, column, place = [], 1, start
        for part in line.split("\t"):
            bare = part.strip()
            if bare:
                begin = place + len(part) - len(part.lstrip())
                cells.append(_Cell(column, Span(begin, begin + len(bare))))
            column, place = column + 1, place + len(part) + 1
        if cells:
            yield cells
        start += len(line) + 1


def _heads(rows: Sequence[Sequence[_Cell]], text: str) -> dict[int, str]:
    """Column heads: the first row, if it is short and recommends nothing."""
    first = {c.column: c.span.of(text) for c in rows[0]}
    short = all(len(t) <= _SHORT for t in first.values())
    named = any(_STATEMENTS.search(t) or _GRADES.search(t) for t in first.values())
    return (
        first
        if short and named and not any(is_grade(t) and len(t) > 2 and not _GRADES.search(t) for t in first.values())
        else {}
    )


def _row(
    row: Sequence[_Cell], text: str, heads: dict[int, str], newest: int, *, listed: bool, outdated: bool
) -> Row | None:
    said = {c: c.span.of(text) for c in row}
    grades = [(c, g) for c in row if (g := _grade(said[c], heads.get(c.column, ""), newest)) is not None]
    graded = {c for c, _ in grades}
    rest = [c for c in row if c not in graded]
    stating = [c for c in rest if len(said[c]) >= _LEAST and advice_in(_unnumbered(said[c]), marked=True)]
    if not stating:
        return None
    statement = max(stating, key=lambda c: len(said[c]))
    number = next((n for c in rest if c is not statement if (n := _number(said[c], c))), None)
    combined: Grade | None = None
    for _, g in grades:
        combined = g if combined is None else _with(combined, g)
    return Row(
        statement=statement.span,
        number=number,
        grades=tuple(c.span for c, _ in grades),
        certainty_at=next((c.span for c, g in grades if g.certainty), None),
        grade=combined,
        cells=tuple(c.span for c in row),
        listed=listed,
        outdated=outdated,
    )


_LEAST = 20


def _unnumbered(text: str) -> str:
    lead = leading_number(text)
    return text[lead[3] :] if lead else text


def _number(text: str, cell: _Cell) -> tuple[str, Span] | None:
    """A number alone, or one that opens a short cell, such as "B.1 Exercise"."""
    alone = re.fullmatch(r"#?\s*((?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?)[.)]?", text)
    if alone:
        return alone[1], Span(cell.span.start + alone.start(1), cell.span.start + alone.end(1))
    lead = leading_number(text)
    if lead and len(text) <= 2 * _SHORT:
        return lead[0], Span(cell.span.start + lead[1], cell.span.start + lead[2])
    return None


def _grade(text: str, head: str, newest: int) -> Grade | None:
    """What a cell says as a grade under its column head; None if it is none, or an older edition's."""
    if len(text) > 2 * _SHORT:
        return None
    years = [int(y) for y in _YEAR.findall(head)]
    if years and newest and max(years) < newest and _GRADES.search(head):
        return None
    if head and _GRADES.search(head):
        name = re.sub(r"[^\w\s]", " ", head).strip()
        lead = "Class" if re.search(r"\bCOR\b|\bclass\b", name, re.IGNORECASE) else ""
        lead = lead or ("Level of evidence" if re.search(r"\bLOE\b|level of evidence", name, re.IGNORECASE) else "")
        lead = lead or (
            "Certainty of evidence" if re.search(r"certainty|quality|confidence", name, re.IGNORECASE) else ""
        )
        lead = lead or ("Grade" if len(text) <= 3 else "")
        grade = grade_of(f"{lead}: {text}" if lead else text)
        if grade.says_something:
            return replace(grade, strength_at=None, certainty_at=None)
    return grade_of(text) if len(text) > 2 and is_grade(text) and not years else None


def _with(a: Grade, b: Grade) -> Grade:
    differ = bool(a.strength and b.strength and a.strength != b.strength)
    return replace(
        a,
        direction=a.direction or b.direction,
        strength=a.strength or b.strength,
        certainty=a.certainty or b.certainty,
        mixed=a.mixed or b.mixed or differ,
    )
