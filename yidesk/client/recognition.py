"""The text of scanned pages, from a worker that recognises characters in pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.client.attended import never
from yidesk.client.page_worker import PageWorker, fits
from yidesk.client.reading import sendable
from yidesk.client.worker import Command, this_program
from yidesk.core.document_limits import MAX_PAGE_CHARACTERS, RECOGNISER_BYTES
from yidesk.core.page_picture import PageLayout, PageOf
from yidesk.protocol import messages

STALL_SECONDS = 180.0
"""A dense page takes five seconds of two processors; a slow computer has other work too."""


class RecognitionClient(PageWorker):
    """Reads pictures of pages, one after another."""

    def __init__(
        self,
        log_folder: Path,
        *,
        command: Command = this_program,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        super().__init__(
            "recogniser",
            log_folder,
            command=command,
            stall_seconds=stall_seconds,
            memory=RECOGNISER_BYTES,
        )

    def recognise(self, page: PageOf, *, cancelled: Callable[[], bool] = never) -> PageLayout:
        """The text in the picture of a page, and where it stands; seconds.

        Raises DocumentError (`ocr_missing` where the extra is not installed), Cancelled,
        EngineError (no worker).
        """
        request = messages.RecognisePage(
            id=self._next_id(),
            path=sendable(page.path),
            fingerprint=page.fingerprint,
            page=page.number,
            password=page.password,
        )
        answer = self._ask(request, page, cancelled)
        layout = answer.layout if isinstance(answer, messages.PageRecognised) else None
        if layout is None or len(layout.text) > MAX_PAGE_CHARACTERS or not fits(layout):
            raise self._broken(page)
        return layout
