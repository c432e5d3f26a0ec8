"""A line to write in, in whose middle Chinese letters stand as Latin ones do."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QInputMethodEvent, QTextLayout
from PySide6.QtWidgets import QLineEdit, QWidget


class Field(QLineEdit):
    """Keeps the base line where it is for the first face, whatever faces the letters are from.

    Qt (6.11) puts a line in the middle by its own height, which is greater where a companion face
    has letters in it, and then moves it up once more by what that face rises above the first one.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._composed = ""
        self.textChanged.connect(self._level)
        self._level()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that are being composed are on the line too."""
        self._composed = event.preeditString()
        super().inputMethodEvent(event)
        self._level()

    @Slot()
    def _level(self) -> None:
        layout = QTextLayout(self.displayText() + self._composed, self.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        metrics = self.fontMetrics()
        rise = round(line.height()) - metrics.height() if line.isValid() else 0
        shift, sides = max(0, rise) // 2, self.textMargins()
        if sides.top() != shift:
            self.setTextMargins(sides.left(), shift, sides.right(), -shift)
