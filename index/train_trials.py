"""What the reader learns from Evidence Inference: which sentence of a trial states a result, and which way it goes."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.train_advice import advice_examples, treated_of
from index.train_claims import DECREASED, INCREASED, NEITHER, NO_DIFFERENCE, trial_claim, trial_result
from index.train_data import (
    DIRECTIONS,
    WRONG,
    Choice,
    Nearest,
    Pair,
    Sentence,
    article_sentences,
    articles,
    covers,
    jsonl,
    shared,
    statement_pairs,
)

_RESULT = re.compile(r"\b[Pp]\s?[=<>≤]|\bCI\b|±|\bsignifican|\bdiffer")
_WHOLE = 0.15
"""Share of a trial's questions that are also learned on whole passages, which take four times as long."""
_MIRRORED = (DECREASED, INCREASED, NO_DIFFERENCE)
"""What a direction becomes where intervention and comparator change places."""
_TURNED = 0.25
"""Share of the questions that are asked with their arms exchanged: with half, the words of the result alone would tell
nothing of the direction, and it was not learned at all."""
_FORMAL = "With respect to {o}, what is the reported difference between patients receiving {i} and those receiving {c}?"
_ASKED = (
    "Does {i} change {o} compared with {c}?",
    "What is the effect of {i} on {o}, compared with {c}?",
    "Is {o} different with {i} than with {c}?",
    "{o}: {i} versus {c}",
    "Does {i} affect {o}?",
)


def asked_of(meta: dict[str, Any], chance: random.Random, *, mirrored: bool = False) -> str:
    """A question of Evidence Inference in its own wording or one of ours; `mirrored` with the arms exchanged."""
    i, c = meta["intervention"].strip(), meta["comparator"].strip()
    wording = _FORMAL if chance.random() < 0.5 else chance.choice(_ASKED)
    return wording.format(i=c if mirrored else i, c=i if mirrored else c, o=meta["outcome"].strip())


def trial_examples(folder: Path, chance: random.Random) -> Iterator[Choice | Pair]:
    """Evidence Inference: the sentences that state a trial's result on an outcome, against the article's others.

    Each question is also asked with intervention and comparator exchanged, which turns the direction round, and put as
    claims that the result bears out or not.
    """
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for span in jsonl(folder / "spans_train.jsonl"):
        gold[span["query_id"]].append(span)
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for query in jsonl(folder / "queries_train.jsonl"):
        asked[query["meta"]["pmcid"]].append(query)
    held = articles(folder / "corpus_train.jsonl")
    strangers = [s for passages in list(held.values())[::9] for s in article_sentences(passages[-6:])]
    tried = []
    for pmcid, queries in asked.items():
        sentences = article_sentences(held[pmcid])
        if len(sentences) <= 3 * WRONG:
            continue
        names = sorted({q["meta"]["intervention"] for q in queries})
        tried += [t for name in names[:3] if (t := treated_of(name, sentences, _RESULT))]
        near = Nearest([s.text for s in sentences])
        yield from _concluded(sentences, chance)
        for query in queries:
            spans = [(s["start"], s["end"]) for s in gold[query["_id"]]]
            right = [i for i, s in enumerate(sentences) if any(covers(s, a, b) for a, b in spans)]
            direction = DIRECTIONS.get(query["meta"]["label"])
            if not right or direction is None:
                continue
            yield from _judged(query["meta"], sentences, right, direction, chance)
            mirrored = chance.random() < _TURNED
            question = asked_of(query["meta"], chance, mirrored=mirrored)
            texts = _sentences_chosen(question, sentences, right, near, strangers, chance)
            yield Choice(question, texts, "direction", _MIRRORED[direction] if mirrored else direction)
            whole = _passages_chosen(held[pmcid], spans, chance) if chance.random() < _WHOLE else None
            if whole:
                yield Choice(question, whole)
    yield from advice_examples(tried, chance)


def _concluded(sentences: Sequence[Sentence], chance: random.Random) -> Iterator[Pair]:
    """What an article concludes, by the results that share most of it or by itself; also turned round and asked."""
    results = [s for s in sentences[:60] if s.section.lower() in ("results", "findings")]
    concluded = [s for s in sentences[:60] if s.section.lower().startswith("conclusion")]
    for said in concluded[:3] if results else ():
        if 6 <= len(said.text.split()) <= 40:
            ranked = sorted(results, key=lambda r: -shared(said.text, r.text))
            found = " ".join(s.text for s in ranked[: chance.choice((1, 2, 3))])
            text = chance.choice((found, found, said.headed, f"{ranked[0].text} {said.text}"))
            yield from statement_pairs(said.text, text, chance)


