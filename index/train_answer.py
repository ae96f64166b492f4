"""`python -m index.train_answer DATA READER OUT`: draw a reader's line between yes and no, on questions new to it.

What a reader has learned by heart it reads more surely than anything it will meet, so the line is no good when drawn on
what it was trained on. Here it is drawn on what it has not seen: the questions of BioASQ, SciFact and PubMedQA held out
of training, and Evidence Inference's validation articles, asked whether there is an effect. Only the last layer, 769
numbers and the four of `index.judge`, is learned; how well it tells is found by cross-validation over whole questions.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.sentences import sentences_of
from index.judge import for_and_against, pooled
from index.onnx_graph import with_outputs
from index.onnx_run import OnnxModel, batches_of
from index.reader import ANSWER, pair_inputs, pair_tokenizer, softmax
from index.told import asks_plainly, denies
from index.train_claims import INCREASED, NO_DIFFERENCE
from index.train_data import DIRECTIONS, HELD_OUT, article_sentences, articles, covers, held_out_of, jsonl, qrels

_log = logging.getLogger(__name__)

CLAIMS = "SciFact"
TEXTS = 8
"""Most snippets of a question of BioASQ."""
_FOLDS, _REPEATS = 8, 4
_SHRUNK = 0.01
"""scikit-learn's C, of standardised features; 0.003 to 0.03 came out alike."""
_HARDLY = 10.0
_FREE = 20.0
"""What the two features of words are multiplied by, so that they are hardly shrunk."""
_AFFECTS = (
    "Does {i} affect {o} compared with {c}?",
    "Is {o} different with {i} than with {c}?",
    "Does {i} change {o}?",
    "Is there a difference in {o} between {i} and {c}?",
)
_RAISES = ("Does {i} increase {o} compared with {c}?", "Is {o} higher with {i} than with {c}?")
_LOWERS = ("Does {i} reduce {o} compared with {c}?", "Is {o} lower with {i} than with {c}?")
_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or claim with the texts that decide it; `group` keeps what belongs together in one fold."""

    set: str
    group: str
    text: str
    texts: tuple[str, ...]
    yes: bool
    weight: float = 1.0


def examples_of(folder: Path, seed: int = 0) -> list[Asked]:
    """Everything to learn from, none of it seen in training; `maybe` is left out."""
    return [
        *_experts(folder / "bioasq"),
        *_claims(folder / "scifact"),
        *_abstracts(folder / "pubmedqa"),
        *_trials(folder / "evidence_inference", random.Random(seed)),
    ]


def _held(folder: Path) -> list[dict[str, Any]]:
    held = held_out_of(folder / "queries.jsonl", HELD_OUT, 1)
    return [q for q in jsonl(folder / "queries.jsonl") if q["_id"] in held]


def _experts(folder: Path) -> Iterator[Asked]:
    snippets = {s["_id"]: " ".join(s["text"].split()) for s in jsonl(folder / "corpus_snippets.jsonl")}
    relevant = qrels(folder / "qrels_snippets.tsv")
    for query in _held(folder):
        texts = tuple(snippets[i] for i in sorted(relevant.get(query["_id"], ())) if i in snippets)[:TEXTS]
        answer = str(query["meta"].get("exact_answer")).lower()
        if query["meta"]["type"] == "yesno" and answer in ("yes", "no") and texts:
            yield Asked("BioASQ", query["_id"], query["text"], texts, answer == "yes")


def _claims(folder: Path) -> Iterator[Asked]:
    claims = {q["_id"]: q["text"] for q in _held(folder)}
    for r in jsonl(folder / "rationales.jsonl"):
        if r["query_id"] in claims:
            text = " ".join(r["text"][:2])
            yield Asked(CLAIMS, r["query_id"], claims[r["query_id"]], (text,), r["label"] == "SUPPORT")


def _abstracts(folder: Path) -> Iterator[Asked]:
    abstracts = {d["_id"]: d["text"] for d in jsonl(folder / "corpus.jsonl")}
    for query in _held(folder):
        text, answer = abstracts[query["_id"]], query["meta"]["answer"]
        if answer in ("yes", "no"):
            sentences = tuple(" ".join(text[s.start : s.end].split()) for s in sentences_of(text))
            yield Asked("PubMedQA", query["_id"], query["text"], sentences, answer == "yes")


def _trials(folder: Path, chance: random.Random) -> Iterator[Asked]:
    """Each trial asked whether there is an effect, and whether there is one that way."""
    gold: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in jsonl(folder / "spans_validation.jsonl"):
        gold[span["query_id"]].append((span["start"], span["end"]))
    held = {name: article_sentences(p) for name, p in articles(folder / "corpus_validation.jsonl").items()}
    for query in jsonl(folder / "queries_validation.jsonl"):
        meta, way = query["meta"], DIRECTIONS.get(query["meta"]["label"])
        right = [s for s in held[meta["pmcid"]] if any(covers(s, a, b) for a, b in gold[query["_id"]])]
        if way is None or not right:
            continue
        said = {"i": meta["intervention"].strip(), "c": meta["comparator"].strip(), "o": meta["outcome"].strip()}
        texts = tuple(s.headed for s in right[:3])
        raised = chance.random() < 0.5
        plain, directed = chance.choice(_AFFECTS), chance.choice(_RAISES if raised else _LOWERS)
        yield Asked("trials, any effect", meta["pmcid"], plain.format(**said), texts, way != NO_DIFFERENCE, 0.3)
        yes = way != NO_DIFFERENCE and (way == INCREASED) == raised
        yield Asked("trials, an effect that way", meta["pmcid"], directed.format(**said), texts, yes, 0.2)


def read(examples: Sequence[Asked], reader: Path) -> list[dict[str, _Floats]]:
    """What the reader puts out of the texts of each: by name (texts, classes); "pooled" is what its last layer sees."""
    model = OnnxModel(reader)
    encoded = pair_tokenizer().encode_batch([(e.text, t) for e in examples for t in e.texts])
    outputs = ("relevance", "stance", "pooled")
    rows: list[list[_Floats]] = [[] for _ in encoded]
    batches = batches_of([len(e.ids) for e in encoded])
    made = model.run(outputs, (pair_inputs([encoded[i] for i in batch]) for batch in batches))
    for batch, found in zip(batches, made, strict=True):
        for place, i in enumerate(batch):
            rows[i] = [values[place] for values in found]
    ends = np.cumsum([len(e.texts) for e in examples]).tolist()
    own = [rows[end - len(e.texts) : end] for e, end in zip(examples, ends, strict=True)]
    return [dict(zip(outputs, map(np.stack, zip(*some, strict=True)), strict=True)) for some in own]


def of_questions(examples: Sequence[Asked], seen: Sequence[dict[str, _Floats]]) -> _Floats:
    """(n, 2 width + 2): what the last layer sees, weighted by relevance; whether it is asked, and denied in words."""
    rows = []
    for e, one in zip(examples, seen, strict=True):
        asked = float(asks_plainly(e.text))
        denied = asked * sum(map(denies, e.texts)) / len(e.texts)
        rows.append([*pooled(one["pooled"], one["relevance"][:, 0]), asked, denied])
    return np.array(rows, np.float32)


def of_claims(seen: Sequence[dict[str, _Floats]]) -> _Floats:
    """(n, 1): support against contradiction, in log odds."""
    shares = [pooled(softmax(one["stance"]), one["relevance"][:, 0]) for one in seen]
    return np.array([[for_and_against(s)] for s in shares], np.float32)


def fitted(x: _Floats, examples: Sequence[Asked], *, shrunk: float = _SHRUNK, free: int = 2) -> _Floats:
    """Weights of the features and, last, the intercept: log odds of yes.

    Args:
        x: (n, features), standardised here first.
        shrunk: scikit-learn's C; a smaller one shrinks weights more.
        free: How many features, the last, are hardly shrunk.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    scale = np.where(np.arange(x.shape[1]) >= x.shape[1] - free, _FREE, 1.0) / spread
    model = LogisticRegression(C=shrunk, max_iter=1000)
    model.fit((x - mean) * scale, [e.yes for e in examples], sample_weight=[e.weight for e in examples])
    weights = model.coef_[0] * scale
    return np.array([*weights, model.intercept_[0] - weights @ mean], np.float32)


