"""The list of chats, whole or those in which words are found."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from yidesk.store.database import Database
from yidesk.store.records import ChatId, ChatSummary, FolderId, TurnId
from yidesk.store.snippet import Snippet, snippet_of, without_signs
from yidesk.store.words import match_anywhere, match_of, terms_of

MOST_HITS = 1_000
"""Turns that a search finds, the newest ones: a common word stands in a million of them."""
MOST_PASSAGES = 300
"""Passages of documents that are looked at."""
MOST_CHATS = 300
"""Chats that a search finds, the latest ones; whoever wants others types more words."""
MOST_COMPARED = 4_000
"""Turns whose text is compared with signs that no index knows ("C++"); the newest ones."""

SUMMARY = "SELECT chats.*, 0 AS hits, NULL AS turn, NULL AS found FROM chats"
LISTED = "leaf IS NOT NULL OR title <> ''"
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
_NAMES = r"""SELECT chat, fingerprint, name, 0 AS page, name AS text
    FROM documents JOIN chat_documents ON document = fingerprint
    WHERE removed IS NULL AND name LIKE ? ESCAPE '\' ORDER BY chat_documents.id DESC LIMIT ?"""
_PAGES = """WITH found AS (
        SELECT rowid AS id FROM passage_words WHERE passage_words MATCH ?
        ORDER BY rowid DESC LIMIT ?
    )
    SELECT chat, fingerprint, name, passages.page AS page,
        substr(pages.text, passages.start + 1, passages."end" - passages.start) AS text
    FROM found CROSS JOIN passages USING (id)
    JOIN pages ON pages.document = passages.document AND pages.number = passages.page
    JOIN documents ON fingerprint = passages.document
    JOIN chat_documents ON chat_documents.document = fingerprint
    ORDER BY passages.document, passages.id"""
_THESE = f"{SUMMARY} WHERE chats.id IN (SELECT value FROM json_each(?)) AND ({LISTED})"  # noqa: S608 - constants


def every(database: Database) -> list[ChatSummary]:
    """All chats in which something was asked; pinned ones first, then the latest change."""
    return [summary_of(row) for row in database.rows(f"{SUMMARY} WHERE {LISTED} {_NEWEST_FIRST}")]


def search(database: Database, query: str) -> list[ChatSummary]:
    """Chats whose title holds QUERY, or whose turns or documents hold all words of it."""
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
    terms = terms_of(query)
    chats = [summary_of(row, terms) for row in rows]
    known = {chat.id for chat in chats if chat.snippet is not None}
    places = {
        chat: place
        for chat, place in _in_documents(database, query, terms).items()
        if chat not in known
    }
    chats = [_with_place(chat, places.pop(chat.id, None)) for chat in chats]
    ids = msgspec.json.encode(list(places)).decode()
    chats += [
        _with_place(summary_of(row), places[ChatId(row["id"])])
        for row in database.rows(_THESE, ids)
    ]
    chats.sort(key=lambda chat: (chat.pinned, chat.changed, chat.id), reverse=True)
    return chats[:MOST_CHATS]


class _Place(NamedTuple):
    """Where a document holds what is looked for."""

    document: str
    name: str
    page: int
    snippet: Snippet


def _in_documents(database: Database, query: str, terms: Sequence[str]) -> dict[ChatId, _Place]:
    """Chats with a document whose name holds QUERY, or which holds all words on one passage."""
    rows = database.rows(_NAMES, _pattern(query), MOST_CHATS)
    if match := match_anywhere(query):
        rows += database.rows(_PAGES, match, MOST_PASSAGES)
    found: dict[ChatId, _Place] = {}
    for row in rows:
        snippet = snippet_of(row["text"], terms)
        # pairs of characters may stand apart, and signs are in no index
        if ChatId(row["chat"]) not in found and snippet.marked:
            place = _Place(row["fingerprint"], row["name"], row["page"], snippet)
            found[ChatId(row["chat"])] = place
    return found


def _with_place(chat: ChatSummary, place: _Place | None) -> ChatSummary:
    if place is None:
        return chat
    return replace(
        chat,
        document=place.document,
        document_name=place.name,
        page=place.page,
        snippet=place.snippet,
    )


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
        snippet=(snippet_of(without_signs(row["found"], terms), terms) if row["found"] else None),
    )
