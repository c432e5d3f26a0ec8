"""How a document of the library is painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from yidesk.services.holdings import Holding
from yidesk.ui import fonts, icons, numbers
from yidesk.ui.library import words
from yidesk.ui.library.rows import HOLDING_ROLE, Index
from yidesk.ui.theme import colour

ROW = 52
SIDE = 8
ICON = 20


class DocumentDelegate(QStyledItemDelegate):
    """A picture, the name above the facts, and on the right what models have read of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font, self._small = fonts.interface(), fonts.tabular(fonts.small())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are alike."""
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        holding = index.data(HOLDING_ROLE)
        if not isinstance(holding, Holding):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(0, 1, 0, -1)
        self._paint_ground(painter, rect, option.state)
        self._paint_icon(painter, rect, holding)
        right = self._paint_readings(painter, rect, holding)
        text = QRect(rect.left() + 2 * SIDE + ICON, rect.top() + 6, 0, 20)
        text.setRight(right - SIDE)
        self._write(painter, text, holding.entry.name, "text")
        self._write(painter, text.translated(0, 20), _facts(holding), "secondary", small=True)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        flags = QStyle.StateFlag
        selected = flags.State_Selected in state
        if selected or flags.State_MouseOver in state:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_soft" if selected else "raised"))
            painter.drawRoundedRect(rect, 6, 6)
        if flags.State_HasFocus in state:
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)

    @staticmethod
    def _paint_icon(painter: QPainter, rect: QRect, holding: Holding) -> None:
        name, tint = ("warning", "unsure") if holding.entry.warned else ("document", "secondary")
        box = QRectF(rect.left() + SIDE, rect.center().y() - ICON / 2, ICON, ICON)
        icons.paint(painter, name, tint, box)

    def _paint_readings(self, painter: QPainter, rect: QRect, holding: Holding) -> int:
        """Whether the model has read it, pinned, and the size; returns where that begins."""
        if not holding.readings:
            return rect.right()
        right = rect.right() - SIDE
        painter.setFont(self._small)
        said, size = words.read_by(holding), numbers.disk(holding.readings_bytes)
        width = max(map(painter.fontMetrics().horizontalAdvance, (said, size)))
        place = QRect(right - width, rect.top() + 6, width, 20)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("verified" if holding.is_read else "secondary"))
        painter.drawText(place, align, said)
        painter.setPen(colour("secondary"))
        painter.drawText(place.translated(0, 20), align, size)
        if not holding.is_pinned:
            return place.left()
        box = QRectF(place.left() - 20, place.center().y() - 7.5, 16, 16)
        icons.paint(painter, "pin", "accent", box)
        return round(box.left())

    def _write(
        self, painter: QPainter, where: QRect, text: str, tint: str, *, small: bool = False
    ) -> None:
        """One line; names keep their end, which tells versions apart."""
        painter.setFont(self._small if small else self._font)
        painter.setPen(colour(tint))
        modes = Qt.TextElideMode
        mode = modes.ElideRight if small else modes.ElideMiddle
        line = painter.fontMetrics().elidedText(text, mode, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


def _facts(holding: Holding) -> str:
    """The facts, and that it is an older version."""
    line = words.facts(holding)
    return f"{words.older()} · {line}" if holding.entry.is_older else line
