"""A worker that answers about single pages of PDFs, one after another.

Looking at a page waits for no file that is being read, and a page that kills or hangs the worker
costs itself only.
"""

from __future__ import annotations

from collections.abc import Callable

from yidesk.client.attended import AttendedWorker, Stalled
from yidesk.client.reading import shown
from yidesk.client.worker_client import WorkerClient
from yidesk.core.errors import ERRORS_BY_KIND, Cancelled, DocumentError
from yidesk.core.page_picture import PageLayout, PageOf
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

PageRequest = messages.RenderPage | messages.LayOutPage | messages.RecognisePage
PageAnswer = messages.PageRendered | messages.PageLaidOut | messages.PageRecognised
BOX_BYTES = 16


class PageWorker(WorkerClient):
    """What its subclasses ask about pages, of a worker that is started when it is needed."""

    def _next_id(self) -> int:
        """The id of the next request."""
        return next(self._ids)

    def _ask(self, request: PageRequest, page: PageOf, cancelled: Callable[[], bool]) -> PageAnswer:
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

    def _broken(self, page: PageOf) -> DocumentError:
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
