"""Abbreviations a text defines itself."""

from __future__ import annotations

import pytest

from corpus.abbreviations import abbreviations_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An epidural steroid injection (ESI) was given.", {"ESI": "epidural steroid injection"}),
        ("the Oswestry Disability Index (ODI)", {"ODI": "Oswestry Disability Index"}),
        ("pain by a numerical rating scale [NRS]", {"NRS": "numerical rating scale"}),
        ("the transforaminal (TF) route", {"TF": "transforaminal"}),
        ("heart rate (HR; beats a minute)", {"HR": "heart rate"}),
        ("was found in most (see Table 2) of them", {}),
        ("in 12 people (5%)", {}),
        ("the results (BMJ) are old", {}),
    ],
)
def test_definitions(text: str, expected: dict[str, str]) -> None:
    assert abbreviations_in(text) == expected
