"""What is measured: anything that ranks the documents of a set, and may answer from them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Reply
from assistant.ask import Assistant
from assistant.evidence import Evidence, gather
from assistant.question import understand
from assistant.ranking import ranked_passages
from assistant.spelled_out import spell_out
from corpus.document import Span
from index.library import Library
from index.rerank import RERANKED
from index.retrieve import Filters, ScoredPassage

DEPTH = 100
"""Passages ranked for a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as put to a system: the questions before it, oldest first, and the documents it is asked of.

    `within` holds ids of the library; all of it if empty.
    """

    text: str
    history: tuple[str, ...] = ()
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A stretch of a document as ranked: a passage, or the whole document."""

    document_id: str
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Came:
    """What a system gave for a question: best first, and a reply from one that answers.

    `confidence`, in [0, 1], is how sure it was that it answers, also where it abstained; None where it does not say.
    `seconds` are by stage, "total" among them.
    """

    ranked: tuple[Ranked, ...]
    reply: Reply | None
    confidence: float | None
    seconds: Mapping[str, float]


class System(Protocol):
    """Answers or ranks from one library."""

    name: str
    ranks: str
    """What it ranks: "passages" or "documents"."""

    def ask(self, question: Asked) -> Came:
        """What comes of a question. Raises `ValueError` where it cannot be asked, as one that is too long."""
        ...


class Citewell:
    """The assistant as clinicians use it. Ranked first are the passages of the sentences it would cite, best first.

    Args:
        answers: False to rank only; the question is then not taken apart, nor are earlier ones heard.
    """

    name = "citewell"
    ranks = "passages"

    def __init__(self, library: Library, *, answers: bool = True) -> None:
        self._library = library
        self._evidence: list[Evidence] = []
        self._near: list[ScoredPassage] = []
        self._assistant = Assistant(library, self._see)
        self._answers = answers

    def ask(self, question: Asked) -> Came:
        """The reply, unless only a ranking is wanted, and the ranking."""
        filters = Filters(document_ids=question.within)
        self._evidence, self._near = [], []
        begun = time.perf_counter()
        if not self._answers:
            asked = spell_out(understand(question.text), self._library.long_forms)
            self._see(*gather(asked, self._library, filters))
            ranked = self._ranked(asked.searched, filters)
            return Came(ranked, None, None, {"total": time.perf_counter() - begun})
        reply = self._assistant.ask(question.text, earlier=question.history, filters=filters)
        seconds = reply.seconds | {"total": time.perf_counter() - begun}
        ranked = self._ranked(understand(reply.standalone_question).searched, filters)
        return Came(ranked, reply, reply.confidence, seconds)

    def _see(self, evidence: Sequence[Evidence], near: Sequence[ScoredPassage]) -> None:
        self._evidence += evidence
        self._near += near

    def _ranked(self, searched: str, filters: Filters) -> tuple[Ranked, ...]:
        found = sorted(self._evidence, key=lambda e: (-e.order, e.document.id, e.sentence.start))
        searched_for = self._library.search(searched, DEPTH, filters, rerank=RERANKED)
        once = {p.passage.id: p for p in [*searched_for, *self._near]}
        return first_passages(ranked_passages(found, list(once.values())))


def first_passages(passages: Iterable[ScoredPassage]) -> tuple[Ranked, ...]:
    """The first `DEPTH` passages, each once; the score is 1 / rank, as lists of several makers have none in common."""
    once = {p.passage.id: p.passage for p in passages}
    first = list(once.values())[:DEPTH]
    return tuple(Ranked(p.document_id, p.span, 1 / rank) for rank, p in enumerate(first, start=1))
