"""The numeric part of effects: which numbers of a sentence are estimates, limits, spreads, counts and p values.

Sentences are looked at as `corpus.effect_shape` gives them, without their digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Span
from corpus.effect_shape import Shape
from corpus.effect_types import RATIOS, Effect, Interval, Measure, PValue, Spread, Value

_N = r"(?<!#)#++"
_UNIT = r"(?:\s?(?:%|percent|points?|(?!to\b|and\b|or\b|through\b|vs?\b)[a-zA-Zµμ°/²·]{1,7}(?=[\s,;)\]])))?+"
_DASH = r"\s?(?:to|through|[-–—−‐‑‒~∼])\s?"
_TO = r"\s?(?:to|and|through|[-–—−‐‑‒~∼]|,|;|\.{2,3}|…)\s?"
_CI_WORDS = (
    r"(?:(?:confidence|credible|credibility|uncertainty)\s(?:interval|limit)s?(?:\s?[(\[]C[rR]?I[Ls]?[)\]])?"
    r"|\bC[rR]?[IL]s?(?:9\d)?\b|\bC\.I\.)"
)
_CI = rf"(?:{_N}\s?%\s?)?{_CI_WORDS}(?:\s?,?[(\[]?\s?{_N}\s?%[)\]]?)?"
_IQR = r"\b(?:IQRs?|inter-?\s?quartile\s(?:range|interval)s?(?:\s?[(\[]IQR[)\]])?|quartiles)\b"
_RANGE = r"\b[Rr]anges?\b"
_SEP = r"(?:[\s:=,(\[]|\bof\b|\bwas\b|\bwere\b|\bfrom\b|\bbetween\b|\bis\b){0,6}+"
_LIMITS = rf"(?P<low>{_N}){_UNIT}{_TO}(?P<high>{_N})"
_INTERVALS = (
    ("CI", re.compile(rf"{_CI}{_SEP}{_LIMITS}")),
    ("IQR", re.compile(rf"{_IQR}{_SEP}{_LIMITS}", re.IGNORECASE)),
    ("range", re.compile(rf"{_RANGE}{_SEP}{_LIMITS}")),
    ("CI", re.compile(rf"(?P<low>{_N}){_UNIT}{_DASH}(?P<high>{_N})\s?%?[\s,;)]{{0,3}}{_CI}(?!{_SEP}#)")),
    (
        "",
        re.compile(rf"(?<=[(\[])\s?(?:intervals?:?\s)?(?P<low>{_N}){_UNIT}{_DASH}(?P<high>{_N}){_UNIT}\s?(?=[)\],;])"),
    ),
)
_P = re.compile(
    rf"\b[Pp]s?(?:[\s-]?[Vv]alues?)?\s?(?:for\s(?:\w+\s){{1,3}}|\(?interaction\)?\s?|trend\s?)?"
    rf"(?P<sign><\s?=|>\s?=|[=<>≤≥⩽⩾:]|(?:was|were|is)?\s?(?:less\sthan|greater\sthan|of)|was|were)\s?"
    rf"(?P<p>{_N})(?!\s?%)"
)
_SIGNS = {"<=": "≤", ">=": "≥", "⩽": "≤", "⩾": "≥", "lessthan": "<", "greaterthan": ">"}
_SPREADS = (
    re.compile(rf"(?P<mean>{_N}){_UNIT}\s?(?P<kind>±|\+\s?/?\s?[-−–])\s?(?P<spread>{_N})"),
    re.compile(
        rf"(?P<mean>{_N}){_UNIT}\s?[(\[,;]\s?(?P<kind>±?\s?(?:SDs?|[sS]\.[dD]\.?|SEM?|s\.e\.m?\.?|"
        rf"[Ss]tandard\s(?:deviation|error)(?:\s[(\[]S[DE][)\]])?))[\s:=±,]{{0,3}}(?P<spread>{_N})"
    ),
)
_MEAN_SD = re.compile(r"\b(?:[Mm]eans?|M)\s?[(\[±,]{1,2}\s?(SD|sd|SE|se|SEM|standard\s(?:deviation|error))\b")
_MEDIAN_OF = re.compile(
    rf"\b[Mm]edians?\s?[(\[,;]\s?(?P<kind>IQRs?|inter-?quartile\srange|{_RANGE}|(?:{_N}\s?%\s?)?CI)\b"
)
_PAIR_BARE = re.compile(rf"(?P<mean>{_N}){_UNIT}\s?[(\[]\s?(?P<spread>{_N}){_UNIT}\s?[)\]]")
_COUNTS = (
    re.compile(rf"(?P<n>{_N})\s?/\s?(?P<all>{_N})(?:\s\w+){{0,2}}\s?[(\[,;:=]\s?(?P<share>{_N})\s?%"),
    re.compile(rf"(?P<n>{_N})\s(?:out\s)?of\s(?:the\s)?(?P<all>{_N})(?:\s\w+){{0,3}}\s?[(\[,;]\s?(?P<share>{_N})\s?%"),
    re.compile(rf"(?P<share>{_N})\s?%\s?[(\[]\s?(?:n\s?=\s?)?(?P<n>{_N})(?:\s?/\s?|\s(?:out\s)?of\s)(?P<all>{_N})"),
    re.compile(rf"(?P<share>{_N})\s?%\s?[(\[]\s?n\s?=\s?(?P<n>{_N})(?=\s?[)\]])"),
    re.compile(
        rf"(?<![/#])(?<!/\s)(?<!of\s)(?P<n>{_N})(?:\s[a-z]+){{0,2}}\s?[(\[]\s?(?P<share>{_N})\s?%\s?(?=[)\],;])"
    ),
    re.compile(
        rf"(?P<n>{_N})(?:\s?/\s?|\s(?:out\s)?of\s(?:the\s)?)(?P<all>{_N})"
        rf"(?=\s(?:\w+\s)?(?:patients|participants|women|men|subjects|children|adults|people|cases)\b)"
    ),
)
_PERCENT = re.compile(rf"(?P<share>{_N})\s?(?:%|per\s?cent\b)")
# Behind a concentration or a dose stands what it is of: "0.5% bupivacaine"; behind a share a sentence goes on.
_SHARE_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:)\]/–-]|(?:of|in|and|or|vs?|versus|for|at|after|compared|with|by|to|from|than|on|among|when|while|"
    r"who|had|were|was|reported|achieved|the|relative|absolute|reductions?|increases?|decreases?|improvements?|lower|"
    r"higher|fewer|more|greater|less|better|patients|participants|women|men|subjects|children|adults|people|cases|"
    r"points|during|over|did|experienced|received|whereas|but|mortality|success|response|responders?|risk)\b)"
)
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = tuple(
    (measure, re.compile(pattern))
    for measure, pattern in (
        (
            Measure.STANDARDISED_MEAN_DIFFERENCE,
            r"[Ss]tandardi[sz]ed\s(?:mean\s)?(?:difference|effect)s?|\bSMDs?\b|Cohen['’]?s?\sd\b|Hedges['’]?s?\sg\b"
            r"|\b[Ee]ffect\ssizes?\b|\bES\b|\bd\s?(?==\s?#)",
        ),
        (
            Measure.MEAN_DIFFERENCE,
            r"\b(?:[Ww]eighted\s|[Aa]djusted\s)?[Mm]ean\s(?:[\w-]+\s){0,2}difference"
            r"|\b[AW]?MDs?\b|[Dd]ifferences?\s(?:in|"
            r"between)\s(?:the\s)?(?:\w+\s)?means|[Mm]ean\s(?:between|inter)-?group\sdifference|\bLSMD\b",
        ),
        (Measure.HAZARD_RATIO, r"\b[Hh]azards?\sratios?|\b[as]?HR\b(?=s?\W{0,4}(?:#|of\b|was\b|,|\())"),
        (Measure.ODDS_RATIO, r"\b[Oo]dds\sratios?|\b[ac]?OR\b(?=s?\W{0,4}(?:#|of\b|was\b|,|\())"),
        (Measure.RATE_RATIO, r"\b(?:[Ii]ncidence\s)?[Rr]ate\sratios?|\ba?IRR\b"),
        (
            Measure.RISK_RATIO,
            r"\b[Rr]isk\sratios?|\b[Rr]elative\srisks?\b(?!\sreduction)|\ba?RR\b(?=s?\W{0,4}(?:#" r"|of\b|was\b|,|\())",
        ),
        (
            Measure.RISK_DIFFERENCE,
            r"\b[Rr]isk\sdifference|\b[Aa]bsolute\srisk\s(?:reduction|difference)|\bRD\b" r"|\bARR\b",
        ),
        (Measure.NNT, r"\b[Nn]umbers?[\s-]needed[\s-]to[\s-]treat|\bNNTB?\b"),
        (Measure.NNH, r"\b[Nn]umbers?[\s-]needed[\s-]to[\s-]harm|\bNNT?H\b"),
        (Measure.MEDIAN, r"\b[Mm]edians?\b"),
        (
            Measure.MEAN_DIFFERENCE,
            r"\b(?:[Tt]reatment|[Gg]roup|[Bb]etween-?group|[Aa]djusted|[Nn]et)\s(?:effect"
            r"|difference)s?|\b[Dd]ifferences?\b",
        ),
        (Measure.MEAN, r"\b[Mm]eans?\b|\b[Aa]verages?\b"),
    )
)
_LINK = (
    r"(?:\s?[(\[][^()\[\]#]{1,25}[)\]])?(?:[\s:=,(\[]|\b(?:of|was|were|is|by"
    r"|only|about|approximately|for|in)\b){1,6}+"
)
_I2 = re.compile(rf"\bI\s?(?:2|²|\^2|-squared|\s?#)?\s?(?:statistic\s?)?(?:=|of|was|:)\s?(?P<i2>{_N})\s?%")
_TRIALS = re.compile(
    rf"(?P<n>{_N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)\s(?:\w+\s){{0,3}}?"
    r"(?:RCTs|trials?|studies|study|comparisons)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"(?<!/)(?<!of\s)(?P<n>{_N})\s(?:\w+\s){{0,2}}?(?:participants|patients|people"
    rf"|individuals|subjects|women|adults|children)\b"
    rf"|\b[nN]\s?=\s?(?P<n2>{_N})"
)
_WORD_VALUES = {
    w: i + 1.0 for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split())
}


def p_values(shape: Shape) -> Iterator[PValue]:
    """The p values of a sentence; a value outside [0, 1] is none."""
    for found in _P.finditer(shape.masked):
        value = shape.value(found, "p")
        if 0 <= value.value <= 1:
            shape.take(value)
            sign = re.sub(r"\s|was|were|is", "", found["sign"])
            yield PValue(
                Span(found.start(), value.span.end),
                _SIGNS.get(sign, sign if sign in "<>≤≥" and sign else "="),
                value.value,
            )


def items_of(shape: Shape) -> list[Effect]:
    """The estimates of a sentence in order, with interval, spread, count and measure; neither words nor p values."""
    found = [*_with_interval(shape), *_with_spread(shape), *_counts(shape), *_labelled(shape), *_percentages(shape)]
    return sorted(found, key=lambda e: e.span.start)


def pooled(shape: Shape) -> tuple[Value | None, Value | None, Value | None]:
    """I², trials and participants as a sentence states them; `None` where it does not, or more than once."""
    i2 = [shape.value(m, "i2") for m in _I2.finditer(shape.masked)]
    trials = [_counted(shape, m) for m in _TRIALS.finditer(shape.masked)]
    if not i2 and not trials:
        return None, None, None
    people = [_counted(shape, m, "n2" if m["n2"] else "n") for m in _PEOPLE.finditer(shape.masked)]
    one = [values[0] if len(values) == 1 else None for values in (i2, trials, people)]
    shape.take(*i2, *trials, *people)
    return one[0], one[1], one[2]


def _counted(shape: Shape, found: re.Match[str], group: str = "n") -> Value:
    known = shape.numbers.get(found.start(group))
    return known or Value(Span(*found.span(group)), _WORD_VALUES[found[group].lower()])


def _with_interval(shape: Shape) -> Iterator[Effect]:
    ends: list[Span] = []
    announced = _MEDIAN_OF.search(shape.masked)
    ci = re.search(_CI_WORDS, shape.masked)
    for kind, pattern in _INTERVALS:
        for found in pattern.finditer(shape.masked):
            low, high = shape.value(found, "low"), shape.value(found, "high")
            span = Span(*found.span())
            if low.value > high.value or not shape.free(low, high) or any(span.meets(e) for e in ends):
                continue
            estimate = _estimate_for(shape, span, low, high, near=kind == "" and "interval" not in found[0])
            if estimate is None and kind != "CI":
                continue
            named = kind or (_kind_of(announced) if announced else "CI" if ci else "")
            if kind == "" and not named and not _measured_before(shape, estimate):
                continue
            if kind == "CI" and re.search(r"\bC[rR]I|[Cc]redib", found[0]):
                named = "CrI"
            shape.take(low, high, estimate, *_levels(shape, span))
            ends.append(span)
            printed = _printed(shape.masked, found, span)
            interval = Interval(printed, named, low, high, _level(shape, span))
            whole = Span(min(printed.start, estimate.span.start), printed.end) if estimate else printed
            yield Effect(whole, _measure_at(shape, whole, estimate, interval), estimate, interval)


def _printed(masked: str, found: re.Match[str], span: Span) -> Span:
    """The interval without the white space before it, and with the sign or bracket that closes it."""
    tail = re.match(r"\s?%", masked[span.end :])
    end = span.end + (tail.end() if tail else 0)
    if masked[end : end + 1] in (")", "]") and masked[span.start : end].count("(") + masked[span.start : end].count(
        "["
    ) > (masked[span.start : end].count(")") + masked[span.start : end].count("]")):
        end += 1
    return Span(span.start + len(found[0]) - len(found[0].lstrip()), end)


def _kind_of(announced: re.Match[str]) -> str:
    told = announced["kind"].lower()
    return "CI" if told.endswith("ci") else "range" if told.startswith("range") else "IQR"


def _levels(shape: Shape, span: Span) -> list[Value]:
    return [v for start, v in shape.numbers.items() if span.start <= start < span.end]


def _level(shape: Shape, span: Span) -> float | None:
    """The level that stands with the label, as 95 in "95 % CI"."""
    for v in _levels(shape, span):
        if 50 <= v.value < 100 and re.match(r"\s?%[\s)\]:]{0,2}", shape.masked[v.span.end : v.span.end + 3]):
            before = shape.masked[max(0, v.span.start - 12) : v.span.start]
            after = shape.masked[v.span.end : v.span.end + 14]
            if re.match(r"\s?%\s?(?:[Cc]onf|[Cc]red|[Uu]nc|C)", after) or re.search(
                r"(?:CI|interval|limit)s?[)\],\s(]*$", before
            ):
                return v.value
    found = re.search(r"C[rR]?I(9\d)", shape.text[span.start : span.end])
    return float(found[1]) if found else None


def _estimate_for(shape: Shape, span: Span, low: Value, high: Value, *, near: bool) -> Value | None:
    """The nearest number before an interval that it holds; mirrored where a fall is told as a positive number."""
    before = [v for v in shape.numbers.values() if v.span.end <= span.start and shape.free(v)]
    for value in sorted(before, key=lambda v: -v.span.end)[: 1 if near else 3]:
        between = shape.masked[value.span.end : span.start]
        if near and not re.fullmatch(rf"{_UNIT}\s?[(\[,;]?\s?", between):
            return None
        if len(between) > 90 or ";" in between.rstrip("; (") or re.search(r"[.!?]\s", between):
            return None
        if low.value <= value.value <= high.value or -high.value <= value.value <= -low.value:
            return value
    return None


def _measured_before(shape: Shape, estimate: Value | None) -> bool:
    """A bare bracket of two numbers is an interval where a measure is named before it, or it is a median's."""
    before = shape.masked[: estimate.span.start] + "#" if estimate else ""
    return any(p.search(before) for _, p in _MEASURES)


