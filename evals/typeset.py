"""How much of a text that is known comes out of a PDF verbatim and on its page: `python -m evals typeset`.

Generated sentences, or those of text files, are set in many layouts and read back.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from corpus.read_pdf import PdfReader
from corpus.reading import assemble
from corpus.sentences import sentences_of
from evals.press import Layout, Press, Sentence

LAYOUTS = {
    "one column": Layout(),
    "one column, ragged": Layout(justified=False, divided=False),
    "one column, all parts": Layout(heads=True, footnotes=True, floats=True),
    "one column, sans, ligatures": Layout(font="Vera", size=8.5, ligatures=True, heads=True),
    "two columns": Layout(columns=2, heads=True),
    "two columns, ragged": Layout(columns=2, justified=False, heads=True),
    "two columns, undivided": Layout(columns=2, divided=False, heads=True),
    "two columns, drawn by rows": Layout(columns=2, by_rows=True, heads=True),
    "two columns, all parts": Layout(columns=2, heads=True, footnotes=True, floats=True),
    "two columns, all parts, by rows": Layout(columns=2, heads=True, footnotes=True, floats=True, by_rows=True),
    "two columns, narrow gutter": Layout(columns=2, gutter=11, size=8.5, by_rows=True, heads=True),
    "two columns, sans": Layout(columns=2, font="Helvetica", size=8.5, heads=True, footnotes=True),
    "two columns, ligatures": Layout(columns=2, font="Vera", size=7.5, ligatures=True, heads=True, floats=True),
    "three columns": Layout(columns=3, size=7.5, gutter=14, by_rows=True, heads=True),
}
_PARAGRAPHS = 45
_ENTRIES = 30
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBJECTS = (
    "Adults with chronic low back pain",
    "Participants in the exercise arm",
    "Older people living at home",
    "Patients referred for physiotherapy",
    "The trained assessors",
    "Clinicians at eleven hospitals",
    "Well-known experts in evidence-based care",
    "People with long-standing, non-specific complaints",
)
_VERBS = ("reported", "described", "experienced", "recorded", "attributed to treatment", "rated as important")
_OBJECTS = (
    "less disability than those who received usual care",
    "a statistically significant improvement in walking distance",
    "no difference in the consumption of paracetamol",
    "fewer hospital admissions during the observation period",
    "considerable uncertainty about manual therapy",
    "a difference of 1.2 points (95% CI 0.4 to 2.0)",
    "a cost-effective, home-based programme of self-management",
    "clinically meaningful benefit from a double-blind, placebo-controlled comparison",
)
_TAILS = (
    "after twelve weeks",
    "at the final examination",
    "when outcomes were assessed independently",
    "in every participating rehabilitation centre",
    "although adherence was disappointing",
    "at short- and long-term follow-up",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of `n` came out right."""

    hits: int
    n: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one layout; `wrong` holds sentences that do not stand verbatim on their page."""

    sentences: Tally
    marks: Tally
    wrong: tuple[str, ...]


def generated(rng: random.Random, paragraphs: int = _PARAGRAPHS) -> list[list[Sentence]]:
    """Paragraphs of sentences that differ from each other by their numbers; every third carries a reference mark."""
    return [[_sentence(rng) for _ in range(rng.randint(2, 6))] for _ in range(paragraphs)]


def _sentence(rng: random.Random) -> Sentence:
    text = (
        f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)} {rng.choice(_TAILS)}, "
        f"as analysis {rng.randrange(100_000)} confirmed."
    )
    first = rng.randint(1, _ENTRIES - 3)
    mark = rng.choice((str(first), f"{first},{first + 2}", f"{first}–{first + 3}"))
    return Sentence(text, mark if rng.random() < 0.33 else "")


def texts_in(folder: Path) -> Iterator[list[list[Sentence]]]:
    """The paragraphs of each text file of a folder, parted by blank lines.

    Sentences with signs that the fonts lack (outside Windows-1252) are left out.

    Raises:
        ValueError: The folder holds no text file.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise ValueError(f"{folder}: holds no .txt file; name a folder with plain texts")
    for file in files:
        parts = [" ".join(p.split()) for p in file.read_text(encoding="utf-8").split("\n\n")]
        known = ([s.of(p) for s in sentences_of(p)] for p in parts if p)
        yield [[Sentence(s) for s in paragraph if _settable(s)] for paragraph in known]


