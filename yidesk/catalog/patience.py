"""How long to go on trying: back-off that honours the server's wish, and ends in time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from yidesk.catalog.network import PassingError

FIRST_SECONDS = 9.0
"""Until the first byte of a download: a dead address gets a clear answer soon."""
LATER_SECONDS = 180.0
"""After that: a connection that was good may come back."""
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 30.0
LONGEST_WISH = 600.0
"""A server that asks for more is told to the person instead."""
MOST_WISHES = 5


class Patience:
    """Counts failures since the last byte."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._limit = FIRST_SECONDS
        self.begin()

    def begin(self) -> None:
        """Something is tried for the first time."""
        self._last_byte = self._clock()
        self._failures = self._wishes = 0

    def has_moved(self) -> None:
        """A byte came."""
        self.begin()
        self._limit = LATER_SECONDS

    def pause_after(self, error: PassingError) -> float | None:
        """Seconds to wait before the next try; None: give up."""
        self._failures += 1
        if error.wait:
            self._wishes += 1
            bearable = error.wait <= LONGEST_WISH and self._wishes <= MOST_WISHES
            if bearable:
                self._last_byte = self._clock() + error.wait  # waiting as asked costs no patience
            return error.wait if bearable else None
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (self._failures - 1))
        pause *= random.uniform(0.75, 1.0)  # noqa: S311 - so that many clients do not come at once
        waited = self._clock() - self._last_byte
        return pause if waited + pause <= self._limit else None
