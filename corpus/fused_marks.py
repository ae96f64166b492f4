"""Reference marks in a text that lost its raised type: "year12", "use.7", "910" for 9 and 10, and "[3–5]" as printed.

One number behind a word proves nothing: COVID19, L5 and CO2 look the same. A text whose marks lost their place has
many, and numbers met for the first time rise by one from 1 on. So all candidates are read together: the chain of those
that rise so is looked for, and only a long one, mostly behind stops, makes any a mark. What does not fit stays data.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import BlockKind
from corpus.reading import Piece, RawBlock, marked, unmarked

FEWEST_NEW = 4
"""So many numbers must come up for the first time, in order, before any is taken for a mark."""
FEWEST_AT_STOPS = 3
"""So many marks of a chain must stand behind a stop."""
MOST_SKIPPED = 6
"""So many numbers may be missing between one new number and the next: cited in a table or a box."""
_LEAST_FITTING = 0.6
"""Share of the numbers fused to stops that must fit the chain; else the text has another habit."""
_LONGEST_LIST = 12
_WIDEST_STEP = 30
_KEPT_STATES = 40

_CANDIDATE = re.compile(
    # Bounded, and begun at a word's first letter: a file may hold one "word" of a million letters, or as many quotes.
    r"(?<![A-Za-zÀ-ÿ])(?P<word>[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]{0,60})(?P<close>[)\]”’\"']{0,4})"
    r"(?P<stop>[.,;:?!]?[)\]”’\"']{0,4})"
    r"(?P<figures>\d{1,12}(?:[,–-]\d{1,3}){0,8})"
    r"(?=[.,;:?!)\]”’\"']{0,8}(?:\s|$)|[—–(])"
)
_GOES_ON = re.compile(r"[.,;:?!)\]”’\"']")
_RAISED_LIST = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:?!)\]”’\"']))[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_BRACKETED = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,12})\]")
_VALUE = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,6})?)\s?(?:%|[a-zA-Z/]{1,8})?[\s(]*$")
_PIECE = re.compile(r"(\d+)(?:\s?[–⁻-]\s?(\d+))?")
_UNRAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADDRESS = re.compile(r"[\w.:/@=&?#%+~-]*(?:://|www\.|@|doi|\w/)[\w.:/@=&?#%+~-]*$", re.IGNORECASE)
# Behind one of these a stop shortens the word, and the number is a page, a part or an amount.
_SHORTENED = frozenset(
    "p pp pg no nos nr vol vols fig figs sec sect ch chap chs eq eqs ref refs tab art v ver approx ca cf suppl pt vs"
    " par app col ed eds ex eg ie para item st max min avg est dr mr prof".split()
)
# What these words count is printed behind them, and now and then without a space.
_COUNTED = frozenset(
    "day week month year hour phase grade type group stage level visit version table figure step arm class case model"
    " cohort study item question chapter aim part wave round cycle session trial patient appendix box panel score"
    " protocol interleukin factor exon region domain score vitamin".split()
)
_SHORT_WORDS = frozenset("in of as to by on al is it so us be we or an at if".split())
_CARRIED = frozenset({BlockKind.REFERENCE, BlockKind.MATTER, BlockKind.TABLE})
"""Kinds of blocks whose numbers are never marks found by rules."""


@dataclass(frozen=True, slots=True)
class FoundMark:
    """Characters [start, end) of a text, and the numbers they name, rising; none where two readings fit alike."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: int
    start: int
    end: int
    readings: tuple[tuple[int, ...], ...]
    at_stop: bool
    only_new: bool
    """It touches a word or could be a year, so that only a number the chain waits for is a mark."""


def marks_of(texts: Sequence[str], *, listed: int | None = None) -> list[list[FoundMark]]:
    """The marks in each of `texts`, which are one work's paragraphs in order.

    Args:
        texts: Paragraphs of one work that has one list of references.
        listed: How many entries that list has, where it is known.
    """
    return [
        sorted({m.start: m for m in [*fused, *others]}.values(), key=lambda m: m.start)
        for fused, others in zip(fused_marks(texts, listed=listed), _printed_marks(texts, listed), strict=True)
    ]


