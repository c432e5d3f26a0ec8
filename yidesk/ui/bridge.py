"""The one way off the GUI thread, and back.

Work runs in plain threads; whatever it brings comes back through one queued Qt signal, so every
receiver runs on the GUI thread. An exception nobody asked for reaches `failed`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = logging.getLogger(__name__)
T = TypeVar("T")
Failure = Callable[[Exception], None]


@runtime_checkable
class Cancellable(Protocol):
    """What a service gives to be iterated and, perhaps, stopped."""

    def cancel(self) -> None:
        """Stop soon. Safe from any thread."""


class Errand:
    """A stream of events being followed in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stream: object = None
        self._cancelled = False

    def cancel(self) -> None:
        """Ask it to stop; its last event still comes. Safe from any thread."""
        with self._lock:
            self._cancelled = True
            stream = self._stream
        if isinstance(stream, Cancellable):
            stream.cancel()

    def take(self, stream: object) -> None:
        """Know the stream that `cancel` is to stop; called in the errand's thread."""
        with self._lock:
            self._stream = stream
            cancelled = self._cancelled
        if cancelled and isinstance(stream, Cancellable):
            stream.cancel()


class Bridge(QObject):
    """Runs work off the GUI thread and hands the results to receivers on it."""

    failed = Signal(object)
    """An exception that the caller did not handle."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ui-calls")
        self._threads: dict[threading.Thread, Errand] = {}
        self._open = True
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failure | None = None,
    ) -> None:
        """Do WORK in the background; calls are done one after the other, in this order."""
        if self._open:
            self._calls.submit(self._do_call, work, done, failed)

    def follow(
        self,
        begin: Callable[[], Iterable[T]],
        on_event: Callable[[T], None],
        failed: Failure | None = None,
    ) -> Errand:
        """Iterate what BEGIN returns, both in a thread of their own."""
        errand = Errand()
        if self._open:
            thread = threading.Thread(
                target=self._do_follow, args=(errand, begin, on_event, failed), name="ui-errand"
            )
            self._threads[thread] = errand
            thread.start()
        return errand

    @property
    def busy(self) -> bool:
        """Whether an errand is under way."""
        return any(thread.is_alive() for thread in self._threads)

    def cancel_all(self) -> None:
        """Take no more work and ask everything under way to stop."""
        self._open = False
        self._calls.shutdown(wait=False, cancel_futures=True)
        for errand in list(self._threads.values()):
            errand.cancel()

    def join(self, seconds: float) -> bool:
        """Wait for every thread, each for at most SECONDS; whether all have ended."""
        for thread in list(self._threads):
            thread.join(seconds)
        if not self.busy:
            self._calls.shutdown(wait=True)
        return not self.busy

    def _do_call(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Failure | None,
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - told to the person, never lost
            self._fail(error, failed)
        else:
            if done is not None:
                self._send(partial(done, result))

    def _do_follow(
        self,
        errand: Errand,
        begin: Callable[[], Iterable[T]],
        on_event: Callable[[T], None],
        failed: Failure | None,
    ) -> None:
        try:
            stream = begin()
            errand.take(stream)
            for event in stream:
                self._send(partial(on_event, event))
        except Exception as error:  # noqa: BLE001 - told to the person, never lost
            self._fail(error, failed)
        finally:
            self._send(partial(self._threads.pop, threading.current_thread(), None))

    def _fail(self, error: Exception, failed: Failure | None) -> None:
        _log.warning("work of the window failed", exc_info=error)
        self._send(partial(failed or self.failed.emit, error))

    def _send(self, parcel: Callable[[], object]) -> None:
        if self._open:
            self._arrived.emit(parcel)

    @Slot(object)
    def _deliver(self, parcel: Callable[[], object]) -> None:
        if self._open:
            parcel()
