"""A question with several parts: each asked and answered on its own, in one reply.

"Does vitamin D prevent fractures, and what are its harms?" has two parts; "pain and function" is one. Parts are told
by their form alone: a further sentence that asks, a further clause that asks, or two different things asked about one
subject ("the benefits and harms of …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.abstain import Verdict
from assistant.answer import Citation, Claim, Withheld
from assistant.question import Question
from corpus.document import Span

MOST_PARTS = 4
"""A question's parts beyond these are not asked; the reply says so."""
CLAIMS_OF_A_PART = 3
"""Statements shown for each part where there are several."""
NONE_ANSWERED = "No sentence in these sources answers any part of this."


@dataclass(frozen=True, slots=True)
class PartReply:
    """What became of one part: its claims are checked and numbered as if it were the only one."""

    question: Question
    verdict: Verdict
    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...]
    nearest: tuple[Citation, ...]


def joined_claims(parts: Sequence[PartReply]) -> tuple[Claim, ...]:
    """The claims of all parts, each named with its part where there are several; one slice has one number."""
    if len(parts) == 1:
        return parts[0].claims
    markers: dict[tuple[str, Span], int] = {}
    return tuple(
        replace(claim, part=part.question.text, citations=tuple(_numbered(c, markers) for c in claim.citations))
        for part in parts
        for claim in part.claims
    )


def joined_nearest(parts: Sequence[PartReply], most: int) -> tuple[Citation, ...]:
    """The nearest passages of all parts in turn, each once."""
    longest = max(len(p.nearest) for p in parts)
    turns = [p.nearest[i] for i in range(longest) for p in parts if i < len(p.nearest)]
    once = list({(c.document_id, c.span): c for c in turns}.values())
    return tuple(replace(c, marker=n) for n, c in enumerate(once[:most], start=1))


def joined_verdict(parts: Sequence[PartReply]) -> Verdict:
    """One verdict for all parts: answered if one of them is; a part without evidence is missing by its own words."""
    if len(parts) == 1:
        return parts[0].verdict
    missing: list[str] = []
    for part in parts:
        missing += part.verdict.missing if part.claims else [part.question.text]
    answered = any(p.claims for p in parts)
    best = max(parts, key=lambda p: p.verdict.confidence).verdict
    lacking = sum(not p.claims for p in parts)
    why = f"{lacking} of the question’s {len(parts)} parts are not in these sources." if lacking else ""
    return replace(
        best,
        answered=answered,
        reason="" if answered else NONE_ANSWERED,
        missing=tuple(dict.fromkeys(missing)),
        why=why or next((p.verdict.why for p in parts if p.verdict.why), ""),
    )


def _numbered(citation: Citation, markers: dict[tuple[str, Span], int]) -> Citation:
    return replace(citation, marker=markers.setdefault((citation.document_id, citation.span), len(markers) + 1))


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
    (?=(?:what|how|why)\s+\w+
    # "those who smoke", "when needed" and "which was new" begin no question: a verb comes before its subject in one.
    |(?(and)(?:(?:who|when|where)\s+(?:{_ASKING_VERB})|which\s+(?!{_ASKING_VERB})\w+)\b|(?!))
    |(?P<verb>{_ASKING_VERB})\s+(?!not\b)(?P<subject>{_SUBJECT})?
    |(?:please\s+)?(?:list|name|define|describe|explain|compare|summari[sz]e|tell\s+me|give\s+me|show\s+me)\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED = re.compile(r"(?:^|\s)\(?(?:\d|[a-d]|i{1,3}|iv)[.)]\s+(?=\S)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[?])\s+|(?<=[.!;])\s+(?=[A-Z])")
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

    A sentence that asks nothing belongs to the part behind it. A part may lean on those before it ("its harms?").
    """
    sentences = _asking_sentences(text)
    parts = [part for sentence in sentences for clause in _clauses(sentence) for part in _facets(clause)]
    return tuple(parts) if len(parts) > 1 else (text,)


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
        if match["verb"] and not match["subject"] and not yes_no:
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