def _with_spread(shape: Shape) -> Iterator[Effect]:
    told = _MEAN_SD.search(shape.masked)
    kind_told = _spread_kind(told[1]) if told else ""
    for pattern in (*_SPREADS, *([_PAIR_BARE] if told else [])):
        for found in pattern.finditer(shape.masked):
            mean, spread = shape.value(found, "mean"), shape.value(found, "spread")
            if not shape.free(mean, spread) or spread.value < 0:
                continue
            if pattern is _PAIR_BARE and told and told.start() > found.start():
                continue
            shape.take(mean, spread)
            kind = (_spread_kind(found["kind"]) if "kind" in pattern.groupindex else "") or kind_told or _pm_kind(shape)
            yield Effect(
                Span(mean.span.start, found.end()), _mean_or_change(shape, mean), mean, spread=Spread(spread, kind)
            )


def _spread_kind(words: str) -> str:
    word = words.lower().replace(".", "")
    return "SE" if "se" in word or "error" in word else "SD" if "sd" in word or "deviation" in word else ""


def _pm_kind(shape: Shape) -> str:
    """What ± stands for where the sentence says so: "mean ± SD", "(± SEM)"."""
    found = re.search(r"±\s?(SD|SEM?|sd|sem?|standard\s(?:deviation|error))\b", shape.masked)
    return _spread_kind(found[1]) if found else ""


