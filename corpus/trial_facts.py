"""The facts of a trial as spans of its report: who, what, against what, how long, where, paid by whom.

Each fact names the rule that read it: a heading it stands under, or the phrase that leads to it. What the report does
not state by one of these is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import BlockKind, Document, Section, SourceType, Span
from corpus.numbers import numbers_in
from corpus.sentences import sentences_in
from corpus.trial_fact_rules import (
    ABSTRACT,
    ARMS,
    CUES,
    DATED,
    DISCLOSES,
    DUTCH,
    HEADED,
    LEFT_OUT,
    LONGEST,
    NO_ARM,
    ONLY_BACK,
    OTHERS,
    PLACE,
    PROSE,
    REGISTRATION,
    RESULTS,
    SENTENCE_RULES,
    TITLE_ARMS,
    TITLE_LEAD,
    WHO_TOOK_PART,
    WORD_VALUES,
    FactName,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the words that state it and the rule that found them. `value` is the number of a count."""

    name: FactName
    span: Span
    rule: str
    value: float | None = None


def facts_in(document: Document) -> tuple[Fact, ...]:
    """The facts that a report states, at most one of a name but for registration numbers; in `FactName`'s order.

    Headings and labels of the abstract speak first, then the abstract, then the text from its beginning. References,
    repeats and parts of another kind of source do not speak.
    """
    found: dict[FactName, Fact] = {}
    for fact in (*_headed(document), *_arms(document), *_said(document)):
        found.setdefault(fact.name, fact)
    found.pop(FactName.REGISTRATION, None)
    facts = [*_registrations(document), *found.values()]
    order = list(FactName)
    return tuple(sorted(facts, key=lambda f: (order.index(f.name), f.span.start)))


def _registrations(document: Document) -> list[Fact]:
    """Numbers of registers, each once; those of other people's trials are named behind the first half of a report."""
    found: dict[str, Fact] = {}
    for block in document.blocks:
        if block.kind in (BlockKind.REFERENCE, BlockKind.REPEAT) or document.part_at(block.span.start):
            continue
        text = block.span.of(document.text)
        for m in REGISTRATION.finditer(text):
            near = text[max(0, m.start() - 150) : m.end() + 60]
            speaks = re.search(r"regist|identif|trial|clinicaltrials|controlled-trials|eudract", near, re.IGNORECASE)
            early = block.span.start < len(document.text) / 2
            early = early or bool(speaks and document.source.source_type is SourceType.TRIAL)
            early = early or re.search(r"\bregistration\b", near, re.IGNORECASE) is not None
            if not early or (DUTCH.match(m[0]) and not speaks):
                continue
            span = Span(block.span.start + m.start(), block.span.start + m.end())
            key = re.sub(r"\W", "", m[0]).upper()
            found.setdefault(key, Fact(FactName.REGISTRATION, span, "form of a register’s number"))
    return list(found.values())


def _headed(document: Document) -> Iterator[Fact]:
    for section in document.sections:
        for name, heading in HEADED:
            if heading.fullmatch(section.title):
                if any(RESULTS.fullmatch(x.title) for x in document.sections if x.span.covers(section.span)):
                    continue
                span = _first_sentences(document, section, most=2 if name in ONLY_BACK else 1)
                if span and _is_heading(span.of(document.text)):
                    continue
                if span and name is FactName.POPULATION and not WHO_TOOK_PART.search(span.of(document.text)):
                    continue
                if span and not ("isclosure" in section.title and not DISCLOSES.search(span.of(document.text))):
                    yield Fact(name, span, f"under the heading “{section.title}”")


def _is_heading(text: str) -> bool:
    """True for a label that a file prints as text: "Disclosure", "CONFLICT OF INTEREST"."""
    return any(heading.fullmatch(text) for _, heading in HEADED)


