"""Questions that were taken out of a chat, kept until nobody can want them back.

They leave the table of turns altogether, so that nothing that lists, searches, exports or reads a
chat has to know of them. What followed hangs on the turn before; documents that came with the
question go on to the next one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from typing import Any, NewType

import msgspec

from yidesk.core.types import Role
from yidesk.store.database import Database
from yidesk.store.grafting import index, new_id
from yidesk.store.records import ChatId, TurnId

TakenOutId = NewType("TakenOutId", int)


class _Kept(msgspec.Struct, frozen=True):
    """What putting them back needs."""

    turns: tuple[dict[str, Any], ...]
    """Rows: the question, then its answers."""
    followers: tuple[tuple[int, int], ...]
    """Ids of questions that followed, each with the answer that it hung on."""
    documents: tuple[int, ...]
    """Ids in the table of a chat's documents."""
    leaf: int
    """Of the chat, before."""
    leaf_after: int | None


class TakenOut:
    """The table of what was taken out of chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, chat: ChatId, question: TurnId) -> TakenOutId | None:
        """Take a question out, with all its answers; None when it is not there."""
        with self._database.transaction(durable=True) as connection:
            rows = connection.execute(
                "SELECT * FROM turns WHERE chat = ?1 AND (id = ?2 OR parent = ?2) ORDER BY id",
                (chat, question),
            ).fetchall()
            if not rows or rows[0]["id"] != question or rows[0]["role"] != Role.USER.value:
                return None
            kept = _take(connection, chat, [dict(row) for row in rows])
            cursor = connection.execute(
                "INSERT INTO taken_out (chat, taken, kept) VALUES (?, ?, ?)",
                (chat, time.time(), msgspec.msgpack.encode(kept)),
            )
            return TakenOutId(new_id(cursor))

    def put_back(self, taken: TakenOutId) -> bool:
        """Put it back where it was; False when it is gone for good."""
        with self._database.transaction(durable=True) as connection:
            row = connection.execute(
                "DELETE FROM taken_out WHERE id = ? RETURNING chat, kept", (taken,)
            ).fetchone()
            if row is None:
                return False
            _put_back(connection, row["chat"], msgspec.msgpack.decode(row["kept"], type=_Kept))
            return True

    def kept(self) -> list[tuple[TakenOutId, ChatId]]:
        """What can be put back, and into which chats."""
        rows = self._database.rows("SELECT id, chat FROM taken_out ORDER BY id")
        return [(TakenOutId(row["id"]), ChatId(row["chat"])) for row in rows]

    def forget(self, taken: TakenOutId) -> None:
        """Nobody wants it back."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM taken_out WHERE id = ?", (taken,))


def _take(connection: sqlite3.Connection, chat: ChatId, rows: list[dict[str, Any]]) -> _Kept:
    ids, before = _ids(row["id"] for row in rows), rows[0]["parent"]
    followers = connection.execute(
        f"SELECT id, parent FROM turns WHERE parent IN ({_THESE}) AND id NOT IN ({_THESE})",  # noqa: S608 - constants
        (ids, ids),
    ).fetchall()
    [leaf] = connection.execute("SELECT leaf FROM chats WHERE id = ?", (chat,)).fetchone()
    connection.execute(
        f"UPDATE turns SET parent = ? WHERE id IN ({_THESE})",  # noqa: S608 - constants
        (before, _ids(row["id"] for row in followers)),
    )
    documents = _pass_on(connection, chat, rows[0]["id"], followers)
    connection.execute(f"DELETE FROM turns WHERE id IN ({_THESE})", (ids,))  # noqa: S608 - constants
    after = leaf if leaf not in {row["id"] for row in rows} else _last(connection, chat, before)
    connection.execute("UPDATE chats SET leaf = ? WHERE id = ?", (after, chat))
    return _Kept(
        tuple(rows),
        tuple((row["id"], row["parent"]) for row in followers),
        documents,
        leaf,
        after,
    )


def _pass_on(
    connection: sqlite3.Connection, chat: ChatId, question: int, followers: list[sqlite3.Row]
) -> tuple[int, ...]:
    """Let a question's documents come with the next one, or wait for it; ids of the rows."""
    heir = min((row["id"] for row in followers), default=None)
    rows = connection.execute(
        "UPDATE chat_documents SET turn = ? WHERE chat = ? AND turn = ? RETURNING id",
        (heir, chat, question),
    ).fetchall()
    return tuple(row["id"] for row in rows)


def _last(connection: sqlite3.Connection, chat: ChatId, before: int | None) -> int | None:
    """The turn at the end of the branch that is shown instead: below BEFORE, or it."""
    found = connection.execute(
        """WITH RECURSIVE below(id) AS (
            SELECT id FROM turns WHERE chat = ?1 AND parent IS ?2
            UNION ALL SELECT turns.id FROM turns JOIN below ON turns.parent = below.id
        )
        SELECT coalesce(max(id), ?2) AS leaf FROM below""",
        (chat, before),
    ).fetchone()
    return None if found["leaf"] is None else int(found["leaf"])


def _is_there(connection: sqlite3.Connection, turn: int | None) -> bool:
    if turn is None:
        return True
    return connection.execute("SELECT 1 FROM turns WHERE id = ?", (turn,)).fetchone() is not None


def _put_back(connection: sqlite3.Connection, chat: int, kept: _Kept) -> None:
    question, *answers = kept.turns
    if not _is_there(connection, question["parent"]):  # that was taken out since
        [leaf] = connection.execute("SELECT leaf FROM chats WHERE id = ?", (chat,)).fetchone()
        question = {**question, "parent": leaf}
    for row in (question, *answers):
        names = ", ".join(row)
        places = ", ".join("?" for _ in row)
        connection.execute(
            f"INSERT INTO turns ({names}) VALUES ({places})",  # noqa: S608 - names of columns
            tuple(row.values()),
        )
        index(connection, TurnId(row["id"]), row["text"])
    connection.executemany(
        "UPDATE turns SET parent = ?2 WHERE id = ?1 AND parent IS ?3",
        [(turn, answer, question["parent"]) for turn, answer in kept.followers],
    )
    connection.execute(
        f"UPDATE chat_documents SET turn = ? WHERE id IN ({_THESE})",  # noqa: S608 - constants
        (question["id"], _ids(kept.documents)),
    )
    connection.execute(
        "UPDATE chats SET leaf = ? WHERE id = ? AND leaf IS ?",
        (kept.leaf, chat, kept.leaf_after),
    )


_THESE = "SELECT value FROM json_each(?)"


def _ids(values: Iterable[int]) -> str:
    return msgspec.json.encode(list(values)).decode()
