"""What was looked for and not found, in the words of the question: whole phrases, and no words of judging."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import Question
from assistant.treatments import treatments_in

JUDGING = frozenset(
    "effective ineffective effectiveness efficacy worth work works worked working well avoid avoided good best better"
    " worse useful useless helpful help helps safe unsafe ok okay need needed recommended recommend indicated"
    " appropriate right wrong true covered approved allowed advised reasonable beneficial benefit benefits should"
    " reduce reduces improve improves prevent prevents wants offer offered consider considered evidence role"
    " place prescribe prescribed prescribing endorse endorses endorsed stance position verdict"
    # What people have against something they seldom call an objection.
    " objection objections object objects criticism criticisms criticise criticize critics critic complaint complaints"
    " complain concern concerns disagree disagrees".split()
)
"""Words that ask for a judgement and name nothing that could be found."""
_WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")


def phrases_missing(question: Question, missing: Sequence[str]) -> tuple[str, ...]:
    """The missing words as phrases of the question, in its order; what is no word of it stays as it is.

    A word that stands beside other telling words is told with them: "spinal cord stimulation", also where only one of
    the three is spoken of nowhere.
    """
    telling = set(question.words) - JUDGING
    wanted = {w for w in missing if w in telling}
    whole = [m for m in missing if m not in question.words]
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(question.text):
        beside = not runs[-1] or question.text[runs[-1][-1].end() : word.start()].isspace()
        if not (_parts(word[0]) & telling):
            runs.append([])
        elif beside:
            runs[-1].append(word)
        else:
            runs.append([word])
    found = [
        question.text[run[0].start() : run[-1].end()] for run in runs if run and any(_parts(w[0]) & wanted for w in run)
    ]
    told = " ".join(whole).lower()
    return tuple(dict.fromkeys([*whole, *(f for f in found if f.lower() not in told)]))


def treatment_missing(missing: Sequence[str]) -> str:
    """Said of an answer none of whose sentences speaks of the treatment asked about; empty where one does."""
    named = next((phrase for phrase in missing if treatments_in(phrase)), "")
    return f"Nothing found speaks of “{named.removesuffix(' (intervention)')}”." if named else ""


def _parts(word: str) -> set[str]:
    """A word and, of one with a hyphen, its halves, in lower case."""
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    return {lower, *re.split(r"[-/]", lower)}
