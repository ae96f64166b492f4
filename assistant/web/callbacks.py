"""What happens on the page: a question asked, a citation opened, a file added."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.ask import LONGEST_QUESTION, Assistant, Stage
from assistant.standing import related
from assistant.web import panel, render
from assistant.web.names import KINDS
from assistant.web.render import EXAMPLES, Turn
from corpus.document import SourceType
from corpus.errors import CitewellError
from index.files import file_sha256
from index.library import Added, AlreadyIn, Library, Outcome, Refused
from index.links import superseded
from index.retrieve import Filters
from index.textless import without_text

logger = logging.getLogger(__name__)

_GETTING_READY = "Getting the library ready"
_STARTING = "Reading the question"
_UPLOADS = "files"
_YEAR = re.compile(r"[12][0-9]{3}")
Turns = tuple[Turn, ...]
Shown = tuple[Any, Any, Any, Any]
"""Values for the turns, the conversation, the question's box and the line under it."""


class Chat:
    """The page's events, over one assistant and one library. Holds no conversation: those are the sessions'."""

    def __init__(self, assistant: Assistant, library: Library, ready: Event) -> None:
        self.assistant = assistant
        self.library = library
        self.ready = ready

    def ask(self, question: str, turns: Turns, kinds: Sequence[str], first: str, last: str) -> Iterator[Shown]:
        """Answer the question in the box, step by step; what cannot be asked stays in the box, with a hint."""
        question, first, last = " ".join(question.split()), first.strip(), last.strip()
        hint = _hint(question, first, last)
        if hint:
            yield gr.skip(), gr.skip(), gr.skip(), render.notice(hint, warning=True)
            return
        filters = Filters(frozenset(map(SourceType, kinds)), _year(first), _year(last))
        box: Any = ""
        for turn in self._steps(Turn(question, _limits(filters)), turns, filters):
            yield (*turns, turn), render.conversation((*turns, turn)), box, render.notice("")
            box = gr.skip()

    def ask_example(
        self, event: gr.EventData, turns: Turns, kinds: Sequence[str], first: str, last: str
    ) -> Iterator[Shown]:
        """Answer the example question that was pressed."""
        yield from self.ask(EXAMPLES[int(event.number)], turns, kinds, first, last)

    def ask_again(
        self, event: gr.EventData, turns: Turns, kinds: Sequence[str], first: str, last: str
    ) -> Iterator[Shown]:
        """Answer a question that met an error once more."""
        yield from self.ask(turns[int(event.number)].question, turns, kinds, first, last)

    def _steps(self, turn: Turn, turns: Turns, filters: Filters) -> Iterator[Turn]:
        """The turn as it grows: a line on each stage, then the claims one after another; or what went wrong."""
        earlier = [t.question for t in turns if t.reply]
        try:
            if not self.ready.is_set():
                yield replace(turn, stage=_GETTING_READY)
                self.ready.wait()
            yield replace(turn, stage=_STARTING)
            for step in self.assistant.stream(turn.question, earlier=earlier, filters=filters):
                if isinstance(step, Stage):
                    yield replace(turn, stage=step.detail)
                    continue
                claims = len(step.claims) if isinstance(step, Answer) else 0
                for shown in range(min(1, claims), claims + 1):
                    yield replace(turn, reply=step, shown=shown)
        except (CitewellError, ValueError) as error:
            logger.info("a question met %s", type(error).__name__)
            yield replace(turn, problem=str(error))
        except Exception as error:
            logger.exception("a question met an error that Citewell did not foresee")
            yield replace(turn, problem=f"Citewell failed here ({type(error).__name__}); its log says where.")

    def open_citation(self, turns: Turns, event: gr.EventData) -> str:
        """The evidence for the marker that was opened, checked against the stored text at this moment."""
        citation = render.find_citation(turns, str(event.key))
        if citation is None:
            return panel.CLOSED
        return panel.evidence(citation, self.assistant.check(citation), related(citation.document_id, self.library))

    def begin_anew(self) -> tuple[Turns, str, str, str, str]:
        """An empty conversation: turns, conversation, box, line under it, evidence."""
        return (), render.conversation(()), "", render.notice(""), panel.CLOSED

    def greet(self) -> Iterator[tuple[str, str]]:
        """The header and the list of documents at once, and again when the library is ready."""
        waits = not self.ready.is_set()
        yield self.look_at_library()
        if waits:
            self.ready.wait()
            yield self.look_at_library()

    def look_at_library(self) -> tuple[str, str]:
        """The header and the list of documents, as the library stands now."""
        rows = self.library.documents()
        header = render.header(len(rows), reader=not self.library.reader_problem)
        return header, render.documents(rows, superseded(self.library.store))

    def add(self, uploads: Sequence[str] | None) -> Iterator[tuple[Any, str]]:
        """Add uploaded files; a line on each as soon as it is sure. Values for the file box and the lines."""
        lines: list[tuple[bool, str]] = []
        waiting = [Path(u) for u in uploads or ()]
        for upload in waiting:
            yield gr.skip(), render.outcomes(lines) + render.notice(f"Reading {upload.name}…")
            lines.append(self._add_one(upload))
        yield None, render.outcomes(lines)

    def _add_one(self, upload: Path) -> tuple[bool, str]:
        """Add one file; the library keeps a copy of its own, for as long as it holds the document."""
        kept = self.library.folder / _UPLOADS / file_sha256(upload)[:12] / upload.name
        known = kept.exists()
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(upload, kept)
            (outcome,) = self.library.add([kept])
        except (CitewellError, OSError) as error:
            outcome = Refused(upload.name, str(error))
        if not isinstance(outcome, Added) and not known:
            _forget(kept)
        return not isinstance(outcome, Refused), self._said(outcome, upload.name)

    def _said(self, outcome: Outcome, name: str) -> str:
        if isinstance(outcome, Added):
            counted = f"{outcome.passages} passage{'' if outcome.passages == 1 else 's'}"
            lacking = f"; {without_text(outcome.without_text)}" if outcome.without_text else ""
            return f"added: {outcome.title}, {counted}{lacking}"
        if isinstance(outcome, AlreadyIn):
            return f"{name}: was there already, as {self.library.document(outcome.document_id).source.title}"
        return f"{name}: {outcome.reason}"


def _hint(question: str, first: str, last: str) -> str:
    """Why this cannot be asked; empty if it can."""
    if not question:
        return "Type a question first."
    if len(question) > LONGEST_QUESTION:
        return f"A question may have {LONGEST_QUESTION:,} characters; this one has {len(question):,}. Shorten it."
    if not all(_YEAR.fullmatch(year) for year in (first, last) if year):
        return "A year in the filters is not one; write it with four digits, or leave it empty."
    if first and last and first > last:
        return "The first year is after the last; correct the filters."
    return ""


def _year(text: str) -> int | None:
    return int(text) if text else None


def _limits(filters: Filters) -> str:
    """The filters in words; empty where nothing is limited."""
    kinds = ", ".join(KINDS[kind].lower() for kind in SourceType if kind in filters.source_types)
    first, last = filters.year_from, filters.year_to
    years = f"{first}–{last}" if first and last else f"from {first}" if first else f"up to {last}" if last else ""
    return " · ".join(part for part in (kinds, years) if part)


def _forget(kept: Path) -> None:
    kept.unlink(missing_ok=True)
    with suppress(OSError):  # the folder holds another file of the same bytes
        kept.parent.rmdir()
