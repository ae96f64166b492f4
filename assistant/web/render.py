"""A conversation as HTML. Whatever is not written in this file is escaped: texts may hold markup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from assistant.answer import (
    Abstention,
    Answer,
    Citation,
    Claim,
    Finding,
    Notice,
    NoticeKind,
    Recommendation,
    Reply,
    Withheld,
)
from assistant.naming import DIGEST_NOTE, STANDING
from assistant.report import premise_words, recommendation_words
from assistant.second_hand import SECOND_HAND, SECOND_HAND_UNNAMED, work_line
from assistant.web.names import KIND, KINDS, place, short_name, shortened
from assistant.web.render_sides import differing, told_first
from corpus.document import Source, SourceType
from corpus.store import DocumentRow

EXAMPLES = (
    "Should I offer an epidural for radicular pain of eight months?",
    "What does NICE say about epidurals for sciatica?",
    "What harms of epidural steroid injections did the FDA warn about?",
    "Did the LESS trial find glucocorticoid better than lidocaine alone?",
    "What do the societies say is wrong with the BMJ guideline?",
    "Does acupuncture prevent migraine?",
)
ADDING = (
    '<p class="quiet adding">PDF, Word, EPUB, web page, JATS XML, text or Markdown. '
    "A copy is kept in the library on this computer.</p>"
)
_NO_READER = (
    '<span class="dot"> · </span>'
    "<strong>the evidence reader is missing or altered: answers are chosen without it</strong>"
)
_OPINION = {SourceType.EDITORIAL, SourceType.NEWS, SourceType.FORUM, SourceType.OTHER}
_LISTED_DOCUMENTS = 500
_PREVIEW = 320


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what has come of it so far; `shown` is how many claims are on the page yet."""

    question: str
    limits: str = ""
    stage: str = ""
    reply: Reply | None = None
    shown: int = 0
    problem: str = ""


def conversation(turns: Sequence[Turn]) -> str:
    """Every turn, oldest first; the opening page where there is none."""
    if not turns:
        return _opening()
    return f'<div class="turns">{"".join(_turn(i, turn) for i, turn in enumerate(turns))}</div>'


def find_citation(turns: Sequence[Turn], key: str) -> Citation | None:
    """The citation that the marker `turn-item-place` stands for; None where no marker of the page has that key."""
    numbers = key.split("-")
    if len(numbers) != 3 or not all(n.isascii() and n.isdigit() and len(n) < 6 for n in numbers):
        return None
    turn, item, nth = map(int, numbers)
    reply = turns[turn].reply if turn < len(turns) else None
    if isinstance(reply, Answer):
        rows: Sequence[Sequence[Citation]] = [claim.citations for claim in reply.claims]
    else:
        rows = [[citation] for citation in reply.nearest] if reply else []
    return rows[item][nth] if item < len(rows) and nth < len(rows[item]) else None


def header(documents: int, *, reader: bool = True) -> str:
    """The name of the page and what holds for every answer; `reader` is whether the evidence reader could be loaded."""
    counted = f"{documents:,} document{'' if documents == 1 else 's'}"
    return (
        '<div class="masthead"><h1>Citewell</h1><p class="promise">Sources: on this machine only'
        '<span class="dot"> · </span>no language model<span class="dot"> · </span>nothing leaves this computer'
        f"{'' if reader else _NO_READER}</p>"
        f'<p class="held">{counted}</p></div>'
    )


def notice(text: str, *, warning: bool = False) -> str:
    """A line that is read out when it appears; empty text clears it."""
    kind = "notice warning" if warning else "notice"
    return f'<p class="{kind}" role="status">{escape(text)}</p>' if text else '<p class="notice" role="status"></p>'


def outcomes(lines: Sequence[tuple[bool, str]]) -> str:
    """What became of added files: (is in the library, what to say) for each."""
    items = "".join(
        f'<li class="{"in" if well else "refused"}"><span class="word">'
        f"{'In the library' if well else 'Not added'}</span> {escape(text)}</li>"
        for well, text in lines
    )
    return f'<ul class="outcomes" role="status">{items}</ul>' if items else ""


def documents(rows: Sequence[DocumentRow], superseded: Collection[str] = ()) -> str:
    """The list of documents in the library; `superseded` are the ids of those of which an update is in."""
    if not rows:
        return '<p class="quiet">The library is empty. Add a guideline, review or trial to ask about it.</p>'
    lines = "".join(f"<li>{_document(row, row.id in superseded)}</li>" for row in rows[:_LISTED_DOCUMENTS])
    more = len(rows) - _LISTED_DOCUMENTS
    note = f'<p class="quiet">and {more:,} more</p>' if more > 0 else ""
    return f'<ul class="documents">{lines}</ul>{note}'


