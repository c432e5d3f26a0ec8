"""The list of chats, whole or those in which words are found."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from yidesk.store.database import Database
from yidesk.store.records import ChatId, ChatSummary, FolderId, TurnId
from yidesk.store.snippet import snippet_of
from yidesk.store.words import match_of, terms_of

MOST_HITS = 1_000
"""Turns that a search finds, the newest ones: a common word stands in a million of them."""
MOST_CHATS = 300
"""Chats that a search finds, the latest ones; whoever wants others types more words."""
MOST_COMPARED = 4_000
"""Turns whose text is compared with signs that no index knows ("C++"); the newest ones."""

SUMMARY = "SELECT chats.*, 0 AS hits, NULL AS turn, NULL AS found FROM chats"
_LISTED = " WHERE leaf IS NOT NULL OR title <> ''"
_NEWEST_FIRST = " ORDER BY pinned DESC, changed DESC, id DESC"
_SEARCH = r"""WITH found AS (
        SELECT rowid AS id FROM turn_words WHERE turn_words MATCH ?1
        ORDER BY turn_words.rowid DESC LIMIT iif(?2 = '', ?4, ?5)
    ), newest AS (
        SELECT turns.id, turns.chat FROM found CROSS JOIN turns USING (id)
        WHERE ?2 = '' OR turns.text LIKE ?2 ESCAPE '\' LIMIT ?4
    ), hits AS (SELECT chat, count(*) AS hits, max(id) AS newest FROM newest GROUP BY chat)
    SELECT chats.*, coalesce(hits.hits, 0) AS hits, turns.id AS turn, turns.text AS found
    FROM chats LEFT JOIN hits ON hits.chat = chats.id LEFT JOIN turns ON turns.id = hits.newest
    WHERE hits.hits OR title LIKE ?3 ESCAPE '\'"""


def every(database: Database) -> list[ChatSummary]:
    """All chats in which something was asked; pinned ones first, then the latest change."""
    return [summary_of(row) for row in database.rows(SUMMARY + _LISTED + _NEWEST_FIRST)]


def search(database: Database, query: str) -> list[ChatSummary]:
    """Chats whose title holds QUERY, or one of whose turns holds all words of it."""
    # the index knows words only: what else was typed is compared with the text itself
    signs = [word for word in query.split() if re.search(r"^[^\w\s]|[^\w\s]$", word)]
    literal = _pattern(signs[0]) if signs else ""
    match = match_of(query) or '""'
    rows = database.rows(
        _SEARCH + _NEWEST_FIRST + f" LIMIT {MOST_CHATS}",
        match,
        literal,
        _pattern(query),
        MOST_HITS,
        MOST_COMPARED,
    )
    return [summary_of(row, terms_of(query)) for row in rows]


def _pattern(text: str) -> str:
    """TEXT anywhere, in the language of LIKE."""
    return "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def summary_of(row: sqlite3.Row, terms: Sequence[str] = ()) -> ChatSummary:
    """The chat in a row of SUMMARY."""
    return ChatSummary(
        id=ChatId(row["id"]),
        title=row["title"],
        created=row["created"],
        changed=row["changed"],
        pinned=bool(row["pinned"]),
        folder=FolderId(row["folder"]) if row["folder"] is not None else None,
        hits=row["hits"],
        turn=TurnId(row["turn"]) if row["turn"] is not None else None,
        snippet=snippet_of(row["found"], terms) if row["found"] else None,
    )
