"""What an earlier question was about, as far as a follow-up may lean on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.pico import pico_of
from assistant.treatments import treatments_in


@dataclass(frozen=True, slots=True)
class Frame:
    """Stretches of the questions so far; empty where none gave one.

    `topic` is the thing asked about, a treatment if there is one, with its article; `condition` and `people` say in
    whom; `source` is the study, guideline or body that was asked about, with its article.
    """

    topic: str = ""
    comparator: str = ""
    outcome: str = ""
    condition: str = ""
    people: str = ""
    source: str = ""

    @property
    def in_whom(self) -> str:
        """Condition and people as they stand behind a topic: " for sciatica in older adults"."""
        return (f" for {self.condition}" if self.condition else "") + (f" in {self.people}" if self.people else "")


_PEOPLE = re.compile(
    r"\b(?:adults?|people|persons?|patients?|women|men|children|infants?|neonates?|adolescents?|teenagers?"
    r"|toddlers?|babies"
    r"|older|elderly|younger|pregnan\w+|breastfeeding|over[\s-]\d+s?|under[\s-]\d+s?|\d+\s+(?:and|or)\s+(?:over"
    r"|older|above)|aged?\s\d+|smokers"
    r"|athletes|veterans"
    r"|diabetics|outpatients|inpatients|boys|girls|survivors|workers|frail|octogenarians)\b",
    re.IGNORECASE,
)
_STUDY = (
    r"(?:trials?|stud(?:y|ies)|reviews?|meta-?\s?analys[ie]s|guidelines?|guidance|panel|editorial|report|paper"
    r"|article"
    r"|thread|committee|statement|recommendations?)"
)
_SAYS = r"(?:say|says|recommend|find|found|conclude|report|advise|suggest|show|think|state|warn|write|define)"
_SOURCES = (
    re.compile(
        rf"\b(?P<s>(?:(?:the|this|that)\s+)?(?:(?!(?:the|in|of|on|does|did|do|what|which|was|were|is|are|should"
        rf"|any)\b)"
        rf"[\w/.&’'-]+\s+){{0,4}}?{_STUDY})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what|how|when|why|whether)?\s*(?:do|does|did)\s+(?P<s>(?!(?:it|they|we|you"
        rf"|I)\b)[^?,]{{2,50}}?)\s+{_SAYS}\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:according\s+to|per|by)\s+(?P<s>(?:the\s+)?[A-Z][\w/.-]*(?:\s+[A-Z][\w/.-]*)*)"),
)
_ABOUT = re.compile(
    rf"\b(?:{_SAYS}|evidence|known|data|anything|said|guidelines?|conclusions?)\s+(?:about|on|for|regarding"
    rf"|concerning)\s+"
    r"(?P<t>.+)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"""^(?:does|do|did|can|could|will|would)\s+(?P<t>(?:(?:the|an?)\s+)?[\w-]+(?:\s+(?!(?:the|an?)\b)[\w-]+){0,4}?)
    \s+[a-z]+\s+(?:the|an?|any|their|its|more|less|fewer)\s""",
    re.IGNORECASE | re.VERBOSE,
)
_OF = re.compile(
    r"""^(?!(?:does|do|did|can|could|will|would|is|are|was|were|should)\b)(?:(?:what|which)(?:\s+(?:is|are|was
    |were))?|how\s+\w+\s+(?:is|are)|list|name|give|explain
        |describe)?\s*(?:the\s+)?
    (?P<o>(?:[\w-]+\s+){0,4}?(?:[\w-]+))\s+(?:of|for|with|to|after|from|about)\s+(?P<t>.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_IS = re.compile(
    r"""^(?:how\s+(?:is|are|was|were|do|does|should|can)\s+(?:you\s+|we\s+|I\s+)?(?:(?:treat|manage|diagnose
        |prevent)\s+)?
    |(?:what|who|how\s+\w+)\s+(?:is|are|was|were|causes?)\s+)(?P<t>(?:an?\s+|the\s+)?[^?]+?)
    (?:\s+(?:be\s+)?(?:defined|treated|diagnosed|managed|prevented|measured|given|used|done|performed|work
    |develop))?$""",
    re.IGNORECASE | re.VERBOSE,
)
_WHICH = re.compile(
    r"""^(?:which|what)\s+(?P<t>[\w-]+(?:\s+[\w-]+)?)\s+(?:is|are|was|were|should|can|do|does|works?|helps?)\b
    (?:[^?]*?\s(?:for|in)\s+(?P<p>.+))?""",
    re.IGNORECASE | re.VERBOSE,
)
_TWO = re.compile(
    r"^(?:(?:is|are|should\s+I\s+(?:use|offer|do|give)|which\s+is\s+better,?"
    r"|what\s+is\s+better,?)\s+)?(?P<a>[\w-]+(?:\s+[\w-]+){0,2}?)\s+or"
    r"\s+(?P<b>(?!not\b|no\b)[\w-]+(?:\s+[\w-]+){0,2}?)(?:\s+(?:for|in)\s+(?P<p>.+))?$",
    re.IGNORECASE,
)
"""Two things to choose from: "TFESI or caudal for sciatica"."""
_WHERE = re.compile(r"\s+(?P<word>in|for|among|with)\s+(?P<p>[^,]+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(an?|the)\s+$", re.IGNORECASE)


def names_people(text: str) -> bool:
    """True if the words say what people are meant, rather than what they suffer from."""
    return bool(_PEOPLE.search(text))


def frame_of(text: str) -> Frame:
    """What a question that stands alone is about."""
    body = text.strip().rstrip(" ?.!")
    source = next((m["s"].strip() for m in (p.search(body) for p in _SOURCES) if m), "")
    read = pico_of(text)
    topic, outcome, whom = read.intervention, read.outcome, read.population
    two = _TWO.match(body)
    if two and not read.comparator and treatments_in(f"{two['a']} {two['b']}"):
        return Frame(two["a"], two["b"], "", two["p"] or "", "", source)
    if not topic or topic.lower() in source.lower():
        topic, outcome, more = _topic_of(body, source)
        whom = whom if whom and whom not in topic else more
        if whom and topic.endswith(whom):
            topic = topic[: -len(whom)].rsplit(" ", 2)[0]
    people = whom if names_people(whom) else ""
    condition = "" if people else whom
    inner = re.match(r"^(?P<c>.+?)\s+in\s+(?P<p>.+)$", whom)
    if inner and names_people(inner["p"]):
        condition, people = inner["c"], inner["p"]
    return Frame(_with_article(topic, text), read.comparator, outcome, condition, people, source)


def _topic_of(body: str, source: str) -> tuple[str, str, str]:
    """Topic, what of it is asked, and in whom, for a question that asks for no effect."""
    for pattern in (_ABOUT, _WHICH, _DOES, _OF, _IS):
        match = pattern.search(body)
        if not match or match["t"].lower() == source.lower():
            continue
        groups = match.groupdict()
        topic, outcome, whom = match["t"], groups.get("o") or "", groups.get("p") or ""
        # "Epidural for sciatica" asks about the epidural, "harms of epidurals" too.
        if treatments_in(outcome) and not treatments_in(topic):
            return outcome, "", topic
        # "harms of injections did the FDA warn about": the clause behind is no topic.
        topic = re.split(r"\s+(?:do|does|did|is|are|was|were|has|have|can|should)\s", topic, maxsplit=1)[0]
        tail = _WHERE.search(topic)
        if tail and not whom and (tail["word"].lower() != "with" or names_people(topic[: tail.start()])):
            topic, whom = topic[: tail.start()], tail["p"]
        return topic, outcome, whom
    return "", "", ""


def _with_article(topic: str, text: str) -> str:
    at = text.find(topic)
    article = _ARTICLE.search(text[:at]) if topic and at > 0 else None
    return f"{article[1]} {topic}" if article else topic
