"""The replies to the parts of one question, joined into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.abstain import Verdict
from assistant.answer import Citation, Claim, Withheld
from assistant.question import Question
from corpus.document import Span

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
    are = "is" if lacking == 1 else "are"
    why = f"{lacking} of the question’s {len(parts)} parts {are} not in these sources." if lacking else ""
    return replace(
        best,
        answered=answered,
        reason="" if answered else NONE_ANSWERED,
        missing=tuple(dict.fromkeys(missing)),
        why=why or next((p.verdict.why for p in parts if p.verdict.why), ""),
    )


def _numbered(citation: Citation, markers: dict[tuple[str, Span], int]) -> Citation:
    return replace(citation, marker=markers.setdefault((citation.document_id, citation.span), len(markers) + 1))
