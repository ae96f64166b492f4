"""Questions for a dose or a decision for one patient: what sources state is no prescription."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.part_replies import PartReply

NO_DOSE = "These sources state no dose for this, and a dose for one patient is the treating clinician's to decide."


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_PATIENT = _rx(
    r"""\bmy\ (?:\w+\ ){0,2}?(?:patient|husband|wife|mother|father|mum|mom|dad|son|daughter|child|baby|grand\w+
    |brother|sister)\b
    |\b(?:this|our)\ (?:\w+\ ){0,2}?patient\b|\bI\ have\ (?:an?\ )(?:\w+\ )?(?:patient|\d{1,3}|man|woman|lady
    |gentleman|child|girl|boy)\b
    |\ban?\ \d{1,3}[\s-]*(?:year|yr|month|week|day|y/?o)s?\b[\s-]*(?:old)?(?!\ (?:trial|study|review|follow))
    |\b\d{1,3}\s?(?:y/?o|[MF])\b|\b(?:man|woman|male|female|lady|patient|pt),?\ (?:aged\ )?\d{1,3}\b
    |\b(?:INR|eGFR|Hb|HbA1c|creatinine|platelets|BMI|weight|weighs|potassium|BP)\ (?:of\ |is\ |was\ )?\d+
    |\b(?:he|she|him)\b|\b(?:give|giving|treat|inject|start|prescribe)\ her\b"""
)
_DOSE = _rx(
    r"""\b(?:dos(?:e|es|ing|age)|how\ (?:much|many\ (?:mg|milligrams?|ml|tablets?|units?|injections?))
    |what\ strength|mg|titrat\w+)\b"""
)
_DECISION = _rx(
    r"""\b(?:should|shall|can|could|may|must|would)\ (?:I|we|he|she|they|you|my|this|the\ patient)\b
    |\bwhat\ (?:would|should|do)\ (?:I|we|you)\b
    |\b(?:which|what)\ (?:\w+\ ){0,3}?(?:should|would|can|do)\ (?:I|we|you|he|she)\b|\bsafe\ (?:to|for|in)\b
    |\bok(?:ay)?\ to\b
    |\bdoes\ (?:he|she|my\ \w+)\ need\b|\b(?:candidate|suitable|eligible)\ for\b|\bstop\b|\bproceed\b"""
)
_QUANTITY = _rx(r"\d\s*(?:mcg|µg|μg|mg|g|ml|IU|units?)\b")


def asks_for_one_patient(text: str) -> bool:
    """True for a question for a dose or a decision about one patient, told by age, kinship, a value or "he", "she"."""
    return bool(_PATIENT.search(text) and (_DOSE.search(text) or _DECISION.search(text)))


def asks_dose_for_one_patient(text: str) -> bool:
    """True where it is a dose that is asked for; only a statement with a quantity can answer."""
    return bool(_PATIENT.search(text) and _DOSE.search(text))


def stating_doses(part: PartReply) -> PartReply:
    """The part with only those of its statements that give an amount such as "40 mg"; unanswered if none does."""
    claims = tuple(c for c in part.claims if _QUANTITY.search(c.text))
    if claims or not part.claims:
        return replace(part, claims=claims)
    return replace(part, claims=(), verdict=replace(part.verdict, answered=False, reason=NO_DOSE))
