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
FINAL = messages.FileRead | messages.PageRendered | messages.PageLaidOut | messages.Failed
"""What ends a request of the reader."""


def never() -> bool:
    """Nobody pressed Stop."""
    return False


class Stalled(Exception):  # noqa: N818 - an ordinary event
    """The worker has been silent for too long."""


class AttendedWorker:
    """A worker process and a thread that puts what it says into a queue that can be waited on."""

    def __init__(self, process: WorkerProcess) -> None:
        process.start()
        self.process = process
        self._events: queue.SimpleQueue[messages.AnyMessage | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._receive, name="reader-events", daemon=True)
        self._thread.start()

    def next_event(self, seconds: float, cancelled: Callable[[], bool]) -> messages.AnyMessage:
        """The next message. Raises ChannelClosed, Stalled after SECONDS of silence, Cancelled."""
        deadline = time.monotonic() + seconds
        while True:
            if cancelled():
                raise Cancelled
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
        if kill:
            self.process.kill()
        self.process.close()
        self._thread.join()

    def _receive(self) -> None:
        try:
            while True:
                self._events.put(self.process.receive())
        except ChannelClosed:
            self._events.put(None)
