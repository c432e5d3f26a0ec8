"""How far a file is on its way to pages, made of what its reader counts."""

from __future__ import annotations

import time
from collections.abc import Callable

from yidesk.services.answer_events import Opening
from yidesk.services.remaining import Counting


class OpeningFile:
    """Tells of one file: first its bytes are looked at, then its pages come."""

    def __init__(
        self,
        name: str,
        tell: Callable[[Opening], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """TELL gets an event for each report."""
        self._name, self._tell = name, tell
        self._bytes, self._pages = Counting(clock), Counting(clock)

    def on_bytes(self, done: int, total: int) -> None:
        """DONE bytes of TOTAL were looked at."""
        at = self._bytes.at(done, total)
        self._tell(Opening(self._name, 0, 0, at.share, at.per_second))

    def on_page(self, done: int, total: int) -> None:
        """DONE pages of TOTAL are here."""
        at = self._pages.at(done, total)
        self._tell(
            Opening(
                self._name,
                done,
                total,
                per_second=at.per_second,
                seconds_left=at.seconds_left,
            )
        )
