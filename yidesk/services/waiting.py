"""What waits to be asked: the chat that comes next, drafts, documents without a question.

And how they will be read, where the person has chosen that.
"""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.core.types import Mode
from yidesk.core.unicode import mend
from yidesk.services.presets import Presets
from yidesk.store.records import ChatId
from yidesk.store.store import Store


class Waiting:
    """Kept across restarts. Every method may be called from any thread."""

    def __init__(self, store: Store, presets: Presets) -> None:
        self._chats, self._manners, self._presets = store.chats, store.manners, presets

    def next(self) -> ChatId:
        """The chat in which nothing was asked yet; it is listed with its first question."""
        found = self._chats.unasked()
        return found if found is not None else self._chats.next(self._presets.beginning())

    def find_next(self) -> ChatId | None:
        """The same, when documents or words wait in it."""
        return self._chats.find_next()

    def draft(self, chat: ChatId) -> str:
        """What is written in a chat and not asked."""
        return self._chats.draft(chat)

    def keep_draft(self, chat: ChatId | None, text: str) -> None:
        """Keep what is written and not asked; None: in the chat that comes next."""
        self._chats.keep_draft(self.next() if chat is None else chat, mend(text))

    def documents(self, chat: ChatId) -> Sequence[str]:
        """Fingerprints of the documents that go to the model with the next question."""
        return self._chats.waiting_documents(chat)

    def mode(self, chat: ChatId) -> Mode | None:
        """How the person wants the documents of a chat to be read; None: nothing was chosen."""
        return self._manners.mode(chat)

    def pin_mode(self, chat: ChatId, mode: Mode) -> None:
        """The person chose how the documents of a chat are read, until they choose again."""
        self._manners.pin_mode(chat, mode)
