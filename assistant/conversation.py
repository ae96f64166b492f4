"""A follow-up made to stand on its own.

Rules only. A question that leans on earlier ones takes over what it leaves unsaid: the frame ("What about X?"), the
thing asked about ("its harms?", "is it safe?"), or both ("in older adults?"). Old turns are never glued together; a
question that leans on nothing is left alone, and what cannot be resolved is asked as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.at_odds import in_place
from assistant.fragment import FACET, Stands, what_it_names
from assistant.frame import Frame, frame_of, names_people
from assistant.kinds_asked import Kind, kind_of
from assistant.reference import refers_back, with_referents
from index.embed import Vectors
from index.lexical import words_of

Embed = Callable[[Sequence[str]], Vectors]

_JOIN = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay|then|also|well|thanks|thank\s+you|yes|no"
    r"|right)\b[,.!\s]+)+",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^(?:(?:what|how)\s+about|what\s+if\s+(?:it|this|that)\s*(?:is|['’]s|was|were)(?:\s+for)?|what\s+of"
    r"|same\s+for|is\s+that\s+also"
    r"\s+(?:true|so)\s+(?=in|for))\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|can|could|should|would|will"
    r"|may|might|must|has|have|had"
    r"|list|name|define|describe|explain|compare|summari[sz]e|tell|give|show|(?:in|for|at|by|on|with"
    r"|to)\s+(?:what|which|whom|how))\b",
    re.IGNORECASE,
)
_HOW_SURE = re.compile(
    r"^(?:and\s+)?how\s+(?:sure|certain|confident|strong|good|reliable)\s+(?:is|are|was|were)\s+"
    r"(?:it|they|that|this|those|these|the\s+evidence|the\s+data)(?:\s+(?:of|about|on)\s+(?:it|that|this))?$",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^(?:and\s+)?(?:do|does|did)\s+(?P<who>(?!(?:it|they|that|this)\b)[\w/&.’'-]+(?:\s+[\w/&.’'-]+){0,3}?)\s+"
    r"(?:agree|concur|say\s+the\s+same|recommend\s+the\s+same|differ|disagree)(?:\s+with\s+(?:it|that|this|them))?$",
    re.IGNORECASE,
)
_LONGEST_FRAGMENT = 8
"""In words; what is longer says enough by itself."""
_BRIEFEST = 4
"""In words; people named in as few are no question of their own: "over 65?"."""
_TOPIC = 0.18
"""Added to the likeness, in cosine, of the thing asked about."""
_TIME = re.compile(
    r"\b(?:at|after|within|by|over)\s+(?:the\s+)?(?:\d+|one|two|three|four|six|twelve)(?:\s?(?:-|–"
    r"|to)\s?\d+)?[\s-]*(?:day|week|month|year)s?\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"^why(?:\s+(?:not|so|is\s+that|is\s+this|that))?\s*\?*$", re.IGNORECASE)
_OF_STUDY = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|patients?|people|participants?|subjects?|women|men|centres?|centers?|countries"
    r"|sample\s+size|follow-?ups?|primary\s+(?:outcome|endpoint)"
    r"|enrol\w*|recruit\w*|randomi[sz]\w*|blind\w*|mask\w*|fund\w*|paid|sponsor\w*|excluded|included|authors?"
    r"|publish\w*|control\s+group"
    r"|drop(?:ped)?[\s-]*outs?|registered|inclusion|exclusion|criteria|results?|find|found|conclu\w+|primary"
    r"|secondary|outcomes?|endpoints?)\b",
    re.IGNORECASE,
)
# Words of asking and measure that name nothing by themselves.
_NOTHING = frozenset(
    "warn warns warned long big large strong sure certain soon fast quickly well common commonly serious"
    " often many much kind type sort best exactly really actually reason reasons reliable good work works last"
    " lasts happen start stop given take taken anything else exact number age old high low rate show shown say"
    " says said know known studied used use need needed better worse safer cheaper effective safe main most"
    " recommend recommends recommended advise advises suggest suggests conclude concludes concluded think"
    " thinks likely evidence quality strength there explain more tell please less".split()
)
_SAYS = re.compile(
    r"\b(?:say|says|said|recommend\w*|advise\w*|suggest\w*|conclude\w*|find|found|think|warn\w*|position"
    r"|view|stand)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:[A-Z][\w/-]*[A-Z][\w/-]*|Cochrane|guidelines?|guidance|panel|societ(?:y|ies)"
    r"|editorial|review|trial)\b"
)
_WHICH_BETTER = re.compile(
    r"^which\s+(?:one\s+)?(?:is|was|works?|costs?"
    r"|has)\s+(?:the\s+)?[\w\s]{3,40}$",
    re.IGNORECASE,
)
_EITHER_WAY = re.compile(r"[\s,;:–-]+(?:yes\s+or\s+no|or\s+not)\s*\??\s*$", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\w)\s(?:in|for|among|of|on|about)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A question that stands alone, and what the conversation is about after it."""

    text: str
    frame: Frame


