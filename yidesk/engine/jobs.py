"""Requests in waiting: questions before reading ahead, and cancel by id."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable

from yidesk.protocol import messages

Request = messages.Load | messages.CountTokens | messages.Read | messages.Generate


class Jobs:
    """A queue between the thread that receives requests and the one that carries them out."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._waiting: collections.deque[Request] = collections.deque()
        self._running: Request | None = None
        self._cancelled: set[int] = set()
        self._closed = False
        self.on_cancel_running: Callable[[], None] = lambda: None
        """Called when the running request is cancelled, in the receiving thread and under the lock,
        so that it cannot hit the request after it. Must be quick."""

    def put(self, request: Request) -> None:
        """Add a request."""
        with self._condition:
            self._waiting.append(request)
            self._condition.notify()

    def cancel(self, number: int) -> None:
        """Mark request NUMBER, waiting or running, as not wanted any more."""
        with self._condition:
            running = self._running is not None and self._running.id == number
            if not running and all(request.id != number for request in self._waiting):
                return
            self._cancelled.add(number)
            if running:
                self.on_cancel_running()

    def close(self) -> None:
        """Let `take` return None; the running request is cancelled, so that this is soon."""
        with self._condition:
            self._closed = True
            if self._running is not None:
                self._cancelled.add(self._running.id)
                self.on_cancel_running()
            self._condition.notify()

    def take(self, when_idle: Callable[[], float | None] = lambda: None) -> Request | None:
        """Wait for the next request, reading ahead last; None when closed.

        Until one comes, WHEN_IDLE is called: it does a little work and returns after how many
        seconds it wants to be called again, or None.
        """
        self._wait(when_idle)
        with self._condition:
            if self._closed:
                return None
            first = next((r for r in self._waiting if not isinstance(r, messages.Read)), None)
            self._running = first or self._waiting[0]
            self._waiting.remove(self._running)
            return self._running

    def _wait(self, when_idle: Callable[[], float | None]) -> None:
        while True:
            with self._condition:
                self._running = None
                if self._closed or self._waiting:
                    return
            again = when_idle()
            with self._condition:
                self._condition.wait_for(lambda: self._closed or self._waiting, again)

    def done(self, request: Request) -> None:
        """Forget a request that was carried out."""
        with self._condition:
            self._running = None
            self._cancelled.discard(request.id)

    def is_cancelled(self, request: Request) -> bool:
        """Whether REQUEST is not wanted any more."""
        return request.id in self._cancelled

    def is_in_the_way(self, request: Request) -> bool:
        """Whether something waits that goes before REQUEST: anything goes before reading ahead."""
        if not isinstance(request, messages.Read):
            return False
        with self._condition:
            return any(not isinstance(waiting, messages.Read) for waiting in self._waiting)

    def put_back(self, request: Request) -> None:
        """Let REQUEST wait again, behind what it made room for."""
        with self._condition:
            self._running = None
            self._waiting.appendleft(request)
