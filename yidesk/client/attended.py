"""A reader worker that is waited for with an end: it may hang, and a person may press Stop."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from yidesk.client.taken import Taken
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import Cancelled
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

POLL_SECONDS = 0.1
"""How often `cancelled` is asked while nothing arrives."""
WATCH_SECONDS = 0.25
"""How often a worker's memory is looked at."""
IDLE = 0.05
"""Share of a processor below which a silent worker waits; what others leave to it is more."""
WAITING_MESSAGES = 32
"""Messages that lie here at most until somebody takes them."""
FINAL = (
    messages.FileRead
    | messages.FileIdentified
    | messages.PageRendered
    | messages.PageLaidOut
    | messages.PageRecognised
    | messages.Failed
)
"""What ends a request of the reader."""


def never() -> bool:
    """Nobody pressed Stop."""
    return False


class Stalled(Exception):  # noqa: N818 - an ordinary event
    """The worker has been silent for too long."""


class AttendedWorker:
    """A worker process and a thread that puts what it says into a queue that can be waited on."""

    def __init__(self, process: WorkerProcess, memory: int) -> None:
        """Start PROCESS, which may take MEMORY bytes. Raises EngineError."""
        process.start()
        self.process = process
        self._memory = memory
        self._taken = Taken(process.pid)
        self._looked = 0.0
        self._ended = threading.Event()
        self._events: queue.Queue[messages.AnyMessage | None] = queue.Queue(WAITING_MESSAGES)
        self._thread = threading.Thread(target=self._receive, name="reader-events", daemon=True)
        self._thread.start()

    def next_event(self, seconds: float, cancelled: Callable[[], bool]) -> messages.AnyMessage:
        """The next message. Raises ChannelClosed, Stalled after SECONDS of silence, Cancelled.

        Silence is counted in time that the worker had: a busy computer makes nothing hang.
        """
        return self._next(_Silence(seconds, self._taken.seconds).is_too_long, cancelled)

    def skip_to_end(self, request: int, seconds: float) -> None:
        """Wait for the final event of a request. Raises ChannelClosed, Stalled."""
        deadline = time.monotonic() + seconds
        while True:
            event = self._next(lambda: time.monotonic() > deadline, never)
            if isinstance(event, FINAL) and event.id == request:
                return

    def _next(
        self, is_too_long: Callable[[], bool], cancelled: Callable[[], bool]
    ) -> messages.AnyMessage:
        while True:
            if cancelled():
                raise Cancelled
            self._watch()
            try:
                event = self._events.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if is_too_long():
                    raise Stalled from None
                continue
            if event is None:
                raise ChannelClosed
            return event

    def end(self, *, kill: bool) -> None:
        """End the process and everything that belongs to it."""
        self._ended.set()
        if kill:
            self.process.kill()
        self.process.stop()
        self._thread.join()  # before its channel is closed under it
        self.process.close()

    def _watch(self) -> None:
        """End a worker that takes too much memory; not every system does. Raises ChannelClosed."""
        now = time.monotonic()
        if now - self._looked < WATCH_SECONDS:
            return
        self._looked = now
        if self._taken.memory() > self._memory:
            self.process.kill()
            raise ChannelClosed

    def _receive(self) -> None:
        try:
            while not self._ended.is_set():
                self._put(self.process.receive())
        except ChannelClosed:
            self._put(None)

    def _put(self, event: messages.AnyMessage | None) -> None:
        """Wait for room, so that a worker that says much waits too, and fills no memory here."""
        waits = True
        while waits and not self._ended.is_set():
            try:
                self._events.put(event, timeout=POLL_SECONDS)
                waits = False
            except queue.Full:
                pass


class _Silence:
    """How long a worker has said nothing, while somebody asks now and then."""

    def __init__(self, seconds: float, computed: Callable[[], float]) -> None:
        """SECONDS: how long it may. COMPUTED: its processor time so far."""
        self._seconds, self._computed = seconds, computed
        self._looked, self._ends = time.monotonic(), time.monotonic() + seconds
        self._began: float | None = None
        self._before = 0.0

    def is_too_long(self) -> bool:
        """Whether it computes for longer than it may, or does not compute at all."""
        if self._began is None:
            self._began = self._before = self._computed()
        now = time.monotonic()
        if now < self._ends:
            return False
        computed = self._computed()
        had, lately = computed - self._began, computed - self._before
        if had >= self._seconds or lately < IDLE * (now - self._looked):
            return True
        self._looked, self._before = now, computed
        self._ends = now + self._seconds - had
        return False
