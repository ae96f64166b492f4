"""Finished runs written for the tests: a handful of questions over two short documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Span
from evals.contexts import contexts_of
from evals.outcomes import (
    MANIFEST,
    QUESTIONS,
    SUMMARY,
    GoldPlace,
    Manifest,
    MeasureValue,
    QuestionOutcome,
    Retrieved,
    Summary,
    line_of,
    write_whole,
)

TEXTS = {
    "rest": "Rest did not help back pain. Walking helped a little. Heat helped for a day. Nobody was harmed.",
    "steroids": "Steroids eased leg pain for two weeks. At one year there was no difference. <b>Bold</b> & plain.",
}
TITLES = {"rest": "Rest, walking, heat", "steroids": "Steroids <script>alert(1)</script>"}


def citation(document: str, quote: str, marker: int = 1, *, source_type: str = "trial") -> dict[str, Any]:
    """A citation as `assistant ask --json` prints it."""
    start = TEXTS[document].index(quote)
    return {
        "marker": marker,
        "document": f"{document}-id",
        "set_document": document,
        "title": TITLES[document],
        "source_type": source_type,
        "page": "3",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


def answer(*cited: dict[str, Any], text: str = "") -> dict[str, Any]:
    """An answer of one claim a citation, worded as its quote or as `text`."""
    return {
        "kind": "answer",
        "claims": [{"text": text or c["quote"], "support": "verbatim", "citations": [c]} for c in cited],
        "judgement": None,
    }


def abstention(reason: str = "No source speaks of it.") -> dict[str, Any]:
    """An abstention."""
    return {"kind": "abstention", "claims": [], "reason": reason, "nearest": []}


def outcome(
    key: str,
    reply: dict[str, Any],
    scores: Mapping[str, float | None],
    *,
    gold: Sequence[tuple[str, str]] = (),
    kind: str = "effect",
    confidence: float | None = 0.8,
    seconds: float = 0.2,
    **more: Any,
) -> QuestionOutcome:
    """A question with gold places given as (document, quote), and the text around them and what was cited."""
    places = [(d, Span(TEXTS[d].index(q), TEXTS[d].index(q) + len(q))) for d, q in gold]
    cited = [c for claim in reply["claims"] for c in claim["citations"]]
    spans = places + [(c["set_document"], Span(c["start"], c["end"])) for c in cited]
    contexts = [c for d in TEXTS for c in contexts_of(d, TEXTS[d], [s for e, s in spans if e == d])]
    told: dict[str, Any] = {
        "id": key,
        "kind": kind,
        "text": f"Question {key}?",
        "history": (),
        "abstain": not gold,
        "labels": (),
        "expected": (),
        "gold": tuple(GoldPlace(document=d, start=s.start, end=s.end) for d, s in places),
        "retrieved": (Retrieved(document="rest", start=0, end=28, score=1.5),),
        "reply": reply,
        "confidence": confidence,
        "scores": dict(scores),
        "seconds": {"search": seconds / 2, "total": seconds},
        "contexts": tuple(contexts),
    }
    return QuestionOutcome(**(told | more))


def write_set(
    folder: Path,
    outcomes: Sequence[QuestionOutcome],
    *,
    measures: Sequence[MeasureValue] = (),
    set_id: str = "0123456789ab",
    system: str = "ours",
) -> Path:
    """Write the folder of a set, its summary the plain means of the scores and `measures`."""
    folder.mkdir(parents=True)
    names = dict.fromkeys(name for o in outcomes for name in o.scores)
    manifest = Manifest(
        set=folder.name,
        set_id=set_id,
        system=system,
        questions=len(outcomes),
        documents=2,
        passages=4,
        commit="abcdef123456",
        index_id="feedbeef0123",
        models={},
        settings={},
        seed=0,
        machine={"cores": "2"},
        started="2026-01-02T03:04:05+00:00",
        seconds=1.5,
    )
    summary = Summary(
        set=folder.name,
        system=system,
        questions=len(outcomes),
        measures=(*(mean_of(outcomes, name) for name in names), *measures),
        by_kind={
            kind: tuple(mean_of([o for o in outcomes if o.kind == kind], name) for name in names)
            for kind in sorted({o.kind for o in outcomes})
        },
        by_source_type={"trial": tuple(mean_of(outcomes, name) for name in names)},
    )
    write_whole(folder / MANIFEST, manifest)
    write_whole(folder / SUMMARY, summary)
    (folder / QUESTIONS).write_text("".join(map(line_of, outcomes)), encoding="utf-8")
    return folder


def mean_of(outcomes: Sequence[QuestionOutcome], name: str) -> MeasureValue:
    """The mean of a score, with an interval of a tenth on both sides; "false" measures are better when lower."""
    scores = [s for o in outcomes if (s := o.scores.get(name)) is not None]
    value = sum(scores) / len(scores) if scores else None
    return MeasureValue(
        name=name,
        value=value,
        low=None if value is None else max(0.0, value - 0.1),
        high=None if value is None else min(1.0, value + 0.1),
        n=len(scores),
        unscored=len(outcomes) - len(scores),
        unit="question",
        better="lower" if name.startswith("false") else "higher",
        definition=f"What {name} means, in a sentence.",
    )
