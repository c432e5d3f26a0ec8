"""Speed and time left of something that goes on in bytes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW = 10.0
"""Seconds that the speed is the mean of."""
STEP = 0.1
"""Seconds between two looks."""


class Pace:
    """Remembers where it was in the last seconds."""

    def __init__(self, done: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points = deque([(clock(), done)])

    def is_time(self) -> bool:
        """Whether the last look is long enough ago."""
        return self._clock() - self._points[-1][0] >= STEP

    def per_second(self, done: int) -> float:
        """The speed now that DONE bytes are here; call it a few times a second."""
        now = self._clock()
        self._points.append((now, done))
        while len(self._points) > 2 and now - self._points[0][0] > WINDOW:
            self._points.popleft()
        since, before = self._points[0]
        return (done - before) / (now - since) if now > since else 0.0
