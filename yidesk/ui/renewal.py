"""A window in the place of another one: the same chat and the same work, in another language.

What a window shows was put into words when it was made. It is not told its words again: another one
is made over the services, which stay. So the model stays loaded, and answers go on being written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog

from yidesk.core import words
from yidesk.core.types import Document
from yidesk.services.chats import Chats
from yidesk.store.listing import ChatId, ChatSummary
from yidesk.ui.chat.transcript import Spot
from yidesk.ui.language import language_named, spoken_for
from yidesk.ui.notices import Action, Notice
from yidesk.ui.screens import Screen
from yidesk.ui.settings.screen import SettingsScreen
from yidesk.ui.window import MainWindow

LOOK_MS = 200
"""How often it is looked whether what is under way has ended."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees of a window, to be seen on the one in its place."""

    screen: Screen
    setting: str
    """Name of the setting that has the keyboard; empty where none has."""
    sought: str
    """What is searched for in the list of chats."""
    spot: Spot | None
    """What is read of the chat; None at its end."""
    page: tuple[Document, int, str] | None
    """What is shown beside the chat: a document, a page and a passage."""

    @classmethod
    def of(cls, window: MainWindow) -> Seen:
        """What is seen of WINDOW now."""
        return cls(
            screen=window.screens.current,
            setting=_with_keys(window),
            sought=window.sidebar.search.text(),
            spot=window.screen_.transcript.spot,
            page=window.sheet.shown,
        )

    def show_on(self, window: MainWindow) -> None:
        """Show it on a window that has begun; the chat comes a little later."""
        if self.sought:
            window.sidebar.search.setText(self.sought)
        once = Qt.ConnectionType.SingleShotConnection
        window.presenter.shown.connect(partial(self._show_chat, window), once)
        if self.screen is not Screen.CHAT:
            window.navigation.open(self.screen)
        page = window.screens.currentWidget()
        if self.setting and isinstance(page, SettingsScreen):
            page.row_added.connect(partial(self._give_keys, page))

    def _give_keys(self, page: SettingsScreen, name: str) -> None:
        if name == self.setting:
            page.rows[name].editor.setFocus()

    def _show_chat(self, window: MainWindow, _chat: ChatId) -> None:
        if self.spot is not None:
            window.screen_.transcript.go_to(self.spot)
        if self.page is not None:
            window.presenter.pages.wanted.emit(*self.page)


def _with_keys(window: MainWindow) -> str:
    page = window.screens.currentWidget()
    rows = page.rows if isinstance(page, SettingsScreen) else {}
    has_keys = (name for name, row in rows.items() if row.editor.isAncestorOf(window.focusWidget()))
    return next(has_keys, "")


class Renewal(QObject):
    """Finds the moment in which a window can go, and nothing is lost with it.

    Answers and what is read ahead need no such moment; what else a person waits for does: files
    that are opened, downloads, a deletion that can be undone, a password that is asked for.
    """

    due = Signal(str, object)
    """The language, and the ChatSummary of the chat on the screen: all of it is written down."""

    def __init__(self, window: MainWindow, chats: Chats) -> None:
        super().__init__(window)
        self._window, self._chats = window, chats
        self._language = ""
        self._notice: Notice | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @Slot(str)
    def want(self, language: str) -> None:
        """Tell when another window may speak LANGUAGE; say so where that takes a while."""
        self._language = language
        if spoken_for(language_named(language)) == words.language():
            self._timer.stop()
            return
        self._timer.start()
        QTimer.singleShot(0, self._look)
        if self._is_too_early and self._notice is None:
            self._notice = self._window.notices.tell(
                self.tr("The language changes as soon as what is under way is done."),
                next_step=self.tr("The chat that is open and what you have written stay."),
                actions=(
                    Action(self.tr("Restart now"), self._window.navigation.restart_wanted.emit),
                ),
            )

    @property
    def _is_too_early(self) -> bool:
        window = self._window
        dialogs = window.findChildren(QDialog)
        return (
            window.bridge.is_needed
            or window.notices.is_awaited
            or window.presenter.is_sending
            or any(dialog.isVisible() for dialog in dialogs)
        )

    @Slot()
    def _look(self) -> None:
        if self._is_too_early or not self._timer.isActive():
            return
        self._timer.stop()
        window, chat = self._window, self._window.presenter.chat
        window.presenter.drafts.leave()
        window.memory.keep()
        # after all that is being written down
        window.bridge.call(partial(_summary, self._chats, chat), self._go)

    def _go(self, last: ChatSummary | None) -> None:
        if self._is_too_early or not self._window.presenter.drafts.is_kept:
            self._timer.start()
        else:
            self.due.emit(self._language, last)


def _summary(chats: Chats, chat: ChatId | None) -> ChatSummary | None:
    return None if chat is None else chats.summary(chat)
