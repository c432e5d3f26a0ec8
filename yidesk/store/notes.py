"""Notes of the parts that were swept for a chat: what a sweep that was stopped goes on from."""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.store.database import Database
from yidesk.store.records import ChatId


class NoteStore:
    """The notes table; notes go with their chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat: ChatId) -> ChatNotes:
        """The notes of one chat."""
        return ChatNotes(self._database, chat)


@dataclass(frozen=True, slots=True)
class ChatNotes:
    """Notes by a key that tells part, question and model."""

    _database: Database
    _chat: ChatId

    def find(self, key: bytes) -> str | None:
        """The notes under this key."""
        found = self._database.rows(
            "SELECT text FROM notes WHERE chat = ? AND key = ?", self._chat, key
        )
        return str(found[0]["text"]) if found else None

    def keep(self, key: bytes, notes: str) -> None:
        """Keep notes; nothing is kept of a chat that was deleted meanwhile."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO notes SELECT id, ?, ? FROM chats WHERE id = ?",
                (key, notes, self._chat),
            )
