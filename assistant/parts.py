"""A question with several parts: each asked and answered on its own, in one reply.

"Does vitamin D prevent fractures, and what are its harms?" has two parts; "pain and function" is one. Parts are told
by their form alone: a further sentence that asks, a further clause that asks, or two different things asked about one
subject ("the benefits and harms of …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_PARTS = 4
"""A question's parts beyond these are not asked; the reply says so."""
_ASKING_VERB = r"do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|may|might|must"
_OPENS = re.compile(
    rf"(?:(?:in|for|on|with|to|at|from|by|of)\s+)?(?:what|which|who|whom|whose|when|where|why|how)\b|(?:{_ASKING_VERB})\b"
    r"|(?:please\s+)?(?:list|name|define|describe|explain|compare|summari[sz]e|tell|give|show)\b",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?:it|they|this|that|these|those|there|the|an?|any|its|their|he|she|we|i|you|patients?|people|guidelines?)\b"
)
_JOIN = re.compile(
    rf"""(?:\s*;\s*(?:and\s+|but\s+|or\s+)?|\s*,?\s+(?P<and>(?:and|but|or)\s+)|\s*,\s*)(?:also\s+|then\s+|if\s+so,?\s+)?
    (?=(?:what|(?:for\s+)?how|why)\s+\w+
    # "those who smoke", "when needed" and "which was new" begin no question: a verb comes before its subject in one.
    |(?(and)(?:(?:who|when|where)\s+(?:{_ASKING_VERB})|which\s+(?!{_ASKING_VERB})\w+)\b|(?!))
    |(?P<verb>{_ASKING_VERB})\s+(?!not\b)(?P<subject>{_SUBJECT})?
    |(?:please\s+)?(?:list|name|define|describe|explain|compare|summari[sz]e|tell\s+me|give\s+me|show\s+me)\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED = re.compile(r"(?:^|\s)\(?(?:\d|[a-d]|i{1,3}|iv)[.)]\s+(?=\S)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[?])\s+|(?<=\w{3}[.!;])\s+(?=[A-Z])")
_FACETS = (
    r"benefits?|efficacy|effectiveness|effects?|advantages?",
    r"harms?|risks?|safety|side[- ]effects?|adverse (?:events?|effects?)|complications?|disadvantages?|tolerability",
    r"costs?|cost[- ]effectiveness|price",
    r"indications?",
    r"contra-?indications?",
    r"dos(?:e|es|age|ing)",
    r"duration",
    r"mechanisms?(?: of action)?",
    r"definitions?",
    r"causes?|a?etiology",
    r"symptoms?|signs|clinical features",
    r"diagnosis",
    r"treatments?|management|therapy",
    r"prognosis",
    r"prevention",
    r"prevalence|incidence",
)
_FACET = "|".join(_FACETS)
_BOTH = re.compile(
    rf"""^(?P<lead>(?:what(?:\s+(?:is|are|was|were)|['’]s)\s+)?(?:the\s+)?)(?P<one>{_FACET})
    \s+(?:and|&|versus|vs\.?)\s+(?:the\s+)?(?P<two>{_FACET})(?P<rest>\s+(?:of|for|with|from|in)\s+.+)$""",
    re.IGNORECASE | re.VERBOSE,
)


def parts_in(text: str) -> tuple[str, ...]:
    """The parts of a question in its own words, in order; the question itself where it has one part.

    A part begins with a capital. A sentence that asks nothing belongs to the part behind it. A part may lean on those
    before it ("its harms?").
    """
    sentences = _asking_sentences(text)
    parts = [part for sentence in sentences for clause in _clauses(sentence) for part in _facets(clause)]
    return tuple(p[:1].upper() + p[1:] for p in parts) if len(parts) > 1 else (text,)


def _asking_sentences(text: str) -> list[str]:
    """The sentences of a text, one that does not ask put before the next that does."""
    numbered = [p.strip() for p in _NUMBERED.split(text)]
    pieces = [s for p in (numbered if len(numbered) > 2 else [text]) for s in _SENTENCE.split(p) if s.strip()]
    asking: list[str] = []
    held = ""
    for piece in pieces:
        whole = f"{held} {piece}".strip()
        if piece.endswith("?") or _OPENS.match(piece):
            asking.append(whole)
            held = ""
        else:
            held = whole
    if held and asking:
        asking[-1] = f"{asking[-1]} {held}"
    return asking or [text]


def _clauses(sentence: str) -> list[str]:
    """A sentence's asking clauses: "Does A help, and what are its harms?" has two."""
    cuts = [0]
    for match in _JOIN.finditer(sentence):
        before = sentence[cuts[-1] : match.start()]
        if not _OPENS.match(before.strip()) or len(before.split()) < 3:
            continue
        # "Which drug is used and is approved": a verb of the same subject; a new clause has a subject of its own.
        yes_no = re.match(rf"\s*(?:{_ASKING_VERB})\b", before, re.IGNORECASE)
        if match["verb"] and not yes_no and not (match["and"] and match["subject"]):
            continue
        cuts += [match.start(), match.end()]
    pieces = [sentence[a:b].strip(" ,;") for a, b in zip(cuts[::2], [*cuts[1::2], len(sentence)], strict=True)]
    return [p if p.endswith(("?", ".")) else f"{p}?" for p in pieces] if len(pieces) > 1 else [sentence]


def _facets(clause: str) -> list[str]:
    """ "What are the benefits and harms of X?" as its two questions; one if both words ask for the same."""
    both = _BOTH.match(clause.strip())
    if not both or _facet(both["one"]) == _facet(both["two"]):
        return [clause]
    return [f"{both['lead']}{both[name]}{both['rest']}" for name in ("one", "two")]


def _facet(word: str) -> int:
    return next(i for i, pattern in enumerate(_FACETS) if re.fullmatch(pattern, word, re.IGNORECASE))


_NAME = re.compile(r"\b[A-Z][\w/&-]*[A-Z0-9][\w/&-]*\b")
_BARE = re.compile(
    r"(?:what|who|how|when|where|which|was|were|is|are|did)\b(?:\s+(?:was|were|is|are|did|many|much|long|often|the|it|they"
    r"|compared|found|included|measured|enrolled|done|given|used|funded|concluded|randomi[sz]ed|patients|results?|outcomes?"
    r"|primary|participants|people|studied|shown|reported))*\?*",
    re.IGNORECASE,
)


def with_name_of(part: str, before: Sequence[str]) -> str:
    """A part that names nothing ("What was compared?") with the study or abbreviation that the parts before it name."""
    names = [m[0] for earlier in before for m in _NAME.finditer(earlier)]
    return f"{part.rstrip(' ?.')} in {names[0]}?" if names and _BARE.fullmatch(part.strip()) else part
