"""Words that clinicians use one for the other, as "sham" and "placebo", and the kinds that things are of.

They help to find and rank, where a question and its source use different ones. What is shown is the source's own word.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.asking import stem
from assistant.at_odds import codes_in
from assistant.lay_words import LAY_GROUPS
from assistant.treatments import few_of, namings_in, treatments
from index.lexical import words_of

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("sciatica", "radicular pain", "radiculopathy", "radicular leg pain", "radicular spine pain", "radicular symptom",
     "radiating leg pain", "radiating back pain", "pinched nerve"),
    ("sham", "placebo"),
    ("facet", "zygapophyseal", "zygapophysial"),
    ("low back pain", "lumbago", "LBP", "lower back pain", "backache", "back ache", "bad back", "sore back",
     "aching back", "lumbar pain", "back strain", "back sprain", "lumbar strain", "back spasm", "pulled back",
     "pulled a muscle in the back",
     "hurt back", "strained back"),
    ("chronic low back pain", "CLBP", "cLBP"),
    ("acute low back pain", "ALBP", "aLBP"),
    ("back pain", "spine pain", "spinal pain"),
    ("acute", "recent onset", "recent-onset", "new onset", "new-onset"),
    ("chronic", "persistent", "long-standing", "longstanding"),
    ("neurologic deficit", "neurological deficit", "neuro deficit", "neurologic sign", "neurological sign",
     "neuro sign", "focal deficit"),
    ("red flag", "alarm feature", "warning sign", "serious pathology", "serious underlying pathology"),
    ("psychosocial factor", "yellow flag", "psychosocial risk factor"),
    ("screening for", "evaluation for", "evaluate for", "assessment for", "assess for", "look for", "looked for",
     "looking for", "check for", "checking for", "rule out", "ruled out", "exclude"),
    ("exam", "examination", "physical examination", "physical exam"),
    ("manoeuvre", "maneuver"),
    ("cancer", "malignancy"),
    ("progressive", "worsening", "getting worse"),
    ("facetogenic", "facet-mediated", "facet joint pain", "facet pain"),
    ("cover", "apply to", "address", "mention", "discuss"),
    ("funded", "sponsored", "supported by"),
    ("blinded", "masked", "nonblinded", "unblinded"),
    ("enrolled", "recruited", "included", "randomised", "randomized"),
    ("spinal", "spine"),
    ("disc herniation", "disk herniation", "herniated disc", "herniated disk", "slipped disc", "slipped disk",
     "disc prolapse", "prolapsed disc", "herniated nucleus pulposus"),
    ("steroid", "corticosteroid", "glucocorticoid"),
    ("adverse event", "adverse effect", "side effect", "adverse reaction"),
    ("heart attack", "myocardial infarction"),
    ("stroke", "cerebrovascular accident"),
    ("high blood pressure", "hypertension"),
    ("low blood pressure", "hypotension"),
    ("adrenaline", "epinephrine"),
    ("salbutamol", "albuterol"),
    ("frusemide", "furosemide"),
    ("painkiller", "analgesic"),
    ("kidney", "renal"),
    ("liver", "hepatic"),
    ("elderly", "older adults", "older people"),
    ("newborn", "neonate"),
    ("death", "mortality"),
    ("flu", "influenza"),
    ("seizure", "convulsion"),
    ("hip replacement", "hip arthroplasty"),
    ("knee replacement", "knee arthroplasty"),
    ("SIJ", "SI joint", "sacroiliac joint"),
    ("DDD", "degenerative disc disease"),
    ("OA", "osteoarthritis"),
    ("AF", "atrial fibrillation"),
    ("HTN", "hypertension"),
    ("T2DM", "type 2 diabetes"),
    ("UTI", "urinary tract infection"),
    ("DVT", "deep vein thrombosis"),
    ("THA", "hip arthroplasty"),
    ("TKA", "knee arthroplasty"),
    ("anaesthesia", "anesthesia"),
    ("anaemia", "anemia"),
    ("behavioural", "behavioral"),
    ("caesarean", "cesarean"),
    ("diarrhoea", "diarrhea"),
    ("disc", "disk"),
    ("gynaecological", "gynecological"),
    ("haemorrhage", "hemorrhage", "bleeding"),
    ("leukaemia", "leukemia"),
    ("oedema", "edema"),
    ("oestrogen", "estrogen"),
    ("orthopaedic", "orthopedic"),
    ("paediatric", "pediatric"),
    ("tumour", "tumor"),
)  # fmt: skip


_FINDINGS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("leg pain", "pain radiating down the leg", "pain down the leg", "pain into the leg", "leg symptom"),
        ("radicular symptom", "radicular pain", "radiculopathy", "sciatica"),
    ),
    (
        ("weakness", "foot drop", "footdrop", "numbness", "paralysis", "saddle anesthesia", "saddle anaesthesia"),
        ("neurologic deficit", "neurological deficit"),
    ),
    (
        ("cancer", "malignancy", "tumour", "tumor", "infection", "fracture", "fever", "weight loss", "cauda equina"),
        ("red flag",),
    ),
)
"""Findings and the kinds they are of, as `assistant.treatment_names` has them for treatments."""


def _codes_in(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The names of letters and a number in a text, each with how else it is written: "IL-6", "IL6"."""
    return [(m[0], (f"{m['letters']}{'' if m['hyphen'] else '-'}{m['number']}{m['letter']}",)) for m in codes_in(text)]


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    # Initials are words of other senses in lower case: "af", "oa".
    flags = 0 if phrase.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){re.escape(phrase)}(?P<many>(?:es|s)?)(?![\w-])", flags)


