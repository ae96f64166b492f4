"""A small printing press: text we know set into PDF pages as journals set it, and where each sentence was put.

Needs reportlab, which comes with the `test` extra.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = float(A4[0]), float(A4[1])
MARGIN = 60.0
TOP, FOOT = HIGH - 90.0, 90.0
_VOWELS = "aeiouy"
# The two that the font Vera has.
_LIGATURES = {"fi": "\ufb01", "fl": "\ufb02"}
_FLOAT_HIGH = 130.0


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages are set. Sizes are points."""

    columns: int = 1
    size: float = 9.5
    gutter: float = 18.0
    font: str = "Times-Roman"
    justified: bool = True
    divided: bool = True
    """Words may be broken between syllables, not only at hyphens of their own."""
    by_rows: bool = False
    """Drawn line by line across the columns, as some programs do."""
    heads: bool = False
    footnotes: bool = False
    floats: bool = False
    """Figures and tables stand at the top of pages."""
    ligatures: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, without white space at its ends; `mark` is printed raised behind it."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence, and the page it begins on, from 1."""

    sentence: Sentence
    page: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    sentence: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it will be drawn."""

    x: float
    y: float
    words: tuple[_Word, ...]
    spread: float
    size: float
    font: str


@dataclass(slots=True)
class _Sheet:
    lines: list[_Set] = field(default_factory=list)
    figure: bool = False
    table: bool = False


class Press:
    """Sets paragraphs, headings and entries one after the other; `print` gives the file."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.width = (WIDE - 2 * MARGIN - (layout.columns - 1) * layout.gutter) / layout.columns
        self.placed: list[Placed] = []
        self._sheets: list[_Sheet] = []
        self._column = 0
        self._head = 0.0
        self.y = 0.0
        if layout.font == "Vera":
            pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
        self._next_page()

    def paragraph(self, sentences: Sequence[Sentence], *, indent: float = 10.0, known: bool = True) -> None:
        """Set a paragraph; `known` sentences are remembered with their pages."""
        words: list[_Word] = []
        for i, sentence in enumerate(sentences):
            parts = sentence.text.split()
            words += [_Word(part, i, sentence.mark if n == len(parts) - 1 else "") for n, part in enumerate(parts)]
        begun: set[int] = set()
        lines = list(self._lines(words, indent))
        for n, line in enumerate(lines):
            self._room()
            for word in line:
                if known and word.sentence not in begun:
                    begun.add(word.sentence)
                    self.placed.append(Placed(sentences[word.sentence], len(self._sheets)))
            first = indent if n == 0 else 0.0
            spare = self.width - first - self._wide(line)
            justified = self.layout.justified and len(line) > 1 and n + 1 < len(lines)
            spread = spare / (len(line) - 1) if justified else 0.0
            self._put(line, first, spread, self.layout.size, self.layout.font)
            self.y -= 1.2 * self.layout.size

    def title(self, text: str) -> None:
        """Set the title, over as many columns as it takes; call it first."""
        self._put([_Word(text, -1)], 0.0, 0.0, 16.0, "Helvetica-Bold")
        self.y -= 30.0
        self._head = 30.0

    def heading(self, text: str) -> None:
        """Set a heading of one line, bold, with some room above."""
        self.y -= 0.8 * self.layout.size
        self._room(lines=3)
        self._put([_Word(text, -1)], 0.0, 0.0, self.layout.size + 1.5, "Helvetica-Bold")
        self.y -= 1.5 * self.layout.size

    def _put(self, words: Sequence[_Word], indent: float, spread: float, size: float, font: str) -> None:
        x = MARGIN + self._column * (self.width + self.layout.gutter) + indent
        self._sheets[-1].lines.append(_Set(x, self.y, tuple(words), spread, size, font))

    def _room(self, lines: int = 1) -> None:
        foot = FOOT + (30.0 if self.layout.footnotes else 0.0)
        if self.y - (lines - 1) * 1.2 * self.layout.size >= foot:
            return
        self._column += 1
        if self._column == self.layout.columns:
            self._next_page()
        self.y = self._top()

    def _top(self) -> float:
        sheet = self._sheets[-1]
        if len(self._sheets) == 1:
            return TOP - self._head
        return TOP - (_FLOAT_HIGH + 40.0 if sheet.figure or sheet.table else 0.0)

    def _next_page(self) -> None:
        number = len(self._sheets) + 1
        floats = self.layout.floats and number > 1
        self._sheets.append(_Sheet(figure=floats and number % 2 == 0, table=floats and number % 2 == 1))
        self._column = 0
        self.y = self._top()

    def _wide(self, line: Sequence[_Word]) -> float:
        size, font = self.layout.size, self.layout.font
        text = stringWidth(" ".join(self._shown(w.text) for w in line), font, size)
        marks = sum(stringWidth(w.mark, font, 0.65 * size) for w in line)
        return float(text) + float(marks)

    def _shown(self, text: str) -> str:
        if self.layout.ligatures:
            for letters, sign in _LIGATURES.items():
                text = text.replace(letters, sign)
        return text

    def _lines(self, words: Sequence[_Word], indent: float) -> Iterator[list[_Word]]:
        line: list[_Word] = []
        room = self.width - indent
        queue = list(words)
        while queue:
            word = queue.pop(0)
            if self._wide([*line, word]) <= room or (not line and len(word.text) < 4):
                line.append(word)
                continue
            broken = self._broken(word, room, line)
            if broken is not None:
                line.append(broken[0])
                word = broken[1]
            elif not line:
                line.append(word)
                yield line
                line, room = [], self.width
                continue
            yield line
            line, room = [], self.width
            queue.insert(0, word)
        if line:
            yield line

    def _broken(self, word: _Word, room: float, line: Sequence[_Word]) -> tuple[_Word, _Word] | None:
        """A word parted at its own hyphen, or a long one between a vowel and a consonant."""
        text = word.text
        for at in range(len(text) - 3, 2, -1):
            own = text[at - 1] == "-" and text[at - 2].isalnum() and text[at].isalnum()
            syllable = (
                self.layout.divided
                and text.isalpha()
                and len(text) > 8
                and text[at - 1] in _VOWELS
                and text[at] not in _VOWELS
            )
            head = _Word(text[:at] if own else text[:at] + "-", word.sentence)
            if (own or syllable) and self._wide([*line, head]) <= room:
                return head, _Word(text[at:], word.sentence, word.mark)
        return None

    def print(self) -> bytes:
        """The pages as a PDF file."""
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1)
        for number, sheet in enumerate(self._sheets, 1):
            if self.layout.heads:
                _head(canvas, number)
            if self.layout.footnotes:
                _footnote(canvas, number)
            if sheet.figure:
                _figure(canvas, number)
            if sheet.table:
                _table(canvas, number)
            lines = sorted(sheet.lines, key=lambda s: -s.y) if self.layout.by_rows else sheet.lines
            for line in lines:
                self._draw(canvas, line)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _draw(self, canvas: Canvas, line: _Set) -> None:
        text = canvas.beginText(line.x, line.y)
        text.setWordSpace(line.spread)
        for n, word in enumerate(line.words):
            text.setFont(line.font, line.size)
            text.textOut((" " if n else "") + self._shown(word.text))
            if word.mark:
                text.setFont(line.font, 0.65 * line.size)
                text.setRise(0.35 * line.size)
                text.textOut(word.mark)
                text.setRise(0)
        canvas.drawText(text)


