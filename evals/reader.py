"""How well the evidence reader reads questions it was not trained on, beside the words it is given them by.

`python -m evals reader DATA`: DATA is the folder of public sets it was trained from (`index/train_data.py`). Evidence
Inference: the validation articles. BioASQ, SciFact, PubMedQA: the quarter of the questions held out of training.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.measures.labels import macro_f1
from index.reader import EvidenceReader
from index.train_data import (
    ANSWERS,
    DIRECTIONS,
    HELD_OUT,
    Nearest,
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


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure on one set: the values of its questions, by the words alone and by the reader; NaN is unscored."""

    name: str
    words: tuple[float, ...]
    reader: tuple[float, ...]


def measure(
    reader: EvidenceReader, data: Path, *, limit: int, seed: int, progress: Callable[[str], None]
) -> list[Figure]:
    """Every figure, over at most `limit` questions of each set."""
    chance = random.Random(seed)
    figures: list[Figure] = []
    for part in (_trials, _snippets, _claims, _answers):
        for figure in part(reader, data, limit, chance):
            figures.append(figure)
            progress(figure.name)
    return figures


def ndcg(ranked: Sequence[bool], relevant: int, k: int = 10) -> float:
    """nDCG@k with binary gain, in [0, 1]; NaN without a relevant text. Source: Järvelin and Kekäläinen, TOIS 2002."""
    if not relevant:
        return math.nan
    gain = sum(1 / math.log2(i + 2) for i, right in enumerate(ranked[:k]) if right)
    return gain / sum(1 / math.log2(i + 2) for i in range(min(k, relevant)))


def _trials(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure]:
    """Evidence Inference, within the article: is a gold sentence first, among three; which way does its effect go."""
    folder = data / "evidence_inference"
    gold: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in jsonl(folder / "spans_validation.jsonl"):
        gold[span["query_id"]].append((span["start"], span["end"]))
    held = articles(folder / "corpus_validation.jsonl")
    queries = jsonl(folder / "queries_validation.jsonl")
    chance.shuffle(queries)
    ranked: dict[str, list[list[bool]]] = {"words": [], "reader": []}
    truth, said = [], []
    for query in queries[:limit]:
        sentences = article_sentences(held[query["meta"]["pmcid"]])
        near = Nearest([s.text for s in sentences])(query["text"], DEPTH)
        right = {i for i, s in enumerate(sentences) if any(covers(s, a, b) for a, b in gold[query["_id"]])}
        order = np.argsort(-reader.read(query["text"], [sentences[i].headed for i in near]).relevance, kind="stable")
        ranked["words"].append([i in right for i in near])
        ranked["reader"].append([near[j] in right for j in order])
        label = DIRECTIONS.get(query["meta"]["label"])
        if label is not None and right:
            truth.append(label)
            said.append(int(reader.read(query["text"], [sentences[min(right)].headed]).direction[0].argmax()))
    for name, k in (("first sentence right", 1), ("one of three right", 3)):
        yield Figure(
            f"Evidence Inference, {name}",
            tuple(float(any(r[:k])) for r in ranked["words"]),
            tuple(float(any(r[:k])) for r in ranked["reader"]),
        )
    yield Figure(
        "Evidence Inference, direction, macro-F1", (), (macro_f1(Counter(zip(truth, said, strict=True)), range(3)),)
    )


def _snippets(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure]:
    """BioASQ: gold snippets among the nearest of all snippets; yes or no by the gold ones."""
    folder = data / "bioasq"
    texts = {s["_id"]: " ".join(s["text"].split()) for s in jsonl(folder / "corpus_snippets.jsonl")}
    relevant = qrels(folder / "qrels_snippets.tsv")
    queries = [q for q in _held_out(folder) if relevant.get(q["_id"])]
    chance.shuffle(queries)
    yield _reranked("BioASQ snippets, nDCG@10", reader, queries[:limit], texts, relevant)
    truth, said = [], []
    for query in [q for q in queries if q["meta"]["type"] == "yesno"][:limit]:
        label = ANSWERS.get(str(query["meta"].get("exact_answer")).lower())
        shown = [texts[i] for i in sorted(relevant[query["_id"]]) if i in texts][:8]
        if label is not None and shown:
            truth.append(label)
            said.append(int(reader.read(query["text"], shown).stance[:, :2].mean(axis=0).argmax()))
    yield Figure("BioASQ yes or no, accuracy", (), tuple(float(t == s) for t, s in zip(truth, said, strict=True)))
    yield Figure("BioASQ yes or no, macro-F1", (), (macro_f1(Counter(zip(truth, said, strict=True)), range(2)),))


