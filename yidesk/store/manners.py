"""How each chat is answered: instructions, sampling, model, and how its documents are read.

One JSON object a chat, in `chats.manner`:

    {"prompt": …, "mode": …, "preset": KEY, "given": {…}, "choices": {…}}

`prompt` stands by itself because every question takes it along when it is written down.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from typing import Any

import msgspec

from yidesk.core.presets import ChatChoices, Choices
from yidesk.core.types import Mode
from yidesk.store.database import Database
from yidesk.store.records import ChatId


class MannerStore:
    """The column `manner` of the chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choices(self, chat: ChatId) -> ChatChoices:
        """What holds in a chat; nothing chosen where it is not there."""
        return choices_of(self._read(chat))

    def keep_choices(self, chat: ChatId, kept: ChatChoices) -> None:
        """They hold for the questions that are asked from now on."""
        with self._database.transaction() as connection:
            patch(connection, chat, kept)

    def copy(self, chat: ChatId) -> str:
        """All of a chat's, for another one to begin with."""
        return json.dumps(self._read(chat), ensure_ascii=False)

    def mode(self, chat: ChatId) -> Mode | None:
        """How the person wants its documents to be read; None: as the program finds best."""
        mode = self._read(chat).get("mode")
        return Mode(mode) if mode else None

    def pin_mode(self, chat: ChatId, mode: Mode) -> None:
        """Read its documents so from now on."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE chats SET manner = json_set(manner, '$.mode', ?) WHERE id = ?",
                (mode.value, chat),
            )

    def _read(self, chat: ChatId) -> dict[str, Any]:
        found = self._database.rows("SELECT manner FROM chats WHERE id = ?", chat)
        return dict(json.loads(found[0]["manner"])) if found else {}


def patch(connection: sqlite3.Connection, chat: ChatId, kept: ChatChoices) -> None:
    """Write what holds in a chat; call it in a transaction."""
    connection.execute(
        "UPDATE chats SET manner = json_patch(manner, ?) WHERE id = ?", (as_json(kept), chat)
    )


def as_json(kept: ChatChoices, mode: Mode | None = None) -> str:
    """What holds in a chat, as `manner` has it."""
    manner: dict[str, object] = {
        "prompt": kept.choices.prompt,
        "preset": kept.preset,
        "given": kept.given,
        "choices": kept.choices,
    }
    if mode is not None:
        manner["mode"] = mode.value
    return msgspec.json.encode(manner).decode()


def choices_of(manner: dict[str, Any]) -> ChatChoices:
    """What holds in a chat with this manner."""
    choices = decoded(manner.get("choices"))
    return ChatChoices(
        preset=manner.get("preset") or "",
        given=decoded(manner.get("given")),
        choices=dataclasses.replace(choices, prompt=manner.get("prompt") or ""),
    )


def decoded(choices: object) -> Choices:
    """Choices as they were written; json_patch has left out what was null."""
    return msgspec.convert(choices or {}, Choices)
