"""Words for the signs of an emergency: what is affected, and what has gone wrong with it.

The list is general knowledge of first aid and of the warning signs after spinal injections and in back pain, taken from
no document of the library. It is short on purpose: signs for which minutes or hours count. People name the same sign
in countless ways, so most are told by two groups of words near each other rather than by phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def rx(pattern: str) -> re.Pattern[str]:
    """A pattern that heeds no case; spaces in it are written as `\\ `."""
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign by the words for it."""

    words: re.Pattern[str]
    common: bool = False
    """Also asked about where nobody is ill, so it needs a person or a moment."""
    beside: re.Pattern[str] | None = None
    """What must be spoken of too."""
    fresh: bool = False
    """Only what is new, sudden or getting worse is an emergency."""


_CANNOT = (
    r"(?:can\s?not|can['’]?t|could\s?n['’]?t|(?:has|have|is|are|was|were|am|been)?\s?(?:not\ (?:been\ )?able"
    r"|unable)\ to"
    r"|unable\ to|not\ able\ to|inability\ to|refus(?:es|ing|ed)\ to|stopped\ being\ able\ to"
    r"|no\ longer(?:\ able\ to)?)"
)
_NEAR = r"[^.;?!]{0,45}?"
_NEARER = r"(?:\W+(?!(?:no|not|without|denies|normal)\b)\w+){0,4}?\W+"

_SADDLE = (
    r"(?:saddle|perine(?:um|al)|perianal|genital\w*|private\ parts?|privates|down\ below|anus|anal|rectum"
    r"|back\ passage"
    r"|bottom|bum|buttocks?|groin|crotch|vagina\w*|vulva\w*|penis|scrotum|testicles?|inner\ thighs?"
    r"|between\ (?:\w+\ )?legs"
    r"|toilet\ paper|loo\ roll|(?:when|while|on)\ wiping)"
)
_NUMB = (
    r"(?:numb\w*|par[ae]?esth\w+|hyp\w*esth\w+|dead\ feeling|gone\ dead|pins\ and\ needles|tingl\w+"
    rf"|sensory\ loss|{_CANNOT}\ feel|(?:does|do|did)(?:\ not|n['’]?t)\ (?:really\ )?feel"
    r"|(?:loss\ of|lost|no|reduced|decreased|altered)\ (?:\w+\ )?(?:feeling|sensation))"
)
_SPHINCTER = (
    r"(?:bladders?|bowels?|urin\w+|wee|pee|water|void\w*|stools?|f[ae]{1,2}c(?:es|al)|poo|motions?|sphincter\w*)"
)
_UNCONTROLLED = (
    r"(?:(?:los\w+|loss\ of|lost|no)\ (?:\w+\ ){0,2}?(?:control|sensation|feeling)|control|leak\w*|dribbl\w+"
    r"|accidents?"
    r"|without\ (?:\w+\ )?(?:knowing|noticing|feeling|realising)|"
    r"(?:does|do|did)(?:\ not|n['’]?t)\ (?:notice|feel|know)|unaware|dysfunction|disturbance|overflow\w*)"
)
_LIMB = r"(?:legs?|foot|feet|thighs?|calf|calves|ankles?|toes?|knees?|arms?|hands?|limbs?)"
_POWERLESS = (
    r"(?:weak\w*|paralys\w+|paralyz\w+|par[ae]par\w+|paraplegi\w+|(?:giv\w+|gave)\ way|buckl\w+|collaps\w+"
    rf"|heavy|useless|{_CANNOT}\ (?:lift|move|raise|bend|feel|stand\ on))"
)
_BOTH = r"(?:both|bilateral(?:ly)?|two|either)"

SPINE = rx(
    r"""\b(?:back(?!\ (?:passage|to)\b)|backache|spin\w+|lumbar|sciatica|radicul\w+|dis[ck]s?|legs?|epidural\w*
    |injections?
    |nerve\ (?:root|block)|facet|saddle|perine\w+|cauda|discitis|ESI|TFESI|RFA)\b"""
)
INJECTED = rx(
    r"""\b(?:injections?|injected|injecting|epidurals?|(?:nerve|facet|branch|plexus|ganglion|transforaminal|caudal
    |joint)\ blocks?
    |blocks?|ablations?|denervation|punctures?|infiltrations?|T?F?ESIs?|RFA|MBB|steroid\ shots?|shots?|jabs?
    |contrast)\b"""
)
_BACK_PAIN = rx(
    r"\b(?:back(?:\s|-)?(?:ache|pain)|back|spin(?:e|al)|neck|discitis|headaches?)\b|" + INJECTED.pattern.strip()
)
_CANCER = rx(r"\b(?:cancers?|metast\w+|carcinoma|myeloma|lymphoma|malignan\w+|tumou?rs?)\b")

