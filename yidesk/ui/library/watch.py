"""Notices changes in folders while the window is open.

The system tells of files that come, go or are renamed; what is written into a file in its place is
seen when the person comes back to the window.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

MOST_PLACES = 500
"""Folders that are watched; systems have no end of files, but of watchers."""
REST_MS = 1000
"""Many files come together; one look is enough for them."""


class FolderWatch(QObject):
    """Says when to look again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.changed)
        self._watcher.directoryChanged.connect(lambda _path: self._rest.start())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def watch(self, places: Sequence[str]) -> bool:
        """Watch these folders and no others; whether one is among them that was not watched."""
        before, after = set(self._watcher.directories()), set(places[:MOST_PLACES])
        if gone := before - after:
            self._watcher.removePaths(sorted(gone))
        if new := after - before:
            self._watcher.addPaths(sorted(new))
        return not new.isdisjoint(self._watcher.directories())

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._rest.start()
