"""How a sentence compares with a question, as an order under one question and as a confidence across all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import BlockKind

_UNNAMED = 0.3
"""What is left, without a reader, of the confidence of a sentence that lacks a name the question gives."""

_ASKED = 3.4
"""Gained, in log odds, by a sentence of the kind that is asked for; lost by one without a name the question gives."""
_ASKED_READ = 2.5
"""The same where a reader has judged the sentence."""
_BETWEEN = 0.35
"""Gained, in log odds, by a difference between groups where an effect is asked for: no change from before is one."""
_VOICE = 1.5
"""Gained, in log odds, by a sentence of an editorial, a society or a thread where an opinion is asked for."""
_DISSENT = 4.0
"""Gained, in log odds, by a sentence that speaks against something where it is asked what somebody has against it."""
_ANECDOTE = 1.5
"""Lost there, in log odds, by what its writer tells of their own case."""
_DISSENTING = 2.0
"""Gained there of the confidence, in log odds: people object in words that share little with the question."""
_NAMED_ELSEWHERE = 1.0
"""Lost by a recommendation, in log odds, for the share of the telling words that it does not itself have."""
_ANOTHER = 4.0
"""Lost of the confidence, in log odds, by a sentence on another treatment, which is no evidence on the one asked."""
_COUNTED = 3.0
"""Gained, in log odds, by a number of people where one is asked for."""
_USE = 1.2
"""Gained, in log odds, by a recommendation where it is asked whether a treatment is of use."""
_FOUND = 2.0
"""Gained, in log odds, by a result where it is asked what a study found."""
_ON_IT = 2.0
"""Gained, in log odds, by a recommendation that is by its own words about the treatment asked about; see `advised`."""
_SURE_ON_IT = 7.5
"""The same of the confidence: question and recommendation may share few words, and still one answers the other."""
_OTHERS = 3.5
"""Lost, in log odds, by a sentence about others than the question asks about."""
_CONDITION = 1.0
"""Lost, in log odds, by a recommendation under a condition of which the question says nothing."""
_ONE_ARMED = 4.0
"""Lost, in log odds, also of the confidence, by a sentence on one of two treatments that are to be compared."""
_NO_RESULT = 2.5
"""Lost, in log odds, also of the confidence, by a sentence that tells what was done where what was found is asked."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How a sentence compares with the question, each in [0, 1] but for the first two."""

    relevance: float | None
    """Log odds that it answers, by the evidence reader; None without one."""
    similarity: float
    """Cosine of question and sentence, in [-1, 1]."""
    said: float
    """Share of the question's telling words, weighted by rarity, that the sentence itself has."""
    held: float
    """The same with its neighbours, section, and source."""
    passage: float
    """1 / rank of its passage."""
    named: bool
    """Whether it, its neighbours or its source have every name the question gives."""
    others: bool = False
    """Whether it speaks of others than the question: of the acute where the chronic is asked about."""
    elsewhere: bool = False
    """Whether it speaks of another treatment than the one asked about, or of no number where one is asked."""
    one_armed: bool = False
    """Whether it speaks of only one of two treatments that are to be compared."""
    dissents: bool = False
    """Whether it speaks against something, where it is asked what somebody has against it."""
    no_result: bool = False
    """Whether it tells what was done, where what was found is asked."""
    advised: float = 0.0
    """How far, in [0, 1], it is a recommendation about the very treatment asked about, and in no others."""


