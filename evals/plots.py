"""Plots as inline SVG: no script, no style of their own, drawn to the width of the page that holds them.

Lengths along x are in per cent of the width and those along y in pixels, so that words keep their size on a phone. What
a plot says is in its `aria-label` too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.measures.intervals import percentile

_LEFT, _WIDE = 9.0, 89.0
"""Where the plotted area begins and how wide it is, in per cent."""
_TOP, _HIGH, _WHOLE = 32, 190, 270
"""Where it begins, how high it is, and the height of all, in pixels."""


def interval(value: float, low: float | None, high: float | None, label: str) -> str:
    """A dot for a value in [0, 1] on a line for its interval, on an axis from 0 to 1.

    Raises:
        ValueError: The value or a bound is not in [0, 1].
    """
    bounds = (value if low is None else low, value if high is None else high)
    if not all(0 <= x <= 1 for x in (value, *bounds)):
        raise ValueError(f"an interval's plot needs values in [0, 1], not {value}, {low}, {high}")
    # Half a dot of room on both sides.
    a, b, dot = (3 + 94 * x for x in (*bounds, value))
    return (
        f'<svg class="interval" role="img" aria-label="{escape(label)}" height="18">'
        '<line class="rail" x1="3%" x2="97%" y1="9" y2="9"/><line class="rail" x1="50%" x2="50%" y1="6" y2="12"/>'
        f'<line class="spread" x1="{a:.2f}%" x2="{b:.2f}%" y1="9" y2="9"/>'
        f'<circle class="dot" cx="{dot:.2f}%" cy="9" r="4.5"/></svg>'
    )


def stacked(parts: Sequence[tuple[str, str, int]], label: str) -> str:
    """One bar of (class, name, count) parts, as wide as their counts; parts of no size are left out."""
    whole = sum(count for _, _, count in parts)
    drawn, at = [], 0.0
    for css, name, count in parts:
        wide = 100 * count / whole if whole else 0.0
        if count:
            told = escape(f"{name}: {count} of {whole}")
            drawn.append(
                f'<rect class="{css}" x="{at:.3f}%" width="{wide:.3f}%" y="0" height="26"><title>{told}</title></rect>'
            )
        at += wide
    return f'<svg class="stacked" role="img" aria-label="{escape(label)}" height="26">{"".join(drawn)}</svg>'


def risk_coverage(curve: Sequence[tuple[float, float, float]], shown: tuple[float, float] | None) -> str:
    """Risk against coverage as steps, and where the system itself stands.

    Args:
        curve: (threshold, coverage, risk), surest first; coverage and risk in [0, 1].
        shown: Coverage and risk of the replies given; None where none was.
    """
    risks = [risk for _, _, risk in curve] + [shown[1] if shown else 0.0]
    top = min(1.0, _round_number(max(risks) or 0.1))
    steps, before = [], 0.0
    for _, coverage, risk in curve:
        steps += [(before, risk), (coverage, risk)]
        before = coverage
    drawn = [_frame([(x / 4, f"{x / 4:g}") for x in range(5)], [(i / 4, f"{top * i / 4:.3g}") for i in range(5)])]
    drawn.append(_path("curve", [(x, y / top) for x, y in steps]))
    if shown:
        x, y = _x(shown[0]), _y(shown[1] / top)
        drawn.append(f'<circle class="mark-dot" cx="{x:.2f}%" cy="{y:.1f}" r="6"/>')
    drawn.append(_axis_name("coverage: share of questions let through, surest first"))
    told = f"Risk against coverage, {len(curve)} thresholds." + (
        f" The system answers {shown[0]:.2f} of the questions at a risk of {shown[1]:.2f}." if shown else ""
    )
    return _plot(told, drawn)


def histogram(values: Sequence[float], unit: str, *, bins: int = 24) -> str:
    """How often values fall into bins of equal width, with lines at the median and the 95th percentile.

    The axis runs from 0 to a round number that is no less than the largest value. Nothing is drawn of no values.

    Raises:
        ValueError: A value is negative or not finite.
    """
    if not values:
        return ""
    if any(not 0 <= v < math.inf for v in values):
        raise ValueError("a histogram needs values from 0 on")
    top = _round_number(max(values) or 1.0)
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    most = max(counts)
    drawn = [_frame([(i / 4, f"{top * i / 4:.3g}") for i in range(5)], [(0.0, "0"), (1.0, str(most))])]
    wide = _WIDE / bins
    for i, count in enumerate(counts):
        if count:
            high = _HIGH * count / most
            span = escape(f"{top * i / bins:.3g} to {top * (i + 1) / bins:.3g} {unit}: {count}")
            drawn.append(
                f'<rect class="bar" x="{_LEFT + i * wide + 0.1:.2f}%" width="{wide - 0.2:.2f}%" '
                f'y="{_TOP + _HIGH - high:.1f}" height="{high:.1f}"><title>{span}</title></rect>'
            )
    p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
    for name, value in (("p50", p50), ("p95", p95)):
        x = _x(value / top)
        # A name that would run off the right edge stands on the left of its line.
        side = 'text-anchor="end" dx="-4"' if value / top > 0.85 else 'dx="4"'
        y = 10 if name == "p50" else 24
        drawn.append(
            f'<line class="at" x1="{x:.2f}%" x2="{x:.2f}%" y1="{y}" y2="{_TOP + _HIGH}"/>'
            f'<text x="{x:.2f}%" y="{y}" {side}>{name} {value:.3g}</text>'
        )
    drawn.append(_axis_name(unit))
    return _plot(f"{len(values)} values, p50 {p50:.3g} {unit}, p95 {p95:.3g} {unit}, largest {max(values):.3g}.", drawn)


def _plot(label: str, drawn: Sequence[str]) -> str:
    return f'<svg class="plot" role="img" aria-label="{escape(label)}" height="{_WHOLE}">{"".join(drawn)}</svg>'


def _frame(xs: Sequence[tuple[float, str]], ys: Sequence[tuple[float, str]]) -> str:
    """Lines and numbers at places in [0, 1] of both axes."""
    drawn = []
    for at, told in ys:
        y = _y(at)
        drawn.append(f'<line class="rail" x1="{_LEFT}%" x2="{_LEFT + _WIDE}%" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(f'<text x="{_LEFT}%" y="{y:.1f}" dx="-6" dy="4" text-anchor="end">{escape(told)}</text>')
    for at, told in xs:
        end = "end" if at == 1 else "start" if at == 0 else "middle"
        drawn.append(f'<text x="{_x(at):.2f}%" y="{_TOP + _HIGH + 18}" text-anchor="{end}">{escape(told)}</text>')
    return "".join(drawn)


def _path(css: str, points: Sequence[tuple[float, float]]) -> str:
    """A line through points in [0, 1] × [0, 1]; it keeps its breadth however the plot is stretched."""
    if not points:
        return ""
    d = "M" + " L".join(f"{1000 * x:.1f} {1000 * (1 - y):.1f}" for x, y in points)
    path = f'<path class="{css}" d="{d}" vector-effect="non-scaling-stroke"/>'
    place = f'x="{_LEFT}%" y="{_TOP}" width="{_WIDE}%" height="{_HIGH}"'
    return f'<svg {place} viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible">{path}</svg>'


def _axis_name(told: str) -> str:
    return f'<text class="axis" x="{_LEFT}%" y="{_WHOLE - 8}">{escape(told)}</text>'


def _x(share: float) -> float:
    return _LEFT + _WIDE * share


def _y(share: float) -> float:
    return _TOP + _HIGH * (1 - share)


def _round_number(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten that is no less than a value above 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(float(f"{x * power:.3g}") for x in (1, 2, 4, 6, 8, 10) if value <= x * power * (1 + 1e-9))
