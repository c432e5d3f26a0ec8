"""The chat in which nothing was asked yet: what waits in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yidesk.core.types import Document, Mode
from yidesk.services.chats import ChatId, Chats


class NextChat(NamedTuple):
    """What the services know of it."""

    chat: ChatId
    documents: Sequence[Document]
    waiting: Sequence[str]
    """Fingerprints of those that go with the next question."""
    draft: str
    pinned: Mode | None
    """How the person chose its documents to be read."""

    @classmethod
    def find(cls, chats: Chats) -> NextChat | None:
        """Ask the service; None: there is no such chat yet."""
        waiting = chats.waiting
        chat = waiting.find_next()
        if chat is None:
            return None
        documents = chats.documents(chat)
        return cls(
            chat, documents, waiting.documents(chat), waiting.draft(chat), waiting.mode(chat)
        )
