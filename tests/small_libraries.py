"""An assistant over a few texts of our own, for the tests that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.ask import Assistant
from index.library import Library


@contextmanager
def assistant_over(folder: Path, **texts: str) -> Iterator[Assistant]:
    """An assistant whose library holds each text as a Markdown file of its name, until the block ends."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library = Library.open(folder / "data")
    list(library.add(sorted(folder.glob("*.md"))))
    yield Assistant(library)
    library.close()
