"""Qt's application object, which hears what the system asks of the whole program.

Files: "Open with" and drops on the icon of macOS; and, there too, to quit. They are heard in the
object's own events: a filter on it would be asked about every event of every widget, and at the
first widget that Qt keeps to itself PySide would make all the classes that it has (16 ms of every
start).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

ARGUMENTS = ("yidesk", "-style", "fusion")
"""The style is asked for here: `setStyle` returns it, and PySide makes its class then (5 ms)."""


class Application(QApplication):
    """Tells of files to open, and of the end."""

    file_came = Signal(object)
    """A Path."""
    quitting = Signal()
    """Qt will close every window, and end the program if none refuses."""

    def __init__(self) -> None:
        super().__init__([*ARGUMENTS])

    def event(self, event: QEvent) -> bool:
        """Take events that name a file on this computer; tell of the end, and leave it to Qt."""
        if event.type() == QEvent.Type.Quit:
            self.quitting.emit()
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        self.file_came.emit(Path(event.file()))
        return True
