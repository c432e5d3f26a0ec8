"""A worker that answers about single pages of PDFs, one after another.

Looking at a page waits for no file that is being read, and a page that kills or hangs the worker
costs itself only.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import AttendedWorker, Stalled
from yidesk.client.reader import CANCEL_SECONDS
from yidesk.client.reading import shown
from yidesk.client.worker import Command, WorkerProcess, this_program
from yidesk.core.errors import ERRORS_BY_KIND, Cancelled, DocumentError
from yidesk.core.page_picture import PageLayout, PageOf
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

PageRequest = messages.RenderPage | messages.LayOutPage | messages.RecognisePage
PageAnswer = messages.PageRendered | messages.PageLaidOut | messages.PageRecognised
BOX_BYTES = 16


class PageWorker:
    """One worker process, started when it is needed; callers on other threads wait their turn."""

    def __init__(
        self,
        role: str,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float,
        memory: int,
    ) -> None:
        self._role = role
        self._log_folder = log_folder
        self._command = command
        self._stall_seconds = stall_seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._ids = itertools.count(1)
        self._worker: AttendedWorker | None = None

    @property
    def pid(self) -> int:
        """Process id of the running worker; 0 when there is none."""
        worker = self._worker
        return worker.process.pid if worker else 0

    def next_id(self) -> int:
        """The id of the next request."""
        return next(self._ids)

    def ask(self, request: PageRequest, page: PageOf, cancelled: Callable[[], bool]) -> PageAnswer:
        """The final event of a request. Raises DocumentError, Cancelled, EngineError."""
        with self._lock:
            if cancelled():
                raise Cancelled
            try:
                worker = self._running()
                worker.process.send(request)
                return self._answer(worker, request.id, cancelled)
            except Cancelled:
                self._settle(request.id)
                raise
            except (ChannelClosed, Stalled):
                self._drop(kill=True)
                raise not_drawn(page) from None

    def close(self) -> None:
        """End the worker; a request under way ends with Cancelled. The next starts it anew."""
        self._closing.set()
        with self._lock:
            self._drop()
            self._closing.clear()

    def broken(self, page: PageOf) -> DocumentError:
        """The worker said what cannot be: end it."""
        with self._lock:
            self._drop(kill=True)
        return not_drawn(page)

    def _answer(
        self, worker: AttendedWorker, request: int, cancelled: Callable[[], bool]
    ) -> PageAnswer:
        def unwanted() -> bool:
            return cancelled() or self._closing.is_set()

        while True:
            match worker.next_event(self._stall_seconds, unwanted):
                case (
                    messages.PageRendered() | messages.PageLaidOut() | messages.PageRecognised()
                ) as answer:
                    return answer
                case messages.Failed(id=number) as failed if number == request:
                    kind = ERRORS_BY_KIND.get(failed.kind, DocumentError)
                    raise kind(
                        failed.sentence,
                        code=failed.code,
                        next_step=failed.next_step,
                        **failed.values,
                    )
                case _:
                    pass  # a sign of life

    def _running(self) -> AttendedWorker:
        if self._worker is None:
            process = WorkerProcess(self._role, self._log_folder, self._command)
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


def fits(layout: PageLayout) -> bool:
    """Whether a layout has no more boxes than characters."""
    return len(layout.boxes) % BOX_BYTES == 0 and len(layout.boxes) <= len(layout.text) * BOX_BYTES


def not_drawn(page: PageOf) -> DocumentError:
    """The sentence for a page that ended or hung its worker."""
    return DocumentError(
        "Page {page} of {name} could not be drawn: it takes too long, or ends the reader.",
        code="page_not_drawn",
        next_step="Read its text instead, or open the file in another program.",
        name=shown(page.path),
        page=page.number,
    )
