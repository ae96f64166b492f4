"""Recommendations the reader learns from: sentences of ours on the treatments and patients of Evidence Inference.

The public sets ask what was found, hardly ever what should be done. Here a recommendation for, against or neither is
put, in the ways guidelines put them, beside recommendations on other treatments or for other patients and sentences
that only speak of the treatment; and it is asked about in the ways clinicians ask. All wordings are ours.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.train_claims import CONTRADICTS, NEITHER, SUPPORTS
from index.train_data import WRONG, Choice, Pair, Sentence

_OF_NO_MEANING = (
    "the|a|an|of|in|for|to|and|or|by|all|these|those|with|from|at|on|is|are|was|were|has|have|had|who|that|which|"
    "this|their|our|as|than|between|among|suffering|received|compared|treated|randomi[sz]ed"
)
_PATIENTS = re.compile(
    rf"\b((?:(?!(?:{_OF_NO_MEANING}|when|if|both|many|some|most|only|not|benefit)\b)[a-z-]{{4,}} )?"
    r"(?:patients|adults|children|women|people|infants|adolescents|individuals|men) "
    r"(?:with|who have|undergoing|after|treated for|suffering from|at risk of) "
    rf"(?:(?!(?:{_OF_NO_MEANING})\b)[a-z][\w/-]*(?: (?=\w)|(?!\w))){{1,5}})",
)
_SEVERAL = re.compile(r"[,;:]| (?:or|and|vs\.?|versus) ")
_FOR = (
    "We recommend {i} for {p} (strong recommendation, {q}).",
    "We suggest offering {i} to {p} ({s}, {q}).",
    "For {p}, we suggest {i}. ({s})",
    "For {p}, we recommend {i}. (Strong for)",
    "Offer {i} to {p}.",
    "Consider {i} for {p}.",
    "Consider {i}, alone or with {x}, for {p}.",
    "{i} is recommended in {p} (Grade {g}).",
    "{i} is suggested as a treatment option for {p}. Grade of recommendation: {g}.",
    "{i} should be offered to {p}.",
    "{i} may be considered in {p} who have not improved with first-line care.",
    "The panel recommends that clinicians use {i} in {p}.",
    "In {p}, {i} or {x} can be used (conditional recommendation in favour, {q}).",
    "For {p}, clinicians should choose among treatments such as {x}, {i} and {y}.",
    "For {p}, we suggest any one of the following (e.g., {x}, {i}, {y}). ({s})",
    "Recommendation {n}: {i} could be provided as part of care to {p} ({q}).",
)
_AGAINST = (
    "We recommend against {i} for {p} (strong recommendation, {q}).",
    "We suggest against offering {i} to {p} ({s}, {q}).",
    "For {p}, we suggest against {i}. (Weak against)",
    "For {p}, we recommend against {i}, compared with {x}. (Strong against)",
    "Do not offer {i} to {p}.",
    "Do not routinely use {i} in {p}.",
    "{i} is not recommended in {p} (Grade {g}).",
    "{i} should not be used in {p}.",
    "The panel recommends that clinicians do not use {i} in {p}.",
    "In {p}, {i} should be avoided (conditional recommendation against, {q}).",
    "For {p}, we suggest against the use of {x}, {i} or {y}. ({s})",
    "Recommendation {n}: {i} should not be part of usual care for {p} ({q}).",
)
_NEITHER = (
    "There is insufficient evidence to recommend for or against {i} for {p}. (Neither for nor against)",
    "For {p}, there is insufficient evidence for or against the use of {i}.",
    "No recommendation can be made for or against {i} in {p}, because the evidence is too limited.",
    "The current evidence is insufficient to weigh the benefits and harms of {i} in {p}.",
    "For {p}, the evidence does not allow a recommendation on {x}, {i} or {y}.",
)
_RECOMMENDED = {SUPPORTS: _FOR, CONTRADICTS: _AGAINST, NEITHER: _NEITHER}
_CERTAINTY = ("high", "moderate", "low", "very low")
_ASKED = (
    "Should I offer {i} to {p}?",
    "Should {p} get {i}?",
    "Should we use {i} in {p}?",
    "Is {i} recommended for {p}?",
    "Is {i} recommended?",
    "Do guidelines recommend {i} for {p}?",
    "What do the guidelines say about {i}?",
    "What is the recommendation on {i} in {p}?",
    "{i} for {p}: yes or no?",
    "{i} for {p}?",
    "Is it worth trying {i} in {p}?",
    "Would you give {i} to {p}?",
    "My patient asks about {i}. Should I go ahead?",
    "Can I prescribe {i} for {p}?",
    "Is there a place for {i} in {p}?",
    "Is {i} advised in {p}?",
    "Should {i} be avoided in {p}?",
    "How strong is the recommendation on {i}?",
    "does anyone recommend {i} for {p}",
    "{i} - any guidance?",
)
_OPEN = (
    "What is recommended for {p}?",
    "How should I treat {p}?",
    "Which treatments should be offered to {p}?",
    "What should I offer to {p}?",
)
_AVOIDED = "Should {i} be avoided in {p}?"
_STATED = ("{i} is recommended for {p}.", "Guidelines advise {i} for {p}.", "{i} should be offered to {p}.")


@dataclass(frozen=True, slots=True)
class Treated:
    """A treatment that a trial tried, on whom, and other sentences of its article that name it."""

    name: str
    patients: str
    mentions: tuple[str, ...]


def patients_of(sentences: Sequence[Sentence]) -> str:
    """Whom an article's first sentences say was treated ("adults with chronic low back pain"); "" if none do."""
    for sentence in sentences[:40]:
        found = _PATIENTS.search(sentence.text)
        if found:
            return found[1].strip()
    return ""


