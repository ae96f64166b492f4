"""Claims and yes-or-no questions made from statements, and their opposites: what the reader's stance is learned from.

A trial's labelled question is put as claims that its result bears out or not; a statement is turned into its opposite
by exchanging a word ("increases" for "decreases") or by negating its verb. All wordings are ours.
"""

from __future__ import annotations

import random
import re

SUPPORTS, CONTRADICTS, NEITHER = range(3)
INCREASED, DECREASED, NO_DIFFERENCE = range(3)

_MORE = frozenset({INCREASED})
_LESS = frozenset({DECREASED})
_SAME = frozenset({NO_DIFFERENCE})
_OTHER = _MORE | _LESS
_SAID = (
    ("{i} increases {o} compared with {c}.", _MORE),
    ("{o} is higher with {i} than with {c}.", _MORE),
    ("{o} was greater in patients receiving {i} than in those receiving {c}.", _MORE),
    ("{i} raises {o}.", _MORE),
    ("Does {i} increase {o} compared with {c}?", _MORE),
    ("Does {i} lead to more {o} than {c}?", _MORE),
    ("Is {o} higher with {i} than with {c}?", _MORE),
    ("Does {i} increase {o}?", _MORE),
    ("{i} reduces {o} compared with {c}.", _LESS),
    ("{o} is lower with {i} than with {c}.", _LESS),
    ("{o} was less in patients receiving {i} than in those receiving {c}.", _LESS),
    ("{i} decreases {o}.", _LESS),
    ("Does {i} reduce {o} compared with {c}?", _LESS),
    ("Is {o} lower with {i} than with {c}?", _LESS),
    ("Does {i} lower {o}?", _LESS),
    ("Can {i} reduce {o}?", _LESS),
    ("{i} and {c} do not differ in {o}.", _SAME),
    ("There is no significant difference in {o} between {i} and {c}.", _SAME),
    ("{i} has no effect on {o}.", _SAME),
    ("{i} does not change {o} compared with {c}.", _SAME),
    ("Is {o} similar with {i} and with {c}?", _SAME),
    ("{o} differs between {i} and {c}.", _OTHER),
    ("{i} affects {o}.", _OTHER),
    ("Does {i} affect {o}?", _OTHER),
    ("Does {i} have an effect on {o} compared with {c}?", _OTHER),
    ("Is there a difference in {o} between {i} and {c}?", _OTHER),
    ("Does {i} influence {o}?", _OTHER),
)
_BETTER = (
    "Does {i} improve {o}?",
    "Is {i} better than {c} for {o}?",
    "{i} improves {o}.",
    "Is {i} effective for {o}?",
)
_WANTED = re.compile(
    r"\b(?:quality of life|surviv\w*|success\w*|satisf\w*|adheren\w*|complian\w*|function\w*|remission|response|"
    r"healing|knowledge|strength|recover\w*|well-?being|cure|abstinence|improvement|performance|self-efficacy)\b",
    re.IGNORECASE,
)
_FEARED = re.compile(
    r"\b(?:pain|mortality|deaths?|adverse|symptoms?|risk|infections?|complications?|depress\w*|anxiety|relapse\w*|"
    r"recurrence\w*|bleeding|nausea|vomiting|disability|fatigue|stress|failure|side effects?|morbidity|"
    r"hospitali[sz]ation|blood pressure|"
    r"cholesterol|hypotension|fever|cough|falls|injur\w*|toxicity|burden|exacerbations?)\b",
    re.IGNORECASE,
)

_DIFFERING = (
    "{o} was significantly {more} in the {i} group than in the {c} group (p = 0.0{n}).",
    "{o} was {more} with {i} than with {c} (P < 0.05).",
    "{o} was {less} with {c} than with {i}.",
    "{i} significantly {raised} {o} compared with {c}.",
    "Compared with {c}, {i} {raised} {o} (p = 0.0{n}).",
    "Patients receiving {c} had significantly {less} {o} than those receiving {i}.",
    "Results: {o} in the {i} group was significantly {more} than in the {c} group (P < 0.001).",
    "{o} was {low} in the {c} group versus {high} in the {i} group (p = 0.00{n}).",
    "{o} was {high} with {i} and {low} with {c} (P = 0.0{n}).",
    "There was significantly {more} {o} with {i}, as against {c} (95% CI, p < 0.0{n}).",
)
_ALIKE = (
    "{o} did not differ between the {i} group and the {c} group (p = 0.{n}4).",
    "There was no significant difference in {o} between {i} and {c} (P > 0.05).",
    "{i} had no effect on {o} compared with {c}.",
    "{o} was {high} with {i} and {high} with {c} (p = 0.{n}1).",
    "Results: {o} was similar in both groups (P = 0.{n}8).",
)
_WORDS = {
    True: {"more": ("higher", "greater", "increased"), "less": ("lower", "less"), "raised": ("increased", "raised")},
    False: {"more": ("lower", "less", "reduced"), "less": ("higher", "greater"), "raised": ("reduced", "decreased")},
}
_BRACKETED = re.compile(r"\(([A-Za-z][\w -]{1,11})\)")

