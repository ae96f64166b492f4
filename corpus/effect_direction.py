"""Which way the words of a sentence say an outcome went, and for whose good; never guessed from a sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Span
from corpus.effect_clauses import clause_at, distance, places_in
from corpus.effect_shape import Shape

INCREASED, DECREASED, SAME = "increased", "decreased", "no difference"
FOR_INTERVENTION, FOR_COMPARATOR, NEITHER = (
    "favours intervention",
    "favours comparator",
    "no significant difference",
)
_STAT = r"(?:(?:statistically|clinically|clearly)\s(?:and\s\w+\s)?)?"
_SAME = re.compile(
    rf"\b[Nn]o\s(?:such\s|clear\s|evidence\s(?:of|for|that|was)\s(?:an?\s|any\s)?)?{_STAT}(?:(?:significan\w+"
    rf"|relevant|important|meaningful|major|"
    r"notable|substantial|marked|apparent|overall|other|between-?group|inter-?group"
    r"|group|treatment|intervention|further|real|appreciable)\s(?:\w+\s)?){0,3}"
    r"(?:differences?|changes?|effects?|increases?|decreases?|reductions?|improvements?"
    r"|associations?|benefits?|interactions?|influence|impact|advantage|correlations?"
    r"|superiority)\b"
    rf"|\bnot\s(?:be\s)?(?:found\sto\s(?:be\s)?)?{_STAT}(?:significant(?:ly)?|different|differ\b|statistically)"
    r"|\b(?:did|does|do|was|were|is|are|could|had)(?:\snot|n['’]t)\s(?:\w+ly\s)?(?:differ\b"
    r"|differed|change\b|changed|vary|affect\b|affected|alter\b|altered|improve\b"
    r"|reduce\b"
    r"|increase\b|influence\b|reach\s(?:statistical\s)?significance|show\s(?:any\s"
    r"|a\s)?(?:significan|differen|improve)|associated|statistically)"
    r"|\b(?:neither|none)\s[^.;]{0,60}?\b(?:signifi\w+|differ\w*|chang\w+|affect\w*)|\b[Nn]or\s(?:was|were|did)\b"
    r"|\b[Ww]ithout\s(?:any\s)?(?:statistically\s)?(?:significan\w+\s)?differences?\b"
    r"|\b(?:were|was|are|is|remained|be|been)\s(?:\w+ly\s|very\s|quite\s)?(?:similar"
    r"|comparable|equivalent|equal|identical|alike|unchanged|the\ssame|unaffected"
    r"|non-?significant|insignificant)\b"
    r"|\b[Ss]imilar(?:ly)?\b(?=[^.;]{0,60}\b(?:between|both|groups|arms|across)\b)"
    r"|(?<!-)\b[Cc]omparable\b(?=[^.;]{0,60}\b(?:between|both|groups|arms)\b)"
    r"|\b[Nn]on-?significant\b|\b[Ii]nsignificant\b|\bN\.?S\.?(?=[\s,;.)]|$)"
    r"|\b[Ff]ailed\sto\s(?:show|demonstrate|reach|improve|reduce|find)\b|\bno\sstatistical\ssignificance"
)
_WHOLE_SAME = re.compile(
    r"\b(?:but|although|though|however|yet|and|while)[,\s](?:[^.;]{0,40}\b)?(?:the"
    r"|this|these|those|it|such|both)?\s?(?:\w+\s){0,2}?(?:differences?|results?"
    r"|changes?|this|it|these)?\s?"
    r"(?:(?:was|were|did|is|are|be)\s)?not\s(?:reach\s)?(?:statistically\s|statistical\s)?significan"
    r"|\bdifferences?\s(?:was|were|is|did|are)\snot\s(?:reach\s)?(?:statistically\s|statistical\s)?significan"
)
_HIGHER = re.compile(
    r"\b(?:[Hh]igher|[Gg]reater|[Ii]ncreas(?:e[sd]?|ing)|[Mm]ore|[Ll]onger|[Ll]arger"
    r"|rose|[Ee]levat(?:ed|ion)|[Rr]aised|prolonged|gained)\b"
)
_LOWER = re.compile(
    r"\b(?:[Ll]ower(?!-|\s(?:back|limb|leg|extrem|body|trunk|abdom|lip|jaw|lumbar"
    r"|third|quadrant|level))|[Ll]owered|[Dd]ecreas(?:e[sd]?|ing)"
    r"|[Rr]educ(?:e[sd]?|ing|tions?)|[Ff]ewer|[Ll]ess|[Ss]horter|[Ss]maller|[Dd]eclin(?:e[sd]?"
    r"|ing)|fell|dropped|[Ll]ess(?:en)?ed|diminished|alleviated|attenuated|suppressed)\b"
)
_NO_CUE = re.compile(
    r"\b(?:more|less|greater|higher|lower|longer|fewer)\sthan\s#|\b(?:more|less)\s(?:likely\sto\sbe\s)?"
    r"(?:importantly|details?|recent(?:ly)?|information)\b|\bor\smore\b|\bonce\smore\b"
    r"|\bone\sor\smore\b|\bmore\sor\sless\b"
    r"|\b[Hh]igher\s(?:scores?|values?)\s(?:indicat|represent|mean|reflect)\w*\s(?:\w+\s){0,3}?\w+"
    r"|\bmore\sthan\s(?:one|half)\b|\bincreasing\s(?:age|dose|number)s?\b|\bless\sthan\s(?:one"
    r"|half)\b"
)
_BETTER = re.compile(
    r"\b[Ii]n\sfavou?r\sof\b(?:\s(?:the\s)?[\w-]+(?:\s(?:group|arm|therapy|treatment))?)?"
    r"|\b(?:favou?r(?:s|ed|ing))\b(?:\s(?:the\s)?[\w-]+(?:\s(?:group|arm|therapy"
    r"|treatment))?)?|\b(?:[\w-]+ly\s)?(?:better|superior|superiority)\b(?:\s\w+)?"
    r"|\bmore\seffective\b|\bmore\simproved\b|\bimproved\s(?:\w+ly\s)?(?:\w+\s)?more\b"
    r"|\b(?:greater|larger|more|higher|faster)\s(?:\w+\s){0,2}?(?:improvements?"
    r"|benefit|relief|recovery)\b"
)
_WORSE = re.compile(r"\b(?:[\w-]+ly\s)?(?:worse|inferior|poorer)\b(?:\s\w+)?|\bless\s(?:effective|improve\w*)\b")
_BAD = (
    r"(?:pain|disability|mortality|deaths?|morbidity|complications?|adverse|side\seffects"
    r"|nausea|vomiting|symptoms?|anxiety|"
    r"depress\w+|fatigue|relapses?|recurrences?|infections?|headaches?|stiffness|fear|distress)"
)
_LESS_BAD = re.compile(
    rf"\b(?:lower|less|fewer|reduced)\s(?!back)(?:\w+\s){{0,2}}?{_BAD}\b(?:\s(?:scores?"
    rf"|intensity|severity|levels?|rates?))?"
)
_CONTROL = re.compile(
    r"\b(?:placebo|controls?|sham|usual\scare|standard\scare|no\s(?:treatment"
    r"|intervention)|waiting[\s-]list|wait[\s-]?list|minimal\sintervention|CG"
    r"|conventional)\b",
    re.IGNORECASE,
)


def direction_at(shape: Shape, span: Span) -> tuple[str, Span | None]:
    """Which way the words of a clause say an outcome went, and those words; empty where they do not, or say both."""
    whole = _WHOLE_SAME.search(shape.masked)
    clause = clause_at(shape.masked, span.start)
    same = places_in(_SAME, shape.masked, clause)
    if not same and whole:
        same = [Span(*whole.span())]
    if same:
        return SAME, min(same, key=lambda s: distance(s, span))
    masked = _NO_CUE.sub(lambda m: " " * len(m[0]), shape.masked)
    up, down = places_in(_HIGHER, masked, clause), places_in(_LOWER, masked, clause)
    if up and down:
        return _both(shape.masked, up, down, span)
    found = up or down
    # Greater improvement says nothing of which way the scale runs.
    found = [
        s
        for s in found
        if not re.match(
            r"\s(?:\w+ly\s|\w+\s)?(?:improve|change|difference|effect|benefit|variab)", shape.masked[s.end :]
        )
    ]
    # Nor does "improved more", or an improvement that was greater.
    improved = re.search(r"\bimprove", shape.masked[clause.start : clause.end]) is not None
    found = [
        s for s in found if not (improved and re.match(r"(?:great|larg|more|less|small)", s.of(shape.text).lower()))
    ]
    if not found:
        return "", None
    return (INCREASED if up else DECREASED), min(found, key=lambda s: distance(s, span))


def _both(masked: str, up: Sequence[Span], down: Sequence[Span], span: Span) -> tuple[str, Span | None]:
    """A greater reduction is a reduction; a smaller one is left open, and so is anything that speaks of both ways."""
    change = [s for s in down if re.match(r"(?:reduc|decreas|declin|drop|fall)", masked[s.start : s.end].lower())]
    more = [s for s in up if re.match(r"(?:great|larg|more)", masked[s.start : s.end].lower())]
    if len(change) == len(down) and len(more) == len(up):
        return DECREASED, min(change, key=lambda s: distance(s, span))
    return "", None


def benefit_at(shape: Shape, span: Span, direction: str, comparator: Span | None) -> tuple[str, Span | None]:
    """Whom a clause says the result favours, and the words that say so; never guessed from a sign."""
    clause = clause_at(shape.masked, span.start)
    if direction == SAME:
        found = re.search(r"significan|differ|N\.?S\b", shape.masked[clause.start : clause.end])
        return (NEITHER, None) if found else ("", None)
    text = shape.masked
    between = comparator is not None and not _TIME_LIKE.match(comparator.of(shape.text))
    named = [s for s in places_in(_BETTER, text, clause) if between or "favo" in s.of(text)]
    for words, good in (
        (named, True),
        (places_in(_WORSE, text, clause), False),
        (places_in(_LESS_BAD, text, clause), True),
    ):
        if not words or not (between or "favo" in words[0].of(text)):
            continue
        said = min(words, key=lambda s: distance(s, span))
        favoured = said.of(shape.text) if "favo" in said.of(text) else text[clause.start : said.start]
        if comparator and clause.start <= comparator.start and comparator.end <= said.start:
            favoured = text[clause.start : comparator.start] + text[comparator.end : said.start]
        behind = _CONTROL.search(favoured if "favo" in said.of(text) else _subject(favoured)) is not None
        return (FOR_INTERVENTION if good is not behind else FOR_COMPARATOR), said
    return "", None


_TIME_LIKE = re.compile(r"(?:the\s)?(?:baseline|pre-?treatment|before|pre-?|initial)", re.IGNORECASE)


def _subject(before: str) -> str:
    """What stands before the words of a comparison, without what it is compared with."""
    return re.split(r"\b(?:compared|versus|vs|relative|than)\b", before)[0]
