"""What is written and not asked: one draft a chat, there again after a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QTextCursor

from yidesk.services.chats import ChatId, Chats
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.composer import Composer

REST_MS = 800
"""Rest after a key before the draft is kept."""


class Drafts(QObject):
    """Keeps the composer's text with the chat that is on the screen."""

    def __init__(
        self, bridge: Bridge, chats: Chats, composer: Composer, edited: Callable[[], str]
    ) -> None:
        """EDITED: what stands in a question that is being edited; empty where none is."""
        super().__init__(composer)
        self._edited = edited
        self._bridge, self._chats, self._field = bridge, chats, composer.field
        self._chat: ChatId | None = None
        self._kept = ""
        self._is_first = True
        """Whether no chat was on the screen yet: what stands in the field goes into the first."""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep)
        self._field.textChanged.connect(self._rest.start)

    def open(self, chat: ChatId | None) -> None:
        """Keep what stands there, and show the draft of another chat; None: of the next one."""
        if self._is_first:
            self._is_first, self._chat = False, chat
            self._rest.start()
            return
        self.keep()
        self._chat, self._kept = chat, ""
        self._field.clear()
        self._rest.stop()

    def show(self, chat: ChatId, text: str) -> None:
        """The draft of the chat that was opened has come; what was typed meanwhile stays below."""
        if chat != self._chat or text == self._kept:
            return
        self._kept = text
        if self._field.toPlainText():
            # written in front, and not set: what an input method composes there stays alive
            QTextCursor(self._field.document()).insertText(f"{text}\n")
        else:
            self._field.setPlainText(text)
            self._field.moveCursor(QTextCursor.MoveOperation.End)

    def give_back(self, question: str) -> None:
        """A question could not be asked: it stands in the field again, above what was typed."""
        text = self._field.toPlainText()
        self._field.setPlainText(f"{question}\n{text}" if text else question)
        self._field.moveCursor(QTextCursor.MoveOperation.End)

    def leave(self, *, for_good: bool = True) -> None:
        """The chat is left, or the program ends: what was being edited waits in the field too."""
        if self._is_first:
            return  # what was written early goes into the chat that comes now
        if for_good and (edited := self._edited()):
            text = self._field.toPlainText()
            self._field.setPlainText(f"{text}\n\n{edited}" if text.strip() else edited)
        self.keep()

    @property
    def is_kept(self) -> bool:
        """Whether what stands there is written down, or on its way."""
        return self._field.toPlainText().strip() == self._kept.strip()

    def belongs_to(self, chat: ChatId) -> None:
        """The chat that was to come next is there now."""
        self._chat = chat

    @Slot()
    def keep(self) -> None:
        """Write down what stands there, if it has changed."""
        self._rest.stop()
        text = self._field.toPlainText()
        if not self.is_kept:
            self._kept = text
            self._bridge.call(partial(self._chats.waiting.keep_draft, self._chat, text))
