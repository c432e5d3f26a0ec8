"""A bar of progress, three pixels high, where the thing is that makes progress."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from yidesk.ui.theme import colour

STEPS = 1000


class ThinBar(QProgressBar):
    """Shown only while there is a fraction to show. Screen readers see a progress bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setFixedHeight(3)
        self.setAccessibleName(self.tr("Progress"))
        self.hide()

    def show_fraction(self, fraction: float | None) -> None:
        """Show 0 to 1; None hides the bar."""
        self.setVisible(fraction is not None)
        if fraction is not None:
            self.setValue(round(max(0.0, min(1.0, fraction)) * STEPS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A groove, and the part that is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(colour("hairline"))
        painter.drawRoundedRect(whole, 1.5, 1.5)
        done = QRectF(whole)
        done.setWidth(whole.width() * self.value() / STEPS)
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(done, 1.5, 1.5)
