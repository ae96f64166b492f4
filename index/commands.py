"""The commands by which a person corrects, carries and checks a library, and what `show` and `status` tell of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import InvalidCorrection
from index.bundle import export_library, import_library
from index.corrections import FIELDS, Value, checked, corrections_of
from index.curate import edit, use_list
from index.library import Added, AlreadyIn, Library, Outcome, Refused
from index.links import links_of
from index.progress import ProgressBar
from index.retractions import list_info, listed_documents, read_list
from index.settle import as_found
from index.textless import without_text

_HELP = {
    "authors": "names, with semicolons between them",
    "type": "kind of source, such as trial or guideline",
    "retracted": "yes or no",
}


def say_outcomes(outcomes: Iterable[Outcome], bar: ProgressBar, verb: str, hint: str = "") -> int:
    """Print a line on each outcome and a summary; 1 if something was refused, else 0.

    `hint` follows the pages that have no text.
    """
    done = already = refused = 0
    for outcome in outcomes:
        if isinstance(outcome, Added):
            done += 1
            bar.say(f"{verb:8} {outcome.document_id}  {outcome.passages:4} passages  {outcome.name}")
            if outcome.without_text:
                bar.say(f"         {without_text(outcome.without_text)}{hint}")
        elif isinstance(outcome, AlreadyIn):
            already += 1
            bar.say(f"known    {outcome.document_id}  {outcome.name}")
        elif isinstance(outcome, Refused):
            refused += 1
            bar.say(f"refused  {outcome.name}: {outcome.reason}")
    bar.say(f"{done} {verb}, {already} already in, {refused} refused")
    return 1 if refused else 0


def corrections_told(library: Library, document: Document) -> list[tuple[str, str]]:
    """A line on each field a person corrected: what it is now, what the reader found, and when."""
    store = library.store
    source, parts = as_found(store, document.id)
    lines = []
    for c in corrections_of(store, document.file_sha256):
        held = parts[c.part - 1] if 0 < c.part <= len(parts) else source
        found = getattr(held, "source_type" if c.field == "type" else c.field, None)
        name = f"{c.field} of part {c.part}" if c.part else c.field
        lines.append(
            ("corrected", f"{name}: {_told(c.value)} — by a person on {c.made_on}; the reader found: {_told(found)}")
        )
    return lines


def _told(value: Value | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ("; ".join(value) if isinstance(value, list | tuple) else str(value or "")) or "nothing"


def links_told(library: Library, document_id: str) -> list[tuple[str, str]]:
    """A line on each document that belongs to this one."""
    return [
        ("link", f"{link.words} {link.other_id}  {link.title}{f' ({link.year})' if link.year else ''}: {link.reason}")
        for link in links_of(library.store, document_id)
    ]


def list_told(library: Library) -> str:
    """The list of retractions in force, in words."""
    info = list_info(library.store)
    if info is None:
        return "no list; `python -m index retractions FILE.csv` imports one"
    latest = f", latest of {info.latest}" if info.latest else ""
    return (
        f"{info.entries:,} entries of {info.name}{latest}, imported on {info.imported_on}; "
        f"{listed_documents(library.store)} documents here are named by it"
    )


def _edit(library: Library, options: argparse.Namespace) -> int:
    typed = {name: getattr(options, name) for name in FIELDS if getattr(options, name) is not None}
    if not typed and not options.reset:
        raise InvalidCorrection(f"{options.id}: nothing to correct; name a field, such as --title or --year")
    values = checked(typed, part=options.part)
    with library.writing() as store:
        edit(store, options.id, values, part=options.part, reset=options.reset)
    title = library.document(options.id).source.title
    print(f"edited   {options.id}  {title}")
    for _, line in corrections_told(library, library.document(options.id)):
        print(f"         {line}")
    return 0


def _export(library: Library, options: argparse.Namespace) -> int:
    with ProgressBar("document") as bar:
        documents, passages = export_library(library, options.file, options.ids, bar.show)
    size = options.file.stat().st_size
    print(f"{documents} documents, {passages:,} passages written to {options.file} ({size / 1e6:.1f} MB)")
    return 0


def _import(library: Library, options: argparse.Namespace) -> int:
    with ProgressBar("document") as bar:
        return say_outcomes(import_library(library, options.file, bar.show), bar, "imported")


def _retractions(library: Library, options: argparse.Namespace) -> int:
    entries, odd = read_list(options.file)
    with library.writing() as store:
        use_list(store, options.file.name, entries)
    print(f"{len(entries):,} entries, {odd:,} lines without a DOI or PMID")
    print(list_told(library))
    return 0


def enter(subparsers: Any, shared: argparse.ArgumentParser) -> None:
    """Enter these commands in the parser of `python -m index`."""
    editing = subparsers.add_parser("edit", parents=[shared], help="correct what is known of a document")
    editing.add_argument("id")
    for name in FIELDS:
        metavar = "yes|no" if name == "retracted" else name.upper()
        editing.add_argument(f"--{name}", metavar=metavar, help=_HELP.get(name))
    editing.add_argument("--part", type=int, default=0, metavar="N", help="of this part, as `show` numbers them")
    editing.add_argument(
        "--reset", action="append", default=[], metavar="FIELD", help="back to what was read; `all` for each field"
    )
    editing.set_defaults(run=_edit)

    exporting = subparsers.add_parser("export", parents=[shared], help="write the library, or some of it, to one file")
    exporting.add_argument("file", type=Path, metavar="FILE")
    exporting.add_argument("ids", nargs="*", metavar="ID")
    exporting.set_defaults(run=_export)

    importing = subparsers.add_parser("import", parents=[shared], help="bring in what `export` wrote")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(run=_import)

    listing = subparsers.add_parser("retractions", parents=[shared], help="import a list of retracted papers")
    listing.add_argument("file", type=Path, metavar="FILE")
    listing.set_defaults(run=_retractions)