def crossed(x: _Floats, examples: Sequence[Asked], *, shrunk: float = _SHRUNK, free: int = 2) -> _Floats:
    """(repeats, n) probability of yes of each, by weights fitted without its fold; see `fitted`."""
    found = np.zeros((_REPEATS, len(examples)), np.float32)
    groups = sorted({e.group for e in examples})
    for repeat in range(_REPEATS):
        dealt = dict(zip(groups, np.random.default_rng(repeat).integers(0, _FOLDS, len(groups)), strict=True))
        folds = np.array([dealt[e.group] for e in examples])
        for fold in range(_FOLDS):
            train = np.flatnonzero(folds != fold).tolist()
            weights = fitted(x[train], [examples[i] for i in train], shrunk=shrunk, free=free)
            found[repeat, folds == fold] = 1 / (1 + np.exp(-(x[folds == fold] @ weights[:-1] + weights[-1])))
    return found


def as_text(examples: Sequence[Asked], probabilities: _Floats) -> str:
    """Accuracy and macro-F1 by set, and how often answers this sure are right."""
    truth = np.array([e.yes for e in examples])
    sure, right = np.maximum(probabilities, 1 - probabilities), (probabilities >= 0.5) == truth
    columns = ("accuracy", "macro-F1", "commonest", "0.8 sure", "of these")
    lines = [f"{'':28} {'n':>4} " + " ".join(f"{c:>9}" for c in columns)]
    for name in dict.fromkeys(e.set for e in examples):
        own = np.array([e.set == name for e in examples])
        f1 = np.mean([_macro_f1(truth[own], one) for one in probabilities[:, own] >= 0.5])
        commonest = max(truth[own].mean(), 1 - truth[own].mean())
        surer = sure[:, own] >= 0.8
        values = (right[:, own].mean(), f1, commonest, surer.mean(), right[:, own][surer].mean() if surer.any() else 0)
        lines.append(f"{name:28} {own.sum():4} " + " ".join(f"{v:9.3f}" for v in values))
    lines.append(f"{'at least so sure':28} {'share':>6} {'right':>6}")
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        lines.append(f"{least:28} {(sure >= least).mean():6.3f} {right[sure >= least].mean():6.3f}")
    return "\n".join(lines)


