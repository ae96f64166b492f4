"""The facts of a trial as spans of its report: who, what, against what, how long, where, paid by whom.

Each fact names the rule that read it: a heading it stands under, or the phrase that leads to it. What the report does
not state by one of these is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.document import BlockKind, Document, Section, SourceType, Span
from corpus.sentences import sentences_in
from corpus.trial_arms import arms_of
from corpus.trial_count import number_randomised
from corpus.trial_fact_rules import (
    ABSTRACT,
    ADVERTISED,
    CUES,
    DISCLOSES,
    DUTCH,
    HEADED,
    LEFT_OUT,
    LONGEST,
    NO_FUNDER,
    NO_OUTCOME,
    ONLY_BACK,
    OTHERS,
    PLACE,
    PROSE,
    REGISTRATION,
    RESULTS,
    SENTENCE_RULES,
    THE_OTHERS,
    TITLE_POPULATION,
    WHO_TOOK_PART,
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
    abstract, rest = _sentences(document)
    stated = (_headed(document), _number(document, abstract, rest), _arms(document, [*abstract, *rest]))
    for fact in (*chain(*stated), *_in_title(document), *_said(document, abstract), *_said(document, rest)):
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
            early = early or re.search(r"\b(?:number|no|ID|code)\W{0,3}$", text[: m.start()], re.IGNORECASE) is not None
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


def _number(document: Document, abstract: Sequence[Span], rest: Sequence[Span]) -> Iterator[Fact]:
    count = number_randomised(document.text, abstract, rest)
    if count:
        yield Fact(FactName.RANDOMISED, count.span, count.rule, float(count.value))


def _title(document: Document) -> Span | None:
    return next((b.span for b in document.blocks if b.kind is BlockKind.TITLE), None)


def _arms(document: Document, sentences: Sequence[Span]) -> Iterator[Fact]:
    arms = arms_of(document.text, _title(document), sentences)
    if arms:
        yield Fact(FactName.INTERVENTION, arms.intervention, arms.rule)
        yield Fact(FactName.COMPARATOR, arms.comparator, arms.rule)


def _in_title(document: Document) -> Iterator[Fact]:
    title = _title(document)
    m = TITLE_POPULATION.search(document.text, title.start, title.end) if title else None
    if m:
        yield Fact(FactName.POPULATION, Span(*m.span("value")), "“in patients with …” in the title")


def _sentences(document: Document) -> tuple[list[Span], list[Span]]:
    """Sentences of the abstract and of the rest; what introduces or discusses speaks of other people's trials."""
    abstract = _abstract(document)
    own: list[Span] = []
    rest: list[Span] = []
    for block in document.blocks:
        if block.kind not in PROSE or document.part_at(block.span.start):
            continue
        for _, sentence in sentences_in(document, block.span):
            if len(sentence) > 4 * LONGEST:
                continue
            if abstract and abstract.covers(sentence):
                own.append(sentence)
            elif not any(OTHERS.fullmatch(x.title) for x in document.sections if x.span.covers(sentence)):
                rest.append(sentence)
    return own, rest


def _abstract(document: Document) -> Span | None:
    """The abstract's section up to what is no text of it, such as keywords: a body may begin without a heading."""
    section = next((s.span for s in document.sections if ABSTRACT.fullmatch(s.title)), None)
    if section is None:
        return None
    blocks = [b for b in document.blocks_in(section) if section.covers(b.span)]
    after = (b.span.start for b in blocks if b.kind is BlockKind.MATTER and b.span.start > section.start)
    return Span(section.start, next(after, section.end))


def _said(document: Document, sentences: Sequence[Span]) -> Iterator[Fact]:
    """Facts by the phrases that lead to them: of the rules for one, the first that speaks anywhere."""
    said = [s.of(document.text) for s in sentences]
    lowered = [s.lower() for s in said]
    for name, rule, pattern in SENTENCE_RULES:
        for sentence, words, low in zip(sentences, said, lowered, strict=True):
            m = pattern.search(words) if any(cue in low for cue in CUES[name]) else None
            if m and _is_stated(name, m["value"], words):
                span = Span(sentence.start + m.start("value"), sentence.start + m.end("value"))
                yield Fact(name, _trimmed(document, name, span), rule)
                break


def _is_stated(name: FactName, value: str, sentence: str) -> bool:
    """False where the words that a rule found do not tell the fact."""
    if name is FactName.SETTING:
        return PLACE.search(value) is not None and not ADVERTISED.search(value)
    if name is FactName.POPULATION:
        return not LEFT_OUT.search(sentence)
    if name is FactName.FUNDING:
        return not NO_FUNDER.search(value)
    if name is FactName.PRIMARY_OUTCOME:
        return not NO_OUTCOME.match(value)
    return True


def _trimmed(document: Document, name: FactName, span: Span) -> Span:
    """Without blanks and commas around it; what clears "the other authors" with the sentence before it."""
    words = span.of(document.text)
    start = span.start + len(words) - len(words.lstrip(" ,"))
    end = span.end - (len(words) - len(re.sub(r"(?:[\s,]+(?:who|that|and|or)?)+$", "", words)))
    if name is FactName.INTERESTS and THE_OTHERS.match(words):
        block = next(b.span for b in document.blocks if b.span.covers(span))
        before = [s for _, s in sentences_in(document, block) if s.end <= start]
        start = before[-1].start if before else start
    return Span(start, end)