def standalone(question: str, earlier: Sequence[str], embed: Embed) -> str:
    """The question as it would be asked without the conversation before it.

    Args:
        question: As asked now.
        earlier: The questions before it, oldest first, as they were asked.
        embed: Texts to vectors of unit length; tells what a new word takes the place of where its form does not.
    Returns:
        `question` itself if it does not lean on the ones before.
    """
    said: _Said | None = None
    for asked in [*earlier, question]:
        said = _resolved(asked.strip(), said, embed)
    return said.text if said else question


def _resolved(question: str, before: _Said | None, embed: Embed) -> _Said:
    if before is None:
        return _Said(question, frame_of(_EITHER_WAY.sub("", question)))
    plain = _JOIN.sub("", question)
    new = _fragment_of(plain, joined=plain != question)
    if new:
        return _with_fragment(new, before, embed) or _Said(question, before.frame)
    bare = plain.rstrip(" ?.!")
    return (
        _weighed(bare, before)
        or _elliptic(bare, before)
        or _pointing(plain, before)
        or _Said(question, frame_of(question))
    )


def _fragment_of(plain: str, *, joined: bool) -> str:
    """The words a fragment adds ("older adults" of "And in older adults?"); empty if it is a question of its own."""
    instead = _INSTEAD.match(plain)
    new = plain[instead.end() :] if instead else plain
    new = new.strip().rstrip(" ?.!")
    if not new or (_ASKS.match(new) and not instead) or len(new.split()) > _LONGEST_FRAGMENT:
        return ""
    if instead or joined:
        return new
    # Without "and" or "what about", only what cannot be a subject of its own.
    certain = (Stands.FACET, Stands.TIME, Stands.COMPARATOR)
    placed = re.match(r"(?:in|for|among|with)\s", new, re.IGNORECASE)
    kind = what_it_names(new)
    brief = kind is Stands.PEOPLE and len(new.split()) <= _BRIEFEST
    return new if placed or brief or kind in certain else ""


def _with_fragment(new: str, before: _Said, embed: Embed) -> _Said | None:
    frame, text = before.frame, before.text
    kind = what_it_names(new)
    bare = re.sub(
        r"^(?:in|for|among|with|versus|vs\.?|compared\s+(?:with|to)"
        r"|against)\s+",
        "",
        new,
        flags=re.IGNORECASE,
    )
    bare = re.sub(r"^(?:the|an?|any|some|its|their)\s+", "", bare, flags=re.IGNORECASE)
    if bare.lower() in text.lower() and kind is not Stands.FACET:
        return before
    swapped = in_place(text, bare)
    if swapped != text:
        return _Said(swapped, replace(frame, condition=in_place(frame.condition, bare)))
    if kind is Stands.FACET:
        return _facet(bare, frame)
    if kind is Stands.TIME:
        timed = _TIME.sub(new, text, count=1)
        return _Said(timed if timed != text else _added(text, new), frame)
    if kind is Stands.SOURCE:
        return _source(new, bare, before)
    if kind is Stands.COMPARATOR:
        return _put(text, frame.comparator, bare, replace(frame, comparator=bare), f"compared with {bare}")
    if kind is Stands.PEOPLE:
        if frame.condition and " with " in bare:
            return _put(text, frame.condition, bare, replace(frame, condition="", people=bare), f"in {bare}")
        return _put(text, frame.people, bare, replace(frame, people=bare), f"in {bare}")
    return _named(kind, new, bare, before, embed)


