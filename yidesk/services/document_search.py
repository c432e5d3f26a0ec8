"""Finds words inside one document, as a person means them: on every page, in order.

Case, width, radicals, hyphenation and white space are folded as the checker of citations folds
them, so that what was quoted is found, and a word that is cut at a line's end too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from yidesk.core.errors import Cancelled
from yidesk.core.types import Document
from yidesk.services.checking.folding import fold, trace

MOST_HITS = 5_000
"""Nobody walks through more; a single letter is on every line."""
LONGEST_QUERY = 1_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters [start, end) of a page's text."""

    page: int
    start: int
    end: int


class DocumentSearch:
    """Searches documents, and keeps the last one folded until `forget`. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folded: tuple[Document, tuple[str, ...]] | None = None

    def find(
        self,
        document: Document,
        query: str,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[Hit, ...]:
        """Where QUERY stands, at most MOST_HITS places; none for a query of white space.

        About 0.1 s for the first query to 1,000 pages, a few milliseconds for the next.
        Raises Cancelled.
        """
        wanted = fold(query[:LONGEST_QUERY].strip())
        if not wanted:
            return ()
        return tuple(islice(self._hits(document, wanted, cancelled), MOST_HITS))

    def _hits(
        self, document: Document, wanted: str, cancelled: Callable[[], bool]
    ) -> Iterator[Hit]:
        for number, folded in enumerate(self._pages(document, cancelled), 1):
            if cancelled():
                raise Cancelled
            at = folded.find(wanted)
            origins = trace(document.pages[number - 1].text) if at >= 0 else []
            while at >= 0:
                last = at + len(wanted) - 1
                yield Hit(number, origins[at], origins[last] + 1)
                at = folded.find(wanted, last + 1)

    def _pages(self, document: Document, cancelled: Callable[[], bool]) -> tuple[str, ...]:
        with self._lock:
            if self._folded is not None and self._folded[0] == document:
                return self._folded[1]
        folded = tuple(_unless(cancelled, page.text) for page in document.pages)
        with self._lock:
            self._folded = document, folded
        return folded

    def forget(self) -> None:
        """Keep nothing: nobody searches any more."""
        with self._lock:
            self._folded = None


def _unless(cancelled: Callable[[], bool], text: str) -> str:
    if cancelled():
        raise Cancelled
    return fold(text)
