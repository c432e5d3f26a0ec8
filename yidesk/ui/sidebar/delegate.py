"""How a row of the sidebar is painted, and where its menu is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from yidesk.store.listing import ChatFolder
from yidesk.store.snippet import Snippet
from yidesk.ui import fonts, icons, numbers
from yidesk.ui.field import Field
from yidesk.ui.sidebar.rows import (
    BUSY_ROLE,
    CHAT_ROLE,
    COUNT_ROLE,
    FOLDER_ROLE,
    INSIDE_ROLE,
    SNIPPET_ROLE,
    Index,
)
from yidesk.ui.theme import colour, tokens

if TYPE_CHECKING:  # its many enumerations take longer to make than the sidebar to open
    from PySide6.QtWidgets import QStyle

ROW = 34
FOUND = 54
"""A row with the place that a search found."""
SIDE = 8
INDENT = 16
"""Of chats below their folder."""


class RowDelegate(QStyledItemDelegate):
    """Paints headings, folders and chats; three dots on the row under the mouse."""

    menu_wanted = Signal(QModelIndex, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shows_found = False
        """Whether the rows are those of a search."""
        self.is_open = True
        """Whether the chosen chat is what the window shows."""
        self._font, self._small = fonts.interface(), fonts.small()
        self._bold = QFont(self._small)
        self._bold.setWeight(QFont.Weight.DemiBold)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row; outside a search all are alike, and Qt asks once."""
        if self.shows_found and index.data(SNIPPET_ROLE) is not None:
            return QSize(100, FOUND)
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(SIDE, 1, -SIDE, -1)
        if index.data(CHAT_ROLE) is not None:
            self._paint_ground(painter, rect, option.state)
            if index.data(INSIDE_ROLE):
                rect.setLeft(rect.left() + INDENT)
            self._paint_chat(painter, rect, option.state, index)
        elif isinstance(folder := index.data(FOLDER_ROLE), ChatFolder):
            self._paint_ground(painter, rect, option.state)
            self._paint_folder(painter, rect, option.state, index, folder)
        else:
            self._paint_heading(painter, rect, index.data())
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._bold)
        painter.setPen(colour("secondary"))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(8, 0, -8, -6), bottom, text)

    def _paint_folder(
        self,
        painter: QPainter,
        rect: QRect,
        state: QStyle.StateFlag,
        index: Index,
        folder: ChatFolder,
    ) -> None:
        """An arrow, the name, and how many chats are in it."""
        arrow = "down" if folder.is_open else "next"
        box = QRectF(rect.left() + 6, rect.center().y() - 7.5, 16, 16)
        icons.paint(painter, arrow, "secondary", box)
        inner = rect.adjusted(28, 0, -8, 0)
        flags = type(state)
        if flags.State_MouseOver in state or flags.State_Selected in state:
            icons.paint(painter, "more", "secondary", QRectF(self._dots(rect)))
            inner.setRight(self._dots(rect).left() - 4)
        elif count := index.data(COUNT_ROLE):
            painter.setFont(self._small)
            painter.setPen(colour("secondary"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, right, numbers.count(count))
            inner.setRight(inner.right() - 36)
        self._write(painter, inner, folder.name)

    def _write(self, painter: QPainter, inner: QRect, text: str) -> None:
        painter.setFont(self._font)
        painter.setPen(colour("text"))
        line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        """Accent for what is shown; only a lighter ground for what would be, or is pointed at."""
        flags = type(state)
        selected, hovered = flags.State_Selected in state, flags.State_MouseOver in state
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_soft" if selected and self.is_open else "surface"))
            painter.drawRoundedRect(rect, 6, 6)
        if flags.State_HasFocus in state:
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_chat(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, index: Index
    ) -> None:
        flags = type(state)
        selected, hovered = flags.State_Selected in state, flags.State_MouseOver in state
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
        self._write(painter, inner, index.data())

    def _paint_snippet(self, painter: QPainter, where: QRect, snippet: Snippet) -> None:
        """One line of the text that was found; the words looked for stand out."""
        painter.setFont(self._small)
        metrics = painter.fontMetrics()
        snippet = in_sight(snippet, metrics, where.width())
        marker = QColor(tokens().highlight)
        marker.setAlphaF(tokens().highlight_opacity)
        for start, end in snippet.marked:
            left = where.left() + metrics.horizontalAdvance(snippet.text[:start])
            width = metrics.horizontalAdvance(snippet.text[start:end])
            mark = QRect(left, where.top() + 1, width, where.height() - 2)
            painter.fillRect(mark.intersected(where), marker)
        painter.setPen(colour("secondary"))
        line = metrics.elidedText(snippet.text, Qt.TextElideMode.ElideRight, where.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, flags, line)
        painter.setPen(colour("text"))  # readable on the marker, in the dark too
        for start, end in snippet.marked:
            left = where.left() + metrics.horizontalAdvance(snippet.text[:start])
            if left < where.right() and line.startswith(snippet.text[:end]):
                painter.drawText(
                    QRect(where).adjusted(left - where.left(), 0, 0, 0),
                    flags,
                    snippet.text[start:end],
                )

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
            has_menu = index.data(CHAT_ROLE) is not None or index.data(FOLDER_ROLE) is not None
            if has_menu and dots.contains(event.position().toPoint()):
                self.menu_wanted.emit(index, event.globalPosition().toPoint())
                return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field for another title."""
        field = Field(parent=parent)
        field.setProperty("kind", "rename")
        is_chat = index.data(CHAT_ROLE) is not None
        field.setAccessibleName(
            self.tr("Title of the chat") if is_chat else self.tr("Name of the folder")
        )
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The title as it stands; what a person is typing is not overwritten when it changes."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data())
            editor.selectAll()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Put the field where the row is."""
        editor.setGeometry(option.rect.adjusted(SIDE, 1, -SIDE, -1))


def in_sight(snippet: Snippet, metrics: QFontMetrics, room: int) -> Snippet:
    """SNIPPET with as much before its first marked word as leaves ROOM pixels for that."""
    if not snippet.marked:
        return snippet
    (start, end), text = snippet.marked[0], snippet.text
    room -= metrics.horizontalAdvance("…")  # of what is cut behind it
    if not start or metrics.horizontalAdvance(text[:end]) <= room:
        return snippet
    fits = (n for n in range(1, start) if metrics.horizontalAdvance("…" + text[n:end]) <= room)
    cut = next(fits, start)
    kept = ((1 + at - cut, 1 + to - cut) for at, to in snippet.marked)
    return Snippet("…" + text[cut:], tuple(kept))