_OPPOSITES = (
    ("increase", "decrease"),
    ("higher", "lower"),
    ("improve", "worsen"),
    ("promote", "inhibit"),
    ("activate", "inhibit"),
    ("enhance", "impair"),
    ("enhance", "suppress"),
    ("more", "less"),
    ("more", "fewer"),
    ("better", "worse"),
    ("upregulate", "downregulate"),
    ("raise", "lower"),
    ("induce", "prevent"),
    ("cause", "prevent"),
    ("accelerate", "delay"),
    ("increase", "reduce"),
    ("effective", "ineffective"),
    ("safe", "unsafe"),
    ("high", "low"),
    ("greater", "smaller"),
    ("longer", "shorter"),
    ("positively", "negatively"),
    ("stimulate", "block"),
    ("common", "rare"),
)
_ENDINGS = ("", "s", "ed", "ing")
_VERBS = (
    "abolish accelerate act activate affect alter ameliorate attenuate augment bind block cause change confer "
    "contribute control correlate decrease define delay depend determine direct disrupt drive encode enhance "
    "exacerbate extend facilitate form govern help impair improve increase induce influence inhibit interact lead "
    "limit lower maintain mediate modulate play predict prevent produce promote protect provide raise "
    "recruit reduce regulate require restore result serve show stimulate support suppress target treat trigger worsen"
).split()


def _forms(verb: str) -> tuple[str, str]:
    """Third person and past of a regular verb."""
    third = verb + ("es" if verb.endswith(("sh", "ch", "x", "ss")) else "s")
    return third, verb + ("d" if verb.endswith("e") else "ed")


_THIRD = {_forms(verb)[0]: verb for verb in _VERBS}
_VERB = re.compile(rf"(?<= )(?<!to )(?:{'|'.join(sorted(_THIRD, key=len, reverse=True))}|{'|'.join(_VERBS)})(?= )")
_BE = re.compile(r"(?<= )(?:is|are|was|were|can|may|has been|have been|will|should)(?= )")
_DENIAL = re.compile(r"^(.{3,120}?),? (does|did|do|is|are|was|were|can|could|has|have) not (?:yet )?(.+)$")
_NO_EFFECT = re.compile(
    r"^(.{3,120}?) (has|have|had) no (?:\w+ )?(effect|impact|influence|benefit|role) (on|in|for|over) (.+)$"
)
_OPENED = re.compile(
    r"^(?:[A-Z]{5,}:? |Conclusions?: )?"
    r"(?i:(?:in conclusion|in summary|overall|thus|therefore|however|moreover|in addition|furthermore|finally)[,:]? )?"
)
_CLAUSE = re.compile(r"\b(?:that|which|who|we|whether|suggests?|shows?|indicates?|but|while)\b", re.IGNORECASE)
"""Words before a verb that make it unlikely to be the sentence's first."""
_NOT = re.compile(r"\b(?:does|do|did|is|are|was|were|can|could|may|has|have) not (\w+)|\bno\b|\bnot\b|\bcannot\b", re.I)


def _swaps() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in _OPPOSITES:
        for a, b in ((one, other), (other, one)):
            for ending in _ENDINGS:
                found.setdefault(_ended(a, ending), []).append(_ended(b, ending))
    return found


def _ended(word: str, ending: str) -> str:
    if ending == "ed":
        return word + ("d" if word.endswith("e") else "ed")
    return (word[:-1] if ending == "ing" and word.endswith("e") else word) + ending


_SWAPS = _swaps()
_SWAP = re.compile(rf"\b(?:{'|'.join(sorted(_SWAPS, key=len, reverse=True))})\b")


def trial_claim(
    arms: tuple[str, str], outcome: str, direction: int, chance: random.Random, *, true: bool
) -> tuple[str, int]:
    """A claim or question on a trial's outcome and whether a result in `direction` supports or contradicts it.

    Args:
        arms: Intervention and comparator; `direction` is the intervention's, against the comparator.
        true: Whether the result is to bear it out.
    """
    said = [*_SAID]
    if bool(_WANTED.search(outcome)) != bool(_FEARED.search(outcome)):
        better = _MORE if _WANTED.search(outcome) else _LESS
        said += [(form, better) for form in _BETTER] * 2
    form = chance.choice([form for form, ways in said if (direction in ways) == true])
    claim = form.format(i=arms[0].strip(), c=arms[1].strip(), o=outcome.strip())
    return claim[0].upper() + claim[1:], SUPPORTS if true else CONTRADICTS


