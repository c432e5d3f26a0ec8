"""Notifications where there is no session bus: Qt shows them from an icon in the tray."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from yidesk.ui import icons

SHOWN_MS = 10_000


class Balloon(QSystemTrayIcon):
    """An icon that is in the tray only as long as a notification is: Windows and macOS want one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(icons.application_icon(), parent)
        self.setToolTip("YiDesk")
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._gone.timeout.connect(self.hide)
        self.messageClicked.connect(self.hide)

    def tell(self, title: str, text: str) -> None:
        """Show a notification."""
        self.show()
        self.showMessage(title, text, self.icon(), SHOWN_MS)
        self._gone.start()
