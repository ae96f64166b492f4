"""A report as Markdown and as CSV tables: the same figures as the page, for a text and for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.contexts import words_at
from evals.outcomes import MeasureValue
from evals.report import Judged, SetReport, Verdict, cited_quotes
from evals.report_page import figure, page, standing_told
from evals.tables import csv_text

WORST = 20
"""Questions of a set that the Markdown file tells in full."""
_TROUBLE = (Verdict.UNJUDGED, Verdict.RIGHT, Verdict.ABSTAINED)
"""Verdicts that make no bad question."""
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")


def write_report(reports: Sequence[SetReport], out: Path) -> list[Path]:
    """Write the page at `out`, and beside it the same as Markdown and as two CSV tables. Returns all four paths."""
    paths = [out, out.with_suffix(".md"), *(out.with_name(f"{out.stem}-{t}.csv") for t in ("measures", "questions"))]
    out.parent.mkdir(parents=True, exist_ok=True)
    texts = (
        page(reports, [p.name for p in paths[1:]]),
        markdown(reports),
        measures_csv(reports),
        questions_csv(reports),
    )
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    return paths


def markdown(reports: Iterable[SetReport]) -> str:
    """The figures of every set and its worst questions; what documents and questions say is escaped."""
    return "\n".join(line for report in reports for line in _set(report))


def _set(report: SetReport) -> Iterator[str]:
    finished = report.finished
    manifest, summary = finished.manifest, finished.summary
    yield f"# {plain(finished.name)}\n"
    yield (
        f"{plain(manifest.system)} on {manifest.questions:,} questions over {manifest.documents:,} documents, "
        f"{plain(manifest.started[:10])}, commit {plain(manifest.commit)}, index {plain(manifest.index_id)}, "
        f"questions {plain(manifest.set_id)}, seed {manifest.seed}.\n"
    )
    yield ", ".join(f"{n:,} {v.value}" for v, n in report.counts().items()) + ".\n"
    yield from _measures(summary.measures)
    for title, groups in (("kind of question", summary.by_kind), ("kind of source", summary.by_source_type)):
        yield from _groups(title, groups)
    if report.curve:
        yield f"\n## Risk and coverage\n\n{standing_told(report)}\n"
        yield from _table(
            ["coverage", "risk", "confidence from"],
            ([f"{c:.2f}", f"{r:.3f}", f"{t:.3f}"] for t, c, r in report.curve_in_short()),
        )
    if report.stages:
        yield "\n## Seconds a question\n"
        yield from _table(
            ["stage", "p50", "p95", "questions"],
            ([plain(s.name), f"{s.p50:.3f}", f"{s.p95:.3f}", str(s.n)] for s in report.stages),
        )
    yield from _worst(report)


def _measures(measures: Iterable[MeasureValue]) -> Iterator[str]:
    yield "## Measures\n"
    head = ["measure", "value", "95 % interval", "scored", "unscored", "what it is"]
    yield from _table(head, ([*_cells(m), plain(m.definition)] for m in measures))


def _groups(title: str, groups: dict[str, tuple[MeasureValue, ...]]) -> Iterator[str]:
    if groups:
        yield f"\n## By {title}\n"
        rows = (
            [plain(group or "none"), *_cells(m)] for group, held in groups.items() for m in held if m.value is not None
        )
        yield from _table([title, "measure", "value", "95 % interval", "scored", "unscored"], rows)


def _cells(m: MeasureValue) -> list[str]:
    spread = "" if m.low is None or m.high is None else f"{figure(m.low)} to {figure(m.high)}"
    lower = " (lower is better)" if m.better == "lower" else ""
    return [plain(m.name) + lower, figure(m.value), spread, str(m.n), str(m.unscored)]


def _worst(report: SetReport) -> Iterator[str]:
    bad = [q for q in report.questions if q.verdict not in _TROUBLE]
    if not bad:
        return
    yield f"\n## Worst questions ({min(WORST, len(bad))} of {len(bad)} that are not right)\n"
    for judged in bad[:WORST]:
        yield from _question(judged)


def _question(judged: Judged) -> Iterator[str]:
    outcome = judged.outcome
    yield f"- **{judged.verdict.value}** {plain(outcome.id)}: {plain(outcome.text)}"
    if outcome.error:
        yield f"  - met: {plain(outcome.error)}"
    for place in outcome.gold:
        if place.grade > 0:
            words = words_at(outcome.contexts, place)
            quoted = f": “{plain(_short(words))}”" if words else ""
            yield f"  - gold: {plain(place.document)} {place.start}–{place.end}{quoted}"
    for document, quote in cited_quotes(outcome):
        yield f"  - cited: {plain(document)}: “{plain(_short(quote))}”"
    if outcome.reply.get("kind") == "abstention":
        yield f"  - abstained: {plain(str(outcome.reply.get('reason', '')))}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def plain(text: str) -> str:
    """A text on one line in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _short(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def measures_csv(reports: Iterable[SetReport]) -> str:
    """Every measure of every set, in all and by group; an empty value is an unscored one."""
    head = ["set", "system", "group", "measure", "value", "low", "high", "n", "unscored", "unit", "better"]
    rows = []
    for report in reports:
        summary = report.finished.summary
        groups = {"all": summary.measures}
        groups |= {f"kind: {k}": held for k, held in summary.by_kind.items()}
        groups |= {f"source type: {k}": held for k, held in summary.by_source_type.items()}
        rows += [
            [
                report.finished.name,
                summary.system,
                group,
                m.name,
                m.value,
                m.low,
                m.high,
                m.n,
                m.unscored,
                m.unit,
                m.better,
            ]
            for group, held in groups.items()
            for m in held
        ]
    return csv_text(head, rows)


def questions_csv(reports: Sequence[SetReport]) -> str:
    """Every question of every set, the worst first, with its verdict and a column a score; empty is unscored."""
    scores = list(dict.fromkeys(name for r in reports for q in r.questions for name in q.outcome.scores))
    head = ["set", "system", "id", "kind", "question", "verdict", "confidence", "seconds", *scores]
    rows = [
        [
            report.finished.name,
            report.finished.summary.system,
            o.id,
            o.kind,
            o.text,
            q.verdict.value,
            o.confidence,
            o.seconds.get("total"),
        ]
        + [o.scores.get(name) for name in scores]
        for report in reports
        for q in report.questions
        for o in [q.outcome]
    ]
    return csv_text(head, rows)