def fused_marks(texts: Sequence[str], *, listed: int | None = None) -> list[list[FoundMark]]:
    """Marks fused to words and stops, by the chain of rising numbers; see `marks_of`."""
    candidates = list(_candidates(texts))
    chain = _best_chain(candidates, listed)
    found: list[list[FoundMark]] = [[] for _ in texts]
    if not _proves(chain, candidates, listed):
        return found
    top, highest = max(n[-1] for _, n, _ in chain), 0
    for candidate, numbers, sure in chain:
        printed = texts[candidate.text][candidate.start : candidate.end]
        again = len(numbers) > 1 and printed.isdigit() and numbers[-1] <= highest
        # "12" for 1 and 2, both met before, may as well be 12.
        may_be_one = again and listed is None and (int(printed) <= top or len(printed) == 2)
        found[candidate.text].append(
            FoundMark(candidate.start, candidate.end, numbers if sure and not may_be_one else ())
        )
        highest = max(highest, numbers[-1])
    return found


def marked_blocks(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The blocks of a text without raised type, the reference marks found in them wrapped as such.

    The parts of a document have lists of their own. A block that holds marks already keeps those and gets no more.
    """
    keys = [b.reference.key for b in blocks if b.reference]
    numbered = [int(k) for k in keys if k.isdigit()]
    places: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for i, block in enumerate(blocks):
        if block.kind not in _CARRIED:
            places[block.part] += [(i, j) for j, p in enumerate(block.pieces) if unmarked(p.text) == p.text]
    pieces = {(i, j): p for i, b in enumerate(blocks) for j, p in enumerate(b.pieces)}
    for part, own in places.items():
        listed = max(numbered) if numbered and part is None else None
        found = marks_of([pieces[place].text for place in own], listed=listed)
        for place, marks in zip(own, found, strict=True):
            pieces[place] = Piece(_wrapped(pieces[place].text, marks), pieces[place].page)
    return [replace(b, pieces=tuple(pieces[i, j] for j in range(len(b.pieces)))) for i, b in enumerate(blocks)]


def _wrapped(text: str, marks: Sequence[FoundMark]) -> str:
    out, done = [], 0
    for mark in marks:
        out += [text[done : mark.start], marked(text[mark.start : mark.end], [str(n) for n in mark.numbers])]
        done = mark.end
    return "".join([*out, text[done:]])


def _candidates(texts: Sequence[str]) -> Iterator[_Candidate]:
    found = [(i, m) for i, text in enumerate(texts) for m in _CANDIDATE.finditer(text) if _may_carry(text, m)]
    counted: dict[str, set[str]] = defaultdict(set)
    for _, m in found:
        if not m["stop"] and not m["close"]:
            counted[m["word"].lower()].add(m["figures"])
    codes = Counter((m["word"], m["figures"]) for _, m in found if m["word"].isupper())
    for i, m in found:
        if codes[m["word"], m["figures"]] > 1:  # the name of something, said again: "the MY.11 trial"
            continue
        bare = not m["stop"] and not m["close"]
        readings = tuple(_readings(m["figures"]))
        # A word that carries several numbers counts or names something: week4 and week12.
        if readings and not (bare and len(counted[m["word"].lower()]) > 1):
            before_stop = bare and len(m["word"]) > 3 and m["word"].lower() not in _COUNTED and _stands_before_stop(m)
            in_turn = (bare and not before_stop) or bool(_YEAR.fullmatch(m["figures"]))
            at_stop = bool(m["stop"]) or before_stop
            yield _Candidate(i, m.start("figures"), m.end("figures"), readings, at_stop, in_turn)


def _stands_before_stop(m: re.Match[str]) -> bool:
    """True for marks set before the stop, as in "shown earlier10."."""
    return bool(_GOES_ON.match(m.string, m.end()))


def _may_carry(text: str, m: re.Match[str]) -> bool:
    """A word of running text, not a code, an abbreviation, an address or half of a number."""
    word = m["word"]
    if not text[: m.start()].strip():  # the first word of a block is numbered, not referenced
        return False
    before = text[m.start() - 1] if m.start() else " "
    if before.isalnum() or before in "_@#/\\$£€.=<>&+" or _ADDRESS.search(text, max(0, m.start() - 80), m.end("word")):
        return False
    if m["stop"][:1] == "." and word.lower() in _SHORTENED:
        return False
    if m["stop"] or m["close"]:
        return len(word) > 1 or bool(m["close"])
    # Codes have capitals behind the first letter, or are short: COVID, HbA, IL, T, CO.
    return (len(word) >= 3 or word in _SHORT_WORDS) and word[1:] == word[1:].lower()


def _readings(figures: str) -> Iterator[tuple[int, ...]]:
    """Every way to read figures as rising numbers from 1 to 999, fewest numbers first."""
    if not figures.isdigit():
        numbers = list(_numbers(figures))
        if numbers and all(a < b for a, b in pairwise(numbers)) and numbers[-1] < 1000:
            yield tuple(numbers)
        return
    found: list[tuple[int, ...]] = []
    _split(figures, (), found)
    yield from sorted(found, key=len)


def _split(figures: str, before: tuple[int, ...], found: list[tuple[int, ...]]) -> None:
    if not figures:
        found.append(before)
        return
    for length in (1, 2, 3):
        number = int(figures[:length])
        rises = not before or before[-1] < number <= before[-1] + _WIDEST_STEP
        if figures[0] != "0" and len(figures) >= length and rises and len(before) < _LONGEST_LIST:
            _split(figures[length:], (*before, number), found)


def _numbers(printed: str) -> Iterator[int]:
    for piece in _PIECE.finditer(printed.translate(_UNRAISED)):
        first, last = int(piece[1]), int(piece[2] or piece[1])
        yield from range(first, last + 1) if first <= last <= first + 50 else (first, last)


_Chain = list[tuple[_Candidate, tuple[int, ...], bool]]


@dataclass(frozen=True, slots=True)
class _State:
    """A chain so far, as a list linked backwards: its score, its last mark and the state before that."""

    score: float = 0.0
    taken: tuple[_Candidate, tuple[int, ...], bool] | None = None
    before: _State | None = None


def _best_chain(candidates: Sequence[_Candidate], listed: int | None) -> _Chain:
    """The chain of candidates with the highest score, by the highest number reached so far."""
    states: dict[int, _State] = {0: _State()}
    for candidate in candidates:
        reached = dict(states)
        for highest, state in states.items():
            for numbers, gain, sure in _fitting(candidate, highest, listed):
                top = max(highest, numbers[-1])
                score = state.score + gain
                if top not in reached or score > reached[top].score:
                    reached[top] = _State(score, (candidate, numbers, sure), state)
        # What is far behind never comes back; so the time stays linear in the text.
        states = dict(sorted(reached.items(), key=lambda item: -item[1].score)[:_KEPT_STATES])
    last: _State | None = max(states.values(), key=lambda s: s.score)
    chain: _Chain = []
    while last and last.taken:
        chain.append(last.taken)
        last = last.before
    return chain[::-1]


def _fitting(candidate: _Candidate, highest: int, listed: int | None) -> Iterator[tuple[tuple[int, ...], float, bool]]:
    """The readings that go on from `highest`: the numbers, what they gain, and whether no other fits as well."""
    gains = {numbers: _gain(numbers, highest, listed, candidate) for numbers in candidate.readings}
    fitting = {numbers: gain for numbers, gain in gains.items() if gain > 0}
    if fitting:
        best = max(fitting.values())
        parted = all(len(numbers) > 1 for numbers, gain in fitting.items() if gain == best)
        again = parted and all(numbers[-1] <= highest for numbers in fitting)
        alike = [numbers for numbers, gain in fitting.items() if gain == best or again]
        runs = [n for n in alike if len(n) > 2 and n[-1] - n[0] == len(n) - 1 and candidate.end - candidate.start > 4]
        # Of several met before, any reading is as good as another, but for a run of three or more.
        sure = len(alike) == 1 or len(runs) == 1
        if runs and sure:
            best = fitting[runs[0]]
            fitting = {runs[0]: best}
        yield from ((numbers, gain, sure) for numbers, gain in fitting.items() if gain == best)


def _gain(numbers: tuple[int, ...], highest: int, listed: int | None, candidate: _Candidate) -> float:
    """What a reading speaks for a chain: new numbers in their turn much, gaps against it; 0 or less if it cannot be."""
    if listed is not None and numbers[-1] > listed:
        return 0.0
    new = [n for n in numbers if n > highest]
    if not new:
        return 0.0 if candidate.only_new else 0.5 / len(numbers)
    steps = [b - a for a, b in pairwise([highest, *new])]
    if max(steps) > MOST_SKIPPED + 1 or (candidate.only_new and max(steps) > 1):
        return 0.0
    return len(new) - 0.15 * (sum(steps) - len(steps)) + 0.5 * candidate.at_stop - 0.05 * (len(numbers) - len(new))


def _proves(chain: _Chain, candidates: Sequence[_Candidate], listed: int | None) -> bool:
    """True if the chain is long, mostly behind stops, and what stands behind stops mostly fits it."""
    highest, new = 0, 0
    for _, numbers, _ in chain:
        new += sum(n > highest for n in numbers)
        highest = max(highest, numbers[-1])
    at_stops = sum(c.at_stop for c, _, _ in chain)
    stops = sum(c.at_stop for c in candidates)
    enough = FEWEST_NEW if listed is None else min(FEWEST_NEW, listed)
    fewest = FEWEST_AT_STOPS if listed is None else 2
    return new >= enough and at_stops >= fewest and at_stops >= _LEAST_FITTING * stops


def _is_interval(text: str, bracket: re.Match[str]) -> bool:
    """True for the bounds of the number before, as in "21 [20–23]" and "3 days [1–5]"."""
    value = _VALUE.search(text, max(0, bracket.start() - 30), bracket.start())
    numbers = list(_numbers(bracket[0]))
    return bool(value and len(numbers) > 1 and numbers[0] <= float(value[1]) <= numbers[-1])


def _printed_marks(texts: Sequence[str], listed: int | None) -> list[list[FoundMark]]:
    """Marks in brackets or raised, which few other things look like: those the list has, or a chain from 1 on."""
    found = [
        sorted(
            (m for p in (_BRACKETED, _RAISED_LIST) for m in p.finditer(text) if not _is_interval(text, m)),
            key=lambda m: m.start(),
        )
        for text in texts
    ]
    met = list(dict.fromkeys(n for marks in found for m in marks for n in _numbers(m[0])))
    top = listed if listed is not None else _reached(met)
    named = [[(m, _up_to(top, m[0])) for m in marks] for marks in found]
    return [[FoundMark(m.start(), m.end(), numbers) for m, numbers in marks if numbers] for marks in named]


def _reached(met: Sequence[int]) -> int:
    """How far numbers, in the order first met, go on from 1 without a wide gap; 0 where they prove nothing."""
    top = 0
    for number in sorted(met):
        if number - top > MOST_SKIPPED + 1:
            break
        top = number
    chain = [n for n in met if n <= top]
    rising = sum(a < b for a, b in pairwise([0, *chain]))
    return top if len(chain) >= FEWEST_NEW and rising >= _LEAST_FITTING * len(chain) else 0


def _up_to(top: int, printed: str) -> tuple[int, ...]:
    """The numbers of a mark if none is above `top`, also where a separator was lost ("45" for 4 and 5); else none."""
    numbers = tuple(_numbers(printed))
    if numbers and numbers[0] >= 1 and max(numbers) <= top:
        return numbers
    readings = _readings(printed.strip("[]")) if len(numbers) == 1 and top else iter(())
    return next((r for r in readings if len(r) > 1 and r[-1] <= top), ())
