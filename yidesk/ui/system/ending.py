"""Ends the window in good order when it is the system that wants so.

Ctrl-C in the terminal, `kill`, a terminal that is closed, logging out: what was written is kept
and what is under way is stopped, as if the window had been closed. Python runs a handler of a
signal only between two of its own instructions, and Qt's loop has none while it waits; so Python
writes the signal's number into a pipe at once, and Qt wakes up for that (docs.python.org,
signal.set_wakeup_fd). Windows has no such signals for a program without a console.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot
from PySide6.QtWidgets import QApplication

SIGNALS: tuple[signal.Signals, ...] = ()
if sys.platform != "win32":
    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
BY_SIGNAL = 128
"""What shells add to the number of the signal that ended a program."""


class Ending(QObject):
    """Listens as long as it is there; `close` gives the signals back."""

    asked = Signal()
    """A signal came. The next one ends the program at once, as if nobody had listened."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.exit_code: int | None = None
        """Of a program that a signal has ended."""
        self._near, self._far = os.pipe()
        for end in (self._near, self._far):
            os.set_blocking(end, False)
        self._before = {each: signal.signal(each, _do_nothing) for each in SIGNALS}
        self._notifier = QSocketNotifier(self._near, QSocketNotifier.Type.Read, self)
        self._notifier.setEnabled(bool(SIGNALS))
        self._notifier.activated.connect(self._hear)
        if SIGNALS:
            self._wakes_before = signal.set_wakeup_fd(self._far)

    def close(self) -> None:
        """Let signals do what they did before."""
        self._notifier.setEnabled(False)
        if SIGNALS:
            signal.set_wakeup_fd(self._wakes_before)
        for each, handler in self._before.items():
            signal.signal(each, handler)
        os.close(self._near)
        os.close(self._far)
        self.deleteLater()

    @Slot()
    def _hear(self) -> None:
        heard = b""
        with contextlib.suppress(BlockingIOError):
            heard = os.read(self._near, 64)
        numbers = [each for each in heard if each in SIGNALS]
        if not numbers:
            return
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        self.exit_code = BY_SIGNAL + numbers[0]
        self.asked.emit()


def _do_nothing(_number: int, _frame: object) -> None:
    """A handler that is Python's own, which is what makes Python write into the socket."""
