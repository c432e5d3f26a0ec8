"""Ctrl-C (or SIGTERM) ends what is under way in good order; a second one ends the program."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """Whether Ctrl-C was pressed, and what it stops."""

    def __init__(self) -> None:
        self._pressed = threading.Event()
        self._stop: Callable[[], None] | None = None

    def pressed(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._pressed.is_set()

    @contextmanager
    def stops(self, stop: Callable[[], None]) -> Iterator[None]:
        """While this lasts, Ctrl-C calls STOP in a thread of its own."""
        self._stop = stop
        if self.pressed():
            stop()
        try:
            yield
        finally:
            self._stop = None

    def press(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Handle the signal. The second one raises KeyboardInterrupt."""
        if self._pressed.is_set():
            raise KeyboardInterrupt
        self._pressed.set()
        if self._stop is not None:
            # not here: the interrupted code may hold a lock that STOP needs
            threading.Thread(target=self._stop, name="interrupt", daemon=True).start()


@contextmanager
def listening() -> Iterator[Interrupt]:
    """Listen to Ctrl-C; in another thread than the main one there is none to listen to."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = {number: signal.signal(number, interrupt.press) for number in _SIGNALS}
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
