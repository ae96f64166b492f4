"""Text that already stands earlier in the same document, in the same words."""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST = 60
"""From this many code points on, white space folded, the same words are no chance."""
_WORDS = 6
_PLACES = 8


class Earlier:
    """What was read so far, to be asked whether a block stands in it. Each call takes time linear in the block."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._whole: set[str] = set()
        self._places: dict[tuple[str, ...], list[tuple[int, int]]] = {}

    def met(self, block: str, *, marked: bool = False) -> int:
        """How surely `block` stands in an earlier one; it is then counted among the earlier itself.

        Args:
            block: One paragraph, item or line.
            marked: It is shown as a quote, so that fewer words are enough.
        Returns:
            2 if it is long (or marked) and stands in an earlier block, 1 if it is short and the same as an earlier
            block, 0 if it is new.
        """
        words = block.lstrip("> ").split()
        folded = " ".join(words)
        if not folded:
            return 0
        known = 1 if folded in self._whole else 0
        if len(folded) >= SHORTEST or marked:
            known = 2 if known or self._within(folded, words) else 0
        if not known:
            self._add(folded, words)
        return known

    def _within(self, folded: str, words: list[str]) -> bool:
        for number, position in self._places.get(tuple(words[:_WORDS]), ()):
            if self._texts[number].startswith(folded, position):
                return True
        return False

    def _add(self, folded: str, words: list[str]) -> None:
        self._whole.add(folded)
        if len(words) < _WORDS:
            return
        self._texts.append(folded)
        position = 0
        for i in range(len(words) - _WORDS + 1):
            places = self._places.setdefault(tuple(words[i : i + _WORDS]), [])
            if len(places) < _PLACES:
                places.append((len(self._texts) - 1, position))
            position += len(words[i]) + 1


def spread(known: Sequence[int]) -> list[bool]:
    """A short line that returns is a repeat where it stands beside a long one that does (2 long, 1 short, 0 new)."""
    out = [k == 2 for k in known]
    start = 0
    for i in range(len(known) + 1):
        if i == len(known) or known[i] == 0:
            if 2 in known[start:i]:
                out[start:i] = [True] * (i - start)
            start = i + 1
    return out
