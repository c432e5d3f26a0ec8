"""Documents and their pages, known by the hash of their bytes."""

from __future__ import annotations

import dataclasses
import sqlite3
import time
from dataclasses import dataclass

import msgspec

from yidesk.core.page_picture import PageLayout
from yidesk.core.types import Document, Page, PageWarning
from yidesk.store import folders, notes, quoted
from yidesk.store.database import Database
from yidesk.store.pages import ArrivedPages, ArrivingPages, StoredPages, stored_pages, values
from yidesk.store.records import ChatId

_ENTRIES = """SELECT documents.*,
    (SELECT count(DISTINCT chat) FROM chat_documents WHERE document = fingerprint) AS chats,
    EXISTS (SELECT 1 FROM documents AS later WHERE later.path = documents.path
        AND later.added > documents.added AND later.removed IS NULL) AS is_older
    FROM documents WHERE removed IS NULL"""

_WHOLE = (PageWarning.NONE, PageWarning.BLANK)
"""Pages of which nothing is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document as a list shows it, without its pages."""

    fingerprint: str
    name: str
    path: str
    """Where its file was seen last."""
    format: str
    pages: int
    characters: int
    warned: int
    """Pages with a warning."""
    bytes: int
    """Of the file; 0 where that was not noted."""
    added: float
    """Seconds since 1970, UTC."""
    chats: int
    """How many chats use it."""
    is_older: bool
    """The file has been changed since, and read again: that is another document."""


