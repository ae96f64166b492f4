"""MedQuAD: questions of patients with the answers of the US National Institutes of Health.

As published: XML files in folders a source. In common form: a JSON Lines file whose rows have the question as `title`
and the answer as `text`. Each question is asked of all answers; right is its own.
Source: Ben Abacha and Demner-Fushman, BMC Bioinformatics 2019;20:511.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import CitewellError
from corpus.safe_xml import parse_xml
from evals.public.rows import Growing, jsonl
from evals.question_sets import QuestionSet


def load(folder: Path) -> QuestionSet:
    """Every question that has an answer; answers under copyright were left empty by the owners and are left out."""
    found = Growing(folder)
    for path in sorted(folder.glob("*.jsonl")):
        for row in jsonl(path):
            meta = row.get("meta") or {}
            _pair(
                found,
                row["_id"],
                row.get("title", ""),
                row.get("text", ""),
                meta.get("focus", ""),
                meta.get("qtype", ""),
            )
    for path in [] if found.texts else sorted(folder.rglob("*.xml")):
        root = parse_xml(path.read_bytes(), path.name)
        focus = root.findtext("Focus") or ""
        for pair in root.iter("QAPair"):
            question = pair.find("Question")
            if question is not None:
                name = f"{path.parent.name}/{question.get('qid', '')}"
                kind = question.get("qtype", "")
                _pair(found, name, question.text or "", pair.findtext("Answer") or "", focus, kind)
    if not found.questions:
        raise CitewellError(f"{folder}: holds neither MedQuAD's XML files nor a JSON Lines file; name its folder")
    return found.whole()


def _pair(found: Growing, name: str, question: str, answer: str, focus: str, kind: str) -> None:
    if question.strip() and answer.strip():
        found.text(name, answer, focus)
        found.question(name, question, kind=kind)
        found.judge(name, name, 1)
        found.mark(name, name, 0, len(answer))
