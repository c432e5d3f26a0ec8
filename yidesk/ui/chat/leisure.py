"""What the model does while nobody asks anything: a title for the chat, questions to suggest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.services.chats import ChatId, Chats
from yidesk.services.suggestions import Suggesting
from yidesk.services.titles import Entitling
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.chat.presenter import ChatPresenter
from yidesk.ui.chat.screen import ChatScreen


class Leisure(QObject):
    """Nothing waits for it, and it says nothing when nothing came of it."""

    entitled = Signal(object)
    """This ChatId has another title now."""
    suggested = Signal(list)
    """Questions about the documents of the chat on the screen; none when they hold no more."""

    def __init__(
        self, bridge: Bridge, chats: Chats, wanted: Callable[[str], bool], parent: QObject
    ) -> None:
        """WANTED says whether a setting is on."""
        super().__init__(parent)
        self._bridge, self._chats, self._wanted = bridge, chats, wanted
        self._suggesting: Errand[None] | None = None

    def follow(self, presenter: ChatPresenter, screen: ChatScreen) -> None:
        """Do what follows from what happens in the chat on the screen."""
        presenter.answered.connect(self.entitle)
        presenter.desk.was_read.connect(self.suggest)
        presenter.opened.connect(self.drop)
        presenter.busy_changed.connect(self.drop)
        self.suggested.connect(screen.empty.suggested.show_questions)
        screen.empty.question_chosen.connect(screen.composer.propose)

    @Slot(object)
    def entitle(self, chat: ChatId) -> None:
        """A question of the chat was answered; the first answer makes its title."""
        if not self._wanted("model_titles"):
            return

        def work(errand: Errand[None]) -> str:
            entitling: Entitling = errand.take(self._chats.titles.begin(chat))
            return entitling.entitle()

        self._bridge.run(work, _ignore, partial(self._end_title, chat), is_needed=True)

    def _end_title(self, chat: ChatId, title: str) -> None:
        if title:
            self.entitled.emit(chat)

    @Slot(object)
    def suggest(self, chat: ChatId) -> None:
        """The documents of the chat on the screen were read, and nothing was asked yet."""
        self.drop()
        if not self._wanted("suggest_questions"):
            return

        def work(errand: Errand[None]) -> tuple[str, ...]:
            suggesting: Suggesting = errand.take(self._chats.suggest(chat))
            return suggesting.questions()

        errand = self._bridge.run(
            work, _ignore, lambda questions: self._end_suggesting(errand, questions)
        )
        self._suggesting = errand

    def _end_suggesting(self, errand: Errand[None], questions: tuple[str, ...]) -> None:
        if errand is self._suggesting:
            self.suggested.emit(list(questions))

    @Slot()
    def drop(self) -> None:
        """Something was asked, other documents came, or another chat is shown."""
        if self._suggesting is not None:
            self._suggesting.cancel()
            self._suggesting = None
            self.suggested.emit([])


def _ignore(_event: None) -> None:
    """Neither reports while it goes on."""
