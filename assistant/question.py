"""What is asked: the words that matter, the sources and names it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.asking import stem as stem
from assistant.asking import telling_words
from assistant.kinds_asked import Kind, asks_yes_no, kind_of
from assistant.pico import pico_of
from corpus.document import SourceType
from index.lexical import words_of

# "the editorial", "this guideline", "VA/DoD guideline": the question is about a kind of source, not only its subject.
_SPOKEN_OF: tuple[tuple[str, SourceType], ...] = (
    (r"guidelines?|guidance|recommendations?", SourceType.GUIDELINE),
    (r"editorials?", SourceType.EDITORIAL),
    (r"threads?|forums?(?: posts?)?", SourceType.FORUM),
    (r"meta-?\s?analys[ie]s|(?:systematic|cochrane) reviews?", SourceType.SYSTEMATIC_REVIEW),
    (r"societ(?:y|ies)(?:'s?)?(?: statements?| letters?| repl(?:y|ies)| response)?", SourceType.SOCIETY_STATEMENT),
    (r"press releases?|news", SourceType.NEWS),
)
_WITH_SPEAKERS = frozenset({SourceType.FORUM, SourceType.EDITORIAL, SourceType.SOCIETY_STATEMENT})
_POINTING = r"\b(?:the|this|that|these|those|in)\s+(?:[\w/.&'-]+\s+){0,3}?"
_NAME = re.compile(r"[A-Z][\w/&’'-]*[A-Z0-9][\w/&-]*|[A-Z][a-zà-öø-ÿ]+(?:-[A-Z][a-z]+)?")
_EFFECT = re.compile(
    r"\b(?:differ\w*|compar\w+|versus|vs|effects?|effective\w*|efficacy|better|worse|reduc\w+|improv\w+|increas\w+"
    r"|decreas\w+|reliev\w+|relief|more|less|than|helps?|works?|benefits?|risks?|outcomes?|superior|inferior)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:should|ought|recommend\w*|suggest\w*|advis\w+|guidelines?|guidance|offer(?:ed|ing)?|indicated)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"\b(?:defin\w+|mean(?:s|t|ing)?|stands? for)\b", re.IGNORECASE)
HARM = re.compile(
    r"\b(?:harm\w*|adverse|complications?|side[- ]effects?|risks? of|risky|danger\w*|safe(?:ty)?|unsafe|worst|toxic\w*"
    r"|injur\w+|deaths?|fatal\w*|died|paralys\w+|stroke|infections?|bleeding|serious|warn(?:s|ed|ing|ings)?)\b",
    re.IGNORECASE,
)
"""Words of harm, in a question and in a sentence that answers it."""
_INTERROGATIVES = frozenset(
    "what which who whom whose when where why how is are was were do does did can could should would will may might"
    " has have had in on for of with without after before and or but the a an about according if tell list give"
    " name".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, taken apart.

    `kind` is the leading kind of question, `asks_yes_no` whether yes or no would answer it; `population`,
    `intervention`, `comparator` and `outcome` are stretches of it, empty where it does not state them.
    `words` are its telling words in lower case; `names` those that are written as names or abbreviations;
    `spoken_of` the kinds of source it points at; `asks_effect` if it asks what something does or which does more,
    `asks_advice` if it asks what should be done, `asks_definition` if it asks what a word means,
    `asks_harm` if it asks what may go wrong.
    """

    text: str
    words: tuple[str, ...]
    names: frozenset[str]
    spoken_of: frozenset[SourceType]
    asks_effect: bool
    asks_advice: bool
    asks_definition: bool
    asks_harm: bool
    kind: Kind
    asks_yes_no: bool
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""
    spelled_out: tuple[tuple[str, str], ...] = ()
    """Its abbreviations and what the library's documents say they stand for."""
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Its abbreviations that the library's documents define in several ways, with these, the most frequent first."""

    @property
    def searched(self) -> str:
        """What is looked for: the question and the long forms of its abbreviations."""
        return " ".join([self.text, *(long for _, long in self.spelled_out)])


def understand(text: str) -> Question:
    """Take a question apart."""
    kinds = _kinds_spoken_of(text)
    pointing = {w for phrase in kinds.values() for w in words_of(phrase)}
    read = pico_of(text)
    return Question(
        text=text,
        kind=kind_of(text),
        asks_yes_no=asks_yes_no(text),
        population=read.population,
        intervention=read.intervention,
        comparator=read.comparator,
        outcome=read.outcome,
        words=telling_words(text, pointing, of_people=bool(_WITH_SPEAKERS & kinds.keys())),
        names=frozenset(names_in(text)),
        spoken_of=frozenset(kinds),
        asks_effect=bool(_EFFECT.search(text)),
        asks_advice=bool(_ADVICE.search(text)),
        asks_definition=bool(_DEFINITION.search(text)),
        asks_harm=bool(HARM.search(text)),
    )


def names_in(text: str) -> list[str]:
    """Words written as a name or an abbreviation, in lower case, each once; "VA/DoD" gives va and dod."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        starts = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".?!:"
        plain = match[0].lower()
        if plain in _INTERROGATIVES or (starts and not any(c.isupper() for c in match[0][1:])):
            continue
        found += words_of(match[0])
    return list(dict.fromkeys(found))


def _kinds_spoken_of(text: str) -> dict[SourceType, str]:
    """Kinds of source a question points at, each with the words it does so by."""
    found = {kind: re.search(rf"{_POINTING}({words})\b", text, re.IGNORECASE) for words, kind in _SPOKEN_OF}
    return {kind: match[1] for kind, match in found.items() if match}


def stems(text: str) -> set[str]:
    """Stems of the telling words of a text."""
    return {stem(w) for w in words_of(text)}
