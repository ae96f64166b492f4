"""Words broken at the end of a line: whether the hyphen belongs to the word, told from the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.common_words import common_words
from corpus.pdf_lines import Line
from corpus.pdf_words import ends_in_hyphen

_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2010'’][^\W_]+)*")
_TAIL = re.compile(r"[\w\u2010'’-]+$")
_HEAD = re.compile(r"[\w\u2010'’-]+")
_ACRONYM = re.compile(r"(?:^|-)[A-Z\d]{2,}$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_SUSPENDED = frozenset("and or to nor und oder et ou y o".split())
# Written in one word though both halves are words; in a short text the whole may stand nowhere else.
_SOLID = frozenset(
    """without within into onto upon throughout however whereas therefore thereby otherwise moreover nevertheless
    although altogether already another anyone anything become before beforehand between beyond cannot elsewhere
    everyone everything forever furthermore herein hereafter inside instead likewise meantime meanwhile nobody nothing
    nowadays nonetheless outside overall oneself somehow someone something sometimes somewhat together toward towards
    underlying undergo undergone understand understanding undertake undertaken whatever whenever wherever whether
    whoever withdraw withdrawal withdrawn withhold withstand background baseline breakdown database feedback framework
    guideline guidelines healthcare highlight highlights landmark lifestyle lifetime network outcome outcomes outline
    outpatient outpatients inpatient inpatients overview overlap overlapping overweight placebo questionnaire
    shortcoming software threshold timeline update updated workload workplace worldwide bedside drawback eyesight
    headache backache household setup checklist caregiver caregivers caseload subgroup subgroups cutoff forearm hindfoot
    midline eyelid
    """.split()
)

# Second halves that rarely end a word but often a compound: "evidence-based", "long-term", "double-blind".
_COMPOUNDED = frozenset(
    """based related term specific free dependent induced controlled blind blinded line effective level centred centered
    associated reported care being analysis analyses negative positive quality risk dose site day week month year old
    directed guided led label arm intensity acting like type wide scale making threatening resistant treat treated
    adjusted matched randomized randomised sectional sided stage step world back head neck limb income middle
    efficacy esteem management assessment evaluation economic pharmacological pharmacologic invasive inferiority
    specificity sensitivity response effect mean median score scores rate ratio value values known defined established
    up off out over generated square life derived driven oriented focused initiated delivered administered mediated
    naive seeking saving solving rich poor""".split()
)
# First halves that are hardly ever a mere syllable, whatever follows.
_PREFIXED = frozenset("self well double cross half quasi evidence placebo follow parallel community population".split())
# First halves that are written with a hyphen by some and solid by others: the document tells.
_PREFIXES = frozenset("non anti post pre multi semi intra inter extra peri co socio pseudo ultra mid".split())
# Words of their own that begin many longer ones.
_SYLLABLES = frozenset(
    """bio neuro micro macro tri con com per pro dis mis out over under in im up sub super trans tele
    photo radio hydro electro cardio gastro
    physio psycho thermo therm mono poly para hyper hypo auto meta dia rein tran for fore man men car par ten pal ser
    res ment the than then""".split()
)
_ENDINGS = frozenset("ness ing ings ish ize ized ise ised ization isation wise hood like lived".split())


class Hyphenation:
    """Mends words broken at line ends in the light of all words of one document."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        self._first_parts: Counter[str] = Counter()
        breaks: list[tuple[str, str]] = []
        broken = ""
        for line in lines:
            text = _folded(line.text)
            # Around a hyphen at a line's end stand halves of words.
            start = len(text.split(" ", 1)[0]) if broken else 0
            if broken:
                breaks.append((broken, text))
            broken = text if ends_in_hyphen(text) else ""
            end = len(text) - 1 if broken else len(text)
            for token in _TOKEN.finditer(text):
                if start <= token.start() and (token.end() < end or not broken):
                    self._words[token[0]] += 1
                    first, dash, _ = token[0].partition("-")
                    if dash:
                        self._first_parts[first] += 1
        self._divides = self._ever_divides(breaks)

    def _ever_divides(self, breaks: Iterable[tuple[str, str]]) -> bool:
        """True if words without a hyphen of their own are broken anywhere; most word processors never do that."""
        parts = 0
        for before, after in breaks:
            tail, head = _TAIL.search(before[:-1]), _HEAD.match(after)
            if tail is None or head is None:
                continue
            parts += 1
            last = tail[0].rpartition("-")[2]
            if self._words[last + head[0].rstrip("-'")] or before.endswith("\u00ad"):
                return True
        # Too few breaks to tell: books and journals divide words.
        return False if parts > 12 else not self._all_words(breaks)

    def _all_words(self, breaks: Iterable[tuple[str, str]]) -> bool:
        """True if all that follows the breaks stands elsewhere as a word, or ends compounds."""
        heads = [match[0].rstrip("-'") for _, after in breaks if (match := _HEAD.match(after))]
        return all(self._words[head] or head in _COMPOUNDED or head in _SUSPENDED for head in heads)

    def text_of(self, lines: Sequence[Line]) -> str:
        """The lines as running text: a space between two, or none where a word goes on."""
        text = ""
        for line in lines:
            text = self.joined(text, line.told)
        return text

    def joined(self, before: str, after: str) -> str:
        """`before`, which ends a line, and `after`, which begins the next, as one text."""
        if not before or not after:
            return before + after
        if not ends_in_hyphen(before):
            return f"{before} {after}"
        return before[:-1] + self._seam(before, after) + after

    def _seam(self, before: str, after: str) -> str:
        """What stands for the hyphen: nothing, the hyphen itself, or the hyphen and a space."""
        mark, stem = before[-1], before[:-1]
        if mark == "\u00ad":
            return ""
        hyphen = mark if mark in "-\u2010" else "-"
        tail, head = _TAIL.search(stem), _HEAD.match(after)
        if tail is None or head is None or _ADDRESS.search(stem):
            # A dash between spaces, or a web address: no word is broken here.
            return hyphen if stem and not stem[-1].isspace() else hyphen + " "
        first, second = _folded(tail[0]), _folded(head[0]).rstrip("-'")
        if second in _SUSPENDED:
            return hyphen + " "
        if _ACRONYM.search(tail[0]) and not head[0].isupper():
            return hyphen  # "FSH-containing"
        return "" if self._is_one_word(first, second, after[0]) else hyphen

    def _is_one_word(self, first: str, second: str, initial: str) -> bool:
        whole, apart = self._words[first + second], self._words[f"{first}-{second}"]
        if first[-1].isdigit() or not initial.islower():
            # "COVID-19", "Anglo-American": a printer breaks these at their own hyphen, or not at all.
            return initial.isupper() and first.isalpha() and whole > apart
        if whole != apart:
            return whole > apart
        last = first.rpartition("-")[2]
        if last + second in _SOLID or self._words[last + second]:
            return True
        if not self._divides or second in _COMPOUNDED or (last in _PREFIXED and second not in _ENDINGS):
            return False
        if last != first and (self._words[last] or self._is_word(last)):
            return False  # "free-of-charge"
        if "-" in second and self._is_word(last):
            return False
        if (last + second).removesuffix("s") in common_words() or last + second in common_words():
            return True
        return not self._is_compound(last, second)

    def _is_compound(self, first: str, second: str) -> bool:
        """True if two halves that the document never shows together are likelier two words than two syllables."""
        if first in _PREFIXES:
            apart = self._first_parts[first]
            solid = sum(
                n for w, n in self._words.items() if w.startswith(first) and self._is_word(w.removeprefix(first))
            )
            if apart != solid and max(apart, solid) > 1:
                return apart > solid
            return self._is_word(second)
        if first in _SYLLABLES:
            return False
        return self._is_word(second) and (self._is_word(first) or bool(self._first_parts[first]))

    def _is_word(self, text: str) -> bool:
        return len(text) > 2 and (bool(self._words[text]) or text in common_words())


def _folded(text: str) -> str:
    return text.lower().replace("\u2010", "-").replace("’", "'")