def order_of(
    scores: Scores,
    kind: BlockKind,
    *,
    result: bool,
    advice: bool,
    meaning: bool,
    harm: bool,
    aim: bool,
    between: bool = False,
    voice: bool = False,
    anecdote: bool = False,
    discussed: bool = False,
    counted: bool = False,
    found: bool = False,
    use: bool = False,
    conditional: bool = False,
) -> float:
    """How a sentence ranks under its question, in log odds of being a gold sentence rather than another.

    Args:
        scores: Its scores.
        kind: The block it stands in.
        result: The question asks for an effect and the sentence states a measured one; a reader sees that itself.
        advice: The question asks what to do and the sentence recommends.
        meaning: The question asks what a term means and the sentence explains one of its words.
        harm: The question asks what may go wrong and the sentence speaks of that.
        aim: The sentence says what was to be done, not what was found; a reader sees that itself.
        between: The question asks for an effect and the sentence states a difference between groups.
        counted: The question asks how many people and the sentence gives a number of them.
        use: The question asks whether a treatment is of use and the sentence recommends.
        conditional: The sentence recommends under a condition of which the question says nothing.
        found: The question asks what a study found and the sentence states a result.
        discussed: The words it holds are partly those of a passage that discusses it.
        voice: The question asks what somebody holds and the sentence stands where people say so.
        anecdote: The question asks what somebody has against something and the sentence tells of its writer's own case.
    Source: fitted (docs/measurements.md), but for what is asked, which is set.
    """
    if scores.relevance is not None:
        x = 0.8 * scores.relevance + 2.5 * scores.held + 1.8 * scores.passage
        x += _ASKED_READ if advice or meaning or harm else 0.0
        # A recommendation that names what is asked comes before one in whose discussion it is named.
        x -= _NAMED_ELSEWHERE * (1 - scores.said) if discussed else 0.0
    else:
        x = 6.3 * scores.similarity + 1.0 * scores.said + 4.8 * scores.held + 1.6 * scores.passage
        x += (_ASKED if result or advice or meaning or harm else 0.0) - (0.7 if aim else 0.0)
    x += _BETWEEN if between else 0.0
    x += _COUNTED if counted else 0.0
    x += (_FOUND if found else 0.0) + (_USE if use else 0.0)
    x += _VOICE if voice else 0.0
    x += (_DISSENT if scores.dissents else 0.0) - (_ANECDOTE if anecdote else 0.0)
    x += _ON_IT * scores.advised
    x -= _OTHERS if scores.others else 0.0
    x -= _CONDITION if conditional else 0.0
    x -= _NO_RESULT if scores.no_result else 0.0
    x -= _ONE_ARMED if scores.one_armed else 0.0
    return x - (0.7 if kind in (BlockKind.TABLE, BlockKind.CAPTION) else 0.0) - (0.0 if scores.named else _ASKED)


def confidence_of(scores: Scores) -> float:
    """How sure, in [0, 1], that a sentence with these scores answers at all.

    Source: fitted on questions asked of libraries that do and do not hold their answer, docs/measurements.md.
    """
    if scores.relevance is not None:
        x = 0.4 * scores.relevance + 9.9 * scores.similarity + 6.9 * scores.held - (8.2 if scores.named else 10.2)
        x += (_DISSENTING if scores.dissents else 0.0) - (_ANOTHER if scores.elsewhere else 0.0)
        x += _SURE_ON_IT * scores.advised - (_NO_RESULT if scores.no_result else 0.0)
        return _probability(x - (_ONE_ARMED if scores.one_armed else 0.0))
    both = scores.similarity * scores.held
    x = 9.6 * scores.similarity + 0.8 * scores.said + 3.6 * scores.held + 8.7 * both - 8.9
    sure = _probability(x + _SURE_ON_IT * scores.advised - (_ANOTHER if scores.elsewhere else 0.0))
    return sure if scores.named else sure * _UNNAMED


def first_right(confidence: float, relevance: Sequence[float | None]) -> float:
    """How sure, in [0, 1], that the first sentence is the one that answers, if one of the sentences does.

    What tells it is how far the reader prefers the first to the best of the others.

    Args:
        confidence: In [0, 1], of the surest sentence.
        relevance: Of each sentence, best first, in log odds; None without a reader.
    Source: fitted, docs/measurements.md.
    """
    known = [r for r in relevance if r is not None]
    ahead = known[0] - max(known[1:]) if len(known) > 1 else 0.0
    bounded = min(max(confidence, 0.001), 0.999)
    return _probability(0.24 * math.log(bounded / (1 - bounded)) + 0.72 * ahead + 0.12)


def likelier(probability: float, odds: float) -> float:
    """A probability in [0, 1] with some log odds added."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return _probability(math.log(bounded / (1 - bounded)) + odds)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
