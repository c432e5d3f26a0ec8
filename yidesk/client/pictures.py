"""Pages of PDFs as pictures, from a reader worker of their own.

Looking at a page waits for no file that is being read, and a page that kills or hangs the worker
costs itself only.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import AttendedWorker, Stalled, never
from yidesk.client.reader import CANCEL_SECONDS
from yidesk.client.reading import sendable, shown
from yidesk.client.worker import Command, WorkerProcess, this_program
from yidesk.core.document_limits import MEMORY_BYTES
from yidesk.core.errors import ERRORS_BY_KIND, Cancelled, DocumentError
from yidesk.core.page_picture import (
    BYTES_PER_PIXEL,
    MAX_PICTURE_PIXELS,
    PageLayout,
    PageOf,
    PagePicture,
)
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

STALL_SECONDS = 15.0
"""A page that takes longer to draw is given up; ordinary ones take a few hundredths of that."""
BOX_BYTES = 16


class PictureClient:
    """Draws pages, one after another; callers on other threads wait their turn."""

    def __init__(
        self,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        self._log_folder = log_folder
        self._command = command
        self._stall_seconds = stall_seconds
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._ids = itertools.count(1)
        self._worker: AttendedWorker | None = None

    @property
    def pid(self) -> int:
        """Process id of the running worker; 0 when there is none."""
        worker = self._worker
        return worker.process.pid if worker else 0

    def render(
        self,
        page: PageOf,
        *,
        scale: float,
        region: tuple[int, int, int, int] = (0, 0, 0, 0),
        cancelled: Callable[[], bool] = never,
    ) -> PagePicture:
        """Draw a page at SCALE pixels to a point, or REGION (left, top, width, height) of it.

        Raises DocumentError, Cancelled, EngineError (no worker).
        """
        left, top, width, height = region
        request = messages.RenderPage(
            id=next(self._ids),
            path=sendable(page.path),
            fingerprint=page.fingerprint,
            page=page.number,
            password=page.password,
            scale=scale,
            left=left,
            top=top,
            width=width,
            height=height,
        )
        answer = self._ask(request, page, cancelled)
        if not isinstance(answer, messages.PageRendered) or not _is_whole(answer.picture):
            raise self._broken(page)
        return answer.picture

    def lay_out(
        self, page: PageOf, text: str, *, cancelled: Callable[[], bool] = never
    ) -> PageLayout:
        """Where the characters of TEXT, which was read from the page, stand on it.

        Raises DocumentError, Cancelled, EngineError (no worker).
        """
        request = messages.LayOutPage(
            id=next(self._ids),
            path=sendable(page.path),
            fingerprint=page.fingerprint,
            page=page.number,
            password=page.password,
            text=text,
        )
        answer = self._ask(request, page, cancelled)
        if not isinstance(answer, messages.PageLaidOut) or not _fits(answer.layout, text):
            raise self._broken(page)
        return answer.layout

    def close(self) -> None:
        """End the worker; a page that is being drawn ends with Cancelled. The next starts anew."""
        self._closing.set()
        with self._lock:
            self._drop()
            self._closing.clear()

    def _ask(
        self,
        request: messages.RenderPage | messages.LayOutPage,
        page: PageOf,
        cancelled: Callable[[], bool],
    ) -> messages.AnyMessage:
        """The final event of a request. Raises YiDeskError."""
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
                raise _not_drawn(page) from None

    def _answer(
        self, worker: AttendedWorker, request: int, cancelled: Callable[[], bool]
    ) -> messages.AnyMessage:
        def unwanted() -> bool:
            return cancelled() or self._closing.is_set()

        while True:
            match worker.next_event(self._stall_seconds, unwanted):
                case messages.PageRendered() | messages.PageLaidOut() as answer:
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
            self._worker = AttendedWorker(
                WorkerProcess("reader", self._log_folder, self._command), MEMORY_BYTES
            )
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

    def _broken(self, page: PageOf) -> DocumentError:
        """The worker said what cannot be: end it."""
        with self._lock:
            self._drop(kill=True)
        return _not_drawn(page)

    def _drop(self, *, kill: bool = False) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end(kill=kill)


def _is_whole(picture: PagePicture) -> bool:
    pixels = picture.width * picture.height
    return (
        0 < pixels <= MAX_PICTURE_PIXELS
        and picture.width > 0
        and len(picture.pixels) == pixels * BYTES_PER_PIXEL
        and picture.scale > 0
    )


def _fits(layout: PageLayout, text: str) -> bool:
    return (
        layout.text == text
        and len(layout.boxes) % BOX_BYTES == 0
        and len(layout.boxes) <= len(text) * BOX_BYTES
    )


def _not_drawn(page: PageOf) -> DocumentError:
    return DocumentError(
        "Page {page} of {name} could not be drawn: it takes too long, or ends the reader.",
        code="page_not_drawn",
        next_step="Read its text instead, or open the file in another program.",
        name=shown(page.path),
        page=page.number,
    )
