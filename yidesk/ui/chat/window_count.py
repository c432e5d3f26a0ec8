"""How full the window will be, counted where no answer has told it: a chat that was imported."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from yidesk.core.types import Mode
from yidesk.services.chats import ChatId, Chats, Turn
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.screen import ChatScreen


class WindowCount(QObject):
    """Tells the meter about the chat on the screen; counts once a model is there to count with."""

    def __init__(self, bridge: Bridge, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._uncounted: ChatId | None = None
        screen.meter.engine_known.connect(self._count)

    def begin(self) -> None:
        """Nothing was asked in the chat on the screen."""
        self._uncounted = None
        self._screen.meter.show_used(0)
        self._screen.meter.show_speed(0.0)

    def show(self, chat: ChatId, last: Turn) -> None:
        """The chat on the screen ends with this turn."""
        report = last.report
        is_told = report.in_window > 0
        self._uncounted = None if is_told else chat
        used = report.in_window if is_told else None
        self._screen.meter.show_used(used, report.coverage, report.mode)
        self._screen.meter.show_speed(0.0)
        self._count()

    @Slot()
    def _count(self) -> None:
        chat = self._uncounted
        if chat is None or self._chats.engine is None:
            return
        if self._screen.mode.mode is not Mode.WHOLE:  # what is searched or swept is not all there
            return
        self._bridge.run(
            lambda _errand: self._chats.held(chat),
            lambda _event: None,
            partial(self._show, chat),
            lambda _error: None,  # the meter goes on saying that it was not counted
        )

    def _show(self, chat: ChatId, tokens: int) -> None:
        meter = self._screen.meter
        if chat == self._uncounted and meter.used is None:
            self._uncounted = None
            meter.show_used(tokens, about=True)