def _judged(
    meta: dict[str, Any], sentences: Sequence[Sentence], right: Sequence[int], direction: int, chance: random.Random
) -> Iterator[Pair]:
    """What the gold sentences say: the direction, asked both ways round, and claims they bear out or not."""
    texts = [_gold_text(sentences, i, right, chance) for i in [*right, *right][:3]]
    for text in texts:
        for _ in range(2):
            yield Pair(asked_of(meta, chance), text, "direction", direction)
        if chance.random() < _TURNED:
            yield Pair(asked_of(meta, chance, mirrored=True), text, "direction", _MIRRORED[direction])
    arms, outcome = (meta["intervention"], meta["comparator"]), meta["outcome"]
    yield from _plain(meta, arms, chance)
    for true in (True, False):
        mirrored = chance.random() < 0.1
        put, way = (arms[::-1], _MIRRORED[direction]) if mirrored else (arms, direction)
        claim, label = trial_claim(put, outcome, way, chance, true=true)
        yield Pair(claim, chance.choice(texts), "stance", label)
    if chance.random() < 0.4:
        wrong = chance.choice([s for i, s in enumerate(sentences) if i not in right])
        claim, _ = trial_claim(arms, outcome, direction, chance, true=True)
        yield Pair(claim, wrong.headed, "stance", NEITHER)


def _plain(meta: dict[str, Any], arms: tuple[str, str], chance: random.Random) -> Iterator[Pair]:
    """Results of our own making on the question's arms, in any direction, asked both ways round, and a claim on one."""
    direction = chance.choice((INCREASED, DECREASED, NO_DIFFERENCE))
    result = trial_result(arms, meta["outcome"], direction, chance)
    yield Pair(asked_of(meta, chance), result, "direction", direction)
    yield Pair(asked_of(meta, chance, mirrored=True), result, "direction", _MIRRORED[direction])
    claim, label = trial_claim(arms, meta["outcome"], direction, chance, true=chance.random() < 0.5)
    yield Pair(claim, result, "stance", label)


def _gold_text(sentences: Sequence[Sentence], i: int, right: Sequence[int], chance: random.Random) -> str:
    """A gold sentence under its heading or bare, after the sentence before it, or with the gold one that follows."""
    said = sentences[i]
    form = chance.random()
    if form < 0.15 and i:
        return f"{sentences[i - 1].headed} {said.text}"
    if form < 0.3 and i + 1 in right:
        return f"{said.headed} {sentences[i + 1].text}"
    return said.headed if form < 0.8 else said.text


def _sentences_chosen(
    question: str,
    sentences: Sequence[Sentence],
    right: Sequence[int],
    near: Nearest,
    strangers: Sequence[Sentence],
    chance: random.Random,
) -> tuple[str, ...]:
    """A gold sentence against others of the article near the question, with results, of any kind, and a foreign one."""
    close = [i for i in near(question, 24) if i not in right]
    results = [i for i, s in enumerate(sentences) if i not in right and i not in close and _RESULT.search(s.text)]
    wrong = chance.sample(close, min(4, len(close))) + chance.sample(results, min(1, len(results)))
    others = [i for i in range(len(sentences)) if i not in right and i not in wrong]
    wrong += chance.sample(others, max(0, min(WRONG - 1 - len(wrong), len(others))))
    stranger = chance.choice(strangers)
    headed = chance.random() < 0.7
    chosen = [sentences[chance.choice(right)], *(sentences[i] for i in wrong), stranger]
    return tuple(s.headed if headed else s.text for s in chosen)


def _passages_chosen(
    passages: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int]], chance: random.Random
) -> tuple[str, ...] | None:
    """A passage that holds a gold span against others of the article, most of them with results too."""

    def holds(p: dict[str, Any]) -> bool:
        return any(p["meta"]["start"] <= (a + b) // 2 < p["meta"]["end"] for a, b in spans)

    right = [p for p in passages if holds(p)]
    wrong = [p for p in passages if not holds(p)]
    if not right or len(wrong) < WRONG:
        return None
    results = [p for p in wrong if _RESULT.search(p["text"])]
    chosen = chance.sample(results, min(WRONG - 2, len(results)))
    rest = [p for p in wrong if p not in chosen]
    chosen += chance.sample(rest, WRONG - len(chosen))
    return tuple(" ".join(p["text"].split()) for p in [chance.choice(right), *chosen])
