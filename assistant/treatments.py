"""Which treatments and tests a text names, so that what is said of one is not taken for what is asked of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.asking import stem
from assistant.treatment_names import NAMES
from corpus.common_words import common_words

SAME, OF_KIND, MEMBER = 1.0, 0.8, 0.5
"""How far what is said of the same treatment, of the kind it is of, and of one of its kind bears on it, in [0, 1]."""
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?<=[a-z] )\([A-Z]{2,6}s?\)")
"""What may stand within a name: "radiofrequency (RF) denervation"."""
_DETERMINERS = frozenset("the a an her his their my this that these both".split())
_IN_THE_SPACE = frozenset(
    "abscess abscesses haematoma hematoma fibrosis lipomatosis fat metastasis metastases tumour tumor".split()
)
"""What is epidural and no treatment."""
_FEW = 3
_LONGEST = 5
"""Words of the longest name looked for."""
_SHORTEST_TYPED_SMALL = 3
"""Letters of initials that may be typed in lower case."""
_EXCEPTED = re.compile(
    r"(?:,\s*)?\b(?:(?:after|following|despite)\s+(?:the\s+)?(?:failure|failed|(?:an?\s+)?inadequate\s+response)"
    r"|who(?:se|m)?\s+(?:have\s+|has\s+)?failed|refractory\s+to|unresponsive\s+to|with\s+the\s+(?:sole\s+|only\s+)?exceptions?\s+of|except(?:ing)?(?:\s+for)?|other\s+than"
    r"|apart\s+from"
    r"|excluding|aside\s+from|but\s+not(?!\s+(?:limited|only))|with\s+or\s+without)\s[^,.;]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment or test: its names, its own first, and the own names of the kinds it is of.

    `of` are the kinds its line gives, which may stand for it in a text; `kinds` all those above it.
    """

    names: tuple[str, ...]
    of: tuple[str, ...]
    kinds: tuple[str, ...]
    by_the_way: bool
    """Whether texts about other treatments often speak of it."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a treatment as it stands in a text, at `[start, end)`."""

    treatment: Treatment
    name: str
    start: int
    end: int


@cache
def treatments() -> dict[str, Treatment]:
    """Every treatment that is known, by its own name; the nearest kinds first."""
    read: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]] = {}
    for line in filter(None, NAMES.splitlines()):
        names, _, kinds = line.removeprefix("~").partition("<")
        listed, above = (tuple(n.strip() for n in part.split(",") if n.strip()) for part in (names, kinds))
        read[listed[0]] = (listed, above, line.startswith("~"))
    own = {name: first for first, (names, _, _) in read.items() for name in names}

    def all_above(first: str) -> Iterator[str]:
        for kind in read[first][1]:
            yield own[kind]
            yield from all_above(own[kind])

    return {
        first: Treatment(names, tuple(own[k] for k in above), tuple(dict.fromkeys(all_above(first))), aside)
        for first, (names, above, aside) in read.items()
    }


def key_of(name: str) -> tuple[str, ...]:
    """The stems of a name's words, under which it is found."""
    return tuple(stem(w.lower()) for w in _WORD.findall(name))


@cache
def _by_key() -> dict[tuple[str, ...], tuple[Treatment, str]]:
    """Treatments by the stems of a name of several words, and by a single word, or several of it, as it is."""
    # A needle is no needling, though their stems are one.
    alone = (
        (n.lower(), t, n) for t in treatments().values() for n in t.names if len(key_of(n)) == 1 and not n.isupper()
    )
    forms = {(form,): (t, n) for w, t, n in alone for form in (w, f"{w}s", f"{w}es", f"{w[:-1]}ies")}
    return forms | {key_of(n): (t, n) for t in treatments().values() for n in t.names if len(key_of(n)) > 1}


@cache
def _by_initials() -> dict[str, tuple[Treatment, str]]:
    return {n: (t, n) for t in treatments().values() for n in t.names if n.isupper()}


def namings_in(text: str, *, overlapping: bool = False) -> list[Naming]:
    """The names of treatments in a text, in order; of those that overlap the longest, or all of them if asked for."""
    words = list(_WORD.finditer(_INITIALS.sub(lambda m: " " * len(m[0]), text)))
    stems = [stem(w[0].lower()) for w in words]
    found: list[Naming] = []
    at = 0
    while at < len(words):
        here = [*_by_verb(words, stems, at), *_namings_at(words, stems, at)]
        found += here if overlapping else here[:1]
        at += 1 if overlapping or not here else sum(w.start() < here[0].end for w in words[at:])
    return found


