"""Effects in the cells of tables, where headers make plain what a cell holds; else nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Cell, Document, Span, Table
from corpus.effect_shape import shape_of
from corpus.effect_types import Effect, Interval, Measure, Spread, Value, moved

_N = r"(?<!#)#++"
_MEAN_SD = re.compile(
    r"\b[Mm]eans?\s?(?:\(\s?|±\s?|,\s?|\[\s?)(?P<kind>SD|SE|SEM|sd|[Ss]tandard (?:deviation"
    r"|error))\b|\bM\s?\(SD\)|(?P<pm>±)\s?(?:SD|sd)"
)
_SHARE = re.compile(r"\b(?:[Nn]o?\.?|[Nn]umbers?|[Ff]requency|patients)\s?[(\[,]\s?(?:%|percent)")
_CI = re.compile(r"\b(?P<name>[\w -]{0,40}?)\s?[(\[,]\s?(?:95\s?%\s?)?(?:CI|[Cc]onfidence [Ii]nterval)")
_PAIR = re.compile(rf"(?P<a>{_N})\s?(?:[(\[]\s?(?:±\s?)?|±\s?)(?P<b>{_N})\s?%?\s?[)\]]?")
_COUNT = re.compile(rf"(?P<a>{_N})(?:\s?/\s?#+)?\s?[(\[]\s?(?P<b>{_N})\s?%?\s?[)\]]")
_LIMITS = re.compile(
    rf"(?P<a>{_N})\s?%?\s?[(\[,;]\s?(?P<b>{_N})\s?%?\s?(?:to|[-–—−‐‑‒]|,|;)\s?(?P<c>{_N})\s?%?\s?[)\]]?"
)
_NAMES = (
    (Measure.STANDARDISED_MEAN_DIFFERENCE, r"\bSMD\b|[Ss]tandardi[sz]ed"),
    (Measure.ODDS_RATIO, r"\b[Oo]dds ratio|\bOR\b"),
    (Measure.HAZARD_RATIO, r"\b[Hh]azard ratio|\bHR\b"),
    (Measure.RISK_RATIO, r"\b[Rr](?:isk ratio|elative risk)|\bRR\b"),
    (Measure.MEAN_DIFFERENCE, r"\b[Dd]ifference|\bMD\b|[Ee]ffect"),
    (Measure.MEAN, r"\b[Mm]ean\b"),
)
_ABOUT = re.compile(
    r"\b(?:age|sex|gender|male|female|BMI|height|weight|race|ethnic\w*|education"
    r"|smok\w+|marital|employ\w*|duration of|years)\b",
    re.IGNORECASE,
)
_BASELINE = re.compile(r"\b(?:baseline|demographic)\b|\bchar[ae]cter[ei]stics\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:\d+[\s-]?(?:min|h|hours?|days?|weeks?|wks?|months?|mo|years?)\b(?:[\s-]follow[\s-]?up)?"
    r"|(?:week|month|day|year)s? \d+|baseline|follow[\s-]?up|post-?treatment"
    r"|after treatment|end of \w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Heads:
    """The headers over and beside a cell, outermost first."""

    over: tuple[Cell, ...]
    beside: tuple[Cell, ...]


def effects_in_tables(document: Document, where: Span) -> Iterator[Effect]:
    """What the cells that meet `where` state; tables of who took part state no effect."""
    for table in document.tables:
        if not table.span.meets(where):
            continue
        caption = table.caption.of(document.text) if table.caption else ""
        if _BASELINE.search(caption):
            continue
        for cell in table.cells:
            if cell.span.meets(where) and not cell.header and cell.column > 1:
                yield from _of_cell(document, table, cell, caption)


def _of_cell(document: Document, table: Table, cell: Cell, caption: str) -> Iterator[Effect]:
    heads = _heads_of(table, cell)
    if not heads.over or not heads.beside:
        return
    told = [h.span.of(document.text) for h in (*heads.over, *heads.beside)]
    if _ABOUT.search(" ".join(h.span.of(document.text) for h in heads.beside)):
        return
    effect = _read(cell.span.of(document.text), told, caption)
    if effect is None:
        return
    time = next((s for h in (*reversed(heads.over), *heads.beside) if (s := _time_in(document, h.span))), None)
    group = next((h.span for h in heads.over if not _is_form(h.span.of(document.text)) and h.span != time), None)
    effect = moved(effect, cell.span.start)
    # A row headed by a time alone leaves the outcome to the caption.
    outcome = next((h.span for h in heads.beside if not _TIME.match(h.span.of(document.text))), None)
    between = effect.measure in (Measure.MEAN, Measure.PERCENTAGE)
    yield Effect(
        span=effect.span,
        measure=effect.measure,
        estimate=effect.estimate,
        interval=effect.interval,
        spread=effect.spread,
        count=effect.count,
        group=group if between else None,
        outcome=outcome,
        timepoint=time,
    )


def _heads_of(table: Table, cell: Cell) -> _Heads:
    over = [
        h
        for h in table.cells
        if h.row < cell.row and h.header and h.column <= cell.column < h.column + h.columns and h.column + h.columns > 2
    ]
    beside = [
        h for h in table.cells if h.column == 1 and h.row <= cell.row < h.row + h.rows and not (h.row == 1 and h.header)
    ]
    return _Heads(tuple(sorted(over, key=lambda h: h.row)), tuple(beside))


def _is_form(text: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:means?|n|no|%|SD|SE|M|CI|95|±|\W|p|values?|median|IQR)+\W*", text, re.IGNORECASE))


def _time_in(document: Document, span: Span) -> Span | None:
    found = _TIME.search(span.of(document.text))
    return Span(span.start + found.start(), span.start + found.end()) if found else None


def _read(text: str, heads: list[str], caption: str) -> Effect | None:
    """A cell read by the form its headers, or else the caption, announce."""
    shape = shape_of(text)
    for told in (" | ".join(heads), caption):
        spread, share, ci = _MEAN_SD.search(told), _SHARE.search(told), _CI.search(told)
        if ci and (m := _LIMITS.fullmatch(shape.masked)):
            a, b, c = (shape.value(m, g) for g in "abc")
            named = next(
                (measure for measure, p in _NAMES if re.search(p, ci[0]) or re.search(p, told)), Measure.UNNAMED
            )
            if b.value <= a.value <= c.value:
                interval = Interval(Span(b.span.start, c.span.end), "CI", b, c, 95.0 if "95" in told else None)
                return Effect(Span(0, len(text)), named, a, interval)
        if spread and not share and (m := _PAIR.fullmatch(shape.masked)):
            a, b = shape.value(m, "a"), shape.value(m, "b")
            kind = "SE" if (spread["kind"] or "").upper().startswith(("SE", "STANDARD E")) else "SD"
            return Effect(Span(0, len(text)), Measure.MEAN, a, spread=Spread(b, kind)) if b.value >= 0 else None
        if share and not spread and (m := _COUNT.fullmatch(shape.masked)):
            n, percent = shape.value(m, "a"), shape.value(m, "b")
            return _counted(text, n, percent)
    return None


def _counted(text: str, n: Value, percent: Value) -> Effect | None:
    if n.value != int(n.value) or n.value < 0 or not 0 <= percent.value <= 100:
        return None
    return Effect(Span(0, len(text)), Measure.PERCENTAGE, percent, count=n.span)