def _head(canvas: Canvas, number: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, HIGH - 45, "Smith and others" if number % 2 else "A journal of backs 12 (2020)")
    canvas.drawRightString(WIDE - MARGIN, HIGH - 45, f"Page {number + 210}")
    canvas.drawCentredString(WIDE / 2, 40, str(number + 210))


def _footnote(canvas: Canvas, number: int) -> None:
    canvas.line(MARGIN, FOOT + 14, MARGIN + 80, FOOT + 14)
    canvas.setFont("Times-Roman", 7)
    canvas.drawString(MARGIN, FOOT + 4, f"* Those who left before week {number + 3} were counted as not improved.")


def _figure(canvas: Canvas, number: int) -> None:
    base = TOP - _FLOAT_HIGH
    canvas.line(MARGIN + 40, base + 15, WIDE - MARGIN - 40, base + 15)
    canvas.line(MARGIN + 40, base + 15, MARGIN + 40, TOP - 5)
    canvas.setFont("Helvetica", 7)
    for i in range(6):
        canvas.drawString(MARGIN + 60 + 70 * i, base + 5, str(4 * i))
        canvas.drawRightString(MARGIN + 35, base + 20 + 16 * i, str(20 * i))
        canvas.circle(MARGIN + 60 + 70 * i, base + 40 + 11 * i, 2, fill=1)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, base - 8, f"Figure {number}. Mean pain over the weeks of the trial.")


def _table(canvas: Canvas, number: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, TOP - 6, f"Table {number}. Outcomes by group.")
    rows = (("Outcome", "Walking", "Usual care"), ("Pain", "2.1 (0.4)", "3.4 (0.5)"), ("Falls", "4 (7%)", "5 (9%)"))
    for i, row in enumerate(rows):
        for x, cell in zip((MARGIN, MARGIN + 200, MARGIN + 330), row, strict=True):
            canvas.drawString(x, TOP - 26 - 16 * i, cell)
    for y in (TOP - 14, TOP - 31, TOP - 63):
        canvas.line(MARGIN, y, WIDE - MARGIN, y)
