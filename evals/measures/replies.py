"""What is measured of replies. Pure functions; what cannot be scored is NaN, never 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, Reply
from evals.measures.intervals import Share, wilson
from evals.starter import Place


@dataclass(frozen=True, slots=True)
class Scored:
    """A reply beside what was wanted: an abstention, or a citation that meets one of the gold places."""

    reply: Reply
    abstain: bool
    gold: tuple[Place, ...]


def citation_exactness(replies: Iterable[Reply], text_of: Callable[[str], str]) -> Share:
    """Share of claims, over all answers, that cite something and whose every quote is the slice its span names.

    Anything under 1 is a fault. Claims of one answer are counted as independent.

    Args:
        text_of: The stored text of a document id.
    """
    claims = [c for reply in replies for c in claims_of(reply)]
    return _share(bool(c.citations) and all(_exact(x, text_of) for x in c.citations) for c in claims)


def gold_hit(scored: Iterable[Scored]) -> Share:
    """Share of answerable questions where any claim cites a span that shares a code point with a gold place.

    An abstention counts as a miss.
    """
    return _share(any(_meets_gold(c, s.gold) for c in claims_of(s.reply)) for s in scored if not s.abstain)


def first_claim_right(scored: Iterable[Scored]) -> Share:
    """Share of answerable questions whose first claim cites a gold place. An abstention counts as a miss."""
    return _share(any(_meets_gold(c, s.gold) for c in claims_of(s.reply)[:1]) for s in scored if not s.abstain)


def false_answers(scored: Iterable[Scored]) -> Share:
    """Share of questions to be abstained from that were answered. Lower is better."""
    return _share(isinstance(s.reply, Answer) for s in scored if s.abstain)


def false_abstentions(scored: Iterable[Scored]) -> Share:
    """Share of answerable questions that were abstained from. Lower is better."""
    return _share(not isinstance(s.reply, Answer) for s in scored if not s.abstain)


def claims_of(reply: Reply) -> tuple[Claim, ...]:
    """The claims of an answer; an abstention makes none."""
    return reply.claims if isinstance(reply, Answer) else ()


def _share(outcomes: Iterable[bool]) -> Share:
    found = list(outcomes)
    return wilson(sum(found), len(found))


def _exact(citation: Citation, text_of: Callable[[str], str]) -> bool:
    return bool(citation.quote) and citation.span.of(text_of(citation.document_id)) == citation.quote


def _meets_gold(claim: Claim, gold: Sequence[Place]) -> bool:
    return any(c.document_id == g.document_id and c.span.meets(g.span) for c in claim.citations for g in gold)
