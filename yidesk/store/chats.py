"""Chats as trees of turns.

A chat shows one branch: the path from its leaf up to the first question. An answer is begun
together with its question, before anything is generated, and ended in one transaction.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Sequence

import msgspec

from yidesk.core.errors import YiDeskError
from yidesk.core.types import Mode, Role
from yidesk.store import chat_search
from yidesk.store.database import Database
from yidesk.store.grafting import forget_words, graft, index, new_id
from yidesk.store.records import ChatId, ChatSummary, Report, Turn, TurnId, TurnState
from yidesk.store.turn_rows import encode_error, parents_first, turn_of

TITLE_CHARACTERS = 80
_NEXT = "SELECT id FROM chats WHERE is_next AND leaf IS NULL"
_NEXT_BEGUN = """SELECT id FROM chats WHERE is_next AND leaf IS NULL
    AND (draft <> '' OR id IN (SELECT chat FROM chat_documents))"""

_BRANCH = """WITH RECURSIVE branch(id, above) AS (
        SELECT leaf, 0 FROM chats WHERE id = ?
        UNION ALL
        SELECT turns.parent, above + 1 FROM turns JOIN branch USING (id)
    )
    SELECT turns.* FROM turns JOIN branch USING (id) ORDER BY above DESC"""
"""Ids do not always grow along it: what was put back may follow what is newer."""


class ChatStore:
    """The tables of chats and turns."""

    def __init__(self, database: Database, *, owner: str) -> None:
        """OWNER is the token of this instance, put on the answers it writes."""
        self._database = database
        self._owner = owner

    def create(self, manner: str = "{}") -> ChatId:
        """A new, empty chat; MANNER as `yidesk.store.manners` has it."""
        now = time.time()
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO chats (created, changed, manner) VALUES (?, ?, ?)", (now, now, manner)
            )
            return ChatId(new_id(cursor))

    def next(self, manner: str = "{}") -> ChatId:
        """The chat in which nothing was asked yet; there is at most one.

        MANNER is given to it when it is made.
        """
        now = time.time()
        with self._database.transaction() as connection:
            found = connection.execute(_NEXT).fetchone()
            if found is not None:
                return ChatId(found["id"])
            return ChatId(
                new_id(
                    connection.execute(
                        "INSERT INTO chats (created, changed, manner, is_next) VALUES (?, ?, ?, 1)",
                        (now, now, manner),
                    )
                )
            )

    def unasked(self) -> ChatId | None:
        """The chat in which nothing was asked yet, if it was made."""
        found = self._database.rows(_NEXT)
        return ChatId(found[0]["id"]) if found else None

    def find_next(self) -> ChatId | None:
        """The chat in which nothing was asked yet, when documents or words wait in it."""
        found = self._database.rows(_NEXT_BEGUN)
        return ChatId(found[0]["id"]) if found else None

    def draft(self, chat: ChatId) -> str:
        """What is written there and not asked."""
        found = self._database.rows("SELECT draft FROM chats WHERE id = ?", chat)
        return str(found[0]["draft"]) if found else ""

    def keep_draft(self, chat: ChatId, text: str) -> None:
        """Keep what is written there and not asked."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE chats SET draft = ? WHERE id = ?", (text, chat))

    def search(self, query: str = "") -> list[ChatSummary]:
        """Chats whose title holds QUERY, or whose turns or documents hold all words of it.

        Pinned ones first, then the latest change first. All of them when QUERY is empty.
        """
        wanted = query.strip()
        return (
            chat_search.search(self._database, wanted)
            if wanted
            else chat_search.every(self._database)
        )

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        """Keep a chat above the others, or no longer."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE chats SET pinned = ? WHERE id = ?", (int(pinned), chat))

    def get(self, chat: ChatId) -> ChatSummary | None:
        """One chat."""
        rows = self._database.rows(chat_search.SUMMARY + " WHERE chats.id = ?", chat)
        return chat_search.summary_of(rows[0]) if rows else None

    def rename(self, chat: ChatId, title: str) -> ChatSummary | None:
        """Set the title; returns the changed chat, None when there is no such chat."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE chats SET title = ?, is_named = 1 WHERE id = ?", (title, chat)
            )
        return self.get(chat)

    def entitle(self, chat: ChatId, title: str) -> bool:
        """Give a chat a title of the program's making; False where a person gave it one."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "UPDATE chats SET title = ? WHERE id = ? AND NOT is_named", (title, chat)
            )
            return cursor.rowcount > 0

    def delete(self, *chats: ChatId) -> int:
        """Delete chats with their turns, which cannot be found in the file then.

        Returns how many there were.
        """
        with self._database.erasing() as connection:
            deleted = connection.execute(
                "DELETE FROM chats WHERE id IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(chats).decode(),),
            ).rowcount
            forget_words(connection)
        return deleted

    def turns(self, chat: ChatId) -> list[Turn]:
        """The current branch, from the first question on."""
        documents = self._documents(chat)
        places: dict[int | None, list[TurnId]] = {}
        for row in self._database.rows(
            "SELECT id, parent FROM turns WHERE chat = ? ORDER BY id", chat
        ):
            places.setdefault(row["parent"], []).append(TurnId(row["id"]))
        return [
            turn_of(row, tuple(documents.get(row["id"], ())), tuple(places[row["parent"]]))
            for row in self._database.rows(_BRANCH, chat)
        ]

    def tree(self, chat: ChatId) -> list[Turn]:
        """The turns of all branches; a parent comes before its children."""
        documents = self._documents(chat)
        rows = self._database.rows("SELECT * FROM turns WHERE chat = ? ORDER BY id", chat)
        return parents_first(turn_of(row, tuple(documents.get(row["id"], ()))) for row in rows)

    def graft(
        self,
        title: str,
        tree: Sequence[Turn],
        leaf: TurnId | None,
        waiting: Sequence[str] = (),
        *,
        times: tuple[float, float] | None = None,
        manner: str = "{}",
        durable: bool = True,
    ) -> ChatId:
        """A new chat of these turns, given new ids; documents that are not known stay away.

        TIMES: when it was created and changed, in seconds since 1970, where that was not now.
        MANNER: how it is answered, as `yidesk.store.manners` has it.
        """
        with self._database.transaction(durable=durable) as connection:
            return graft(connection, title, tree, leaf, waiting=waiting, times=times, manner=manner)

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
        return turn_of(rows[0], ()) if rows else None

    def waiting_documents(self, chat: ChatId) -> list[str]:
        """Fingerprints of the documents that will come with the next question."""
        rows = self._database.rows(
            "SELECT document FROM chat_documents WHERE chat = ? AND turn IS NULL ORDER BY id", chat
        )
        return [row["document"] for row in rows]

    def reorder_waiting(self, chat: ChatId, documents: Sequence[str]) -> None:
        """Let the waiting documents come in this order."""
        with self._database.transaction() as connection:
            for document in documents:
                moved = connection.execute(
                    "DELETE FROM chat_documents WHERE chat = ? AND document = ? AND turn IS NULL",
                    (chat, document),
                ).rowcount
                if moved:
                    connection.execute(
                        "INSERT INTO chat_documents (chat, document) VALUES (?, ?)",
                        (chat, document),
                    )

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

    def begin(self, chat: ChatId, question: str, title: str = "") -> tuple[Turn, Turn]:
        """Append a question, with the waiting documents, and an empty answer; returns both.

        TITLE is given to a chat that has none, or none of its own before its first question;
        empty: the beginning of the question.
        """
        with self._database.transaction(durable=True) as connection:
            row = connection.execute("SELECT * FROM chats WHERE id = ?", (chat,)).fetchone()
            if row is None:
                raise KeyError(chat)
            asked = self._insert(connection, chat, row["leaf"], Role.USER, question)
            connection.execute(
                "UPDATE chat_documents SET turn = ? WHERE chat = ? AND turn IS NULL", (asked, chat)
            )
            answer = self._insert(connection, chat, asked, Role.ASSISTANT, "")
            if not row["title"] or (row["leaf"] is None and not row["is_named"]):
                known = title or " ".join(question.split())[:TITLE_CHARACTERS]
                connection.execute("UPDATE chats SET title = ? WHERE id = ?", (known, chat))
            connection.execute("UPDATE chats SET is_next = 0, draft = '' WHERE id = ?", (chat,))
        return self._pair(chat, asked, answer)

    def begin_again(self, chat: ChatId, question: TurnId) -> tuple[Turn, Turn]:
        """Begin one more answer to a question; the earlier ones stay as other branches.

        One that failed or was stopped before its first word is nothing to go back to.
        """
        with self._database.transaction(durable=True) as connection:
            answer = self._insert(connection, chat, question, Role.ASSISTANT, "")
            connection.execute(
                """DELETE FROM turns WHERE parent = ? AND text = ''
                AND state IN ('failed', 'stopped', 'interrupted')
                AND NOT EXISTS (SELECT 1 FROM turns AS after WHERE after.parent = turns.id)""",
                (question,),
            )
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
                UPDATE chats SET leaf = coalesce((SELECT max(id) FROM below WHERE NOT EXISTS
                    (SELECT 1 FROM turns WHERE turns.parent = below.id)), leaf) WHERE id = ?2
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
            """INSERT INTO turns (chat, parent, role, text, state, created, owner, prompt)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,
                iif(?3 = 'user', coalesce(json_extract(manner, '$.prompt'), ''), '')
            FROM chats WHERE id = ?1""",
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
        turn = TurnId(new_id(cursor))
        if not answers:
            index(connection, turn, text)
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
                    encode_error(error),
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
                index(connection, answer, text)
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
                index(connection, row["id"], row["text"])
            return len(orphans)
