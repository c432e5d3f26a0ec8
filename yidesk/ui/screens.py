"""Which screen is shown in the middle of the window; each is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from yidesk.ui.notices import Notices


class Screen(StrEnum):
    """The screens."""

    CHAT = "chat"
    LIBRARY = "library"
    MODELS = "models"
    SETTINGS = "settings"
    DIAGNOSTICS = "diagnostics"
    FIRST_RUN = "first_run"


@runtime_checkable
class Telling(Protocol):
    """A screen that has a place for what the program says."""

    def hold(self, notices: Notices) -> None:
        """Give the bars their place, now that this screen is shown."""


class Screens(QStackedWidget):
    """One of them at a time; the window's notices go with the one that is shown."""

    shown = Signal(str)
    """A Screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notices = Notices(self)
        self._made: dict[Screen, QWidget] = {}
        self._makers: dict[Screen, Callable[[], QWidget]] = {}

    def add(self, screen: Screen, make: Callable[[], QWidget]) -> None:
        """Know how a screen is made."""
        self._makers[screen] = make

    @property
    def current(self) -> Screen:
        """The one that is shown."""
        return next(name for name, each in self._made.items() if each is self.currentWidget())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the bars how much room there is."""
        super().resizeEvent(event)
        self.notices.give_room(event.size().height())

    def open(self, screen: Screen) -> QWidget:
        """Show a screen and give it the focus; returns it."""
        if screen not in self._made:
            self._made[screen] = self._makers[screen]()
            self.addWidget(self._made[screen])
        widget = self._made[screen]
        if isinstance(widget, Telling):
            widget.hold(self.notices)
        self.setCurrentWidget(widget)
        self.shown.emit(screen)
        return widget
