"""How two documents are related, from what each says of itself: copies, versions, corrections, retractions, comments.

A document is summed up in a `Profile`, whose keys say which others are worth comparing; `relations_between` compares
two. Nothing is merged: a relation is a kind and the reason for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

import numpy as np

from corpus.document import BlockKind, Document, Relation, Source, SourceType
from corpus.sketch import Sketch, bands, resemblance, sketch_of_text, sketch_of_words
from corpus.titles import SAME_TITLE, Lead, Title, title_of


class LinkKind(StrEnum):
    """What a document is to another; read "this document … the other"."""

    SAME_TEXT = "same text as"
    NEARLY_SAME_TEXT = "nearly the same text as"
    SAME_WORK = "another copy of"
    DIGEST_OF = "digest of"
    PREPRINT_OF = "preprint of"
    UPDATE_OF = "update of"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    RAISES_CONCERN = "raises concern about"
    COMMENTS_ON = "comments on"
    PROTOCOL_OF = "protocol of"
    SAME_STUDY = "same registered study as"
    RELATED = "related to"


INVERSE = {
    LinkKind.SAME_TEXT: "same text as",
    LinkKind.NEARLY_SAME_TEXT: "nearly the same text as",
    LinkKind.SAME_WORK: "another copy of",
    LinkKind.DIGEST_OF: "original of the digest",
    LinkKind.PREPRINT_OF: "article of the preprint",
    LinkKind.UPDATE_OF: "updated by",
    LinkKind.CORRECTS: "corrected by",
    LinkKind.RETRACTS: "retracted by",
    LinkKind.RAISES_CONCERN: "questioned by",
    LinkKind.COMMENTS_ON: "commented on by",
    LinkKind.PROTOCOL_OF: "has the protocol",
    LinkKind.SAME_STUDY: "same registered study as",
    LinkKind.RELATED: "related to",
}
"""The same, read from the other document."""
COPIES = frozenset({LinkKind.SAME_TEXT, LinkKind.NEARLY_SAME_TEXT, LinkKind.SAME_WORK, LinkKind.PREPRINT_OF})
"""What two such documents both say was found once."""

_STATED = {
    "corrected-article": (LinkKind.CORRECTS, True),
    "correction-forward": (LinkKind.CORRECTS, False),
    "addended-article": (LinkKind.CORRECTS, True),
    "retracted-article": (LinkKind.RETRACTS, True),
    "retraction-forward": (LinkKind.RETRACTS, False),
    "withdrawal-forward": (LinkKind.RETRACTS, False),
    "retraction": (LinkKind.RETRACTS, False),
    "withdrawal": (LinkKind.RETRACTS, False),
    "object-of-concern": (LinkKind.RAISES_CONCERN, True),
    "concern-forward": (LinkKind.RAISES_CONCERN, False),
    "partial-retraction": (LinkKind.RAISES_CONCERN, True),
    "partially-retracted-article": (LinkKind.RAISES_CONCERN, True),
    "commentary-article": (LinkKind.COMMENTS_ON, True),
    "commentary": (LinkKind.COMMENTS_ON, False),
    "updated-article": (LinkKind.UPDATE_OF, True),
    "update": (LinkKind.UPDATE_OF, False),
    "preprint": (LinkKind.PREPRINT_OF, False),
    "protocol": (LinkKind.PROTOCOL_OF, False),
}
"""JATS `related-article-type` to a kind; True if it reads from the article to the other one."""
_LEADS = {
    Lead.CORRECTION: LinkKind.CORRECTS,
    Lead.RETRACTION: LinkKind.RETRACTS,
    Lead.CONCERN: LinkKind.RAISES_CONCERN,
    Lead.COMMENT: LinkKind.COMMENTS_ON,
}
_REGISTRATION = re.compile(
    r"\b(?:NCT\s?\d{8}|ISRCTN\s?\d{8}|ACTRN\s?\d{14}|DRKS\d{8}|UMIN\d{9}|JPRN-UMIN\d{9}|jRCTs?\d{9,10}|KCT\d{7}"
    r"|TCTR\d{11}|IRCT\d{8,17}N\d{1,3}|ChiCTR[-\w]{8,16}|CTRI/\d{4}/\d+/\d+|PACTR\d{15}|NTR\s?\d{3,5}|NL\d{4,5}"
    r"|RBR-\w{6,8}|CRD\s?\d{11}|\d{4}-\d{6}-\d{2})\b"
)
_FRONT = 8000
"""Code points in which a report names its own registration."""
_OWN = 2
"""A report that names more registrations speaks of others' studies."""
_PREPRINT = re.compile(r"\b(?:\w+rxiv|preprints?|research square|ssrn)\b", re.IGNORECASE)
_PREPRINT_DOI = re.compile(r"10\.(?:1101|21203|20944|2139|48550|31219|31234|26434)/", re.IGNORECASE)
_COCHRANE = re.compile(r"10\.1002/14651858\.(CD\d+|ED\d+)", re.IGNORECASE)
_UPDATED = frozenset(
    {SourceType.GUIDELINE, SourceType.SYSTEMATIC_REVIEW, SourceType.SOCIETY_STATEMENT, SourceType.REGULATORY}
)
TITLE_BAND = "w"
"""What the keys of a title's words begin with, and no other key."""
_NEARLY_SAME = 0.75
_NOT_COMPARED = frozenset({BlockKind.REFERENCE, BlockKind.MATTER})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document is compared by."""

    id: str
    name: str
    """Of its file, without the ending, in lower case."""
    source: Source
    text_sha256: str
    registrations: frozenset[str]
    sketch: Sketch = field(default_factory=lambda: np.empty(0, np.uint32))

    @property
    def title(self) -> Title:
        """Its title, taken apart."""
        return title_of(self.source.title)

    @property
    def preprint(self) -> bool:
        """Whether it was put out before a journal took it."""
        return bool(_PREPRINT.search(self.source.journal) or _PREPRINT_DOI.match(self.source.doi))

    def identifiers(self) -> frozenset[str]:
        """Its identifiers as keys: "doi:10.…", "pmid:…", "pmcid:…"."""
        return identifiers(self.source)


@dataclass(frozen=True, slots=True)
class Found:
    """A relation: `kind` reads from `document_id` to `other_id`."""

    document_id: str
    other_id: str
    kind: LinkKind
    reason: str


def profile_of(document: Document) -> Profile:
    """The profile of a document."""
    told = (b.span.of(document.text) for b in document.blocks if b.kind not in _NOT_COMPARED)
    return Profile(
        id=document.id,
        name=name_of(document.path),
        source=document.source,
        text_sha256=document.text_sha256,
        registrations=registrations_of(document),
        sketch=sketch_of_text(" ".join(told)),
    )


def name_of(path: str) -> str:
    """The name of a file without its ending, in lower case."""
    return PurePath(path.replace("\\", "/")).stem.lower()


def registrations_of(document: Document) -> frozenset[str]:
    """The numbers under which the reported study itself is registered, written without spaces."""
    told = " ".join(b.span.of(document.text) for b in document.blocks if b.kind is not BlockKind.REFERENCE)
    for stretch in (told[:_FRONT], told):
        found = frozenset(re.sub(r"\s", "", m[0]).upper() for m in _REGISTRATION.finditer(stretch))
        if found:
            return found if len(found) <= _OWN else frozenset()
    return frozenset()


def identifiers(source: Source | Relation) -> frozenset[str]:
    """DOI, PMID and PMCID as keys, written alike."""
    named = (("doi", source.doi.lower()), ("pmid", source.pmid), ("pmcid", source.pmcid.upper()))
    return frozenset(f"{kind}:{one}" for kind, value in named for one in re.split(r"[;\s]+", value) if one)


def keys_of(profile: Profile) -> Iterator[str]:
    """Keys of which two related documents share at least one."""
    yield from profile.identifiers()
    yield f"text:{profile.text_sha256}"
    yield f"name:{profile.name}"
    for registration in profile.registrations:
        yield f"study:{registration}"
    for relation in profile.source.relations:
        yield from identifiers(relation)
        if relation.name:
            yield f"name:{relation.name.lower()}"
    cochrane = _COCHRANE.match(profile.source.doi)
    if cochrane:
        yield f"cochrane:{cochrane[1].upper()}"
    for band in bands(profile.sketch, 4):
        yield f"t{band}"
    title = profile.title
    if title.telling:
        for band in bands(sketch_of_words(sorted(title.words)), 3):
            yield f"{TITLE_BAND}{band}"


def relations_between(a: Profile, b: Profile) -> list[Found]:
    """Every relation of two documents that can be told from their profiles; none twice."""
    # Two files that name each other are one relation.
    found = list({f.kind: f for f in (*_stated(b, a), *_stated(a, b))}.values())
    told = {f.kind for f in found}
    titled, same = _by_title(a, b), _by_identity(a, b)
    if titled and same and titled.kind is LinkKind.SAME_WORK:
        titled = None
    for one in (titled, _by_study(a, b), same):
        # What a file states outweighs what is concluded; a copy of a version is that version.
        if one and one.kind not in told and not (one.kind in COPIES and told - {LinkKind.RELATED}):
            found.append(one)
            told.add(one.kind)
    if len(told) > 1:
        found = [f for f in found if f.kind is not LinkKind.RELATED]
    return sorted(found, key=lambda f: f.kind)


def _stated(a: Profile, b: Profile) -> Iterator[Found]:
    """What the file of `a` says of `b`."""
    for relation in a.source.relations:
        shared = identifiers(relation) & b.identifiers()
        if relation.name and relation.name.lower() == b.name:
            yield Found(a.id, b.id, LinkKind.RELATED, "its front matter names it")
        elif shared:
            kind, forward = _STATED.get(relation.kind, (LinkKind.RELATED, True))
            ends = (a.id, b.id) if forward else (b.id, a.id)
            reason = f"its file says so ({relation.kind or 'related'})"
            if not forward:
                reason = f"the other's file says so ({relation.kind})"
            yield Found(*ends, kind, reason)


def _by_title(a: Profile, b: Profile) -> Found | None:
    """Corrections, retractions, comments, protocols, preprints, updates and copies, by their titles."""
    one, other = a.title, b.title
    likeness = one.likeness(other)
    if not one.names(other):
        return _cochrane_update(a, b)
    alike = "same title" if likeness >= SAME_TITLE else "nearly the same title"
    if one.lead and other.lead:
        return None
    if one.lead or other.lead:
        x, y = (a, b) if one.lead else (b, a)
        lead = x.title.lead
        return Found(x.id, y.id, _LEADS[lead], f"by its title: {x.source.title}") if lead else None
    named = _share_authors(a.source, b.source)
    if one.protocol != other.protocol:
        x, y = (a, b) if one.protocol else (b, a)
        fits = named is not False and (x.source.year or 0) <= (y.source.year or 9999)
        return Found(x.id, y.id, LinkKind.PROTOCOL_OF, f"{alike}, and one is a protocol") if fits else None
    if a.preprint != b.preprint and named is not False:
        x, y = (a, b) if a.preprint else (b, a)
        return Found(x.id, y.id, LinkKind.PREPRINT_OF, f"{alike}, and one is on a preprint server")
    return _update(a, b, likeness, alike) or _same_by_title(a, b, likeness, named)


def _update(a: Profile, b: Profile, likeness: float, alike: str) -> Found | None:
    """Two editions: guidelines or reviews of one publisher under one title, of different years."""
    years = (a.source.year or a.title.year, b.source.year or b.title.year)
    kinds = {a.source.source_type, b.source.source_type}
    if not (kinds <= _UPDATED and len(kinds) == 1) or None in years or years[0] == years[1] or _digest_pair(a, b):
        return None
    if a.identifiers() & b.identifiers():
        return None
    by = _same_publisher(a.source, b.source)
    if by is False or (by is None and likeness < SAME_TITLE):
        return None
    newer, older = (a, b) if (years[0] or 0) > (years[1] or 0) else (b, a)
    first, second = min(y or 0 for y in years), max(y or 0 for y in years)
    return Found(newer.id, older.id, LinkKind.UPDATE_OF, f"{alike}, {second} after {first}")


def _cochrane_update(a: Profile, b: Profile) -> Found | None:
    numbers = [_COCHRANE.match(p.source.doi) for p in (a, b)]
    years = (a.source.year, b.source.year)
    if not all(numbers) or len({m[1].upper() for m in numbers if m}) > 1 or None in years or years[0] == years[1]:
        return None
    newer, older = (a, b) if (years[0] or 0) > (years[1] or 0) else (b, a)
    return Found(newer.id, older.id, LinkKind.UPDATE_OF, "the same Cochrane review, later")


def _same_by_title(a: Profile, b: Profile, likeness: float, named: bool | None) -> Found | None:
    if likeness < SAME_TITLE or not named or a.title.protocol or a.title.lead or _digest_pair(a, b):
        return None
    years = {a.source.year, b.source.year} - {None}
    apart = max((y or 0 for y in years), default=0) - min((y or 0 for y in years), default=0)
    clash = a.source.doi and b.source.doi and a.source.doi.lower() != b.source.doi.lower()
    return None if apart > 1 or clash else Found(a.id, b.id, LinkKind.SAME_WORK, "same title and authors")


def _by_study(a: Profile, b: Profile) -> Found | None:
    shared = sorted(a.registrations & b.registrations)
    if not shared or _digest_pair(a, b):
        return None
    reason = f"both registered as {', '.join(shared)}"
    if a.title.protocol != b.title.protocol:
        x, y = (a, b) if a.title.protocol else (b, a)
        return Found(x.id, y.id, LinkKind.PROTOCOL_OF, reason)
    return Found(a.id, b.id, LinkKind.SAME_STUDY, reason)


def _by_identity(a: Profile, b: Profile) -> Found | None:
    """The same text, or the same work by its identifiers."""
    if a.text_sha256 == b.text_sha256:
        return Found(a.id, b.id, LinkKind.SAME_TEXT, "every character is the same")
    shared = sorted(a.identifiers() & b.identifiers())
    if _digest_pair(a, b):
        x, y = (a, b) if a.source.digest else (b, a)
        return Found(x.id, y.id, LinkKind.DIGEST_OF, f"both have {shared[0]}") if shared else None
    like = resemblance(a.sketch, b.sketch)
    if like >= _NEARLY_SAME:
        return Found(a.id, b.id, LinkKind.NEARLY_SAME_TEXT, f"about {like:.0%} of its stretches of words stand in both")
    if shared and not (a.source.digest and b.source.digest):
        return Found(a.id, b.id, LinkKind.SAME_WORK, f"both have {shared[0]}")
    return None


def _digest_pair(a: Profile, b: Profile) -> bool:
    """A digest and the text of something."""
    return a.source.digest != b.source.digest


def _share_authors(a: Source, b: Source) -> bool | None:
    """Whether a family name stands in both lists of authors; None where one has none."""
    if not a.authors or not b.authors:
        return None
    return bool(_names(a) & _names(b))


def _names(source: Source) -> set[str]:
    return {w for author in source.authors for w in re.findall(r"[^\W\d_]{3,}", author.lower())}


def _same_publisher(a: Source, b: Source) -> bool | None:
    """Whether authors or words of the journal's line are shared; None where nothing can be compared."""
    held = [set(re.findall(r"[^\W\d_]{3,}", s.journal.lower())) for s in (a, b)]
    by_journal = bool(held[0] & held[1]) if all(held) else None
    by_authors = _share_authors(a, b)
    if by_journal or by_authors:
        return True
    return None if by_journal is None and by_authors is None else False
