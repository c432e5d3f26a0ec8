"""Documents and their pages, known by the hash of their bytes."""

from __future__ import annotations

import dataclasses
import sqlite3
import time

import msgspec

from yidesk.core.types import Document, Page, PageWarning
from yidesk.store.database import Database


class LibraryStore:
    """The documents table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, document: Document, path: str) -> Document:
        """Keep a document, or its new name and path when its bytes are known; returns it.

        What the model is told it is called is its first name, for good.
        """
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT prompt_name FROM documents WHERE fingerprint = ?", (document.fingerprint,)
            ).fetchone()
            if known:
                connection.execute(
                    "UPDATE documents SET name = ?, path = ? WHERE fingerprint = ?",
                    (document.name, path, document.fingerprint),
                )
            else:
                _insert(connection, document, path)
        told = known["prompt_name"] if known else document.name
        return dataclasses.replace(document, prompt_name=told)

    def get(self, fingerprint: str) -> Document | None:
        """The document with these bytes."""
        found = self._database.rows("SELECT * FROM documents WHERE fingerprint = ?", fingerprint)
        if not found:
            return None
        pages = self._database.rows(
            "SELECT * FROM pages WHERE document = ? ORDER BY number", fingerprint
        )
        return _document(found[0], pages)

    def path(self, fingerprint: str) -> str:
        """Where the document's file was last seen; empty when it is not known."""
        found = self._database.rows("SELECT path FROM documents WHERE fingerprint = ?", fingerprint)
        return str(found[0]["path"]) if found else ""


def _insert(connection: sqlite3.Connection, document: Document, path: str) -> None:
    connection.execute(
        """INSERT INTO documents (fingerprint, name, path, format, notes, added, prompt_name)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            document.fingerprint,
            document.name,
            path,
            document.format,
            msgspec.json.encode(document.notes).decode(),
            time.time(),
            document.name,
        ),
    )
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
        (
            (document.fingerprint, page.number, page.label, page.text, page.warning.value)
            for page in document.pages
        ),
    )


def _document(row: sqlite3.Row, pages: list[sqlite3.Row]) -> Document:
    return Document(
        fingerprint=row["fingerprint"],
        name=row["name"],
        format=row["format"],
        notes=msgspec.json.decode(row["notes"], type=tuple[str, ...]),
        prompt_name=row["prompt_name"],
        pages=tuple(
            Page(
                number=page["number"],
                label=page["label"],
                text=page["text"],
                warning=PageWarning(page["warning"]),
            )
            for page in pages
        ),
    )
