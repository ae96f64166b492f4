"""What a question gets: an answer made of claims with citations, or an abstention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Source, SourceType, Span
from corpus.effect_types import Effect
from corpus.effect_words import Told


class Support(StrEnum):
    """How a claim rests on its citations."""

    VERBATIM = "verbatim"
    """The claim is the sources' own sentence, letter for letter."""
    REWORDED = "reworded"
    """The claim is worded otherwise, and shown only while it says what its quotes say."""


class Check(StrEnum):
    """What a withheld statement failed at, so that failures can be counted."""

    CITATION = "citation"
    """It cites nothing, or its citation misnames the source."""
    QUOTE = "quote"
    """The quote does not stand where it is said to, or is cut out of a sentence."""
    PLACE = "place"
    """The page, section or table cell is another."""
    WORDING = "wording"
    """It is said to be verbatim and is not."""
    NUMBERS = "numbers"
    """A number, its unit, its interval or the order of numbers differs."""
    COMPARATOR = "comparator"
    DIRECTION = "direction"
    NEGATION = "negation"
    HEDGE = "hedge"
    RECOMMENDATION = "recommendation"
    """Direction, strength, certainty, number or population of a recommendation is not its source's."""
    SUPPORT = "support"
    """The quotes do not speak of what it says, or contradict it."""


class Mode(StrEnum):
    """How the claims were worded."""

    EXTRACTIVE = "extractive"


class Level(StrEnum):
    """How far the sources answer a question."""

    ANSWERED = "answered"
    PARTLY = "partly answered"
    """Something that was asked is answered, and something is not, or it is not sure that it is answered."""
    NOT_IN_SOURCES = "not in these sources"


class YesNo(StrEnum):
    """What the sources answer to a question that can be answered with yes or no."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class Direction(StrEnum):
    """Which way an outcome goes with the intervention, against its comparator, whether that is good or bad."""

    INCREASED = "increased"
    DECREASED = "decreased"
    NO_DIFFERENCE = "no difference"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the cited sources come to, read by the evidence reader and never worded as a source's own statement.

    `yes_no` is None where the question is not of that kind, `direction` where it asks for no effect; `markers` are the
    citations they were read from (yes or no also from what else of the same documents may answer); `yes_no_sure` and
    `direction_sure` are probabilities, 0 where there is none.
    """

    yes_no: YesNo | None = None
    yes_no_sure: float = 0.0
    direction: Direction | None = None
    direction_sure: float = 0.0
    markers: tuple[int, ...] = ()
    sources: int = 0
    """How many documents it was read from."""
    agreeing: int = 0
    """How many of them say the same by themselves."""
    words: tuple[tuple[int, str], ...] = ()
    """Markers with the cited sentences that rules read it from; empty where the evidence reader judged."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the cited sources come to, and their markers."""

    told: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What sources of different sides differ in, as "population": each marker with the source's own words."""

    field: str
    stated: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides that cited sources take, one if they agree; `differences` may explain why there are several."""

    sides: tuple[Side, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherWork:
    """An entry of the list of references that a cited sentence takes its result from.

    `document_id` is that of the work itself where it is in the library, else empty; `digest` is true where only a
    digest of it is.
    """

    entry: str
    document_id: str
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a stored text; `quote` is that slice and nothing else.

    `page` is the label printed on the page where the quote begins, and where it ends if that is another
    ("12" or "12–13"); empty where the file has no pages. `source_type` is the kind of the part that holds the
    span, which may differ from its document's.
    """

    marker: int
    document_id: str
    text_sha256: str
    span: Span
    quote: str
    page: str
    section: str
    source: Source
    source_type: SourceType
    ocr: bool = False
    """True where the page was read by OCR, so that letters and figures may be wrong."""
    cell: str = ""
    """Where in a table the quote stands, as in "Table 2, row 3"; empty outside tables."""
    others: tuple[OtherWork, ...] | None = None
    """Whose result the quote reports, perhaps unnamed; `None` where it is the source's own, or that is unsure."""
    notes: tuple[str, ...] = ()
    """What must be known of its source: retracted, updated, corrected, a copy of another."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a recommending sentence says; an empty field is one the source does not state there."""

    direction: str
    """"for", "against" or "neither"."""
    strength: str
    """"strong", "weak" or ""."""
    wording: str
    """The source's own words the direction was read from."""
    certainty: str = ""
    """Of the evidence: "high", "moderate", "low", "very low" or ""."""
    number: str = ""
    """As printed: "33", "1.2.3"."""
    population: str = ""
    """Whom it is for, in the source's own words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A measured effect that a claim states: what was read, its slices of the document, and one compact line.

    The slices lie in the first citation's document; most in its span, but what a value means may stand elsewhere there.
    """

    effect: Effect
    told: tuple[Told, ...]
    line: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement and the spans it rests on; the first citation is the one it is worded from."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    recommendation: Recommendation | None = None
    findings: tuple[Finding, ...] = ()
    part: str = ""
    """The part of the question it answers; empty where the question has one part only."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that failed its check and is not shown as a claim."""

    reason: str
    document_title: str
    check: Check = Check.QUOTE


class NoticeKind(StrEnum):
    """Why something is said before an answer, in the order in which notices are shown."""

    URGENT = "urgent"
    """Signs named in the question can mean an emergency."""
    ONE_PATIENT = "one_patient"
    """The question asks for a dose or decision for one patient."""
    ORDERS = "orders"
    """The question holds orders to the program, which are inert."""
    AMBIGUOUS = "ambiguous"
    """An abbreviation stands for more than one thing in these sources."""
    UNASKED = "unasked"
    """The question has more parts than are asked."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something shown before everything else of a reply. The text is Citewell's own, never a source's."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Premise:
    """What a question takes for granted and a cited source says otherwise."""

    presupposed: str
    """What is taken for granted, in the question's own words."""
    found: str
    """The source's own words that say otherwise: a slice of the quote of the citation with that marker."""
    marker: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Claims in the order a clinician reads: most trustworthy kind of source first."""

    question: str
    standalone_question: str
    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...]
    missing: tuple[str, ...]
    """Words of the question that no cited sentence speaks of, and parts of it without evidence."""
    mode: Mode
    index_id: str
    seconds: dict[str, float]
    abbreviations: tuple[tuple[str, str], ...] = ()
    """Abbreviations of the question and what the library's documents say they stand for."""
    judgement: Judgement | None = None
    confidence: float = 0.0
    """How sure, in [0, 1], that the sources answer."""
    premise: Premise | None = None
    notices: tuple[Notice, ...] = ()
    """Shown before everything else."""
    level: Level = Level.ANSWERED
    why: str = ""
    """Why the level is no higher, in words; empty where it is answered."""
    lead: str = ""
    """What the cited sources come to, in the program's words; empty where that is not sure."""
    sides: Sides | None = None
    """Which of them agree and which do not; None where fewer than two take a side."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """Not in these sources: why, what was not found, and the nearest passages, which are not an answer."""

    question: str
    standalone_question: str
    reason: str
    missing: tuple[str, ...]
    nearest: tuple[Citation, ...]
    withheld: tuple[Withheld, ...]
    mode: Mode
    index_id: str
    seconds: dict[str, float]
    abbreviations: tuple[tuple[str, str], ...] = ()
    """Abbreviations of the question and what the library's documents say they stand for."""
    confidence: float = 0.0
    """How sure, in [0, 1], that the sources answer."""
    notices: tuple[Notice, ...] = ()
    """Shown before everything else."""
    level: Level = Level.NOT_IN_SOURCES


Reply = Answer | Abstention
