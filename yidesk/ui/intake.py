"""What becomes of files that the window is given: dropped, pasted, opened, from a second start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yidesk.services.given import Given, is_unclear, sort_out
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.desk import Desk
from yidesk.ui.navigation import Navigation
from yidesk.ui.screens import Screen, Screens
from yidesk.ui.sidebar.shelf import Shelf


class Intake(QObject):
    """Models go onto their shelf, chats into the list, everything else into the chat."""

    chat_wanted = Signal()
    """Documents come into the chat that is open: show it."""

    def __init__(
        self, bridge: Bridge, screens: Screens, desk: Desk, navigation: Navigation, shelf: Shelf
    ) -> None:
        super().__init__(screens)
        self._bridge, self._screens = bridge, screens
        self._desk, self._navigation, self._shelf = desk, navigation, shelf

    def take(self, files: Sequence[Path]) -> None:
        """Take in FILES and folders, each by what it is."""
        models = [file for file in files if file.suffix.casefold() == ".gguf"]
        others = [file for file in files if file not in models]
        if models:
            self._navigation.add_models(models)
        if others and self._screens.current is Screen.LIBRARY:
            self._navigation.add_documents(others)
        elif any(is_unclear(file) for file in others):
            self._bridge.call(partial(sort_out, others), self._take_given)
        elif others:
            self._take_given(Given(tuple(others)))

    def _take_given(self, given: Given) -> None:
        self._shelf.exchange.take_in(given.chats)
        if given.left_out:
            self._screens.notices.tell(
                self.tr("1 more file of the folder was left out.")
                if given.left_out == 1
                else self.tr("{n} more files of the folder were left out.").format(
                    n=numbers.count(given.left_out)
                ),
                next_step=self.tr("The Library takes whole folders, and follows them."),
            )
        if given.documents:
            self.chat_wanted.emit()
            self._desk.add(given.documents)
