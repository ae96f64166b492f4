"""What was read out of one document, printed: the facts of a trial and the measured effects, with their places."""

from __future__ import annotations

import json
from typing import Any

from corpus.document import Document
from corpus.effect_words import data_of, line_of, told_of
from corpus.effects import effects_in
from corpus.trial_facts import Fact, facts_in

_WIDEST = 200


def print_findings(document: Document, *, facts: bool, effects: bool, as_json: bool) -> None:
    """Print facts, effects or both: as lines that begin with code points, or as exactly one JSON object."""
    if as_json:
        told: dict[str, Any] = {"id": document.id, "title": document.source.title}
        if facts:
            told["facts"] = [_fact(f, document.text) for f in facts_in(document)]
        if effects:
            told["effects"] = [data_of(e, told_of(e, document.text)) for e in effects_in(document)]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for fact in facts_in(document) if facts else ():
        words = " ".join(fact.span.of(document.text).split())
        print(f"{fact.name.value:19} {_place(fact.span.start, fact.span.end)}  {words[:_WIDEST]}  ({fact.rule})")
    for effect in effects_in(document) if effects else ():
        print(f"{_place(effect.span.start, effect.span.end)}  {' · '.join(line_of(effect, document.text))}")


def _place(start: int, end: int) -> str:
    return f"[{start}, {end})"


def _fact(fact: Fact, text: str) -> dict[str, Any]:
    return {
        "name": fact.name.value,
        "text": fact.span.of(text),
        "start": fact.span.start,
        "end": fact.span.end,
        "value": fact.value,
        "rule": fact.rule,
    }