def _document(row: DocumentRow, superseded: bool) -> str:
    counted = f"{row.passages:,} passage{'' if row.passages == 1 else 's'}"
    told = " · ".join(str(part) for part in (KIND[row.source_type], row.year, counted) if part)
    marks = '<span class="retracted">Retracted</span>' if row.retracted else ""
    marks += '<span class="digest">An update is in the library</span>' if superseded else ""
    return f'{escape(row.title)}<span class="told">{told}</span>{marks}'


def badge(source_type: SourceType) -> str:
    """The kind of source, as a word."""
    weight = "opinion" if source_type in _OPINION else source_type.value
    return f'<span class="badge {weight}">{escape(KIND[source_type])}</span>'


def warnings(source: Source) -> str:
    """What a reader must know of a source wherever it is named: retracted, or a digest."""
    retracted = '<span class="retracted">Retracted</span>' if source.retracted else ""
    return retracted + (f'<span class="digest">{DIGEST_NOTE}</span>' if source.digest else "")


def second_hand(citation: Citation) -> str:
    """That the cited words report another's result, whose, and whether that work can be asked too; else nothing."""
    if citation.others is None:
        return ""
    works = "".join(f"<li>{escape(work_line(work))}</li>" for work in citation.others)
    return f'<div class="second-hand"><p>{SECOND_HAND if works else SECOND_HAND_UNNAMED}</p><ul>{works}</ul></div>'


def notes(citation: Citation) -> str:
    """What must be known of a cited source beside the warnings."""
    return "".join(f'<span class="digest">{escape(note)}</span>' for note in citation.notes if note != "Retracted")


def _opening() -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" value="{i}">{escape(question)}</button></li>'
        for i, question in enumerate(EXAMPLES)
    )
    return (
        '<div class="opening"><p class="lead">Citewell answers with sentences of the documents in this library, '
        "word for word and one click from where they stand; it adds none of its own, and says so when they hold no "
        "answer.</p>"
        f'<h2 class="small">Try one of these</h2><ul class="examples">{buttons}</ul></div>'
    )


def _turn(number: int, turn: Turn) -> str:
    limits = f'<p class="limits">Only {escape(turn.limits)}</p>' if turn.limits else ""
    return (
        f'<section class="turn" aria-label="Question {number + 1}"><h2 class="question">{escape(turn.question)}</h2>'
        f"{limits}{_outcome(number, turn)}</section>"
    )


def _outcome(number: int, turn: Turn) -> str:
    if turn.problem:
        again = f'<button type="button" class="again" value="{number}">Ask again</button>'
        return f'<p class="problem" role="alert">{escape(turn.problem)}</p>{again}'
    if turn.reply is None:
        return f'<p class="stage" role="status"><span class="pulse" aria-hidden="true"></span>{escape(turn.stage)}…</p>'
    before = _notices(turn.reply.notices) + _read_as(turn.reply)
    if isinstance(turn.reply, Abstention):
        return before + _abstention(number, turn.reply)
    return before + _premise(number, turn.reply) + _answer(number, turn.reply, turn.shown)


def _notices(notices: Sequence[Notice]) -> str:
    """What is said before the reply; an emergency is read out at once."""
    roles = ["alert" if n.kind is NoticeKind.URGENT else "note" for n in notices]
    return "".join(
        f'<p class="before {n.kind.value}" role="{role}">{escape(n.text)}</p>'
        for n, role in zip(notices, roles, strict=True)
    )


def _premise(number: int, answer: Answer) -> str:
    """A premise that a source denies, with the source's words and the marker that opens them."""
    if answer.premise is None:
        return ""
    said, found = premise_words(answer.premise)
    marker = _marker_of(number, answer, answer.premise.marker)
    return f'<p class="before premise" role="note">{escape(said)} <q>{escape(found)}</q> {marker}</p>'


def _read_as(reply: Reply) -> str:
    spelled = "; ".join(f"{short} read as {long}" for short, long in reply.abbreviations)
    told = f'<p class="read-as">{escape(spelled)}</p>' if spelled else ""
    if reply.standalone_question == reply.question:
        return told
    return f'<p class="read-as">Read as: <q>{escape(reply.standalone_question)}</q></p>{told}'


def _answer(number: int, answer: Answer, shown: int) -> str:
    numbered = list(enumerate(answer.claims[:shown]))
    groups = "".join(
        (f'<h3 class="part">{escape(part)}</h3>' if part else "") + _groups(number, list(own), "h4" if part else "h3")
        for part, own in groupby(numbered, key=lambda pair: pair[1].part)
    )
    groups = told_first(answer, lambda marker: _marker_of(number, answer, marker)) + groups
    if shown < len(answer.claims):
        return f'<div class="answer">{groups}</div>'
    groups += differing(answer.sides, lambda marker: _marker_of(number, answer, marker))
    count = len(answer.claims)
    counted = "1 statement, the" if count == 1 else f"{count} statements, each the"
    foot = f'<p class="foot">{counted} source’s own sentence. Open a marker to read it where it stands.</p>'
    return f'<div class="answer">{groups}{_withheld(answer.withheld)}{_missing(answer.missing)}{foot}</div>'


