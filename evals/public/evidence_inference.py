"""Evidence Inference 2.0: what an intervention did to an outcome, asked of the one article that reports it.

As published: the folder `annotations`, with `annotations_merged.csv`, `prompts_merged.csv`, `txt_files/` and `splits/`.
In common form: `queries_SPLIT.jsonl`, `spans_SPLIT.jsonl`, and `txt/SPLIT/` or `corpus_SPLIT.jsonl`, whose passages say
where in the article they stand.
Source: DeYoung et al., BioNLP 2020.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from corpus.errors import CitewellError
from evals.public.rows import SPLITS, Growing, field_of, first_of, jsonl, needed, table
from evals.question_sets import QuestionSet

_LABELS = {
    "significantly increased": "increased",
    "significantly decreased": "decreased",
    "no significant difference": "no difference",
}


def load(folder: Path) -> QuestionSet:
    """The questions of a split; gold are the spans of all annotators, right is a label without dispute."""
    found = Growing(folder)
    published = folder / "annotations" if (folder / "annotations").is_dir() else folder
    if (published / "prompts_merged.csv").is_file():
        _published(published, found)
        return found.whole()
    path = needed(folder, ["queries_{split}.jsonl"])
    split = path.stem.removeprefix("queries_")
    rows = list(jsonl(path))
    texts = _texts(folder, split)
    for row in rows:
        meta = field_of(row, "meta", path.name)
        article = f"PMC{meta['pmcid']}"
        if article in texts:
            found.text(article, *texts[article])
        label = _LABELS.get(meta.get("label", ""))
        found.question(row["_id"], row["text"], kind="effect", labels=(label,) if label else (), within=(article,))
    for span in jsonl(needed(folder, [f"spans_{split}.jsonl"])):
        if span["query_id"] in found.questions:
            found.mark(span["query_id"], f"PMC{span['pmcid']}", span["start"], span["end"])
    return found.whole()


def _texts(folder: Path, split: str) -> dict[str, tuple[str, str]]:
    """Text and title of each article: of its file, or of its passages at the places they stand at."""
    titles: dict[str, str] = {}
    passages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    corpus = folder / f"corpus_{split}.jsonl"
    for row in jsonl(corpus) if corpus.is_file() else ():
        article = row["_id"].partition("#")[0]
        titles[article] = row.get("title", "")
        passages[article].append(row)
    files = {p.stem: p for p in (folder / "txt" / split).glob("*.txt")}
    texts = {name: _put_together(held) for name, held in passages.items()}
    texts |= {name: _verbatim(path) for name, path in files.items()}
    if not texts:
        raise CitewellError(f"{folder}: holds neither txt/{split} nor corpus_{split}.jsonl; name the unpacked folder")
    return {name: (text, titles.get(name, "")) for name, text in texts.items()}


def _put_together(passages: list[dict[str, Any]]) -> str:
    """The article as far as its passages tell it; what stands between them is white space there too."""
    text = ""
    for row in sorted(passages, key=lambda r: int(r["meta"]["start"])):
        text += "\n" * (row["meta"]["start"] - len(text)) + row["text"]
    return text


def _published(folder: Path, found: Growing) -> None:
    split = next((s for s in SPLITS if (folder / "splits" / f"{s}_article_ids.txt").is_file()), "")
    listed = first_of(folder, [f"splits/{split}_article_ids.txt"])
    articles = set(listed.read_text(encoding="utf-8").split()) if listed else None
    labels: dict[str, set[str]] = defaultdict(set)
    marks = []
    for row in table(needed(folder, ["annotations_merged.csv"])):
        # The owners mark answers that a second expert found wrong.
        if row.get("Valid Label", "True") != "True" or row.get("Valid Reasoning", "True") != "True":
            continue
        labels[row["PromptID"]].add(row["Label"])
        start, end = int(float(row["Evidence Start"])), int(float(row["Evidence End"]))
        if 0 <= start < end:
            marks.append((row["PromptID"], f"PMC{row['PMCID']}", start, end))
    for row in table(folder / "prompts_merged.csv"):
        article = f"PMC{row['PMCID']}"
        if (articles is None or row["PMCID"] in articles) and row["PromptID"] in labels:
            if article not in found.texts:
                found.text(article, _verbatim(folder / "txt_files" / f"{article}.txt"))
            told = [_LABELS[label] for label in labels[row["PromptID"]] if label in _LABELS]
            text = (
                f"With respect to {row['Outcome']}, what is the reported difference between patients receiving "
                f"{row['Intervention']} and those receiving {row['Comparator']}?"
            )
            agreed = tuple(told) if len(told) == 1 else ()
            found.question(row["PromptID"], text, kind="effect", labels=agreed, within=(article,))
    for query_id, article, start, end in marks:
        if query_id in found.questions:
            found.mark(query_id, article, start, end)


def _verbatim(path: Path) -> str:
    """The text with its own line ends, which the offsets count."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
