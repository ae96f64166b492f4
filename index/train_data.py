"""What the reader learns from: questions with right and wrong sentences, and pairs with a stance or a direction.

Read from a folder of public sets in the form `corpus*.jsonl`, `queries*.jsonl`, `qrels*.tsv`, with spans for Evidence
Inference and rationales for SciFact. Only sets whose licence allows weights made from them are read: Evidence
Inference, BioASQ, SciFact, PubMedQA and MedQuAD.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.sentences import sentences_of

WRONG = 5
"""Wrong texts against each right one."""
HELD_OUT = 0.25
"""Share of the questions of BioASQ, SciFact and PubMedQA that are never trained on."""
SUPPORTS, CONTRADICTS, NEITHER = range(3)
INCREASED, DECREASED, NO_DIFFERENCE = range(3)
DIRECTIONS = {
    "significantly increased": INCREASED,
    "significantly decreased": DECREASED,
    "no significant difference": NO_DIFFERENCE,
}
ANSWERS = {"yes": SUPPORTS, "no": CONTRADICTS, "maybe": NEITHER}
_RESULT = re.compile(r"\b[Pp]\s?[=<>≤]|\bCI\b|±|\bsignifican|\bdiffer")
_WHOLE = 0.15
"""Share of a trial's questions that are also learned on whole passages, which take four times as long."""
_HEADING = re.compile(r"^([A-Z][A-Z0-9 .,/&()-]{2,80}):\s*\n", re.MULTILINE)
_ASKED = (
    "Does {i} change {o} compared with {c}?",
    "What is the effect of {i} on {o}, compared with {c}?",
    "Is {o} different with {i} than with {c}?",
    "{o}: {i} versus {c}",
    "Does {i} affect {o}?",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and `WRONG` + 1 texts, the first of which is right."""

    question: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question or claim and a text, with the class of one of the reader's heads: "stance" or "direction"."""

    question: str
    text: str
    head: str
    label: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, with the heading it stands under and its place in the article's text."""

    text: str
    section: str
    start: int
    end: int

    @property
    def headed(self) -> str:
        """As the reader sees it."""
        return f"{self.section}: {self.text}" if self.section else self.text


def jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def qrels(path: Path) -> dict[str, set[str]]:
    """For each query the ids judged relevant at all."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if float(score) > 0:
            found[query].add(document)
    return found


def asked_of(meta: dict[str, Any], chance: random.Random) -> str:
    """A question of Evidence Inference in one of several wordings of ours."""
    return chance.choice(_ASKED).format(
        i=meta["intervention"].strip(), c=meta["comparator"].strip(), o=meta["outcome"].strip()
    )


def article_sentences(passages: Sequence[dict[str, Any]]) -> list[Sentence]:
    """The sentences of an article's passages; capital headings with a colon are sections, not sentences."""
    found: list[Sentence] = []
    section = ""
    for passage in passages:
        text, offset = passage["text"], passage["meta"]["start"]
        headings = [(m.start(), m.end(), m[1].split(".")[-1].strip().capitalize()) for m in _HEADING.finditer(text)]
        bounds = [0, *(e for _, e, _ in headings)]
        ends = [*(s for s, _, _ in headings), len(text)]
        titles = [section, *(t for _, _, t in headings)]
        for begin, end, title in zip(bounds, ends, titles, strict=True):
            section = title
            for span in sentences_of(text[begin:end]):
                said = " ".join(text[begin:end][span.start : span.end].split())
                if len(said) >= 25:
                    start = offset + begin + span.start
                    found.append(Sentence(said, section, start, start + len(span)))
    return found


def articles(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Passages of each article of Evidence Inference, in order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for passage in jsonl(path):
        found[passage["meta"]["pmcid"]].append(passage)
    for passages in found.values():
        passages.sort(key=lambda p: p["meta"]["start"])
    return found


class Nearest:
    """Texts by the words they share with a query (TF-IDF): where hard wrong answers come from."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 1))
        self._matrix = self._vectorizer.fit_transform(texts)

    def __call__(self, query: str, k: int) -> list[int]:
        """Indices of the `k` nearest, best first."""
        import numpy as np

        scores = np.asarray((self._matrix @ self._vectorizer.transform([query]).T).todense()).ravel()
        top = np.argsort(-scores, kind="stable")[:k]
        return [int(i) for i in top]


def trial_examples(folder: Path, chance: random.Random) -> Iterator[Choice | Pair]:
    """Evidence Inference: the sentences that state a trial's result on an outcome, against the article's others."""
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for span in jsonl(folder / "spans_train.jsonl"):
        gold[span["query_id"]].append(span)
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for query in jsonl(folder / "queries_train.jsonl"):
        asked[query["meta"]["pmcid"]].append(query)
    held = articles(folder / "corpus_train.jsonl")
    strangers = [s for passages in list(held.values())[::9] for s in article_sentences(passages[-6:])]
    for pmcid, queries in asked.items():
        sentences = article_sentences(held[pmcid])
        if len(sentences) <= 3 * WRONG:
            continue
        near = Nearest([s.text for s in sentences])
        for query in queries:
            spans = [(s["start"], s["end"]) for s in gold[query["_id"]]]
            right = [i for i, s in enumerate(sentences) if any(covers(s, a, b) for a, b in spans)]
            question = query["text"] if chance.random() < 0.5 else asked_of(query["meta"], chance)
            direction = DIRECTIONS.get(query["meta"]["label"])
            if not right or direction is None:
                continue
            for i in right[:2]:
                yield Pair(query["text"], sentences[i].headed, "direction", direction)
            yield _trial_choice(question, sentences, right, near, strangers, chance)
            whole = _passage_choice(question, held[pmcid], spans, chance) if chance.random() < _WHOLE else None
            if whole:
                yield whole


def covers(sentence: Sentence, start: int, end: int) -> bool:
    """True if a sentence and an annotated stretch share more than half of the shorter of the two."""
    shared = min(sentence.end, end) - max(sentence.start, start)
    return shared > 0.5 * min(sentence.end - sentence.start, end - start)


def _trial_choice(
    question: str,
    sentences: Sequence[Sentence],
    right: Sequence[int],
    near: Nearest,
    strangers: Sequence[Sentence],
    chance: random.Random,
) -> Choice:
    close = [i for i in near(question, 24) if i not in right]
    results = [i for i, s in enumerate(sentences) if i not in right and i not in close and _RESULT.search(s.text)]
    wrong = chance.sample(close, min(3, len(close))) + chance.sample(results, min(1, len(results)))
    others = [i for i in range(len(sentences)) if i not in right and i not in wrong]
    wrong += chance.sample(others, max(0, min(WRONG - 1 - len(wrong), len(others))))
    stranger = chance.choice(strangers)
    headed = chance.random() < 0.7
    chosen = [sentences[chance.choice(right)], *(sentences[i] for i in wrong), stranger]
    return Choice(question, tuple(s.headed if headed else s.text for s in chosen))


def _passage_choice(
    question: str, passages: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int]], chance: random.Random
) -> Choice | None:
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
    return Choice(question, tuple(" ".join(p["text"].split()) for p in [chance.choice(right), *chosen]))


def expert_examples(folder: Path, chance: random.Random, held_out: frozenset[str]) -> Iterator[Choice | Pair]:
    """BioASQ: an expert's snippets against those nearest in words of other documents; yes and no as a stance."""
    snippets = {s["_id"]: " ".join(s["text"].split()) for s in jsonl(folder / "corpus_snippets.jsonl")}
    relevant = qrels(folder / "qrels_snippets.tsv")
    ids = list(snippets)
    near = Nearest([snippets[i] for i in ids])
    for query in jsonl(folder / "queries.jsonl"):
        right = [i for i in relevant.get(query["_id"], ()) if i in snippets]
        if query["_id"] in held_out or not right:
            continue
        known = {i.split("#")[0] for i in right}
        wrong = [ids[j] for j in near(query["text"], 40) if ids[j].split("#")[0] not in known]
        for i in chance.sample(sorted(right), min(2, len(right))):
            texts = (snippets[i], *(snippets[w] for w in chance.sample(wrong, min(WRONG, len(wrong)))))
            if len(texts) == WRONG + 1:
                yield Choice(query["text"], texts)
        answer = ANSWERS.get(str(query["meta"].get("exact_answer")).lower())
        if query["meta"]["type"] == "yesno" and answer is not None:
            # There are five times as many yes as no.
            for i in chance.sample(sorted(right), min(6 if answer == CONTRADICTS else 2, len(right))):
                yield Pair(query["text"], snippets[i], "stance", answer)


def claim_examples(folder: Path, chance: random.Random, held_out: frozenset[str]) -> Iterator[Choice | Pair]:
    """SciFact: the abstract, and its sentences, that bear on a claim; whether they support or contradict it."""
    abstracts = {d["_id"]: d for d in jsonl(folder / "corpus.jsonl")}
    ids = list(abstracts)
    whole = [f"{abstracts[i]['title']} {abstracts[i]['text']}" for i in ids]
    near = Nearest(whole)
    place = {identifier: n for n, identifier in enumerate(ids)}
    reasons: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for r in jsonl(folder / "rationales.jsonl"):
        reasons[r["query_id"]][r["doc_id"]] = r
    relevant = qrels(folder / "qrels_beir_train.tsv")
    for query in jsonl(folder / "queries.jsonl"):
        claim, identifier = query["text"], query["_id"]
        if identifier in held_out:
            continue
        close = [j for j in near(claim, 40) if ids[j] not in relevant.get(identifier, ())]
        for document in sorted(relevant.get(identifier, ())):
            if document in place:
                wrong = chance.sample(close, WRONG)
                yield Choice(claim, tuple(whole[j] for j in [place[document], *wrong]))
        yield from _rationale_examples(claim, reasons[identifier], abstracts, [ids[j] for j in close], chance)


def _rationale_examples(
    claim: str,
    reasons: dict[str, dict[str, Any]],
    abstracts: dict[str, dict[str, Any]],
    close: Sequence[str],
    chance: random.Random,
) -> Iterator[Choice | Pair]:
    foreign = [s for i in close[:8] for s in abstracts[i]["meta"]["sentences"] if len(s) >= 25]
    for document, reason in reasons.items():
        sentences = abstracts[document]["meta"]["sentences"]
        right = [i for i in reason["sentences"] if i < len(sentences)]
        rest = [s for i, s in enumerate(sentences) if i not in right and len(s) >= 25]
        if not right or len(foreign) < WRONG:
            continue
        inside = chance.sample(rest, min(3, len(rest)))
        yield Choice(claim, (sentences[right[0]], *inside, *chance.sample(foreign, WRONG - len(inside))))
        label = SUPPORTS if reason["label"] == "SUPPORT" else CONTRADICTS
        text = " ".join(sentences[i] for i in right[:2])
        for _ in range(2 if label == CONTRADICTS else 1):
            yield Pair(claim, text, "stance", label)
        if rest:
            yield Pair(claim, chance.choice(rest), "stance", NEITHER)
    if foreign:
        yield Pair(claim, chance.choice(foreign), "stance", NEITHER)


def abstract_examples(folder: Path, held_out: frozenset[str]) -> Iterator[Pair]:
    """PubMedQA: yes, no or maybe by an article's conclusion, and by its results without the conclusion."""
    texts = {d["_id"]: d["text"] for d in jsonl(folder / "corpus.jsonl")}
    for query in jsonl(folder / "queries.jsonl"):
        if query["_id"] in held_out:
            continue
        label = ANSWERS[query["meta"]["answer"]]
        yield Pair(query["text"], query["meta"]["long_answer"], "stance", label)
        for _ in range(2 if label == NEITHER else 1):
            yield Pair(query["text"], results_of(texts[query["_id"]]), "stance", label)


def results_of(abstract: str) -> str:
    """The end of an abstract, about 110 words, where its results stand."""
    return " ".join(abstract.split()[-110:])


def patient_examples(folder: Path, chance: random.Random, limit: int) -> Iterator[Choice]:
    """MedQuAD: a sentence of the answer to a patient's question against those of answers with other subjects."""
    rows = [r for r in jsonl(folder / "medquad_answered.jsonl") if len(r["text"]) > 80]
    rows = chance.sample(rows, min(6 * limit, len(rows)))
    first = [[" ".join(r["text"][:600][s.start : s.end].split()) for s in sentences_of(r["text"][:600])] for r in rows]
    near = Nearest([" ".join(f) for f in first])
    for i in range(min(limit, len(rows))):
        others = [j for j in near(rows[i]["title"], 25) if j != i and rows[j]["title"] != rows[i]["title"]]
        wrong = [chance.choice(first[j]) for j in chance.sample(others, WRONG)]
        yield Choice(rows[i]["title"].replace(" ?", "?"), (chance.choice(first[i][:2]), *wrong))


def held_out_of(path: Path, share: float, seed: int) -> frozenset[str]:
    """Ids of a share of a set's questions, chosen by chance, that no training example comes from."""
    ids = sorted(q["_id"] for q in jsonl(path))
    return frozenset(random.Random(seed).sample(ids, int(share * len(ids))))
