"""How well the evidence reader reads questions it was not trained on, beside the words it is given them by.

`python -m evals reader DATA`: DATA is the folder of public sets it was trained from (`index/train_data.py`). Evidence
Inference: the validation articles. BioASQ, SciFact, PubMedQA: the quarter of the questions held out of training. Its
last layer for yes and no was drawn on just these (`index.train_answer`, which tells how well it does on others).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from corpus.sentences import sentences_of
from evals.reader_figures import Classes, Figure, Ranked, hit, ndcg, ranking, recall
from evals.word_search import Bm25
from index.judge import ANSWERS as SAID
from index.judge import WAYS, Way, direction, yes_no
from index.reader import EvidenceReader, Readings
from index.told import asks_plainly, compared_in, denies, told_by
from index.train_data import (
    ANSWERS,
    DIRECTIONS,
    HELD_OUT,
    Sentence,
    article_sentences,
    articles,
    covers,
    held_out_of,
    jsonl,
    qrels,
    results_of,
)

DEPTH = 30
"""How many texts, nearest by words, are read for a question."""
SNIPPETS = 8
"""How many gold snippets a yes-or-no question of BioASQ is answered by."""


def measure(
    reader: EvidenceReader, data: Path, *, limit: int, seed: int, progress: Callable[[str], None]
) -> list[Figure | Classes]:
    """Every figure; of each set at most `limit` questions are ranked for, all are judged by their gold texts."""
    chance = random.Random(seed)
    figures: list[Figure | Classes] = []
    for part in (_trials, _snippets, _claims, _answers):
        for figure in part(reader, data, limit, chance):
            figures.append(figure)
            progress(figure.name)
    return figures


@dataclass(frozen=True, slots=True)
class _Trial:
    """A question of Evidence Inference with its article; `right` sentences and `wanted` passages are gold, by place."""

    text: str
    label: int | None
    passages: list[dict[str, Any]]
    sentences: list[Sentence]
    right: frozenset[int]
    wanted: frozenset[int]


def _trials_of(folder: Path, chance: random.Random) -> Iterator[_Trial]:
    gold: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in jsonl(folder / "spans_validation.jsonl"):
        gold[span["query_id"]].append((span["start"], span["end"]))
    held = articles(folder / "corpus_validation.jsonl")
    relevant = qrels(folder / "qrels_validation.tsv")
    queries = jsonl(folder / "queries_validation.jsonl")
    chance.shuffle(queries)
    for query in queries:
        passages = held[query["meta"]["pmcid"]]
        sentences = article_sentences(passages)
        spans = gold[query["_id"]]
        right = frozenset(i for i, s in enumerate(sentences) if any(covers(s, a, b) for a, b in spans))
        wanted = frozenset(i for i, p in enumerate(passages) if p["_id"] in relevant[query["_id"]])
        yield _Trial(query["text"], DIRECTIONS.get(query["meta"]["label"]), passages, sentences, right, wanted)


def _trials(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure | Classes]:
    """Evidence Inference, within the article: its gold sentences and passages; which way the effect goes."""
    ranked: dict[str, list[Ranked]] = defaultdict(list)
    ways: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, trial in enumerate(_trials_of(data / "evidence_inference", chance)):
        if trial.label is not None and trial.right:
            gold = reader.read(trial.text, [trial.sentences[i].headed for i in sorted(trial.right)])
            told = [told_by(trial.sentences[i].text, compared_in(trial.text)) for i in sorted(trial.right)]
            ways["the first gold sentence, words unread"].append((trial.label, _way(gold, slice(0, 1))))
            ways["all gold sentences, words unread"].append((trial.label, _way(gold, slice(None))))
            ways["all gold sentences"].append((trial.label, _way(gold, slice(None), told)))
        if number >= limit:
            continue
        found = Bm25([s.text for s in trial.sentences])(trial.text, DEPTH)
        read = reader.read(trial.text, [trial.sentences[i].headed for i, _ in found])
        ranked["sentence"].append(_ranked(found, trial.right, read))
        best, whole = _passages(reader, trial, [trial.sentences[i] for i, _ in found], read)
        ranked["passage by its best sentence"].append(best)
        ranked["passage read whole"].append(whole)
        if trial.label is not None and trial.right:
            top = int(read.relevance.argmax())
            told = [told_by(trial.sentences[found[top][0]].text, compared_in(trial.text))]
            ways["the first sentence found"].append((trial.label, _way(read, slice(top, top + 1), told)))
    for name, questions in ranked.items():
        for k in (1, 3) if name == "sentence" else (1, 5):
            yield ranking(f"Evidence Inference, {name}, one of {k} right", questions, partial(hit, k=k))
    for name, pairs in ways.items():
        yield Classes(f"Evidence Inference, direction by {name}, macro-F1", tuple(pairs), tuple(range(3)))


def _passages(
    reader: EvidenceReader, trial: _Trial, found: Sequence[Sentence], read: Readings
) -> tuple[Ranked, Ranked]:
    """The article's passages as the words find them, by the best of their sentences that were read, and read whole."""
    texts = [" ".join(p["text"].split()) for p in trial.passages]
    near = Bm25(texts)(trial.text, DEPTH)
    whole = reader.read(trial.text, [texts[i] for i, _ in near])
    made = _ranked(near, trial.wanted, whole)
    best = tuple(_best_within(trial.passages[i], found, read) for i, _ in near)
    return Ranked(made.right, made.words, best, made.relevant), made


def _way(read: Readings, rows: slice, told: Sequence[Way | None] = ()) -> int:
    return WAYS.index(direction(read.direction[rows], read.relevance[rows], told).way)