SIGNS = (
    Sign(
        rx(
            rf"""\b(?:saddle|perineal)[\s-]+(?:area\s+)?an?a?esth\w+
            |\b{_SADDLE}\b{_NEAR}\b{_NUMB}|\b{_NUMB}{_NEAR}\b{_SADDLE}\b"""
        )
    ),
    Sign(
        rx(
            rf"""\b(?:urinary|urine)\ retention\b|\bin\ retention\b
            |{_CANNOT}\ (?:to\ )?(?:pass\ (?:any\ )?(?:urine|water)|urinate|pee|wee|void|go\ to\ the\ (?:toilet|loo)
            |empty\ (?:the|my|his|her|their)\ bladder)"""
        ),
        common=True,
        beside=SPINE,
    ),
    Sign(
        rx(
            rf"""\b{_UNCONTROLLED}\b{_NEAR}\b{_SPHINCTER}\b(?!\ function)|\b{_SPHINCTER}\b{_NEAR}\b{_UNCONTROLLED}\b
            |\b(?:soil|wet|wett|mess)(?:ed|ing|s)?\ (?:him|her|my|them)sel(?:f|ves)
            |\b(?<!stress\s)(?<!urge\s)(?:(?:urinary|f[ae]{{1,2}}cal|bladder|bowel|stool|double)\ )?incontinen(?:ce
            |t)\b
            |\bno\ sensation\b{_NEAR}\b(?:bowels?|bladder|toilet)\b"""
        ),
        common=True,
        beside=SPINE,
    ),
    Sign(
        rx(
            rf"""\bbilateral\ (?:sciatica|leg\ (?:pain|weakness|numbness)|radicul\w+|foot\ drop)
            |\b(?:weak\w*|numb\w*|sciatica|paralys\w+|pain)\ (?:in|of|down|on)\ both\ legs\b
            |\b{_BOTH}\ (?:of\ )?(?:his\ |her\ |my\ |the\ )?{_LIMB}\ (?:\w+\ ){{0,3}}?(?:numb\w*|{_POWERLESS})
            |\b(?:{_POWERLESS}|numb\w*)\b{_NEARER}{_BOTH}\ (?:of\ )?(?:his\ |her\ |my\ |the\ )?{_LIMB}\b"""
        ),
        common=True,
    ),
    Sign(rx(rf"{_CANNOT}\ move\ (?:(?:my|his|her|the|both|any|one|their)\ )*(?:{_LIMB}|side|body)\b")),
    Sign(
        rx(
            rf"""\b(?:foot|wrist)[\s-]?drop\b|\bdrop(?:ped)?\ (?:foot|wrist)\b|\b{_LIMB}\b{_NEARER}{_POWERLESS}
            |\b{_POWERLESS}{_NEARER}{_LIMB}\b|\bmotor\ (?:deficits?|loss|weakness)\b|\bneurologic\w*\ deficits?\b
            |\bweakness\b|\bunsteady\b|{_CANNOT}\ (?:walk|stand|bear\ weight)\b|\boff\ (?:his|her|my|their)\ (?:legs
            |feet)\b"""
        ),
        common=True,
        fresh=True,
    ),
    Sign(
        rx(
            r"""\b(?:fever\w*|febrile|pyrexi\w+|rigors?|shiver\w*|chills|night\ sweats|septic|sepsis|pus(?=\b)
            |(?:temp(?:erature)?s?|T)\ (?:is\ |was\ |of\ )?(?:3[89]|4[01])(?:[.,]\d)?|(?:3[89]
            |4[01])(?:[.,]\d)?\s?(?:°|deg|C\b))"""
        ),
        common=True,
        beside=_BACK_PAIN,
    ),
    Sign(
        rx(
            rf"""\b(?:paralys\w+|paralyz\w+|parapar\w+|parapleg\w+|tetrapleg\w+|weak(?:ness|er)?|seizures?"
            rf"|unresponsive|convuls\w+|fitting
            |blind\w*|{_CANNOT}\ see|(?:loss\ of|lost|losing)\ (?:\w+\ )?(?:power|movement|vision|sight|consciousness)
            |(?:passed|passing)\ out|black(?:ed|ing)\ out|{_LIMB}{_NEARER}(?:heavy|numb\w*|dead)|{_CANNOT}\ (?:lift
            |move|feel)\b)"""
        ),
        common=True,
        beside=INJECTED,
    ),
    Sign(
        rx(rf"\b{_POWERLESS}\b|\bunsteady\b|{_CANNOT}\ (?:walk|stand)\b|\b(?:new|sudden)\ (?:\w+\ )?back\ pain\b"),
        common=True,
        beside=_CANCER,
        fresh=True,
    ),
    Sign(
        rx(
            r"""\b(?:face|facial|mouth)\b[^.?!]{0,20}?\bdroop\w*|\bdroop\w*\ (?:face|mouth)\b
            |\bslurred\ speech\b|\bspeech\ (?:is|was|became|has\ become)\ slurred\b
            |\bsudden(?:ly)?\b[^.?!]{0,30}?\b(?:weak\w*|numb\w*)\b[^.?!]{0,20}?\bone\ (?:side|arm|leg)\b
            |\bsudden(?:ly)?\b[^.?!]{0,20}?\b(?:loss\ of\ (?:vision|sight|speech)|blind\w*|(?:cannot|can['’]?t
            |unable\ to)\ (?:speak|talk|see))"""
        )
    ),
    Sign(
        rx(
            r"""\bworst\ headache\b(?!\ (?:score|grade|intensit))|\bthunderclap\ headache\b
            |\bsudden(?:,?\ \w+){0,2}\ headache\b
            |\bheadache\b[^.?!]{0,40}\b(?:stiff\ neck|neck\ (?:stiff\w*|rigid\w*)|meningis\w+|fever\w*)"""
        ),
        common=True,
    ),
    Sign(
        rx(
            r"""\bchest\ (?:pain|tightness|pressure)\b|\bcrushing\ chest\b|\bheart\ attack\b
            |\b(?:pain|tightness|pressure)\ (?:in|across|on)\ (?:(?:the|my|his|her)\ )?chest\b"""
        ),
        common=True,
    ),
    Sign(
        rx(
            r"""\b(?:tearing|ripping)\b[^.?!]{0,25}\b(?:pain|back|chest|belly|abdom\w+)
            |\bpulsat\w+\ (?:\w+\ ){0,2}(?:mass|lump|abdomen|belly)
            |\bruptur\w+\ (?:\w+\ )?(?:aort\w+|aneurysm)|\bdissect\w+\ aort\w+|\baortic\ dissection\b"""
        ),
        common=True,
    ),
    Sign(rx(r"\bstroke\b|\bcauda\ equina\b"), common=True),
    Sign(rx(r"\banaphyla\w+\b"), common=True),
    Sign(
        rx(
            r"\b(?:rash|hives|urticaria|wheez\w*|short(?:ness)?\ of\ breath|breathless\w*|hypotens\w+"
            r"|low\ blood\ pressure|hypoxi\w+)\b"
        ),
        common=True,
        beside=INJECTED,
        fresh=True,
    ),
    Sign(
        rx(
            rf"""\b(?:throat|tongue|lips?|airway)\b(?:\ (?:is|are|was|were|keeps?|has|have
            |feels?))?\ (?:\w+\ )?(?:swell\w*|swollen|clos\w+)
            |{_CANNOT}\ breathe?\b|\b(?:struggling|fighting)\ (?:to\ breathe|for\ (?:breath|air))|\bturning\ blue\b"""
        )
    ),
    Sign(
        rx(
            r"""\bkill(?:ing)?\ (?:my|him|her|them)sel(?:f|ves)\b|\bend(?:ing)?\ (?:my|his|her
            |their)\ (?:own\ )?li(?:fe|ves)\b
            |\b(?:want|wants|wanted|wish|wishes|going|plans?|planning)\ to\ die\b"""
        )
    ),
    Sign(rx(r"\bsuicid\w+\b"), common=True),
    Sign(
        rx(
            r"""\b(?:took|taken|swallowed|drank)\ (?:\d{2,}|too\ many|(?:an?|the|all)\ (?:whole|entire|full|the|his
                |her|my)\b)
            \ (?:[\w-]+\ ){0,2}?(?:tablets?|pills?|capsules?|bottles?|box|packs?|packets?)\b|\boverdosed\b"""
        )
    ),
    Sign(rx(r"\b(?:vomiting|vomited|coughing\ up|throwing\ up)\ (?:\w+\ )?blood\b"), common=True),
    Sign(
        rx(r"\b(?:is|are|was|became|found)\ (?:\w+\ )?(?:unresponsive|unconscious|not\ breathing)\b|\bcollapsed\b"),
        common=True,
    ),
)