def _settable(sentence: str) -> bool:
    return sentence.encode("cp1252", "ignore").decode("cp1252") == sentence


def read_back(layout: Layout, paragraphs: Sequence[Sequence[Sentence]]) -> Result:
    """Set paragraphs with a list of references behind them, read the file and compare."""
    press = Press(layout)
    press.title("Walking and the back: a report")
    for n, paragraph in enumerate(paragraphs):
        if n % 9 == 0:
            press.heading(f"Part {n // 9 + 1}" if n else "Introduction")
        press.paragraph(paragraph)
    if any(s.mark for p in paragraphs for s in p):
        press.heading("References")
        for n in range(1, _ENTRIES + 1):
            entry = f"{n}. Miller A, Chen B. On the backs of people, part {n}. J Backs. {1990 + n};3:4-9."
            press.paragraph([Sentence(entry)], indent=0.0, known=False)
    data = press.print()
    document = assemble(PdfReader().read(data, "typeset.pdf"), data=data, path="typeset.pdf")
    wrong: list[str] = []
    cited = marked = 0
    for placed in press.placed:
        at = _found(document, placed.sentence.text, placed.page)
        if at is None:
            wrong.append(placed.sentence.text)
        if placed.sentence.mark:
            cited += 1
            marked += at is not None and _is_marked(document, at + len(placed.sentence.text), placed.sentence.mark)
    n = len(press.placed)
    return Result(Tally(n - len(wrong), n), Tally(marked, cited), tuple(wrong))


def _found(document: Document, sentence: str, page: int) -> int | None:
    """Where a sentence stands verbatim so that it begins on a page."""
    at = document.text.find(sentence)
    while at >= 0:
        held = document.page_at(at)
        if held is not None and held.number == page:
            return at
        at = document.text.find(sentence, at + 1)
    return None


def _is_marked(document: Document, at: int, mark: str) -> bool:
    """True if the mark stands at `at`, raised, and names exactly the entries meant."""
    first, _, last = mark.partition("–")
    keys = tuple(str(k) for k in range(int(first), int(last) + 1)) if last else tuple(mark.split(","))
    shown = mark.translate(_RAISED)
    return any(m.span.start == at and m.span.of(document.text) == shown and m.keys == keys for m in document.marks)


def run(texts: Path | None = None, *, seeds: int = 3) -> dict[str, Result]:
    """Every layout over generated texts (`seeds` of them), or over the files of a folder.

    Raises:
        ValueError: The folder holds no text file.
    """
    sets = list(texts_in(texts)) if texts else [generated(random.Random(seed)) for seed in range(seeds)]
    found: dict[str, Result] = {}
    for name, layout in LAYOUTS.items():
        results = [read_back(layout, paragraphs) for paragraphs in sets]
        found[name] = Result(
            Tally(sum(r.sentences.hits for r in results), sum(r.sentences.n for r in results)),
            Tally(sum(r.marks.hits for r in results), sum(r.marks.n for r in results)),
            tuple(s for r in results for s in r.wrong),
        )
    return found


def as_text(results: dict[str, Result], *, shown: int = 0) -> str:
    """A row a layout; with `shown`, that many of the sentences that came out wrong."""
    lines = [f"{'layout':34} {'sentences right':>22} {'marks right':>20}"]
    for name, result in results.items():
        lines.append(f"{name:34} {_share(result.sentences):>22} {_share(result.marks):>20}")
        lines += [f"    {sentence}" for sentence in result.wrong[:shown]]
    return "\n".join(lines)


def _share(part: Tally) -> str:
    return f"{part.hits / part.n:.4f} of {part.n}" if part.n else "none"
