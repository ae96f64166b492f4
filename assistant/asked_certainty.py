"""The certainty of a recommendation that gives several: of heat moderate, of massage and acupuncture low."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Claim
from assistant.asking import stem
from assistant.bearing import spoken_stems
from assistant.question import Question
from corpus.recommendation_grades import grade_of

_BRACKET = re.compile(r"\(([^()]{3,80})\)")


def with_asked_certainty(question: Question, claim: Claim) -> Claim:
    """The claim with the certainty printed behind what is asked, where its sentence prints several.

    It has none where the question names things before more than one of them, or before none.
    """
    if claim.recommendation is None:
        return claim
    printed = [(m, grade_of(m[1], prose=True).certainty) for m in _BRACKET.finditer(claim.text)]
    graded = [(m, certainty) for m, certainty in printed if certainty]
    if len({certainty for _, certainty in graded}) < 2:
        return claim
    starts = [0, *(m.end() for m, _ in graded)]
    stretches = [claim.text[start : m.start()].split(":")[-1] for start, (m, _) in zip(starts, graded, strict=False)]
    asked = {stem(w) for w in question.words}
    named = [
        certainty
        for stretch, (_, certainty) in zip(stretches, graded, strict=True)
        if asked & spoken_stems(question.of_kinds, stretch)
    ]
    certainty = named[0] if len(set(named)) == 1 else ""
    return replace(claim, recommendation=replace(claim.recommendation, certainty=certainty))
