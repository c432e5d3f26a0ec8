"""A small window for one question, wherever a person is; the answer comes in the large one.

A key opens it where the system gives one to a program (`GlobalShortcut`). Elsewhere the system's
own settings bind a key to `yidesk --quick`; the tray's menu has it too.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yidesk.ui.chat.composer import QuestionField, WritingFrame
from yidesk.ui.controls import Button, Words

WIDTH = 560


class QuickEntry(QWidget):
    """Enter asks, Escape closes; what was written stays until it is asked."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("Ask YiDesk"))
        self.setObjectName("quick-entry")
        self.setFixedWidth(WIDTH)
        self.field = QuestionField()
        self.field.setPlaceholderText(self.tr("Ask a question…"))
        self.field.setAccessibleName(self.tr("Question"))
        self.field.submitted.connect(self._ask)
        send = Button(self.tr("Ask"), self._ask, icon="send", kind="primary", tint="on_accent")
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        card = WritingFrame()
        card.follow(self.field)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.field)
        column.addWidget(card)
        row = QHBoxLayout()
        row.addWidget(Words(self.tr("Enter asks in a new chat, Esc closes"), kind="secondary"), 1)
        row.addWidget(send)
        column.addLayout(row)

    def open_here(self) -> None:
        """Come up where the person is looking, ready to be written into."""
        screen = QGuiApplication.screenAt(self.cursor().pos()) or QGuiApplication.primaryScreen()
        self.adjustSize()
        place = screen.availableGeometry()
        self.move(place.center().x() - self.width() // 2, place.top() + place.height() // 4)
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus()

    @Slot()
    def _ask(self) -> None:
        question = self.field.toPlainText().strip()
        if question:
            self.field.clear()
            self.hide()
            self.asked.emit(question)
