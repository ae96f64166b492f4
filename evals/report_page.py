"""A report as one HTML page that loads nothing: style, script and plots stand in it, and all texts are escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from evals import plots
from evals.outcomes import Manifest, MeasureValue
from evals.report import ABOUT, SetReport
from evals.report_questions import questions, verdict_class

_CHOSEN = "gold hit"
"""The measure drawn by kind until another is chosen."""
_PAGE = Path(__file__).parent / "page"


def page(reports: Sequence[SetReport], files: Sequence[str]) -> str:
    """The whole page.

    Args:
        reports: One a set, in the order shown.
        files: Names of files beside the page that hold the same.
    """
    style = (_PAGE / "report.css").read_text(encoding="utf-8")
    script = (_PAGE / "report.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    names = [_set_name(r) for r in reports]
    title = "Citewell: " + ", ".join(names)
    contents = "".join(f'<a href="#set-{i}">{escape(name)}</a>' for i, name in enumerate(names))
    nav = f'<nav class="contents wrap" aria-label="Sets">{contents}</nav>' if len(names) > 1 else ""
    told = " · ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in files)
    body = overview(reports) + "".join(_set(report, i) for i, report in enumerate(reports))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title><style>{style}</style></head><body>'
        '<header class="masthead"><div class="wrap"><h1>Citewell</h1>'
        "<p>How often answers are right, and how sure that is</p>"
        f'</div></header>{nav}<main class="wrap">{body}</main>'
        f'<footer><div class="wrap">The same as files: {told}. This page loads nothing from elsewhere.</div></footer>'
        f"<script>{script}</script></body></html>\n"
    )


def overview(reports: Sequence[SetReport]) -> str:
    """Every measure of quality over all sets and systems of a run, a column each; empty where there is only one."""
    if len(reports) < 2:
        return ""
    held = [{m.name: m for m in r.finished.summary.measures if m.value is not None} for r in reports]
    every = {m.name: m for h in held for m in h.values() if not is_cost(m)}
    head = "".join(
        f'<th scope="col" class="number"><a href="#set-{i}">{escape(_set_name(r))}</a><br>'
        f"{escape(r.finished.manifest.system)}</th>"
        for i, r in enumerate(reports)
    )
    rows = "".join(
        f'<tr><th scope="row">{_name(m)}</th>{"".join(_overview_cell(h.get(name)) for h in held)}</tr>'
        for name, m in every.items()
    )
    return (
        '<section class="overview"><h2 class="name">All sets and systems</h2><div class="scroll" tabindex="0"><table>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _overview_cell(m: MeasureValue | None) -> str:
    if m is None:
        return '<td class="number"></td>'
    spread = "" if m.low is None or m.high is None else f"<small>{figure(m.low)} to {figure(m.high)}</small>"
    return f'<td class="number"><b>{figure(m.value)}</b>{spread}</td>'


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _set_name(report: SetReport) -> str:
    return report.finished.name


def _set(report: SetReport, number: int) -> str:
    summary, manifest = report.finished.summary, report.finished.manifest
    lead = (
        f"{manifest.system} on {manifest.questions:,} questions over {manifest.documents:,} documents "
        f"({manifest.passages:,} passages), {manifest.started[:10]}, commit {manifest.commit}"
    )
    return (
        f'<section class="set" id="set-{number}"><h2 class="name">{escape(_set_name(report))}</h2>'
        f'<p class="lead">{escape(lead)}</p>{_verdicts(report)}{_measures(summary.measures)}{_plots(report)}'
        f"{_grouped('By kind of question', summary.by_kind, summary.measures)}"
        f"{_grouped('By kind of source', summary.by_source_type, summary.measures)}"
        f"{questions(report)}{_manifest(manifest)}</section>"
    )


def _verdicts(report: SetReport) -> str:
    counts = report.counts()
    if not counts:
        return '<p class="warning">The run holds no question.</p>'
    parts = [(verdict_class(v), v.value, n) for v, n in counts.items()]
    label = "; ".join(f"{n} {v.value}" for v, n in counts.items())
    buttons = "".join(
        f'<li><button type="button" value="{v.value}" title="{escape(ABOUT[v])}">'
        f'<span class="swatch {verdict_class(v)}"></span>{v.value} <b>{n:,}</b></button></li>'
        for v, n in counts.items()
    )
    return plots.stacked(parts, label) + f'<ul class="legend" aria-label="Verdicts">{buttons}</ul>'


def _measures(measures: Sequence[MeasureValue]) -> str:
    quality = "".join(_measure_row(m, _name(m)) for m in measures if not is_cost(m))
    costs = "".join(_measure_row(m, _name(m)) for m in measures if is_cost(m))
    told = "".join(f"<dt>{escape(m.name)}</dt><dd>{escape(m.definition)}</dd>" for m in measures)
    return (
        f'<h3>Measures</h3><table class="measures">{_HEAD.format("measure")}<tbody>{quality}</tbody></table>'
        '<p class="note">Lines are 95 % intervals, drawn where a measure lies between 0 and 1. What cannot be scored '
        "is counted, never taken as 0.</p>"
        '<details class="note"><summary>Time and memory</summary><table class="measures">'
        f"{_HEAD.format('measure')}<tbody>{costs}</tbody></table></details>"
        f'<details class="note"><summary>What each measure means</summary><dl class="definitions">{told}</dl></details>'
    )


def is_cost(measure: MeasureValue) -> bool:
    """True of seconds, and of what is measured once of the run as a whole."""
    return measure.name.startswith("seconds ") or measure.unit == "run"


_HEAD = (
    '<thead><tr><th scope="col">{}</th><th scope="col" class="number">value</th><td></td>'
    '<th scope="col" class="number">95 % interval</th><th scope="col" class="number">scored</th>'
    '<th scope="col" class="number">unscored</th></tr></thead>'
)


def _name(measure: MeasureValue) -> str:
    lower = ' <span class="lower">lower is better</span>' if measure.better == "lower" else ""
    return f'<dfn title="{escape(measure.definition)}">{escape(measure.name)}</dfn>{lower}'


def _measure_row(m: MeasureValue, name: str) -> str:
    """A row of a table; `name` is HTML."""
    spread = "" if m.low is None or m.high is None else f"{figure(m.low)} to {figure(m.high)}"
    unit = "" if m.n == 1 else "s"
    unscored = f"{m.unscored:,}" if m.unscored else ""
    return (
        f'<tr><th scope="row">{name}</th><td class="number value">{figure(m.value)}</td>'
        f'<td class="drawn">{_interval(m)}</td><td class="number">{spread}</td>'
        f'<td class="number count" data-before="scored: ">{m.n:,} {escape(m.unit)}{unit}</td>'
        f'<td class="number count" data-before="could not be scored: ">{unscored}</td></tr>'
    )


def _interval(m: MeasureValue) -> str:
    held = [x for x in (m.value, m.low, m.high) if x is not None]
    if m.value is None or not all(0 <= x <= 1 for x in held) or is_cost(m):
        return ""
    spread = "" if m.low is None or m.high is None else f", 95 % interval {figure(m.low)} to {figure(m.high)}"
    return plots.interval(m.value, m.low, m.high, f"{m.name} {figure(m.value)}{spread}")


def figure(value: float | None) -> str:
    """A value as shown: three decimals, whole numbers from 1,000 on."""
    if value is None:
        return "unscored"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3f}"


def _plots(report: SetReport) -> str:
    seconds = report.seconds()
    figures = []
    if report.curve:
        rows = "".join(
            f'<tr><td class="number">{c:.2f}</td><td class="number">{r:.3f}</td><td class="number">{t:.3f}</td></tr>'
            for t, c, r in report.curve_in_short()
        )
        figures.append(
            f"<figure><h3>Risk and coverage</h3>{plots.risk_coverage(report.curve, report.stands)}"
            f'<p class="note">{standing_told(report)}</p><details class="note"><summary>The numbers</summary>'
            '<table class="plain"><thead><tr><th class="number">coverage</th><th class="number">risk</th>'
            f'<th class="number">confidence from</th></tr></thead><tbody>{rows}</tbody></table></details></figure>'
        )
    if seconds:
        rows = "".join(
            f'<tr><th scope="row">{escape(s.name)}</th><td class="number">{s.p50:.3f}</td>'
            f'<td class="number">{s.p95:.3f}</td><td class="number">{s.n:,}</td></tr>'
            for s in report.stages
        )
        figures.append(
            f"<figure><h3>Seconds a question</h3>{plots.histogram(seconds, 'seconds')}"
            '<details class="note"><summary>By stage</summary><table class="plain"><thead><tr><th>stage</th>'
            '<th class="number">p50</th><th class="number">p95</th><th class="number">questions</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></details></figure>"
        )
    return f'<div class="plots">{"".join(figures)}</div>' if figures else ""


def standing_told(report: SetReport) -> str:
    """What the curve is drawn of, and where the system stands on it, in words."""
    told = f"Of {report.on_curve:,} replies, given or held back, the surest first: risk is the share that is wrong."
    if report.stands:
        coverage, risk = report.stands
        told += f" The ring is where the system stands: it answers {coverage:.2f} of them, at a risk of {risk:.3f}."
    return told


def _grouped(title: str, groups: dict[str, tuple[MeasureValue, ...]], order: Iterable[MeasureValue]) -> str:
    """One measure over all groups at a time, chosen from a list."""
    by_name = {m.name: {g: x for g, held in groups.items() for x in held if x.name == m.name} for m in order}
    drawn = {name: held for name, held in by_name.items() if any(x.value is not None for x in held.values())}
    if not drawn:
        return ""
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == _CHOSEN else ""}>{escape(name)}</option>'
        for name in drawn
    )
    tables = "".join(
        f'<div data-measure="{escape(name)}"><h4>{escape(name)}</h4><table class="measures">'
        f"{_HEAD.format('')}<tbody>{_rows(held)}</tbody></table></div>"
        for name, held in drawn.items()
    )
    return (
        f'<div class="grouped"><h3>{escape(title)}</h3><div class="controls"><label>Measure<select name="measure">'
        f"{options}</select></label></div>{tables}</div>"
    )


def _rows(groups: dict[str, MeasureValue]) -> str:
    return "".join(_measure_row(m, escape((group or "no kind").replace("_", " "))) for group, m in groups.items())


def _manifest(manifest: Manifest) -> str:
    facts = {
        "set": f"{manifest.set}, questions and judgements {manifest.set_id}",
        "system": manifest.system,
        "commit": manifest.commit,
        "index": f"{manifest.index_id}, {manifest.passages:,} passages of {manifest.documents:,} documents",
        "started": manifest.started,
        "took": f"{manifest.seconds:,.1f} s",
        "seed": str(manifest.seed),
        **{f"model {name}": digest for name, digest in manifest.models.items()},
        **manifest.machine,
        **{f"setting {name}": str(value) for name, value in manifest.settings.items()},
    }
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
    return f'<h3>What was run</h3><dl class="facts">{rows}</dl>'
