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
from typing import Any, Generic, Protocol, TypeVar, cast, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.words import say_error

_log = logging.getLogger(__name__)
T = TypeVar("T")
S = TypeVar("S")
E = TypeVar("E")
Failure = Callable[[Exception], object]


@runtime_checkable
class Cancellable(Protocol):
    """What a service gives to be iterated and, perhaps, stopped."""

    def cancel(self) -> None:
        """Stop soon. Safe from any thread."""


class Errand(Generic[E]):
    """Work in a thread of its own that reports as it goes on."""

    def __init__(self, report: Callable[[E], None]) -> None:
        self.report = report
        """Hand an event to the receiver on the GUI thread."""
        self._lock = threading.Lock()
        self._stream: object = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask it to stop; its last event still comes. Safe from any thread."""
        with self._lock:
            self._cancelled = True
            stream = self._stream
        if isinstance(stream, Cancellable):
            stream.cancel()

    def take(self, stream: S) -> S:
        """Know the stream that `cancel` is to stop; called in the errand's thread."""
        with self._lock:
            self._stream = stream
            cancelled = self._cancelled
        if cancelled and isinstance(stream, Cancellable):
            stream.cancel()
        return stream


class Bridge(QObject):
    """Runs work off the GUI thread and hands the results to receivers on it."""

    failed = Signal(object)
    """An exception that the caller did not handle."""
    progressed = Signal(object, float)
    """An Errand that the system tells of too, and how far it is, 0 to 1."""
    ended = Signal(object, str)
    """Such an Errand, and how it has ended; empty when a person has stopped it."""
    rested = Signal()
    """All that was handed on has ended."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ui-calls")
        self._threads: dict[threading.Thread, Errand[Any]] = {}
        self._open = True
        self._owed = 0
        """Ends of calls and errands that have not reached the GUI thread."""
        self._needed: set[Errand[Any]] = set()
        """Those of them for which a person waits."""
        self._heard: frozenset[Errand[Any]] | None = None
        """The only errands that are delivered still; None: all."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Failure | None = None,
    ) -> None:
        """Do WORK in the background; calls are done one after the other, in this order."""
        if self._takes_work:
            self._owed += 1
            self._calls.submit(self._do, work, done, failed, None)

    def run(
        self,
        work: Callable[[Errand[E]], T],
        on_event: Callable[[E], object],
        done: Callable[[T], object] | None = None,
        failed: Failure | None = None,
        *,
        told: str = "",
        is_needed: bool = False,
    ) -> Errand[E]:
        """Do WORK in a thread of its own; what it reports reaches ON_EVENT.

        TOLD: a sentence for when it has ended well. The system tells it to a person who is
        elsewhere, and shows the share of those events that have one. IS_NEEDED: a person waits
        for it, told of or not, and it is not cut off when the window is made anew.
        """

        def report(event: E) -> None:
            self._send(partial(on_event, event), errand)
            if told and (share := getattr(event, "share", None)) is not None:
                self._send(partial(self.progressed.emit, errand, share), errand)

        errand = Errand(report)
        if told:
            done, failed = self._telling(errand, told, done, failed)
        thread = threading.Thread(
            target=self._do_errand,
            args=(errand, partial(work, errand), done, failed),
            name="ui-errand",
        )
        if self._takes_work:
            self._owed += 1
            if is_needed or told:
                self._needed.add(errand)
            self._threads[thread] = errand
            thread.start()
        return errand

    def follow(
        self,
        begin: Callable[[], S],
        on_event: Callable[[E], object],
        *,
        begun: Callable[[S], object] | None = None,
        failed: Failure | None = None,
        after_calls: bool = False,
    ) -> Errand[E]:
        """Iterate what BEGIN returns, both off the GUI thread; BEGUN gets it before its events.

        AFTER_CALLS: it rests on what the calls before it do, and begins when they are done.
        """
        calls = self._calls.submit(_nothing) if after_calls and self._takes_work else None

        def work(errand: Errand[E]) -> None:
            if calls is not None:
                calls.result()
            stream = errand.take(begin())
            if begun is not None:
                self._send(partial(begun, stream), errand)
            for event in cast("Iterable[E]", stream):
                errand.report(event)

        return self.run(work, on_event, failed=failed)

    @property
    def is_needed(self) -> bool:
        """Whether something is under way for which a person waits."""
        return bool(self._needed)

    @property
    def busy(self) -> bool:
        """Whether anything is under way, or its end has not been told yet."""
        return self._is_running or (self._open and self._owed > 0)

    @property
    def _is_running(self) -> bool:
        return any(thread.is_alive() for thread in list(self._threads))

    def hand_on(self, errands: Iterable[Errand[Any]]) -> None:
        """Deliver only what ERRANDS bring from now on; all else is asked to stop, and ends unheard.

        `rested` tells their end.
        """
        self._heard = frozenset(errands)
        self._calls.shutdown(wait=False)
        for errand in list(self._threads.values()):
            if errand not in self._heard:
                errand.cancel()

    def cancel_all(self) -> None:
        """Take no more work and ask everything under way to stop."""
        self._open = False
        self._calls.shutdown(wait=False)
        for errand in list(self._threads.values()):
            errand.cancel()

    def join(self, seconds: float) -> bool:
        """Wait for every thread, each for at most SECONDS; whether all have ended."""
        for thread in list(self._threads):
            thread.join(seconds)
        if not self._is_running:
            self._calls.shutdown(wait=True)
        return not self._is_running

    def _telling(
        self,
        errand: Errand[E],
        told: str,
        done: Callable[[T], object] | None,
        failed: Failure | None,
    ) -> tuple[Callable[[T], object], Failure]:
        """DONE and FAILED, which tell the system's side first that ERRAND has ended."""

        def end(result: T) -> None:
            self.ended.emit(errand, "" if errand.cancelled else told)
            if done is not None:
                done(result)

        def fail(error: Exception) -> None:
            sentence = say_error(error)[0] if isinstance(error, YiDeskError) else str(error)
            self.ended.emit(errand, "" if isinstance(error, Cancelled) else sentence)
            (failed or self.failed.emit)(error)

        return end, fail

    def _do(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Failure | None,
        errand: Errand[Any] | None,
    ) -> None:
        tell: Callable[[], object] | None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - told to the person, never lost
            if not isinstance(error, Cancelled):
                _log.warning("work of the window failed", exc_info=error)
            tell = partial(failed or self.failed.emit, error)
        else:
            tell = partial(done, result) if done is not None else None
        self._send(partial(self._end, tell, errand), errand)

    def _do_errand(
        self,
        errand: Errand[E],
        work: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Failure | None,
    ) -> None:
        self._do(work, done, failed, errand)
        self._threads.pop(threading.current_thread(), None)

    def _end(self, tell: Callable[[], object] | None, errand: Errand[Any] | None) -> None:
        try:
            if tell is not None:
                tell()
        finally:
            self._owed -= 1
            if errand is not None:
                self._needed.discard(errand)
                self._miss(errand)

    def _miss(self, errand: Errand[Any]) -> None:
        """An errand has ended; perhaps the last one that was handed on."""
        if self._heard is not None and errand in self._heard:
            self._heard -= {errand}
            if not self._heard:
                self.rested.emit()

    @property
    def _takes_work(self) -> bool:
        return self._open and self._heard is None

    def _hears(self, errand: Errand[Any] | None) -> bool:
        return self._open and (self._heard is None or errand in self._heard)

    def _send(self, parcel: Callable[[], object], errand: Errand[Any] | None) -> None:
        if self._hears(errand):
            self._arrived.emit((parcel, errand))

    @Slot(object)
    def _deliver(self, sent: tuple[Callable[[], object], Errand[Any] | None]) -> None:
        parcel, errand = sent
        if self._hears(errand):
            parcel()


def _nothing() -> None:
    """Has its turn when every call before it is done."""
