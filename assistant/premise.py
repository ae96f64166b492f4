"""What a question takes for granted, held against what the cited sources say of the same thing.

"Why did the panel recommend epidurals?" takes for granted that it did. A premise is called false only where a cited
sentence speaks of the same thing, says otherwise, and no cited sentence says what was taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from assistant.answer import Citation, Claim, Premise
from assistant.question import Question, names_in, stem, stems
from corpus.effect_direction import DECREASED, INCREASED, SAME
from corpus.effects import effects_of
from corpus.recommendation_rules import advice_in
from corpus.recommendations import GRADED
from index.lexical import words_of


class _Says(Enum):
    """What is presupposed or found: advice or approval, or an effect."""

    FOR = auto()
    AGAINST = auto()
    NEITHER = auto()
    LESS = auto()
    MORE = auto()
    BETTER = auto()
    NO_EFFECT = auto()


_ADVICE = frozenset({_Says.FOR, _Says.AGAINST})
_SOME = frozenset({_Says.LESS, _Says.MORE, _Says.BETTER})


@dataclass(frozen=True, slots=True)
class _Presupposed:
    """A clause taken for granted: what it says, by whom (may be empty), and of what, each in the question's words."""

    clause: str
    says: _Says
    by: str
    of: str
    approves: bool = False


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_WHY = _rx(
    r"""^(?:(?:and|but|so|then)[,\s]+)?(?:why|how\s+come|how|when|on\s+what\s+grounds|for\s+what\s+reasons?)\s+
    (?:(?P<aux>do|does|did|has|have|had|is|are|was|were)(?P<nt>n['’]t)?\s+)?(?P<rest>[^?]+)"""
)
_LED = _rx(r"^what\s+(?:\w+\s+)?(?:led|made|caused|prompted|moved|convinced)\s+(?P<rest>[^?]+)")
_SINCE = _rx(r"^(?:since|given\s+that|because|as|now\s+that|considering\s+that|seeing\s+that)\s+(?P<rest>[^,?]+),")
_NOT = r"(?:(?:do|does|did|is|are|was|were|has|have|had)\s*(?:not|n['’]t|never)\s+|not\s+|never\s+|n['’]t\s+)"
_RECOMMENDS = _rx(
    rf"""\b(?P<not>{_NOT})?(?:to\s+)?(?:be(?:en)?\s+)?(?:\w+ly\s+)?(?:(?P<approve>approv(?:e[sd]?|ing)
        |licen[cs]e[sd]?)
    |(?:recommend|advis|endors|suggest|support|encourag)(?:e[sd]?|s|ed|ing)?\b|indicated\b)(?P<against>\s+(?:not
    |against|avoiding|stopping))?"""
)
_REJECTS = _rx(
    r"""\b(?:discourag\w+|contra-?indicated|reject\w*|oppos\w+|ban(?:s|ned)?|warn(?:s|ed|ing)?\s+against|withdr[ae]w\w*)\b"""
)
_WORKS = _rx(
    rf"""\b(?P<not>{_NOT})?(?:(?P<less>reduc\w+|lower(?:s|ed)?|decreas\w+|prevent\w*|reliev\w+|shorten\w*|alleviat\w+)
    |(?P<more>increas\w+|rais(?:e[sd]?)\b|prolong\w*)|(?P<better>improv\w+|effective|superior|better|beneficial
    |helps?|helped))\b"""
)
_UNSURE = _rx(r"\b(?:whether|only|whom?|which|may|might|could|can|unclear|controversial)\b")
_NONE = _rx(
    r"""\b(?:did|does|do|was|were|is|are|has|have|had)(?:\s+not|n['’]t)\s+(?:\w+ly\s+)?(?:shown?\s+to\s+(?:be\s+)?)?
    (?:reduc\w+|improv\w+|prevent\w*|increas\w+|decreas\w+|lower\w*|reliev\w+|shorten\w*|affect\w*|differ\w*
    |chang\w+|superior|better|(?:more\s+)?effective
    |beneficial|associated|help\w*)\b
    |\bno\s+(?:\w+\s+){0,3}?(?:effects?|benefits?|differences?|improvements?|reductions?|increases?|advantages?
    |better|more\s+effective)\b
    |\bineffective\b|\bnot\s+(?:\w+ly\s+)?(?:superior|effective|better)\b|\bfailed\s+to\b"""
)
_IN_ITSELF = _rx(
    r"""\b(?:did|does|do|was|were|is|are|has|have|had)(?:\s+not|n['’]t)\s+(?:\w+ly\s+)?(?:shown?\s+to\s+)?(?:reduc
        |improv|prevent|increas|decreas
    |lower|reliev|shorten|affect|help)\w*|\bno\s+(?:\w+\s+){0,2}?(?:effects?|benefits?)\b|\bineffective\b
    |\bnot\s+effective\b"""
)
_INERT = _rx(r"\b(?:placebo|sham|saline|dummy|controls?|no\s+treatment|usual\s+care|standard\s+care|waiting)\b")
_COMPARED = _rx(r"\b(?:than|compared|versus|vs)\b")
_CHANGED = _rx(
    r"""\b(?:reduc(?:e[sd]?|tions?)|improve[sd]?|improvements?|prevent(?:s|ed)|increase[sd]?|decrease[sd]?
        |lower(?:s|ed)?|relieve[sd]?|shorten(?:s|ed)
    |fewer|higher|greater|superior|better|effective|benefit(?:s|ed)?)\b"""
)
_UNAPPROVED = _rx(
    r"\b(?:not|never|n['’]t)\s+(?:been\s+)?(?:\w+ly\s+)?(?:approv|licen[cs])\w+|\bunapproved\b"
    r"|\boff[\s-]label\b"
)
_APPROVED = _rx(r"\b(?:approv(?:ed|es|al)|licen[cs]ed)\b")
_EMPTY = frozenset("use using used routine patient patients people guideline panel".split())
_ROOT = 5
_LONGEST = 320
"""Of a source's sentence shown whole, in code points; of a longer one the telling words are shown."""


