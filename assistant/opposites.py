"""Words that exclude each other, so that a text that says one of them denies the other: viral and bacterial."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import permutations

from index.lexical import words_of

_SETS: tuple[tuple[str, ...], ...] = (
    ("common", "rare"),
    ("frequent", "rare|infrequent"),
    ("blinded", "open label"),
    ("viral", "bacterial", "fungal", "parasitic"),
    ("virus", "bacterium", "fungus", "parasite"),
    ("benign", "malignant"),
    ("dominant", "recessive"),
    ("shorter", "longer"),
    ("higher", "lower"),
    ("increased", "decreased|reduced"),
    ("increase", "decrease"),
    ("upregulated", "downregulated"),
    ("upregulates", "downregulates"),
    ("overexpressed", "underexpressed"),
    ("hypermethylated", "hypomethylated"),
    ("agonist", "antagonist"),
    ("activator", "inhibitor|repressor"),
    ("activates", "inhibits"),
    ("promotes", "inhibits|suppresses"),
    ("oncogene", "tumor suppressor|tumour suppressor"),
    ("maternal", "paternal"),
    ("maternally", "paternally"),
    ("inherited", "acquired"),
    ("reversible", "irreversible"),
    ("soluble", "insoluble"),
    ("intravenous", "oral", "subcutaneous", "intramuscular", "topical"),
    ("intracellular", "extracellular"),
    ("anterior", "posterior"),
    ("left", "right"),
    ("safe", "unsafe"),
    ("legal", "illegal"),
)  # fmt: skip
"""Each of words, or several of one meaning, of which no two can be so at once."""
_REPEAT = re.compile(r"\b(?P<codon>[ACGTU]{2,6})(?=[\s-]+(?:\w+\s+)?(?:repeat|expansion)s?\b)")
_IS_A = re.compile(r"^(?:is|are|was|were)\s+(?P<one>[^?]+?)\s+(?:an?|the)\s+(?P<what>[^?]+)", re.IGNORECASE)
_ROOT = 3
"""Letters that "tumor" and "tumour" share."""


def says_opposite(missing: Sequence[str], text: str) -> bool:
    """True if a text has, for the one word or name of a question that it lacks, one that excludes it.

    Args:
        missing: The telling words that the text lacks, in lower case.
        text: A clause.
    """
    lacked = list(missing)
    if not lacked:
        return False
    return any(_stands(o, text) for name, o in _pairs() if words_of(name) == lacked) or _another_repeat(lacked, text)


def _another_repeat(lacked: Sequence[str], text: str) -> bool:
    """True of a CAG repeat where one of CTG is asked about."""
    told = {m["codon"].lower() for m in _REPEAT.finditer(text)}
    return len(lacked) == 1 and bool(told - set(lacked)) and bool(_REPEAT.match(f"{lacked[0].upper()} repeat"))


def has_opposite(word: str, text: str) -> bool:
    """True of "common" where a text says "rare": it speaks of that, the other way round."""
    return any(word in words_of(name) and _stands(other, text) for name, other in _pairs())


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Each word with each that excludes it."""
    sides = ((one, other) for alternatives in _SETS for one, other in permutations(alternatives, 2))
    return tuple((name, o) for one, other in sides for name in one.split("|") for o in other.split("|"))


def _stands(word: str, text: str) -> bool:
    spaced = r"[\s-]".join(map(re.escape, word.split()))
    return bool(re.search(rf"\b{spaced}\b", text, re.IGNORECASE))


def tells_apart(question: str, clause: str) -> bool:
    """True of "X and Y inhibitors" where it is asked whether X is a Y inhibitor: it tells them apart."""
    asked = _IS_A.match(question)
    one, what = (words_of(asked[name]) for name in ("one", "what")) if asked else ([], [])
    if not one or not what:
        return False
    joined = (
        rf"\b{re.escape(one[-1])}\w*(?:\s*\([^()]*\))?,?\s+(?:and|or|versus|vs\.?|plus|with|than)\s+"
        rf"(?:\w+\s+)?{re.escape(what[0][:_ROOT])}"
    )
    return bool(re.search(joined, clause, re.IGNORECASE))
