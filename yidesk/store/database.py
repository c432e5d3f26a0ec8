"""One SQLite file, one connection that writes, one that looks at pages.

The first may be used from any thread: a lock hands it to one at a time. WAL lets another
instance of the program read while this one writes. `synchronous=NORMAL` loses nothing when the
program is killed; for the end of an answer the disk itself is waited for.
"""

from __future__ import annotations

import contextlib
import glob
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.store.migrations import STEPS, Step

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = FILE",
    # what is deleted is overwritten: some builds of SQLite do so by themselves, others do not
    "secure_delete = ON",
)
BUSY_SECONDS = 5.0
"""How long to wait for another instance of the program that is writing."""

log = logging.getLogger(__name__)


class Database:
    """An open database of the current schema."""

    def __init__(self, path: Path, *, steps: Sequence[Step] = STEPS) -> None:
        """Open, and bring up to date, the database at PATH; its folder must exist.

        Raises YiDeskError: store_newer, store_damaged, store_unavailable.
        """
        self.path = path
        self._lock = threading.RLock()
        self._looking = threading.Lock()
        self._steps = steps
        with told_in_words(path):
            self._connection = _connect(path)
        try:
            with told_in_words(path):
                self._prepare()
                self._second = _connect(path)
                self._second.execute("PRAGMA query_only = ON")
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        version = self._version()
        if version > len(self._steps):
            raise YiDeskError(
                "The chats in {path} were written by a newer YiDesk (format {found}, not {known}).",
                code="store_newer",
                next_step="Update YiDesk, or choose another folder with --data-dir.",
                path=str(self.path),
                found=version,
                known=len(self._steps),
            )
        with contextlib.suppress(OSError):  # a file system without permissions
            self.path.chmod(0o600)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        if version < len(self._steps):
            self._upgrade()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _upgrade(self) -> None:
        """Run the missing steps in one transaction, after a copy was made."""
        with self.transaction() as connection:
            version = self._version()  # another instance may have been faster
            if 0 < version < len(self._steps):
                self._copy(self.path.with_name(f"{self.path.name}.before-{len(self._steps)}"))
            for number in range(version, len(self._steps)):
                self._steps[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
        log.info("database at format %d, was %d", len(self._steps), version)

    def _copy(self, target: Path) -> None:
        """Copy the last committed state; a second connection reads it beside our transaction."""
        target.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(self.path)) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
        target.chmod(0o600)

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Write: all of it or nothing. DURABLE waits until the disk has it."""
        with self._lock, told_in_words(self.path):
            if durable:
                self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                if durable:
                    self._connection.execute("PRAGMA synchronous = NORMAL")

    @contextlib.contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """Write as in `transaction`; nothing of what is deleted stays on the disk.

        It goes from the copies that were made before upgrades too: those are removed.
        """
        with self._lock, told_in_words(self.path):
            with self.transaction(durable=True) as connection:
                yield connection
            # the log still holds the pages as they were; another instance may be reading there
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            for copy in self.path.parent.glob(f"{glob.escape(self.path.name)}.before-*"):
                with contextlib.suppress(OSError):
                    copy.unlink()

    @contextlib.contextmanager
    def scratch(self) -> Iterator[sqlite3.Connection]:
        """Write to temporary tables, which are this connection's own: all of it or nothing.

        Another instance that writes is neither waited for nor kept waiting.
        """
        with self._lock, told_in_words(self.path), self._connection as connection:
            connection.execute("BEGIN")
            yield connection

    def look(self, query: str, *values: str | bytes | int | float | None) -> list[sqlite3.Row]:
        """Read what is committed, without waiting for who is writing: the window may ask."""
        with self._looking, told_in_words(self.path):
            return self._second.execute(query, values).fetchall()

    def rows(self, query: str, *values: str | bytes | int | float | None) -> list[sqlite3.Row]:
        """Read all rows of a query."""
        with self._lock, told_in_words(self.path):
            return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file; other threads' next use fails."""
        with self._lock, self._looking:
            self._connection.close()
            self._second.close()


def move_away(path: Path) -> Path:
    """Put a damaged file and what belongs to it beside, for an empty one; returns its new place.

    Raises YiDeskError: store_unavailable.
    """
    aside = path.with_name(f"{path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        for ending in ("-wal", "-shm", ""):  # the file itself last: without it all looks new
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise YiDeskError(
            "The file with your chats, {path}, cannot be moved away ({cause}).",
            code="store_unavailable",
            next_step="See that no other YiDesk is open and that you may write to this folder.",
            path=str(path),
            cause=error.strerror or str(error),
        ) from error
    return aside


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


_UNAVAILABLE = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}


@contextlib.contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the world into a sentence; faults of ours pass through."""
    try:
        yield
    except sqlite3.Error as error:
        # absent on errors of the Python layer; the low byte is the primary code
        primary = getattr(error, "sqlite_errorcode", -1) & 0xFF
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise YiDeskError(
                "The file with your chats, {path}, is damaged.",
                code="store_damaged",
                next_step="Put a copy of it back, or move it away to begin with an empty one.",
                path=str(path),
            ) from error
        if primary == sqlite3.SQLITE_FULL:
            raise YiDeskError(
                "The disk is full: your chats, {path}, cannot be written.",
                code="store_full",
                next_step="Free some room on it, then try again. Nothing kept so far is lost.",
                path=str(path),
            ) from error
        if primary in _UNAVAILABLE:
            raise YiDeskError(
                "The file with your chats, {path}, cannot be used ({cause}).",
                code="store_unavailable",
                next_step="See that the disk has room and that you may write to this folder.",
                path=str(path),
                cause=str(error),
            ) from error
        raise