def _mean_or_change(shape: Shape, mean: Value) -> Measure:
    before = shape.masked[max(0, mean.span.start - 40) : mean.span.start]
    return Measure.MEAN_DIFFERENCE if re.search(r"[Mm]ean\sdifference(?:s)?\b[^#]*$", before) else Measure.MEAN


def _counts(shape: Shape) -> Iterator[Effect]:
    for pattern in _COUNTS:
        for found in pattern.finditer(shape.masked):
            held = [shape.value(found, g) for g in ("n", "all", "share") if g in pattern.groupindex]
            if not shape.free(*held) or not _adds_up(shape, found, pattern):
                continue
            shape.take(*held)
            n = shape.value(found, "n")
            end = shape.value(found, "all").span.end if "all" in pattern.groupindex else n.span.end
            share = shape.value(found, "share") if "share" in pattern.groupindex else None
            span = Span(min(v.span.start for v in held), found.end())
            if "%" in shape.masked[found.end() : found.end() + 2]:
                span = Span(span.start, shape.masked.index("%", found.end()) + 1)
            measure = Measure.PERCENTAGE if share else Measure.COUNT
            yield Effect(span, measure, share or n, count=Span(n.span.start, end))


def _adds_up(shape: Shape, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """A count is whole and not above its total, and its share is that of the two where all three are printed."""
    n = shape.value(found, "n").value
    if n < 0 or n != int(n):
        return False
    share = shape.value(found, "share").value if "share" in pattern.groupindex else None
    if share is not None and not 0 <= share <= 100:
        return False
    if "all" not in pattern.groupindex:
        return True
    total = shape.value(found, "all").value
    if total != int(total) or not n <= total or total == 0:
        return False
    return share is None or abs(100 * n / total - share) < 1.1


def _labelled(shape: Shape) -> Iterator[Effect]:
    """Estimates right behind the name of their measure, with no interval: "OR 2.9", "mean difference was −3.4 mm"."""
    for measure, pattern in _MEASURES:
        if measure is Measure.MEAN:
            continue
        for found in re.finditer(rf"(?:{pattern.pattern})(?P<link>{_LINK})(?P<estimate>{_N})", shape.masked):
            value = shape.value(found, "estimate")
            rest = shape.masked[value.span.end :]
            vague = measure is Measure.MEAN_DIFFERENCE and not re.search(r"[Mm]ean|MD", found[0])
            if not shape.free(value) or re.match(r"\s?(?:groups?|patients|participants|arms|studies|trials)\b", rest):
                continue
            if measure in RATIOS and not 0 < value.value < 1000:
                continue
            if vague and not re.search(r"[=:]|\b(?:of|was|were)\b", found["link"]):
                continue
            shape.take(value)
            percent = vague and re.match(r"\s?%", rest) is not None
            yield Effect(value.span, Measure.RISK_DIFFERENCE if percent else measure, value)


def _percentages(shape: Shape) -> Iterator[Effect]:
    for found in _PERCENT.finditer(shape.masked):
        value = shape.value(found, "share")
        ranged = re.search(r"#\s?%?\s?(?:[-–—−‐‑‒]|to)\s?$", shape.masked[: value.span.start])
        ranged = ranged or re.match(r"\s?(?:[-–—−‐‑‒]|to)\s?#", shape.masked[found.end() :])
        if not ranged and shape.free(value) and value.value >= -100 and _SHARE_GOES_ON.match(shape.masked, found.end()):
            shape.take(value)
            yield Effect(Span(value.span.start, found.end()), Measure.PERCENTAGE, value)


def _measure_at(shape: Shape, whole: Span, estimate: Value | None, interval: Interval) -> Measure:
    """The measure named nearest before an estimate, or in the bracket behind it; else what its form shows."""
    start = max(shape.masked.rfind(";", 0, whole.start), whole.start - 160, 0)
    if estimate and estimate.span.end < interval.span.start:
        inside = shape.masked[estimate.span.end : interval.span.start]
        named = _nearest_measure(inside)
        if named:
            return named
    named = _nearest_measure(shape.masked[start : whole.start])
    percent = estimate is not None and bool(re.match(r"\s?%", shape.masked[estimate.span.end : estimate.span.end + 3]))
    if interval.kind in ("IQR", "range") and named not in _MEASURES_OF_CHANGE:
        return Measure.MEAN if named is Measure.MEAN else Measure.MEDIAN
    if percent and named in (None, Measure.MEAN, Measure.MEDIAN):
        return Measure.PERCENTAGE
    if percent and named is Measure.MEAN_DIFFERENCE and "ean" not in shape.masked[start : whole.start]:
        return Measure.RISK_DIFFERENCE
    return named or Measure.UNNAMED


_MEASURES_OF_CHANGE = frozenset({Measure.MEAN_DIFFERENCE, Measure.RISK_DIFFERENCE})


def _nearest_measure(text: str) -> Measure | None:
    ends = [(m.end(), -i, measure) for i, (measure, p) in enumerate(_MEASURES) for m in p.finditer(text + "#")]
    # "mean difference" also holds "mean": of two that end together the one listed first is meant.
    return max(ends, key=lambda e: (e[0], e[1]))[2] if ends else None
