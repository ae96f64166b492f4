"""A reply as text for a terminal and as one JSON object."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    Claim,
    Finding,
    Judgement,
    OtherWork,
    Premise,
    Recommendation,
    Reply,
    Sides,
)
from assistant.naming import DIGEST_NOTE, OCR_NOTE, STANDING, full_citation
from assistant.second_hand import SECOND_HAND, SECOND_HAND_UNNAMED, work_line
from corpus.document import SourceType
from corpus.effect_words import data_of


def type_name(source_type: SourceType) -> str:
    """A kind of source in words."""
    return source_type.value.replace("_", " ")


def as_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain data; `start` and `end` are code points into the document's stored text, end exclusive."""
    answered = isinstance(reply, Answer)
    return {
        "kind": "answer" if answered else "abstention",
        "level": reply.level.value,
        "why": reply.why if isinstance(reply, Answer) else reply.reason,
        "question": reply.question,
        "standalone_question": reply.standalone_question,
        "notices": [{"kind": n.kind.value, "text": n.text} for n in reply.notices],
        "abbreviations": [{"short": short, "long": long} for short, long in reply.abbreviations],
        "premise": _premise(reply.premise) if isinstance(reply, Answer) and reply.premise else None,
        "lead": reply.lead if isinstance(reply, Answer) else "",
        "claims": [_claim(c) for c in reply.claims] if isinstance(reply, Answer) else [],
        "withheld": [{"check": w.check.value, "reason": w.reason, "title": w.document_title} for w in reply.withheld],
        "reason": "" if isinstance(reply, Answer) else reply.reason,
        "missing": list(reply.missing),
        "nearest": [] if isinstance(reply, Answer) else [_citation(c) for c in reply.nearest],
        "sides": _sides(reply.sides) if isinstance(reply, Answer) and reply.sides else None,
        "judgement": _judgement(reply.judgement) if isinstance(reply, Answer) and reply.judgement else None,
        "confidence": round(reply.confidence, 4),
        "mode": reply.mode.value,
        "index": reply.index_id,
        "seconds": reply.seconds,
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "yes_no": judgement.yes_no,
        "yes_no_sure": round(judgement.yes_no_sure, 4),
        "direction": judgement.direction,
        "direction_sure": round(judgement.direction_sure, 4),
        "markers": list(judgement.markers),
        "sources": judgement.sources,
        "agreeing": judgement.agreeing,
        "words": [{"marker": marker, "words": words} for marker, words in judgement.words],
    }


def _sides(sides: Sides) -> dict[str, Any]:
    return {
        "agree": len(sides.sides) == 1,
        "sides": [{"told": s.told, "markers": list(s.markers)} for s in sides.sides],
        "differences": [
            {"field": d.field, "stated": [{"marker": m, "words": words} for m, words in d.stated]}
            for d in sides.differences
        ],
    }


def _premise(premise: Premise) -> dict[str, Any]:
    return {"presupposed": premise.presupposed, "found": premise.found, "marker": premise.marker}


def premise_words(premise: Premise) -> tuple[str, str]:
    """What to say of a false premise: what is taken for granted, and what the source says instead."""
    return f"The question takes for granted that “{premise.presupposed}”; a source says otherwise:", premise.found


def _claim(claim: Claim) -> dict[str, Any]:
    told: dict[str, Any] = {
        "text": claim.text,
        "support": claim.support.value,
        "part": claim.part or None,
        "citations": [_citation(c) for c in claim.citations],
    }
    if claim.recommendation:
        told["recommendation"] = {
            "direction": claim.recommendation.direction,
            "strength": claim.recommendation.strength or None,
            "certainty": claim.recommendation.certainty or None,
            "number": claim.recommendation.number or None,
            "population": claim.recommendation.population or None,
            "wording": claim.recommendation.wording,
        }
    if claim.findings:
        told["effects"] = [_finding(f) for f in claim.findings]
    return told


def _finding(finding: Finding) -> dict[str, Any]:
    data = data_of(finding.effect, finding.told)
    data["line"] = " · ".join(finding.line)
    return data


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "document": citation.document_id,
        "title": citation.source.title,
        "source_type": citation.source_type.value,
        "standing": STANDING.get(citation.source_type),
        "page": citation.page or None,
        "section": citation.section or None,
        "cell": citation.cell or None,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "digest": citation.source.digest,
        "reports_others": None if citation.others is None else [_work(w) for w in citation.others],
        "ocr": citation.ocr,
        "retracted": citation.source.retracted,
        "notes": list(citation.notes),
    }


def _work(work: OtherWork) -> dict[str, Any]:
    return {"entry": work.entry, "document": work.document_id or None, "digest": work.digest}


def as_text(reply: Reply, *, width: int = 88) -> str:
    """A reply for a terminal, sources numbered as in the text."""
    lines = [line for n in reply.notices for line in (*textwrap.wrap(n.text, width, initial_indent="! "), "")]
    if reply.standalone_question != reply.question:
        lines += [f"Asked as: {reply.standalone_question}", ""]
    if reply.abbreviations:
        lines += [*(f"{short} read as {long}" for short, long in reply.abbreviations), ""]
    if isinstance(reply, Answer):
        lines += _answer_lines(reply, width)
    else:
        lines += [f"Not in these sources. {reply.reason}"]
        if reply.missing:
            lines.append(f"Not found: {', '.join(reply.missing)}")
        if reply.nearest:
            lines += ["", "Nearest passages (not an answer):"]
            lines += [line for c in reply.nearest for line in _source_lines([c], width, quote=True)]
    if reply.withheld:
        lines += ["", f"Withheld, as the check failed: {len(reply.withheld)}"]
        lines += [f"  {w.document_title}: {w.reason}" for w in reply.withheld]
    return "\n".join(lines)