def premise_of(question: Question, claims: Sequence[Claim]) -> Premise | None:
    """The premise of a question that the cited sources do not bear out; None where there is none to complain of."""
    given = _presupposed(question.text)
    if given is None:
        return None
    about = [claim for claim in claims if _speaks_of(claim, given, question)]
    read = [(claim, _found(claim, given)) for claim in _of_named(about, given)]
    if any(_agrees(found, given) for _, found in read):
        return None
    for claim, found in read:
        if found is not None and _denies(found, given):
            quote = claim.citations[0].quote
            wording = claim.recommendation.wording if claim.recommendation else ""
            told = quote if len(quote) <= _LONGEST or not wording else wording
            return Premise(given.clause, told, claim.citations[0].marker)
    return None


def _presupposed(text: str) -> _Presupposed | None:
    for clause, negated in _clauses(text):
        if _UNSURE.search(clause):
            continue
        recommends, rejects = _RECOMMENDS.search(clause), _REJECTS.search(clause)
        advice = min(filter(None, (recommends, rejects)), key=lambda m: m.start(), default=None)
        if advice:
            against = advice is rejects or bool(advice["not"]) != bool(advice["against"])
            says = _Says.AGAINST if against != negated else _Says.FOR
            by, of = clause[: advice.start()], clause[advice.end() :]
            if not words_of(of):
                by, of = "", by
            elif re.search(r"\b(?:is|are|was|were|be|been)\s*$", by, re.IGNORECASE) or _passive(advice, clause):
                by, of = "", f"{by} {of}"
            approves = advice is recommends and bool(advice["approve"])
            return _Presupposed(clause, says, by, of, approves)
        works = _WORKS.search(clause)
        if works and words_of(clause[: works.start()]):
            says = _Says.LESS if works["less"] else _Says.MORE if works["more"] else _Says.BETTER
            says = _Says.NO_EFFECT if bool(works["not"]) != negated else says
            return _Presupposed(clause, says, "", f"{clause[: works.start()]} {clause[works.end() :]}")
    return None


