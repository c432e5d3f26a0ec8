"""How a row of the sidebar is painted, and where its menu is opened."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from yidesk.services.chats import Snippet
from yidesk.ui import fonts, icons
from yidesk.ui.sidebar.rows import BUSY_ROLE, CHAT_ROLE, SNIPPET_ROLE, Index
from yidesk.ui.theme import colour, tokens

ROW = 34
FOUND = 54
"""A row with the place that a search found."""
HEADING = 34
SIDE = 8


class RowDelegate(QStyledItemDelegate):
    """Paints headings and chats; a button with three dots on the row under the mouse."""

    menu_wanted = Signal(QModelIndex, QPoint)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row."""
        if index.data(CHAT_ROLE) is None:
            return QSize(100, HEADING)
        return QSize(100, FOUND if index.data(SNIPPET_ROLE) is not None else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(SIDE, 1, -SIDE, -1)
        if index.data(CHAT_ROLE) is None:
            self._paint_heading(painter, rect, index.data())
        else:
            self._paint_chat(painter, rect, option.state, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        font = fonts.small()
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour("secondary"))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(8, 0, -8, -6), bottom, text)

    def _paint_chat(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, index: Index
    ) -> None:
        flags = QStyle.StateFlag
        selected, hovered = flags.State_Selected in state, flags.State_MouseOver in state
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_soft" if selected else "raised"))
            painter.drawRoundedRect(rect, 6, 6)
        if flags.State_HasFocus in state:
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
        inner = rect.adjusted(8, 0, -8, 0)
        if (snippet := index.data(SNIPPET_ROLE)) is not None:
            self._paint_snippet(painter, inner.adjusted(0, 27, 0, -4), snippet)
            rect = QRect(rect.left(), rect.top(), rect.width(), 30)
            inner = rect.adjusted(8, 0, -8, 0)
        if hovered or selected:
            icons.paint(painter, "more", "secondary", QRectF(self._dots(rect)))
            inner.setRight(self._dots(rect).left() - 4)
        elif index.data(BUSY_ROLE):
            inner.setRight(self._paint_busy(painter, inner) - 8)
        painter.setFont(fonts.interface())
        painter.setPen(colour("text"))
        text = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, inner.width()
        )
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, left, text)

    @staticmethod
    def _paint_snippet(painter: QPainter, where: QRect, snippet: Snippet) -> None:
        """One line of the text that was found; the words looked for stand out."""
        painter.setFont(fonts.small())
        metrics = painter.fontMetrics()
        marker = QColor(tokens().highlight)
        marker.setAlphaF(tokens().highlight_opacity)
        for start, end in snippet.marked:
            left = where.left() + metrics.horizontalAdvance(snippet.text[:start])
            width = metrics.horizontalAdvance(snippet.text[start:end])
            mark = QRect(left, where.top() + 1, width, where.height() - 2)
            painter.fillRect(mark.intersected(where), marker)
        painter.setPen(colour("secondary"))
        line = metrics.elidedText(snippet.text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    @staticmethod
    def _paint_busy(painter: QPainter, inner: QRect) -> int:
        """A dot where an answer is being written; returns where it begins."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        left = inner.right() - 7
        painter.drawEllipse(QRectF(left, inner.center().y() - 3, 7, 7))
        return left

    @staticmethod
    def _dots(rect: QRect) -> QRect:
        return QRect(rect.right() - 26, rect.center().y() - 9, 20, 20)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Open the menu when the three dots are pressed."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            rect = option.rect.adjusted(SIDE, 1, -SIDE, -1)
            rect.setHeight(min(rect.height(), ROW))
            dots = self._dots(rect).adjusted(-6, -6, 6, 6)
            if index.data(CHAT_ROLE) is not None and dots.contains(event.position().toPoint()):
                self.menu_wanted.emit(index, event.globalPosition().toPoint())
                return True
        return super().editorEvent(event, model, option, index)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """A field for another title."""
        field = QLineEdit(parent)
        field.setProperty("kind", "rename")
        field.setAccessibleName(self.tr("Title of the chat"))
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Put the field where the row is."""
        editor.setGeometry(option.rect.adjusted(SIDE, 1, -SIDE, -1))
