"""A small window for one question, wherever a person is; the answer comes in the large one.

A key opens it where the system gives one to a program (`GlobalShortcut`). Elsewhere the system's
own settings bind a key to `yidesk --quick`; the tray's menu has it too.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from yidesk.ui.chat.composer import QuestionField, WritingFrame
from yidesk.ui.controls import Button, Elided, Words

WIDTH = 528
"""Of what is written in; the window has its margins around it."""


class QuickEntry(QWidget):
    """Enter asks, Escape closes; what was written stays until it is asked."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        # a dialog: tiling window managers leave it its size, and others show no second program
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("Ask YiDesk"))
        self.setObjectName("quick-entry")
        self.field = QuestionField()
        self.field.setPlaceholderText(self.tr("Ask a question…"))
        self.field.setAccessibleName(self.tr("Question"))
        self.field.submitted.connect(self._ask)
        self.field.textChanged.connect(self._refresh)
        self._send = Button(
            self.tr("Ask"), self._ask, icon="send", kind="primary", tint="on_accent"
        )
        self._model = Elided(kind="secondary")
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.hide)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # grows and shrinks
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        card = WritingFrame()
        card.setFixedWidth(WIDTH)
        card.follow(self.field)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.field)
        column.addWidget(card)
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._model)
        words.addWidget(Words(self.tr("Enter asks in a new chat, Esc closes"), kind="secondary"))
        row.addLayout(words, 1)
        row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._refresh()

    def show_model(self, name: str | None) -> None:
        """Say which model will answer; None: there is none."""
        if name is None:
            self._model.setText(self.tr("There is no model yet; the question waits for one"))
        else:
            self._model.setText(self.tr("{model} answers").format(model=name))

    def open_here(self) -> None:
        """Come up where the person is looking, ready to be written into."""
        if not self.isVisible():
            here = self.cursor().pos()
            screen = QGuiApplication.screenAt(here) or QGuiApplication.primaryScreen()
            self.adjustSize()
            place = screen.availableGeometry()
            self.move(place.center().x() - self.width() // 2, place.top() + place.height() // 4)
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus()
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def give_back(self, question: str) -> None:
        """A question could not be asked: it stands in the field again, above what was typed."""
        text = self.field.toPlainText()
        self.field.setPlainText(f"{question}\n{text}" if text else question)

    @Slot()
    def _refresh(self) -> None:
        self._send.setEnabled(bool(self.field.toPlainText().strip()))

    @Slot()
    def _ask(self) -> None:
        question = self.field.toPlainText().strip()
        if question:
            self.field.clear()
            self.asked.emit(question)  # first: only the window with the keys may give them away
            self.hide()