def _answer_lines(answer: Answer, width: int) -> list[str]:
    lines = [*_premise_lines(answer.premise, width), *_told_first(answer, width)]
    part, shown = "", None
    for claim in answer.claims:
        kind = claim.citations[0].source_type
        if claim.part != part:
            lines += ["", *textwrap.wrap(claim.part, width)] if lines else textwrap.wrap(claim.part, width)
            part, shown = claim.part, None
        if kind is not shown:
            standing = f" ({STANDING[kind]})" if kind in STANDING else ""
            head = type_name(kind).upper() + standing
            lines += ["", head] if lines else [head]
            shown = kind
        marks = "".join(f"[{c.marker}]" for c in claim.citations)
        lines += textwrap.wrap(f"{claim.text} {marks}", width, initial_indent="  ", subsequent_indent="  ")
        for finding in claim.findings:
            line = " · ".join(finding.line)
            lines += textwrap.wrap(line, width, initial_indent="    = ", subsequent_indent="      ")
        if claim.recommendation:
            lines.append(f"    → {recommendation_words(claim.recommendation)}")
    lines += sides_lines(answer.sides)
    if answer.missing:
        lines += ["", f"What these sources do not say: {', '.join(answer.missing)}"]
    lines += ["", "Sources"]
    cited = {c.marker: c for claim in answer.claims for c in claim.citations}
    sources = dict.fromkeys((c.document_id, c.source_type) for _, c in sorted(cited.items()))
    for document_id, kind in sources:
        own = [c for _, c in sorted(cited.items()) if (c.document_id, c.source_type) == (document_id, kind)]
        lines += _source_lines(own, width)
    return lines


def _premise_lines(premise: Premise | None, width: int) -> list[str]:
    """A premise that a source denies, set off from the answer."""
    if premise is None:
        return []
    said, found = premise_words(premise)
    return [*textwrap.wrap(f"{said} “{found}” [{premise.marker}]", width, initial_indent="! "), ""]


def _told_first(answer: Answer, width: int) -> list[str]:
    """How far the question is answered, where that is not whole, and what the sources come to."""
    told = [f"{answer.level.value.capitalize()}. {answer.why}" if answer.why else "", *answer.lead.splitlines()]
    return [line for text in told if text for line in textwrap.wrap(text, width)]


def sides_lines(sides: Sides | None) -> list[str]:
    """Sides that differ, a line each, then what the sources state that may explain it."""
    if sides is None or len(sides.sides) < 2:
        return []
    lines = ["", "Where the sources differ"]
    lines += [f"  {side.told}: {''.join(f'[{m}]' for m in side.markers)}" for side in sides.sides]
    for difference in sides.differences:
        lines.append(f"  {difference.field}: {'; '.join(f'[{m}] {words}' for m, words in difference.stated)}")
    return lines


_UNGRADED = {"for": "Recommends for", "against": "Recommends against", "neither": "Neither for nor against"}


def recommendation_words(told: Recommendation) -> str:
    """A recommendation in words: "Weak against · certainty very low · number 33 · population: adults with …"."""
    if told.strength and told.direction != "neither":
        said = [f"{told.strength.capitalize()} {told.direction}"]
    else:
        # Advice neither way has no strength.
        said = [_UNGRADED[told.direction], *(["strength not stated"] if told.direction != "neither" else [])]
    told_too = (("certainty ", told.certainty), ("number ", told.number), ("population: ", told.population))
    said += [f"{name}{' '.join(value.split())}" for name, value in told_too if value]
    return " · ".join(said)


def _source_lines(citations: Sequence[Citation], width: int, *, quote: bool = False) -> list[str]:
    """A source once, then where each citation of it stands."""
    first = citations[0]
    head = f"{type_name(first.source_type)} · {full_citation(first.source, doi=True)} ({first.document_id})"
    if first.source.digest:
        head += f" — {DIGEST_NOTE}"
    if first.source.retracted:
        head = f"RETRACTED · {head}"
    of_all = [note for note in first.notes if all(note in c.notes for c in citations)]
    head += "".join(f" — {note}" for note in of_all)
    lines = textwrap.wrap(head, width, initial_indent="  ", subsequent_indent="    ")
    for c in citations:
        own = [note for note in c.notes if note not in of_all]
        places = [f"page {c.page}" if c.page else "", OCR_NOTE if c.ocr else "", c.section, c.cell, *own]
        where = ", ".join(filter(None, places))
        lines += textwrap.wrap(
            f"[{c.marker}] {where}".rstrip(), width, initial_indent="    ", subsequent_indent="        "
        )
        lines += _second_hand_lines(c, width)
        if quote:
            lines += textwrap.wrap(f"“{c.quote}”", width, initial_indent="        ", subsequent_indent="        ")
    return lines


def _second_hand_lines(citation: Citation, width: int) -> list[str]:
    """That a citation's words report another's result, and whose."""
    if citation.others is None:
        return []
    told = [f"{SECOND_HAND} {work_line(work)}" for work in citation.others] or [SECOND_HAND_UNNAMED]
    indent = " " * 8
    return [
        line for text in told for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
    ]
