"""How far a passage must stand out of its document to be found by meaning alone.

Embedding models differ in what they call near: with one, every two texts are 0.7 alike, with
another 0.2. So a passage is held against the other passages of its document, most of which are not
what a question is about: their median and spread say what chance gives. A passage counts that is
nearer than the nearest of so many would be by chance, were they spread like a bell.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TO_DEVIATION = 1.4826
"""A bell's standard deviation is so many medians of the distances from its middle."""


def least_near(scores: npt.NDArray[np.float32]) -> float:
    """The score from which on a passage stands out; SCORES: of all passages of a document."""
    import numpy as np  # noqa: PLC0415 - not with the program

    if len(scores) < 2:
        return float("-inf")
    middle = float(np.median(scores))
    spread = TO_DEVIATION * float(np.median(np.abs(scores - middle)))
    # where most are exactly alike, any that is not stands out
    return float(np.nextafter(np.float32(middle + by_chance(len(scores)) * spread), np.float32(2)))


def by_chance(count: int) -> float:
    """How many deviations above the middle one of COUNT passages is expected by chance."""
    return NormalDist().inv_cdf(1 - 1 / count)
