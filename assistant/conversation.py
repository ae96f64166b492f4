"""A follow-up made to stand on its own.

Rules only: a question that leans on an earlier one takes over that one's frame ("What about X?") or its topic ("its
harms?"). Old turns are never glued together; what cannot be resolved is asked as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.question import names_in, understand
from index.embed import Vectors

_JOIN = r"(?:(?:and|but|so|or|ok|okay|then)[,\s]+)*"
_INSTEAD = re.compile(
    rf"""^{_JOIN}(?:(?:what|how)\ about|what\ if\ it\ (?:is|'s|was))\s+(?P<new>[^?]{{1,80}})\?*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDED = re.compile(
    r"^(?:and|but|or)[,\s]+(?P<place>(?:in|for|with|at|after|before|during|within|among)\s+)?(?P<new>[^?]{1,60})\?*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|they|them|this|that|these|those)\b(?!\s+\w+\s+that\b)", re.IGNORECASE)
_AND = re.compile(rf"^{_JOIN}", re.IGNORECASE)
_ALIKE = 0.45
_TIME = re.compile(r"\d+|(?:day|week|month|year)s?", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
_POPULATION = re.compile(
    r"\b(?:adults?|people|patients?|women|men|children|older|elderly|younger|pregnan\w+|acute|chronic|over|under|aged?)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 4
_FRAME = re.compile(
    r"""^(?:should\ (?:i|we)\ (?:offer|use|give|recommend|do|try)
    |(?:do|does|did|is|are|can|could|will|would)
    |what\ (?:is|are|was|were)\ the\ [\w\s-]{0,40}?(?:for|of|about)
    |what\ (?:does|do|did)\ [\w\s/’'-]{1,60}?\ (?:say|recommend|find|conclude)(?:\ about|\ on)?
    |how\ (?:effective|safe|good|common|often|well|much)\ (?:is|are|does|do))\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_FRAME_END = re.compile(
    r"""\s+(?:for|in|of|with|work|works|helps?|better|effective|safe|recommended|causes?|reduces?|improves?|relieves?)
    \b.*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS = re.compile(r"(?:what|who|when|where|why|how|which|is|are|do|does|did|can|should)\b", re.IGNORECASE)
_POSSESSED = re.compile(r"\b(?:its|their)\s+(\w[\w-]*(?:\s(?!for|in|of|with)\w[\w-]*)?)", re.IGNORECASE)


def standalone(question: str, earlier: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> str:
    """The question as it would be asked without the conversation before it.

    Args:
        question: As asked now.
        earlier: The questions before it, oldest first, as they were asked.
        embed: Texts to vectors of unit length; finds the words a new one takes the place of.
    Returns:
        `question` itself if it does not lean on the ones before.
    """
    before = ""
    for asked in [*earlier, question]:
        before = _resolved(asked.strip(), before, embed)
    return before


def _resolved(question: str, before: str, embed: Callable[[Sequence[str]], Vectors]) -> str:
    if not before:
        return question
    instead = _INSTEAD.match(question)
    added = _ADDED.match(question)
    if not instead and added and not _ASKS.match(added["new"]):
        instead = added
    if instead and len(understand(instead["new"]).words) <= _FEW_WORDS + 1:
        new = instead["new"].strip()
        return _about(new, before) if _POSSESSIVE.search(new) else _put_in_place(new, before, embed)
    plain = _AND.sub("", question)
    if _POSSESSIVE.search(plain) and len(understand(plain).words) <= _FEW_WORDS:
        return _about(plain, before)
    if _PRONOUN.search(plain) and len(understand(plain).words) <= _FEW_WORDS and _topic(before):
        return _capital(_PRONOUN.sub(_topic(before), plain, count=1))
    return question


def _about(question: str, before: str) -> str:
    """ "Its harms?" after a question about epidurals: "What about the harms of epidurals?" """
    topic = _topic(before)
    if not topic:
        return question
    possessed = _POSSESSED.sub(lambda m: f"the {m[1]} of {topic}", question)
    return _capital(possessed if _ASKS.match(possessed) else f"what are {possessed}")


def _topic(question: str) -> str:
    """What a question is about, as far as its own words say: the thing asked of, without the frame."""
    body = question.rstrip(" ?.!")
    rest = _FRAME.sub("", body, count=1)
    return _FRAME_END.sub("", rest).strip() if rest != body else ""


def _put_in_place(new: str, before: str, embed: Callable[[Sequence[str]], Vectors]) -> str:
    """The earlier question with the words that `new` stands in for exchanged.

    A name takes the place of a name, otherwise what is most alike is exchanged. Where nothing is alike, a population is
    added at the end, and anything else takes the place of what the question was about.
    """
    bare = re.sub(r"^(?:an?|the)\s+", "", new, flags=re.IGNORECASE)
    if bare.lower() in before.lower():
        return before
    named = [m for m in _WORD.finditer(before) if m[0].lower() in names_in(before)]
    if names_in(f"about {new}") and len(named) == 1:
        return before[: named[0].start()] + bare + before[named[0].end() :]
    place = _most_alike(new, before, embed)
    topic = _topic(before)
    if place:
        return before[: place[0]] + bare + before[place[1] :]
    if topic and not _POPULATION.search(new):
        return before.replace(topic, new, 1)
    return f"{before.rstrip(' ?.')} in {new}?"


def _most_alike(new: str, before: str, embed: Callable[[Sequence[str]], Vectors]) -> tuple[int, int] | None:
    """Start and end of the words of the earlier question nearest in meaning to `new`, if any are near."""
    places = _places(before)
    if not places:
        return None
    vectors = embed([new, *(before[s:e] for s, e in places)])
    alike = vectors[1:] @ vectors[0]
    best = int(alike.argmax())
    return places[best] if float(alike[best]) >= _ALIKE else None


def _places(question: str) -> list[tuple[int, int]]:
    """Runs of one to three neighbouring telling words."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(question)]
    asked = understand(question).words
    telling = [question[s:e].lower() in asked or bool(_TIME.fullmatch(question[s:e])) for s, e in words]
    return [
        (words[i][0], words[j][1])
        for i in range(len(words))
        for j in range(i, min(i + 3, len(words)))
        if all(telling[i : j + 1])
    ]


def _capital(text: str) -> str:
    text = text.rstrip(" ?") + "?"
    return text[:1].upper() + text[1:]
