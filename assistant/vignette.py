"""What a case description asks: "72M, central stenosis, failed PT. Asking about an epidural. Any benefit?"

Age, history and what was tried already stand in no source, so that a whole case is like none of them. What is asked is
kept with the illness named, how long it has lasted and which signs there are, and with the treatment named last where
the question leaves it out.
"""

from __future__ import annotations

import re

from assistant.at_odds import circumstances_in
from assistant.parts import parts_in
from corpus.sentences import sentences_of

_FEWEST = 16
"""Words from which on a text with a sentence that asks nothing counts as a case."""
_CIRCUMSTANCES = 3
"""How many of a case's circumstances are kept, the first."""
_ILL = re.compile(
    r"\b(?:(?:chronic|acute|subacute|severe|central|lumbar|cervical|thoracic|axial|radicular|low|lower|lumbosacral|neurogenic"
    r"|spinal|facet|sacroiliac|disc|disk|knee|hip|shoulder|type\s\d)\s+){0,3}"
    r"(?:\w+(?:itis|osis|opathy|algia|aemia|emia|oma|uria|plegia)|(?:back|neck|leg|knee|hip|joint|spine|facet)\s+pain|pain|sciatica"
    r"|claudication|syndrome|herniation|fracture|diabetes|asthma|COPD|hypertension|migraine|depression|infection|failure)\b",
    re.IGNORECASE,
)
_TREATMENT = re.compile(
    r"\b(?:(?!an?\b|the\b|about\b|for\b|of\b|on\b|to\b|with\b|asking\b|considering\b|wants?\b|offered\b)[\w-]+\s+){0,3}"
    r"(?:injections?|blocks?|ablation|denervation|surgery|discectomy|fusion|stimulator|stimulation|therapy|exercises?"
    r"|acupuncture|epidurals?|steroids?|opioids?|ESI|TFESI|RFA|MBB|NSAIDs?)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:failed|tried|previous|prior|already|no\s+relief|s/p|after|history\s+of|on)\b[^.,;]*", re.IGNORECASE
)


def asked_of(text: str) -> str:
    """What a case asks, in its own words, with illness and treatment; a text that is no case as it stands."""
    sentences = [s.of(text).strip() for s in sentences_of(text)]
    asking = [s for s in sentences if s.endswith("?")]
    case = [s for s in sentences if not s.endswith("?")]
    if len(text.split()) < _FEWEST or not case or len(asking) != 1 or len(parts_in(asking[0])) > 1:
        return text
    question = asking[0].rstrip(" ?")
    told = _GONE.sub(" ", " ".join(case))
    treated = [m[0] for m in _TREATMENT.finditer(told)]
    ill = [m[0] for m in _ILL.finditer(told) if m[0].lower() not in question.lower()]
    if treated and not _TREATMENT.search(question):
        question += f" with {treated[-1]}"
    if ill and not _ILL.search(question):
        question += f" in {' and '.join(dict.fromkeys(ill[:2]))}"
    told_of = [one for one in circumstances_in(told) if one.lower() not in question.lower()]
    return f"{', '.join([question, *told_of[:_CIRCUMSTANCES]])}?"
