"""One question from start to end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.abstain import Verdict, decide
from assistant.answer import Abstention, Answer, Citation, Claim, Mode, Reply, Withheld
from assistant.compose import choose, cite, compose
from assistant.conversation import standalone
from assistant.evidence import Evidence, gather
from assistant.question import Question, spell_out, understand
from assistant.second_hand import with_others
from assistant.standing import for_want_of_sound, noted, noted_citation, of_sound_sources
from assistant.verify import cited_document, verified
from corpus.document import Document
from index.library import Library
from index.links import copies, superseded
from index.retrieve import Filters, ScoredPassage

LONGEST_QUESTION = 2000
"""In code points."""
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that begins: `name` is "understand", "search" or "verify", `detail` is for the reader."""

    name: str
    detail: str


class Assistant:
    """Answers questions from one library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self.library = library

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
            asked = understand(standalone(question, earlier, self.library.embedder.embed))
            asked = spell_out(asked, self.library.long_form)
        yield Stage("search", f"Searching {self.library.count_passages():,} passages")
        with clock("search"):
            found, passages = gather(asked, self.library, filters or Filters())
            passage_count = self.library.count_passages()
            verdict = for_want_of_sound(
                decide(asked, of_sound_sources(found), passages=passage_count),
                decide(asked, found, passages=passage_count),
            )
        yield Stage("verify", "Checking every quote against its source")
        with clock("verify"):
            claims, withheld = verified(
                self._composed(found) if verdict.answered else (),
                self.library,
            )
            claims = tuple(with_others(claim, self.library) for claim in claims)
        nearest = tuple(noted_citation(c, self.library) for c in _nearest(found, passages, self.library))
        yield self._reply(question, asked, verdict, noted(claims, self.library), withheld, nearest, clock)

    def _composed(self, found: Sequence[Evidence]) -> tuple[Claim, ...]:
        store = self.library.store
        groups = choose(found, copies(store, (e.document.id for e in found)))
        return compose(groups, self.library.recommendations, superseded(store))

    def check(self, citation: Citation) -> Document | None:
        """The document a citation points into, or None if the quote no longer stands there."""
        return cited_document(citation, self.library)

    def _reply(
        self,
        question: str,
        asked: Question,
        verdict: Verdict,
        claims: tuple[Claim, ...],
        withheld: tuple[Withheld, ...],
        nearest: tuple[Citation, ...],
        clock: _Clock,
    ) -> Reply:
        index_id = self.library.index_id
        if claims:
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
                confidence=verdict.confidence,
            )
        reason = verdict.reason or "Every statement found failed its check against its source and was withheld."
        return Abstention(
            question,
            asked.text,
            reason,
            verdict.missing,
            nearest,
            withheld,
            Mode.EXTRACTIVE,
            index_id,
            clock.seconds(),
            asked.spelled_out,
            confidence=verdict.confidence,
        )


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


def _nearest(found: Sequence[Evidence], passages: Sequence[ScoredPassage], library: Library) -> tuple[Citation, ...]:
    """The nearest sentences, at most one a document; where there is none, the nearest passages."""
    chosen = list({e.document.id: e for e in reversed(found)}.values())[::-1]
    chosen.sort(key=lambda e: -e.order)
    if chosen:
        return tuple(cite(e.document, e.span, e.source_type, n) for n, e in enumerate(chosen[:NEAREST], start=1))
    near = [p.passage for p in passages[:NEAREST]]
    return tuple(cite(library.document(p.document_id), p.span, p.source_type, n) for n, p in enumerate(near, start=1))
