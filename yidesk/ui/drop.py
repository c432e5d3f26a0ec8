"""Says what happens when files are let go over the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from yidesk.ui import fonts
from yidesk.ui.theme import colour

MARGIN = 12


class DropVeil(QWidget):
    """Lies over the window while files are dragged."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Show it over the whole window."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil, a frame, a sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colour("window"))
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), 12, 12
        )
        font = fonts.reading()
        font.setPointSizeF(font.pointSizeF() + 3)
        painter.setFont(font)
        painter.setPen(colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Drop to ask about it"))
