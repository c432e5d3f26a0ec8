"""A reader worker that is waited for with an end: it may hang, and a person may press Stop."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import Cancelled
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

POLL_SECONDS = 0.1
"""How often `cancelled` is asked while nothing arrives."""
WATCH_SECONDS = 0.25
"""How often a worker's memory is looked at."""
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
        self._memory_of = _memory_of(process.pid)
        self._looked = 0.0
        self._ended = threading.Event()
        self._events: queue.Queue[messages.AnyMessage | None] = queue.Queue(WAITING_MESSAGES)
        self._thread = threading.Thread(target=self._receive, name="reader-events", daemon=True)
        self._thread.start()

    def next_event(self, seconds: float, cancelled: Callable[[], bool]) -> messages.AnyMessage:
        """The next message. Raises ChannelClosed, Stalled after SECONDS of silence, Cancelled."""
        deadline = time.monotonic() + seconds
        while True:
            if cancelled():
                raise Cancelled
            self._watch()
            try:
                event = self._events.get(timeout=min(POLL_SECONDS, seconds))
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise Stalled from None
                continue
            if event is None:
                raise ChannelClosed
            return event

    def skip_to_end(self, request: int, seconds: float) -> None:
        """Wait for the final event of a request. Raises ChannelClosed, Stalled."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            event = self.next_event(left, never)
            if isinstance(event, FINAL) and event.id == request:
                return
        raise Stalled

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
        if self._memory_of() > self._memory:
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


def _memory_of(pid: int) -> Callable[[], int]:
    """Bytes that a process has in memory; 0 once it has ended, which its pipe will tell."""
    import psutil  # noqa: PLC0415 - with the first worker, and not with the program

    process = psutil.Process(pid)

    def taken() -> int:
        try:
            return int(process.memory_info().rss)
        except psutil.Error:
            return 0

    return taken
