"""Folders that a person puts chats into."""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.store.database import Database
from yidesk.store.grafting import new_id
from yidesk.store.records import ChatFolder, ChatId, FolderId


class ChatFolderStore:
    """The table of folders; a chat lies in one of them or in none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[ChatFolder]:
        """All folders, by name."""
        rows = self._database.rows(
            "SELECT id, name, is_open FROM chat_folders ORDER BY name COLLATE NOCASE, id"
        )
        return [
            ChatFolder(id=FolderId(row["id"]), name=row["name"], is_open=bool(row["is_open"]))
            for row in rows
        ]

    def create(self, name: str) -> FolderId:
        """A new, empty folder."""
        with self._database.transaction() as connection:
            return FolderId(
                new_id(connection.execute("INSERT INTO chat_folders (name) VALUES (?)", (name,)))
            )

    def rename(self, folder: FolderId, name: str) -> None:
        """Call a folder otherwise."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE chat_folders SET name = ? WHERE id = ?", (name, folder))

    def show(self, folder: FolderId, *, is_open: bool) -> None:
        """Remember whether its chats are listed."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE chat_folders SET is_open = ? WHERE id = ?", (int(is_open), folder)
            )

    def delete(self, folder: FolderId) -> list[ChatId]:
        """Delete a folder; returns its chats, which stay and lie in none."""
        with self._database.transaction() as connection:
            chats = connection.execute("SELECT id FROM chats WHERE folder = ?", (folder,))
            kept = [ChatId(row["id"]) for row in chats.fetchall()]
            connection.execute("DELETE FROM chat_folders WHERE id = ?", (folder,))
            return kept

    def put(self, chats: Sequence[ChatId], folder: FolderId | None) -> None:
        """Put chats into a folder, or out of any. A folder that is gone takes none."""
        with self._database.transaction() as connection:
            connection.executemany(
                """UPDATE chats SET folder = (SELECT id FROM chat_folders WHERE id = ?)
                WHERE id = ?""",
                ((folder, chat) for chat in chats),
            )