def treated_of(name: str, sentences: Sequence[Sentence], says_result: re.Pattern[str]) -> Treated | None:
    """The treatment with those who got it; None for names too long or too short to be asked about, or without them."""
    name, patients = name.strip().rstrip("."), patients_of(sentences)
    if not patients or not 4 <= len(name) <= 60 or _SEVERAL.search(name):
        return None
    named = [s.headed for s in sentences if name.lower() in s.text.lower() and not says_result.search(s.text)]
    return Treated(name, patients, tuple(named[:12]))


def advice_examples(treated: Sequence[Treated], chance: random.Random) -> Iterator[Choice | Pair]:
    """For each treatment two recommendations, each of a direction drawn by chance, against others and mentions."""
    for one in (*treated, *treated):
        others = [t for t in chance.sample(treated, min(6, len(treated))) if _apart(one, t)]
        if len(others) < 3:
            continue
        way = chance.choice((SUPPORTS, SUPPORTS, CONTRADICTS, CONTRADICTS, NEITHER))
        said = _recommended(one.name, one.patients, way, others, chance)
        is_open = chance.random() < 0.15
        question = _put(chance.choice(_OPEN if is_open else _ASKED), one, chance)
        yield Choice(question, (said, *_wrong(one, others, chance, is_open=is_open)))
        yield from _told(one, said, way, others, chance)


def _apart(one: Treated, other: Treated) -> bool:
    """True if the two treatments share no word and the patients are not called the same."""
    words = {w for w in one.name.lower().split() if len(w) > 3}
    return not words & set(other.name.lower().split()) and one.patients != other.patients


def _put(form: str, one: Treated, chance: random.Random) -> str:
    patients = one.patients if chance.random() < 0.8 else one.patients.split(" with ")[-1]
    said = form.format(i=one.name, p=patients)
    return said[0].upper() + said[1:] if chance.random() < 0.8 else said.lower()


def _recommended(name: str, patients: str, way: int, others: Sequence[Treated], chance: random.Random) -> str:
    said = chance.choice(_RECOMMENDED[way]).format(
        i=name,
        p=patients,
        x=others[0].name,
        y=others[1].name,
        q=chance.choice(_CERTAINTY) + chance.choice((" certainty evidence", " quality evidence")),
        s=f"{chance.choice(('weak', 'conditional', 'weak for' if way == SUPPORTS else 'weak against'))}",
        g=chance.choice("ABCD"),
        n=chance.randint(1, 40),
    )
    numbered = f"{chance.randint(1, 40)}. " if chance.random() < 0.25 else ""
    return numbered + said[0].upper() + said[1:]


def _wrong(one: Treated, others: Sequence[Treated], chance: random.Random, *, is_open: bool) -> list[str]:
    """Recommendations on other treatments and patients, and sentences that name this one and recommend nothing."""
    found = []
    for i in range(WRONG):
        other, beside = others[i % len(others)], [others[(i + 1) % len(others)], others[(i + 2) % len(others)]]
        way = chance.choice((SUPPORTS, CONTRADICTS, NEITHER))
        same = not is_open and chance.random() < 0.5
        found.append(_recommended(other.name, one.patients if same else other.patients, way, beside, chance))
    mentions = list(one.mentions) or [m for o in others for m in o.mentions]
    for i, said in enumerate(chance.sample(mentions, min(len(mentions), WRONG // 2))):
        found[i] = said
    return found


def _told(one: Treated, said: str, way: int, others: Sequence[Treated], chance: random.Random) -> Iterator[Pair]:
    """What the recommendation says to a question and to a claim; and that it says nothing on another treatment."""
    asked = _put(chance.choice(_ASKED[:7]), one, chance)
    yield Pair(asked, said, "stance", way)
    if chance.random() < 0.3 and way != NEITHER:
        avoided = CONTRADICTS if way == SUPPORTS else SUPPORTS
        yield Pair(_put(_AVOIDED, one, chance), said, "stance", avoided)
    if chance.random() < 0.4:
        yield Pair(_put(chance.choice(_STATED), one, chance), said, "stance", way)
    if chance.random() < 0.3:
        yield Pair(_put(chance.choice(_ASKED[:7]), others[2], chance), said, "stance", NEITHER)
