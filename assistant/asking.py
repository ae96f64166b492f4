"""Which words of a question ask, and which name what is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from index.lexical import words_of

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem under which two forms of a word are the same."""
    return str(_STEMMER.stemWord(word))


# Words of asking rather than of the thing asked about.
_ASKING = frozenset(
    "say says said tell tells told think find finds found show shows report reports reported reporting according"
    " describe describes define defines definition mean means give gives given offer offered offering use used using"
    " recommend recommends recommended recommendation recommendations suggest suggests come comes came much many kind"
    " sort type like get gets make makes made know known please explain list name happen happens happened patient"
    " patients people person someone old year years month months week weeks day days evidence source sources study"
    " studies article articles paper papers author authors one two three four five six seven eight nine ten figure"
    " really ever still want compared comparison compare compares contrast"
    " versus vs effect effects difference respect receiving receive"
    " received harm harms send sent refer referred order ordered try tried book thinking wondering asking"
    " anything something ago since per yesterday today tomorrow tonight yes thoughts".split()
)
# Verbs that only join what is asked for with what it is asked of: "what harms can follow an epidural?"
_LIGHT = frozenset(
    stem(verb)
    for verb in "follow occur happen result arise involve relate concern remain become seem appear require exist"
    " take put conclude state advise mention speak argue claim believe consider do go lie stand".split()
)
_SPEAKERS = re.compile(
    r"\b(?:physicians?|clinicians?|doctors?|posters?|commentators?|critics?|writers?|readers?|experts?|members?"
    r"|colleagues?|specialists?)\b",
    re.IGNORECASE,
)
_VERB_LAST = re.compile(
    r"""^(?:what|which|whom?)\b[^?]*?\b(?:do|does|did|can|could|would|will|might
        |may)\s+[^?]*?
    (?P<before>[\w’'-]+)\s+(?P<verb>[a-z]+)\s+(?:to|about|for|on|with|from|in|at|of|by|against|as|over)\s*\?*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_SUBJECT = frozenset(
    "a an the of in for on with from by about to and or this that these those his her its their".split()
)


def telling_words(text: str, pointing: Iterable[str], *, of_people: bool) -> tuple[str, ...]:
    """The words of a question that name what is asked about, in lower case, in order; all its words if none does.

    Args:
        text: The question.
        pointing: Words by which it points at a kind of source.
        of_people: It points at a source in which people speak; these are then who is asked, not what.
    """
    words = words_of(text)
    asking = _ASKING | set(pointing) | {w for w in words if stem(w) in _LIGHT}
    if of_people:
        asking |= {m.lower() for m in _SPEAKERS.findall(text)}
    named = [w for w in words if w not in asking and not (w.isdigit() and len(w) < 3)]
    # "What do they object to?": the thing is asked for, and the verb before a preposition left at the end asks.
    last = _VERB_LAST.match(text)
    verb = last["verb"].lower() if last and last["before"].lower() not in _NO_SUBJECT else ""
    fewer = [w for w in named if w != verb]
    return tuple(fewer or named or words)
