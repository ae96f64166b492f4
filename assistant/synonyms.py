"""Words that clinicians use one for the other, as "sham" and "placebo", and the kinds that things are of.

They help to find and rank, where a question and its source use different ones. What is shown is the source's own word.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.asking import stem
from assistant.lay_words import LAY_GROUPS
from index.lexical import words_of

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("sciatica", "radicular pain", "radiculopathy", "radicular leg pain", "radicular spine pain"),
    ("sham", "placebo"),
    ("ablation", "denervation", "neurotomy", "rhizotomy"),
    ("facet joint injection", "facet injection", "joint-targeted injection"),
    ("facet", "zygapophyseal", "zygapophysial"),
    ("low back pain", "lumbago"),
    ("back pain", "spine pain", "spinal pain"),
    ("acute", "recent onset", "recent-onset"),
    ("cover", "apply to", "address", "mention", "discuss"),
    ("funded", "sponsored", "supported by"),
    ("blinded", "masked", "nonblinded", "unblinded"),
    ("enrolled", "recruited", "included", "randomised", "randomized"),
    ("spinal", "spine"),
    ("disc herniation", "disk herniation", "herniated disc", "herniated disk", "slipped disc", "slipped disk",
     "disc prolapse", "prolapsed disc", "herniated nucleus pulposus"),
    ("discectomy", "diskectomy", "microdiscectomy"),
    ("steroid", "corticosteroid", "glucocorticoid"),
    ("belt", "brace", "orthotic", "lumbar support", "corset"),
    ("adverse event", "adverse effect", "side effect", "adverse reaction"),
    ("heart attack", "myocardial infarction"),
    ("stroke", "cerebrovascular accident"),
    ("high blood pressure", "hypertension"),
    ("low blood pressure", "hypotension"),
    ("paracetamol", "acetaminophen", "tylenol"),
    ("pregabalin", "lyrica"),
    ("gabapentin", "neurontin"),
    ("duloxetine", "cymbalta"),
    ("adrenaline", "epinephrine"),
    ("salbutamol", "albuterol"),
    ("lignocaine", "lidocaine"),
    ("pethidine", "meperidine"),
    ("frusemide", "furosemide"),
    ("blood thinner", "anticoagulant"),
    ("painkiller", "analgesic"),
    ("muscle relaxer", "muscle relaxant"),
    ("kidney", "renal"),
    ("liver", "hepatic"),
    ("shot", "jab", "injection"),
    ("operation", "surgery"),
    ("physiotherapy", "physical therapy"),
    ("elderly", "older adults", "older people"),
    ("newborn", "neonate"),
    ("death", "mortality"),
    ("flu", "influenza"),
    ("seizure", "convulsion"),
    ("hip replacement", "hip arthroplasty"),
    ("knee replacement", "knee arthroplasty"),
    ("stem cell", "mesenchymal stem cell"),
    ("MBB", "medial branch block"),
    ("RFA", "radiofrequency ablation", "radiofrequency denervation"),
    ("ESI", "epidural steroid injection", "epidural corticosteroid injection"),
    ("SIJ", "sacroiliac joint"),
    ("SCS", "spinal cord stimulation"),
    ("LBP", "low back pain"),
    ("DDD", "degenerative disc disease"),
    ("OA", "osteoarthritis"),
    ("AF", "atrial fibrillation"),
    ("HTN", "hypertension"),
    ("T2DM", "type 2 diabetes"),
    ("UTI", "urinary tract infection"),
    ("DVT", "deep vein thrombosis"),
    ("THA", "hip arthroplasty"),
    ("TKA", "knee arthroplasty"),
    ("PRP", "platelet-rich plasma"),
    ("TENS", "transcutaneous electrical nerve stimulation"),
    ("CBT", "cognitive behavioural therapy", "cognitive behavioral therapy"),
    ("anaesthetic", "anesthetic"),
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


_KINDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("x-ray", "radiograph", "MRI", "CT scan", "scan"), ("imaging",)),
    (
        (
            "diazepam",
            "valium",
            "xanax",
            "ativan",
            "lorazepam",
            "alprazolam",
            "clonazepam",
            "temazepam",
            "midazolam",
            "benzo",
        ),
        ("benzodiazepine",),
    ),
    (
        (
            "cyclobenzaprine",
            "flexeril",
            "methocarbamol",
            "tizanidine",
            "carisoprodol",
            "metaxalone",
            "baclofen",
            "orphenadrine",
        ),
        ("muscle relaxant",),
    ),
    (
        (
            "ibuprofen",
            "advil",
            "naproxen",
            "diclofenac",
            "celecoxib",
            "etoricoxib",
            "ketorolac",
            "meloxicam",
            "indomethacin",
        ),
        ("nonsteroidal anti-inflammatory drug", "non-steroidal anti-inflammatory drug", "NSAID", "anti-inflammatory"),
    ),
    (
        ("morphine", "oxycodone", "hydrocodone", "codeine", "tramadol", "tapentadol", "fentanyl", "hydromorphone"),
        ("opioid", "opiate", "narcotic"),
    ),
    (("gabapentin", "pregabalin"), ("gabapentinoid", "anticonvulsant", "antiepileptic")),
    (("amitriptyline", "nortriptyline", "imipramine", "desipramine"), ("tricyclic antidepressant", "antidepressant")),
    (("duloxetine", "venlafaxine", "milnacipran"), ("SNRI", "antidepressant")),
    (("fluoxetine", "sertraline", "citalopram", "escitalopram", "paroxetine"), ("SSRI", "antidepressant")),
    (
        (
            "prednisone",
            "prednisolone",
            "methylprednisolone",
            "medrol",
            "dexamethasone",
            "betamethasone",
            "triamcinolone",
        ),
        ("corticosteroid", "steroid", "glucocorticoid"),
    ),
    (("lidocaine", "bupivacaine", "ropivacaine"), ("local anaesthetic", "local anesthetic")),
    (("lidocaine patch", "capsaicin", "menthol", "diclofenac gel"), ("topical",)),
    (("atorvastatin", "simvastatin", "rosuvastatin", "pravastatin"), ("statin",)),
    (("apixaban", "rivaroxaban", "dabigatran", "edoxaban"), ("direct oral anticoagulant", "DOAC", "anticoagulant")),
    (
        ("lisinopril", "ramipril", "enalapril", "perindopril"),
        ("ACE inhibitor", "angiotensin-converting enzyme inhibitor"),
    ),
    (("omeprazole", "pantoprazole", "lansoprazole", "esomeprazole"), ("proton pump inhibitor", "PPI")),
    (("pilates", "tai chi", "yoga", "walking", "strength training"), ("exercise",)),
    (("PRP", "platelet-rich plasma", "stem cell"), ("orthobiologic", "ortho-biologic")),
)
"""Things and the kinds they are of: what is said of the kind may answer for the thing, and not the other way round."""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    # Initials are words of other senses in lower case: "af", "oa".
    flags = 0 if phrase.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){re.escape(phrase)}(?P<many>s?)(?![\w-])", flags)


@cache
def _stems(phrase: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words_of(phrase))


def synonyms_in(text: str, *, kinds: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of a text that have synonyms, each with these, in the order of the list.

    With `kinds`, things have the kinds they are of among them, as advice on a kind is advice on the thing.
    Of two that overlap ("disc" in "disc herniation") both are given, the longer one first.
    """
    alike = [(phrase, group) for group in (*_GROUPS, *LAY_GROUPS) for phrase in group if _pattern(phrase).search(text)]
    things = [(thing, of) for named, of in _KINDS for thing in named if kinds and _pattern(thing).search(text)]
    told: dict[str, tuple[str, ...]] = {}
    for phrase, others in (*alike, *things):
        told[phrase] = (*told.get(phrase, ()), *(o for o in others if o != phrase))
    return tuple(told.items())


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
            question = _pattern(phrase).sub(used + ("" if used.endswith("s") else r"\g<many>"), question)
    return question


def meant_by(synonyms: tuple[tuple[str, tuple[str, ...]], ...], present: set[str]) -> set[str]:
    """Stems of the words whose synonyms stand among the stems of a text."""
    return {
        s for phrase, others in synonyms if any(_stems(other) <= present for other in others) for s in _stems(phrase)
    }
