"""What is measured of replies. Pure functions; what cannot be scored is NaN, never 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.answer import Answer, Citation, Claim, Reply
from evals.starter import Place

Label = TypeVar("Label")
_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` as a fraction in [0, 1], with its 95 % interval; all three are NaN where n is 0."""

    hits: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A reply beside what was wanted: an abstention, or a citation that meets one of the gold places."""

    reply: Reply
    abstain: bool
    gold: tuple[Place, ...]


def wilson(hits: int, n: int) -> Share:
    """`hits` of `n` with the Wilson score interval at 95 %.

    Raises:
        ValueError: Not 0 <= hits <= n.
    Source: Wilson, Journal of the American Statistical Association 1927;22:209-212.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"a share needs 0 <= hits <= n, not {hits} of {n}")
    if n == 0:
        return Share(0, 0, math.nan, math.nan, math.nan)
    p, z2 = hits / n, _Z * _Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(hits, n, p, max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < n else 1.0)


def macro_f1(pairs: Mapping[tuple[Label, Label], int], labels: Iterable[Label]) -> float:
    """Mean over `labels` of F1, in [0, 1]; NaN where a label is neither gold nor said.

    Args:
        pairs: How often each (gold, said) pair occurs.
    Source: Sokolova and Lapalme, Information Processing & Management 2009;45:427-437.
    """
    scores = []
    for label in labels:
        gold = sum(n for (g, _), n in pairs.items() if g == label)
        said = sum(n for (_, s), n in pairs.items() if s == label)
        scores.append(2 * pairs.get((label, label), 0) / (gold + said) if gold + said else math.nan)
    return sum(scores) / len(scores)


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


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which `share` (in [0, 1]) of the values lie, interpolated; NaN where there is none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


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
