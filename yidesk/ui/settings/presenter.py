"""What happens on the settings screen: a change is written, takes effect, and says when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.core.declared import BY_NAME
from yidesk.core.setting import Effect, Kind, Value
from yidesk.services.settings import Preferences
from yidesk.ui.bridge import Bridge
from yidesk.ui.notices import Action
from yidesk.ui.settings.screen import SettingsScreen


class SettingsPresenter(QObject):
    """Joins the screen with the service."""

    taken = Signal(str, object)
    """A setting has this value now."""
    reload_wanted = Signal()
    restart_wanted = Signal()

    def __init__(
        self,
        bridge: Bridge,
        preferences: Preferences,
        screen: SettingsScreen,
        embedding: Callable[[], Sequence[Path]],
    ) -> None:
        """EMBEDDING: the embedding models that are here; called in the background."""
        super().__init__(screen)
        self._bridge, self._preferences, self._screen = bridge, preferences, screen
        self._embedding = embedding
        self._told: dict[str, tuple[str, bool]] = {}
        """Name of a setting -> what is true of it on this system, and whether that is trouble."""
        screen.changed.connect(self.change)
        screen.row_added.connect(self._show)
        self.refresh()
        if preferences.notice is not None:
            screen.notices.tell_error(preferences.notice)

    def refresh(self) -> None:
        """Show what is in use."""
        for name in self._screen.rows:
            self._show(name)

    def tell(self, name: str, text: str, *, is_trouble: bool) -> None:
        """Say what is true of a setting on this system, with its row, also if that comes later."""
        self._told[name] = text, is_trouble
        if name in self._screen.rows:
            self._screen.rows[name].tell(text, is_trouble=is_trouble)

    @Slot(str)
    def _show(self, name: str) -> None:
        self._screen.show_value(name, self._preferences.settings.get(name))
        if name in self._told:
            text, is_trouble = self._told[name]
            self._screen.rows[name].tell(text, is_trouble=is_trouble)
        if BY_NAME[name].kind is Kind.SHELF:
            self._bridge.call(self._embedding, self._screen.rows[name].editor.offer)

    @Slot(str, object)
    def change(self, name: str, value: object) -> None:
        """Take a new value."""
        self._bridge.call(
            partial(self._preferences.change, name, value),
            partial(self._take, name),
            partial(self._refuse, name),
        )

    def _take(self, name: str, value: Value) -> None:
        self._screen.show_value(name, value)
        self.taken.emit(name, value)
        effect = BY_NAME[name].effect
        if effect is Effect.RELOAD:
            self._screen.notices.tell(
                self.tr("The model is loaded again with the next question."),
                actions=(Action(self.tr("Load it now"), self.reload_wanted.emit),),
            )
        elif effect is Effect.RESTART:
            self._screen.notices.tell(
                self.tr("This is seen after the next start of YiDesk."),
                next_step=self.tr("The chat that is open and what you have written stay."),
                actions=(Action(self.tr("Restart now"), self.restart_wanted.emit),),
            )

    def _refuse(self, name: str, error: Exception) -> None:
        self._show(name)
        self._screen.notices.tell_error(error)
