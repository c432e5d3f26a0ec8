"""Pages of documents in the database: kept ones, and those of a file that is being read."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

from yidesk.core.document import Page, PageSequence, PageWarning
from yidesk.core.errors import DocumentError
from yidesk.store.database import Database

AT_ONCE = 64
"""Pages that are fetched together by who goes through all: a quarter of a megabyte."""
MOST_WAITING_PAGES = 128
MOST_WAITING_CHARACTERS = 500_000
"""What has been read and not yet written, at most; one page more may come on top."""

WHITE = "char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8239, 8287, 12288)"
NOT_WHOLE = f"(warning != '' OR trim(text, {WHITE}) = '')"
"""Pages that something is to be said about; there is an index of exactly these."""

Fetch = Callable[[int, int], Sequence[sqlite3.Row]]
"""Rows of pages from a number on, at most so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of all pages together."""

    count: int
    characters: int
    warnings: Mapping[int, PageWarning]
    untold: tuple[int, ...]


class StoredPages(PageSequence):
    """Pages that the database keeps; two are alike when they show the same state of a document.

    Those of a database that was closed and opened again are others: nothing can be fetched by them.
    """

    def __init__(
        self, fetch: Fetch, known: Known, state: tuple[Hashable, ...], name: str = ""
    ) -> None:
        """STATE: the database, the document, and when its pages were put in.

        NAME: what the document is called.
        """
        self._name = name
        self._fetch = fetch
        self._known = known
        self._state = state

    def __len__(self) -> int:
        return self._known.count

    def __iter__(self) -> Iterator[Page]:
        for first in range(1, len(self) + 1, AT_ONCE):
            yield from self.fetch(first, min(AT_ONCE, len(self) + 1 - first))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StoredPages) and self._state == other._state:
            return self._known == other._known
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(self._state)

    @property
    def characters(self) -> int:
        """Characters of text on all pages."""
        return self._known.characters

    @property
    def warnings(self) -> Mapping[int, PageWarning]:
        """What is wrong with pages, by their number."""
        return self._known.warnings

    @property
    def untold(self) -> tuple[int, ...]:
        """Numbers of the pages without text that are not blank."""
        return self._known.untold

    def fetch(self, first: int, count: int) -> Sequence[Page]:
        """COUNT pages from the number FIRST on. Raises DocumentError when they have gone."""
        found = tuple(_page(row) for row in self._fetch(first, count))
        if len(found) < count:
            raise DocumentError(
                "{name} was removed from the library, with its pages.",
                code="document_removed",
                next_step="Add its file again.",
                name=self._name,
            )
        return found


def stored_pages(database: Database, document: sqlite3.Row) -> StoredPages:
    """The pages of a row of the documents table."""
    fingerprint = str(document["fingerprint"])
    rows = database.rows(
        f"SELECT number, warning, trim(text, {WHITE}) = '' AS empty FROM pages "  # noqa: S608 - from above
        f"WHERE document = ? AND {NOT_WHOLE} ORDER BY number",
        fingerprint,
    )
    known = Known(
        count=document["page_count"],
        characters=document["characters"],
        warnings={row["number"]: PageWarning(row["warning"]) for row in rows if row["warning"]},
        untold=tuple(
            row["number"]
            for row in rows
            if row["empty"] and row["warning"] != PageWarning.BLANK.value
        ),
    )

    def fetch(first: int, count: int) -> Sequence[sqlite3.Row]:
        return database.look(
            "SELECT * FROM pages WHERE document = ? AND number BETWEEN ? AND ? ORDER BY number",
            fingerprint,
            first,
            first + count - 1,
        )

    return StoredPages(fetch, known, (database, fingerprint, document["added"]), document["name"])


class ArrivingPages:
    """The tray for the pages of one file while it is read; use it with `with`.

    They wait in a temporary table, which SQLite keeps in a nameless file of its own: nothing half
    read is in the library, and nothing is left when the program is killed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file = next(_files)
        self._waiting: list[Page] = []
        self._waiting_characters = 0
        self._count = 0
        self._characters = 0
        self._warnings: dict[int, PageWarning] = {}
        self._untold: list[int] = []

    def __enter__(self) -> ArrivingPages:
        with self._database.scratch() as connection:
            connection.execute(_ARRIVING)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with self._database.scratch() as connection:
            connection.execute("DELETE FROM temp.arriving_pages WHERE file = ?", (self._file,))

    def put(self, page: Page) -> None:
        """Take the next page. Raises YiDeskError when the disk has no room."""
        self._waiting.append(page)
        self._waiting_characters += len(page.text)
        self._count += 1
        self._characters += len(page.text)
        if page.warning:
            self._warnings[page.number] = page.warning
        if not page.is_told:
            self._untold.append(page.number)
        if (
            len(self._waiting) >= MOST_WAITING_PAGES
            or self._waiting_characters >= MOST_WAITING_CHARACTERS
        ):
            self._write()

    def pages(self) -> ArrivedPages:
        """All that were put in; they are there as long as the block lasts."""
        self._write()
        known = Known(
            count=self._count,
            characters=self._characters,
            warnings=dict(self._warnings),
            untold=tuple(self._untold),
        )
        return ArrivedPages(self._database, self._file, known)

    def _write(self) -> None:
        rows = [(self._file, *values(page)) for page in self._waiting]
        with self._database.scratch() as connection:
            connection.executemany("INSERT INTO temp.arriving_pages VALUES (?, ?, ?, ?, ?)", rows)
        self._waiting.clear()
        self._waiting_characters = 0


class ArrivedPages(StoredPages):
    """The pages of a file that has been read and is not in the library yet."""

    def __init__(self, database: Database, file: int, known: Known) -> None:
        def fetch(first: int, count: int) -> Sequence[sqlite3.Row]:
            return database.rows(
                "SELECT * FROM temp.arriving_pages WHERE file = ? AND number BETWEEN ? AND ? "
                "ORDER BY number",
                file,
                first,
                first + count - 1,
            )

        super().__init__(fetch, known, (f"arriving {file}", 0.0))
        self._file = file

    def move_to(self, connection: sqlite3.Connection, fingerprint: str) -> None:
        """Make them the pages of a document, within the connection's transaction."""
        connection.execute(
            """INSERT INTO pages SELECT ?, number, label, text, warning
            FROM temp.arriving_pages WHERE file = ? ORDER BY number""",
            (fingerprint, self._file),
        )


def values(page: Page) -> tuple[int, str, str, str]:
    """What a row of pages holds of one."""
    return page.number, page.label, page.text, page.warning.value


def _page(row: sqlite3.Row) -> Page:
    return Page(
        number=row["number"],
        label=row["label"],
        text=row["text"],
        warning=PageWarning(row["warning"]),
    )


_files = itertools.count(1)
_ARRIVING = """CREATE TEMP TABLE IF NOT EXISTS arriving_pages (
    file INTEGER NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL,
    warning TEXT NOT NULL,
    UNIQUE (file, number)
)"""
