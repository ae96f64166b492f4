"""A comparison of two runs for a terminal."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from corpus.errors import CitewellError
from evals.compare import Changed, MeasureCompared, SetCompared
from evals.contexts import words_at
from evals.finished import FinishedSet
from evals.outcomes import QuestionOutcome
from evals.significance import DRAWS

_SHOWN = 25
"""Changed questions printed; all are in the JSON."""


def as_text(compared: SetCompared, *, width: int = 120) -> str:
    """Measures with difference, interval and p; then the questions that changed, those that got worse first."""
    lines = [compared.first.name, *_runs(compared), *_warnings(compared), ""]
    longest = max([len(m.name) for m in compared.measures] + [7])
    head = f"{'measure':{longest}} {'A':>9} {'B':>9} {'B - A':>9}  {'95 % interval':>19} {'p':>7}"
    lines.append(f"{head} {'won':>5} {'lost':>5} {'tied':>5} {'n':>5}")
    lines += [_row(m, longest) for m in compared.measures]
    lines += textwrap.wrap(
        "Differences are of means over the questions scored in both; won: B is better. Interval: paired bootstrap, "
        f"{DRAWS:,} resamples. p: two-sided paired randomisation test, every sign pattern where there are no more than "
        f"{DRAWS:,} (=), else {DRAWS:,} random ones. Seed {compared.seed}. Measures marked ↓ are better when lower.",
        width,
    )
    for m in compared.measures:
        if m.one_sided:
            lines.append(f"{m.name}: {_count(m.one_sided, 'question')} scored in one run only, left out")
    if compared.untested:
        told = "; ".join(f"{u.name} {_number(u.first)} → {_number(u.second)}" for u in compared.untested)
        lines += ["", *textwrap.wrap(f"Not counted by question, so not tested (whole sets): {told}", width)]
    for letter, names in zip("BA", compared.lacking, strict=True):
        if names:
            lines += textwrap.wrap(f"Only {letter} has: {', '.join(names)}", width)
    return "\n".join([*lines, "", *_changes(compared, width)])


def _runs(compared: SetCompared) -> list[str]:
    told = [
        f"{letter}  {one.folder}  {one.manifest.system}, commit {one.manifest.commit}, index {one.manifest.index_id}"
        for letter, one in (("A", compared.first), ("B", compared.second))
    ]
    counts = f"{_count(compared.shared, 'question')} in both, {compared.only_first} only in A, "
    return [*told, counts + f"{compared.only_second} only in B"]


def _warnings(compared: SetCompared) -> list[str]:
    told = []
    if not compared.same_set:
        ids = f"A {compared.first.manifest.set_id}, B {compared.second.manifest.set_id}"
        told.append(f"WARNING: the runs were not scored on the same questions and judgements ({ids}); run one again")
    if n := compared.asked_otherwise:
        told.append(f"WARNING: {_count(n, 'question')} {'has' if n == 1 else 'have'} another text or history in B")
    if compared.failed:
        told.append(f"WARNING: {_count(compared.failed, 'question')} could not be asked in one of the runs; left out")
    return told


def _row(m: MeasureCompared, longest: int) -> str:
    c = m.comparison
    name = f"{m.name}{'' if m.better == 'higher' else ' ↓'}"
    if not c.n:
        return f"{name:{longest}} {'no question is scored in both':>20}"
    interval = f"{c.low:+.3f} to {c.high:+.3f}"
    p = f"{'=' if c.exact else ' '}{c.p:.4f}"
    return (
        f"{name:{longest}} {c.first:9.3f} {c.second:9.3f} {c.difference:+9.3f}  {interval:>19} {p:>7} "
        f"{c.wins:5} {c.losses:5} {c.ties:5} {c.n:5}"
    )


def _changes(compared: SetCompared, width: int) -> list[str]:
    changed = compared.changed
    if not changed:
        return ["No question has another score."]
    lines = [f"{_count(len(changed), 'question')} with another score, those that got worse first:"]
    for c in changed[:_SHOWN]:
        lines += textwrap.wrap(_change(c), width, initial_indent="  ", subsequent_indent="      ")
    if len(changed) > _SHOWN:
        lines.append(f"  … and {len(changed) - _SHOWN} more; --json has all")
    told = shlex.join([str(compared.first.folder), str(compared.second.folder), "--question", changed[0].id])
    return [*lines, f"Both replies to one of them: python -m evals compare {told}"]


def _change(changed: Changed) -> str:
    sign = "+" if changed.better > changed.worse else "-" if changed.worse > changed.better else "±"
    scores = ", ".join(f"{name} {_number(a)} → {_number(b)}" for name, a, b in changed.scores)
    kind = f" ({changed.kind})" if changed.kind else ""
    return f"{sign} {changed.id}{kind} {' '.join(changed.text.split())} — {scores}"


def question_as_text(matched: Sequence[tuple[FinishedSet, FinishedSet]], question: str, *, width: int = 120) -> str:
    """Both replies to a question beside each other, with what was wanted above and the scores below.

    Raises:
        CitewellError: No set has that question in both runs.
    """
    for first, second in matched:
        a, b = (next((o for o in one.outcomes if o.id == question), None) for one in (first, second))
        if a and b:
            return "\n".join(_beside(first, second, a, b, width))
    names = ", ".join(first.name for first, _ in matched)
    raise CitewellError(f"{question}: no question of that id is in both runs of {names}; see `evals compare A B`")


def _beside(first: FinishedSet, second: FinishedSet, a: QuestionOutcome, b: QuestionOutcome, width: int) -> list[str]:
    half = max(30, (width - 3) // 2)
    lines = [line for told in _wanted(a) for line in _wrap(told, width)]
    columns = (
        _column(f"A  {first.manifest.system}  {first.folder}", a, half),
        _column(f"B  {second.manifest.system}  {second.folder}", b, half),
    )
    lines += ["", *(f"{x:{half}} │ {y}".rstrip() for x, y in zip_longest(*columns, fillvalue="")), ""]
    for name in dict.fromkeys([*a.scores, *b.scores]):
        lines.append(f"{name:40} {_number(a.scores.get(name)):>9} {_number(b.scores.get(name)):>9}")
    return lines


def _wanted(outcome: QuestionOutcome) -> list[str]:
    told = [f"{outcome.id}{f' ({outcome.kind})' if outcome.kind else ''}: {outcome.text}"]
    told += [f"asked after: {earlier}" for earlier in outcome.history]
    if outcome.abstain:
        told.append("wanted: an abstention")
    if outcome.labels:
        told.append(f"wanted: {', '.join(outcome.labels)}")
    told += [f"expected: {fact}" for fact in outcome.expected]
    for place in outcome.gold:
        words = words_at(outcome.contexts, place)
        told.append(f"gold: {place.document} {place.start}–{place.end}" + (f" “{words}”" if words else ""))
    return told


def _column(head: str, outcome: QuestionOutcome, width: int) -> list[str]:
    lines = [*_wrap(head, width), "─" * width]
    if outcome.error:
        return [*lines, *_wrap(f"could not be asked: {outcome.error}", width)]
    return [*lines, *(line for told in reply_lines(outcome.reply) for line in _wrap(told, width))]


def reply_lines(reply: dict[str, Any]) -> list[str]:
    """A reply, as `assistant ask --json` prints it, in lines of text not yet wrapped."""
    if reply.get("kind") == "abstention":
        return [f"Not in these sources. {reply.get('reason', '')}"]
    lines = []
    judgement = reply.get("judgement") or {}
    said = [str(judgement[key]) for key in ("yes_no", "direction") if judgement.get(key)]
    if said:
        lines.append(f"Judged: {', '.join(said)}")
    for claim in reply.get("claims", ()):
        marks = "".join(f"[{c['marker']}]" for c in claim["citations"])
        lines.append(f"• {claim['text']} {marks}")
        for c in claim["citations"]:
            page = f", page {c['page']}" if c.get("page") else ""
            lines.append(f"    [{c['marker']}] {c.get('title') or c['document']}{page}, {c['start']}–{c['end']}")
    return lines


def _wrap(text: str, width: int) -> list[str]:
    # A document's text may hold signs that steer a terminal.
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    indent = " " * (len(plain) - len(plain.lstrip()))
    return textwrap.wrap(plain, width, subsequent_indent=indent + "  ")


def _number(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
