"""The questions of a report: each with what was wanted, what came, and gold and cited words marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from evals.contexts import Piece, pieces_of
from evals.outcomes import QuestionOutcome
from evals.report import Judged, SetReport, Verdict, cited_in, gold_in

SHOWN = 400
"""Questions of a set that the page holds, the worst first; all are in the files beside it."""
_LONGEST = 900
"""Longer unmarked or marked pieces are cut in their middle, with the number of characters left out."""


def questions(report: SetReport) -> str:
    """The list with its filters."""
    shown = report.questions[:SHOWN]
    left = len(report.questions) - len(shown)
    kinds = "".join(
        f'<option value="{escape(k)}">{escape(k or "no kind")}</option>'
        for k in sorted({q.outcome.kind for q in shown})
        if k
    )
    verdicts = "".join(f"<option>{v.value}</option>" for v in Verdict if any(q.verdict is v for q in shown))
    note = (
        f'<p class="note">{left:,} more, of the best sort, are in the table of questions beside this page.</p>'
        if left
        else ""
    )
    return (
        '<h3>Questions, the worst first</h3><div class="controls">'
        f'<label>Kind<select name="kind"><option value="">all</option>{kinds}</select></label>'
        f'<label>Verdict<select name="verdict"><option value="">all</option>{verdicts}</select></label>'
        '<label>Words<input type="search" name="words" autocomplete="off"></label>'
        '<output aria-live="polite"></output></div>'
        f'<div class="questions">{"".join(map(_question, shown))}</div>{note}'
    )


def verdict_class(verdict: Verdict) -> str:
    """The class that colours a verdict."""
    return "v-" + verdict.value.replace(",", "").replace(" ", "-")


def _question(judged: Judged) -> str:
    outcome, verdict = judged.outcome, judged.verdict
    css = verdict_class(verdict)
    kind = f"{escape(outcome.kind)} · " if outcome.kind else ""
    return (
        f'<details class="question" data-kind="{escape(outcome.kind)}" data-verdict="{verdict.value}"><summary>'
        f'<span class="verdict"><span class="swatch {css}"></span>{verdict.value}</span>'
        f'<span class="asked">{escape(outcome.text)} <small>{kind}{escape(outcome.id)}</small></span></summary>'
        f'<div class="opened">{_wanted(outcome)}{_came(outcome)}{_contexts(outcome)}{_scores(outcome)}</div></details>'
    )


def _wanted(outcome: QuestionOutcome) -> str:
    told = [f"asked after: {earlier}" for earlier in outcome.history]
    if outcome.abstain:
        told.append("an abstention")
    if outcome.labels:
        told.append(", ".join(outcome.labels))
    told += [f"fact: {fact}" for fact in outcome.expected]
    places = sum(g.grade > 0 for g in outcome.gold)
    if places:
        told.append(f"{places} gold place{'' if places == 1 else 's'}, underlined below")
    items = "".join(f"<li>{escape(t)}</li>" for t in told or ["nothing that it could be scored by"])
    return f"<h4>Wanted</h4><ul>{items}</ul>"


def _came(outcome: QuestionOutcome) -> str:
    reply = outcome.reply
    if outcome.error:
        return f'<h4>Came</h4><p class="warning">{escape(outcome.error)}</p>'
    if reply.get("kind") == "abstention":
        return f"<h4>Came</h4><p>Not in these sources. {escape(str(reply.get('reason', '')))}</p>"
    if reply.get("kind") != "answer":
        return ""
    judgement = reply.get("judgement") or {}
    said = [str(judgement[key]) for key in ("yes_no", "direction") if judgement.get(key)]
    judged = f"<p>Judged: {escape(', '.join(said))}</p>" if said else ""
    return f"<h4>Came</h4>{judged}<ol>{''.join(map(_claim, reply['claims']))}</ol>"


def _claim(claim: dict[str, Any]) -> str:
    sources = "".join(f'<span class="source">{escape(_source(c))}</span>' for c in claim["citations"])
    return f'<li><span class="claim">{escape(claim["text"])}</span>{sources}</li>'


def _source(citation: dict[str, Any]) -> str:
    page = f", page {citation['page']}" if citation.get("page") else ""
    kind = f"{citation['source_type'].replace('_', ' ')} · " if citation.get("source_type") else ""
    return f"[{citation['marker']}] {kind}{citation.get('title') or citation['document']}{page}"


def _contexts(outcome: QuestionOutcome) -> str:
    titles = {
        c.get("set_document", c["document"]): c.get("title", "")
        for claim in outcome.reply.get("claims", ())
        for c in claim["citations"]
    }
    drawn = []
    for context in outcome.contexts:
        gold, cited = gold_in(outcome, context.document), cited_in(outcome, context.document)
        pieces = list(pieces_of(context, gold, cited))
        if any(p.gold or p.cited for p in pieces):
            title = titles.get(context.document)
            name = f"{title} ({context.document})" if title and title != context.document else context.document
            text = "".join(map(_piece, pieces))
            drawn.append(
                f"<h4>{escape(name)}, from character {context.start:,}</h4>"
                f'<div class="context" tabindex="0">{text}</div>'
            )
    if not drawn:
        return ""
    key = (
        '<p class="key"><mark class="gold">gold</mark> · <mark class="cited">cited</mark> · '
        '<mark class="gold cited">both</mark></p>'
    )
    return key + "".join(drawn)


def _piece(piece: Piece) -> str:
    text = piece.text
    if len(text) > _LONGEST:
        left = len(text) - 2 * (_LONGEST // 3)
        ends = escape(text[: _LONGEST // 3]), escape(text[-(_LONGEST // 3) :])
        told = f'{ends[0]}<span class="cut"> … {left:,} characters … </span>{ends[1]}'
    else:
        told = escape(text)
    css = " ".join(name for name, holds in (("gold", piece.gold), ("cited", piece.cited)) if holds)
    return f'<mark class="{css}">{told}</mark>' if css else told


def _scores(outcome: QuestionOutcome) -> str:
    items = "".join(f"<span>{escape(name)} <b>{told}</b></span>" for name, told in _score_words(outcome))
    lacking = ", ".join(name for name, score in outcome.scores.items() if score is None)
    note = f'<p class="key">could not be scored: {escape(lacking)}</p>' if lacking else ""
    return f'<h4>Scores</h4><div class="scores">{items}</div>{note}' if items or note else ""


def _score_words(outcome: QuestionOutcome) -> Iterator[tuple[str, str]]:
    for name, score in outcome.scores.items():
        if score is not None:
            yield name, f"{score:.3g}"
    if outcome.confidence is not None:
        yield "confidence", f"{outcome.confidence:.2f}"
    if "total" in outcome.seconds:
        yield "seconds", f"{outcome.seconds['total']:.2f}"