def _namings_at(words: list[re.Match[str]], stems: list[str], at: int) -> Iterator[Naming]:
    """The names that begin at a word, the longest first."""
    for many in range(min(_LONGEST, len(words) - at), 0, -1):
        key = tuple(stems[at : at + many]) if many > 1 else (words[at][0].lower(),)
        told = _by_key().get(key) or (_by_initials().get(_initials(words[at][0])) if many == 1 else None)
        # A "non-benzodiazepine" is none.
        behind = words[at + many][0].lower() if at + many < len(words) else ""
        if told and (at == 0 or stems[at - 1] != "non") and not (told[1] == "epidural" and behind in _IN_THE_SPACE):
            yield Naming(*told, words[at].start(), words[at + many - 1].end())


def _by_verb(words: list[re.Match[str]], stems: list[str], at: int) -> Iterator[Naming]:
    """The names that a verb makes with what is behind it: "inject the SI joint" for "SI joint injection"."""
    into = [n + 1 for n in range(at + 1, min(at + _LONGEST, len(words))) if words[n][0].lower() in ("in", "into")]
    for n in [at + 1, *into]:
        start = n + (n < len(words) and words[n][0].lower() in _DETERMINERS)
        for many in range(min(_LONGEST, len(words) - start), 0, -1):
            told = _by_key().get((*stems[start : start + many], stems[at]))
            if told:
                yield Naming(*told, words[at].start(), words[start + many - 1].end())


def _initials(word: str) -> str:
    """The initials that a word is: "TCAs" is several of "TCA", in a hurry one types "tca"; empty where it is none."""
    bare = word[:-1] if word.endswith("s") and len(word) > _SHORTEST_TYPED_SMALL and not word.isupper() else word
    typed_small = word.islower() and len(bare) >= _SHORTEST_TYPED_SMALL and word not in common_words()
    told = bare.upper() if typed_small else bare
    return told if told in _by_initials() else ""


@lru_cache(maxsize=4096)
def treatments_in(text: str) -> frozenset[str]:
    """The treatments a text names, by their own names; empty where it names none that is known here."""
    return frozenset(n.treatment.names[0] for n in namings_in(text))


@lru_cache(maxsize=4096)
def treatments_ending(text: str) -> frozenset[str]:
    """The treatments, by their own names, with whose name a text ends: none is "exercise time"."""
    return frozenset(n.treatment.names[0] for n in namings_in(text) if n.end == len(text))


def bearing(asked: Collection[str], named: Collection[str]) -> float:
    """How far what is said of some treatments bears on others that are asked about, in [0, 1]; the mean over these.

    Args:
        asked: Own names of treatments, at least one.
        named: Own names of treatments.
    """
    return sum(max((_bears(a, n) for n in named), default=0.0) for a in asked) / len(asked)


def _bears(asked: str, named: str) -> float:
    if asked == named:
        return SAME
    if named in treatments()[asked].kinds:
        return OF_KIND
    return MEMBER if asked in treatments()[named].kinds else 0.0


@cache
def few_of(kind: str) -> tuple[str, ...]:
    """The own names of the treatments that are all there is of a kind; none where these are many."""
    of = tuple(first for first, t in treatments().items() if kind in t.of)
    return of if len(of) <= _FEW else ()


def spoken_of(asked: Collection[str], present: Set[str]) -> bool:
    """True if any of some treatments, a kind it is of or one of its kind is named among the stems of a text."""
    return any(key <= present for name in asked for key in _keys_around(name))


@cache
def _keys_around(name: str) -> tuple[frozenset[str], ...]:
    """The stems of every name by which a text may speak of a treatment."""
    near = [t for first, t in treatments().items() if _bears(name, first)]
    return tuple(frozenset(key_of(n)) for t in near for n in t.names)


def without_exceptions(text: str) -> str:
    """A text without what it excepts, or has behind it: "with the exception of", "after failure of"."""
    return _EXCEPTED.sub(" ", text)


def of_another(asked: Collection[str], text: str, beside: str) -> bool:
    """True if a text speaks of treatments and none of them bears on one that is asked about.

    Args:
        asked: Own names of treatments; none where no treatment is asked about.
        text: The statement.
        beside: Its heading and title, which may name the treatment it leaves out.
    """
    named = treatments_in(without_exceptions(text))
    if not asked or all(treatments()[n].by_the_way for n in named):
        return False
    return not bearing(asked, named | treatments_in(beside))