def _claims(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure]:
    """SciFact: the abstracts of a claim among the nearest; support or contradiction by the gold sentences."""
    folder = data / "scifact"
    texts = {d["_id"]: f"{d['title']} {d['text']}" for d in jsonl(folder / "corpus.jsonl")}
    relevant = qrels(folder / "qrels_beir_train.tsv")
    queries = [q for q in _held_out(folder) if relevant.get(q["_id"])]
    chance.shuffle(queries)
    yield _reranked("SciFact, nDCG@10", reader, queries[:limit], texts, relevant)
    claims = {q["_id"]: q["text"] for q in queries}
    truth, said = [], []
    for reason in [r for r in jsonl(folder / "rationales.jsonl") if r["query_id"] in claims][:limit]:
        truth.append(0 if reason["label"] == "SUPPORT" else 1)
        read = reader.read(claims[reason["query_id"]], [" ".join(reason["text"][:2])])
        said.append(int(read.stance[0].argmax()))
    yield Figure(
        "SciFact support or contradict, macro-F1", (), (macro_f1(Counter(zip(truth, said, strict=True)), range(2)),)
    )


def _answers(reader: EvidenceReader, data: Path, limit: int, chance: random.Random) -> Iterator[Figure]:
    """PubMedQA: yes, no or maybe by the abstract without its conclusion."""
    folder = data / "pubmedqa"
    texts = {d["_id"]: d["text"] for d in jsonl(folder / "corpus.jsonl")}
    queries = _held_out(folder)
    chance.shuffle(queries)
    truth = [ANSWERS[q["meta"]["answer"]] for q in queries[:limit]]
    said = [int(reader.read(q["text"], [results_of(texts[q["_id"]])]).stance[0].argmax()) for q in queries[:limit]]
    yield Figure("PubMedQA, accuracy", (), tuple(float(t == s) for t, s in zip(truth, said, strict=True)))
    yield Figure("PubMedQA, macro-F1", (), (macro_f1(Counter(zip(truth, said, strict=True)), range(3)),))


def _held_out(folder: Path) -> list[dict[str, Any]]:
    """The questions of a set that the reader was never trained on."""
    held = held_out_of(folder / "queries.jsonl", HELD_OUT, 1)
    return [q for q in jsonl(folder / "queries.jsonl") if q["_id"] in held]


def _reranked(
    name: str,
    reader: EvidenceReader,
    queries: Sequence[dict[str, str]],
    texts: dict[str, str],
    relevant: dict[str, set[str]],
) -> Figure:
    ids = list(texts)
    near = Nearest([texts[i] for i in ids])
    words, read = [], []
    for query in queries:
        right = relevant[query["_id"]]
        found = [ids[j] for j in near(query["text"], DEPTH)]
        order = np.argsort(-reader.read(query["text"], [texts[i] for i in found]).relevance, kind="stable")
        words.append(ndcg([i in right for i in found], len(right)))
        read.append(ndcg([found[j] in right for j in order], len(right)))
    return Figure(name, tuple(words), tuple(read))


def as_text(figures: Sequence[Figure], seed: int = 0) -> str:
    """One line a figure, with bootstrap 95 % intervals where there is a value for each question."""
    lines = [f"{'':44} {'words alone':>22} {'reader':>22}   n"]
    for f in figures:
        lines.append(f"{f.name:44} {_interval(f.words, seed):>22} {_interval(f.reader, seed):>22}   {len(f.reader)}")
    return "\n".join(lines)


def _interval(values: Sequence[float], seed: int) -> str:
    scored = np.array([v for v in values if not math.isnan(v)])
    if not len(scored):
        return "–"
    if len(scored) == 1:
        return f"{scored[0]:.3f}"
    draws = np.random.default_rng(seed).choice(scored, (2000, len(scored))).mean(axis=1)
    return f"{scored.mean():.3f} ({np.quantile(draws, 0.025):.3f}–{np.quantile(draws, 0.975):.3f})"