def _named(kind: Stands, new: str, bare: str, before: _Said, embed: Embed) -> _Said | None:
    """A treatment, outcome or illness put where the earlier question has one."""
    frame, text = before.frame, before.text
    if kind is Stands.UNSURE:
        kind = _most_alike(bare, before, embed)
    if kind is Stands.TREATMENT and frame.topic:
        told = replace(frame, topic=bare)
        return (
            _put(text, frame.topic, bare, told, "")
            if frame.topic in text
            else _Said(f"What is known about {bare}{frame.in_whom}?", told)
        )
    placed = re.match(r"(?:in|for|among|with)\s", new, re.IGNORECASE)
    if kind is Stands.OUTCOME and not placed:
        if frame.outcome and frame.outcome in text and not FACET.fullmatch(frame.outcome):
            return _put(text, frame.outcome, bare, replace(frame, outcome=bare), "")
        if frame.condition and _same_head(frame.condition, bare):
            return _put(text, frame.condition, bare, replace(frame, condition=bare), f"in {bare}")
        if frame.topic:
            told = replace(frame, outcome=bare)
            return _Said(f"What is the effect of {frame.topic} on {bare}{frame.in_whom}?", told)
    where = new if placed else f"for {bare}"
    old = frame.condition
    if old not in text or not old:
        ill = frame.outcome and what_it_names(frame.outcome) in (Stands.CONDITION, Stands.OUTCOME)
        old = frame.outcome if ill and _same_head(frame.outcome, bare) else ""
    return _put(text, old, bare, replace(frame, condition=_over(old, bare)), where)


def _most_alike(new: str, before: _Said, embed: Embed) -> Stands:
    """Which part of the earlier question the words are nearest to in meaning."""
    frame = before.frame
    parts = {
        Stands.TREATMENT: frame.topic,
        Stands.OUTCOME: "" if FACET.fullmatch(frame.outcome) else frame.outcome,
        Stands.CONDITION: frame.condition,
    }
    named = {kind: part for kind, part in parts.items() if part}
    if not named:
        return Stands.CONDITION
    vectors = embed([new, *named.values()])
    # "What about X?" mostly brings another treatment; an unusual name is like nothing, so it needs less to be one.
    alike = {
        k: float(a) + _TOPIC * (k is Stands.TREATMENT) for k, a in zip(named, vectors[1:] @ vectors[0], strict=True)
    }
    return max(alike, key=lambda k: alike[k])


def _facet(bare: str, frame: Frame) -> _Said | None:
    """ "Its harms?" after a question about epidurals: "What are the harms of epidurals?" """
    if not frame.topic:
        return None
    told = replace(frame, outcome=bare)
    many = bare.endswith("s") or " and " in bare
    if re.fullmatch(r"(?:guidelines?|recommendations?)", bare, re.IGNORECASE):
        return _Said(f"What do guidelines recommend on {frame.topic}{frame.in_whom}?", told)
    whom = f" in {frame.people}" if frame.people else ""
    if not re.search(r"harm|risk|safe|side|adverse|complic|cost|price|mechanism|interact|toxic", bare, re.IGNORECASE):
        whom = frame.in_whom
    of = "to" if bare.lower().startswith("alternative") else "for" if bare.lower() == "evidence" else "of"
    return _Said(f"What {'are' if many else 'is'} the {bare} {of} {frame.topic}{whom}?", told)


def _source(new: str, bare: str, before: _Said) -> _Said | None:
    frame, text = before.frame, before.text
    told = replace(frame, source=new)
    alike = bool(re.search(r"trial|stud", frame.source)) == bool(re.search(r"trial|stud", new))
    if frame.source and frame.source in text and alike:
        return _put(text, frame.source, bare if bare[:1].isupper() and " " not in bare else new, told, "")
    if not frame.topic:
        return None
    verb = (
        "do"
        if re.search(r"s$", new)
        and not new.isupper()
        and not re.search(
            r"(?:analysis"
            r"|series)$",
            new,
        )
        else "does"
    )
    return _Said(f"What {verb} {new} say about {frame.topic}{frame.in_whom}?", told)


def _put(text: str, old: str, new: str, frame: Frame, otherwise: str) -> _Said:
    """The text with `new` for `old`, or with `otherwise` behind it where it does not have `old`."""
    if old and old in text:
        return _Said(text.replace(old, _over(old, new), 1), frame)
    return _Said(_added(text, otherwise) if otherwise else text, frame)


