"""What the window remembers from one start to the next: its size and place, its panes, its chat."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QWidget

from yidesk.ui.panes import Panes

SETTLED_MS = 500
"""How long a window must keep its size and place before they are written down."""
WIDTH, HEIGHT = 1120, 780


class WindowMemory(QObject):
    """Writes things down as they change, so that a killed program has them too."""

    def __init__(self, window: QWidget, panes: Panes, file: Path) -> None:
        super().__init__(window)
        self._window, self._panes = window, panes
        self._file = QSettings(str(file), QSettings.Format.IniFormat)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self.keep)
        self._restore()
        window.installEventFilter(self)
        panes.sidebar_shown.connect(self._settled.start)

    @property
    def chat(self) -> int | None:
        """The chat that was on the screen."""
        number = str(self._file.value("chat") or "")
        return int(number) if number.isdigit() else None

    @Slot(object)
    def keep_chat(self, chat: int | None) -> None:
        """Remember which chat is on the screen."""
        self._file.setValue("chat", "" if chat is None else str(chat))

    @Slot()
    def keep(self) -> None:
        """Write down size, place and panes."""
        self._settled.stop()
        self._file.setValue("geometry", self._window.saveGeometry())
        self._file.setValue("sidebar", "shown" if self._panes.wants_sidebar else "hidden")
        self._file.sync()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the window move."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._settled.start()
        return super().eventFilter(watched, event)

    def _restore(self) -> None:
        geometry = self._file.value("geometry")
        if not isinstance(geometry, QByteArray) or not self._window.restoreGeometry(geometry):
            self._window.resize(WIDTH, HEIGHT)
        self._panes.want_sidebar(wanted=self._file.value("sidebar") != "hidden")
