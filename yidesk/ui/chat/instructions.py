"""A chat's own instructions: a button in the header, and the window in which they are written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from yidesk.services.chats import ChatId, Chats
from yidesk.ui import fonts
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.controls import Button, Words


class InstructionsWindow(QDialog):
    """Stays beside the chat until it is saved or closed, by Escape too."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Instructions for this chat"))
        self.setMinimumSize(440, 300)
        told = Words(
            self.tr(
                "What the model is to keep in mind with every answer, for example: “Answer in two "
                "sentences, for a person without legal training.” It holds from the next question "
                "on; documents are not read again."
            ),
            kind="secondary",
            wraps=True,
        )
        self.field = QPlainTextEdit(text)
        self.field.setAccessibleName(self.tr("Instructions for this chat"))
        self.field.setProperty("kind", "log")
        self.field.setFont(fonts.interface())
        self.field.setTabChangesFocus(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(self.tr("Cancel"), self.reject))
        row.addWidget(Button(self.tr("Save"), self.accept, kind="primary", tint="on_accent"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(told)
        column.addWidget(self.field, 1)
        column.addLayout(row)
        self.field.setFocus()


class InstructionsPresenter(QObject):
    """Joins button and window with the service."""

    def __init__(self, bridge: Bridge, chats: Chats, desk: Desk, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._desk, self._screen = bridge, chats, desk, screen
        self._chat: ChatId | None = None
        self.shown: InstructionsWindow | None = None
        screen.instructions.clicked.connect(self.open)

    @Slot(object)
    def follow(self, chat: ChatId | None) -> None:
        """Another chat is on the screen."""
        self._chat = chat
        self._bridge.call(
            partial(self._chats.instructions.of, chat), partial(self._show_state, chat)
        )

    def _show_state(self, chat: ChatId | None, text: str) -> None:
        if chat == self._chat:
            self._screen.show_instructions(text)

    @Slot()
    def open(self) -> None:
        """Show what holds for this chat."""
        work = partial(self._chats.instructions.of, self._chat)
        self._bridge.call(work, self._open)

    def _open(self, text: str) -> None:
        self.shown = InstructionsWindow(text, self._screen.window())
        self.shown.accepted.connect(self._save)
        self.shown.finished.connect(self.shown.deleteLater)
        self.shown.show()

    @Slot()
    def _save(self) -> None:
        if self.shown is not None:
            text = self.shown.field.toPlainText()
            self._desk.with_chat(partial(self._keep, text))

    def _keep(self, text: str, chat: ChatId) -> None:
        self._bridge.call(
            partial(self._chats.instructions.keep, chat, text), lambda _none: self.follow(chat)
        )
