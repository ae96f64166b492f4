"""How a source is named in full, on the page and in every report."""

from __future__ import annotations

from corpus.document import Source, SourceType

DIGEST_NOTE = "digest written for Citewell; read the original"
OCR_NOTE = "read by OCR"
_AUTHORS_NAMED = 6
STANDING = {
    SourceType.SOCIETY_STATEMENT: "a society’s own position",
    SourceType.EDITORIAL: "opinion, not evidence",
    SourceType.NEWS: "tells of others’ work, not evidence itself",
    SourceType.FORUM: "personal accounts, not evidence",
}
"""What must be known of a kind of source that is less than evidence."""


def full_citation(source: Source, *, doi: bool = False) -> str:
    """The file's own citation, or authors, title, journal and year as far as they are known; with `doi`, that too."""
    if source.citation:
        return source.citation
    authors = ", ".join(source.authors[:_AUTHORS_NAMED])
    if len(source.authors) > _AUTHORS_NAMED:
        authors += ", et al"
    parts = (authors, source.title, held_in(source), f"doi:{source.doi}" if doi and source.doi else "")
    return " ".join(part if part.endswith(("?", "!")) else f"{part.rstrip('.')}." for part in parts if part)


def held_in(source: Source) -> str:
    """Journal and year; the year once, also where the journal's line has it."""
    year = str(source.year or "")
    return source.journal if year and year in source.journal else " ".join(filter(None, (source.journal, year)))
