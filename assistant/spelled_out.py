"""A question's abbreviations, spelled out by what the library's own documents define."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.question import Question, stems
from assistant.synonyms import synonyms_in
from assistant.whether import asks_for_advice, asks_of_a_treatment
from corpus.common_words import common_words
from corpus.lexicon import LongForm, usual

_TOKEN = re.compile(r"(?<![\w-])[A-Za-z0-9][\w-]{1,15}(?![\w-])")
_WRITTEN_SHORT = re.compile(r"(?=[\w-]*[A-Z][\w-]*[A-Z0-9]|[A-Z]+$)[\w-]{2,10}")
_SHORTEST_IN_LOWER_CASE = 3
_WAYS_SHOWN = 4


def spell_out(question: Question, long_forms: Callable[[str], Sequence[LongForm]]) -> Question:
    """The question with its abbreviations spelled out, where it does not do so itself.

    One that documents define in several ways, none of them the usual one, is not guessed: it is told as ambiguous.

    Args:
        long_forms: The long forms of a short form, the most frequent first; none if it is not known.
    """
    spelled: dict[str, str] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    asked = stems(question.text)
    for token in dict.fromkeys(_tokens(question.text)):
        forms = next(filter(None, map(long_forms, _as_defined(token))), ())
        if not forms or any(stems(form.long) <= asked for form in forms):
            continue
        long = usual(tuple(forms))
        if long:
            spelled[token] = long
        else:
            ambiguous[token] = tuple(form.long for form in forms[:_WAYS_SHOWN])
    told = replace(question, spelled_out=tuple(spelled.items()), ambiguous=tuple(ambiguous.items()))
    told = replace(told, synonyms=synonyms_in(told.searched))
    return (
        replace(told, kinds=synonyms_in(told.searched, kinds=True))
        if asks_for_advice(told) and asks_of_a_treatment(told)
        else told
    )


def _tokens(text: str) -> Iterator[str]:
    """The words that may be abbreviations; of "ESI-naive" and "post-ESI" the part in capitals."""
    for token in _TOKEN.findall(text):
        parts = token.split("-")
        joined = len(parts) > 1 and any(len(part) > 1 and part.islower() for part in parts)
        yield from (part for part in parts if len(part) > 1 and part.isupper()) if joined else [token]


def _as_defined(token: str) -> Iterator[str]:
    """How documents may write a token of a question where they define it, the likeliest first.

    "ESIs" are several of what "ESI" is, "TF-ESI" may be defined as "TFESI", and in a hurry one types
    "esi".
    """
    if token.islower() and len(token) >= _SHORTEST_IN_LOWER_CASE and token not in common_words():
        yield token.upper()
        yield token.removesuffix("s").upper()
    if not _WRITTEN_SHORT.fullmatch(token):
        return
    yield token
    if len(token) > 2 and token.endswith("s") and token[:-1].isupper():
        yield token[:-1]
    elif not token.isupper():
        # "cLBP" may be defined as "CLBP".
        yield token.upper()
    if "-" in token:
        yield token.replace("-", "")
