"""How many tokens the texts of documents have, in the vocabularies in which they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yidesk.store.database import Database


class Count(NamedTuple):
    """The tokens of one text of a document."""

    document: str
    """Fingerprint."""
    tokenizer: str
    """Fingerprint of the vocabulary."""
    text: bytes
    """Hash of the text: a document is put in words a little differently beside others."""
    tokens: int


class TokenStore:
    """The tokens table; counts go with their document."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, document: str, tokenizer: str, text: bytes) -> int | None:
        """What was counted for a text."""
        rows = self._database.rows(
            "SELECT n FROM tokens WHERE document = ? AND tokenizer = ? AND text = ?",
            document,
            tokenizer,
            text,
        )
        return int(rows[0]["n"]) if rows else None

    def keep(self, counts: Sequence[Count]) -> None:
        """Keep counts of documents that are in the library."""
        if not counts:
            return
        with self._database.transaction() as connection:
            connection.executemany(
                """INSERT OR REPLACE INTO tokens (document, tokenizer, text, n)
                SELECT fingerprint, ?2, ?3, ?4 FROM documents
                WHERE fingerprint = ?1 AND removed IS NULL""",
                counts,
            )

    def of_documents(self, tokenizer: str) -> dict[str, int]:
        """Tokens by fingerprint of the document, of those that were counted."""
        rows = self._database.rows(
            "SELECT document, max(n) AS n FROM tokens WHERE tokenizer = ? GROUP BY document",
            tokenizer,
        )
        return {row["document"]: row["n"] for row in rows}
