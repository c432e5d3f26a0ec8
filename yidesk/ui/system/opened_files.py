"""What the system asks of the whole program: files to open, and on macOS to quit.

Files: "Open with" and drops on the icon of macOS. One filter for both, because every event of the
program passes through it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class OpenedFiles(QObject):
    """Hears of them; what comes before anybody listens is kept."""

    came = Signal(object)
    """A Path."""
    quitting = Signal()
    """Qt will close every window, and end the program if none refuses."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._early: list[Path] = []
        self._listens = False
        application.installEventFilter(self)

    def listen(self) -> list[Path]:
        """From now on `came` is emitted; returns what came before."""
        self._listens = True
        early, self._early = self._early, []
        return early

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take events that name a file on this computer; tell of the end, and leave it to Qt."""
        if event.type() == QEvent.Type.Quit:
            self.quitting.emit()
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().eventFilter(watched, event)
        path = Path(event.file())
        if self._listens:
            self.came.emit(path)
        else:
            self._early.append(path)
        return True
