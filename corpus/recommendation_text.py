"""What surrounds recommendations: their numbers and headings, whose they are, which are of an older edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.document import BlockKind, Document, Span
from corpus.recommendation_grades import is_grade

_NUMBER = re.compile(
    r"\s*(?:(?:(?:Key\s+|Clinical\s+|Practice\s+|Consensus\s+|Good\s+practice\s+)?(?:Recommendation|Statement)|Rec\.?|R)\s*"
    r"(?:no\.?\s*|#\s*)?(?P<named>[A-Z]?\d+(?:\.\d+){0,4}[a-z]?)\s*[.:)–-]?|"
    r"\(?(?P<dotted>(?:[A-Z]\.)?\d+(?:\.\d+){1,4}[a-z]?|[A-Z]\d?(?:\.\d+){1,4})\.?\)?|"
    r"\(?(?P<plain>\d{1,3}[a-z]?)[.)])(?=\s|$)\s*",
)
_HEADING_NUMBER = re.compile(
    r"\s*(?:(?:Key|Clinical|Practice|Consensus|Good\s+practice)\s+)?(?:Recommendation|Statement|Guideline)\s*(?:no\.?\s*|#\s*)?"
    r"(?P<number>[A-Z]?\d+(?:\.\d+){0,4}[a-z]?)\b",
    re.IGNORECASE,
)
_HEADED = re.compile(r"\brecommendations?\b|\bguideline\s+statements?\b", re.IGNORECASE)
_NOT_HEADED = re.compile(
    r"\bresearch\b|\bdiscussion\b|\brationale\b|\bmethod|\bdevelop|\bgrading\b|\bstrength\b|\bimplement|\bfuture\b|"
    r"\bother\b|\bprevious\b|\bcompar|\bprocess\b|\binterpret|\bhow\b|\bevidence\b|\bwhy\b|\bformulat|\bcategor|\bupdate",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"\b(?:previous|prior|former|superseded|withdrawn|deleted|replaced|archived|retired|outdated)\b[^.]{0,60}"
    r"\brecommendations?\b|\brecommendations?\b[^.]{0,40}\b(?:deleted|withdrawn|superseded|retired|removed|no\s+longer)\b",
    re.IGNORECASE,
)
_YEAR_OF = re.compile(r"\b((?:19|20)\d\d)\b[\w\s/-]{0,30}\brecommendations?\b", re.IGNORECASE)
_RESEARCH = re.compile(
    r"\b(?:recommendations?\s+for\s+(?:future\s+|further\s+)?research|research\s+(?:recommendations?|priorities|needs)|"
    r"recommendations?\s+of\s+other|other\s+(?:guidelines?|organi[sz]ations)|recommendations?\s+from\s+other)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\b(?:response|reply|replies|letters?|comments?|critique|commentary)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")
_CAPITAL = re.compile(r"\b[A-Z][a-z]{2,}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SUBJECT = re.compile(
    # As in "NASS recommends" and "the College of Chest Physicians (CHEST) guideline makes …".
    r"\b([A-Z]{2,}[A-Za-z]*)\)?\s+(?:guidelines?\s+)?(?:(?:strongly|conditionally|further|also)\s+)?"
    r"(?:recommends?|suggests?|concludes?|advises?|makes?|gives?)\b"
)
_USUAL = 3
_COMMON = frozenset("the this these for according and guideline guidelines panel group committee statement".split())
_BRACKET = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def leading_number(text: str) -> tuple[str, int, int, int] | None:
    """The number a statement opens with, its start and end, and where the statement begins behind it."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    name = next(n for n in ("named", "dotted", "plain") if found[n])
    return found[name], found.start(name), found.end(name), found.end()


def heading_number(text: str) -> tuple[str, int, int] | None:
    """The number in a heading such as "Recommendation 3", with its start and end."""
    found = _HEADING_NUMBER.match(text)
    return (found["number"], found.start("number"), found.end("number")) if found else None


def is_recommendations_heading(text: str) -> bool:
    """True for a heading under which recommendations stand, not their methods, reasons or research."""
    return len(text) < 160 and bool(_HEADED.search(text)) and not _NOT_HEADED.search(text)


