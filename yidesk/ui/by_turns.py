"""Makes many widgets without holding the window: one for each turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")


class ByTurns(QObject, Generic[T]):
    """Does something with each of many things; keys and paints come in between."""

    ended = Signal()
    """All have had their turn."""

    def __init__(self, owner: QObject, act: Callable[[T], object]) -> None:
        """ACT is called with each thing until OWNER is gone."""
        super().__init__(owner)
        self._act = act
        self._left: Iterator[T] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def start(self, things: Iterable[T]) -> None:
        """Begin with THINGS; what is left of earlier ones is dropped."""
        self._left = iter(things)
        self._timer.start(0)

    def _next(self) -> None:
        for thing in self._left:
            self._act(thing)
            return
        self._timer.stop()
        self.ended.emit()
