"""Which treatments a text names, so that what is said of one is not taken for what is asked of another."""

from __future__ import annotations

import re

_NOUNS: tuple[tuple[str, str], ...] = (
    ("injection", r"injections?|injected|shots?|jabs?|infiltrations?|ESIs?|TFESIs?|intramuscular|an(?:a)?esthetics?"),
    ("epidural", r"epidurals?|ESIs?|TFESIs?"),
    ("block", r"(?:nerve|branch|joint|diagnostic|medial|facet)\s+(?:\w+\s+)?blocks?|MBBs?|blockades?"),
    ("ablation", r"ablations?|denervations?|neurotom(?:y|ies)|rhizotom(?:y|ies)|radiofrequency|RFA|RFD"),
    ("surgery", r"surger(?:y|ies)|surgical|operations?|\w*dis[ck]ectom\w+|fusions?|laminectom\w+|arthroplast\w+"),
    ("stimulation", r"stimulat(?:ion|ors?)|TENS|SCS|neuromodulation"),
    ("exercise", r"exercises?|pilates|tai\s+chi|physiotherapy|physical\s+therapy"),
    ("acupuncture", r"acupuncture|acupressure|needling"),
    ("manual", r"manipulations?|massages?|mobili[sz]ations?|chiropractic"),
    ("traction", r"traction"),
    ("support", r"braces?|belts?|orthos[ei]s|orthotics?|corsets?|lumbar\s+supports?"),
    ("opioid", r"opioids?|opiates?|tramadol|morphine|oxycodone|tapentadol"),
    ("nsaid", r"NSAIDs?|(?:non-?steroidal\s+)?anti-inflammator(?:y|ies)|ibuprofen|naproxen|diclofenac|celecoxib"),
    ("paracetamol", r"paracetamol|acetaminophen"),
    ("antidepressant", r"antidepressants?|duloxetine|amitriptyline|nortriptyline"),
    ("gabapentinoid", r"gabapentin(?:oids?)?|pregabalin"),
    ("benzodiazepine", r"(?<!non-)benzodiazepines?|diazepam"),
    ("relaxant", r"muscle\s+relaxants?|cyclobenzaprine|tizanidine|baclofen"),
    ("vertebroplasty", r"vertebroplast\w+|kyphoplast\w+"),
    ("psychological", r"cognitive\s+behaviou?ral|CBT|mindfulness|psychological\s+therap(?:y|ies)"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _NOUNS)
_EXCEPTED = re.compile(
    r"(?:,\s*)?\b(?:with\s+the\s+(?:sole\s+|only\s+)?exceptions?\s+of|except(?:ing)?(?:\s+for)?|other\s+than"
    r"|apart\s+from"
    r"|excluding|aside\s+from|but\s+not(?!\s+(?:limited|only))|with\s+or\s+without)\s[^,.;]*",
    re.IGNORECASE,
)


def treatments_in(text: str) -> frozenset[str]:
    """The kinds of treatment a text names; empty where it names none that is known here."""
    return frozenset(name for name, pattern in _PATTERNS if pattern.search(text))


def without_exceptions(text: str) -> str:
    """A text without what it excepts: "… should not be used, with the exception of denervation"."""
    return _EXCEPTED.sub(" ", text)


def of_another(question: str, text: str, beside: str) -> bool:
    """True if a text speaks of treatments and none of them is one that the question names.

    Args:
        question: As asked, abbreviations spelled out.
        text: The statement.
        beside: Its heading and title, which may name the treatment it leaves out.
    """
    asked = treatments_in(question)
    named = treatments_in(without_exceptions(text))
    return bool(asked and named) and not asked & (named | treatments_in(beside))