def trial_result(arms: tuple[str, str], outcome: str, direction: int, chance: random.Random) -> str:
    """A plain sentence of ours that states a result in `direction`, from the side of either arm."""
    one, other = (_short(arm, chance) for arm in arms)
    low = chance.randint(2, 60)
    high, rising = low + chance.randint(2, 30), direction == INCREASED
    form = chance.choice(_ALIKE if direction == NO_DIFFERENCE else _DIFFERING)
    words = {name: chance.choice(said) for name, said in _WORDS[rising].items()}
    values = {"high": f"{high if rising else low}%", "low": f"{low if rising else high}%", "n": chance.randint(1, 4)}
    said = form.format(i=one, c=other, o=outcome.strip(), **words, **values)
    return said[0].upper() + said[1:]


def _short(arm: str, chance: random.Random) -> str:
    """An arm as trials go on to call it: by its abbreviation, by its first words, or in full."""
    bracketed, words = _BRACKETED.search(arm), arm.split()
    if bracketed and chance.random() < 0.5:
        return bracketed[1]
    return " ".join(words[:4]) if len(words) > 6 else arm.strip()


def statement_of(title: str) -> str | None:
    """What a title states, up to a colon or stop; None where it has no verb of ours or asks."""
    said = re.split(r"[:.] |\.$| - | – ", " ".join(title.split()))[0].strip()
    if "?" in title or not 4 <= len(said.split()) <= 30:
        return None
    return said if _VERB.search(said) or _BE.search(said) else None


def opposite_of(claim: str, chance: random.Random) -> str | None:
    """The claim with a word exchanged for its opposite, or negated, or with its negation taken out."""
    ways = [w for w in (exchanged(claim, chance), _negated(claim)) if w]
    return chance.choice(ways) if ways else None


def exchanged(claim: str, chance: random.Random) -> str | None:
    """The claim or question with its first word that has an opposite exchanged for it; None without one."""
    if _NOT.search(claim):
        return None
    found = list(_SWAP.finditer(claim))
    if not found:
        return None
    word = found[0]
    return claim[: word.start()] + chance.choice(_SWAPS[word[0]]) + claim[word.end() :]


def _negated(claim: str) -> str | None:
    denied = _NOT.search(claim)
    if denied:
        if denied[1] is None or not denied[0].lower().startswith(("is", "are", "was", "were", "can", "does", "do")):
            return None
        helper, _, verb = denied[0].split()
        kept = {"does": _forms(verb)[0], "do": verb}.get(helper, f"{helper} {verb}")
        return claim[: denied.start()] + kept + claim[denied.end() :]
    verb_found = _BE.search(claim) or _VERB.search(claim)
    if verb_found is None:
        return None
    word = verb_found[0]
    if word in _THIRD:
        denied_verb = f"does not {_THIRD[word]}"
    elif word in _VERBS:
        denied_verb = f"do not {word}"
    else:
        first, *rest = word.split()
        denied_verb = " ".join([first, "not", *rest])
    return claim[: verb_found.start()] + denied_verb + claim[verb_found.end() :]


def question_of(claim: str) -> str | None:
    """The statement as a question answered by yes where it holds; None for denials and where no verb is known."""
    claim = _OPENED.sub("", claim.rstrip(". "))
    found = min((m for m in (_BE.search(claim), _VERB.search(claim)) if m), key=lambda m: m.start(), default=None)
    if found is None or _NOT.search(claim):
        return None
    before, after, word = _lowered(claim[: found.start()].strip()), claim[found.end() :].strip(), found[0]
    if len(before.split()) > 14 or _CLAUSE.search(before):
        return None
    if word in _THIRD:
        return f"Does {before} {_THIRD[word]} {after}?"
    if word in _VERBS:
        return f"Do {before} {word} {after}?"
    first, *rest = word.split()
    return " ".join([first.capitalize(), before, *rest, after]) + "?"


def denied_question_of(statement: str) -> str | None:
    """What a denial denies, as a question answered by no where it holds; None for what denies nothing outright."""
    said = _OPENED.sub("", statement.rstrip(". "))
    found = _NO_EFFECT.match(said)
    if found:
        before, helper, noun, at, after = found.groups()
        asked = {"has": "Does", "have": "Do", "had": "Did"}[helper]
        article = "an" if noun[0] in "ei" else "a"
        return f"{asked} {_lowered(before)} have {article} {noun} {at} {after}?"
    found = _DENIAL.match(said)
    if found is None or _NOT.search(found[1]) or _CLAUSE.search(found[1]):
        return None
    return f"{found[2].capitalize()} {_lowered(found[1])} {found[3]}?"


def _lowered(words: str) -> str:
    """With a small first letter, where the first word is no name or abbreviation."""
    first = words.split()[0]
    return words[0].lower() + words[1:] if first[1:].islower() and first.lower() in _OPENERS else words


_OPENERS = frozenset("the a an this these there our treatment patients use no in both adding addition early".split())
