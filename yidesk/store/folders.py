"""Folders of documents, and what is known of each file in them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

import msgspec

from yidesk.core.errors import YiDeskError
from yidesk.store.database import Database
from yidesk.store.turn_rows import decode_error, encode_error

FolderId = NewType("FolderId", int)

_FOLDERS = """SELECT document_folders.*,
    (SELECT json_group_object(state, n) FROM (SELECT state, count(*) AS n FROM folder_files
        WHERE folder = document_folders.id GROUP BY state)) AS counts
    FROM document_folders"""


class FileState(StrEnum):
    """How a file stands to the document that was read from it."""

    NEW = "new"
    """Not read yet."""
    READ = "read"
    CHANGED = "changed"
    """Written to since it was read; the document is what it was before."""
    GONE = "gone"
    """Not in the folder any more; the document is still there."""
    FAILED = "failed"
    """It could not be read."""
    REMOVED = "removed"
    """A person removed the document from the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFile:
    """A file of a folder."""

    path: str
    """Below the folder, with "/" between its parts."""
    state: FileState
    bytes: int
    changed: int
    """Time of the last change, nanoseconds since 1970; of what was read, where it was read."""
    document: str | None = None
    """Fingerprint of the document that was read from it."""
    error: YiDeskError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of documents."""

    id: FolderId
    path: str
    added: float
    looked: float
    """When it was looked through last; seconds since 1970, UTC."""
    is_missing: bool
    """It was not there when it was looked for last."""
    counts: Mapping[FileState, int]
    left_out: Mapping[str, int]
    """How many things in it are not taken, by the reason."""

    def count(self, *states: FileState) -> int:
        """How many files are in one of STATES."""
        return sum(self.counts.get(state, 0) for state in states)


class FolderStore:
    """The tables of folders and their files."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, path: str) -> FolderId:
        """Know a folder; the one that is known already keeps its files."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO document_folders (path, added) VALUES (?, ?)",
                (path, time.time()),
            )
            (number,) = connection.execute(
                "SELECT id FROM document_folders WHERE path = ?", (path,)
            ).fetchone()
        return FolderId(number)

    def every(self) -> list[Folder]:
        """Every folder, by path."""
        return [_folder(row) for row in self._database.rows(_FOLDERS + " ORDER BY path")]

    def get(self, folder: FolderId) -> Folder | None:
        """One folder."""
        rows = self._database.rows(_FOLDERS + " WHERE id = ?", folder)
        return _folder(rows[0]) if rows else None

    def remove(self, folder: FolderId) -> None:
        """Forget a folder and its files; the documents stay."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM document_folders WHERE id = ?", (folder,))

    def files(self, folder: FolderId) -> list[FolderFile]:
        """The files of a folder, by path."""
        rows = self._database.rows(
            "SELECT * FROM folder_files WHERE folder = ? ORDER BY path", folder
        )
        return [_file(row) for row in rows]

    def membership(self) -> dict[str, frozenset[FolderId]]:
        """Which folders a document comes from, by fingerprint."""
        found: dict[str, set[FolderId]] = {}
        for row in self._database.rows(
            "SELECT document, folder FROM folder_files WHERE document IS NOT NULL"
        ):
            found.setdefault(row["document"], set()).add(FolderId(row["folder"]))
        return {document: frozenset(folders) for document, folders in found.items()}

    def note(
        self,
        folder: FolderId,
        *,
        files: Iterable[FolderFile] = (),
        without: Iterable[str] = (),
        left_out: Mapping[str, int],
    ) -> None:
        """Note how a folder was found: FILES as they are now, and paths that are no more."""
        with self._database.transaction() as connection:
            if not connection.execute(
                """UPDATE document_folders SET looked = ?, is_missing = 0, left_out = ?
                WHERE id = ?""",
                (time.time(), msgspec.json.encode(left_out).decode(), folder),
            ).rowcount:
                return  # it was removed meanwhile
            connection.executemany(
                "DELETE FROM folder_files WHERE folder = ? AND path = ?",
                ((folder, path) for path in without),
            )
            for file in files:
                _put(connection, folder, file)

    def note_missing(self, folder: FolderId) -> None:
        """Note that a folder was not there; what is known of its files stays."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE document_folders SET is_missing = 1 WHERE id = ?", (folder,))

    def note_file(self, folder: FolderId, file: FolderFile) -> None:
        """Note what became of one file, if its folder is still known."""
        with self._database.transaction() as connection:
            if connection.execute(
                "SELECT 1 FROM document_folders WHERE id = ?", (folder,)
            ).fetchone():
                _put(connection, folder, file)


def leave_out(connection: sqlite3.Connection, document: str) -> None:
    """A person removed the document: its files are not read again by themselves."""
    connection.execute(
        "UPDATE folder_files SET state = 'removed', document = NULL WHERE document = ?",
        (document,),
    )


def _put(connection: sqlite3.Connection, folder: FolderId, file: FolderFile) -> None:
    connection.execute(
        """INSERT OR REPLACE INTO folder_files
        (folder, path, state, bytes, changed, document, error) VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            folder,
            file.path,
            file.state.value,
            file.bytes,
            file.changed,
            file.document,
            encode_error(file.error),
        ),
    )


def _folder(row: sqlite3.Row) -> Folder:
    counts: Mapping[str, int] = msgspec.json.decode(row["counts"])
    return Folder(
        id=FolderId(row["id"]),
        path=row["path"],
        added=row["added"],
        looked=row["looked"],
        is_missing=bool(row["is_missing"]),
        counts={FileState(state): n for state, n in counts.items()},
        left_out=msgspec.json.decode(row["left_out"], type=dict[str, int]),
    )


def _file(row: sqlite3.Row) -> FolderFile:
    return FolderFile(
        path=row["path"],
        state=FileState(row["state"]),
        bytes=row["bytes"],
        changed=row["changed"],
        document=row["document"],
        error=decode_error(row["error"]),
    )
