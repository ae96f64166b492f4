"""An entry of a list of references, as printed, to what can be known of it: number, title, year, identifiers.

Numbered styles (Vancouver, AMA, IEEE) and those by author and year (APA, Harvard) are read. A title is given only
where the style shows which words it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.reading import RawBlock, RawReference

_LABEL = re.compile(r"\s*(?:\[\s*(\d{1,4})\s*\]\.?|\((\d{1,4})\)|(\d{1,3})[.)]|(\d{1,3})(?=\s+[A-Z]))\s*")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_PMID = re.compile(r"\b(?:PMID|pubmed(?:\.ncbi\.nlm\.nih\.gov/|:))\s*:?\s*(\d{5,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\s?(\d{5,9})\b")
_NOISE = re.compile(
    r"https?://\S+|\bdoi:?\s*10\.\S+|\b10\.\d{4,9}/\S+|\b(?:PMC?ID|PMC)\s*:?\s*\d+"
    r"|\[(?:cited|accessed)[^\]]*\]|\b(?:accessed|retrieved|cited|available)\b(?: on| from| at)?:?[^.;]*",
    re.IGNORECASE,
)
_BARE_YEAR = r"(?:18|19|20)\d\d"
_YEARS = (
    re.compile(rf"\(({_BARE_YEAR})[a-z]?(?:,[^)]{{0,20}})?\)"),
    re.compile(rf"\b({_BARE_YEAR})[a-z]?(?:\s+[A-Z][a-z]{{2,8}}\.?(?:\s*[-–/]?\s*\w{{1,4}})?)?\s*;"),
    re.compile(rf"(?<![\d–-])\b({_BARE_YEAR})[a-z]?\b(?![\d–-])"),
)
_AUTHORS_YEAR = re.compile(rf"(?P<who>[^()]{{2,2000}}?)\s*\(\s*{_BARE_YEAR}[a-z]?(?:,[^)]{{0,20}})?\)\s*[.:,]?\s*")
_QUOTED = re.compile(r"[“\"]([^”\"]{15,400}?)[,.]?[”\"]")
_STOP = re.compile(r"(?<=[.?!])\s+(?=[\"“‘'(\[]?[A-Z0-9À-Þα-ω])")
_INITIALS = r"(?:(?:[A-ZÀ-Þ]\.[\s-]?){1,4}|[A-ZÀ-Þ]{1,4}\b|(?:[A-ZÀ-Þ]\b[\s-]?){2,4})"
_SURNAME = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|del|della|di|da|dos|la|le|ten|ter|al|el|bin|st\.?)[\s-])*[A-ZÀ-Þ][\w'’-]+"
)
_PERSON = rf"(?:{_SURNAME}(?:[\s-]{_SURNAME})?,?\s+{_INITIALS}(?:\s?(?:Jr|Sr|I{{1,3}})\b\.?)?|{_INITIALS}\s*{_SURNAME})"
_GROUP = r"(?:[A-Z][\w-]+\s){1,7}(?:Group|Investigators|Collaboration|Collaborators|Consortium|Committee|Network|Team)"
_NAMED = rf"(?:{_PERSON}|{_GROUP}|(?:on behalf of|for the) [^.]{{3,80}})"
_AUTHORS = re.compile(
    rf"\s*{_NAMED}(?:\s*(?:[,;&]|\band\b)[\s,;&]*(?:and\s)?{_NAMED})*(?:[\s,;]*et al\b)?"
    r"(?:[\s,]*\(?eds?\b\.?\)?)?[\s.,;:]*"
)
_BODY_WORDS = frozenset("of for and the in on to de la des du et".split())


def with_entries(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The blocks with what is known of those that are entries of a list of references.

    Entries without a number are known by their place in the list, or, in a list by authors' names, by name and year.
    Blocks that know their entry already keep it.
    """
    texts = {i: " ".join(p.text for p in b.pieces) for i, b in enumerate(blocks) if b.kind is BlockKind.REFERENCE}
    numbers = [label_of(text) for text in texts.values()]
    names = [key_by_author(text, None) for text in texts.values()]
    by_place = not any(numbers) and names != sorted(names)
    met: Counter[str] = Counter()
    out = list(blocks)
    for place, (i, text) in enumerate(texts.items(), 1):
        entry = blocks[i].reference or entry_of(text, str(place) if by_place else "")
        met[entry.key] += 1
        # Two works of one author and year are told apart by a letter, as in "2011b".
        letter = "abcdefghijklmnopqrstuvwxyz"[min(met[entry.key], 26) - 1] if met[entry.key] > 1 else ""
        out[i] = replace(blocks[i], reference=replace(entry, key=entry.key + letter))
    return out


