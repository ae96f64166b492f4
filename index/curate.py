"""Changes by a person to what is known of a library's documents; each is whole or not at all, also when killed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from hashlib import sha256

from corpus.errors import InvalidCorrection
from corpus.store import Store
from index.corrections import FIELDS, PART_FIELDS, Correction, Value, forget, keep
from index.retractions import Entry, replace_list
from index.settle import settle_in

EDITION = "edition"
"""Meta key: names all corrections and the list in force, empty where there are none."""


def edit(
    store: Store, document_id: str, values: Mapping[str, Value], *, part: int = 0, reset: Sequence[str] = ()
) -> None:
    """Write down what a person says of a document, or of one of its parts.

    Args:
        store: As `Library.writing` gave it.
        document_id: Of a ready document.
        values: By field, as `index.corrections.checked` gives them.
        part: Counts from 1 as `index show` does; 0 for the document itself.
        reset: Fields that get back what the reader found; "all" for each.
    Raises:
        UnknownDocument: There is none with that id.
        InvalidCorrection: It has no such part, or no such field.
    """
    document = store.document(document_id)
    if part and not 1 <= part <= len(document.parts):
        have = f"it has parts 1 to {len(document.parts)}" if document.parts else "it has no parts"
        raise InvalidCorrection(f"{document_id}: no part {part}; {have}, as `python -m index show` lists them")
    known = PART_FIELDS if part else tuple(FIELDS)
    odd = [f for f in reset if f != "all" and f not in known]
    if odd:
        raise InvalidCorrection(f"{odd[0]}: no field that can be reset; choose one of all, {', '.join(known)}")
    today = datetime.date.today().isoformat()
    with store.transaction():
        forget(store, document.file_sha256, part, known if "all" in reset else list(reset))
        keep(store, document.file_sha256, [Correction(part, f, v, today) for f, v in values.items()])
        settle_in(store, document_id)
        changed(store)


def use_list(store: Store, name: str, entries: Sequence[Entry]) -> None:
    """Put a list of retractions in the place of the one before it, and mark the documents it names."""
    with store.transaction():
        for document_id in replace_list(store, name, entries):
            settle_in(store, document_id)
        changed(store)


def changed(store: Store) -> None:
    """Readers, in this process and others, see what was written from here on."""
    told = store.rows("SELECT file_sha256, part, field, value FROM correction ORDER BY 1, 2, 3")
    told += store.rows("SELECT key, nature, date, reason FROM retraction ORDER BY 1, 2, 3, 4")
    store.set_meta(EDITION, sha256(repr(told).encode()).hexdigest() if told else "")
    store.set_meta("generation", str(int(store.meta("generation") or "0") + 1))
