"""Joins the window with the system around it: tray, quick question, notifications, crashes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from yidesk.services.chats import ChatId, Chats
from yidesk.ui import fonts
from yidesk.ui.instance import Call
from yidesk.ui.notices import Action
from yidesk.ui.screens import Screen
from yidesk.ui.system.activation import activated_by
from yidesk.ui.system.desktop import Desktop
from yidesk.ui.system.quick_question import QuickQuestion
from yidesk.ui.system.tray import Tray
from yidesk.ui.window import MainWindow

NO_CHAT = 0
"""Number of a notification that is about no chat; the store begins with 1."""
LONG_SECONDS = 10.0
"""What takes longer, and ends while another window has the keys, is told by a notification."""


class Surroundings(QObject):
    """Lives as long as the window."""

    def __init__(
        self,
        window: MainWindow,
        chats: Chats,
        *,
        wants_tray: bool,
        state: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """STATE: the file in which the window remembers things."""
        super().__init__(window)
        self._window, self._state, self._clock = window, state, clock
        self._begun: dict[ChatId, float] = {}
        self._reading_since: float | None = None
        self._shares: dict[object, float] = {}
        """What is under way, and how far it is, 0 to 1."""
        self._since: dict[object, float] = {}
        self._shown: float | None = None
        self.tray: Tray | None = None
        self.desktop = Desktop(parent=self, window=window)
        self.desktop.chosen.connect(self._show_chat)
        window.presenter.busy_changed.connect(self._watch)
        window.screen_.chips.progressed.connect(self._watch_reading)
        window.bridge.progressed.connect(self._watch_work)
        window.bridge.ended.connect(self._end_work)
        window.navigation.tray_wanted.connect(lambda wanted: self.want_tray(wanted=wanted))
        self.quick = QuickQuestion(window, chats, state)
        self.want_tray(wanted=wants_tray)

    @Slot(object)
    def greet(self, call: Call) -> None:
        """The program was started again."""
        with activated_by(call.token):
            if call.quick:
                self.quick.open()
            else:
                self._window.greet(call)

    def want_tray(self, *, wanted: bool) -> None:
        """Stay in the tray when the window is closed, where the system has a tray; or do not."""
        has = wanted and QSystemTrayIcon.isSystemTrayAvailable()
        if has and self.tray is None:
            self.tray = Tray(self)
            self.desktop.use_tray(self.tray)
            self.tray.window_wanted.connect(self._window.come_forward)
            self.tray.quick_wanted.connect(self.quick.open)
            self.tray.quit_wanted.connect(self._window.quit)
        if self.tray is not None:
            self.tray.setVisible(has)
        self._window.hides = has

    def tell_of_crash(self, logs: Path) -> None:
        """Say once that the program ended in a crash, where its stacks were written down."""
        file = logs / "yidesk.crash.log"
        size = file.stat().st_size if file.is_file() else 0
        state = QSettings(str(self._state), QSettings.Format.IniFormat)
        seen = int(str(state.value("crash_bytes") or 0))
        state.setValue("crash_bytes", size)
        if size > seen:
            self._window.notices.tell(
                self.tr("YiDesk crashed the last time. Your chats are all here."),
                next_step=self.tr("What happened was written down, on this computer only."),
                tone="warning",
                actions=(Action(self.tr("Show the diagnostics"), self._open_diagnostics),),
            )

    def tell_of_faces(self) -> None:
        """Say once that Chinese cannot be shown here, and what to do about it."""
        state = QSettings(str(self._state), QSettings.Format.IniFormat)
        lacks = not fonts.can_write_chinese()
        told = str(state.value("told_of_faces")) == "true"
        if lacks != told:
            state.setValue("told_of_faces", lacks)
        if lacks and not told:
            # not translated: a translation is what could not be read
            self._window.notices.tell(
                "No Chinese font is installed, so Chinese shows as boxes.",
                next_step=fonts.where_chinese_comes_from(),
                tone="warning",
            )

    def close(self) -> None:
        """Leave no window, icon, key or connection behind."""
        self.quick.close()
        self.desktop.close()
        if self.tray is not None:
            self.tray.close()

    def _open_diagnostics(self) -> None:
        self._window.navigation.open(Screen.DIAGNOSTICS)

    @Slot(object)
    def _watch(self, running: frozenset[ChatId]) -> None:
        """Tell of an answer that took long, when nobody was looking."""
        now = self._clock()
        for chat in running - self._begun.keys():
            self._begun[chat] = now
        for chat in self._begun.keys() - running:
            if _was_missed(now - self._begun.pop(chat)):
                title = self._window.shelf.title(chat) or "YiDesk"
                self.desktop.tell(int(chat), title, self.tr("The answer is there."))

    @Slot(object)
    def _watch_reading(self, share: float | None) -> None:
        """Show on the program's icon how far a reading is; tell of its end when it took long."""
        self._show_share("reading", share)
        began, now = self._reading_since, self._clock()
        self._reading_since = None if share is None else began if began is not None else now
        chat = self._window.presenter.chat
        # while the chat is being answered, the end of the answer is what is waited for
        took = 0.0 if share is not None or began is None else now - began
        chips = self._window.screen_.chips.chips  # not read: it was stopped, or a notice says why
        is_read = bool(chips) and all(chip.is_read for chip in chips)
        if is_read and chat is not None and chat not in self._begun and _was_missed(took):
            title = self._window.shelf.title(chat) or "YiDesk"
            self.desktop.tell(int(chat), title, self.tr("The documents have been read."))

    @Slot(object, float)
    def _watch_work(self, work: object, share: float) -> None:
        """Something has begun, or gone on, that the system tells of."""
        self._since.setdefault(work, self._clock())
        self._show_share(work, share)

    def _show_share(self, work: object, share: float | None) -> None:
        """Show on the program's icon how far everything is that is under way, in whole percent."""
        if share is None:
            self._shares.pop(work, None)
        else:
            self._shares[work] = share
        shares = self._shares.values()
        mean = round(sum(shares) / len(shares), 2) if shares else None
        if mean != self._shown:
            self._shown = mean
            self.desktop.show_progress(mean)

    @Slot(object, str)
    def _end_work(self, work: object, told: str) -> None:
        """Tell how something has ended that took long, when nobody was looking."""
        took = self._clock() - self._since.pop(work, self._clock())
        self._show_share(work, None)
        if told and _was_missed(took):
            self.desktop.tell(NO_CHAT, "YiDesk", told)

    @Slot(int)
    def _show_chat(self, chat: int) -> None:
        self._window.come_forward()
        if chat != NO_CHAT:
            self._window.open_chat(chat)


def _was_missed(seconds: float) -> bool:
    """Whether something took so long that a person who is elsewhere wants to be told."""
    state = QGuiApplication.applicationState()
    return seconds >= LONG_SECONDS and state != Qt.ApplicationState.ApplicationActive
