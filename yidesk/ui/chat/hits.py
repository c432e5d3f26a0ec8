"""Opens what the sidebar's search has found: the chat at the turn, or the document at the page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from yidesk.services.chats import ChatId, Chats, ChatSummary
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.presenter import ChatPresenter
from yidesk.ui.chat.screen import ChatScreen


class Hits(QObject):
    """Remembers where to go until the chat is on the screen."""

    def __init__(
        self, bridge: Bridge, chats: Chats, presenter: ChatPresenter, screen: ChatScreen
    ) -> None:
        super().__init__(presenter)
        self._bridge, self._chats = bridge, chats
        self._presenter, self._screen = presenter, screen
        self._wanted: tuple[ChatSummary, str] | None = None
        presenter.shown.connect(self._show)

    def open(self, found: ChatSummary, words: str) -> None:
        """Go to what was FOUND by WORDS, which may stand on a branch that is not shown."""
        self._wanted = (found, words)
        if self._presenter.chat != found.id:
            if found.turn is not None:
                self._bridge.call(partial(self._chats.show, found.id, found.turn))
            self._presenter.open_chat(found.id)
        elif found.turn is not None and not self._presenter.shows(found.turn):
            self._presenter.show_version(found.turn)
        else:
            self._show(found.id)

    @Slot(object)
    def _show(self, chat: ChatId) -> None:
        if self._wanted is None or self._wanted[0].id != chat:
            return
        (found, words), self._wanted = self._wanted, None
        if found.turn is not None:
            if self._screen.transcript.show_turn(found.turn):
                self._screen.find_bar.open_at(_literal(found, words), found.turn)
        elif found.page and (document := self._presenter.desk.document(found.document)):
            self._presenter.pages.wanted.emit(document, found.page, _literal(found, ""))


def _literal(found: ChatSummary, words: str) -> str:
    """WORDS as they stand in the text; the first of them where they stand apart."""
    if found.snippet is None:
        return words
    if words and words.casefold() in found.snippet.text.casefold():
        return words
    marked = [found.snippet.text[start:end] for start, end in found.snippet.marked]
    return marked[0] if marked else words
