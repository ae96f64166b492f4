"""What is known of a document beyond its file: corrections by a person, notices of retraction, links to others."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from corpus.document import Part, Source, SourceType
from corpus.relations import LinkKind
from corpus.store import Store
from corpus.stored import source_from
from index.corrections import corrected, corrections_of
from index.links import link_document
from index.retractions import entries_on, noticed


def settle(store: Store, document_id: str) -> None:
    """Bring a document's source, its words and its links in line with all that is known; changes nothing twice.

    One call for a document that was added, corrected, or named by a new list of retractions. Its vectors stay right,
    as they are made of the text alone.
    """
    with store.transaction():
        settle_in(store, document_id)


def settle_in(store: Store, document_id: str) -> None:
    """`settle` as part of the open transaction."""
    told, noticed_by = {d for d, _ in _notices(store, document_id)}, _notices(store, document_id, of=True)
    _apply(store, document_id)
    link_document(store, store.document(document_id, any_state=True))
    for other in sorted(told | {d for d, _ in _notices(store, document_id)}):
        _apply(store, other)
    if _notices(store, document_id, of=True) != noticed_by:
        _apply(store, document_id)


def unsettle(store: Store, document_id: str) -> None:
    """Take back what a document that is `removing` said of others, such as that they are retracted."""
    with store.transaction():
        for other, _ in _notices(store, document_id):
            _apply(store, other)


def unsettled(store: Store) -> list[str]:
    """Ids of documents added by a version that knew no links."""
    rows = store.rows("SELECT id FROM document WHERE id NOT IN (SELECT document_id FROM sketch) AND state = 'ready'")
    return [r[0] for r in rows]


def settle_all(store: Store, document_ids: Sequence[str], progress: Callable[[int], None] | None = None) -> None:
    """Settle documents one after another; can be interrupted."""
    for done, document_id in enumerate(document_ids):
        if progress:
            progress(done)
        settle(store, document_id)


def as_found(store: Store, document_id: str) -> tuple[Source, tuple[Part, ...]]:
    """Source and parts as the reader found them, before anything was corrected or noticed."""
    document = store.document(document_id, any_state=True)
    kept = store.rows("SELECT found FROM document WHERE id = ?", (document_id,))[0][0]
    if kept is None:
        return document.source, document.parts
    told = json.loads(kept)
    return source_from(told["source"]), tuple(
        replace(part, source_type=SourceType(kind), reason=reason, title=title, authors=tuple(authors))
        for part, (kind, reason, title, authors) in zip(document.parts, told["parts"], strict=True)
    )


def _apply(store: Store, document_id: str) -> None:
    """Make source and parts what the reader found, then what is noticed, then what a person says."""
    document = store.document(document_id, any_state=True)
    found, found_parts = as_found(store, document_id)
    corrections = corrections_of(store, document.file_sha256)
    # A list names the paper by the identifiers a person gave it, where the file has others or none.
    known_as, _ = corrected(found, found_parts, corrections)
    titles = [title for _, title in _notices(store, document_id, of=True)]
    source = noticed(found, entries_on(store, known_as), titles)
    source, parts = corrected(source, found_parts, corrections)
    changed = (source, parts) != (found, found_parts)
    kept = {"source": asdict(found), "parts": [[p.source_type, p.reason, p.title, p.authors] for p in found_parts]}
    if (source, parts) != (document.source, document.parts):
        store.replace_source(replace(document, source=source, parts=parts))
    store.write("UPDATE document SET found = ? WHERE id = ?", [(json.dumps(kept) if changed else None, document_id)])


def _notices(store: Store, document_id: str, *, of: bool = False) -> list[tuple[str, str]]:
    """Ids and titles of documents that this one retracts; of those that retract it, if `of`."""
    this, that = ("other_id", "document_id") if of else ("document_id", "other_id")
    return [
        (r[0], r[1])
        for r in store.rows(
            f"SELECT d.id, d.title FROM link l JOIN document d ON d.id = l.{that} WHERE l.{this} = ? AND l.kind = ?"
            " AND d.state <> 'removing' ORDER BY d.id",
            (document_id, LinkKind.RETRACTS.name),
        )
    ]
