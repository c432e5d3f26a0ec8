"""What every client of a reader's worker does with it: start it when needed, calm it, end it."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

from yidesk.client.attended import AttendedWorker, Stalled
from yidesk.client.worker import Command, WorkerProcess
from yidesk.protocol import messages
from yidesk.protocol.channel import MAX_MESSAGE_BYTES, ChannelClosed

CANCEL_SECONDS = 2.0
"""How long a reader may take to notice Cancel before it is killed."""


class WorkerClient:
    """One worker process at a time; callers on other threads wait their turn (`_lock`)."""

    def __init__(
        self,
        role: str,
        log_folder: Path,
        *,
        command: Command,
        stall_seconds: float,
        memory: int,
        largest_message: int = MAX_MESSAGE_BYTES,
    ) -> None:
        """STALL_SECONDS without a word: it hangs. MEMORY: bytes that it may take."""
        self._role = role
        self._log_folder = log_folder
        self._command = command
        self._stall_seconds = stall_seconds
        self._memory = memory
        self._largest_message = largest_message
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._ids = itertools.count(1)
        self._worker: AttendedWorker | None = None

    @property
    def pid(self) -> int:
        """Process id of the running worker; 0 when there is none."""
        worker = self._worker
        return worker.process.pid if worker else 0

    def close(self) -> None:
        """End the worker; what is under way ends with Cancelled. The next request starts anew."""
        self._closing.set()
        with self._lock:
            self._drop()
            self._closing.clear()

    def _running(self) -> AttendedWorker:
        """The worker, started where there is none. Raises EngineError."""
        if self._worker is None:
            process = WorkerProcess(
                self._role,
                self._log_folder,
                self._command,
                largest_message=self._largest_message,
            )
            self._worker = AttendedWorker(process, self._memory)
        return self._worker

    def _settle(self, request: int) -> None:
        """After Stop: bring the worker to rest, or end it when it does not come to rest."""
        if self._worker is None:
            return
        try:
            self._worker.process.send(messages.Cancel(id=request))
            self._worker.skip_to_end(request, CANCEL_SECONDS)
        except (ChannelClosed, Stalled):
            self._drop(kill=True)

    def _drop(self, *, kill: bool = False) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end(kill=kill)