def _first_sentences(document: Document, section: Section, *, most: int) -> Span | None:
    """The first sentences under a heading, of one paragraph."""
    for block in document.blocks_in(section.span):
        if block.kind in PROSE and section.span.covers(block.span):
            sentences = [s for _, s in sentences_in(document, block.span)][:most]
            return Span(sentences[0].start, sentences[-1].end) if sentences else None
    return None


def _arms(document: Document) -> Iterator[Fact]:
    """Intervention and comparator: "randomised to A or B", else the title's "A versus B"."""
    for rule, span, pattern in _arm_places(document):
        for m in pattern.finditer(document.text, span.start, span.end):
            a, b = (_trimmed(document.text, *m.span(g)) for g in "ab")
            if a and b and not any(NO_ARM.search(x.of(document.text)) for x in (a, b)):
                yield Fact(FactName.INTERVENTION, a, rule)
                yield Fact(FactName.COMPARATOR, b, rule)
                return


def _arm_places(document: Document) -> Iterator[tuple[str, Span, re.Pattern[str]]]:
    title = next((b.span for b in document.blocks if b.kind is BlockKind.TITLE), None)
    if title:
        for pattern in TITLE_ARMS:
            yield "“… versus …” in the title", title, pattern
    for sentence in _sentences(document):
        yield "“randomised to … or …”", sentence, ARMS


def _trimmed(text: str, start: int, end: int) -> Span | None:
    lead = TITLE_LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(start, end) if end - start >= 3 else None


def _sentences(document: Document) -> Iterator[Span]:
    """Sentences of prose, the abstract's first; what introduces or discusses speaks of other people's trials."""
    abstract = next((s.span for s in document.sections if ABSTRACT.fullmatch(s.title)), None)
    rest: list[Span] = []
    for block in document.blocks:
        if block.kind not in PROSE or document.part_at(block.span.start):
            continue
        for _, sentence in sentences_in(document, block.span):
            if len(sentence) > 4 * LONGEST:
                continue
            if abstract and abstract.covers(sentence):
                yield sentence
            elif not any(OTHERS.fullmatch(x.title) for x in document.sections if x.span.covers(sentence)):
                rest.append(sentence)
    yield from rest


def _said(document: Document) -> Iterator[Fact]:
    done: set[FactName] = set()
    for sentence in _sentences(document):
        lowered = sentence.of(document.text).lower()
        for name, rule, pattern in SENTENCE_RULES:
            if name in done or not any(cue in lowered for cue in CUES[name]):
                continue
            m = pattern.search(document.text, sentence.start, sentence.end)
            if m is None or (name is FactName.SETTING and not PLACE.search(m["value"])):
                continue
            if name is FactName.POPULATION and LEFT_OUT.search(sentence.of(document.text)):
                continue
            group = "n" if name is FactName.RANDOMISED else "value"
            span = Span(*m.span(group))
            value = _count(span.of(document.text)) if name is FactName.RANDOMISED else None
            if name is FactName.RANDOMISED and (
                value is None or value < 4 or re.match(r"\s?%", document.text[span.end :]) or _is_year(document, span)
            ):
                continue
            end = span.end - (len(span.of(document.text)) - len(span.of(document.text).rstrip(" ,")))
            done.add(name)
            yield Fact(name, Span(span.start, end), rule, value)


def _is_year(document: Document, span: Span) -> bool:
    """True for the year of a date: "Between May 2004 and March 2005 patients were randomised"."""
    return re.fullmatch(r"(?:19|20)\d\d", span.of(document.text)) is not None and (
        DATED.search(document.text[max(0, span.start - 20) : span.start]) is not None
    )


def _count(words: str) -> float | None:
    """The value of digits or of number words up to 499."""
    number = next(numbers_in(words), None)
    if number:
        return number.value if number.value == int(number.value) else None
    total = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            total *= 100
        elif word != "and":
            if word not in WORD_VALUES:
                return None
            total += WORD_VALUES[word]
    return total or None
