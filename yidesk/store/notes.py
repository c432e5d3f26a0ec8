"""Notes of the parts that were swept for a chat: what a sweep that was stopped goes on from."""

from __future__ import annotations

import sqlite3
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
    """Notes by their key; those that are kept go with the chat."""

    _database: Database
    _chat: ChatId

    def find(self, key: bytes) -> str | None:
        """The notes under this key, of whatever chat: the key tells part, question and model."""
        found = self._database.rows("SELECT text FROM notes WHERE key = ?", key)
        return str(found[0]["text"]) if found else None

    def keep(self, key: bytes, notes: str, owner: str) -> None:
        """Keep notes of a text of OWNER: a document's fingerprint, or "chat:ID" for notes of notes.

        Nothing is kept of a chat that was deleted meanwhile.
        """
        with self._database.transaction() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO notes (chat, key, text, owner)
                SELECT id, ?, ?, ? FROM chats WHERE id = ?""",
                (key, notes, owner, self._chat),
            )


def forget(connection: sqlite3.Connection, document: str) -> None:
    """Remove every note made from a document, and those that may rest on such."""
    connection.execute(
        """DELETE FROM notes WHERE owner = ?1 OR (owner = '' OR owner LIKE 'chat:%')
        AND chat IN (SELECT chat FROM notes WHERE owner = ?1
            UNION SELECT chat FROM chat_documents WHERE document = ?1)""",
        (document,),
    )
