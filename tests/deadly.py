"""A reader for the tests that ends its process over files of one name; another process must be able to import it."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.document import Document
from corpus.read import read_document


def read(path: Path) -> Document:
    """The document, unless the file is called deadly."""
    if path.stem == "deadly":
        os._exit(7)
    return read_document(path)
