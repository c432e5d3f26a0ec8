"""One thread for what takes too long for a frame: lexers to load, formulas to set.

The thread is there only while there is work. What it makes comes back through a queued signal.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = logging.getLogger(__name__)


class Workshop(QObject):
    """Makes each thing once, in the order in which they were asked for."""

    made = Signal()
    """Something that was ordered is there."""
    _arrived = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock = threading.Lock()
        self._orders: deque[tuple[Hashable, Callable[[], object]]] = deque()
        self._ordered: set[Hashable] = set()
        self._thread: threading.Thread | None = None
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def order(self, key: Hashable, work: Callable[[], object]) -> None:
        """Let WORK be done, unless KEY is ordered already; WORK itself keeps what it makes."""
        with self._lock:
            if key in self._ordered:
                return
            self._ordered.add(key)
            self._orders.append((key, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    @Slot()
    def _tell(self) -> None:
        self.made.emit()

    def _run(self) -> None:
        while (order := self._next()) is not None:
            key, work = order
            try:
                work()
            except Exception:  # noqa: BLE001 - the text stays as it is without what was ordered
                _log.exception("%s could not be made", key)
            with self._lock:
                self._ordered.discard(key)
            self._arrived.emit()

    def _next(self) -> tuple[Hashable, Callable[[], object]] | None:
        with self._lock:
            if not self._orders:
                self._thread = None
                return None
            return self._orders.popleft()
