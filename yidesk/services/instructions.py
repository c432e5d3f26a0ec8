"""What a person tells the model about every answer of a chat, beside the questions.

They go behind the documents, with the first question that they hold for: what was read of a
document stays valid whatever is written here, and nothing that was said before is rewritten.
"""

from __future__ import annotations

from yidesk.core.unicode import mend
from yidesk.store.records import ChatId
from yidesk.store.store import Store

LONGEST = 8_000
"""Characters."""


class Instructions:
    """A chat's own instructions. Every method may be called from any thread."""

    def __init__(self, store: Store) -> None:
        self._chats = store.chats

    def of(self, chat: ChatId | None) -> str:
        """Empty where there are none."""
        return self._chats.instructions(chat) if chat is not None else ""

    def keep(self, chat: ChatId, text: str) -> None:
        """They hold from the next question on."""
        self._chats.keep_instructions(chat, mend(text).strip()[:LONGEST])
