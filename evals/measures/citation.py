"""Does every citation hold: letter for letter, on its page, and so that the claim follows from it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from assistant.answer import Citation, Claim
from corpus.document import Document
from evals.measures.measure import Measure, Scores
from index.reader import EvidenceReader

_ALCE = "Gao et al., EMNLP 2023 (ALCE); a text entails what it says letter for letter, else the evidence reader judges."
MEASURES = (
    Measure(
        "citation exactness",
        "higher",
        "Share of claims that cite something and whose every quote is the slice its span names; anything under 1 is a "
        "fault.",
        share=True,
    ),
    Measure(
        "wrong page", "lower", "Share of citations into texts with pages whose page is not the quote's; must be 0."
    ),
    Measure("ALCE recall", "higher", f"Share of claims that their citations together entail. {_ALCE}"),
    Measure("ALCE precision", "higher", f"Share of citations that are needed or entail the claim alone. {_ALCE}"),
    Measure(
        "every claim supported",
        "higher",
        "Share of answers whose claims are all entailed by their citations.",
        share=True,
    ),
)


class Judge(Protocol):
    """Says whether a text entails a claim."""

    name: str
    """Of the model, with a hash of its weights where it is a file."""

    def entails(self, claim: str, texts: Sequence[str]) -> list[bool]:
        """For each text alone, whether the claim follows from it."""
        ...


class ReaderJudge:
    """A text entails a claim that stands in it, white space folded, or that the reader says it rather supports."""

    def __init__(self, reader: EvidenceReader, name: str) -> None:
        self._reader = reader
        self.name = name

    def entails(self, claim: str, texts: Sequence[str]) -> list[bool]:
        """For each text alone, whether the claim follows from it."""
        said = [_folded(claim) in _folded(text) for text in texts]
        if all(said):
            return said
        stance = self._reader.read(claim, texts).stance
        return [verbatim or bool(row.argmax() == 0) for verbatim, row in zip(said, stance, strict=True)]


def judge_of(reader: EvidenceReader | None, hashes: dict[str, str]) -> Judge | None:
    """The reader as a judge; None without one, or where it judges relevance only."""
    if reader is None or not len(reader.read("Rest helps.", ["Rest helps."]).stance):
        return None
    return ReaderJudge(reader, f"{reader.name} {hashes.get(reader.name, '')}".strip())


def exactness(claims: Iterable[Claim], text_of: Callable[[str], str]) -> float | None:
    """Share of claims, in [0, 1], that cite something and whose every quote is its slice; None without a claim.

    Args:
        text_of: The stored text of a document id.
    """
    exact = [bool(c.citations) and all(_is_slice(x, text_of) for x in c.citations) for c in claims]
    return sum(exact) / len(exact) if exact else None


def wrong_page(citations: Iterable[Citation], document_of: Callable[[str], Document]) -> float | None:
    """Share of citations, in [0, 1], whose page is not where their span stands; None where no text has pages."""
    wrong = [
        citation.page != document.page_label(citation.span)
        for citation in citations
        if (document := document_of(citation.document_id)).pages
    ]
    return sum(wrong) / len(wrong) if wrong else None


def citation_recall(claim: Claim, judge: Judge) -> bool:
    """True if the quotes of a claim, put together, entail it; one that cites nothing is not entailed."""
    quotes = [c.quote for c in claim.citations]
    return bool(quotes) and judge.entails(claim.text, [" ".join(quotes)])[0]


def citation_precision(claim: Claim, judge: Judge) -> list[bool]:
    """For each citation of a claim that is entailed, whether it entails it alone or the others do not without it."""
    quotes = [c.quote for c in claim.citations]
    if len(quotes) == 1:
        return [True]
    without = [" ".join(quotes[:i] + quotes[i + 1 :]) for i in range(len(quotes))]
    judged = judge.entails(claim.text, [*quotes, *without])
    return [alone or not rest for alone, rest in zip(judged[: len(quotes)], judged[len(quotes) :], strict=True)]


def entailment_scores(claims: Sequence[Claim], judge: Judge | None) -> Scores:
    """ALCE's measures for one answer; without a judge none can be scored.

    A citation of a claim that is not entailed is not precise, as in ALCE.
    """
    names = ("ALCE recall", "ALCE precision", "every claim supported")
    if judge is None or not claims:
        return dict.fromkeys(names)
    entailed = [citation_recall(claim, judge) for claim in claims]
    precise = [
        right
        for claim, holds in zip(claims, entailed, strict=True)
        for right in (citation_precision(claim, judge) if holds else [False] * len(claim.citations))
    ]
    recall = sum(entailed) / len(entailed)
    return dict(
        zip(names, (recall, sum(precise) / len(precise) if precise else 0.0, float(all(entailed))), strict=True)
    )


def citation_scores(
    claims: Sequence[Claim],
    document_of: Callable[[str], Document],
    judge: Judge | None,
) -> Scores:
    """Every measure of this module for one answer."""
    citations = [c for claim in claims for c in claim.citations]
    return {
        "citation exactness": exactness(claims, lambda i: document_of(i).text),
        "wrong page": wrong_page(citations, document_of),
        **entailment_scores(claims, judge),
    }


def _is_slice(citation: Citation, text_of: Callable[[str], str]) -> bool:
    return bool(citation.quote) and citation.span.of(text_of(citation.document_id)) == citation.quote


def _folded(text: str) -> str:
    return " ".join(text.split())
