"""A question set put to a system, question by question, into a folder that tells all of it.

Outcomes are appended as they come, so that a run that was killed goes on where it stood.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from corpus.document import Span
from corpus.errors import CitewellError
from evals.known_systems import SYSTEMS
from evals.measures.citation import Judge, judge_of
from evals.outcomes import (
    MANIFEST,
    QUESTIONS,
    SUMMARY,
    TREC,
    GoldPlace,
    Manifest,
    MeasureValue,
    QuestionOutcome,
    Summary,
    line_of,
    read_manifest,
    read_outcomes,
    write_whole,
)
from evals.provenance import commit, machine, models_of, peak_mib
from evals.question_sets import Question, QuestionSet
from evals.score import failed, scored, type_at
from evals.set_library import SetLibrary, library_of
from evals.summary import summarise
from evals.systems import Asked, System
from evals.wanted import Wanted, documents_of, wanted_of
from index.library import OnProgress, Progress
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """How a set is run: by which system, on how many of its questions (all if None), drawn and resampled by `seed`.

    Without `answers`, passages are ranked and no reply is asked for.
    """

    name: str
    system: str = "citewell"
    answers: bool = True
    limit: int | None = None
    seed: int = 0


def run_set(
    found: QuestionSet, plan: Plan, out: Path, *, cache: Path, settings: Settings, progress: Callable[[str], OnProgress]
) -> Summary:
    """Ask every question that `out` does not hold yet, and write what `evals.outcomes` lists.

    Args:
        out: The folder of this set; made if there is none.
        cache: Where libraries of sets are kept.
        progress: Called with what is counted ("document", "question"), gives what is told of it.
    Raises:
        CitewellError: `out` holds a run of another kind, a judgement names what the set does not have, or a document
            cannot be read.
    """
    if found.problems:
        raise CitewellError(f"{found.problems[0]} (`python -m evals check` tells of every such line)")
    questions = chosen([q for _, q in found.questions], plan.limit, plan.seed)
    if not questions:
        raise CitewellError(f"{found.folder}: holds no question; name another set")
    begun = time.perf_counter()
    with library_of(found, documents_of(found, questions), cache, settings, progress("document")) as held:
        wanted = wanted_of(found, questions, held)
        models = models_of(held.library)
        judge = judge_of(held.library.reader, models) if plan.answers else None
        told = settings.model_dump(mode="json", include={"embedding_model", "vector_store", "reader"})
        told |= {"answers": plan.answers, "limit": plan.limit, "judge": judge.name if judge else None}
        manifest = _begin(out, _manifest(found, plan, held, len(wanted), models, told))
        # Models and vectors load on first use, which is no question's own time.
        held.library.search(questions[0].text, 1)
        asking = _asking(SYSTEMS[plan.system](held.library, plan.answers), held, judge)
        outcomes = _ask(wanted, out, asking, progress("question"))
        summary = summarise(
            plan.name,
            plan.system,
            outcomes,
            seed=plan.seed,
            type_of=lambda place: _type_of(place, held),
            costs=_costs(held),
        )
    (out / TREC).write_text("".join(_trec(outcomes, plan.system)), encoding="utf-8")
    write_whole(out / SUMMARY, summary)
    seconds = manifest.seconds + time.perf_counter() - begun
    write_whole(out / MANIFEST, manifest.model_copy(update={"seconds": round(seconds, 1)}))
    return summary


def chosen(questions: Sequence[Question], limit: int | None, seed: int) -> list[Question]:
    """At most `limit` questions, drawn without replacement, in the order of the set."""
    if limit is None or limit >= len(questions):
        return list(questions)
    return [questions[i] for i in sorted(random.Random(seed).sample(range(len(questions)), limit))]


def set_id(found: QuestionSet) -> str:
    """Names the questions and judgements of a set: the same give the same 12 hexadecimal digits."""
    rows = [q.model_dump_json() for _, q in found.questions]
    rows += [json.dumps(asdict(j)) for _, j in found.judged]
    rows += [s.model_dump_json() for _, s in found.spans]
    return sha256("\n".join(rows).encode()).hexdigest()[:12]


def _manifest(
    found: QuestionSet, plan: Plan, held: SetLibrary, questions: int, models: dict[str, str], settings: dict[str, Any]
) -> Manifest:
    return Manifest(
        set=plan.name,
        set_id=set_id(found),
        system=plan.system,
        questions=questions,
        documents=len(held.names),
        passages=held.library.count_passages(),
        commit=commit(),
        index_id=held.library.index_id,
        models=models,
        settings=settings,
        seed=plan.seed,
        machine=machine(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=0.0,
    )


def _begin(out: Path, manifest: Manifest) -> Manifest:
    """The manifest in `out` if it is of the same run, else this one, written there.

    Raises:
        CitewellError: `out` holds another run.
    """
    out.mkdir(parents=True, exist_ok=True)
    if not (out / MANIFEST).exists():
        write_whole(out / MANIFEST, manifest)
        return manifest
    held = read_manifest(out)
    fixed = {"started", "seconds", "machine"}
    before, now = held.model_dump(exclude=fixed), manifest.model_dump(exclude=fixed)
    differing = [name for name in now if before[name] != now[name]]
    if differing:
        raise CitewellError(f"{out}: holds a run that differs in {', '.join(differing)}; name a new folder as --out")
    return held


def _asking(system: System, held: SetLibrary, judge: Judge | None) -> Callable[[Wanted], QuestionOutcome]:
    def ask(one: Wanted) -> QuestionOutcome:
        question = one.question
        try:
            came = system.ask(Asked(question.text, question.history, one.within))
        except (CitewellError, ValueError) as error:
            return failed(one, held, str(error))
        return scored(one, came, held, judge, ranks=system.ranks)

    return ask


def _ask(
    wanted: Sequence[Wanted], out: Path, asking: Callable[[Wanted], QuestionOutcome], progress: OnProgress
) -> list[QuestionOutcome]:
    """Every outcome in the order of `wanted`; those that `out` holds are taken from it."""
    path = out / QUESTIONS
    path.touch()
    known = {o.id: o for o in read_outcomes(out)}
    _cut_unfinished(path)
    with path.open("a", encoding="utf-8") as file:
        for done, one in enumerate(wanted):
            progress(Progress(done, len(wanted), one.question.id))
            if one.question.id not in known:
                known[one.question.id] = asking(one)
                file.write(line_of(known[one.question.id]))
                file.flush()
    progress(Progress(len(wanted), len(wanted), ""))
    return [known[one.question.id] for one in wanted]


def _cut_unfinished(path: Path) -> None:
    """Take out a last line that a killed run did not end."""
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        path.write_bytes(whole)


def _trec(outcomes: Sequence[QuestionOutcome], tag: str) -> Iterator[str]:
    """Lines of TREC's run file: each document where its first passage stands; white space in names as %20."""
    for outcome in outcomes:
        best = {r.document: r.score for r in reversed(outcome.retrieved)}
        ranked = dict.fromkeys(r.document for r in outcome.retrieved)
        for rank, document in enumerate(ranked, start=1):
            names = (quote(outcome.id, safe="/#:+@"), quote(document, safe="/#:+@"))
            yield f"{names[0]} Q0 {names[1]} {rank} {best[document]} {tag}\n"


def _type_of(place: GoldPlace, held: SetLibrary) -> str:
    return type_at(held.library.document(held.ids[place.document]), Span(place.start, place.end)).value


def _costs(held: SetLibrary) -> tuple[MeasureValue, ...]:
    """Of the run as a whole, so without an interval."""
    memory = peak_mib()
    speed = "Passages read, embedded and stored a second while the set's library was built."
    return (
        _cost("passages a second", held.passages_per_second, "higher", speed),
        _cost("peak memory", memory, "lower", "The most memory the process ever held, in MiB."),
    )


def _cost(name: str, value: float | None, better: Literal["higher", "lower"], definition: str) -> MeasureValue:
    known = value is not None and not math.isnan(value)
    return MeasureValue(
        name=name,
        value=round(value, 1) if value is not None and known else None,
        low=None,
        high=None,
        n=int(known),
        unscored=int(not known),
        unit="run",
        better=better,
        definition=definition,
    )
