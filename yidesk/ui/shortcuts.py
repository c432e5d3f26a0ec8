"""The list of keys, opened by F1 or Ctrl+/."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from yidesk.ui import fonts
from yidesk.ui.controls import Button, Words

FRAME = 140
"""Pixels of the screen that the list leaves to the window's frame, its margins and its button."""
Keys = tuple[str | QKeySequence.StandardKey, ...]


class ShortcutList(QDialog):
    """Beside the window, so that a key can be tried while the list is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        for row, (what, keys) in enumerate(self.entries().items()):
            known = filter(None, map(_written, keys))  # not every system has a key for Quit
            written = Words("  ·  ".join(known), kind="secondary")
            if not written.text():
                continue
            written.setFont(fonts.tabular(fonts.interface()))
            grid.addWidget(Words(what), row, 0)
            grid.addWidget(written, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        self._list = _Scrolled(sheet)
        column.addWidget(self._list)
        close = Button(self.tr("Close (Esc)"), self.close)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys go through the list where it is higher than the screen."""
        if event.key() in _MOVES:
            self._list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def entries(self) -> dict[str, Keys]:
        """What a key does -> the keys that do it."""
        standard = QKeySequence.StandardKey
        return {
            self.tr("Ask"): ("Return",),
            self.tr("Begin a new line"): ("Shift+Return",),
            self.tr("Ask the last question differently, in an empty field"): ("Up",),
            self.tr("Stop, or close what lies over the chat"): ("Esc",),
            self.tr("New chat"): (standard.New,),
            self.tr("Add documents"): (standard.Open,),
            self.tr("Write a question"): ("Ctrl+L",),
            self.tr("Find in this chat"): (standard.Find,),
            self.tr("Select in the chat by letters and words"): (
                "Shift+Right",
                standard.SelectNextWord,
            ),
            self.tr("Select by lines, to the end of the chat"): (
                "Shift+Down",
                standard.SelectEndOfDocument,
            ),
            self.tr("Select the whole chat, copy what is selected"): (
                standard.SelectAll,
                standard.Copy,
            ),
            self.tr("Turn pages of the document"): ("PgUp", "PgDown"),
            self.tr("First and last page"): ("Home", "End"),
            self.tr("Next and previous hit in the document"): ("F3", "Shift+F3"),
            self.tr("Size of the page"): ("Ctrl++", "Ctrl+=", "Ctrl+-"),
            self.tr("Fit the page’s width"): ("Ctrl+0",),
            self.tr("Search all chats"): ("Ctrl+K",),
            self.tr("Rename the chosen chat"): ("F2",),
            self.tr("Delete the chat, the question or the version of an answer"): (
                standard.Delete,
            ),
            self.tr("Show or hide the sidebar"): ("Ctrl+B",),
            self.tr("Library"): ("Ctrl+Shift+L",),
            self.tr("Models"): ("Ctrl+Shift+M",),
            self.tr("Settings"): ("Ctrl+,",),
            self.tr("This list"): ("F1", "Ctrl+/"),
            self.tr("Quit"): (standard.Quit,),
        }


_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class _Scrolled(QScrollArea):
    """As large as SHEET, and scrolled where the screen is lower."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(sheet)
        self._sheet = sheet
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(sheet.sizeHint().width() + bar)

    def sizeHint(self) -> QSize:
        """All of it; Qt's own hint stops at a few lines."""
        room = self.screen().availableGeometry().height() - FRAME
        wanted = self._sheet.sizeHint()
        return QSize(wanted.width(), min(wanted.height(), room))


def _written(key: str | QKeySequence.StandardKey) -> str:
    """The key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
