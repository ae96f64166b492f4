"""The page on which a rater judges claims and citations: one at a time, in an order of the rater's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

import assistant.web
from assistant.web.headers import SecurityHeaders
from assistant.web.page import LOOPBACK, theme
from corpus.document import Span
from evals.contexts import pieces_of
from evals.rating import Aspect, Label, Ratings, Unit

_PAGE = Path(__file__).parent / "page"
_CHAT = Path(assistant.web.__file__).parent
_ASKED = {
    Aspect.CLAIM: "Read where it stands: does the claim answer the question?",
    Aspect.CITATION: "Read where it stands: does the marked text support the claim?",
}
_MEANS = {
    Aspect.CLAIM: {
        Label.FULL: "it answers the question as asked",
        Label.PARTIAL: "it answers a part of it, or for others than asked about",
        Label.NONE: "it does not answer it",
        Label.CONTRADICTS: "read where it stands, the source says the opposite",
    },
    Aspect.CITATION: {
        Label.FULL: "the text says all that the claim says",
        Label.PARTIAL: "it says some of it, or less surely",
        Label.NONE: "it says nothing of it",
        Label.CONTRADICTS: "it says the opposite",
    },
}


class Rating:
    """A rater's way through the units: where it stands, and what was judged. One rater, however many windows.

    Args:
        units: In the order they are shown.
        ratings: Where judgements are kept.
        rater: Whose they are.
        said: What raters said of a unit, by unit, without their names; shown where a disagreement is adjudicated.
    """

    def __init__(
        self, units: Sequence[Unit], ratings: Ratings, rater: str, said: Mapping[str, Sequence[Label]] | None = None
    ) -> None:
        self._units = units
        self._at = {unit.id: i for i, unit in enumerate(units)}
        self._ratings = ratings
        self._rater = rater
        self._said = said or {}
        self._lock = Lock()
        self._here = self._next_open()

    def show(self) -> str:
        """What is on the screen now, as HTML."""
        with self._lock:
            return self._shown()

    def judge(self, event: gr.EventData) -> str:
        """Keep the label pressed for the unit that was on the screen, and go to the next that has none."""
        with self._lock:
            unit, label = str(event.unit), Label(event.label)
            if unit in self._at:
                again = self._ratings.label(unit) is not None
                self._ratings.judge(unit, label, self._rater)
                self._here = self._at[unit] + 1 if again else self._next_open()
            return self._shown()

    def go_back(self) -> str:
        """The unit before the one on the screen, to look at again or to judge otherwise."""
        with self._lock:
            self._here = max(0, self._here - 1)
            return self._shown()

    def _next_open(self) -> int:
        return next((i for i, u in enumerate(self._units) if self._ratings.label(u.id) is None), len(self._units))

    def _shown(self) -> str:
        done = sum(self._ratings.label(u.id) is not None for u in self._units)
        bar = (
            f'<div class="bar"><h1>Citewell</h1><p>{escape(self._rater)} · {done} of {len(self._units)} judged</p>'
            f'<progress max="{max(1, len(self._units))}" value="{done}" aria-label="judged"></progress></div>'
        )
        back = '<button type="button" class="back">Back (b)</button>' if self._here else ""
        if self._here >= len(self._units):
            told = f"All is judged. It stands in {escape(str(self._ratings.path))} and the table beside it."
            return (
                f'<div class="rate" id="unit-">{bar}<p class="done">Thank you.</p>'
                f"<p>{told} This window can be closed.</p>{back}</div>"
            )
        unit = self._units[self._here]
        said = " · ".join(label.value for label in self._said.get(unit.id, ()))
        split = f'<p class="split">Raters said: {escape(said)}</p>' if said else ""
        return (
            f'<div class="rate" id="unit-{unit.id}">{bar}{_question(unit)}{split}'
            f'<p class="ask">{_ASKED[unit.aspect]}</p>{_labels(unit, self._ratings.label(unit.id))}{back}</div>'
        )


def _question(unit: Unit) -> str:
    """Question, claim and sources; nothing of the set or the system."""
    earlier = "".join(f'<p class="stands">asked after: {escape(q)}</p>' for q in unit.outcome.history)
    sources = "".join(_source(unit, citation) for citation in unit.citations)
    return (
        f'<h2>Question</h2><p class="asked">{escape(unit.outcome.text)}</p>{earlier}'
        f'<h2>Claim</h2><p class="said">{escape(unit.text)}</p>'
        f"{sources or '<h2>Source</h2><p>It cites nothing.</p>'}"
    )


def _source(unit: Unit, citation: dict[str, Any]) -> str:
    document = citation.get("set_document", citation["document"])
    places = [f"page {citation['page']}" if citation.get("page") else "", citation.get("section") or ""]
    told = [str(citation.get("source_type") or "").replace("_", " "), str(citation.get("title") or ""), *places]
    cited = Span(citation["start"], citation["end"])
    held = next(
        (
            c
            for c in unit.outcome.contexts
            if c.document == document and c.start <= cited.start and cited.end <= c.start + len(c.text)
        ),
        None,
    )
    if held:
        text = "".join(
            f"<mark>{escape(p.text)}</mark>" if p.cited else escape(p.text) for p in pieces_of(held, (), [cited])
        )
    else:
        text = f"<mark>{escape(citation['quote'])}</mark>"
    return (
        f'<h2>Source</h2><p class="stands">{escape(" · ".join(filter(None, told)))}</p>'
        f'<div class="passage" tabindex="0">{text}</div>'
    )


def _labels(unit: Unit, chosen: Label | None) -> str:
    pressed = {True: "true", False: "false"}
    buttons = "".join(
        f'<button type="button" class="label" value="{label.value}" aria-pressed="{pressed[label is chosen]}">'
        f"<kbd>{key}</kbd><b>{label.value}</b><small>{means}</small></button>"
        for key, (label, means) in enumerate(_MEANS[unit.aspect].items(), start=1)
    )
    return f'<div class="labels">{buttons}</div>'


def build_app(rating: Rating) -> FastAPI:
    """The page as an ASGI application, for this computer alone; it loads nothing from elsewhere."""
    app = FastAPI(title="Citewell", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK))
    app.add_middleware(SecurityHeaders)
    script = (_PAGE / "rate.js").read_text(encoding="utf-8")
    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 1}
    with gr.Blocks(title="Citewell: rating", analytics_enabled=False, fill_width=True) as page:
        shown = gr.HTML("", elem_id="rate", apply_default_css=False, js_on_load=script)
        shown.judge(rating.judge, None, shown, **quietly)
        shown.go_back(rating.go_back, None, shown, **quietly)
        page.load(rating.show, None, shown, **quietly)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        css_paths=[_CHAT / "style.css", _PAGE / "rate.css"],
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
    )
    return app
