"""Chats as trees of turns.

A chat shows one branch: the path from its leaf up to the first question. An answer is begun
together with its question, before anything is generated, and ended in one transaction.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Collection, Sequence

import msgspec

from yidesk.core.errors import ERRORS_BY_KIND, YiDeskError
from yidesk.core.types import Mode, Role
from yidesk.store.database import Database
from yidesk.store.records import ChatId, ChatSummary, Report, Turn, TurnId, TurnState
from yidesk.store.snippet import snippet_of
from yidesk.store.words import index_words, match_of, terms_of

TITLE_CHARACTERS = 80
MOST_HITS = 1_000
"""Turns that a search finds, the newest ones: a common word stands in a million of them."""

_SUMMARY = "SELECT chats.*, 0 AS hits, NULL AS found FROM chats"
_NEWEST_FIRST = " ORDER BY pinned DESC, changed DESC, id DESC"
_SEARCH = r"""WITH newest AS (
        SELECT turns.id, turns.chat FROM turn_words CROSS JOIN turns ON turns.id = turn_words.rowid
        WHERE turn_words MATCH ?1 AND (?2 = '' OR turns.text LIKE ?2 ESCAPE '\')
        ORDER BY turn_words.rowid DESC LIMIT ?4
    ), hits AS (SELECT chat, count(*) AS hits, max(id) AS newest FROM newest GROUP BY chat)
    SELECT chats.*, coalesce(hits.hits, 0) AS hits, turns.text AS found
    FROM chats LEFT JOIN hits ON hits.chat = chats.id LEFT JOIN turns ON turns.id = hits.newest
    WHERE hits.hits OR title LIKE ?3 ESCAPE '\'"""
_BRANCH = """WITH RECURSIVE branch(id) AS (
        SELECT leaf FROM chats WHERE id = ?
        UNION ALL
        SELECT turns.parent FROM turns JOIN branch USING (id)
    )
    SELECT turns.* FROM turns JOIN branch USING (id) ORDER BY turns.id"""


class _StoredError(msgspec.Struct, frozen=True):
    """An error as the database keeps it."""

    kind: str
    sentence: str
    code: str
    next_step: str = ""
    values: dict[str, str | int | float] = {}


class ChatStore:
    """The tables of chats and turns."""

    def __init__(self, database: Database, *, owner: str) -> None:
        """OWNER is the token of this instance, put on the answers it writes."""
        self._database = database
        self._owner = owner

    def create(self) -> ChatId:
        """A new, empty chat."""
        now = time.time()
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO chats (created, changed) VALUES (?, ?)", (now, now)
            )
            return ChatId(_new_id(cursor))

    def search(self, query: str = "") -> list[ChatSummary]:
        """Chats whose title holds QUERY, or one of whose turns holds all words of it.

        Pinned ones first, then the latest change first. All of them when QUERY is empty.
        """
        if not query.strip():
            return [_summary(row) for row in self._database.rows(_SUMMARY + _NEWEST_FIRST)]
        pattern = "%" + query.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        # the index knows words only: what else was typed is compared with the text itself
        literal = pattern if re.search(r"[^\w\s]", query) else ""
        match = match_of(query) or '""'
        rows = self._database.rows(_SEARCH + _NEWEST_FIRST, match, literal, pattern, MOST_HITS)
        return [_summary(row, terms_of(query)) for row in rows]

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        """Keep a chat above the others, or no longer."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE chats SET pinned = ? WHERE id = ?", (int(pinned), chat))

    def get(self, chat: ChatId) -> ChatSummary | None:
        """One chat."""
        rows = self._database.rows(_SUMMARY + " WHERE chats.id = ?", chat)
        return _summary(rows[0]) if rows else None

    def rename(self, chat: ChatId, title: str) -> ChatSummary | None:
        """Set the title; returns the changed chat, None when there is no such chat."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE chats SET title = ? WHERE id = ?", (title, chat))
        return self.get(chat)

    def delete(self, chat: ChatId) -> bool:
        """Delete a chat and its turns; returns whether there was one."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM chats WHERE id = ?", (chat,)).rowcount > 0

    def turns(self, chat: ChatId) -> list[Turn]:
        """The current branch, from the first question on."""
        documents = self._documents(chat)
        places: dict[int | None, list[TurnId]] = {}
        for row in self._database.rows(
            "SELECT id, parent FROM turns WHERE chat = ? ORDER BY id", chat
        ):
            places.setdefault(row["parent"], []).append(TurnId(row["id"]))
        return [
            _turn(row, tuple(documents.get(row["id"], ())), tuple(places[row["parent"]]))
            for row in self._database.rows(_BRANCH, chat)
        ]

    def tree(self, chat: ChatId) -> list[Turn]:
        """The turns of all branches; a parent comes before its children."""
        documents = self._documents(chat)
        rows = self._database.rows("SELECT * FROM turns WHERE chat = ? ORDER BY id", chat)
        return [_turn(row, tuple(documents.get(row["id"], ()))) for row in rows]

    def graft(self, title: str, tree: Sequence[Turn], leaf: TurnId | None) -> ChatId:
        """A new chat of these turns, given new ids; documents that are not known stay away."""
        chat = self.create()
        ids: dict[TurnId | None, TurnId | None] = {None: None}
        with self._database.transaction(durable=True) as connection:
            for turn in tree:
                ids[turn.id] = self._copy(connection, chat, ids[turn.parent], turn)
            connection.execute(
                "UPDATE chats SET title = ?, leaf = ? WHERE id = ?", (title, ids[leaf], chat)
            )
        return chat

    def _copy(
        self, connection: sqlite3.Connection, chat: ChatId, parent: TurnId | None, turn: Turn
    ) -> TurnId:
        state = TurnState.INTERRUPTED if turn.state is TurnState.STREAMING else turn.state
        cursor = connection.execute(
            """INSERT INTO turns
            (chat, parent, role, text, state, created, report, error, tokens, tokenizer)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                chat,
                parent,
                turn.role.value,
                turn.text,
                state.value,
                turn.created,
                msgspec.json.encode(turn.report).decode(),
                _encode_error(turn.error),
                turn.tokens,
                turn.tokenizer,
            ),
        )
        copy = TurnId(_new_id(cursor))
        _index(connection, copy, turn.text)
        connection.executemany(
            """INSERT INTO chat_documents (chat, document, turn)
            SELECT ?, fingerprint, ? FROM documents WHERE fingerprint = ?""",
            ((chat, copy, document) for document in turn.documents),
        )
        return copy

    def _documents(self, chat: ChatId) -> dict[int, list[str]]:
        """Id of a turn -> fingerprints of the documents that came with it, in order."""
        documents: dict[int, list[str]] = {}
        for row in self._database.rows(
            "SELECT turn, document FROM chat_documents WHERE chat = ? ORDER BY id", chat
        ):
            documents.setdefault(row["turn"], []).append(row["document"])
        return documents

    def turn(self, turn: TurnId) -> Turn | None:
        """One turn, of any branch, without its documents."""
        rows = self._database.rows("SELECT * FROM turns WHERE id = ?", turn)
        return _turn(rows[0], ()) if rows else None

    def waiting_documents(self, chat: ChatId) -> list[str]:
        """Fingerprints of the documents that will come with the next question."""
        rows = self._database.rows(
            "SELECT document FROM chat_documents WHERE chat = ? AND turn IS NULL ORDER BY id", chat
        )
        return [row["document"] for row in rows]

    def attach(self, chat: ChatId, document: str) -> bool:
        """Let a document wait for the next question; returns False when it waits already."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                """INSERT INTO chat_documents (chat, document) SELECT ?1, ?2
                WHERE NOT EXISTS (SELECT 1 FROM chat_documents
                    WHERE chat = ?1 AND document = ?2 AND turn IS NULL)""",
                (chat, document),
            )
            return cursor.rowcount > 0

    def detach(self, chat: ChatId, document: str) -> bool:
        """Take a document out of a chat, all its branches; returns whether it was in."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "DELETE FROM chat_documents WHERE chat = ? AND document = ?", (chat, document)
            )
            return cursor.rowcount > 0

    def begin(self, chat: ChatId, question: str) -> tuple[Turn, Turn]:
        """Append a question, with the waiting documents, and an empty answer; returns both."""
        with self._database.transaction(durable=True) as connection:
            row = connection.execute("SELECT * FROM chats WHERE id = ?", (chat,)).fetchone()
            if row is None:
                raise KeyError(chat)
            asked = self._insert(connection, chat, row["leaf"], Role.USER, question)
            connection.execute(
                "UPDATE chat_documents SET turn = ? WHERE chat = ? AND turn IS NULL", (asked, chat)
            )
            answer = self._insert(connection, chat, asked, Role.ASSISTANT, "")
            if not row["title"]:
                title = " ".join(question.split())[:TITLE_CHARACTERS]
                connection.execute("UPDATE chats SET title = ? WHERE id = ?", (title, chat))
        return self._pair(chat, asked, answer)

    def begin_again(self, chat: ChatId, question: TurnId) -> tuple[Turn, Turn]:
        """Begin one more answer to a question; the earlier ones stay as other branches."""
        with self._database.transaction(durable=True) as connection:
            answer = self._insert(connection, chat, question, Role.ASSISTANT, "")
        return self._pair(chat, question, answer)

    def begin_edited(self, chat: ChatId, question: TurnId, text: str) -> tuple[Turn, Turn]:
        """Ask something else in the place of a question, with its documents and the waiting ones.

        The earlier question and all that follows it stay as another branch.
        """
        with self._database.transaction(durable=True) as connection:
            [parent] = connection.execute(
                "SELECT parent FROM turns WHERE id = ?", (question,)
            ).fetchone()
            asked = self._insert(connection, chat, parent, Role.USER, text)
            connection.execute(
                """INSERT INTO chat_documents (chat, document, turn)
                SELECT chat, document, ? FROM chat_documents WHERE turn = ? ORDER BY id""",
                (asked, question),
            )
            connection.execute(
                "UPDATE chat_documents SET turn = ? WHERE chat = ? AND turn IS NULL", (asked, chat)
            )
            answer = self._insert(connection, chat, asked, Role.ASSISTANT, "")
        return self._pair(chat, asked, answer)

    def resume(self, answer: TurnId) -> bool:
        """Begin to write on at the end of an answer that was cut; False when it was not."""
        cut = [state.value for state in TurnState if state.is_cut]
        with self._database.transaction(durable=True) as connection:
            cursor = connection.execute(
                """UPDATE turns SET state = 'streaming', owner = ?
                WHERE id = ? AND state IN (SELECT value FROM json_each(?))""",
                (self._owner, answer, msgspec.json.encode(cut).decode()),
            )
            return cursor.rowcount > 0

    def choose(self, chat: ChatId, turn: TurnId) -> None:
        """Show the branch through TURN; below it, the branch that was written on last."""
        with self._database.transaction() as connection:
            connection.execute(
                """WITH RECURSIVE below(id) AS (
                    SELECT id FROM turns WHERE id = ?1 AND chat = ?2
                    UNION ALL SELECT turns.id FROM turns JOIN below ON turns.parent = below.id
                )
                UPDATE chats SET leaf = coalesce((SELECT max(id) FROM below), leaf) WHERE id = ?2
                """,
                (turn, chat),
            )

    def _pair(self, chat: ChatId, question: TurnId, answer: TurnId) -> tuple[Turn, Turn]:
        by_id = {turn.id: turn for turn in self.turns(chat)}
        return by_id[question], by_id[answer]

    def _insert(
        self,
        connection: sqlite3.Connection,
        chat: ChatId,
        parent: TurnId | None,
        role: Role,
        text: str,
    ) -> TurnId:
        now = time.time()
        answers = role is Role.ASSISTANT
        cursor = connection.execute(
            """INSERT INTO turns (chat, parent, role, text, state, created, owner)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                chat,
                parent,
                role.value,
                text,
                (TurnState.STREAMING if answers else TurnState.DONE).value,
                now,
                self._owner if answers else "",
            ),
        )
        turn = TurnId(_new_id(cursor))
        if not answers:
            _index(connection, turn, text)
        connection.execute("UPDATE chats SET leaf = ?, changed = ? WHERE id = ?", (turn, now, chat))
        return turn

    def keep_mode(self, turn_id: TurnId, mode: Mode) -> None:
        """Keep how an answer that is being written reads: after a crash it is continued so."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE turns SET report = ? WHERE id = ? AND state = 'streaming'",
                (msgspec.json.encode(Report(mode=mode)).decode(), turn_id),
            )

    def save_partial(self, answer: TurnId, text: str) -> bool:
        """Keep the text so far; returns False when the answer has ended or is gone."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "UPDATE turns SET text = ? WHERE id = ? AND state = 'streaming'", (text, answer)
            )
            return cursor.rowcount > 0

    def finish(
        self,
        answer: TurnId,
        *,
        text: str,
        state: TurnState,
        report: Report,
        error: YiDeskError | None = None,
        tokens: bytes = b"",
        tokenizer: str = "",
    ) -> Turn | None:
        """End an answer; returns it, None when its chat was deleted meanwhile."""
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                """UPDATE turns SET text = ?, state = ?, owner = '', report = ?, error = ?,
                tokens = ?, tokenizer = ? WHERE id = ?""",
                (
                    text,
                    state.value,
                    msgspec.json.encode(report).decode(),
                    _encode_error(error),
                    tokens,
                    tokenizer,
                    answer,
                ),
            )
            connection.execute(
                "UPDATE chats SET changed = ? WHERE id = (SELECT chat FROM turns WHERE id = ?)",
                (time.time(), answer),
            )
            if connection.execute("SELECT 1 FROM turns WHERE id = ?", (answer,)).fetchone():
                _index(connection, answer, text)
        return self.turn(answer)

    def interrupt_orphans(self, *, living: Collection[str]) -> int:
        """Mark answers whose writer is neither this instance nor LIVING; returns how many."""
        known = msgspec.json.encode([self._owner, *living]).decode()
        with self._database.transaction() as connection:
            orphans = connection.execute(
                """UPDATE turns SET state = 'interrupted', owner = '' WHERE state = 'streaming'
                AND owner NOT IN (SELECT value FROM json_each(?)) RETURNING id, text""",
                (known,),
            ).fetchall()
            for row in orphans:
                _index(connection, row["id"], row["text"])
            return len(orphans)


def _new_id(cursor: sqlite3.Cursor) -> int:
    if cursor.lastrowid is None:
        raise AssertionError("an INSERT gives an id")
    return cursor.lastrowid


def _index(connection: sqlite3.Connection, turn: TurnId, text: str) -> None:
    """Let a turn that has ended be found by its words."""
    connection.execute("DELETE FROM turn_words WHERE rowid = ?", (turn,))
    connection.execute(
        "INSERT INTO turn_words (rowid, words) VALUES (?, ?)", (turn, index_words(text))
    )


def _summary(row: sqlite3.Row, terms: Sequence[str] = ()) -> ChatSummary:
    return ChatSummary(
        id=ChatId(row["id"]),
        title=row["title"],
        created=row["created"],
        changed=row["changed"],
        pinned=bool(row["pinned"]),
        hits=row["hits"],
        snippet=snippet_of(row["found"], terms) if row["found"] else None,
    )


def _turn(row: sqlite3.Row, documents: tuple[str, ...], versions: tuple[TurnId, ...] = ()) -> Turn:
    return Turn(
        id=TurnId(row["id"]),
        chat=ChatId(row["chat"]),
        parent=row["parent"],
        role=Role(row["role"]),
        text=row["text"],
        state=TurnState(row["state"]),
        created=row["created"],
        documents=documents,
        report=msgspec.json.decode(row["report"], type=Report),
        error=_decode_error(row["error"]),
        tokens=row["tokens"],
        tokenizer=row["tokenizer"],
        versions=versions,
    )


def _encode_error(error: YiDeskError | None) -> str | None:
    if error is None:
        return None
    stored = _StoredError(
        type(error).__name__, error.sentence, error.code, error.next_step, error.values
    )
    return msgspec.json.encode(stored).decode()


def _decode_error(text: str | None) -> YiDeskError | None:
    if text is None:
        return None
    stored = msgspec.json.decode(text, type=_StoredError)
    kind = ERRORS_BY_KIND.get(stored.kind, YiDeskError)
    return kind(stored.sentence, code=stored.code, next_step=stored.next_step, **stored.values)
