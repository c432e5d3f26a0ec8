"""The passages of documents, found by their words.

Which passages a document has is decided above (`yidesk.services.retrieval`); here they lie as
places in the pages that are stored already, with an index over their words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yidesk.core.errors import DocumentError
from yidesk.store.database import Database
from yidesk.store.words import index_words

AT_ONCE = 500
"""Passages that are named in one query: SQLite takes 999 values in its older versions."""
MOST_VOCABULARY = 2_000
"""Words with one beginning: a document of hexadecimal numbers has more, and none is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters [start, end) of a page's text, one passage of a document."""

    document: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    number: int
    """Passages of one document have ascending numbers, neighbours are next to each other."""
    place: Place
    score: float
    """Lower is better (FTS5's bm25)."""


class PassageStore:
    """The tables of passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pages_indexed(self, document: str, cutting: int) -> int:
        """How many pages of a document are in the index, by the way of CUTTING that made it."""
        found = self._database.rows(
            "SELECT pages FROM indexed WHERE document = ? AND cutting = ?", document, cutting
        )
        return int(found[0]["pages"]) if found else 0

    def add(
        self,
        document: str,
        pages: tuple[int, int],
        cutting: int,
        passages: Sequence[tuple[Place, str]],
    ) -> int:
        """Add the passages (with their texts) of the next PAGES, [first, end) from 0.

        Returns how many pages are in the index now: nothing is added where another chat or
        instance was faster. When the document was cut in another way before, what was there goes
        first. Raises DocumentError when the document was removed meanwhile.
        """
        first, end = pages
        with self._database.transaction() as connection:
            _check_there(connection, document)
            known = connection.execute(
                "SELECT pages, cutting FROM indexed WHERE document = ?", (document,)
            ).fetchone()
            done = known["pages"] if known and known["cutting"] == cutting else 0
            if done != first:
                return int(done)
            if done == 0:
                connection.execute("DELETE FROM passages WHERE document = ?", (document,))
            for place, text in passages:
                row = connection.execute(
                    'INSERT INTO passages (document, page, start, "end") VALUES (?, ?, ?, ?)',
                    (place.document, place.page, place.start, place.end),
                )
                connection.execute(
                    "INSERT INTO passage_words (rowid, words) VALUES (?, ?)",
                    (row.lastrowid, index_words(text)),
                )
            connection.execute(
                "INSERT OR REPLACE INTO indexed VALUES (?, ?, ?)", (document, end, cutting)
            )
        return end

    def find(self, match: str, documents: Sequence[str], most: int) -> list[Hit]:
        """The passages of DOCUMENTS that match best, the best first. MATCH: FTS5's language."""
        if not match or not documents:
            return []
        marks = ", ".join("?" * len(documents))
        rows = self._database.rows(
            f"""SELECT passages.*, bm25(passage_words) AS score
            FROM passage_words CROSS JOIN passages ON passages.id = passage_words.rowid
            WHERE passage_words MATCH ? AND passages.document IN ({marks})
            ORDER BY score, passages.id LIMIT ?""",  # noqa: S608 - question marks only
            match,
            *documents,
            most,
        )
        return [Hit(row["id"], _place(row), row["score"]) for row in rows]

    def count(self, match: str = "") -> int:
        """How many passages of the whole library match; all of them without MATCH."""
        if not match:
            return int(self._database.rows("SELECT count(*) AS n FROM passages")[0]["n"])
        found = self._database.rows(
            "SELECT count(*) AS n FROM passage_words WHERE passage_words MATCH ?", match
        )
        return int(found[0]["n"])

    def extent(self, documents: Sequence[str]) -> tuple[int, float]:
        """How many passages DOCUMENTS have, and how many characters one has on the average."""
        marks = ", ".join("?" * len(documents))
        (row,) = self._database.rows(
            f"""SELECT count(*) AS n, avg("end" - start) AS length
            FROM passages WHERE document IN ({marks})""",  # noqa: S608 - question marks only
            *documents,
        )
        return row["n"], row["length"] or 0.0

    def numbers(self, match: str, documents: Sequence[str]) -> frozenset[int]:
        """The numbers of all passages of DOCUMENTS that match."""
        marks = ", ".join("?" * len(documents))
        rows = self._database.rows(
            f"""SELECT passages.id
            FROM passage_words CROSS JOIN passages ON passages.id = passage_words.rowid
            WHERE passage_words MATCH ? AND passages.document IN ({marks})""",  # noqa: S608 - question marks only
            match,
            *documents,
        )
        return frozenset(row["id"] for row in rows)

    def texts(self, numbers: Sequence[int]) -> Iterator[tuple[Hit, str]]:
        """Passages with their texts as the index keeps them (`store.words.index_words`)."""
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = self._database.rows(
                f"""SELECT passages.*, words
                FROM passages CROSS JOIN passage_words ON passages.id = passage_words.rowid
                WHERE passages.id IN ({marks})""",  # noqa: S608 - question marks only
                *some,
            )
            for row in rows:
                yield Hit(row["id"], _place(row), 0.0), row["words"]

    def vocabulary(self, beginning: str) -> list[str]:
        """Every word of the index that begins so, at most MOST_VOCABULARY."""
        with self._database.scratch() as connection:
            connection.execute(
                """CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_vocabulary
                USING fts5vocab (main, passage_words, row)"""
            )
        rows = self._database.rows(
            "SELECT term FROM temp.passage_vocabulary WHERE term >= ? AND term < ? LIMIT ?",
            beginning,
            f"{beginning}\U0010ffff",
            MOST_VOCABULARY,
        )
        return [row["term"] for row in rows]

    def at(self, document: str, numbers: Sequence[int]) -> list[Hit]:
        """The passages of a document with these numbers, as far as there are any."""
        marks = ", ".join("?" * len(numbers))
        rows = self._database.rows(
            f"SELECT * FROM passages WHERE document = ? AND id IN ({marks})",  # noqa: S608 - question marks only
            document,
            *numbers,
        )
        return [Hit(row["id"], _place(row), 0.0) for row in rows]


def _place(row: sqlite3.Row) -> Place:
    return Place(row["document"], row["page"], row["start"], row["end"])


def _check_there(connection: sqlite3.Connection, document: str) -> None:
    if not connection.execute(
        "SELECT 1 FROM documents WHERE fingerprint = ? AND removed IS NULL", (document,)
    ).fetchone():
        raise DocumentError(
            "The document was removed from the library while it was made ready to be searched.",
            code="document_removed",
            next_step="Add the file again.",
        )
