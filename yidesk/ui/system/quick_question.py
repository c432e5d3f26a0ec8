"""The quick question: the key that asks for it, its small window, and the chat it is asked in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination
from yidesk.services.chats import ChatId, Chats
from yidesk.ui.system.activation import activated_by
from yidesk.ui.system.global_shortcut import GlobalShortcut
from yidesk.ui.system.key_claim import DECLINED, Press
from yidesk.ui.system.quick_entry import QuickEntry
from yidesk.ui.window import MainWindow

REST_MS = 800
"""Rest after a key before what is written is kept."""


class QuickQuestion(QObject):
    """Lives as long as the window. What is written and not asked is there after a restart."""

    def __init__(self, window: MainWindow, chats: Chats, state: Path) -> None:
        """STATE: the file in which the window remembers things."""
        super().__init__(window)
        self._window, self._chats = window, chats
        self._state = QSettings(str(state), QSettings.Format.IniFormat, self)
        self.entry: QuickEntry | None = None
        """Made when it is first wanted."""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)
        self.shortcut = GlobalShortcut(self)
        self.shortcut.pressed.connect(self._take_press)
        self.shortcut.held.connect(self._forget_trouble)
        self.shortcut.refused.connect(self._tell_refusal)
        self.shortcut.told.connect(self._tell_of_key)
        self._asks_for_key = False
        """Whether it is the person who wants the key now, and not a start of the program."""
        window.navigation.quick_key_wanted.connect(self._change_key)

    @Slot()
    def open(self) -> None:
        """Open the small window."""
        if self.entry is None:
            self.entry = QuickEntry()  # without a parent, whose keys would be its own too
            self.entry.field.setPlainText(str(self._state.value("quick_draft") or ""))
            self.entry.field.textChanged.connect(self._rest.start)
            self.entry.asked.connect(self._ask)
        self.entry.open_here()
        self._window.bridge.call(self._chats.models.answers_next, self._show_model)

    def _show_model(self, name: str | None) -> None:
        if self.entry is not None:
            self.entry.show_model(name)

    def close(self) -> None:
        """Leave no window or key behind."""
        self.shortcut.close()
        if self.entry is not None:
            self._keep()
            self.entry.close()
            self.entry.deleteLater()
            self.entry = None

    @Slot(str)
    def _ask(self, question: str) -> None:
        """Ask in a chat of its own: what waits in the one that comes next is not meant.

        Until it is asked the question is that chat's draft, so that it is not lost.
        """
        self._window.come_forward()

        def begin() -> ChatId:
            chat = self._chats.create()
            self._chats.waiting.keep_draft(chat, question)
            return chat

        def ask(chat: ChatId) -> None:
            self._window.open_chat(chat)
            self._window.presenter.ask(question)

        self._window.bridge.call(begin, ask, partial(self._give_back, question))

    def _give_back(self, question: str, error: Exception) -> None:
        self._window.bridge.failed.emit(error)
        if self.entry is not None:
            self.entry.give_back(question)

    @Slot()
    def _keep(self) -> None:
        """Write down what is written and not asked."""
        self._rest.stop()
        if self.entry is not None:
            self._state.setValue("quick_draft", self.entry.field.toPlainText())
            self._state.sync()

    def want_key(self, key: KeyCombination | None) -> None:
        """Let a key open the small window, whatever program is in front."""
        self.shortcut.want(key)

    @Slot(object)
    def _change_key(self, key: KeyCombination | None) -> None:
        self._asks_for_key = True
        self.want_key(key)

    @Slot(object)
    def _take_press(self, press: Press) -> None:
        """The key opens the small window, and puts away the one that is being written in."""
        if self.entry is not None and self.entry.isActiveWindow():
            self.entry.hide()
            return
        with activated_by(press.token):
            self.open()
        if press.take_keys is not None and self.entry is not None:
            press.take_keys(int(self.entry.winId()))

    @Slot(str, bool)
    def _tell_of_key(self, text: str, is_trouble: bool) -> None:
        self._window.navigation.tell_of_setting("quick_key", text, is_trouble=is_trouble)

    @Slot(object)
    def _tell_refusal(self, error: YiDeskError) -> None:
        """What hinders the key is told once, not at every start; a No of the person's is kept."""
        is_known = str(self._state.value("key_trouble") or "") == error.code
        self._state.setValue("key_trouble", error.code)
        if error.code == DECLINED:
            self._window.navigation.set_back("quick_key")
        if self._asks_for_key or not is_known:
            self._window.notices.tell_error(error)
        self._asks_for_key = False

    @Slot()
    def _forget_trouble(self) -> None:
        self._asks_for_key = False
        self._state.remove("key_trouble")
