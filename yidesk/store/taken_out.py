"""What was taken out of a chat, kept until nobody can want it back: questions, single answers.

They leave the table of turns altogether, so that nothing that lists, searches, exports or reads a
chat has to know of them. What followed a question hangs on the turn before, and documents that came
with it go on to the next one; what followed one of several answers hangs on its neighbour.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any, NewType

import msgspec

from yidesk.core.types import Role
from yidesk.store.database import Database
from yidesk.store.grafting import forget_words, index, new_id
from yidesk.store.records import ChatId, TurnId

TakenOutId = NewType("TakenOutId", int)


class _Kept(msgspec.Struct, frozen=True):
    """What putting them back needs."""

    turns: tuple[dict[str, Any], ...]
    """Rows: the question, then its answers; or one answer alone."""
    followers: tuple[tuple[int, int], ...]
    """Ids of questions that followed, each with the answer that it hung on."""
    documents: tuple[int, ...]
    """Ids in the table of a chat's documents."""
    leaf: int
    """Of the chat, before."""
    leaf_after: int | None
    heir: int | None
    """What the followers hang on since."""
    title: str
    """Of the chat, before."""
    title_after: str


class TakenOut:
    """The table of what was taken out of chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self, chat: ChatId, question: TurnId, entitle: Callable[[str], str] = str
    ) -> TakenOutId | None:
        """Take a question out, with all its answers; None when it is not there.

        ENTITLE makes a chat's title of the question that is its first one then, unless a person
        gave it one.
        """
        with self._database.transaction(durable=True) as connection:
            rows = connection.execute(
                "SELECT * FROM turns WHERE chat = ?1 AND (id = ?2 OR parent = ?2) ORDER BY id",
                (chat, question),
            ).fetchall()
            if not rows or rows[0]["id"] != question or rows[0]["role"] != Role.USER.value:
                return None
            return _keep(connection, chat, rows, rows[0]["parent"], entitle)

    def take_version(self, chat: ChatId, answer: TurnId) -> TakenOutId | None:
        """Take one of several answers to a question out; None: not there, or the only one.

        Its neighbour is shown instead: the next one, or the one before.
        """
        with self._database.transaction(durable=True) as connection:
            rows = connection.execute(
                "SELECT * FROM turns WHERE chat = ? AND id = ? AND role = ?",
                (chat, answer, Role.ASSISTANT.value),
            ).fetchall()
            heir = _neighbour(connection, rows[0]) if rows else None
            return _keep(connection, chat, rows, heir, str) if heir is not None else None

    def put_back(self, taken: TakenOutId) -> bool:
        """Put it back where it was; False when it is gone for good.

        An answer whose question was taken out since comes back with that.
        """
        with self._database.transaction(durable=True) as connection:
            row = connection.execute(
                "DELETE FROM taken_out WHERE id = ? RETURNING chat, kept", (taken,)
            ).fetchone()
            if row is None:
                return False
            return _put_back(connection, row["chat"], _decode(row["kept"]))

    def kept(self) -> list[tuple[TakenOutId, ChatId]]:
        """What can be put back, and into which chats."""
        rows = self._database.rows("SELECT id, chat FROM taken_out ORDER BY id")
        return [(TakenOutId(row["id"]), ChatId(row["chat"])) for row in rows]

    def forget(self, taken: TakenOutId) -> None:
        """Nobody wants it back: it cannot be found in the file then."""
        with self._database.erasing() as connection:
            connection.execute("DELETE FROM taken_out WHERE id = ?", (taken,))
            forget_words(connection)


def _decode(kept: bytes) -> _Kept:
    return msgspec.msgpack.decode(kept, type=_Kept)


def _neighbour(connection: sqlite3.Connection, answer: sqlite3.Row) -> int | None:
    """The next answer to the same question, or the one before; None without another."""
    [found] = connection.execute(
        """SELECT coalesce(
            (SELECT min(id) FROM turns WHERE parent = ?1 AND id > ?2),
            (SELECT max(id) FROM turns WHERE parent = ?1 AND id < ?2))""",
        (answer["parent"], answer["id"]),
    ).fetchone()
    return None if found is None else int(found)


def _keep(
    connection: sqlite3.Connection,
    chat: ChatId,
    rows: list[sqlite3.Row],
    heir: int | None,
    entitle: Callable[[str], str],
) -> TakenOutId:
    kept = _take(connection, chat, [dict(row) for row in rows], heir, entitle)
    cursor = connection.execute(
        "INSERT INTO taken_out (chat, taken, kept) VALUES (?, ?, ?)",
        (chat, time.time(), msgspec.msgpack.encode(kept)),
    )
    return TakenOutId(new_id(cursor))


def _take(
    connection: sqlite3.Connection,
    chat: ChatId,
    rows: list[dict[str, Any]],
    heir: int | None,
    entitle: Callable[[str], str],
) -> _Kept:
    """Take ROWS out; what followed them hangs on HEIR."""
    ids = _ids(row["id"] for row in rows)
    followers = connection.execute(
        f"SELECT id, parent FROM turns WHERE parent IN ({_THESE}) AND id NOT IN ({_THESE})",  # noqa: S608 - constants
        (ids, ids),
    ).fetchall()
    leaf, title = connection.execute(
        "SELECT leaf, title FROM chats WHERE id = ?", (chat,)
    ).fetchone()
    first = _first(connection, leaf)
    connection.execute(
        f"UPDATE turns SET parent = ? WHERE id IN ({_THESE})",  # noqa: S608 - constants
        (heir, _ids(row["id"] for row in followers)),
    )
    documents = _pass_on(connection, chat, rows[0]["id"], followers)
    connection.execute(f"DELETE FROM turns WHERE id IN ({_THESE})", (ids,))  # noqa: S608 - constants
    after = leaf if leaf not in {row["id"] for row in rows} else _last(connection, chat, heir)
    connection.execute("UPDATE chats SET leaf = ? WHERE id = ?", (after, chat))
    if first is not None and first[0] == rows[0]["id"]:
        new = _first(connection, after)
        _entitle(connection, chat, title, entitle(new[1]) if new is not None else "")
    [title_after] = connection.execute("SELECT title FROM chats WHERE id = ?", (chat,)).fetchone()
    return _Kept(
        turns=tuple(rows),
        followers=tuple((row["id"], row["parent"]) for row in followers),
        documents=documents,
        leaf=leaf,
        leaf_after=after,
        heir=heir,
        title=title,
        title_after=title_after,
    )


def _first(connection: sqlite3.Connection, leaf: int | None) -> tuple[int, str] | None:
    """Id and text of the question with which the branch to LEAF begins; None without one."""
    found = connection.execute(
        """WITH RECURSIVE above(id, parent, text) AS (
            SELECT id, parent, text FROM turns WHERE id = ?
            UNION ALL SELECT turns.id, turns.parent, turns.text
            FROM turns JOIN above ON turns.id = above.parent
        )
        SELECT id, text FROM above WHERE parent IS NULL""",
        (leaf,),
    ).fetchone()
    return None if found is None else (found["id"], found["text"])


def _entitle(connection: sqlite3.Connection, chat: int, former: str, title: str) -> None:
    """Give a chat another title, where it has still its FORMER one and a person gave it none."""
    connection.execute(
        "UPDATE chats SET title = ? WHERE id = ? AND title = ? AND NOT is_named",
        (title, chat, former),
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
        SELECT coalesce(max(id), ?2) AS leaf FROM below
        WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.parent = below.id)""",
        (chat, before),
    ).fetchone()
    return None if found["leaf"] is None else int(found["leaf"])


