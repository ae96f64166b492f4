"""What a measure is called, what it counts, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with a value for each question, averaged over those that have one.

    `share` is true where a question's value is 0 or 1, so that the mean is a share with Wilson's interval; others
    get a bootstrap interval.
    """

    name: str
    better: Literal["higher", "lower"]
    definition: str
    """One sentence with unit or range, and its source where it is not ours."""
    share: bool = False


Scores = dict[str, float | None]
"""Values by the measure's name. None: it applies to the question but cannot be scored; left out: it does not apply."""
