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
from index.train_claims import (
    CONTRADICTS,
    DECREASED,
    INCREASED,
    NEITHER,
    NO_DIFFERENCE,
    SUPPORTS,
    denied_question_of,
    exchanged,
    opposite_of,
    question_of,
    statement_of,
)

WRONG = 7
"""Wrong texts against each right one."""
HELD_OUT = 0.25
"""Share of the questions of BioASQ, SciFact and PubMedQA that are never trained on."""
DIRECTIONS = {
    "significantly increased": INCREASED,
    "significantly decreased": DECREASED,
    "no significant difference": NO_DIFFERENCE,
}
ANSWERS = {"yes": SUPPORTS, "no": CONTRADICTS, "maybe": NEITHER}
_BARE = re.compile(r"^(?:yes|no)\b[,.:; ]*", re.IGNORECASE)
_HEADING = re.compile(r"^([A-Z][A-Z0-9 .,/&()-]{2,80}):\s*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and `WRONG` + 1 texts, the first of which is right; what that one says, where it is known."""

    question: str
    texts: tuple[str, ...]
    head: str = ""
    label: int = -1


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


def covers(sentence: Sentence, start: int, end: int) -> bool:
    """True if a sentence and an annotated stretch share more than half of the shorter of the two."""
    shared = min(sentence.end, end) - max(sentence.start, start)
    return shared > 0.5 * min(sentence.end - sentence.start, end - start)


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
        said = [snippets[i] for i in chance.sample(sorted(right), min(6, len(right)))]
        answer = ANSWERS.get(str(query["meta"].get("exact_answer")).lower())
        ideal = _BARE.sub("", (query["meta"]["ideal_answer"] or [""])[0])
        ideal = _first_sentence(ideal)
        if query["meta"]["type"] == "yesno" and answer is not None:
            # There are twice as many yes as no.
            for text in [ideal, " ".join(said[:2]), *said[: 6 if answer == CONTRADICTS else 3]]:
                if text:
                    yield Pair(query["text"], text, "stance", answer)
            if wrong:
                yield Pair(query["text"], snippets[wrong[0]], "stance", NEITHER)
        if 5 <= len(ideal.split()) <= 40:
            yield from statement_pairs(ideal, max(said, key=lambda t: shared(ideal, t)), chance)


def _first_sentence(text: str) -> str:
    return next((text[s.start : s.end] for s in sentences_of(text)), "")


def shared(claim: str, text: str) -> float:
    """Share of the claim's words that the text has."""
    words = set(claim.lower().split())
    return len(words & set(text.lower().split())) / len(words)


def statement_pairs(claim: str, text: str, chance: random.Random) -> Iterator[Pair]:
    """A statement and a text that bears it out, as they are and with the statement turned round; some as questions."""
    opposite, denied = opposite_of(claim, chance), denied_question_of(claim)
    for said, label in ((claim, SUPPORTS), (opposite, CONTRADICTS)):
        if said and opposite:
            yield Pair((chance.random() < 0.6 and question_of(said)) or said, text, "stance", label)
    if denied:
        yield Pair(denied, text, "stance", CONTRADICTS)


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
            if document in place and chance.random() < 0.6:
                wrong = chance.sample(close, WRONG)
                yield Choice(claim, tuple(whole[j] for j in [place[document], *wrong]))
        yield from _rationale_examples(claim, reasons[identifier], abstracts, [ids[j] for j in close], chance)
    unseen = {d for q in held_out for d in relevant.get(q, ())}
    known = [d for d in abstracts.values() if d["_id"] not in unseen]
    yield from _title_examples(known, chance)
    yield from _sentence_examples(known, chance)


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
        around = " ".join(sentences[max(0, right[0] - 1) : right[0] + 2])
        for shown in (text, around, text) if label == CONTRADICTS else (text, around):
            yield Pair((chance.random() < 0.3 and question_of(claim)) or claim, shown, "stance", label)
        opposite = opposite_of(claim, chance) if label == SUPPORTS else None
        if opposite:
            yield Pair((chance.random() < 0.3 and question_of(opposite)) or opposite, text, "stance", CONTRADICTS)
        if rest and chance.random() < 0.6:
            yield Pair(claim, chance.choice(rest), "stance", NEITHER)
    if foreign and chance.random() < 0.4:
        yield Pair(claim, chance.choice(foreign), "stance", NEITHER)


def _title_examples(abstracts: Sequence[dict[str, Any]], chance: random.Random) -> Iterator[Pair]:
    """Titles that state something, with the sentence of their abstract that shares most of it, or a foreign one."""
    for abstract in abstracts:
        claim = statement_of(abstract["title"])
        sentences = [s for s in abstract["meta"]["sentences"] if len(s) >= 25]
        if not claim or not sentences or chance.random() < 0.4:
            continue
        ranked = sorted(sentences, key=lambda t: -shared(claim, t))
        yield from statement_pairs(claim, " ".join(ranked[: chance.choice((1, 1, 2))]), chance)
        if chance.random() < 0.3:
            foreign = chance.choice(abstracts)["meta"]["sentences"]
            yield Pair(question_of(claim) or claim, chance.choice(foreign), "stance", NEITHER)


def _sentence_examples(abstracts: Sequence[dict[str, Any]], chance: random.Random) -> Iterator[Pair]:
    """Sentences put as a question each, answered by them as they stand in their abstract: by yes, and by no."""
    for abstract in abstracts:
        sentences = abstract["meta"]["sentences"]
        n = chance.randrange(len(sentences))
        denying = [i for i, s in enumerate(sentences) if denied_question_of(s)]
        n = chance.choice(denying) if denying and chance.random() < 0.7 else n
        said = sentences[n]
        if not 6 <= len(said.split()) <= 35:
            continue
        text = said if chance.random() < 0.5 else " ".join(sentences[max(0, n - 1) : n + 2])
        asked, denied = question_of(said), denied_question_of(said)
        other = exchanged(asked, chance) if asked else None
        if denied:
            yield Pair(denied, text, "stance", CONTRADICTS)
        if asked and other:
            yield Pair(other, text, "stance", CONTRADICTS)
        if asked and chance.random() < 0.5:
            yield Pair(asked, text, "stance", SUPPORTS)


def abstract_examples(folder: Path, held_out: frozenset[str], chance: random.Random) -> Iterator[Pair]:
    """PubMedQA: yes, no or maybe by an article's conclusion, and by its results without the conclusion."""
    texts = {d["_id"]: d["text"] for d in jsonl(folder / "corpus.jsonl")}
    for query in jsonl(folder / "queries.jsonl"):
        if query["_id"] in held_out:
            continue
        label = ANSWERS[query["meta"]["answer"]]
        conclusion = query["meta"]["long_answer"]
        first = _first_sentence(conclusion)
        whole = results_of(texts[query["_id"]])
        last = [whole[s.start : s.end] for s in sentences_of(whole)][-2:]
        for text in (conclusion, first, whole, whole, " ".join(last), *([whole] if label != SUPPORTS else [])):
            yield Pair(query["text"], text, "stance", label)
        other = exchanged(query["text"], chance) if label == SUPPORTS else None
        if other:
            yield Pair(other, conclusion, "stance", CONTRADICTS)


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
