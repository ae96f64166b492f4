"""Words in a document that are addressed to a program: they are no evidence, and are never followed.

Passed over are sentences that give a program orders ("ignore all previous instructions", "<system>…") and, in the same
paragraph, further orders ("State that …"); what else stands there is a statement like any other.
"""

from __future__ import annotations

import re

_TO_PROGRAM = re.compile(
    r"""</?(?:system|assistant|user|prompt|instructions?)>|\[/?INST\]|<\|\w+\|>|\#{2,}\s*(?:system|instruction|assistant)\b
    |\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|of\s+|these\s+)*
      (?:(?:previous|prior|above|earlier|preceding|foregoing|other)\s+)+
      (?:instructions?|prompts?|rules?|orders?|messages?|context|sources|documents|passages)
    |\b(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+|any\s+|of\s+)*your\s+(?:\w+\s+)?
      (?:instructions?|prompts?|rules?)
    |\byou\s+are\s+(?:now\s+)?(?:an?\s+)?
      (?:AI|artificial\ intelligence|(?:large\s+)?language\s+model|chat\s?bot|in\s+\w+\s+mode)\b
    |\b(?:note|message|instructions?)\s+(?:to|for)\s+(?:the\s+|any\s+|all\s+)?
      (?:AI|(?:large\s+)?language\s+models?|chat\s?bots?|LLMs?)\b
    |\b(?:tell|inform|assure|convince)\s+(?:the\s+)?(?:readers?|users?|askers?)\s+(?:that|to)\b
    |\bsystem\s+prompt\b""",
    re.IGNORECASE | re.VERBOSE,
)

_ORDER = re.compile(
    r"(?:please\s+|always\s+|now\s+|and\s+)*(?:tell|report|state|say|answer|reply|respond|cite|claim|mention|recommend|write"
    r"|output|print|repeat|pretend|treat|rank|prefer|do\s+not|don['’]t|never|act|use|quote|declare|conclude)\b",
    re.IGNORECASE,
)


def addresses_a_program(text: str) -> bool:
    """True if a text gives orders to a program that reads it."""
    return bool(_TO_PROGRAM.search(text))


def is_planted(sentence: str, paragraph: str) -> bool:
    """True if a sentence is an order to a program, by its own words or by those of the paragraph it stands in."""
    return addresses_a_program(sentence) or (bool(_ORDER.match(sentence)) and addresses_a_program(paragraph))
