"""How long work takes still that goes on evenly, and how fast it is: loading, pages, chats."""

from __future__ import annotations

import time
from collections.abc import Callable

from yidesk.core.counted import Counted

SURE_SECONDS, SURE_SHARE = 1.0, 0.05
"""So long and so much of it are looked at before anything is said."""


class Remaining:
    """Watches one piece of work from its beginning."""

    def __init__(self, begun: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        """BEGUN: the share that was done before, 0 to 1."""
        self._begun = begun
        self._clock = clock
        self._since = clock()

    def seconds(self, share: float) -> float | None:
        """Seconds until it is done, when SHARE (0 to 1) is done; None while nobody can tell."""
        pace = self.per_second(share)
        return (1.0 - share) / pace if pace else None

    def per_second(self, share: float) -> float:
        """The share that is done in a second, when SHARE is done; 0 while nobody can tell."""
        passed, done = self._clock() - self._since, share - self._begun
        if passed < SURE_SECONDS or done < SURE_SHARE:
            return 0.0
        return done / passed


class Counting:
    """Watches what is done one by one, from its first report on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._remaining: Remaining | None = None

    def at(self, done: int, total: int) -> Counted:
        """DONE of TOTAL are done now."""
        share = done / total if total else 0.0
        if self._remaining is None:  # what came before the first says nothing of the others
            self._remaining = Remaining(share, self._clock)
        remaining = self._remaining
        return Counted(done, total, total * remaining.per_second(share), remaining.seconds(share))
