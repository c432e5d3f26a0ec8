"""Vectors of passages, by the embedding model that made them.

They lie in runs: the vectors of consecutive passages of one document, so that making them can be
broken off anywhere. Whatever removes a passage removes its document's vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yidesk.store.database import Database

_UNDONE = """SELECT indexed.document FROM indexed
    JOIN documents ON documents.fingerprint = indexed.document
    WHERE documents.removed IS NULL AND indexed.cutting = ?2
    AND (SELECT count(*) FROM passages WHERE document = indexed.document) >
        (SELECT coalesce(sum(n), 0) FROM passage_vectors
            WHERE document = indexed.document AND model = ?1)
    ORDER BY documents.added DESC, documents.fingerprint"""


_TEXTS = """SELECT passages.id, substr(pages.text, start + 1, "end" - start) AS text
    FROM passages JOIN pages ON pages.document = passages.document AND pages.number = page
    WHERE passages.document = ?1 AND passages.id BETWEEN ?2 AND ?3 ORDER BY passages.id"""
_END = (1 << 63) - 1
"""The last number that a passage can have."""


class Text(NamedTuple):
    """A passage."""

    number: int
    text: str


class Progress(NamedTuple):
    """How many passages of a document have a vector."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether all of them have one; a document without a passage has nothing to compare."""
        return 0 < self.total == self.done


@dataclass(frozen=True, slots=True)
class Matrix:
    """All vectors of one document."""

    numbers: tuple[int, ...]
    """Of the passages, ascending."""
    dimensions: int
    data: bytes
    """Shape (passages, dimensions), as the engine gave them."""


class VectorStore:
    """The table of vectors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def undone(self, model: str, cutting: int) -> list[str]:
        """Documents that can be searched and lack vectors of MODEL, the last added first."""
        return [row["document"] for row in self._database.rows(_UNDONE, model, cutting)]

    def progress(self, document: str, model: str) -> Progress:
        """How far a document is."""
        (row,) = self._database.rows(
            """SELECT (SELECT coalesce(sum(n), 0) FROM passage_vectors
                WHERE document = ?1 AND model = ?2) AS done,
            (SELECT count(*) FROM passages WHERE document = ?1) AS total""",
            document,
            model,
        )
        return Progress(row["done"], row["total"])

    def missing(self, document: str, model: str, most: int) -> list[Text]:
        """The next passages of a document that have no vector, in their order."""
        (row,) = self._database.rows(
            "SELECT max(last) AS last FROM passage_vectors WHERE document = ? AND model = ?",
            document,
            model,
        )
        after = -1 if row["last"] is None else row["last"]
        return [
            Text(row["id"], row["text"])
            for row in self._database.rows(f"{_TEXTS} LIMIT ?4", document, after + 1, _END, most)
        ]

    def keep(
        self, document: str, model: str, passages: Sequence[Text], dimensions: int, data: bytes
    ) -> bool:
        """Keep the vectors of the next PASSAGES.

        False, with nothing kept, where these are not the next ones any more: the document was
        removed or cut anew, or another instance was faster.
        """
        first, last = passages[0].number, passages[-1].number
        with self._database.transaction() as connection:
            there = connection.execute(_TEXTS, (document, first, last)).fetchall()
            known = connection.execute(
                "SELECT max(last) FROM passage_vectors WHERE document = ? AND model = ?",
                (document, model),
            ).fetchone()[0]
            same = [(row["id"], row["text"]) for row in there] == [*passages]
            if not same or (known is not None and known >= first):
                return False
            connection.execute(
                "INSERT INTO passage_vectors VALUES (?, ?, ?, ?, ?, ?, ?)",
                (document, model, first, last, len(passages), dimensions, data),
            )
        return True

    def drop_others(self, document: str, model: str) -> None:
        """Remove what other models made of a document."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM passage_vectors WHERE document = ? AND model <> ?", (document, model)
            )

    def matrix(self, document: str, model: str) -> Matrix | None:
        """All vectors of a document; None as long as any passage lacks one."""
        rows = self._database.rows(
            "SELECT * FROM passage_vectors WHERE document = ? AND model = ? ORDER BY first",
            document,
            model,
        )
        numbers = self._database.rows(
            "SELECT id FROM passages WHERE document = ? ORDER BY id", document
        )
        dimensions = {row["dimensions"] for row in rows}
        if len(dimensions) != 1 or sum(row["n"] for row in rows) != len(numbers):
            return None
        return Matrix(
            tuple(row["id"] for row in numbers),
            dimensions.pop(),
            b"".join(row["data"] for row in rows),
        )

    def sizes(self) -> dict[str, int]:
        """Bytes of the vectors of every document that has any."""
        rows = self._database.rows(
            "SELECT document, sum(length(data)) AS bytes FROM passage_vectors GROUP BY document"
        )
        return {row["document"]: row["bytes"] for row in rows}
