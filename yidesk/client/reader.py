"""Files to documents through the reader worker, which may hang or die at any page.

A page on which it does is marked unreadable, a new worker goes on behind it, and what was read is
kept. Every wait has an end.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import Stalled, never
from yidesk.client.identifying import ByteListener, Identifying
from yidesk.client.reading import PageListener, Reading, died, hung
from yidesk.client.worker import Command, this_program
from yidesk.client.worker_client import WorkerClient
from yidesk.core.document import HeldPages, PageTray
from yidesk.core.document_limits import MOST_PAGE_BYTES, Budget
from yidesk.core.errors import Cancelled
from yidesk.core.types import Document
from yidesk.protocol.channel import ChannelClosed

STALL_SECONDS = 20.0
Task = Reading | Identifying
"""What is to be found out about a file, over the lives of several workers."""


class ReaderClient(WorkerClient):
    """Turns files into documents, one after another; callers on other threads wait their turn."""

    def __init__(
        self,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float = STALL_SECONDS,
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget or Budget()
        super().__init__(
            "reader",
            log_folder,
            command=command,
            stall_seconds=stall_seconds,
            memory=self._budget.memory,
            largest_message=MOST_PAGE_BYTES,
        )

    def identify(
        self,
        path: Path,
        *,
        on_bytes: ByteListener | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> str:
        """Fingerprint of a file of a kind that can be read: SHA-256 in lower-case hexadecimal.

        Raises DocumentError, Cancelled, or EngineError (no worker).
        """
        identifying = Identifying(path.expanduser().absolute(), on_bytes)
        self._complete(identifying, cancelled)
        return identifying.fingerprint

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_page: PageListener | None = None,
        cancelled: Callable[[], bool] = never,
        tray: PageTray | None = None,
    ) -> Document:
        """Every page of a file, each into TRAY as it comes; None: into memory.

        Raises DocumentError, Cancelled, or EngineError (no worker), and what TRAY raises.
        """
        reading = Reading(
            path.expanduser().absolute(), password, on_page, self._budget, tray or HeldPages()
        )
        self._complete(reading, cancelled)
        return reading.document()

    def _complete(self, task: Task, cancelled: Callable[[], bool]) -> None:
        with self._lock:
            try:
                while not task.complete:
                    self._attempt(task, lambda: cancelled() or self._closing.is_set())
            except BaseException:
                if not task.ended:
                    self._settle(task.request)
                raise

    def _attempt(self, task: Task, cancelled: Callable[[], bool]) -> None:
        """Go on until the file ends or the worker does. Raises YiDeskError."""
        if cancelled():
            raise Cancelled
        worker = self._running()
        task.request = next(self._ids)
        try:
            worker.process.send(task.next_request())
            while not task.complete and not task.is_late:
                task.take(worker.next_event(self._stall_seconds, cancelled))
        except (ChannelClosed, Stalled) as end:  # it is gone, hangs, or says what cannot be
            self._drop(kill=True)
            stalled = isinstance(end, Stalled)
            task.lost(hung(task.path) if stalled else died(task.path, worker.process))
        if task.is_late and not task.complete:
            self._drop(kill=True)
            task.give_up(hung(task.path))
