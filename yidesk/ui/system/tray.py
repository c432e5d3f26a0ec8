"""The program's icon in the system's tray, for those who want it to stay there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from yidesk.ui import icons


class Tray(QSystemTrayIcon):
    """Shows the window, asks a quick question, quits."""

    window_wanted = Signal()
    quick_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(icons.application_icon(), parent)
        self.setToolTip("YiDesk")
        self._menu = QMenu()
        self._menu.addAction(self.tr("Show YiDesk"), self.window_wanted.emit)
        self._menu.addAction(self.tr("Quick question"), self.quick_wanted.emit)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit"), self.quit_wanted.emit)
        self.setContextMenu(self._menu)
        self.activated.connect(self._act)

    def close(self) -> None:
        """Go, with the menu."""
        self.hide()
        self._menu.deleteLater()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _act(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.window_wanted.emit()
