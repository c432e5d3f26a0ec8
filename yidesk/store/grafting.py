"""A whole chat written at once: an imported one, or a copy of one that is there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence

import msgspec

from yidesk.store.records import ChatId, Turn, TurnId, TurnState
from yidesk.store.turn_rows import encode_error
from yidesk.store.words import index_words

MOST_MERGED = 20_000
"""Turns whose index is merged at once: 0.4 s where 100,000 took 2.3 s."""


def graft(
    connection: sqlite3.Connection,
    title: str,
    tree: Sequence[Turn],
    leaf: TurnId | None,
    *,
    waiting: Iterable[str] = (),
    times: tuple[float, float] | None = None,
    manner: str = "{}",
) -> ChatId:
    """A new chat of these turns, given new ids; call it in a transaction.

    WAITING are documents that go with its next question, TIMES when it was created and changed,
    MANNER how it is answered, as `yidesk.store.manners` has it.
    Documents that are not known stay away.
    """
    created, changed = times or (time.time(),) * 2
    chat = ChatId(
        new_id(
            connection.execute(
                """INSERT INTO chats (title, created, changed, manner, is_named)
                VALUES (?, ?, ?, ?, 1)""",
                (title, created, changed, manner),
            )
        )
    )
    ids: dict[TurnId | None, TurnId | None] = {None: None}
    for turn in tree:
        ids[turn.id] = _copy(connection, chat, ids[turn.parent], turn)
    connection.execute("UPDATE chats SET leaf = ? WHERE id = ?", (ids[leaf], chat))
    _bring(connection, chat, None, waiting)
    return chat


def _copy(
    connection: sqlite3.Connection, chat: ChatId, parent: TurnId | None, turn: Turn
) -> TurnId:
    state = TurnState.INTERRUPTED if turn.state is TurnState.STREAMING else turn.state
    cursor = connection.execute(
        """INSERT INTO turns
        (chat, parent, role, text, state, created, report, error, tokens, tokenizer, prompt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            chat,
            parent,
            turn.role.value,
            turn.text,
            state.value,
            turn.created,
            msgspec.json.encode(turn.report).decode(),
            encode_error(turn.error),
            turn.tokens,
            turn.tokenizer,
            turn.prompt,
        ),
    )
    copy = TurnId(new_id(cursor))
    index(connection, copy, turn.text)
    _bring(connection, chat, copy, turn.documents)
    return copy


def _bring(
    connection: sqlite3.Connection, chat: ChatId, turn: TurnId | None, documents: Iterable[str]
) -> None:
    connection.executemany(
        """INSERT INTO chat_documents (chat, document, turn)
        SELECT ?, fingerprint, ? FROM documents WHERE fingerprint = ?""",
        ((chat, turn, document) for document in documents),
    )


def new_id(cursor: sqlite3.Cursor) -> int:
    """The id of the row that was just inserted."""
    if cursor.lastrowid is None:
        raise AssertionError("an INSERT gives an id")
    return cursor.lastrowid


def forget_words(connection: sqlite3.Connection) -> None:
    """Take the words of deleted turns out of the index, where they stay until it is merged.

    The larger index of a store with very many turns is left to its own merging: SQLite does it
    bit by bit as turns are added.
    """
    [turns] = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM turns LIMIT ?)", (MOST_MERGED + 1,)
    ).fetchone()
    if turns <= MOST_MERGED:
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('optimize')")


def index(connection: sqlite3.Connection, turn: TurnId, text: str) -> None:
    """Let a turn that has ended be found by its words."""
    connection.execute("DELETE FROM turn_words WHERE rowid = ?", (turn,))
    connection.execute(
        "INSERT INTO turn_words (rowid, words) VALUES (?, ?)", (turn, index_words(text))
    )
