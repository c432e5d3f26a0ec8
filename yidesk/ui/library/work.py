"""What is being added or read, with Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yidesk.ui.chat.progress import ThinBar
from yidesk.ui.controls import Button, Elided


class WorkBar(QWidget):
    """A line, a thin bar and Stop; hidden while nothing is done."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Elided(kind="heading")
        self.bar = ThinBar()
        self.stop = Button(self.tr("Stop"), self.stop_wanted.emit, kind="quiet")
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.bar)
        self.hide()

    def show_work(self, line: str, fraction: float, *shorter: str) -> None:
        """Show what is done and how far it is; SHORTER ways to say it where there is no room."""
        self.words.shorter = shorter
        self.words.setText(line)
        self.bar.show_fraction(fraction)
        self.bar.setAccessibleName(line)
        self.show()

    def end(self) -> None:
        """Nothing is done any more."""
        self.bar.show_fraction(None)
        self.hide()
