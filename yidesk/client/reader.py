"""Files to documents through the reader worker, which may hang or die at any page.

A page on which it does is marked unreadable, a new worker goes on behind it, and what was read is
kept. Every wait has an end.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import AttendedWorker, Stalled, never
from yidesk.client.identifying import ByteListener, Identifying
from yidesk.client.reading import PageListener, Reading, died, hung
from yidesk.client.worker import Command, WorkerProcess, this_program
from yidesk.core.document import HeldPages, PageTray
from yidesk.core.document_limits import MOST_PAGE_BYTES, Budget
from yidesk.core.errors import Cancelled
from yidesk.core.types import Document
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

STALL_SECONDS = 20.0
CANCEL_SECONDS = 2.0
"""How long a reader may take to notice Cancel before it is killed."""
Task = Reading | Identifying
"""What is to be found out about a file, over the lives of several workers."""


class ReaderClient:
    """Turns files into documents, one after another; callers on other threads wait their turn."""

    def __init__(
        self,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float = STALL_SECONDS,
        budget: Budget | None = None,
    ) -> None:
        self._log_folder = log_folder
        self._command = command
        self._stall_seconds = stall_seconds
        self._budget = budget or Budget()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._ids = itertools.count(1)
        self._worker: AttendedWorker | None = None

    @property
    def pid(self) -> int:
        """Process id of the running worker; 0 when there is none."""
        worker = self._worker
        return worker.process.pid if worker else 0

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

    def close(self) -> None:
        """End the worker; a file that is being read ends with Cancelled."""
        self._closing.set()
        with self._lock:
            self._drop()
            self._closing.clear()

    def _complete(self, task: Task, cancelled: Callable[[], bool]) -> None:
        with self._lock:
            try:
                while not task.complete:
                    self._attempt(task, lambda: cancelled() or self._closing.is_set())
            except BaseException:
                self._settle(task)
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

    def _running(self) -> AttendedWorker:
        if self._worker is None:
            process = WorkerProcess(
                "reader", self._log_folder, self._command, largest_message=MOST_PAGE_BYTES
            )
            self._worker = AttendedWorker(process, self._budget.memory)
        return self._worker

    def _settle(self, task: Task) -> None:
        """After an error: bring the worker to rest, or end it when it does not come to rest."""
        if self._worker is None or task.ended:
            return
        try:
            self._worker.process.send(messages.Cancel(id=task.request))
            self._worker.skip_to_end(task.request, CANCEL_SECONDS)
        except (ChannelClosed, Stalled):
            self._drop(kill=True)

    def _drop(self, *, kill: bool = False) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end(kill=kill)
