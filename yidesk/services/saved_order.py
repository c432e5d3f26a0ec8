"""In which order the documents of a new chat are read: the one in which they lie on the disk.

What is saved of a document is good for a chat only behind the same beginning. Somebody who gives
two documents in another order than last time would have both read anew, and does not care about
the order. Once a question was asked it is never changed: pages are named by it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from yidesk.core.errors import YiDeskError
from yidesk.protocol.saved_readings import SavedChunk
from yidesk.services.engine import Engine
from yidesk.services.loading import Loader
from yidesk.store.records import ChatId
from yidesk.store.store import Store

log = logging.getLogger(__name__)


class SavedOrder:
    """Puts waiting documents into the order that uses saved readings best."""

    def __init__(self, store: Store, engine: Engine, loader: Loader) -> None:
        self._chats = store.chats
        self._engine = engine
        self._loader = loader

    def arrange(self, chat: ChatId, model: str | None = None) -> None:
        """Arrange the documents of a chat in which nothing was asked yet, for good.

        MODEL: the file of the one that will read them, where that is not the wanted one.
        """
        waiting = self._chats.waiting_documents(chat)
        if len(waiting) < 2 or self._chats.turns(chat):
            return
        try:
            folder = self._loader.readings
            if not any(folder.glob("*/*")):
                return
            model = self._loader.wanted(model).stem
            chunks = self._engine.list_readings(folder)
        except (YiDeskError, OSError) as error:  # it only costs that something is read again
            log.info("saved readings were not looked at: %s", type(error).__name__)
            return
        order = best_order(waiting, [chunk for chunk in chunks if chunk.model == model])
        if order != waiting:
            self._chats.reorder_waiting(chat, order)


def best_order(documents: Sequence[str], chunks: Iterable[SavedChunk]) -> list[str]:
    """DOCUMENTS in the order of the longest saved beginning that holds nothing but them.

    Those that it does not hold follow, in the order given.
    """
    behind: dict[str, list[SavedChunk]] = {}
    known = set()
    for chunk in chunks:
        behind.setdefault(chunk.parent, []).append(chunk)
        known.add(chunk.key)
    # what stands before every document is saved with the first one only where that is in its chunk
    starts = [
        chunk
        for parent, found in behind.items()
        if parent not in known
        for chunk in found
        if chunk.first == 0 or len(chunk.owners) == 1
    ]
    best: tuple[int, list[str]] = (0, [])
    for tokens, order in _beginnings(frozenset(documents), starts, behind):
        if tokens > best[0]:
            best = tokens, order
    return [*best[1], *(each for each in documents if each not in best[1])]


def _beginnings(
    wanted: frozenset[str], starts: Sequence[SavedChunk], behind: dict[str, list[SavedChunk]]
) -> Iterator[tuple[int, list[str]]]:
    """Tokens and documents, in their order, of every saved beginning of WANTED alone."""
    waiting: list[tuple[SavedChunk, int, list[str]]] = [
        (start, start.first, []) for start in starts
    ]
    while waiting:
        chunk, first, before = waiting.pop()
        if not wanted.issuperset(chunk.owners):
            continue  # another document, or what was asked in another chat
        # the one whose text goes on from the chunk before is in `before` already
        order = [*before, *(owner for owner in chunk.owners if owner not in before)]
        yield chunk.first + chunk.tokens - first, order
        waiting += [(next_one, first, order) for next_one in behind.get(chunk.key, ())]
