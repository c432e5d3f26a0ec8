"""Lets the search find a document's words, while nobody waits for it."""

from __future__ import annotations

from yidesk.core.types import Document
from yidesk.services.answer import Indexing
from yidesk.services.chats import Chats
from yidesk.services.stopping import Stop
from yidesk.ui.bridge import Bridge, Errand


def index(bridge: Bridge, chats: Chats, document: Document) -> None:
    """Begin, or go on where it was left off."""

    def work(errand: Errand[Indexing]) -> None:
        for _ in chats.index(document, Stop()):
            if errand.cancelled:
                return

    bridge.run(work, lambda _event: None)