def names_older(text: str, year: int | None) -> bool:
    """True if a heading or a table's head says that its recommendations are of an older edition than `year`."""
    dated = _YEAR_OF.search(text)
    return bool(_OLDER.search(text)) or bool(dated and year and int(dated[1]) < year)


def outdated_spans(document: Document) -> tuple[Span, ...]:
    """Sections of an older edition's recommendations, and of those for research or by other bodies."""
    year = document.source.year
    found: list[Span] = []
    for section in sorted(document.sections, key=lambda s: (s.span.start, -s.span.end)):
        silent = names_older(section.title, year) or _RESEARCH.search(section.title)
        if silent and not (found and found[-1].covers(section.span)):
            found.append(section.span)
    return tuple(found)


def names_of_own(document: Document) -> Callable[[str], bool]:
    """Tells whether a phrase that names who recommends means the document's own body."""
    source = document.source
    told = [*source.authors, source.journal]
    titles = [source.title, *(b.span.of(document.text) for b in document.blocks[:40] if b.kind is BlockKind.TITLE)]
    # What a title says it responds to is somebody else.
    told += [t for t in titles if not _REPLY.search(t)]
    text = " ".join(told)
    words = {w.lower() for w in re.findall(r"\w+", text)}
    acronyms = {a.lower() for a in _ACRONYM.findall(text)} | words | _initials(told) | _usual_subjects(document.text)
    years = {str(source.year)} | set(_YEAR.findall(source.title))

    def own(phrase: str) -> bool:
        named = [a.lower() for a in _ACRONYM.findall(phrase)]
        if named:
            return any(a in acronyms for a in named)
        dated = _YEAR.findall(phrase)
        if dated:
            return any(y in years for y in dated)
        names = [c.lower() for c in _CAPITAL.findall(phrase) if c.lower() not in _COMMON]
        return not names or all(n in words for n in names)

    return own


def _initials(told: Sequence[str]) -> set[str]:
    """Initials of every run of capitalised words: "US Preventive Services Task Force" gives "uspstf" among others."""
    found: set[str] = set()
    for text in told:
        for run in re.findall(r"[A-Z][\w.]*(?:\s+(?:of|for|and|on|the|in|[A-Z][\w.]*))*", text[:400]):
            parts = [p for p in run.split() if p[0].isupper()]
            letters = [p if p.isupper() and len(p) < 5 else p[0] for p in parts][:14]
            for i in range(len(letters)):
                for j in range(i + 2, len(letters) + 1):
                    found.add("".join(letters[i:j]).lower())
    return found


def _usual_subjects(text: str) -> set[str]:
    """The acronym that recommends most often, where a file does not say whose it is."""
    counts = Counter(m[1].lower() for m in _SUBJECT.finditer(text)).most_common(1)
    return {name for name, count in counts if count >= _USUAL}


def words_of_statement(text: str) -> list[str]:
    """Words in lower case, without printed grades and without single letters at the end, which are footnote marks."""
    bare = _BRACKET.sub(lambda m: " " if is_grade(m[0]) else m[0], text)
    words = [w.lower() for w in _WORD.findall(bare)]
    while len(words) > 1 and len(words[-1]) == 1:
        words.pop()
    return words


def same_statement(a: Sequence[str], b: Sequence[str], *, numbered: bool) -> bool:
    """True if two statements are the same but for hyphens and footnote marks, or one goes on where the other ends.

    One word exchanged makes another statement, as lists of treatments share all other words.

    Args:
        numbered: Both carry the same number, so that likeness is enough.
    """
    if not a or not b:
        return False
    x, y = "".join(a).replace("-", ""), "".join(b).replace("-", "")
    shorter, longer = sorted((x, y), key=len)
    if longer.startswith(shorter) and len(shorter) >= _BEGINS * len(longer):
        return True
    return numbered and len(set(a) & set(b)) >= _ALIKE * len(set(a) | set(b))


_BEGINS = 0.5
_ALIKE = 0.5
