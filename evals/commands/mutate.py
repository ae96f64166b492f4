"""`python -m evals mutate`: break right claims, and count how many the verifier withholds."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from corpus.document import Span
from corpus.errors import CitewellError
from evals.commands import Commands
from evals.finished import FinishedSet, open_run
from evals.mutate import as_json, as_text, claims_at, mutate
from evals.named_sets import STARTER, open_set
from evals.outcomes import SUMMARY
from evals.provenance import commit
from evals.question_sets import QuestionSet
from evals.set_library import SetLibrary, library_of
from evals.wanted import documents_of, wanted_of
from index.progress import ProgressBar
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    broken = commands.add_parser("mutate", help="break right claims; count how many the verifier withholds")
    broken.add_argument(
        "source",
        nargs="?",
        default=STARTER,
        metavar="RUN|SET",
        help="a run, whose claims are broken, or a set, whose gold sentences are (default: starter)",
    )
    broken.add_argument("--set", metavar="SET", help="the set that was run, if not the one of its name")
    broken.add_argument("--public", type=Path, metavar="DIR", help="where the folders of the sets lie (default: here)")
    broken.add_argument("--limit", type=int, metavar="N", help="at most N right claims, drawn by the seed")
    broken.add_argument("--seed", type=int, default=0, metavar="N", help="how claims are broken (default: 0)")
    broken.add_argument("--show", type=int, default=0, metavar="N", help="show N that came out wrong of each kind")
    broken.add_argument(
        "--json", action="store_true", help="print exactly one JSON object, with all that came out wrong"
    )
    broken.add_argument("--data", type=Path, metavar="DIR", help="the data folder; libraries of sets are kept under it")
    broken.set_defaults(run=_mutate)


def _mutate(options: argparse.Namespace, settings: Settings) -> int:
    run = _run_at(Path(options.source))
    _, found = open_set(options.set or (run.manifest.set if run else options.source), options.public)
    if found.problems:
        raise CitewellError(f"{found.problems[0]} (`python -m evals check` tells of every such line)")
    questions = [q for _, q in found.questions]
    with (
        ProgressBar("document") as documents,
        library_of(found, documents_of(found, questions), settings.data / "evals", settings, documents.show) as held,
    ):
        places = _cited(run, held) if run else _gold(found, held)
        claims = claims_at(places, held.library)
        if not claims:
            raise CitewellError(f"{options.source}: holds no sentence to break; name a set with spans, or a run")
        if options.limit is not None and options.limit < len(claims):
            claims = random.Random(options.seed).sample(claims, options.limit)
        with ProgressBar("kind") as kinds:
            result = mutate(claims, held.library, seed=options.seed, progress=kinds.show)
    if options.json:
        print(json.dumps(as_json(result) | {"commit": commit()}, ensure_ascii=False, indent=2))
    else:
        print(as_text(result, show=options.show))
        print(f"commit    {commit()}")
    return 0


def _run_at(folder: Path) -> FinishedSet | None:
    """The one set of a run; None if `folder` is no run."""
    if not ((folder / SUMMARY).is_file() or any(folder.glob(f"*/{SUMMARY}"))):
        return None
    found = open_run(folder)
    if len(found) > 1:
        raise CitewellError(f"{folder}: holds {len(found)} sets; name the folder of one, such as {found[0].folder}")
    return found[0]


def _gold(found: QuestionSet, held: SetLibrary) -> Iterator[tuple[str, Span]]:
    for wanted in wanted_of(found, [q for _, q in found.questions], held):
        yield from ((document, span) for document, spans in wanted.gold_spans().items() for span in spans)


def _cited(run: FinishedSet, held: SetLibrary) -> Iterator[tuple[str, Span]]:
    """The first citation of every claim of a run."""
    for outcome in run.outcomes:
        for claim in outcome.reply.get("claims", ()):
            first = claim["citations"][0]
            if first["set_document"] not in held.ids:
                raise CitewellError(f"{outcome.id}: {first['set_document']} is not in the set; name that as --set")
            yield held.ids[first["set_document"]], Span(first["start"], first["end"])
