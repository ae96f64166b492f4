"""A sentence that cannot be understood alone comes with the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import gather
from assistant.question import understand
from index.library import Library
from index.retrieve import Filters

BEFORE = "Chymopapain and laser discectomy were compared with open surgery in 300 adults with sciatica."


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("They relieved leg pain less often, in 44% against 76% of the adults.", True),
        ("The panel advises against these procedures for leg pain, as relief was rarer.", True),
        ("Laser discectomy relieved leg pain less often, in 44% against 76% of the adults.", False),
    ],
)
def test_what_a_sentence_leans_on_is_quoted_with_it(tmp_path: Path, sentence: str, leans: bool) -> None:
    (tmp_path / "trial.md").write_text(
        f"# Percutaneous discectomy for sciatica\n\n{BEFORE} {sentence}\n", encoding="utf-8"
    )
    library = Library.open(tmp_path / "library")
    list(library.add([tmp_path / "trial.md"]))
    found, _ = gather(understand("How often did laser discectomy relieve leg pain?"), library, Filters())
    library.close()
    quoted = next(e for e in found if e.sentence.of(e.document.text) == sentence)
    assert quoted.text == (f"{BEFORE} {sentence}" if leans else sentence)
