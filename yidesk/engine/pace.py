"""How long reading will take: attention makes every token cost more the deeper it stands.

A token at depth d takes about a + b x d seconds: the weights cost the same anywhere, and attention
looks at all d tokens before it. So from d to the end T it is

    a x (T - d) + b x (T^2 - d^2) / 2

The slope b is the median of the slopes between any two batches (Theil and Sen), which a batch that
was held up, or a computer that slowed down on the way, hardly moves. It is believed when the later
batch was the slower one more often than chance does it (Kendall's tau): times the square of a long
document, a slope out of mere scatter would promise nonsense.
"""

from __future__ import annotations

import collections
import math

import numpy as np

MOST_POINTS = 96
"""Batches the slope is taken from, spread over all that were read: half a millisecond."""
RECENT = 8
"""Batches that tell how fast the computer is now."""
BELIEVED = 3.0
"""Standard deviations that tau must be above what chance gives."""
FEWEST = 4


class Pace:
    """Seconds per token of one model in one memory, as they were measured."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []
        self._stride, self._batches = 1, 0
        self._recent: collections.deque[tuple[float, float]] = collections.deque(maxlen=RECENT)

    def note(self, depth: int, tokens: int, seconds: float) -> None:
        """A batch of TOKENS behind DEPTH others took SECONDS."""
        point = depth + tokens / 2, seconds / tokens
        self._recent.append(point)
        if self._batches % self._stride == 0:
            self._points.append(point)
        self._batches += 1
        if len(self._points) > MOST_POINTS:
            self._points = self._points[::2]
            self._stride *= 2

    def seconds(self, done: int, total: int) -> float | None:
        """To read on from DONE to TOTAL tokens; None before anything was read."""
        if not self._recent:
            return None
        b = self._slope()
        a = max(0.0, float(np.median([y - b * x for x, y in self._recent])))
        return a * (total - done) + b * (total**2 - done**2) / 2

    def _slope(self) -> float:
        count = len(self._points)
        if count < FEWEST:
            return 0.0
        x, y = np.array(self._points).T
        first, second = np.triu_indices(count, 1)
        across = x[second] - x[first]
        apart = across != 0
        slopes = (y[second] - y[first])[apart] / across[apart]
        tau = np.sign(slopes).sum() / len(first)
        by_chance = math.sqrt(2 * (2 * count + 5) / (9 * count * (count - 1)))
        return float(np.median(slopes)) if tau > BELIEVED * by_chance else 0.0
