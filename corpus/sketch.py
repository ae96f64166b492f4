"""Sketches of sets of words: two sets are compared, and looked up, without holding them side by side."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Sketch = NDArray[np.uint32]
"""The least hash values of a set, one for each hash function: (n_functions,) uint32; (0,) for too small a set."""
SHINGLE = 4
"""Words in a shingle of a text."""
_TEXT_FUNCTIONS, _TITLE_FUNCTIONS = 64, 48
_FEWEST_SHINGLES = 16
_WORD = re.compile(r"[^\W_]+")


def sketch_of_text(text: str) -> Sketch:
    """The sketch of a text's shingles of `SHINGLE` words, letters' case and all signs left out.

    Source: Broder, On the resemblance and containment of documents, 1997.
    """
    words = np.fromiter((zlib.crc32(w.encode("utf-8", "replace")) for w in _WORD.findall(text.lower())), np.uint64)
    if len(words) < _FEWEST_SHINGLES + SHINGLE:
        return np.empty(0, np.uint32)
    count = len(words) - SHINGLE + 1
    shingles = np.zeros(count, np.uint64)
    for i in range(SHINGLE):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + words[i : i + count]
    return _lowest(np.unique(shingles), _TEXT_FUNCTIONS)


def sketch_of_words(words: Sequence[str]) -> Sketch:
    """The sketch of a set of words, such as a title's."""
    hashed = np.fromiter((zlib.crc32(w.encode("utf-8", "replace")) for w in words), np.uint64)
    return _lowest(hashed, _TITLE_FUNCTIONS) if len(hashed) else np.empty(0, np.uint32)


def resemblance(a: Sketch, b: Sketch) -> float:
    """Estimate of the share of what the two sets hold that both hold, in [0, 1]; 0 where one was too small."""
    return float((a == b).mean()) if len(a) and len(a) == len(b) else 0.0


def bands(sketch: Sketch, rows: int) -> Iterator[str]:
    """Keys of which two sets share at least one the likelier, the more they resemble each other.

    With b = len(sketch) / rows keys, sets of resemblance s share one with probability 1 - (1 - s ** rows) ** b.
    """
    for i in range(0, len(sketch) - rows + 1, rows):
        yield f"{i // rows}:{zlib.crc32(sketch[i : i + rows].astype('<u4').tobytes()):08x}"


def _lowest(hashed: NDArray[np.uint64], functions: int) -> Sketch:
    least = np.empty(functions, np.uint32)
    for k in range(functions):
        drawn = sha256(str(k).encode()).digest()
        factor, shift = (np.uint64(int.from_bytes(drawn[i : i + 8], "big") | 1) for i in (0, 8))
        least[k] = ((hashed * factor + shift) >> np.uint64(32)).min()
    return least
