"""Which documents of a library belong together, kept in a table: found by keys, never by comparing all with all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.document import Document
from corpus.relations import (
    COPIES,
    INVERSE,
    TITLE_BAND,
    LinkKind,
    Profile,
    keys_of,
    name_of,
    profile_of,
    relations_between,
)
from corpus.store import Store
from corpus.stored import source_from

_MOST_SHARING = 200
"""Documents looked at for one key; a key that more share tells nothing."""
_MOST_TITLED = 1000
"""The same for one band of a title's words, of which a pair must share more than one."""
_MOST_ALIKE = 100
"""Documents compared for their titles' words alone, those that share the most bands: where hundreds are called alike
("What are the symptoms of …?"), each further one tells less, and adding one would take longer the more there are."""
_TITLE_BANDS = 2
"""Bands of a title's words, of 16, that two documents must share to be compared for their titles alone. One pair in a
hundred shares fewer where the likeness is 0.7, none in a million where it is 0.9; of pairs as alike as any two trials'
titles are (0.14) one in a thousand is compared, with one band it would be one in twenty."""


@dataclass(frozen=True, slots=True)
class Link:
    """A document that belongs to another one, as that one's reader is told of it."""

    other_id: str
    title: str
    year: int | None
    kind: LinkKind
    forward: bool
    """Whether `kind` reads from this document to the other."""
    reason: str
    path: str

    @property
    def words(self) -> str:
        """The relation as read from this document: "updated by"."""
        return self.kind.value if self.forward else INVERSE[self.kind]


def link_document(store: Store, document: Document) -> None:
    """Find and keep the links of a document that was added or corrected; part of the open transaction."""
    profile = profile_of(document)
    for table in ("work_key", "sketch"):
        store.write(f"DELETE FROM {table} WHERE document_id = ?", [(document.id,)])
    store.write("DELETE FROM link WHERE document_id = ? OR other_id = ?", [(document.id, document.id)])
    keys = sorted(set(keys_of(profile)))
    store.write("INSERT INTO work_key VALUES (?, ?)", [(key, document.id) for key in keys])
    store.write("INSERT INTO sketch VALUES (?, ?)", [(document.id, profile.sketch.astype("<u4").tobytes())])
    found = [
        r for other in _profiles(store, _sharing(store, keys, document.id)) for r in relations_between(profile, other)
    ]
    store.write(
        "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?)",
        [(r.document_id, r.other_id, r.kind.name, r.reason) for r in found],
    )


def _sharing(store: Store, keys: Iterable[str], document_id: str) -> list[str]:
    """Ids of documents that share a key, or enough bands of the title."""
    sharing: dict[str, None] = {}
    titled: Counter[str] = Counter()
    for key in keys:
        is_band = key.startswith(TITLE_BAND)
        rows = store.rows(
            "SELECT document_id FROM work_key WHERE key = ? AND document_id <> ? LIMIT ?",
            (key, document_id, _MOST_TITLED if is_band else _MOST_SHARING),
        )
        if is_band:
            titled.update(other for (other,) in rows)
        else:
            sharing |= {other: None for (other,) in rows}
    alike = [other for other, count in titled.items() if count >= _TITLE_BANDS and other not in sharing]
    return [*sharing, *sorted(alike, key=lambda other: (-titled[other], other))[:_MOST_ALIKE]]


def _profiles(store: Store, ids: Sequence[str]) -> Iterable[Profile]:
    for identifier in ids:
        rows = store.rows(
            "SELECT d.path, d.source, d.text_sha256, s.lowest FROM document d JOIN sketch s ON s.document_id = d.id"
            " WHERE d.id = ? AND d.state <> 'removing'",
            (identifier,),
        )
        studies = store.rows(
            "SELECT substr(key, 7) FROM work_key WHERE document_id = ? AND key BETWEEN 'study:' AND 'study;'",
            (identifier,),
        )
        for path, source, text_sha256, lowest in rows:
            yield Profile(
                identifier,
                name_of(path),
                source_from(json.loads(source)),
                text_sha256,
                frozenset(r[0] for r in studies),
                np.frombuffer(lowest, "<u4"),
            )


def links_of(store: Store, document_id: str) -> list[Link]:
    """The links of a document to ready ones, by kind and title."""
    rows = store.rows(
        "SELECT o.id, o.title, o.year, l.kind, l.forward, l.reason, o.path FROM ("
        " SELECT other_id AS id, kind, 1 AS forward, reason FROM link WHERE document_id = ?"
        " UNION ALL SELECT document_id, kind, 0, reason FROM link WHERE other_id = ?) l"
        " JOIN document o ON o.id = l.id WHERE o.state = 'ready'",
        (document_id, document_id),
    )
    found = [Link(i, t, y, LinkKind[k], bool(f), r, p) for i, t, y, k, f, r, p in rows]
    order = list(LinkKind)
    return sorted(found, key=lambda link: (order.index(link.kind), link.title, link.other_id))


def superseded(store: Store) -> dict[str, str]:
    """Ids of ready documents of which an update is in, each with the update's id."""
    rows = store.rows(
        "SELECT l.other_id, l.document_id FROM link l JOIN document o ON o.id = l.document_id"
        " WHERE l.kind = ? AND o.state = 'ready' ORDER BY o.year",
        (LinkKind.UPDATE_OF.name,),
    )
    return dict(rows)


def copies(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """For each of these documents the least id of it and those among them that hold the same work."""
    among = sorted(set(ids))
    first = {i: i for i in among}
    kinds = [k.name for k in COPIES]
    for identifier in among:
        rows = store.rows(
            f"SELECT document_id, other_id FROM link WHERE kind IN ({','.join('?' * len(kinds))})"
            " AND (document_id = ? OR other_id = ?)",
            (*kinds, identifier, identifier),
        )
        for pair in rows:
            if all(i in first for i in pair):
                least, most = sorted((first[pair[0]], first[pair[1]]))
                first = {i: least if f == most else f for i, f in first.items()}
    return first