class LibraryStore:
    """The documents table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, document: Document, path: str, size: int = 0) -> Document:
        """Keep a document, or its new name and path when its bytes are known; returns it.

        What the model is told it is called is its first name, for good. SIZE: bytes of the file.
        """
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT prompt_name, removed FROM documents WHERE fingerprint = ?",
                (document.fingerprint,),
            ).fetchone()
            told = known["prompt_name"] if known else document.name
            if known is None or known["removed"] is not None:
                _keep(connection, document, told)
            connection.execute(
                "UPDATE documents SET name = ?, path = ?, bytes = ? WHERE fingerprint = ?",
                (document.name, path, size, document.fingerprint),
            )
        return self.get(document.fingerprint) or dataclasses.replace(document, prompt_name=told)

    def arriving(self) -> ArrivingPages:
        """A tray for the pages of a file that is read; a document of them can be added."""
        return ArrivingPages(self._database)

    def get(self, fingerprint: str) -> Document | None:
        """The document with these bytes."""
        found = self._database.rows(
            "SELECT * FROM documents WHERE fingerprint = ? AND removed IS NULL", fingerprint
        )
        if not found:
            return None
        return _document(found[0], stored_pages(self._database, found[0]))

    def path(self, fingerprint: str) -> str:
        """Where the document's file was last seen; empty when it is not known."""
        found = self._database.rows("SELECT path FROM documents WHERE fingerprint = ?", fingerprint)
        return str(found[0]["path"]) if found else ""

    def replace_page(self, fingerprint: str, page: Page, layout: PageLayout) -> None:
        """Put text that was recognised in a page's picture in the place of what it had.

        The document is indexed anew when it is searched next. Nothing happens when it is gone.
        """
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE pages SET text = ?, warning = ? WHERE document = ? AND number = ?",
                (page.text, page.warning.value, fingerprint, page.number),
            ).rowcount
            if not changed:
                return
            connection.execute(
                "INSERT OR REPLACE INTO page_boxes VALUES (?, ?, ?, ?, ?)",
                (fingerprint, page.number, layout.width, layout.height, layout.boxes),
            )
            for table in ("passages", "indexed"):
                connection.execute(f"DELETE FROM {table} WHERE document = ?", (fingerprint,))  # noqa: S608 - names from above
            connection.execute(
                """UPDATE documents SET (characters, warned) =
                    (SELECT sum(length(text)), sum(warning NOT IN ('', 'blank')) FROM pages
                    WHERE document = fingerprint) WHERE fingerprint = ?""",
                (fingerprint,),
            )

    def layout(self, fingerprint: str, number: int, text: str) -> PageLayout | None:
        """Where the characters of a page's recognised TEXT stand; None for all other pages."""
        found = self._database.rows(
            "SELECT * FROM page_boxes WHERE document = ? AND number = ?", fingerprint, number
        )
        if not found:
            return None
        row = found[0]
        return PageLayout(width=row["width"], height=row["height"], boxes=row["boxes"], text=text)

    def entries(self) -> list[Entry]:
        """Every document, the last added first."""
        rows = self._database.rows(_ENTRIES + " ORDER BY added DESC, fingerprint")
        return [_entry(row) for row in rows]

    def entry(self, fingerprint: str) -> Entry | None:
        """One document as the list shows it."""
        rows = self._database.rows(_ENTRIES + " AND fingerprint = ?", fingerprint)
        return _entry(rows[0]) if rows else None

    def name(self, fingerprint: str) -> str:
        """The name of a document, even of a removed one that a chat used; else empty."""
        rows = self._database.rows("SELECT name FROM documents WHERE fingerprint = ?", fingerprint)
        return str(rows[0]["name"]) if rows else ""

    def chats_with(self, fingerprint: str) -> list[tuple[ChatId, str]]:
        """The chats that use a document, the last changed first: ids and titles."""
        rows = self._database.rows(
            """SELECT id, title FROM chats WHERE id IN
            (SELECT chat FROM chat_documents WHERE document = ?) ORDER BY changed DESC, id DESC""",
            fingerprint,
        )
        return [(ChatId(row["id"]), row["title"]) for row in rows]

    def move(self, fingerprint: str, name: str, path: str) -> None:
        """Note that the document's file is called and lies otherwise now."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE documents SET name = ?, path = ? WHERE fingerprint = ?",
                (name, path, fingerprint),
            )

    def replace(self, document: Document) -> Document:
        """Keep other pages of a document that is known; what was made from the former ones goes.

        Returns it with the names that it has.
        """
        with self._database.erasing() as connection:
            _forget(connection, document.fingerprint)
            connection.execute(
                "UPDATE documents SET removed = ? WHERE fingerprint = ?",
                (time.time(), document.fingerprint),
            )
            _keep(connection, document, "")
        kept = self.get(document.fingerprint)
        return kept or document

    def remove(self, fingerprint: str) -> bool:
        """Remove a document with all that was made from it; False when there is none.

        Where chats use it, its names stay until they go. What is removed cannot be found in the
        file any more.
        """
        with self._database.erasing() as connection:
            folders.leave_out(connection, fingerprint)
            quoted.forget(connection, fingerprint)
            _forget(connection, fingerprint)
            gone = connection.execute(
                """DELETE FROM documents WHERE fingerprint = ?1
                AND NOT EXISTS (SELECT 1 FROM chat_documents WHERE document = ?1)""",
                (fingerprint,),
            ).rowcount
            left = connection.execute(
                """UPDATE documents SET removed = ?, path = '', notes = '[]'
                WHERE fingerprint = ? AND removed IS NULL""",
                (time.time(), fingerprint),
            ).rowcount
        return gone + left > 0


def _forget(connection: sqlite3.Connection, fingerprint: str) -> None:
    """Remove the pages of a document, and all that was made from them."""
    notes.forget(connection, fingerprint)
    for table in ("pages", "page_boxes", "passages", "indexed", "tokens"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (fingerprint,))  # noqa: S608 - names from above
    # deleted rows stay in the index's segments until these are merged
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")


def _keep(connection: sqlite3.Connection, document: Document, told: str) -> None:
    """Insert a document with its pages, or bring a removed one back."""
    connection.execute(
        """INSERT INTO documents (fingerprint, name, path, format, notes, added, prompt_name,
            page_count, characters, warned)
        VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (fingerprint) DO UPDATE SET removed = NULL, format = excluded.format,
            notes = excluded.notes, added = excluded.added, page_count = excluded.page_count,
            characters = excluded.characters, warned = excluded.warned""",
        (
            document.fingerprint,
            document.name,
            document.format,
            msgspec.json.encode(document.notes).decode(),
            time.time(),
            told,
            len(document.pages),
            document.characters,
            sum(warning not in _WHOLE for warning in document.warnings.values()),
        ),
    )
    if isinstance(document.pages, ArrivedPages):
        document.pages.move_to(connection, document.fingerprint)
        return
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
        ((document.fingerprint, *values(page)) for page in document.pages),
    )


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        fingerprint=row["fingerprint"],
        name=row["name"],
        path=row["path"],
        format=row["format"],
        pages=row["page_count"],
        characters=row["characters"],
        warned=row["warned"],
        bytes=row["bytes"],
        added=row["added"],
        chats=row["chats"],
        is_older=bool(row["is_older"]),
    )


def _document(row: sqlite3.Row, pages: StoredPages) -> Document:
    return Document(
        fingerprint=row["fingerprint"],
        name=row["name"],
        format=row["format"],
        notes=msgspec.json.decode(row["notes"], type=tuple[str, ...]),
        prompt_name=row["prompt_name"],
        pages=pages,
    )