def _is_there(connection: sqlite3.Connection, turn: int | None) -> bool:
    if turn is None:
        return True
    return connection.execute("SELECT 1 FROM turns WHERE id = ?", (turn,)).fetchone() is not None


def _put_back(connection: sqlite3.Connection, chat: int, kept: _Kept) -> bool:
    first, *others = kept.turns
    if not _is_there(connection, first["parent"]):  # that was taken out since
        if first["role"] == Role.ASSISTANT.value:
            return _join_question(connection, chat, kept)
        [leaf] = connection.execute("SELECT leaf FROM chats WHERE id = ?", (chat,)).fetchone()
        first = {**first, "parent": leaf}
    for row in (first, *others):
        names = ", ".join(row)
        places = ", ".join("?" for _ in row)
        connection.execute(
            f"INSERT INTO turns ({names}) VALUES ({places})",  # noqa: S608 - names of columns
            tuple(row.values()),
        )
        index(connection, TurnId(row["id"]), row["text"])
    heir = kept.heir if first["role"] == Role.ASSISTANT.value else first["parent"]
    connection.executemany(
        "UPDATE turns SET parent = ?2 WHERE id = ?1 AND parent IS ?3",
        [(turn, answer, heir) for turn, answer in kept.followers],
    )
    connection.execute(
        f"UPDATE chat_documents SET turn = ? WHERE id IN ({_THESE})",  # noqa: S608 - constants
        (first["id"], _ids(kept.documents)),
    )
    connection.execute(
        "UPDATE chats SET leaf = ? WHERE id = ? AND leaf IS ?",
        (kept.leaf, chat, kept.leaf_after),
    )
    _entitle(connection, chat, kept.title_after, kept.title)
    return True


def _join_question(connection: sqlite3.Connection, chat: int, answer: _Kept) -> bool:
    """Let an answer come back when its question does; False when that is gone for good."""
    [row], was = answer.turns, dict(answer.followers)
    rows = connection.execute("SELECT id, kept FROM taken_out WHERE chat = ?", (chat,)).fetchall()
    for taken, kept in ((each["id"], _decode(each["kept"])) for each in rows):
        if kept.turns[0]["id"] != row["parent"]:
            continue
        whole = msgspec.structs.replace(
            kept,
            turns=(*kept.turns, row),
            followers=tuple((turn, was.get(turn, other)) for turn, other in kept.followers),
        )
        connection.execute(
            "UPDATE taken_out SET kept = ? WHERE id = ?", (msgspec.msgpack.encode(whole), taken)
        )
        return True
    return False


_THESE = "SELECT value FROM json_each(?)"


def _ids(values: Iterable[int]) -> str:
    return msgspec.json.encode(list(values)).decode()
