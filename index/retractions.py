"""Lists of retracted papers: read, kept with the library, and applied to what is in and to what comes."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Source
from corpus.errors import Unreadable
from corpus.relations import identifiers
from corpus.store import Store
from corpus.stored import source_from

MAX_LIST_BYTES = 500 * 1024 * 1024
_NOTE = "retractions"
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>,;]+", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid:?\s*)?([1-9]\d{3,8})", re.IGNORECASE)
_RETRACTED, _CONCERN, _BACK = "Retraction", "Expression of concern", "Reinstatement"
_NATURES = {n.lower(): n for n in (_RETRACTED, _CONCERN, _BACK, "Correction")}
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: `keys` name the paper ("doi:…", "pmid:…"), `date` is ISO or empty."""

    keys: tuple[str, ...]
    nature: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListInfo:
    """What is known of the list in force."""

    name: str
    imported_on: str
    latest: str
    """Date of its last entry; empty if it has no dates."""
    entries: int


def read_list(path: Path) -> tuple[list[Entry], int]:
    """The entries of a list, and how many lines could not be understood.

    It is a table with Retraction Watch's columns (others are passed over), or names a DOI or PMID a line.

    Raises:
        Unreadable: It cannot be opened, or holds no such entry.
    """
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            raise Unreadable(path.name, "is larger than any list of retractions; check that it is the file you meant")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(path.name, f"cannot be opened ({error.strerror}); check the path") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        found = list(_table(text) if _is_table(text) else map(_plain, filter(str.strip, text.splitlines())))
    except csv.Error as error:
        raise Unreadable(path.name, f"is not a table of commas ({error}); download the list again") from error
    entries = [e for e in found if e]
    if not entries:
        raise Unreadable(
            path.name, "holds no DOI or PMID; give a table with the column OriginalPaperDOI, or one DOI or PMID a line"
        )
    return entries, len(found) - len(entries)


def _is_table(text: str) -> bool:
    head = text[:5000].split("\n", 1)[0].lower()
    return "originalpaperdoi" in head or "originalpaperpubmedid" in head


def _table(text: str) -> Iterator[Entry | None]:
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    for row in rows:
        told = {
            k.strip().lower(): (v or "").strip()
            for k, v in row.items()
            if isinstance(k, str) and not isinstance(v, list)
        }
        keys = _keys(told.get("originalpaperdoi", ""), told.get("originalpaperpubmedid", ""))
        nature = _NATURES.get(told.get("retractionnature", _RETRACTED).lower(), "")
        reason = "; ".join(filter(None, (r.strip(" +") for r in told.get("reason", "").split(";"))))
        reason = " ".join(c for c in reason.split() if c.isprintable())[:_LONGEST_REASON]
        yield Entry(keys, nature or _RETRACTED, _date(told.get("retractiondate", "")), reason) if keys else None


def _plain(line: str) -> Entry | None:
    doi, pmid = _DOI.search(line), _PMID.fullmatch(line.strip().strip(',;"'))
    keys = _keys(doi[0] if doi else "", pmid[1] if pmid and not doi else "")
    return Entry(keys, _RETRACTED, "", "") if keys else None


def _keys(doi: str, pmid: str) -> tuple[str, ...]:
    """Keys of a paper; "unavailable" and 0 stand for none."""
    found = _DOI.search(doi)
    keys = [f"doi:{found[0].rstrip('.').lower()}"] if found else []
    return tuple(keys + ([f"pmid:{pmid}"] if _PMID.fullmatch(pmid) else []))


def _date(told: str) -> str:
    """ISO date of "8/23/2019 0:00" (month first) or "2019-08-23"; empty if it is neither."""
    parts = re.match(r"(\d{4})-(\d\d?)-(\d\d?)", told) or re.match(r"()(\d\d?)/(\d\d?)/(\d{4})", told)
    if not parts:
        return ""
    year, month, day = int(parts[1] or parts[4]), int(parts[2]), int(parts[3])
    if month > 12:
        month, day = day, month
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def replace_list(store: Store, name: str, entries: Sequence[Entry]) -> list[str]:
    """Keep a list instead of the one before it; part of the open transaction.

    Returns:
        Ids of the documents that the old list or the new one names.
    """
    before = _named(store)
    store.write("DELETE FROM retraction")
    keep_entries(store, entries)
    latest = max((e.date for e in entries), default="")
    note = {"name": name, "imported_on": datetime.date.today().isoformat(), "latest": latest, "entries": len(entries)}
    store.set_meta(_NOTE, json.dumps(note))
    return sorted(before | _named(store))


def keep_entries(store: Store, entries: Sequence[Entry]) -> None:
    """Keep entries beside those that are there; part of the open transaction."""
    store.write(
        "INSERT INTO retraction VALUES (?, ?, ?, ?)", [(k, e.nature, e.date, e.reason) for e in entries for k in e.keys]
    )


def entries_on(store: Store, source: Source) -> list[Entry]:
    """What the list says of a source, oldest first, each notice once."""
    found: dict[tuple[str, str, str], None] = {}
    for key in sorted(identifiers(source)):
        found.update(
            ((n, d, r), None)
            for n, d, r in store.rows("SELECT nature, date, reason FROM retraction WHERE key = ?", (key,))
        )
    keys = tuple(sorted(identifiers(source)))
    return [Entry(keys, *one) for one in sorted(found, key=lambda one: one[1])]


def list_info(store: Store) -> ListInfo | None:
    """The list in force; None if there is none."""
    note = store.meta(_NOTE)
    return ListInfo(**json.loads(note)) if note else None


def listed_documents(store: Store) -> int:
    """How many ready documents the list names."""
    rows = (store.rows("SELECT source FROM document WHERE id = ?", (i,))[0][0] for i in _named(store))
    return sum(bool(entries_on(store, source_from(json.loads(told)))) for told in rows)


def noticed(source: Source, entries: Sequence[Entry], retracted_by: Sequence[str]) -> Source:
    """A source with what the list, and notices that are documents of the library, say of it.

    Args:
        source: As the reader found it.
        entries: Of the list, on the source as it is known by now, oldest first.
        retracted_by: Titles of the notices in the library.
    """
    back = max((i for i, e in enumerate(entries) if e.nature == _BACK), default=-1)
    standing = [e for e in entries[back + 1 :] if e.nature in (_RETRACTED, _CONCERN)]
    gone = next((e for e in standing if e.nature == _RETRACTED), None)
    if gone:
        return replace(source, retracted=True, notice=_worded("Retracted", gone))
    if retracted_by:
        return replace(source, retracted=True, notice=f"Retracted by a notice in this library: {retracted_by[0]}")
    if standing and not source.retracted:
        return replace(source, notice=_worded("Expression of concern", standing[-1]))
    return source


def _worded(what: str, entry: Entry) -> str:
    when = f" on {entry.date}" if entry.date else ""
    return f"{what}{when}" + (f": {entry.reason}" if entry.reason else "")


def _named(store: Store) -> set[str]:
    """Ids of the ready documents that have a key of the list, or point at a paper that has."""
    return {
        r[0]
        for r in store.rows(
            "SELECT DISTINCT w.document_id FROM work_key w JOIN retraction r ON r.key = w.key"
            " JOIN document d ON d.id = w.document_id WHERE d.state = 'ready'"
        )
    }