def _best_within(passage: dict[str, Any], sentences: Sequence[Sentence], read: Readings) -> float:
    """The relevance of the best sentence read that begins in a passage; very low where none was."""
    start = passage["meta"]["start"]
    within = [
        float(r)
        for s, r in zip(sentences, read.relevance, strict=True)
        if start <= s.start < start + len(passage["text"])
    ]
    return max(within, default=-30.0)


def _ranked(found: Sequence[tuple[int, float]], right: Set[int], read: Readings) -> Ranked:
    return Ranked(
        tuple(i in right for i, _ in found), tuple(s for _, s in found), tuple(map(float, read.relevance)), len(right)
    )


def _snippets(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure | Classes]:
    """BioASQ: gold snippets among the nearest of all snippets; yes or no by the gold ones."""
    folder = data / "bioasq"
    texts = {s["_id"]: " ".join(s["text"].split()) for s in jsonl(folder / "corpus_snippets.jsonl")}
    relevant = qrels(folder / "qrels_snippets.tsv")
    queries = [q for q in _held_out(folder) if relevant.get(q["_id"])]
    chance.shuffle(queries)
    found = _reranked(reader, queries[:limit], texts, relevant)
    yield ranking("BioASQ snippets, nDCG@10", found, ndcg)
    yield ranking("BioASQ snippets, R@10", found, recall)
    pairs = []
    for query in [q for q in queries if q["meta"]["type"] == "yesno"]:
        label = ANSWERS.get(str(query["meta"].get("exact_answer")).lower())
        shown = [texts[i] for i in sorted(relevant[query["_id"]]) if i in texts][:SNIPPETS]
        if label is not None and shown:
            read = reader.read(query["text"], shown)
            pairs.append((label, _answer(query["text"], shown, read, maybe=False)))
    yield from _judged("BioASQ yes or no by the gold snippets", pairs, 2)


def _claims(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure | Classes]:
    """SciFact: the abstracts of a claim among the nearest; support or contradiction by the gold sentences."""
    folder = data / "scifact"
    texts = {d["_id"]: f"{d['title']} {d['text']}" for d in jsonl(folder / "corpus.jsonl")}
    relevant = qrels(folder / "qrels_beir_train.tsv")
    queries = [q for q in _held_out(folder) if relevant.get(q["_id"])]
    chance.shuffle(queries)
    yield ranking("SciFact abstracts, nDCG@10", _reranked(reader, queries[:limit], texts, relevant), ndcg)
    claims = {q["_id"]: q["text"] for q in queries}
    pairs = []
    for reason in [r for r in jsonl(folder / "rationales.jsonl") if r["query_id"] in claims]:
        read = reader.read(claims[reason["query_id"]], [" ".join(reason["text"][:2])])
        label = ANSWERS["yes" if reason["label"] == "SUPPORT" else "no"]
        pairs.append((label, _answer(claims[reason["query_id"]], [" ".join(reason["text"][:2])], read)))
    yield from _judged("SciFact support or contradict by the gold sentences", pairs, 2)


def _answers(reader: EvidenceReader, data: Path, _limit: int, _chance: random.Random) -> Iterator[Figure | Classes]:
    """PubMedQA: yes, no or maybe by the abstract without its conclusion: by its end, and by its sentences."""
    folder = data / "pubmedqa"
    texts = {d["_id"]: d["text"] for d in jsonl(folder / "corpus.jsonl")}
    by_end: list[tuple[int, int]] = []
    by_sentences: list[tuple[int, int]] = []
    for query in _held_out(folder):
        truth = ANSWERS[query["meta"]["answer"]]
        text = texts[query["_id"]]
        each = [" ".join(text[s.start : s.end].split()) for s in sentences_of(text)]
        for shown, said in (([results_of(text)], by_end), (each, by_sentences)):
            said.append((truth, _answer(query["text"], shown, reader.read(query["text"], shown))))
    yield from _judged("PubMedQA by the end of the abstract", by_end, 3)
    yield from _judged("PubMedQA by the abstract's sentences", by_sentences, 3)


def _answer(question: str, texts: Sequence[str], read: Readings, *, maybe: bool = True) -> int:
    """The place in `SAID` of what texts answer; the likelier of yes and no where it may not be maybe."""
    stance = read.stance if maybe else np.zeros_like(read.stance)
    told = [denies(t) for t in texts]
    return SAID.index(yes_no(stance, read.relevance, read.answer, told, asked=asks_plainly(question)).answer)


def _judged(name: str, pairs: Sequence[tuple[int, int]], classes: int) -> Iterator[Figure | Classes]:
    yield Figure(f"{name}, accuracy", (), tuple(float(gold == said) for gold, said in pairs))
    yield Classes(f"{name}, macro-F1", tuple(pairs), tuple(range(classes)))


def _held_out(folder: Path) -> list[dict[str, Any]]:
    """The questions of a set that the reader was never trained on."""
    held = held_out_of(folder / "queries.jsonl", HELD_OUT, 1)
    return [q for q in jsonl(folder / "queries.jsonl") if q["_id"] in held]


def _reranked(
    reader: EvidenceReader, queries: Sequence[dict[str, str]], texts: dict[str, str], relevant: dict[str, set[str]]
) -> list[Ranked]:
    ids = list(texts)
    near = Bm25([texts[i] for i in ids])
    ranked = []
    for query in queries:
        found = near(query["text"], DEPTH)
        read = reader.read(query["text"], [texts[ids[i]] for i, _ in found])
        right = {i for i, _ in found if ids[i] in relevant[query["_id"]]}
        made = _ranked(found, right, read)
        ranked.append(Ranked(made.right, made.words, made.reader, len(relevant[query["_id"]])))
    return ranked
