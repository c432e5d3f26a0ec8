"""Pages of PDFs as pictures, from a reader worker of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import never
from yidesk.client.page_worker import PageWorker, fits
from yidesk.client.reading import sendable
from yidesk.client.worker import Command, this_program
from yidesk.core.document_limits import MEMORY_BYTES
from yidesk.core.page_picture import (
    BYTES_PER_PIXEL,
    MAX_PICTURE_PIXELS,
    PageLayout,
    PageOf,
    PagePicture,
)
from yidesk.protocol import messages

STALL_SECONDS = 15.0
"""A page that takes longer to draw is given up; ordinary ones take a few hundredths of that."""


class PictureClient(PageWorker):
    """Draws pages, one after another; callers on other threads wait their turn."""

    def __init__(
        self,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        super().__init__(
            "reader", log_folder, command=command, stall_seconds=stall_seconds, memory=MEMORY_BYTES
        )

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
            id=self._next_id(),
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
            id=self._next_id(),
            path=sendable(page.path),
            fingerprint=page.fingerprint,
            page=page.number,
            password=page.password,
            text=text,
        )
        answer = self._ask(request, page, cancelled)
        layout = answer.layout if isinstance(answer, messages.PageLaidOut) else None
        if layout is None or layout.text != text or not fits(layout):
            raise self._broken(page)
        return layout


def _is_whole(picture: PagePicture) -> bool:
    pixels = picture.width * picture.height
    return (
        0 < pixels <= MAX_PICTURE_PIXELS
        and picture.width > 0
        and len(picture.pixels) == pixels * BYTES_PER_PIXEL
        and picture.scale > 0
    )