def _passive(advice: re.Match[str], clause: str) -> bool:
    """ "Epidurals recommended for sciatica" behind "why are": nobody is named who recommends."""
    return bool(re.search(r"(?:ed|indicated)$", advice[0].strip(), re.IGNORECASE)) and bool(
        re.match(r"\s+(?:for|in|to)\b", clause[advice.end() :])
    )


def _clauses(text: str) -> Iterator[tuple[str, bool]]:
    """Clauses a question takes for granted, in the order of a statement, and whether its verb is negated."""
    why = _WHY.match(text)
    if why and (why["aux"] or text.lower().startswith("how come")):
        yield why["rest"].strip(), bool(why["nt"])
    for pattern in (_LED, _SINCE):
        match = pattern.match(text)
        if match:
            yield match["rest"].strip(), False


def _speaks_of(claim: Claim, given: _Presupposed, question: Question) -> bool:
    """True if the claim is about all that the clause is about."""
    citation = claim.citations[0]
    held = stems(f"{claim.text} {citation.section} {citation.source.title}")
    long = dict(question.spelled_out)
    asked = [word for token in re.findall(r"[\w-]+", given.of) for word in words_of(long.get(token, token))]
    telling = [w for w in asked if w not in _EMPTY and not w.endswith("ly")]
    return bool(telling) and all(_held(word, held) for word in telling)


def _held(word: str, present: set[str]) -> bool:
    return stem(word) in present or (len(word) > _ROOT and any(p.startswith(word[:_ROOT]) for p in present))


def _of_named(claims: Sequence[Claim], given: _Presupposed) -> list[Claim]:
    """Those of the source that the clause names; where none of its own is cited, those that speak of it."""
    names = {stem(name) for name in names_in(f"by {given.by}")}
    own = [c for c in claims if names <= stems(_named(c.citations[0]))]
    return own or [c for c in claims if names <= stems(f"{_named(c.citations[0])} {c.text}")]


def _named(citation: Citation) -> str:
    source = citation.source
    return " ".join([source.title, source.journal, source.citation, *source.authors])


def _found(claim: Claim, given: _Presupposed) -> _Says | None:
    """What a claim says of the matter; None where it says nothing, or two things."""
    if given.approves:
        if _UNAPPROVED.search(claim.text):
            return _Says.AGAINST
        return _Says.FOR if _APPROVED.search(claim.text) else None
    if given.says in _ADVICE:
        return _advice(claim)
    found = _effect(claim.text)
    # That two ways of treating are alike does not say that neither works.
    alike = found is _Says.NO_EFFECT and not _IN_ITSELF.search(claim.text)
    return None if alike and not (_INERT.search(claim.text) or _COMPARED.search(given.clause)) else found


def _advice(claim: Claim) -> _Says | None:
    direction = claim.recommendation.direction if claim.recommendation else ""
    if not direction and claim.citations[0].source_type in GRADED:
        advice = advice_in(claim.text)
        direction = advice.direction if advice else ""
    return {"for": _Says.FOR, "against": _Says.AGAINST, "neither": _Says.NEITHER}.get(direction)


def _effect(text: str) -> _Says | None:
    directions = {e.direction for e in effects_of(text) if e.direction}
    without = _NONE.sub(" ", text)
    if _NONE.search(text) or directions == {SAME}:
        # "Improved at 6 weeks but did not at 12 months" says both.
        return None if _CHANGED.search(without) or directions - {SAME} else _Says.NO_EFFECT
    if directions == {DECREASED}:
        return _Says.LESS
    if directions == {INCREASED}:
        return _Says.MORE
    return _Says.BETTER if _CHANGED.search(text) else None


def _agrees(found: _Says | None, given: _Presupposed) -> bool:
    return found is given.says or (given.says in _SOME and found is _Says.BETTER)


def _denies(found: _Says, given: _Presupposed) -> bool:
    if given.says in _ADVICE:
        return found in (_ADVICE | {_Says.NEITHER}) - {given.says} and not (
            given.says is _Says.AGAINST and found is _Says.NEITHER
        )
    if given.says is _Says.NO_EFFECT:
        return False
    return found is _Says.NO_EFFECT or {found, given.says} == {_Says.LESS, _Says.MORE}
