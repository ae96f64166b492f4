"""The page: what stands where, and which event calls what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import gradio as gr
from fastapi import FastAPI, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.ask import Assistant
from assistant.web import panel, render
from assistant.web.callbacks import Chat
from assistant.web.headers import SecurityHeaders
from assistant.web.names import KINDS
from index.library import Library

_HERE = Path(__file__).parent
_LARGEST_UPLOAD = "300mb"
_HOUR = 3600
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5560"/>'
    '<path d="M13 8H9v16h4M19 8h4v16h-4" fill="none" stroke="#fff" stroke-width="2.6"/></svg>'
)


def build_app(
    assistant: Assistant, library: Library, *, ready: Event | None = None, hosts: Sequence[str] = LOOPBACK
) -> FastAPI:
    """The web chat as an ASGI application.

    Args:
        assistant: Answers the questions.
        library: What it answers from, and where files are added.
        ready: Set once models are loaded; a question waits for it. None: they are.
        hosts: Names the page may be asked for by; others are refused, so that no foreign name can be pointed here.
    """
    if ready is None:
        ready = Event()
        ready.set()
    app = FastAPI(title="Citewell", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(SecurityHeaders)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(_ICON, media_type="image/svg+xml")

    gr.mount_gradio_app(
        app,
        _page(Chat(assistant, library, ready)),
        path="/",
        theme=theme(),
        css_paths=[_HERE / "style.css"],
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=_LARGEST_UPLOAD,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
    )
    return app


def theme() -> gr.themes.Base:
    """Gradio's own parts in the page's ink and paper. The typeface comes with Gradio, from this computer."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        font=[gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    ).set(
        body_background_fill="#faf9f6",
        body_background_fill_dark="#14181a",
        body_text_color="#1c2426",
        body_text_color_dark="#e4e7e6",
    )


def _page(chat: Chat) -> gr.Blocks:
    script = (_HERE / "script.js").read_text(encoding="utf-8")
    with gr.Blocks(title="Citewell", analytics_enabled=False, fill_width=True, delete_cache=(_HOUR, _HOUR)) as page:
        turns = gr.State(())
        header = gr.HTML(render.header(0), elem_id="header", apply_default_css=False, js_on_load=None)
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(elem_id="talk", scale=5, min_width=0):
                talk = gr.HTML(
                    render.conversation(()), elem_id="conversation", apply_default_css=False, js_on_load=script
                )
                with gr.Column(elem_id="composer"):
                    box, send, anew, note = _composer()
            with gr.Column(elem_id="side", scale=3, min_width=0):
                evidence = gr.HTML(panel.CLOSED, elem_id="evidence", apply_default_css=False, js_on_load=script)
                kinds, first, last = _filters()
                files, outcomes, listed = _library()
        asked = {"inputs": [turns, kinds, first, last], "outputs": [turns, talk, box, note], **_QUIETLY}
        typed = asked | {"inputs": [box, *asked["inputs"]]}
        gr.on([box.submit, send.click], chat.ask, concurrency_limit=4, concurrency_id="ask", **typed)
        talk.ask_example(chat.ask_example, concurrency_id="ask", **asked)
        talk.ask_again(chat.ask_again, concurrency_id="ask", **asked)
        talk.open_citation(chat.open_citation, turns, evidence, **_QUIETLY)
        evidence.close_evidence(lambda: panel.CLOSED, None, evidence, **_QUIETLY)
        anew.click(chat.begin_anew, None, [turns, talk, box, note, evidence], **_QUIETLY)
        added = files.upload(chat.add, files, [files, outcomes], **_QUIETLY)
        added.then(chat.look_at_library, None, [header, listed], **_QUIETLY)
        page.load(chat.greet, None, [header, listed], **_QUIETLY)
    return page


_QUIETLY = {"show_progress": "hidden", "api_visibility": "private"}


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button, gr.HTML]:
    """The question's box, its buttons, and the line that says what is wrong with a question."""
    with gr.Row(elem_id="ask-row"):
        box = gr.Textbox(
            label="Your question",
            show_label=False,
            container=False,
            placeholder="Ask these sources",
            lines=1,
            max_lines=6,
            autofocus=True,
            elem_id="question",
            scale=1,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send", spellcheck=True),
        )
        send = gr.Button("Ask", variant="primary", elem_id="send", scale=0, min_width=84)
    with gr.Row(elem_id="under-row"):
        note = gr.HTML(render.notice(""), elem_id="note", apply_default_css=False, js_on_load=None)
        anew = gr.Button("New conversation", size="sm", elem_id="anew", scale=0, min_width=0)
    return box, send, anew, note


def _filters() -> tuple[gr.CheckboxGroup, gr.Textbox, gr.Textbox]:
    with gr.Accordion("Limit the sources", open=False, elem_id="filters"):
        kinds = gr.CheckboxGroup(
            [(name, kind.value) for kind, name in KINDS.items()], label="Kinds of source (none ticked: all)"
        )
        with gr.Row():
            first = gr.Textbox("", label="From year", placeholder="any", max_length=4, min_width=90)
            last = gr.Textbox("", label="To year", placeholder="any", max_length=4, min_width=90)
    return kinds, first, last


def _library() -> tuple[gr.File, gr.HTML, gr.HTML]:
    with gr.Accordion("Add documents", open=False, elem_id="add"):
        gr.HTML(render.ADDING, apply_default_css=False, js_on_load=None)
        files = gr.File(label="Documents to add", show_label=False, file_count="multiple", height=120, elem_id="files")
        outcomes = gr.HTML("", elem_id="outcomes", apply_default_css=False, js_on_load=None)
    with gr.Accordion("Documents in the library", open=False, elem_id="listed"):
        listed = gr.HTML("", apply_default_css=False, js_on_load=None)
    return files, outcomes, listed
