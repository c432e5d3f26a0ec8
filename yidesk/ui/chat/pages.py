"""Which page of a document is to be beside the chat."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.core.types import Document
from yidesk.services.chats import Chats
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.evidence import Opening


class Pages(QObject):
    """Opened by a citation, or by the name of a document."""

    wanted = Signal(object, int, str)
    """A Document, a page and the passage on it."""
    citation_opened = Signal(int, int)
    """Which page of an answer was opened, of how many."""

    def __init__(self, bridge: Bridge, chats: Chats, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._chats, self._desk = bridge, chats, desk
        self._opened: Opening | None = None
        """The citation whose page is beside the chat."""

    @Slot(object)
    def open_source(self, opening: Opening) -> None:
        """Show the page that a citation names."""
        cited = opening.cited
        if not cited.document or not cited.page or self._desk.chat is None:
            return
        self._opened = opening

        def show(document: Document) -> None:
            self.wanted.emit(document, cited.page, cited.quote)
            self.citation_opened.emit(opening.number, len(opening.among))

        if (document := self._desk.document(cited.document)) is not None:
            show(document)
        else:  # it was taken out of the chat, or removed altogether: then that is said
            self._bridge.call(partial(self._chats.source, self._desk.chat, cited.document), show)

    @Slot(int)
    def open_next_source(self, step: int) -> None:
        """Show another page of the same answer: the next (+1), or the one before."""
        if self._opened is not None and self._opened.among:
            self.open_source(self._opened.step(step))

    @Slot(str)
    def open_document(self, fingerprint: str) -> None:
        """Show the pages of a document of this chat, from its first one on."""
        if (document := self._desk.document(fingerprint)) is not None:
            self._opened = None
            self.wanted.emit(document, 1, "")

    def leave(self) -> None:
        """Another chat is shown: what was open is none of its citations."""
        self._opened = None
