"""What the desktop shows of the program while its window is not looked at."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

if TYPE_CHECKING:
    from yidesk.ui.system.desktop_bus import DesktopBus

_log = logging.getLogger(__name__)


class Desktop(QObject):
    """Notifications, and how far something is.

    Linux: over the session bus, off the GUI thread. Windows and macOS: Qt's tray icon shows
    notifications; progress on the taskbar is not shown there.
    """

    chosen = Signal(int)
    """A person clicked a notification: the number that `tell` was given."""
    _clicked = Signal(int)

    def __init__(self, tray: QSystemTrayIcon | None = None, parent: QObject | None = None) -> None:
        """TRAY: an icon that shows notifications where there is no session bus."""
        super().__init__(parent)
        self._tray = tray
        self._bus: DesktopBus | None = None
        self._told: dict[int, int] = {}
        """The desktop's number of a notification -> ours."""
        self._last = 0
        self._shows_progress = False
        self._has_bus = sys.platform.startswith("linux")
        self._work = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ui-desktop")
        self._clicked.connect(self._choose, Qt.ConnectionType.QueuedConnection)
        if tray is not None:
            tray.messageClicked.connect(lambda: self.chosen.emit(self._last))

    def tell(self, number: int, title: str, text: str) -> None:
        """Show a notification; a click on it emits `chosen` with NUMBER."""
        action = self.tr("Show")
        self._last = number
        if self._has_bus:
            self._do(lambda bus: self._remember(bus.tell(title, text, action), number))
        elif self._tray is not None and self._tray.isVisible():
            self._tray.showMessage(title, text)

    def show_progress(self, share: float | None) -> None:
        """Show on the program's icon how much is done, 0 to 1; None takes it away."""
        if self._has_bus and (self._shows_progress or share is not None):
            self._shows_progress = share is not None
            self._do(lambda bus: bus.show_progress(share))

    def close(self) -> None:
        """Leave the desktop."""
        self._work.shutdown(wait=True, cancel_futures=True)
        if self._bus is not None:
            self._bus.close()
            self._bus = None

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
