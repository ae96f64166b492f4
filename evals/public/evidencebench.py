"""EvidenceBench: hypotheses, and the sentences of one paper that carry evidence for aspects of them.

As published: JSON files, by id, with `hypothesis`, `paper_as_candidate_pool`, `aspect2sentence_indices`. In the common
form: `corpus_SPLIT.jsonl` with a sentence a row, `queries_SPLIT.jsonl`, `qrels_SPLIT.tsv`. The grade of a sentence is
how many aspects it speaks to.
Source: Wang et al., COLM 2025.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus.document import Span
from corpus.errors import CitewellError
from evals.public.beir import CORPUS, QRELS, queries
from evals.public.rows import Growing, field_of, first_of, jsonl, needed, qrels, whole_json
from evals.question_sets import QuestionSet

_HEADING = "section_name"


def load(folder: Path) -> QuestionSet:
    """Every hypothesis, asked of its own paper."""
    if first_of(folder, CORPUS) is None:
        return _published(folder)
    found = Growing(folder)
    papers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in jsonl(needed(folder, CORPUS)):
        papers[row["_id"].rpartition("#")[0]].append((row["text"], (row.get("meta") or {}).get("type", "")))
    places = {name: _put_together(found, name, sentences) for name, sentences in papers.items()}
    for row in queries(folder):
        found.question(row["_id"], field_of(row, "text", "queries"), within=(_paper(row["_id"], row, papers),))
    for query_id, sentence, grade in qrels(needed(folder, QRELS)):
        name, _, number = sentence.rpartition("#s")
        if grade > 0 and name in places:
            span = places[name][int(number)]
            found.mark(query_id, name, span.start, span.end, grade)
    return found.whole()


def _paper(query_id: str, row: dict[str, object], papers: dict[str, list[tuple[str, str]]]) -> str:
    meta = row.get("meta")
    named = str(meta.get("pmcid", "")) if isinstance(meta, dict) else ""
    return named if named in papers else query_id


def _published(folder: Path) -> QuestionSet:
    found = Growing(folder)
    for path in sorted(folder.glob("*.json")):
        held = whole_json(path)
        for name, row in held.items() if isinstance(held, dict) else ():
            if not isinstance(row, dict) or "paper_as_candidate_pool" not in row:
                continue
            kinds = row.get("sentence_types_in_candidate_pool") or [""] * len(row["paper_as_candidate_pool"])
            spans = _put_together(found, name, list(zip(row["paper_as_candidate_pool"], kinds, strict=True)))
            found.question(name, row["hypothesis"], within=(name,))
            aspects = field_of(row, "aspect2sentence_indices", path.name)
            counted = Counter(int(i) for indices in aspects.values() for i in indices)
            for number, grade in sorted(counted.items()):
                found.mark(name, name, spans[number].start, spans[number].end, grade)
    if not found.questions:
        raise CitewellError(f"{folder}: no JSON file there holds papers and hypotheses; name EvidenceBench's folder")
    return found.whole()


def _put_together(found: Growing, name: str, sentences: Sequence[tuple[str, str]]) -> list[Span]:
    """The paper's text, headings on lines of their own; returns where each sentence stands."""
    text, spans, before = "", [], ""
    for sentence, kind in sentences:
        bare = sentence.strip()
        if text:
            text += "\n\n" if _HEADING in (kind, before) else " "
        spans.append(Span(len(text), len(text) + len(bare)))
        text, before = text + bare, kind
    found.text(name, text)
    return spans
