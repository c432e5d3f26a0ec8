"""Streams bytes from the hub for as long as it takes: resumes, waits, tries again, can be stopped.

Used by a download for the rest of a file, and by a repair for single blocks.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from yidesk.catalog.hub import Hub, Location
from yidesk.catalog.network import PassingError
from yidesk.catalog.pace import Pace
from yidesk.catalog.patience import Patience
from yidesk.core.counted import Counted
from yidesk.core.errors import Cancelled, ModelError, YiDeskError

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """So many bytes are here."""

    done: int
    total: int
    per_second: float
    seconds_left: float | None
    """None while the speed is not known."""

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something failed in passing; the next try is in so many seconds."""

    seconds: float
    reason: YiDeskError


class Checking(Counted):
    """What is on the disk is being read back; in bytes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Others come first."""

    before: int
    """How many."""


Event = Progress | Waiting | Checking | Queued
OnEvent = Callable[[Event], None]


class Stop:
    """Asks a transfer to stop, from any thread; also while it waits for bytes that do not come."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._socket: socket.socket | None = None
        self._then: Callable[[], None] = lambda: None
        self._guard = threading.Lock()

    def ask(self) -> None:
        """Stop at once."""
        self._asked.set()
        with self._guard:
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
            then = self._then
        then()

    def on_ask(self, then: Callable[[], None]) -> None:
        """Call THEN when it is asked for, in the thread that asks: it wakes who waits."""
        with self._guard:
            self._then = then

    def check(self) -> None:
        """Raise Cancelled when it was asked for."""
        if self._asked.is_set():
            raise Cancelled(code="paused")

    def wait(self, seconds: float) -> None:
        """Sleep, unless it is asked for. Raises Cancelled."""
        self._asked.wait(seconds)
        self.check()

    def watch(self, carrier: socket.socket) -> None:
        """What ask() has to shut down, so that nobody waits for it; at once where it was asked.

        Nothing is raised here, in the midst of connecting: the client would leave the socket open.
        """
        with self._guard:
            self._socket = carrier
            if self._asked.is_set():
                with contextlib.suppress(OSError):
                    carrier.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        """Nobody waits any more."""
        with self._guard:
            self._socket = None


class Transfer:
    """Fetches ranges of one file."""

    def __init__(
        self, hub: Hub, *, repository: str, file: str, revision: str, on_event: OnEvent, stop: Stop
    ) -> None:
        self._hub = hub
        self._what = (repository, file, revision)
        self._on_event = on_event
        self._stop = stop
        self._patience = Patience()
        self._fresh: Location | None = None

    def locate(self) -> Location:
        """What the hub says of the file now. Raises YiDeskError, Cancelled.

        All later tries ask for the same commit, so an upload in between does no harm.
        """
        self._fresh = self._patiently(lambda: self._hub.locate(*self._what))
        repository, file, revision = self._what
        self._what = (repository, file, self._fresh.commit or revision)
        return self._fresh

    def fetch(
        self, location: Location, start: int, end: int, take: Callable[[bytes], None]
    ) -> None:
        """Give the bytes [START, END) to TAKE, in order and once.

        Addresses are asked for anew at every try, for they expire. Raises YiDeskError, ModelError
        (model_changed) when the hub now has another file, Cancelled, and what TAKE raises.
        """
        have = start

        def attempt() -> None:
            nonlocal have
            here = self._fresh or self._hub.locate(*self._what)
            self._fresh = None
            if (here.etag, here.size) != (location.etag, location.size):
                raise _changed(location)
            for chunk in self._chunks(here, have, end):
                take(chunk)
                have += len(chunk)
            if have < end:
                raise _ended_early(self._hub.host)

        self._patiently(attempt)

    def _chunks(self, location: Location, start: int, end: int) -> Iterator[bytes]:
        """Bytes as they come, from START to END, whatever the server begins and ends with."""
        last = None if end == location.size else end
        try:
            with self._hub.stream(location, start, last, on_socket=self._stop.watch) as response:
                place = start if response.status_code == 206 else 0
                for chunk in response.iter_raw():
                    self._stop.check()
                    self._patience.has_moved()
                    wanted = chunk[max(0, start - place) : max(0, end - place)]
                    place += len(chunk)
                    if wanted:
                        yield wanted
                    if place >= end:
                        return
        finally:
            self._stop.forget()

    def _patiently(self, attempt: Callable[[], Result]) -> Result:
        self._patience.begin()
        while True:
            self._stop.check()
            try:
                return attempt()
            except PassingError as error:
                self._stop.check()  # a stop ends the connection, which looks like a failure
                pause = self._patience.pause_after(error)
                if pause is None:
                    raise
                self._on_event(Waiting(seconds=pause, reason=error))
                self._stop.wait(pause)


class Meter:
    """Turns bytes into events of one KIND, at most ten a second."""

    def __init__(
        self,
        done: int,
        total: int,
        on_event: OnEvent,
        kind: type[Progress | Checking] = Progress,
    ) -> None:
        self._pace = Pace(done)
        self._total = total
        self._on_event = on_event
        self._kind = kind

    def show(self, done: int) -> None:
        """DONE bytes are here."""
        if done < self._total and not self._pace.is_time():
            return
        speed = self._pace.per_second(done)
        left = (self._total - done) / speed if speed else None
        event = self._kind(done=done, total=self._total, per_second=speed, seconds_left=left)
        self._on_event(event)


def checking(on_event: OnEvent, stop: Stop) -> Callable[[int, int], None]:
    """A listener to (bytes read back, bytes in all) of one reading, which raises Cancelled."""
    meter: Meter | None = None

    def show(done: int, total: int) -> None:
        nonlocal meter
        stop.check()
        if meter is None:
            meter = Meter(0, total, on_event, Checking)
            on_event(Checking(done=0, total=total))
            stop.check()
        meter.show(done)

    return show


def _changed(location: Location) -> ModelError:
    return ModelError(
        "{file} was changed on the hub while it was being downloaded.",
        code="model_changed",
        next_step="Download it again: the new one will be fetched from its beginning.",
        file=location.file,
    )


def _ended_early(host: str) -> PassingError:
    return PassingError(
        "{host} ended the connection too early.",
        code="ended_early",
        next_step="Try again later, or choose another mirror. What was fetched is kept.",
        host=host,
    )
