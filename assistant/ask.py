"""One question from start to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assistant.abstain import Verdict, decide
from assistant.answer import Abstention, Answer, Citation, Claim, Judgement, Level, Mode, Reply, Sides
from assistant.asked_certainty import with_asked_certainty
from assistant.at_odds import at_odds
from assistant.compose import choose, cite, compose
from assistant.conversation import standalone
from assistant.evidence import Evidence, gather
from assistant.judge import readings_of
from assistant.kinds_asked import Kind
from assistant.lead import lead_of
from assistant.missing import phrases_missing, treatment_missing
from assistant.notices import notices_of
from assistant.one_patient import asks_dose_for_one_patient, stating_doses
from assistant.orders import without_orders
from assistant.part_replies import CLAIMS_OF_A_PART, PartReply, joined_claims, joined_nearest, joined_verdict
from assistant.parts import MOST_PARTS, parts_in, with_name_of
from assistant.premise import premise_of
from assistant.question import Question, understand, with_names
from assistant.second_hand import with_others
from assistant.sides import DISAGREE, sides_of
from assistant.spelled_out import spell_out
from assistant.standing import for_want_of_sound, noted, noted_citation, of_sound_sources
from assistant.urgent_alike import reads_urgent
from assistant.verify import cited_document, verified
from assistant.vignette import asked_of
from assistant.yes_no import judgement_of
from corpus.document import Document, SourceType
from index.library import Library
from index.links import copies, superseded
from index.retrieve import Filters, ScoredPassage

LONGEST_QUESTION = 2000
"""In code points."""
NEAREST = 3
_CHOSEN = 5
"""Documents, at most, that are chosen by hand for a question; more are a part of the library."""
Watch = Callable[[Sequence[Evidence], Sequence[ScoredPassage]], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that begins: `name` is "understand", "search" or "verify", `detail` is for the reader."""

    name: str
    detail: str


class Assistant:
    """Answers questions from one library. Safe to use from several threads.

    Args:
        library: Where the answers are.
        watch: Told what was found for each part of a question: the evidence, best first, and the passages read.
    """

    def __init__(self, library: Library, watch: Watch | None = None) -> None:
        self.library = library
        self._watch = watch

    def ask(self, question: str, *, earlier: Sequence[str] = (), filters: Filters | None = None) -> Reply:
        """The reply to a question; see `stream`."""
        for step in self.stream(question, earlier=earlier, filters=filters):
            if not isinstance(step, Stage):
                return step
        raise RuntimeError("stream ended without a reply")

    def stream(
        self, question: str, *, earlier: Sequence[str] = (), filters: Filters | None = None
    ) -> Iterator[Stage | Reply]:
        """The steps as they begin and, last, the reply.

        Args:
            question: As asked; at most `LONGEST_QUESTION` code points.
            earlier: The questions asked before it in the same conversation, oldest first.
            filters: Which passages may be used.
        Raises:
            ValueError: The question is empty or too long.
        """
        question = " ".join(question.split())
        if not question or len(question) > LONGEST_QUESTION:
            raise ValueError(f"a question has 1 to {LONGEST_QUESTION} characters, this one {len(question)}")
        clock = _Clock()
        yield Stage("understand", "Reading the question")
        with clock("understand"):
            before = [without_orders(one) for one in earlier]
            asked = self._understood(
                standalone(asked_of(without_orders(question)), before, self.library.embedder.embed)
            )
            parts = self._parts(asked)
        yield Stage("search", f"Searching {self.library.count_passages():,} passages")
        with clock("search"):
            looked = [self._looked(part, filters or Filters()) for part in parts]
        yield Stage("verify", "Checking every quote against its source")
        with clock("verify"):
            most = CLAIMS_OF_A_PART if len(looked) > 1 else None
            replies = [self._checked(one, most) for one in looked]
            if asks_dose_for_one_patient(question):
                replies = [stating_doses(part) for part in replies]
        yield self._reply(question, asked, looked, replies, clock)

    def _understood(self, text: str) -> Question:
        return with_names(spell_out(understand(text), self.library.long_forms), self.library.sources_named)

    def _parts(self, asked: Question) -> list[Question]:
        """The parts of a question, at most `MOST_PARTS`, each standing alone; the question itself where it has one."""
        parts = parts_in(asked.text)
        if len(parts) == 1:
            return [asked]
        embed = self.library.embedder.embed
        alone = [standalone(p, parts[:i], embed) for i, p in enumerate(parts[:MOST_PARTS])]
        return [self._understood(with_name_of(p, alone[:i])) for i, p in enumerate(alone)]

    def _looked(self, part: Question, filters: Filters) -> _Looked:
        found, passages = gather(part, self.library, filters)
        if self._watch:
            self._watch(found, passages)
        count = self.library.count_passages()
        chosen = 0 < len(filters.document_ids) <= _CHOSEN
        sound = decide(part, of_sound_sources(found), passages=count, chosen=chosen)
        verdict = for_want_of_sound(sound, decide(part, found, passages=count, chosen=chosen))
        missing = phrases_missing(part, verdict.missing)
        told = replace(verdict, missing=missing, why=verdict.why or verdict.answered * treatment_missing(missing))
        return _Looked(part, told, found, passages)

    def _checked(self, looked: _Looked, most: int | None) -> PartReply:
        """What holds of the evidence of one part; `most` statements of it, best first, or as many as there are."""
        composed = self._composed(looked, most) if looked.verdict.answered else ()
        claims, withheld = verified(composed, self.library)
        graded = [with_asked_certainty(looked.part, claim) for claim in claims]
        told = noted([with_others(claim, self.library) for claim in graded], self.library)
        nearest = _nearest(looked.found, looked.passages, self.library)
        return PartReply(
            looked.part, looked.verdict, told, withheld, tuple(noted_citation(c, self.library) for c in nearest)
        )

    def _composed(self, looked: _Looked, most: int | None) -> tuple[Claim, ...]:
        store, part, found = self.library.store, looked.part, looked.found
        compared = part.kind is Kind.COMPARISON and len(self.library.sources_named(part.names)) > 1
        many = part.asks_harm or compared or part.kind in (Kind.HARM, Kind.LIST)
        voices = part.asks_opinion or SourceType.FORUM in part.spoken_of
        same = copies(store, (e.document.id for e in found))
        groups = choose(found, same, many=many, voices=voices)[:most]
        return compose(groups, self.library.recommendations, superseded(store), opinion=part.asks_opinion)

    def check(self, citation: Citation) -> Document | None:
        """The document a citation points into, or None if the quote no longer stands there."""
        return cited_document(citation, self.library)

    def _reply(
        self, question: str, asked: Question, looked: Sequence[_Looked], parts: Sequence[PartReply], clock: _Clock
    ) -> Reply:
        index_id = self.library.index_id
        verdict = joined_verdict(parts)
        withheld = tuple(w for part in parts for w in part.withheld)
        alarming = reads_urgent(question, self.library.embedder.embed)
        unasked = parts_in(asked.text)[MOST_PARTS:]
        notices = notices_of(question, dict(asked.ambiguous), unasked, alarming=alarming)
        claims = joined_claims(parts)
        if claims:
            read = [_judged(part, one.found, claims) for part, one in zip(parts, looked, strict=True) if part.claims]
            judgement, sides = next((r.judgement for r in read if r.judgement), None), read[0].sides
            why = _of_others(parts) or verdict.why or (DISAGREE if sides and len(sides.sides) > 1 else "")
            return Answer(
                question,
                asked.text,
                claims,
                withheld,
                verdict.missing,
                Mode.EXTRACTIVE,
                index_id,
                clock.seconds(),
                asked.spelled_out,
                judgement=judgement,
                confidence=verdict.sure,
                premise=premise_of(asked, claims),
                notices=notices,
                level=Level.PARTLY if why else Level.ANSWERED,
                why=why,
                lead="\n".join(r.lead for r in read if r.lead),
                sides=sides,
            )
        reason = verdict.reason or "Every statement found failed its check against its source and was withheld."
        return Abstention(
            question,
            asked.text,
            reason,
            verdict.missing,
            joined_nearest(parts, NEAREST),
            withheld,
            Mode.EXTRACTIVE,
            index_id,
            clock.seconds(),
            asked.spelled_out,
            confidence=verdict.sure,
            notices=notices,
        )


