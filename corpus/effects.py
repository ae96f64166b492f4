"""What trials and reviews measured, read from their sentences and tables; pure, and silent where the text is not plain.

An effect's numbers come from the shape of its sentence, its words from the clause they stand in. Sentences that plan
(sample sizes, thresholds) or describe who took part state no effect; nor do methods sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.document import BlockKind, Document, Span
from corpus.effect_direction import DECREASED, INCREASED, SAME, benefit_at, direction_at
from corpus.effect_numbers import items_of, p_values, pooled
from corpus.effect_outcome import outcome_at
from corpus.effect_shape import Shape, shape_of
from corpus.effect_tables import effects_in_tables
from corpus.effect_types import BETWEEN, RATIOS, Effect, Measure, PValue, moved
from corpus.effect_wording import (
    belongs_to_comparator,
    comparator_at,
    group_at,
    meaning_in,
    share_of,
    timepoint_at,
    unit_at,
)
from corpus.sentences import sentences_in

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION})
_PLANS = re.compile(
    r"\b(?:sample\ssizes?|will\sbe|would\sbe|to\sdetect|power\s(?:of|analysis"
    r"|calculation)|statistical\spower|%\spower|assum(?:e[ds]?|ing|ption)|was\shypothesi[sz]ed"
    r"|"
    r"drop-?\s?out\srate\sof|[Ss]ignifican\w+\s(?:levels?\s)?(?:was|were)\s(?:set"
    r"|defined|accepted|determined|established|declared)|significance\slevel"
    r"|level\sof\s(?:statistical\s)?significance|"
    r"(?:was|were|is|are)\s(?:considered|regarded|deemed|taken|accepted|interpreted)\s(?:as\s"
    r"|to\sbe\s)?(?:being\s)?(?:statistically\s)?(?:significan|clinically|small"
    r"|large|moderate|a\s)|"
    r"alpha\s(?:level|error)|type\sI\b|(?:in|ex)clusion\scriteria|were\s(?:in"
    r"|ex)cluded\sif|minimal(?:ly)?\s(?:clinically\s)?important|smallest\sworthwhile)",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(?:(?:mean|median|average)\s(?:\(?±?\s?SD\)?\s)?(?:ages?|heights?|body"
    r"|BMI|weights?\sand|disease\sduration|duration\sof\s(?:symptoms|disease"
    r"|pain))|\bages?\s(?:was|were|of|ranged|range)|BMI|body\smass\sindex|years\s(?:old"
    r"|of\sage)|aged|"
    r"(?:were|was)\s(?:fe)?male|%\s(?:were\s)?(?:wo)?men\b|(?:fe)?males?\sand"
    r"|baseline\s(?:characteristics?|demographic|values?|data|differences?|scores?)"
    r"|at\sbaseline|demographic|recruit(?:ed|ment)|"
    r"eligible|screened|response\srate\swas|lost\sto\sfollow|drop-?ped\sout|drop-?outs?"
    r"|were\srandomi[sz]ed\s(?:to|into)|randomly\s(?:assigned|allocated)|questionnaires?\swere\sreturned"
    r"|consent)",
    re.IGNORECASE,
)
_FROM_BASELINE = re.compile(r"\b(?:from|to|with|than|since)\s(?:the\s)?(?:at\s)?baseline\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:versus|vs|compar\w+|than|both|groups?|arms?|placebo|controls?|differ\w*"
    r"|increas\w+|reduc\w+|decreas\w+|improv\w+|achieved|experienced|developed"
    r"|occurred|incidence|rates?|responders?|success\w*|P|p|respectively)\b"
)
_METHODS = re.compile(
    r"\W*(?:[\dIVX.]+\s)*(?:patients?|participants?|materials?|subjects?|study"
    r"|methods?|statistical|sample\ssize|design|data\s(?:analysis|collection"
    r"|management)|randomi[sz]ation|procedures?|interventions?|outcome\smeasures?"
    r"|analysis|power|"
    r"(?:primary|secondary)\soutcomes?(?:\smeasures?)?|eligibility|inclusion"
    r"|recruitment|measure(?:s|ments?)|blinding|protocol|setting|assessments?"
    r"|treatment|instruments?)\b.{0,40}",
    re.IGNORECASE,
)
_METHODS_TOP = re.compile(
    r"\W*(?:[\dIVX.]+\s)*(?:.{0,40}\b)?(?:methods?(?:/design)?|methodology|materials?"
    r"|statistical\sanalys[ei]s|study\sdesign|experimental\ssection)\b.{0,20}",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\W*(?:[\dIVX.]+\s)*(?:introduction|background|rationale)\b.{0,30}", re.IGNORECASE)
_SIGNIFICANT = re.compile(
    r"\bsignifican|\bdiffer(?:ed|ence|s)?\b|\bsimilar|\bcomparable|\bnot\sassociated", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:between|than|versus|vs|compared|groups?|arms?|both|treatments|placebo" r"|control|similar|interventions?)\b",
    re.IGNORECASE,
)
_GROUPS_ALIKE = re.compile(
    r"\b(?:groups|arms|subjects|patients|participants|characteristics)\s(?:were"
    r"|are)\s(?:\w+\s)?(?:similar|comparable|well)",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_CERTAINTY = re.compile(
    r"\b(?:(?:very\s)?low|moderate|high)(?:[\s-](?:to|or)[\s-](?:(?:very\s)?low"
    r"|moderate|high))?[\s-](?:certainty|quality|confidence)(?:[\s-](?:of\s)?(?:the\s)?evidence)?\b"
    r"|\b(?:certainty|quality)\sof\s(?:the\s)?evidence\s(?:was|is|:|rated\sas)\s(?:judged\s"
    r"|rated\s|as\s)*(?:(?:very\s)?low|moderate|high)\b",
    re.IGNORECASE,
)
_SCALE = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]{1,}[\w-]*\b")
_CONTEXT = 4000
"""Numbers of a sentence longer than this many code points are not paired: it is a table run together."""


def effects_in(document: Document, span: Span | None = None) -> tuple[Effect, ...]:
    """The measured effects that a document's prose and tables state, in the order of the text.

    Args:
        document: As stored.
        span: Only sentences and cells that meet it; the whole document without it.
    Returns:
        Effects whose every span is a slice of `document.text`. References, repeats and methods sections hold none.
    """
    where = span or Span(0, len(document.text))
    found: list[Effect] = []
    for kind, sentence in sentences_in(document, where):
        if kind in _PROSE and not _in_methods(document, sentence):
            # A legend explains its asterisks; its p values are nobody's result.
            legend = kind in (BlockKind.CAPTION, BlockKind.FOOTNOTE) or sentence.of(document.text)[0] in "*†‡§"
            found += [e for e in _of_sentence(document, sentence) if e.estimate or not legend]
    found += effects_in_tables(document, where)
    return tuple(sorted(found, key=lambda e: (e.span.start, e.span.end)))


def effects_of(text: str, marks: Sequence[Span] = (), *, opening: bool = False) -> tuple[Effect, ...]:
    """The effects of one sentence; spans are code points of `text`.

    Args:
        text: A sentence.
        marks: Its reference marks, whose figures are no data.
        opening: It stands in an introduction, where a bare percentage is nobody's result.
    """
    if len(text) > _CONTEXT or _PLANS.search(text):
        return ()
    shape = shape_of(text, marks)
    certainty = _CERTAINTY.search(shape.masked)
    told = pooled(shape)
    ps = list(p_values(shape))
    items = items_of(shape)
    describes = _DESCRIBES.search(_FROM_BASELINE.sub(" ", text)) is not None
    if describes or opening or not _COMPARES.search(text):
        items = [
            e
            for e in items
            if e.measure in BETWEEN or (e.interval and e.interval.kind in ("CI", "CrI") and not describes)
        ]
    if describes and not items:
        return ()
    effects = _with_p(shape, items, ps)
    if not effects:
        effects = _said_only(shape)
    whole = [_worded(shape, e) for e in effects]
    if told[0] or told[1] or certainty:
        graded = Span(*certainty.span()) if certainty else None
        whole = [
            replace(e, heterogeneity=told[0], trials=told[1], participants=told[2], certainty=graded) for e in whole
        ]
    return tuple(whole)


def _of_sentence(document: Document, sentence: Span) -> Iterator[Effect]:
    marks = [Span(m.span.start - sentence.start, m.span.end - sentence.start) for m in document.marks_in(sentence)]
    for effect in effects_of(sentence.of(document.text), marks, opening=_in_opening(document, sentence)):
        effect = moved(effect, sentence.start)
        yield effect if effect.meaning else replace(effect, meaning=_meaning_for(document, sentence, effect))


def _in_methods(document: Document, sentence: Span) -> bool:
    titles = [s.title for s in document.sections if s.span.covers(sentence)]
    return any(_METHODS_TOP.fullmatch(t) for t in titles) or bool(
        titles and _METHODS.fullmatch(titles[-1]) and len(titles[-1]) < 30
    )


def _in_opening(document: Document, sentence: Span) -> bool:
    return any(_OPENING.fullmatch(s.title) for s in document.sections if s.span.covers(sentence))


def _with_p(shape: Shape, items: list[Effect], ps: Sequence[PValue]) -> list[Effect]:
    """The items with the p value that is printed behind them; one that belongs to none is an effect of its own."""
    if len(ps) > 1 and _RESPECTIVELY.search(shape.text) and len(ps) != len(items):
        return [*items, *(Effect(p.span, p=p) for p in ps)]
    found = list(items)
    for nth, p in enumerate(ps):
        begins = ps[nth - 1].span.end if nth else 0
        owned = [i for i, e in enumerate(found) if e.p is None and begins <= e.span.start < p.span.start]
        owned = [i for i in owned if not _parted(shape.masked, found[i].span.end, p.span.start)]
        owned = [i for i in owned if found[i].measure is found[owned[-1]].measure]
        if nth == 0 and not owned:
            ahead = [i for i, e in enumerate(found) if e.p is None and 0 <= e.span.start - p.span.end < 30]
            owned = ahead if len(ps) == 1 else []
        if len(ps) == len(items) and _RESPECTIVELY.search(shape.text):
            owned = [nth]
        for i in owned:
            found[i] = replace(found[i], p=p)
        if not owned:
            found.append(Effect(p.span, p=p))
    return sorted(found, key=lambda e: e.span.start)


def _parted(masked: str, start: int, end: int) -> bool:
    """True if a semicolon outside all brackets stands between two places."""
    depth = masked[:start].count("(") - masked[:start].count(")")
    for letter in masked[start:end]:
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth <= 0:
            return True
    return False


def _said_only(shape: Shape) -> list[Effect]:
    """A result told in words alone: that groups differed significantly, or did not."""
    if not _SIGNIFICANT.search(shape.text) or not _COMPARED.search(shape.text):
        return []
    direction, words = direction_at(shape, Span(0, len(shape.text)))
    if words is None:
        return []
    if _GROUPS_ALIKE.search(shape.text):
        return []
    near = shape.text[max(0, words.start - 25) : words.end + 25]
    return [Effect(words)] if direction == SAME or "ignifican" in near else []


def _worded(shape: Shape, effect: Effect) -> Effect:
    """The effect with what the words around its numbers say."""
    direction, words = direction_at(shape, effect.span)
    significant = re.search(r"\bsignificantly\b|\bsignificant\s(?!difference)", shape.text) is not None
    if direction in (INCREASED, DECREASED) and not significant and _inconclusive(effect):
        direction, words = "", None
    comparator = comparator_at(shape, effect.span)
    group = group_at(shape, effect.span, words, comparator)
    if group is None and effect.measure is Measure.PERCENTAGE:
        group = share_of(shape, effect.span)
    own = effect.measure in _OF_ONE_GROUP
    if own and comparator and belongs_to_comparator(shape, effect.span, comparator):
        # What the words say, they say of the other side.
        group, comparator = comparator, None
        direction, words = (direction, words) if direction == SAME else ("", None)
    benefit, favouring = benefit_at(shape, effect.span, direction, comparator)
    meaning = next(meaning_in(shape.text), None)
    places = [e.span.end for e in (effect.estimate,) if e]
    if effect.interval:
        places += [effect.interval.high.span.end, effect.span.end + 1]
    if effect.spread:
        places += [effect.spread.value.span.end, effect.span.end + 1, effect.span.end]
    unit = unit_at(shape, places) if effect.measure not in _UNITLESS else None
    return replace(
        effect,
        measure=_measure(effect, unit, shape),
        unit=unit,
        group=group,
        comparator=comparator,
        outcome=outcome_at(shape, effect.span),
        timepoint=timepoint_at(shape, effect.span),
        direction=direction,
        direction_span=words,
        benefit=benefit,
        benefit_span=favouring or (words if benefit else None),
        meaning=meaning,
    )


_OF_ONE_GROUP = frozenset({Measure.MEAN, Measure.MEDIAN, Measure.PERCENTAGE, Measure.COUNT})
_UNITLESS = RATIOS | {Measure.STANDARDISED_MEAN_DIFFERENCE, Measure.COUNT, Measure.NNT, Measure.NNH}


def _measure(effect: Effect, unit: Span | None, shape: Shape) -> Measure:
    if effect.measure is Measure.UNNAMED and effect.estimate and unit and unit.of(shape.text) == "%":
        return Measure.PERCENTAGE
    return effect.measure


def _inconclusive(effect: Effect) -> bool:
    """True if a p value is not under 0.05, or an interval holds no difference: then a direction is no result."""
    if effect.p:
        return effect.p.value >= 0.05 and effect.p.sign not in ("<", "≤")
    if (
        effect.interval is None
        or effect.interval.kind != "CI"
        or effect.measure not in BETWEEN - {Measure.NNT, Measure.NNH}
    ):
        return False
    null = 1.0 if effect.measure in RATIOS else 0.0
    return effect.interval.low.value <= null <= effect.interval.high.value


@lru_cache(maxsize=32)
def _meanings(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """Every place of a text that says what a sign means, with the names of scales that stand near it."""
    found = []
    for span in meaning_in(text):
        near = text[max(0, span.start - 160) : span.end]
        found.append((span, frozenset(_SCALE.findall(near))))
    return tuple(found)


def _meaning_for(document: Document, sentence: Span, effect: Effect) -> Span | None:
    """Where else the document says what a value means, for a scale that the effect's sentence names."""
    if effect.estimate is None:
        return None
    named = set(_SCALE.findall(effect.outcome.of(document.text) if effect.outcome else sentence.of(document.text)))
    return next(
        (span for span, scales in _meanings(document.text) if len(named & scales) == 1 and len(scales) == 1), None
    )
