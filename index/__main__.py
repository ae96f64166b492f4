"""`python -m index …`: what is in the library, and putting things in and out."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from corpus.document import Document
from corpus.errors import CitewellError
from corpus.ocr import Ocr, find_engine
from corpus.recommendations import Recommendation, recommendation_json
from index import commands
from index.commands import say_outcomes
from index.fetch import add_fetch_options, run_fetch
from index.findings import print_findings
from index.library import Library
from index.links import superseded
from index.progress import ProgressBar
from index.settings import open_library, read_settings
from index.starter import starter_files
from index.textless import listed_pages
from index.verify import verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 if something was refused or is wrong, 2 for an error."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(options.data)
        if getattr(options, "ocr", False):
            settings = settings.model_copy(
                update={"ocr": True, "ocr_language": options.ocr_language or settings.ocr_language}
            )
        if options.command == "fetch":
            return run_fetch(settings, options)
        library = open_library(settings)
        return int(options.run(library, options))
    except CitewellError as error:
        print(f"citewell: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; what was reported as added is in, and the same command goes on from there", file=sys.stderr)
        return 130


def _add(library: Library, options: argparse.Namespace) -> int:
    paths = [*options.paths, *(starter_files() if options.starter else [])]
    if not paths:
        print("citewell: name files or folders to add, or --starter", file=sys.stderr)
        return 2
    if options.ocr:
        # Known before hours of reading, not after.
        find_engine(Ocr(options.ocr_language or read_settings(options.data).ocr_language))
    hint = "" if options.ocr else ": add it again with --ocr"
    with ProgressBar("file") as bar:
        return say_outcomes(library.add(paths, progress=bar.show, again=options.ocr), bar, "added", hint)


def _list(library: Library, options: argparse.Namespace) -> int:
    rows = library.documents()
    newer = superseded(library.store)
    if options.json:
        fields = ("id", "path", "title", "source_type", "year", "passages", "retracted")
        told = [{f: getattr(r, f) for f in fields} | {"superseded_by": newer.get(r.id)} for r in rows]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for r in rows:
        marks = "RETRACTED  " if r.retracted else ""
        marks += f"superseded by {newer[r.id]}  " if r.id in newer else ""
        print(f"{r.id}  {r.source_type.value:19}  {r.year or '    '}  {r.passages:5}  {marks}{r.title}")
    print(f"{len(rows)} documents")
    return 0


def _show(library: Library, options: argparse.Namespace) -> int:
    document = library.document(options.id)
    if options.text:
        # The text and nothing else, byte for byte: no newline is added or translated.
        sys.stdout.flush()
        sys.stdout.buffer.write(document.text.encode())
        sys.stdout.buffer.flush()
        return 0
    if options.recommendations:
        return _show_recommendations(document, library.recommendations(document.id), as_json=options.json)
    if options.facts or options.effects:
        print_findings(document, facts=options.facts, effects=options.effects, as_json=options.json)
        return 0
    source = document.source
    told = [
        ("id", document.id),
        ("path", document.path),
        ("title", source.title),
        ("authors", ", ".join(source.authors)),
        ("journal", source.journal),
        ("year", str(source.year or "")),
        ("doi", source.doi),
        ("pmid", source.pmid),
        ("pmcid", source.pmcid),
        ("population", source.population),
        ("retracted", "yes" if source.retracted else ""),
        ("notice", source.notice),
        ("source type", f"{source.source_type.value} ({source.source_type_reason})"),
        ("licence", source.licence),
        ("pages", str(len(document.pages) or "none")),
        ("no text on", listed_pages(document.pages_without_text())),
        ("read by OCR", listed_pages([p.label for p in document.pages if p.ocr])),
        ("characters", f"{len(document.text):,}"),
        ("read by", f"{document.reader.name} " + ", ".join(f"{n} {v}" for n, v in document.reader.versions)),
    ]
    told += [
        (f"part {n}", f"{p.source_type.value}, {p.span.start}–{p.span.end}: {p.reason}")
        for n, p in enumerate(document.parts, start=1)
    ]
    told += commands.corrections_told(library, document)
    told += commands.links_told(library, document.id)
    for name, value in told:
        if value:
            print(f"{name:12} {value}")
    for section in document.sections:
        print(f"{'  ' * section.level}{section.title}  [{section.span.start}, {section.span.end})")
    return 0


def _show_recommendations(document: Document, found: Sequence[Recommendation], *, as_json: bool) -> int:
    text = document.text
    if as_json:
        print(json.dumps([recommendation_json(r, text) for r in found], ensure_ascii=False, indent=2))
        return 0
    for r in found:
        graded = " ".join(filter(None, [r.strength, r.direction]))
        facts = [graded, f"certainty {r.certainty}" if r.certainty else "", f"page {r.page}" if r.page else ""]
        facts.append(f"also at {', '.join(str(s.start) for s in r.restated)}" if r.restated else "")
        print(f"{r.number or '–':>8}  {' · '.join(filter(None, facts))}  [{r.span.start}, {r.span.end})")
        print(textwrap.indent(textwrap.fill(" ".join(r.span.of(text).split()), 100), " " * 10))
        if r.population:
            print(f"{'':10}for: {' '.join(r.population.of(text).split())}")
    print(f"{len(found)} recommendations")
    return 0


def _remove(library: Library, options: argparse.Namespace) -> int:
    for document_id in options.ids:
        library.remove(document_id)
        print(f"removed  {document_id}")
    return 0


def _verify(library: Library, _options: argparse.Namespace) -> int:
    with ProgressBar("document") as bar:
        problems = 0
        for problem in verify(library, bar.show):
            problems += 1
            bar.say(problem)
    count = len(library.documents())
    if problems:
        print(f"{problems} problems in {count} documents; `python -m index rebuild` makes words and vectors anew")
        return 1
    print(f"{count} documents, {library.count_passages()} passages: texts, passages, words and vectors agree")
    return 0


def _rebuild(library: Library, _options: argparse.Namespace) -> int:
    with ProgressBar("document") as bar:
        count = library.rebuild(bar.show)
    print(f"{count} documents cut and indexed anew")
    return 0


def _status(library: Library, _options: argparse.Namespace) -> int:
    unfinished = library.unfinished()
    print(f"data folder  {library.folder.resolve()}")
    print(f"documents    {len(library.documents())}")
    print(f"passages     {library.count_passages()}")
    print(f"index        {library.index_id}")
    print(f"retractions  {commands.list_told(library)}")
    print(f"reader       {library.reader.name if library.reader else 'none'}")
    if unfinished:
        print(f"unfinished   {len(unfinished)}; being worked on now, or tidied up by the next change")
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: var)")
    parser = argparse.ArgumentParser(prog="python -m index", description="The library: add, list, check, remove.")
    subparsers = parser.add_subparsers(dest="command", required=True)

    add = subparsers.add_parser("add", parents=[shared], help="add files, and the files in folders")
    add.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    add.add_argument("--starter", action="store_true", help="add the starter library too")
    add.add_argument(
        "--ocr", action="store_true", help="read pages that are pictures, also of files that are in already"
    )
    add.add_argument("--ocr-language", metavar="CODE", help="their language, as in eng or eng+fra (default: eng)")
    add.set_defaults(run=_add)

    add_fetch_options(
        subparsers.add_parser("fetch", parents=[shared], help="get open-access texts from the internet, and add them")
    )

    listing = subparsers.add_parser("list", parents=[shared], help="list the documents")
    listing.add_argument("--json", action="store_true", help="print an array of objects")
    listing.set_defaults(run=_list)

    show = subparsers.add_parser("show", parents=[shared], help="show what is known of a document")
    show.add_argument("id")
    show.add_argument("--text", action="store_true", help="print its stored text and nothing else")
    show.add_argument("--recommendations", action="store_true", help="list the recommendations it makes")
    show.add_argument("--facts", action="store_true", help="print the facts of a trial it states, each with its place")
    show.add_argument("--effects", action="store_true", help="print what it states was measured, each with its place")
    show.add_argument("--json", action="store_true", help="with one of these: print JSON")
    show.set_defaults(run=_show)

    remove = subparsers.add_parser("remove", parents=[shared], help="take documents out")
    remove.add_argument("ids", nargs="+", metavar="ID")
    remove.set_defaults(run=_remove)

    commands.enter(subparsers, shared)
    for name, run, text in (
        ("verify", _verify, "derive every passage, word and vector again and compare"),
        ("rebuild", _rebuild, "make passages, words and vectors again from the stored texts"),
        ("status", _status, "say how much is in"),
    ):
        subparsers.add_parser(name, parents=[shared], help=text).set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
