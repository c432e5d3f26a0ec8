"""A person's own presets, and which one new chats begin with."""

from __future__ import annotations

import json

import msgspec

from yidesk.core.presets import Choices, Preset
from yidesk.store.database import Database
from yidesk.store.manners import decoded


class PresetStore:
    """The tables of presets. One that was taken out is kept for as long as that can be undone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Preset]:
        """All of them by name."""
        rows = self._database.rows(
            "SELECT * FROM presets WHERE NOT taken_out ORDER BY name COLLATE NOCASE, id"
        )
        return [
            Preset(str(row["id"]), row["name"], decoded(json.loads(row["choices"]))) for row in rows
        ]

    def add(self, name: str, choices: Choices) -> str:
        """Keep choices under a name; returns the key of the new preset."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO presets (name, choices) VALUES (?, ?)", (name, _encoded(choices))
            )
            return str(cursor.lastrowid)

    def change(self, preset: Preset) -> bool:
        """Write a preset's name and choices; returns whether it is there."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "UPDATE presets SET name = ?, choices = ? WHERE id = ?",
                (preset.name, _encoded(preset.choices), preset.key),
            )
            return cursor.rowcount > 0

    def take_out(self, key: str) -> None:
        """Delete a preset, in such a way that it can be put back; earlier ones go for good."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM presets WHERE taken_out")
            connection.execute("UPDATE presets SET taken_out = 1 WHERE id = ?", (key,))

    def put_back(self, key: str) -> bool:
        """Undo the deletion of a preset; False when it is gone for good."""
        with self._database.transaction() as connection:
            cursor = connection.execute("UPDATE presets SET taken_out = 0 WHERE id = ?", (key,))
            return cursor.rowcount > 0

    def default(self) -> str:
        """Key of the preset that new chats begin with; empty: none was chosen."""
        found = self._database.rows("SELECT key FROM default_preset")
        return str(found[0]["key"]) if found else ""

    def keep_default(self, key: str) -> None:
        """Let new chats begin with this preset."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM default_preset")
            connection.execute("INSERT INTO default_preset (key) VALUES (?)", (key,))


def _encoded(choices: Choices) -> str:
    return msgspec.json.encode(choices).decode()
