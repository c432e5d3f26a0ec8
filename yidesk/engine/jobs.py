"""Requests in waiting: questions before reading ahead, and cancel by id."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable

from yidesk.protocol import messages
from yidesk.protocol.embedding import Embed
from yidesk.protocol.larger_window import PlanWindow
from yidesk.protocol.together import GenerateMany

Request = (
    messages.Load
    | messages.CountTokens
    | PlanWindow
    | messages.Read
    | messages.Generate
    | GenerateMany
    | Embed
)

_AHEAD, _BACKGROUND = 1, 2


def numbers(request: Request) -> tuple[int, ...]:
    """The numbers by which REQUEST is known."""
    if isinstance(request, GenerateMany):
        return tuple(question.number for question in request.questions)
    return (request.id,)


def _turn(request: Request) -> int:
    """When REQUEST is carried out: questions first, then reading ahead, then the background."""
    if isinstance(request, GenerateMany | Embed):
        return _BACKGROUND if request.background else 0
    return _AHEAD if isinstance(request, messages.Read) else 0


class Jobs:
    """A queue between the thread that receives requests and the one that carries them out."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._waiting: collections.deque[Request] = collections.deque()
        self._running: Request | None = None
        self._cancelled: set[int] = set()
        self._closed = False
        self.on_cancel_running: Callable[[], None] = lambda: None
        """Called when the running request, or one of its questions, is cancelled or must make room
        at once; in the receiving thread and under the lock, so that it cannot hit the request after
        it. Must be quick."""

    def put(self, request: Request) -> None:
        """Add a request. What runs in the background is broken off for any other."""
        with self._condition:
            self._waiting.append(request)
            running = self._running
            if running is not None and _BACKGROUND == _turn(running) > _turn(request):
                self.on_cancel_running()
            self._condition.notify()

    def cancel(self, number: int) -> None:
        """Mark request NUMBER, waiting or running, as not wanted any more."""
        with self._condition:
            running = self._running is not None and number in numbers(self._running)
            if not running and all(number not in numbers(each) for each in self._waiting):
                return
            self._cancelled.add(number)
            if running:
                self.on_cancel_running()

    def close(self) -> None:
        """Let `take` return None; the running request is cancelled, so that this is soon."""
        with self._condition:
            self._closed = True
            if self._running is not None:
                self._cancelled.update(numbers(self._running))
                self.on_cancel_running()
            self._condition.notify()

    def take(self, when_idle: Callable[[], float | None] = lambda: None) -> Request | None:
        """Wait for the next request; None when closed.

        Until one comes, WHEN_IDLE is called: it does a little work and returns after how many
        seconds it wants to be called again, or None.
        """
        self._wait(when_idle)
        with self._condition:
            if self._closed:
                return None
            self._running = min(self._waiting, key=_turn)
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
            self._cancelled.difference_update(numbers(request))

    def is_cancelled(self, request: Request) -> bool:
        """Whether nothing of REQUEST is wanted any more."""
        return all(map(self.is_number_cancelled, numbers(request)))

    def is_number_cancelled(self, number: int) -> bool:
        """Whether the request, or the question, of this number is not wanted any more."""
        return number in self._cancelled

    def is_in_the_way(self, request: Request) -> bool:
        """Whether something waits that goes before REQUEST."""
        if not _turn(request):
            return False
        with self._condition:
            return any(_turn(waiting) < _turn(request) for waiting in self._waiting)

    def put_back(self, request: Request) -> None:
        """Let REQUEST wait again, behind what it made room for."""
        with self._condition:
            self._running = None
            self._waiting.appendleft(request)
