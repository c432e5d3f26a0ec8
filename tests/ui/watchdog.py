"""Sees what keeps the window from answering: events that hold the GUI thread for too long.

Counted is the thread's own processor time, so that a busy machine makes nothing look slow, and a
slow one is allowed as much more as a fixed piece of work takes it. Not counted is the garbage
collector, which walks what all tests before have left.

Qt hands timers, queued calls, keys and paintings over as events, so nothing of a running window
escapes this. What a test itself calls does: a window that is made or closed, a method that stands
for a key. How long the program needs to open is the matter of benchmarks/start.py.
"""

from __future__ import annotations

import gc
import statistics
import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject

from yidesk.ui.system.application import Application

LIMIT_SECONDS = 0.05
FIXED_SECONDS = 0.0018
"""Processor time of the fixed piece of work on the machine where the limit was set."""
EXCEPTIONS = {
    ("Theme", "MetaCall"): "another theme, when a person asks for it: Qt matches the stylesheet "
    "with every widget there is, once (0.03 s with the chat alone, more with every screen)",
    ("WatchedApplication", "LanguageChange"): "only tests change the language of a running "
    "program (0.09 s)",
}
"""What may take longer, by receiver and event: measured, each with its reason."""


@dataclass(frozen=True, slots=True)
class Slow:
    """An event whose handling took too long."""

    receiver: str
    event: str
    seconds: float


def slowness() -> float:
    """How many times longer than there things take here and now; 1 on a faster machine."""
    return max(1.0, statistics.median(_fixed_work() for _ in range(5)) / FIXED_SECONDS)


def _fixed_work() -> float:
    began = time.thread_time()
    found: dict[int, int] = {}
    for number in range(20_000):
        found[number % 97] = found.get(number % 97, 0) + len(str(number))
    return time.thread_time() - began


class WatchedApplication(Application):
    """Measures every event from outside; those that it causes in turn are part of it."""

    def __init__(self) -> None:
        super().__init__()
        self._slow: list[Slow] = []
        self._depth = 0
        self._own_thread = threading.get_ident()
        self._collecting = 0.0
        self._collection_began: float | None = None
        gc.callbacks.append(self._note_collection)

    def take(self) -> list[Slow]:
        """What was too slow since the last time this was asked."""
        taken, self._slow = self._slow, []
        return taken

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Let RECEIVER handle EVENT."""
        if self._depth:
            return super().notify(receiver, event)
        kind, event_type = type(receiver).__name__, event.type()
        self._depth += 1
        began = time.thread_time() - self._collecting
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            seconds = time.thread_time() - self._collecting - began
            is_slow = seconds > LIMIT_SECONDS and (kind, event_type.name) not in EXCEPTIONS
            if is_slow and seconds > LIMIT_SECONDS * slowness():
                self._slow.append(Slow(kind, event_type.name, round(seconds, 3)))

    def _note_collection(self, phase: str, _facts: dict[str, int]) -> None:
        if threading.get_ident() != self._own_thread:
            return
        now = time.thread_time()
        if phase == "start":
            self._collection_began = now
        elif self._collection_began is not None:
            self._collecting += now - self._collection_began
            self._collection_began = None
