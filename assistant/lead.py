"""The first line of an answer: what its sources come to, in the program's words and marked as such."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Claim, Judgement
from assistant.judge import SURE, SURE_YES_NO, advised, first_recommendations
from assistant.question import Question

_UNGRADED = {"for": "for", "against": "against", "neither": "neither for nor against"}


def lead_of(question: Question, claims: Sequence[Claim], judgement: Judgement | None) -> str:
    """One line, or nothing where the sources come to nothing that is sure.

    A question for advice is led by the direction, strength and certainty of the recommendations cited; any other by yes
    or no, or by the way of the effect.
    """
    if question.asks_advice or advised(question, claims):
        told = [f"{_graded(c)} [{c.citations[0].marker}]" for c in first_recommendations(claims)]
        if told:
            return f"The cited recommendations: {'; '.join(dict.fromkeys(told))}."
    if judgement is None:
        return ""
    said, sure = "", 0.0
    if judgement.yes_no:
        said, sure = judgement.yes_no.value, judgement.yes_no_sure
    elif judgement.direction:
        said, sure = judgement.direction.value, judgement.direction_sure
    if sure < (SURE_YES_NO if judgement.yes_no else SURE):
        return ""
    counted = f"{judgement.agreeing} of {judgement.sources} sources" if judgement.sources > 1 else "1 source"
    lead = "The cited sources’ answer" if judgement.yes_no else "The way of the effect in the cited sources"
    return f"{lead}: {said} ({counted}; read by the evidence reader, {sure:.0%} sure)."


def _graded(claim: Claim) -> str:
    told = claim.recommendation
    if told is None:
        return ""
    strength = f"{told.strength} " if told.strength and told.direction != "neither" else ""
    certainty = f", certainty {told.certainty}" if told.certainty else ""
    return f"{strength}{_UNGRADED[told.direction]}{certainty}"
