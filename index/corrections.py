"""What a person corrected of a source: kept by the file's bytes, beside what the reader found."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.document import Part, Source, SourceType
from corpus.errors import InvalidCorrection
from corpus.store import Store

_EARLIEST = 1700
_LONGEST = 1000
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_CITED = frozenset({"title", "authors", "year", "journal", "doi"})
"""Fields that a ready-made citation repeats; it is rebuilt once one of them is corrected."""
Value = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One field as a person set it. `part` counts from 1, 0 is the document itself; `made_on` is a date."""

    part: int
    field: str
    value: Value
    made_on: str


def _line(value: str) -> str:
    plain = " ".join(value.split())
    if len(plain) > _LONGEST or not plain.isprintable():
        raise InvalidCorrection(f"a text of up to {_LONGEST} printable characters is expected, not {value[:40]!r}")
    return plain


def _title(value: str) -> str:
    if not value.strip():
        raise InvalidCorrection("a title cannot be empty; `--reset title` puts back what the reader found")
    return _line(value)


def _authors(value: str) -> list[str]:
    return [name for name in (_line(part) for part in value.split(";")) if name]


def _year(value: str) -> int | None:
    latest = datetime.date.today().year + 1
    if not value.strip():
        return None
    if not re.fullmatch(r"\d{4}", value.strip()) or not _EARLIEST <= int(value) <= latest:
        raise InvalidCorrection(f"year {value}: a year from {_EARLIEST} to {latest} is expected, in four digits")
    return int(value)


def _type(value: str) -> str:
    kind = value.strip().lower().replace(" ", "_").replace("-", "_")
    if kind not in set(SourceType):
        raise InvalidCorrection(f"type {value}: not a kind of source; choose one of {', '.join(SourceType)}")
    return kind


def _doi(value: str) -> str:
    plain = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE)
    if plain and not _DOI.fullmatch(plain):
        raise InvalidCorrection(f"doi {value}: a DOI begins with 10. and holds a slash, as in 10.1136/bmj-2024-079970")
    return plain


def _pmid(value: str) -> str:
    plain = value.strip()
    if plain and not re.fullmatch(r"[1-9]\d{0,8}", plain):
        raise InvalidCorrection(f"pmid {value}: a PMID is a number of up to nine digits")
    return plain


def _pmcid(value: str) -> str:
    found = re.fullmatch(r"(?:PMC)?([1-9]\d{0,9})", value.strip(), re.IGNORECASE)
    if value.strip() and not found:
        raise InvalidCorrection(f"pmcid {value}: a PMCID is PMC and a number, as in PMC5541325")
    return f"PMC{found[1]}" if found else ""


def _retracted(value: str) -> bool:
    if value.strip().lower() not in ("yes", "no"):
        raise InvalidCorrection(f"retracted {value}: say yes or no")
    return value.strip().lower() == "yes"


FIELDS: Mapping[str, Callable[[str], Value]] = {
    "title": _title,
    "authors": _authors,
    "year": _year,
    "type": _type,
    "journal": _line,
    "doi": _doi,
    "pmid": _pmid,
    "pmcid": _pmcid,
    "population": _line,
    "licence": _line,
    "retracted": _retracted,
}
"""What can be corrected, and what makes a value of what was typed; raises `InvalidCorrection`."""
PART_FIELDS = ("type", "title", "authors")


def checked(typed: Mapping[str, str], *, part: int = 0) -> dict[str, Value]:
    """Typed values as values.

    Raises:
        InvalidCorrection: One cannot be right, or parts have no such field.
    """
    other = [name for name in typed if part and name not in PART_FIELDS]
    if other:
        raise InvalidCorrection(f"{other[0]}: a part has only {', '.join(PART_FIELDS)}; leave --part out")
    return {name: FIELDS[name](value) for name, value in typed.items()}


def sound(correction: Correction) -> bool:
    """Whether a correction from elsewhere is one that could have been typed here."""
    value = correction.value
    if isinstance(value, bool):
        typed = "yes" if value else "no"
    else:
        typed = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    if correction.field not in (PART_FIELDS if correction.part else FIELDS):
        return False
    try:
        datetime.date.fromisoformat(correction.made_on)
        return FIELDS[correction.field](typed) == value
    except (InvalidCorrection, ValueError):
        return False


def corrections_of(store: Store, file_sha256: str) -> list[Correction]:
    """What was corrected of the document made from the file with these bytes."""
    rows = store.rows(
        "SELECT part, field, value, made_on FROM correction WHERE file_sha256 = ? ORDER BY part, field", (file_sha256,)
    )
    return [Correction(part, field, json.loads(value), made_on) for part, field, value, made_on in rows]


def keep(store: Store, file_sha256: str, corrections: Sequence[Correction], *, overwrite: bool = True) -> None:
    """Write corrections down; a field corrected before gets the new value, unless `overwrite` is False."""
    store.write(
        f"INSERT OR {'REPLACE' if overwrite else 'IGNORE'} INTO correction VALUES (?, ?, ?, ?, ?)",
        [(file_sha256, c.part, c.field, json.dumps(c.value), c.made_on) for c in corrections],
    )


def forget(store: Store, file_sha256: str, part: int, fields: Sequence[str]) -> None:
    """Drop the corrections of these fields."""
    store.write(
        "DELETE FROM correction WHERE file_sha256 = ? AND part = ? AND field = ?",
        [(file_sha256, part, field) for field in fields],
    )


def corrected(
    source: Source, parts: Sequence[Part], corrections: Sequence[Correction]
) -> tuple[Source, tuple[Part, ...]]:
    """A source and its parts as the person says they are."""
    own = [c for c in corrections if not c.part]
    changes: dict[str, Any] = {}
    for c in own:
        changes |= _change(c)
    if source.citation and any(c.field in _CITED for c in own):
        changes["citation"] = ""
    mended = []
    for number, part in enumerate(parts, start=1):
        told: dict[str, Any] = {}
        for c in corrections:
            told |= _change(c) if c.part == number else {}
        if "source_type_reason" in told:
            told["reason"] = told.pop("source_type_reason")
        mended.append(replace(part, **told))
    return replace(source, **changes), tuple(mended)


def _change(c: Correction) -> dict[str, Any]:
    """A correction as fields of `Source`."""
    if c.field == "type":
        return {"source_type": SourceType(str(c.value)), "source_type_reason": "set by a person"}
    if c.field == "authors":
        return {"authors": tuple(c.value) if isinstance(c.value, list) else ()}
    if c.field == "retracted":
        said = "Retracted" if c.value else "Not retracted"
        return {"retracted": c.value, "notice": f"{said}, says a person on {c.made_on}"}
    return {c.field: c.value}