def _over(old: str, new: str) -> str:
    """ "Radicular pain" over "chronic axial pain" leaves what it does not speak of: "chronic radicular pain"."""
    words, put = old.split(), new.split()
    return " ".join([*words[: -len(put)], *put]) if _same_head(old, new) and len(put) < len(words) else new


def _same_head(old: str, new: str) -> bool:
    return bool(old and new) and old.split()[-1].lower() == new.split()[-1].lower()


def _added(text: str, more: str) -> str:
    return f"{text.rstrip(' ?.!')} {more}?"


def _weighed(bare: str, before: _Said) -> _Said | None:
    """ "How sure are they?" and "Does NICE agree?", which weigh what was asked before."""
    frame = before.frame
    if not frame.topic:
        return None
    if _HOW_SURE.match(bare):
        by = f" in {frame.source}" if frame.source else ""
        return _Said(f"How certain is the evidence for {frame.topic}{frame.in_whom}{by}?", frame)
    other = _AGREES.match(bare)
    if other:
        who = other["who"]
        verb = "do" if re.search(r"(?:guidelines|societies|others)$", who, re.IGNORECASE) else "does"
        return _Said(f"What {verb} {who} recommend on {frame.topic}{frame.in_whom}?", replace(frame, source=who))
    return None


def _elliptic(bare: str, before: _Said) -> _Said | None:
    """A question of asking words alone, such as "How many patients?", with what it is asked of."""
    frame = before.frame
    if _WHY.match(bare):
        return _Said(_why(before), frame) if frame.topic or _ASKS.match(before.text) else None
    if not _ASKS.match(bare) or refers_back(bare):
        return None
    if frame.comparator and _WHICH_BETTER.match(bare):
        return _Said(f"{_capital(bare)}, {frame.topic} or {frame.comparator}?", frame)
    rest = [w for w in words_of(FACET.sub("", _OF_STUDY.sub("", bare))) if w not in _NOTHING]
    bodies = [w.lower() for name in _BODY.findall(bare) for w in words_of(name)]
    if [w for w in rest if w not in bodies] or _PLACE.search(bare) or not (frame.topic or frame.source):
        return None
    if bodies:
        # "What harms did the FDA warn about?"
        on = "with" if re.search(r"\s(?:about|of|against|for|to)$", bare, re.IGNORECASE) else "on"
        told = f"{_capital(bare)} {on} {frame.topic}{frame.in_whom}?"
        return _Said(told, frame) if _SAYS.search(bare) and frame.topic else None
    if _OF_STUDY.search(bare):
        where = f"in {frame.source}" if frame.source else f"with {frame.topic}{frame.in_whom}"
        return _Said(f"{_capital(bare)} {where}?", frame)
    if not frame.topic:
        return None
    of = "of" if (FACET.search(bare) and "evidence" not in bare) or bare.endswith(("effect", "effects")) else "for"
    return _Said(f"{_capital(bare)} {of} {frame.topic}{frame.in_whom if of == 'for' or frame.people else ''}?", frame)


def _why(before: _Said) -> str:
    """ "Why?" leaves open whether it is so: the question before may have been answered with no."""
    text, frame = before.text.rstrip(" ?.!"), before.frame
    if re.match(r"(?:is|are|was|were|do|does|did|can|should|will|would|may|must|has|have)\b", text, re.IGNORECASE):
        return f"Why, or why not: {text[:1].lower()}{text[1:]}?"
    return f"What are the reasons given on {frame.topic}{frame.in_whom}?" if frame.topic else before.text


def _pointing(plain: str, before: _Said) -> _Said | None:
    """A question with "it", "they", "its" or "the trial" in which these are what the conversation is about."""
    told = with_referents(plain, before.frame)
    if told is None:
        return None
    text = _capital(told.rstrip(" ?.!"))
    frame = before.frame
    kind = kind_of(f"{text}?")
    own = _PLACE.search(text.replace(frame.topic, "") if frame.topic else text)
    if kind in (Kind.RECOMMENDATION, Kind.EFFECT, Kind.COMPARISON) and not own and frame.topic and frame.topic in text:
        text += frame.in_whom
    elif kind is Kind.HARM and frame.people and not own and not names_people(text):
        text += f" in {frame.people}"
    return _Said(f"{text}?", frame)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
