"""What is asked: the words that matter, the sources and names it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from assistant.asking import stem as stem
from assistant.asking import telling_words
from assistant.kinds_asked import Kind, asks_yes_no, kind_of
from assistant.opinion import asks_opinion, plainly, voices_named
from assistant.pico import pico_of
from assistant.shorthand import plain
from assistant.synonyms import synonyms_in
from assistant.treatments import treatments_ending, treatments_in
from corpus.common_words import common_words
from corpus.document import SourceType
from index.lexical import words_of

_ADVISING = r"(?<!CT )(?<!ultrasound )(?<!image )(?<!imaging )(?<!fluoroscopic )(?<!fluoroscopy )(?<!x-ray )guidance"
"""No guidance by pictures."""
# "the editorial", "this guideline", "VA/DoD guideline": the question is about a kind of source, not only its subject.
_SPOKEN_OF: tuple[tuple[str, SourceType], ...] = (
    (rf"guidelines?|{_ADVISING}|recommendations?", SourceType.GUIDELINE),
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
    r"|decreas\w+|reliev\w+|relief|more|(?-i:[Ll]ess)|than|beats?|outperform\w*|helps?|works?|NNTs?|NNHs?|find|found|lower(?:s|ed|ing)|prevent\w*|benefits?|risks?|outcomes?|results?|superior|inferior"
    r"|at\s+\d+\s+(?:days?|weeks?|months?|years?))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    rf"\b(?:should|ought|recommend\w*|suggest\w*|advis\w+|guidelines?|{_ADVISING}|cpgs?|offer(?:ed|ing)?|indicated|necessary"
    r"|needed|needs?\s+(?:a|an|the|to|any)\b|required|warranted|endors\w+|must|ha(?:s|ve)\s+to\s+be|right\s+to"
    r"|(?:do|does)\s+(?:[\w/]+\s+){1,3}want|what(?:['’]s|\s+is)\s+(?:the|their|its)\s+(?:stance|position|line|verdict)"
    r"|(?:stance|position|line|verdict)\s+on)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"\b(?:defin\w+|mean(?:s|t|ing)?|stands? for)\b", re.IGNORECASE)
_DISTINCTION = re.compile(
    r"^(?:(?:what(?:['’]s|\s+is|\s+are)|explain|describe|define)\s+)?(?:the\s+)?(?:differences?|distinction)\s+between"
    r"|^how\s+(?:does|do|is|are)\s+.+\sdiffer(?:ent)?\s+from\s",
    re.IGNORECASE,
)
_OF_GROUPS = re.compile(
    r"\b(?:in|on|for|at|regarding|receiving|received|treated|given|patients|groups?|participants|arms?)\b",
    re.IGNORECASE,
)
"""Asks how two things are told apart; where neither is a treatment, what they mean, and no effect of one."""
HARM = re.compile(
    r"\b(?:harm\w*|adverse|complications?|side[- ]effects?|risks? of(?!\s+bias)|risky"
    r"|danger\w*|safety|safe(?!\s+(?:medic|practic|prescri|use\b|handl|storage|return))|unsafe|worst|toxic\w*"
    r"|injur\w+|deaths?|fatal\w*|died|paralys\w+|stroke|infections?|bleeding|serious|warn(?:s|ed|ing|ings)?)\b",
    re.IGNORECASE,
)
"""Words of harm, in a question and in a sentence that answers it."""
_LONGEST_TYPED = 5
"""In letters, less one: initials of a body, not words of a title."""
_SMALL = frozenset("of and for in on the to with a an by".split())
_INTERROGATIVES = frozenset(
    "what which who whom whose when where why how is are was were do does did can could should would will may might"
    " has have had in on for of with without after before and or but the a an about according if tell list give"
    " name".split()
)


_STUDY = re.compile(r"\b([A-Z]{3,})\s+(?:trials?|stud(?:y|ies)|investigators|registry|cohort)\b")


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

    asks_opinion: bool = False
    """It asks what somebody holds, as critics or the writer of an editorial do."""
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Its words, long forms among them, that have synonyms, with these."""
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The same with the kinds things are of, where advice is asked for: advice on a kind is advice on the thing."""

    @property
    def of_kinds(self) -> Question:
        """The question as a recommendation is compared with it: kinds count as what is of them."""
        return replace(self, synonyms=self.kinds or self.synonyms)

    @property
    def searched(self) -> str:
        """What is looked for: the question and the long forms of its abbreviations."""
        return " ".join([self.text, *(long for _, long in self.spelled_out)])

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies it names by a word that means something else too, as "LESS" in "the LESS trial"."""
        named = [] if self.text.isupper() else _STUDY.findall(self.text)
        return tuple(n for n in dict.fromkeys(named) if n.lower() in common_words())

    @property
    def treatments(self) -> frozenset[str]:
        """The own names of the treatments it names, by long forms too: "exercise time" names no exercise."""
        return treatments_in(self.text).union(*(treatments_ending(long) for _, long in self.spelled_out))

    @property
    def read_as(self) -> str:
        """The question as a reader model knows questions: long forms in place, a capital, a question mark.

        A long form that is a name ("Food and Drug Administration") is less known than its initials, which stay.
        """
        text = plainly(self.text)
        for short, long in self.spelled_out:
            if any(w.islower() and w not in _SMALL for w in re.findall(r"[^\W\d_]+", long)):
                text = re.sub(rf"(?<![\w-]){re.escape(short)}(?![\w-])", long.replace("\\", r"\\"), text)
        return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else "?")


def understand(text: str) -> Question:
    """Take a question apart, its shorthand written out."""
    text = plain(text)
    opinion = asks_opinion(text)
    kinds = voices_named(text) if opinion else _kinds_spoken_of(text)
    pointing = {w for phrase in kinds.values() for w in words_of(phrase)}
    read = pico_of(text)
    distinguishes = bool(_DISTINCTION.search(text)) and not (_OF_GROUPS.search(text) or treatments_in(text))
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
        asks_effect=bool(_EFFECT.search(text)) and not distinguishes,
        asks_advice=bool(_ADVICE.search(text)) and not opinion,
        asks_definition=bool(_DEFINITION.search(text)) or distinguishes,
        asks_harm=bool(HARM.search(text)),
        asks_opinion=opinion,
        synonyms=synonyms_in(text),
    )


def names_in(text: str) -> list[str]:
    """Words written as a name or an abbreviation, in lower case, each once; "VA/DoD" gives va and dod."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        starts = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".?!:"
        plain = match[0].lower()
        if len(plain) < 2 or plain in _INTERROGATIVES or (starts and not any(c.isupper() for c in match[0][1:])):
            continue
        found += words_of(match[0])
    return list(dict.fromkeys(found))


def with_names(question: Question, sources_named: Callable[[Iterable[str]], Collection[str]]) -> Question:
    """The question with names of sources that are typed in lower case: "does kce recommend tens?".

    Args:
        sources_named: Ids of the sources that have a word in their title, journal or authors, if they are few.
    """
    typed = [w for w in question.words if w.isalpha() and len(w) < _LONGEST_TYPED and w not in common_words()]
    return replace(question, names=question.names | {w for w in typed if sources_named([w])})


def _kinds_spoken_of(text: str) -> dict[SourceType, str]:
    """Kinds of source a question points at, each with the words it does so by."""
    found = {kind: re.search(rf"{_POINTING}({words})\b", text, re.IGNORECASE) for words, kind in _SPOKEN_OF}
    return {kind: match[1] for kind, match in found.items() if match}


def stems(text: str) -> set[str]:
    """Stems of the telling words of a text."""
    return {stem(w) for w in words_of(text)}
