"""What the desktop shows of the program while its window is not looked at."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

if TYPE_CHECKING:
    from yidesk.ui.system.balloon import Balloon
    from yidesk.ui.system.desktop_bus import DesktopBus

_log = logging.getLogger(__name__)


class Desktop(QObject):
    """Notifications, and how far something is.

    Linux: over the session bus, off the GUI thread. Windows and macOS: an icon in the tray shows
    notifications; progress is shown on the button of the taskbar, and on the icon in the Dock.
    """

    chosen = Signal(int)
    """A person clicked a notification: the number that `tell` was given."""
    _clicked = Signal(int)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        window: QWidget | None = None,
        platform: str = sys.platform,
    ) -> None:
        """WINDOW: on whose button of the taskbar progress is shown (Windows)."""
        super().__init__(parent)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._balloon: Balloon | None = None
        self._bus: DesktopBus | None = None
        self._told: dict[int, int] = {}
        """The desktop's number of a notification -> ours."""
        self._last = 0
        self._shows_progress = False
        self._has_bus = platform.startswith("linux")
        self._has_taskbar = platform == "win32" and window is not None
        self._has_dock = platform == "darwin"
        self._work = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ui-desktop")
        self._clicked.connect(self._choose, Qt.ConnectionType.QueuedConnection)

    def use_tray(self, tray: QSystemTrayIcon) -> None:
        """Show notifications from TRAY while it is there, where there is no session bus."""
        self._tray = tray
        tray.messageClicked.connect(lambda: self.chosen.emit(self._last))

    def tell(self, number: int, title: str, text: str) -> None:
        """Show a notification; a click on it emits `chosen` with NUMBER."""
        action = self.tr("Show")
        self._last = number
        if self._has_bus:
            self._do(lambda bus: self._remember(bus.tell(title, text, action), number))
        elif self._tray is not None and self._tray.isVisible():
            self._tray.showMessage(title, text)
        elif QSystemTrayIcon.isSystemTrayAvailable():
            self._own_balloon().tell(title, text)

    def show_progress(self, share: float | None) -> None:
        """Show on the program's icon how much is done, 0 to 1; None takes it away."""
        if not self._shows_progress and share is None:
            return
        self._shows_progress = share is not None
        if self._has_bus:
            self._do(lambda bus: bus.show_progress(share))
        elif self._has_taskbar and self._window is not None:
            self._work.submit(self._show_on_taskbar, int(self._window.winId()), share)
        elif self._has_dock:
            self._show_on_dock(share)

    def close(self) -> None:
        """Leave the desktop."""
        if self._balloon is not None:
            self._balloon.hide()
        self._work.shutdown(wait=True, cancel_futures=True)
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _own_balloon(self) -> Balloon:
        if self._balloon is None:
            from yidesk.ui.system.balloon import Balloon  # noqa: PLC0415 - not on Linux

            self._balloon = Balloon(self)
            self._balloon.messageClicked.connect(lambda: self.chosen.emit(self._last))
        return self._balloon

    def _show_on_taskbar(self, window: int, share: float | None) -> None:
        try:
            from yidesk.ui.system import taskbar_windows  # noqa: PLC0415 - Windows only

            taskbar_windows.show(window, share)
        except Exception as error:  # noqa: BLE001 - as below
            _log.info("the taskbar shows no progress: %r", error)
            self._has_taskbar = False

    def _show_on_dock(self, share: float | None) -> None:
        try:
            from yidesk.ui.system import dock_macos  # noqa: PLC0415 - macOS only

            dock_macos.show(share)
        except Exception as error:  # noqa: BLE001 - as below
            _log.info("the Dock shows no progress: %r", error)
            self._has_dock = False

    def _do(self, act: Callable[[DesktopBus], object]) -> None:
        self._work.submit(self._try, act)

    def _try(self, act: Callable[[DesktopBus], object]) -> None:
        if not self._has_bus:
            return
        try:
            if self._bus is None:
                from yidesk.ui.system.desktop_bus import DesktopBus  # noqa: PLC0415 - Linux only

                self._bus = DesktopBus(self._clicked.emit)
            act(self._bus)
        except Exception as error:  # noqa: BLE001 - whatever a desktop lacks, the program goes on
            _log.info("the desktop cannot be told: %r", error)
            self._has_bus = self._bus is not None

    def _remember(self, theirs: int, ours: int) -> None:
        self._told[theirs] = ours

    @Slot(int)
    def _choose(self, theirs: int) -> None:
        if theirs in self._told:
            self.chosen.emit(self._told.pop(theirs))
