"""`python -m evals …`: how often answers are right, and how fast they come."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

import evals.abbreviations
import evals.bench
import evals.check
import evals.effects
import evals.fuzz
import evals.gold_spans
import evals.reader
import evals.recommendations
import evals.run
import evals.sentences
import evals.spreadsheet
import index.reader
from corpus.errors import CitewellError
from evals.fuzz_mutations import LARGEST
from evals.fuzz_seeds import own_seeds, seeds_in
from evals.starter import read_queries
from index.library import Library
from index.progress import ProgressBar
from index.settings import Settings, open_library, read_settings
from index.starter import add_starter


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 if a citation is not exact, 2 for an error."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, read_settings(options.data)))
    except (CitewellError, OSError, ValueError) as error:
        print(f"citewell: {error}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, settings: Settings) -> int:
    queries = read_queries()
    with _library(options.data, settings) as library:
        result = evals.run.run(library, queries)
    data = json.dumps(evals.run.as_json(result, queries), ensure_ascii=False, indent=2)
    if options.out:
        options.out.write_text(data + "\n", encoding="utf-8")
    print(data if options.json else evals.run.as_text(result, queries))
    exactness = result.measures["citation exactness"]
    return 1 if exactness.hits < exactness.n else 0


def _bench(options: argparse.Namespace, settings: Settings) -> int:
    if options.questions:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        questions: list[evals.bench.Asking] = [(line, ()) for line in lines if line.strip()]
    else:
        questions = [(q.text, q.history) for q in read_queries()]
    with _folder(options.data, settings) as folder:
        result = evals.bench.bench(lambda: _open(folder, settings), questions, repeat=options.repeat)
    print(evals.bench.as_text(result))
    print(f"{'commit':17} {evals.run.commit():>12}")
    return 0


def _spans(options: argparse.Namespace, _settings: Settings) -> int:
    gold = evals.gold_spans.read_gold(options.folder)
    with ProgressBar("article") as bar:
        looked = list(evals.gold_spans.look_up(gold, bar.show))
    print(evals.gold_spans.as_text(looked, show=options.show))
    print(f"commit    {evals.run.commit()}")
    return 0


def _recommendations(options: argparse.Namespace, _settings: Settings) -> int:
    print(evals.recommendations.as_text(evals.recommendations.evaluate(options.guideline, options.gold)))
    return 0


def _effects(options: argparse.Namespace, _settings: Settings) -> int:
    marked = evals.effects.read_marked(options.folder, options.split)
    print(evals.effects.as_text(evals.effects.score(marked)))
    print(f"{'commit':38} {evals.run.commit():>12}")
    return 0


def _typeset(options: argparse.Namespace, _settings: Settings) -> int:
    try:
        from evals import typeset
    except ModuleNotFoundError as error:
        if error.name != "reportlab":
            raise
        print('citewell: typesetting needs reportlab; install it with `pip install -e ".[test]"`', file=sys.stderr)
        return 2
    print(typeset.as_text(typeset.run(options.texts, seeds=options.seeds), shown=options.wrong))
    return 0


def _fuzz(options: argparse.Namespace, _settings: Settings) -> int:
    seeds = [*own_seeds(), *(seeds_in(options.seeds, LARGEST) if options.seeds else ())]
    with tqdm(total=options.inputs, unit="file", disable=None, leave=False) as bar:

        def told(done: int, findings: Sequence[evals.fuzz.Finding]) -> None:
            bar.set_postfix_str(f"{len(findings)} found", refresh=False)
            bar.update(done - bar.n)

        result = evals.fuzz.fuzz(
            seeds,
            inputs=options.inputs,
            seed=options.seed,
            seconds=options.seconds,
            workers=options.workers,
            told=told,
        )
    print(evals.fuzz.as_text(result))
    for path in evals.fuzz.keep(result.findings, options.keep):
        print(f"kept {path}")
    return 1 if result.findings else 0


def _abbreviations(options: argparse.Namespace, _settings: Settings) -> int:
    print(evals.abbreviations.as_text(evals.abbreviations.score(evals.abbreviations.read_abstracts(options.file))))
    return 0


def _sentences(options: argparse.Namespace, _settings: Settings) -> int:
    gold = evals.sentences.read_gold(options.file or evals.sentences.BUILT_IN)
    print(evals.sentences.as_text(evals.sentences.score(gold)))
    return 0


def _reader(options: argparse.Namespace, _settings: Settings) -> int:
    reader = index.reader.open_reader(options.reader)
    if reader is None:
        raise CitewellError(index.reader.reader_problem() or "name a reader to measure with --reader")
    with ProgressBar("figure") as bar:
        figures = evals.reader.measure(reader, options.folder, limit=options.limit, seed=options.seed, progress=bar.say)
    print(evals.reader.as_text(figures))
    return 0


@contextmanager
def _library(data: Path | None, settings: Settings) -> Iterator[Library]:
    with _folder(data, settings) as folder:
        library = _open(folder, settings)
        try:
            yield library
        finally:
            library.close()


@contextmanager
def _folder(data: Path | None, settings: Settings) -> Iterator[Path]:
    """The data folder named, or a temporary one with the starter library in it."""
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="citewell-evals-", ignore_cleanup_errors=True) as name:
        print("building the starter library in a temporary folder …", file=sys.stderr)
        library = _open(Path(name), settings)
        add_starter(library)
        library.close()
        yield Path(name)


def _open(folder: Path, settings: Settings) -> Library:
    return open_library(settings.model_copy(update={"data": folder}))


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: a temporary one with the starter library)"
    )
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure answers, and how fast they come.")
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("run", parents=[shared], help="ask the built-in questions and score the replies")
    run.add_argument("--json", action="store_true", help="print exactly one JSON object, every question in it")
    run.add_argument("--out", type=Path, metavar="FILE", help="write that JSON object to a file too")
    run.set_defaults(run=_run)

    bench = commands.add_parser("bench", parents=[shared], help="time questions inside one running process")
    bench.add_argument("--questions", type=Path, metavar="FILE", help="one question a line (default: the built-in set)")
    bench.add_argument("--repeat", type=int, default=1, metavar="N", help="ask every question N times (default: 1)")
    bench.set_defaults(run=_bench)

    spans = commands.add_parser("spans", help="look for annotated spans of Evidence Inference in the stored texts")
    spans.add_argument("folder", type=Path, metavar="DIR", help="with spans_SPLIT.jsonl, nxml/SPLIT and txt/SPLIT")
    spans.add_argument("--show", action="store_true", help="print every span that is not whole, too")
    spans.set_defaults(run=_spans, data=None)
    found = commands.add_parser("recommendations", help="compare a guideline's recommendations with a gold file")
    found.add_argument("guideline", type=Path, metavar="GUIDELINE")
    found.add_argument(
        "gold", type=Path, metavar="GOLD", help="JSON Lines: text, meta.strength, meta.page, meta.number"
    )
    found.set_defaults(run=_recommendations, data=None)

    effects = commands.add_parser("effects", help="read Evidence Inference's marked evidence for effects")
    effects.add_argument("folder", type=Path, metavar="DIR", help="with queries_SPLIT.jsonl and spans_SPLIT.jsonl")
    effects.add_argument("--split", default="validation", metavar="SPLIT", help="default: validation")
    effects.set_defaults(run=_effects, data=None)

    typeset = commands.add_parser("typeset", help="set known text as PDF pages in many layouts, and read it back")
    typeset.add_argument("--texts", type=Path, metavar="DIR", help="text files to set (default: generated sentences)")
    typeset.add_argument("--seeds", type=int, default=3, metavar="N", help="generated texts a layout (default: 3)")
    typeset.add_argument(
        "--wrong", type=int, default=0, metavar="N", help="show N sentences a layout that came out wrong"
    )
    typeset.set_defaults(run=_typeset, data=None)
    fuzz = commands.add_parser("fuzz", help="read spoiled files of every kind; tell of crashes and hangs")
    fuzz.add_argument("--inputs", type=int, default=20_000, metavar="N", help="how many (default: 20000)")
    fuzz.add_argument("--seed", type=int, default=0, metavar="N", help="which spoiled files (default: 0)")
    fuzz.add_argument("--seconds", type=float, metavar="N", help="stop after so long, however many were read")
    fuzz.add_argument("--seeds", type=Path, metavar="DIR", help="spoil the files of this folder too")
    fuzz.add_argument("--workers", type=int, metavar="N", help="processes that read (default: one a processor)")
    fuzz.add_argument(
        "--keep", type=Path, default=Path("var/fuzz"), metavar="DIR", help="where found inputs go (default: var/fuzz)"
    )
    fuzz.set_defaults(run=_fuzz, data=None)
    short = commands.add_parser("abbreviations", help="compare abbreviation definitions with a gold file")
    short.add_argument("file", type=Path, metavar="FILE", help="JSON Lines: title, text, meta.abbreviations")
    short.set_defaults(run=_abbreviations, data=None)

    sentences = commands.add_parser("sentences", help="compare sentence boundaries with a gold file")
    sentences.add_argument("file", type=Path, nargs="?", metavar="FILE", help="JSON Lines (default: the built-in set)")
    sentences.set_defaults(run=_sentences, data=None)
    evals.check.register(commands)
    evals.spreadsheet.register(commands)

    reader = commands.add_parser("reader", help="measure the evidence reader on questions it was not trained on")
    reader.add_argument("folder", type=Path, metavar="DIR", help="the public sets it was trained from")
    reader.add_argument(
        "--reader", default=index.reader.BUNDLED, metavar="NAME", help="another reader, by name or folder"
    )
    reader.add_argument(
        "--limit", type=int, default=200, metavar="N", help="questions of each set at most (default: 200)"
    )
    reader.add_argument("--seed", type=int, default=0)
    reader.set_defaults(run=_reader, data=None)
    return parser


if __name__ == "__main__":
    sys.exit(main())
