"""What happens on the diagnostics screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from yidesk.services.diagnostics import State
from yidesk.ui.bridge import Bridge
from yidesk.ui.diagnostics.screen import DiagnosticsScreen
from yidesk.ui.services import Services


class DiagnosticsPresenter(QObject):
    """Joins the screen with the service."""

    folder_wanted = Signal(object)
    """A Path to be shown."""

    def __init__(self, bridge: Bridge, services: Services, screen: DiagnosticsScreen) -> None:
        super().__init__(screen)
        self._bridge, self._services, self._screen = bridge, services, screen
        self._report = ""
        screen.copy_wanted.connect(self.copy)
        screen.refresh_wanted.connect(self.refresh)
        screen.logs_wanted.connect(self._show_logs)

    @Slot()
    def refresh(self) -> None:
        """Look again."""
        look = partial(self._services.diagnostics.look, self._services.chats.engine)
        self._bridge.run(lambda _errand: look(), lambda _event: None, self._show, self._fail)

    @Slot()
    def copy(self) -> None:
        """Put the report onto the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
        self._screen.notices.tell(
            self.tr("The report has been copied. Read it before you send it.")
        )

    def _show(self, state: State) -> None:
        self._report = state.report
        self._screen.show_state(state, offline=self._services.preferences.is_offline())

    def _fail(self, error: Exception) -> None:
        self._screen.notices.tell_error(error)

    @Slot()
    def _show_logs(self) -> None:
        logs: Path = self._services.paths.logs
        self.folder_wanted.emit(logs)
