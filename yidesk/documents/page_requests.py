"""Answers about single pages of a PDF: how they look, where their text stands, what a scan says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from yidesk.documents import limits
from yidesk.documents.files import path_of
from yidesk.protocol import messages

if TYPE_CHECKING:
    from yidesk.documents.recognition import Recogniser
    from yidesk.documents.shown_file import ShownFile

PageRequest = messages.RenderPage | messages.LayOutPage | messages.RecognisePage
PageAnswer = messages.PageRendered | messages.PageLaidOut | messages.PageRecognised


def seconds_for(request: PageRequest) -> int:
    """Processor time that a request may take."""
    recognises = isinstance(request, messages.RecognisePage)
    return limits.RECOGNITION_SECONDS if recognises else limits.PAGE_SECONDS


class ShownPages:
    """Keeps the file and the models that the last page needed; imports them at the first page."""

    def __init__(self) -> None:
        self._file: ShownFile | None = None
        self._recogniser: Recogniser | None = None

    def answer(
        self, request: PageRequest, pulse: Callable[[int], None], unwanted: Callable[[], bool]
    ) -> PageAnswer:
        """The picture, the layout or the text. Raises DocumentError, Cancelled."""
        from yidesk.documents import page_picture, shown_file  # noqa: PLC0415

        self._file = self._file or shown_file.ShownFile()
        if isinstance(request, messages.RecognisePage):
            self._load_recogniser()
        page = self._file.page(
            path_of(request.path), request.fingerprint, request.password, request.page, pulse
        )
        match request:
            case messages.LayOutPage():
                layout = page_picture.lay_out(page, request.text)
                return messages.PageLaidOut(id=request.id, layout=layout)
            case messages.RecognisePage():
                layout = self._load_recogniser().read(page)
                return messages.PageRecognised(id=request.id, layout=layout)
        region = page_picture.Region(request.left, request.top, request.width, request.height)
        picture = page_picture.draw(page, request.scale, region, unwanted)
        return messages.PageRendered(id=request.id, picture=picture)

    def _load_recogniser(self) -> Recogniser:
        from yidesk.documents.recognition import Recogniser  # noqa: PLC0415

        self._recogniser = self._recogniser or Recogniser()
        return self._recogniser