def label_of(entry: str) -> str:
    """The number an entry begins with; empty where there is none."""
    label = _LABEL.match(entry)
    return next(filter(None, label.groups()), "") if label else ""


def entry_of(text: str, key: str = "") -> RawReference:
    """What the printed entry `text` says; `key` names it, else its number, else its first author and year."""
    label = _LABEL.match(text)
    rest = text[label.end() :] if label else text
    doi, pmid, pmcid = _DOI.search(text), _PMID.search(text), _PMCID.search(text)
    year = year_of(rest)
    return RawReference(
        key or label_of(text) or key_by_author(rest, year),
        title=title_of(rest),
        year=year,
        doi=doi[0].rstrip(".,;:)]") if doi else "",
        pmid=pmid[1] if pmid else "",
        pmcid=f"PMC{pmcid[1]}" if pmcid else "",
    )


def year_of(entry: str) -> int | None:
    """The year an entry gives for the work; not that of a visit, nor a part of a page range or an address."""
    bare = _NOISE.sub(" ", entry)
    for pattern in _YEARS[:2]:
        found = pattern.search(bare)
        if found:
            return int(found[1])
    # The last of several: a title may name a year, and the year of the work stands behind it.
    years = _YEARS[2].findall(bare)
    return int(years[-1]) if years else None


def title_of(entry: str) -> str:
    """The title of the work, without its last full stop; empty where the style does not show it."""
    bare = " ".join(_NOISE.sub(" ", entry).split())
    quoted = _QUOTED.search(bare)
    if quoted:
        return quoted[1].rstrip(" .,")
    named = _AUTHORS_YEAR.match(bare)
    if named and (_AUTHORS.fullmatch(named["who"]) or len(named["who"]) < 0.4 * len(bare)):
        return _sentence(bare[named.end() :])
    authors = _AUTHORS.match(bare)
    pieces = _STOP.split(bare)
    if authors and authors.end() < len(bare) and re.search(r"(?:[.:]|\bal)\s*$", authors[0]):
        return _sentence(bare[authors.end() :])
    if len(pieces) > 2 and _is_body(pieces[0]):
        return _sentence(" ".join(pieces[1:]))
    return ""


def _sentence(text: str) -> str:
    """The first sentence of `text`, if it is long enough for a title."""
    title = _STOP.split(text.strip())[0].rstrip(" .")
    return title if len(title) >= 12 and " " in title else ""


def _is_body(piece: str) -> bool:
    """True for the name of an organisation in the authors' place: every word but small ones has a capital."""
    words = piece.rstrip(".").split()
    return len(words) <= 10 and all(w[0].isupper() or w in _BODY_WORDS for w in words)


def key_by_author(entry: str, year: int | None) -> str:
    """A key of first author's name and year, such as "mensah2011"; the year alone where no name begins the entry."""
    name = re.match(rf"\s*(?:{_INITIALS}\s*)?({_SURNAME})", entry)
    return f"{folded(name[1]) if name else ''}{year or ''}"


def folded(text: str) -> str:
    """`text` in lower case without accents, spaces and signs, to compare names and titles by."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain.casefold() if c.isalnum())