def _marker_of(turn: int, answer: Answer, marker: int) -> str:
    """The link of the citation with that number, where it first stands."""
    for item, claim in enumerate(answer.claims):
        for nth, citation in enumerate(claim.citations):
            if citation.marker == marker:
                return _marker(f"{turn}-{item}-{nth}", citation)
    return ""


def _groups(turn: int, numbered: Sequence[tuple[int, Claim]], heading: str) -> str:
    """Claims under the kinds of their sources."""
    return "".join(
        f'<{heading} class="group">{escape(KINDS[kind])}{_standing(kind)}</{heading}><ol class="claims">'
        f"{''.join(_claim(turn, i, claim) for i, claim in group)}</ol>"
        for kind, group in groupby(numbered, key=lambda pair: pair[1].citations[0].source_type)
    )


def _standing(kind: SourceType) -> str:
    return f' <span class="standing">{escape(STANDING[kind])}</span>' if kind in STANDING else ""


def _claim(turn: int, item: int, claim: Claim) -> str:
    markers = "".join(_marker(f"{turn}-{item}-{nth}", c) for nth, c in enumerate(claim.citations))
    sources = "".join(f"<li>{_source_line(c)}{second_hand(c)}</li>" for c in claim.citations)
    return (
        f'<li class="claim"><p class="statement">{escape(claim.text)} {markers}</p>'
        f'{_findings(claim.findings)}{_recommendation(claim.recommendation)}<ul class="sources">{sources}</ul></li>'
    )


def _marker(key: str, citation: Citation) -> str:
    label = f"Open citation {citation.marker}: {citation.source.title}"
    return f'<a class="cite" href="#cite-{key}" aria-label="{escape(label)}">[{citation.marker}]</a>'


def _source_line(citation: Citation) -> str:
    where = place(citation)
    return (
        f'{badge(citation.source_type)}<span class="source-name">{escape(short_name(citation.source))}'
        f"{escape(' · ' + where) if where else ''}</span>{warnings(citation.source)}{notes(citation)}"
    )


def _recommendation(recommendation: Recommendation | None) -> str:
    if recommendation is None:
        return ""
    said = escape(recommendation_words(recommendation))
    wording = f' <span class="wording">“{escape(recommendation.wording)}”</span>' if recommendation.wording else ""
    return f'<p class="recommendation {escape(recommendation.direction)}">{said}{wording}</p>'


def _findings(findings: Sequence[Finding]) -> str:
    """What was measured, a line each: the result first, the rest in a plainer voice."""
    lines = (
        f'<li><span class="result">{escape(f.line[0])}</span>'
        + "".join(f'<span class="dot"> · </span>{escape(part)}' for part in f.line[1:])
        + "</li>"
        for f in findings
        if f.line
    )
    return f'<ul class="findings" aria-label="Measured">{"".join(lines)}</ul>' if findings else ""


def _withheld(withheld: Sequence[Withheld]) -> str:
    if not withheld:
        return ""
    count = "1 statement was" if len(withheld) == 1 else f"{len(withheld)} statements were"
    named = ((escape(w.reason), escape(shortened(w.document_title, 90))) for w in withheld)
    lines = "".join(f"<li>{reason} <cite>{title}</cite></li>" for reason, title in named)
    return f'<div class="withheld"><p><strong>{count} withheld</strong></p><ul>{lines}</ul></div>'


def _missing(missing: Sequence[str], title: str = "What these sources do not say") -> str:
    if not missing:
        return ""
    terms = "".join(f"<li>{escape(term)}</li>" for term in missing)
    return f'<div class="missing"><h3 class="small">{title}</h3><ul class="terms">{terms}</ul></div>'


def _abstention(number: int, abstention: Abstention) -> str:
    nearest = "".join(_nearest(number, i, citation) for i, citation in enumerate(abstention.nearest))
    if nearest:
        nearest = f'<h3 class="small">Nearest passages — not an answer</h3><ul class="nearest">{nearest}</ul>'
    missing = _missing(abstention.missing, "Looked for and not found")
    return (
        '<div class="abstention"><p class="verdict"><span class="sign" aria-hidden="true"></span>Not in these sources'
        f'</p><p class="reason">{escape(abstention.reason)}</p>{missing}{_withheld(abstention.withheld)}{nearest}</div>'
    )


def _nearest(turn: int, item: int, citation: Citation) -> str:
    preview = escape(shortened(" ".join(citation.quote.split()), _PREVIEW))
    return (
        f'<li><p class="preview">{preview} {_marker(f"{turn}-{item}-0", citation)}</p>'
        f'<p class="sources">{_source_line(citation)}</p></li>'
    )