def _macro_f1(truth: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> float:
    scores = [2 * (t & s).sum() / max(1, t.sum() + s.sum()) for t, s in ((truth, said), (~truth, ~said))]
    return float(np.mean(scores))


def main() -> None:
    """Read the command line, fit, tell and write."""
    parser = argparse.ArgumentParser(prog="python -m index.train_answer", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the public sets, one folder each")
    parser.add_argument("reader", type=Path, help="the reader.onnx to go on from")
    parser.add_argument("out", type=Path, help="folder that the new reader.onnx is written to")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    open_ended = options.out / "pooled.onnx"
    open_ended.write_bytes(with_outputs(options.reader, {}, pooled=True))
    everything = examples_of(options.data)
    seen = read(everything, open_ended)
    open_ended.unlink()
    asked = [i for i, e in enumerate(everything) if e.set != CLAIMS]
    examples, x = [everything[i] for i in asked], of_questions(everything, seen)[asked]
    claimed = [i for i, e in enumerate(everything) if e.set == CLAIMS]
    claims, ratios = [everything[i] for i in claimed], of_claims([seen[i] for i in claimed])
    sure = np.hstack([crossed(x, examples), crossed(ratios, claims, shrunk=_HARDLY, free=0)])
    print(as_text([*examples, *claims], sure))
    weights, slope = fitted(x, examples), fitted(ratios, claims, shrunk=_HARDLY, free=0)
    print(
        f"index.judge: ASKED, DENIED = {weights[-3]:.2f}, {weights[-2]:.2f}; CLAIMED = {slope[0]:.2f}, {slope[1]:.2f}"
    )
    graph = with_outputs(options.reader, {ANSWER: np.append(weights[:-3], weights[-1])})
    (options.out / "reader.onnx").write_bytes(graph)
    _log.info("%s: SHA-256 %s", options.out / "reader.onnx", hashlib.sha256(graph).hexdigest())


if __name__ == "__main__":
    main()
