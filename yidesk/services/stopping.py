"""Stop, for an action that consists of several jobs one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from yidesk.core.errors import Cancelled
from yidesk.protocol.messages import AnyMessage
from yidesk.services.engine import Job


class Stop:
    """Reaches whichever job is running when it is pressed, and every one after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pressed = False
        self._job: Job | None = None

    @property
    def pressed(self) -> bool:
        """Whether somebody wants the action to end."""
        return self._pressed

    def press(self) -> None:
        """End the action as soon as the engine can. Safe from any thread, any number of times."""
        with self._lock:
            self._pressed = True
            job = self._job
        if job is not None:
            job.cancel()

    def check(self) -> None:
        """Raise Cancelled when it was pressed."""
        if self._pressed:
            raise Cancelled

    def follow(self, job: Job) -> Iterator[AnyMessage]:
        """The job's events; pressing stops the job."""
        with self._lock:
            self._job = job
            pressed = self._pressed
        if pressed:
            job.cancel()
        try:
            yield from job
        except (GeneratorExit, KeyboardInterrupt):
            job.cancel()  # nobody listens any more
            raise
        finally:
            with self._lock:
                self._job = None
