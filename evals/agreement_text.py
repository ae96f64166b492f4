"""What raters agreed on, for a terminal: kappa, who said what, and what came out for each system."""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evals.agreement import cohen_kappa
from evals.measures.intervals import wilson
from evals.rating import Aspect, Label, Unit, disagreements

Labels = Mapping[str, Label]
"""One rater's, by unit."""


def as_text(raters: Mapping[str, Labels], last_word: Labels, units: Sequence[Unit], *, width: int = 100) -> str:
    """Agreement of every two raters, their disagreements, and the labels agreed on or adjudicated, by set and system.

    Args:
        raters: Labels by rater.
        last_word: Adjudicated labels.
        units: All that could be judged; labels of other units (of a run that changed) are counted and left out.
    """
    known = {u.id for u in units}
    lines = []
    for name, held in raters.items():
        gone = len(held.keys() - known)
        lost = f", and {gone} of texts that are no longer in the run, left out" if gone else ""
        lines.append(f"{name}: {len(held.keys() & known)} of {len(units)} judged{lost}")
    for (a, first), (b, second) in itertools.combinations(raters.items(), 2):
        for aspect in Aspect:
            pairs = [
                (first[u.id], second[u.id]) for u in units if u.aspect is aspect and u.id in first and u.id in second
            ]
            lines += ["", *_pair(f"{aspect.value}s", a, b, pairs)]
    lines += ["", *_apart(raters, last_word, units, width), "", *_outcome(raters, last_word, units)]
    return "\n".join(lines)


def _pair(what: str, a: str, b: str, pairs: Sequence[tuple[Label, Label]]) -> Iterator[str]:
    kappa = cohen_kappa(pairs)
    if not kappa.n:
        yield f"{what}: {a} and {b} judged none in common"
        return
    told = f"{what}: {a} and {b} judged {kappa.n} in common, {kappa.agreement:.3f} of them alike"
    if kappa.value == kappa.value:
        yield f"{told}; kappa {kappa.value:.3f} (95 % interval {kappa.low:.3f} to {kappa.high:.3f})"
    else:
        yield f"{told}; kappa unscored, as both gave one label to all"
    counts = Counter(pairs)
    wide = max(len(a), 11)
    yield f"  {a + ' ↓':{wide}}  " + "".join(f"{label.value:>12}" for label in Label) + f"   ← {b}"
    for label in Label:
        yield f"  {label.value:{wide}}  " + "".join(f"{counts[label, other]:12}" for other in Label)


def _apart(raters: Mapping[str, Labels], last_word: Labels, units: Sequence[Unit], width: int) -> Iterator[str]:
    apart = disagreements(raters, units)
    if not apart:
        yield "No disagreement."
        return
    left = sum(u.id not in last_word for u in apart)
    yield f"{len(apart)} disagreements, {left} not adjudicated" + (" (--adjudicate opens them)" if left else "")
    for unit in apart:
        said = ", ".join(f"{name} {held[unit.id].value}" for name, held in raters.items() if unit.id in held)
        last = f"; last word {last_word[unit.id].value}" if unit.id in last_word else ""
        text = "".join(sign if sign.isprintable() else " " for sign in unit.text)
        told = f"{unit.outcome.id} {unit.aspect.value}: {said}{last} — {text}"
        yield from textwrap.wrap(told, width, initial_indent="  ", subsequent_indent="      ")


def _outcome(raters: Mapping[str, Labels], last_word: Labels, units: Sequence[Unit]) -> Iterator[str]:
    yield "Judged alike by two raters or more, or adjudicated:"
    found = {u.id: label for u in units if (label := settled(u.id, raters, last_word))}
    if not found:
        yield "  none yet"
        return
    yield f"  {'set, system':32} {'':9}" + "".join(f"{x.value:>12}" for x in Label) + "   share full, 95 % interval"
    for set_name, system in dict.fromkeys((u.set, u.system) for u in units):
        for aspect in Aspect:
            own = [u for u in units if (u.set, u.system, u.aspect) == (set_name, system, aspect) and u.id in found]
            counts = Counter(found[u.id] for u in own)
            share = wilson(counts[Label.FULL], len(own))
            told = f"   {share.value:.3f}, {share.low:.3f} to {share.high:.3f}" if own else "   unscored"
            name = f"{set_name}, {system}"
            yield f"  {name:32} {aspect.value:9}" + "".join(f"{counts[x]:12}" for x in Label) + told


def settled(unit: str, raters: Mapping[str, Labels], last_word: Labels) -> Label | None:
    """The label two raters or more gave alike, or the last word where they did not; None where it is open."""
    labels = [held[unit] for held in raters.values() if unit in held]
    if len(labels) > 1 and len(set(labels)) == 1:
        return labels[0]
    return last_word.get(unit) if len(labels) > 1 else None