@dataclass(frozen=True, slots=True)
class _Looked:
    """A part of a question and what was found for it."""

    part: Question
    verdict: Verdict
    found: list[Evidence]
    passages: list[ScoredPassage]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the statements of a part come to."""

    judgement: Judgement | None
    sides: Sides | None
    lead: str


class _Clock:
    """Seconds by stage and in all."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self._stages[stage] = time.perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        return {k: round(v, 4) for k, v in (self._stages | {"total": time.perf_counter() - self._start}).items()}


def _of_others(parts: Sequence[PartReply]) -> str:
    """Said first where every statement for a part is about others than it asks about; empty where none is so."""
    for part in parts:
        asked = part.question.searched
        odds = [
            at_odds(asked, c.text) or at_odds(asked, f"{c.text} {c.citations[0].source.title}") for c in part.claims
        ]
        if odds and odds[0] and all(odds):
            return f"The question asks about “{odds[0].asked}”; what is cited speaks of “{odds[0].stated}” instead."
    return ""


def _judged(part: PartReply, found: Sequence[Evidence], claims: Sequence[Claim]) -> _Judged:
    """What one part of a question comes to; `claims` are those of all parts, numbered as they are shown."""
    told = [c for c in claims if c.part in ("", part.question.text)]
    readings = readings_of(part.question, told, found)
    judgement = judgement_of(part.question, told, readings)
    # What the reader makes of statements that may not answer at all is not said.
    said = judgement if judgement and (judgement.words or not part.verdict.why) else None
    lead = lead_of(part.question, told, said)
    named = f"{part.question.text} {lead}" if lead and told[0].part else lead
    return _Judged(judgement, sides_of(part.question, told, readings), named)


def _nearest(found: Sequence[Evidence], passages: Sequence[ScoredPassage], library: Library) -> tuple[Citation, ...]:
    """The nearest sentences, at most one a document; where there is none, the nearest passages."""
    chosen = list({e.document.id: e for e in reversed(found)}.values())[::-1]
    chosen.sort(key=lambda e: -e.order)
    if chosen:
        return tuple(cite(e.document, e.span, e.source_type, n) for n, e in enumerate(chosen[:NEAREST], start=1))
    near = [p.passage for p in passages[:NEAREST]]
    return tuple(cite(library.document(p.document_id), p.span, p.source_type, n) for n, p in enumerate(near, start=1))
