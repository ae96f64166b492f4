"""BioASQ task B: questions of experts with snippets, exact and ideal answers.

As published: JSON files with `questions`. In common form: BEIR's files with `meta.snippets` of a document, and
`qrels_snippets.tsv`, `corpus_snippets.jsonl`. Only snippets come with it, so a document is all of its snippets.
Source: Tsatsaronis et al., BMC Bioinformatics 2015;16:138.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import CitewellError
from evals.public.beir import judge_documents, queries, read_corpus
from evals.public.rows import Growing, field_of, jsonl, qrels, whole_json
from evals.question_sets import QuestionSet


def load(folder: Path) -> QuestionSet:
    """Every question, asked of all documents; gold are the snippets."""
    if not (folder / "queries.jsonl").is_file():
        return _published(folder)
    found = Growing(folder)
    read_corpus(folder, found)
    for row in queries(folder):
        meta = row.get("meta") or {}
        _question(found, row["_id"], field_of(row, "text", "queries.jsonl"), meta.get("type"), meta.get("exact_answer"))
    judge_documents(folder, found)
    if (folder / "qrels_snippets.tsv").is_file():
        _mark(folder, found)
    return found.whole()


def _mark(folder: Path, found: Growing) -> None:
    """Gold snippets; a document gets what it lacks of its own, as titles that some of them are or begin with."""
    texts = {row["_id"]: row["text"] for row in jsonl(folder / "corpus_snippets.jsonl")}
    marks = [(q, s) for q, s, grade in qrels(folder / "qrels_snippets.tsv") if grade > 0 and q in found.questions]
    for snippet in dict.fromkeys(s for _, s in marks if s in texts):
        name, text = snippet.rpartition("#")[0], texts[snippet]
        held = found.texts.get(name)
        if held is None or text not in held.text:
            found.text(name, f"{held.text}\n{text}" if held else text, held.title if held else "")
    for query_id, snippet in marks:
        found.mark_quote(query_id, snippet.rpartition("#")[0], texts.get(snippet, ""))


def _published(folder: Path) -> QuestionSet:
    asked = [
        question
        for path in sorted(folder.glob("*.json"))
        if isinstance(held := whole_json(path), dict)
        for question in held.get("questions", ())
    ]
    if not asked:
        raise CitewellError(f"{folder}: no JSON file there holds questions; name the folder BioASQ was unpacked to")
    found = Growing(folder)
    for name, snippets in _snippets(asked).items():
        found.text(name, " ".join(snippets))
    for question in asked:
        _question(found, question["id"], question["body"], question.get("type"), question.get("exact_answer"))
        for name, snippets in _snippets([question]).items():
            found.judge(question["id"], name, 1)
            for snippet in snippets:
                found.mark_quote(question["id"], name, snippet)
    return found.whole()


def _snippets(questions: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The snippets of each document, each once; a document is named by the end of its address, its PMID."""
    held: dict[str, dict[str, None]] = {}
    for question in questions:
        for snippet in question.get("snippets", ()):
            name = snippet["document"].rstrip("/").rpartition("/")[2]
            held.setdefault(name, {})[" ".join(snippet["text"].split())] = None
    return {name: list(snippets) for name, snippets in held.items()}


def _question(found: Growing, name: str, text: str, kind: str | None, exact: Any) -> None:
    answer = str(exact).strip().lower() if kind == "yesno" else ""
    labels = (answer,) if answer in ("yes", "no") else ()
    expected = tuple(_facts(exact)) if kind in ("factoid", "list") else ()
    found.question(name, text, kind=kind or "", labels=labels, expected=expected)


def _facts(exact: Any) -> list[str]:
    """One fact an entry; its synonyms stand in a list, or it stands alone."""
    entries = exact if isinstance(exact, list) else [exact] if exact else []
    facts = [entry if isinstance(entry, list) else [entry] for entry in entries]
    return ["|".join(str(form).replace("|", " ") for form in forms if form) for forms in facts if any(forms)]