@cache
def _stems(phrase: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words_of(phrase))


def synonyms_in(text: str, *, kinds: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of a text that have synonyms, each with these, in the order of the list.

    With `kinds`, things have the kinds they are of among them, as advice on a kind is advice on the thing, and a kind
    of few has these, as there may be advice on the only one that is used.
    Of two that overlap ("disc" in "disc herniation") both are given, the longer one first.
    """
    alike = [(phrase, group) for group in (*_GROUPS, *LAY_GROUPS) for phrase in group if _pattern(phrase).search(text)]
    things = [(thing, of) for named, of in _FINDINGS for thing in named if kinds and _pattern(thing).search(text)]
    told: dict[str, tuple[str, ...]] = {}
    for phrase, others in (*_treatments_in(text, kinds=kinds), *alike, *things, *_codes_in(text)):
        told[phrase] = (*told.get(phrase, ()), *(o for o in others if o != phrase))
    return tuple(told.items())


def _treatments_in(text: str, *, kinds: bool) -> list[tuple[str, tuple[str, ...]]]:
    """The names of treatments in a text, longer ones first, each with the treatment's other names, then its kinds'."""
    found = sorted(namings_in(text, overlapping=True), key=lambda n: n.start - n.end)
    told = []
    for one in found:
        of = (*one.treatment.of, *few_of(one.treatment.names[0])) if kinds else ()
        others = (*one.treatment.names, *(name for kind in of for name in treatments()[kind].names))
        told.append((one.name, others))
    # "Injected" names it, but no other name can stand in its place.
    return [(name, others) for name, others in told if len(others) > 1 and _pattern(name).search(text)]


def in_words_of(question: str, synonyms: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str:
    """The question with those of its words that a text lacks replaced by the synonyms that the text uses.

    Args:
        question: As asked.
        synonyms: What `synonyms_in` gives for it.
    """
    for phrase, others in synonyms:
        if _pattern(phrase).search(text):
            continue
        used = next((other for other in others if _pattern(other).search(text)), None)
        if used is not None:
            many = "" if used.endswith("s") else "s"
            one = _pattern(phrase).search(question)
            while one:
                put = used + (many if one["many"] else "")
                question = question[: one.start()] + put + question[one.end() :]
                one = _pattern(phrase).search(question, one.start() + len(put))
    return question


def meant_by(synonyms: tuple[tuple[str, tuple[str, ...]], ...], present: set[str]) -> set[str]:
    """Stems of the words whose synonyms stand among the stems of a text."""
    return {
        s for phrase, others in synonyms if any(_stems(other) <= present for other in others) for s in _stems(phrase)
    }
