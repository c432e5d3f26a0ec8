"""How the time of a frame is shared between text that arrives and work that can wait.

Text comes first: of what it took lately the work that can wait gets only what is left, whichever of
the two comes first in a frame. All texts on the screen share the same frame.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from time import perf_counter

FRAME_MS = 16
FRAME_S = 0.016
TEXT_S = 0.0008
"""What may be spent in a frame on cutting text of which more waits; to show it takes 2 ms more."""
ALL_S = 0.004
"""What may be spent on text and on what can wait together."""
PAINT_S = 0.0015
"""What painting text and telling of it takes besides."""
LEAST_S = 0.0005
"""What can wait gets so much of every frame, or a long stream would put it off for ever."""
REST = 8
"""Between two changes of a text passes so many times what one took: a table of a thousand rows is
made anew seldom, instead of letting the window wait."""
RECENT_S = 0.15
"""Text that came within this time is expected again."""


class FrameTime:
    """Counts in seconds of CLOCK."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._text_at, self._text_took = clock() - RECENT_S, 0.0
        self._began, self._spent = clock() - FRAME_S, 0.0

    def note_text(self, seconds: float) -> None:
        """Text was shown, and it took so long."""
        self._text_at, self._text_took = self._clock(), seconds

    def note_other(self, seconds: float) -> None:
        """Work that could wait took so long."""
        now = self._clock()
        if now - self._began >= FRAME_S:
            self._began, self._spent = now, 0.0
        self._spent += seconds

    def left(self) -> float:
        """Seconds of this frame for work that can wait."""
        now = self._clock()
        is_coming = now - self._text_at < RECENT_S
        spent = self._spent if now - self._began < FRAME_S else 0.0
        text = self._text_took + PAINT_S if is_coming else 0.0
        return max(LEAST_S, ALL_S - spent - text)


def pause_after(took: float) -> int:
    """Milliseconds until a text that TOOK so many seconds to show is made anew."""
    return max(FRAME_MS, round(REST * took * 1_000))


@functools.cache
def frame_time() -> FrameTime:
    """That of the window's thread."""
    return FrameTime()
