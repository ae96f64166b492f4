"""What clinicians type in a hurry, in whole words: "tx of acute LBP in a 72 yo pt w/o red flags, 6 wks".

Only words that mean one thing are written out, in lower case as they are typed; "PT" may be a patient or physical
therapy and stays. Abbreviations of things are the library's business (`assistant.spelled_out`).
"""

from __future__ import annotations

import re

_WHOLE = {
    "abt": "about", "abx": "antibiotics", "approx": "approximately", "b4": "before", "btwn": "between",
    "ddx": "differential diagnosis", "diff": "difference", "dx": "diagnosis", "esp": "especially",
    "fluoro": "fluoroscopy",
    "fx": "fracture", "hx": "history", "inj": "injection", "med": "drug", "meds": "drugs",
    "manip": "manipulation",
    "mgmt": "management", "mgt": "management", "mngt": "management", "peds": "children", "physio": "physiotherapy",
    "postop": "postoperative", "preop": "preoperative", "prev": "previous", "pt": "patient", "pts": "patients",
    "rec": "recommendation", "recs": "recommendations", "reccomended": "recommended", "recomended": "recommended",
    "rx": "treatment", "rxs": "treatments", "std": "standard", "sx": "symptoms", "tmt": "treatment", "tx": "treatment",
    "txs": "treatments", "txt": "treatment", "w": "with", "wo": "without", "w/": "with", "w/o": "without",
    "w/out": "without", "c/o": "complaining of", "f/u": "follow-up", "h/o": "history of", "s/p": "after",
}  # fmt: skip
_UNITS = {
    "d": "day", "hr": "hour", "hrs": "hour", "mo": "month", "mos": "month", "mth": "month", "mths": "month",
    "wk": "week", "wks": "week", "yr": "year", "yrs": "year",
}  # fmt: skip
_COUNTED = re.compile(rf"(?P<n>\d+)(?P<gap>[\s-]?)(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
_UNCOUNTED = re.compile(r"\b(?P<unit>mths|mos|wks|yrs|hrs)\b")
_AGED = re.compile(r"(?P<n>\d+)[\s-]?(?:yo|y/o|yrs?[\s-]old)\b(?:[\s-](?P<sex>[mf])\b)?", re.IGNORECASE)
_SEX = {"m": "man", "f": "woman"}
_CIVIL = re.compile(r"[\s,]*\b(?:pls|plz|please|thx|thanks|ty)\b[\s.!]*(?=\?*$)", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:y/n|yes/no)(?=\s*\?*\s*$)", re.IGNORECASE)
_ORGANIZATION = re.compile(r"\bWHO(?:'s|’s)?\b(?!-)")
"""No question word where others are in small letters."""
_TOKEN = re.compile(r"(?<![\w/.-])(?:[a-z]+/[a-z]*|[a-z][a-z0-9]*)(?![\w/-])")


def plain(text: str) -> str:
    """The text with its shorthand in whole words; the same text where it has none."""
    told = _AGED.sub(lambda m: f"{m['n']} year old" + (f" {_SEX[m['sex'].lower()]}" if m["sex"] else ""), text)
    told = _COUNTED.sub(_counted, told)
    told = _UNCOUNTED.sub(lambda m: f"{_UNITS[m['unit']]}s", told)
    told = _TOKEN.sub(lambda m: _WHOLE.get(m[0], m[0]), told)
    if not text.isupper():
        told = _ORGANIZATION.sub("World Health Organization", told)
    return _EITHER.sub("yes or no", _CIVIL.sub("", told)) or text


def _counted(match: re.Match[str]) -> str:
    gap = match["gap"] or " "
    # "A 6-week course" has no plural.
    many = gap != "-" and match["n"] != "1"
    return f"{match['n']}{gap}{_UNITS[match['unit']]}{'s' if many else ''}"
