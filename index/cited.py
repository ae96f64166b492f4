"""Which document of the library a reference means: by its identifiers, else by title and year."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.document import Reference, Source
from corpus.reference_entry import folded

SHORTEST_TITLE = 20
"""Letters a title needs before it alone, with the year, names a work; "Low back pain" names many."""


class Cited:
    """The sources of a library, to be asked which of them a reference means."""

    def __init__(self, sources: Iterable[tuple[str, Source]]) -> None:
        """Takes (document id, source) pairs; of several for one work an original comes before a digest of it."""
        self._by: dict[tuple[str, str], str] = {}
        self._years: dict[str, int | None] = {}
        for document_id, source in sorted(sources, key=lambda pair: (pair[1].digest, pair[0])):
            self._years[document_id] = source.year
            for name in _names(source.title, source.doi, source.pmid, source.pmcid):
                self._by.setdefault(name, document_id)

    def find(self, reference: Reference) -> str | None:
        """The id of the document that is the work referred to; `None` where it is not in the library.

        An identifier decides. A title has to be the same letter for letter, and the years, where both are known, may
        differ by one, as of an article published ahead of print.
        """
        for kind, value in _names(reference.title, reference.doi, reference.pmid, reference.pmcid):
            found = self._by.get((kind, value))
            if found and (kind != "title" or _near(self._years[found], reference.year)):
                return found
        return None


def _names(title: str, doi: str, pmid: str, pmcid: str) -> list[tuple[str, str]]:
    """What a work can be known by, surest first."""
    name = folded(title)
    told = [("doi", doi.lower()), ("pmid", pmid), ("pmcid", pmcid.upper())]
    told.append(("title", name if len(name) >= SHORTEST_TITLE else ""))
    return [(kind, value) for kind, value in told if value]


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1
