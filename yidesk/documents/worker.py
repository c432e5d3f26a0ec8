"""The reader worker: one file at a time becomes pages; dies alone on a file that kills parsers.

The main thread parses. A second thread receives, so that Cancel and a closed pipe are noticed
while a parser is busy in C (ctypes lets go of the interpreter lock there).
"""

from __future__ import annotations

import faulthandler
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from yidesk.core.document_limits import TOO_LONG, TOO_SLOW
from yidesk.core.errors import Cancelled, DocumentError, YiDeskError
from yidesk.core.types import Page, PageWarning
from yidesk.documents import limits
from yidesk.documents.files import FileState, check_file, fingerprint, shown_name, state_of
from yidesk.documents.opening import open_document
from yidesk.documents.pages import OpenDocument
from yidesk.documents.recognise import recognise
from yidesk.protocol import messages
from yidesk.protocol.channel import Channel, ChannelClosed

if TYPE_CHECKING:
    from yidesk.documents.shown_file import ShownFile

REPORT_BYTES = 32 * 1024 * 1024
"""How much is hashed between two signs of life."""

PULSE_SECONDS = 1.0
"""Between two signs of life while a file is opened."""

_log = logging.getLogger(__name__)
PageRequest = messages.RenderPage | messages.LayOutPage
FileRequest = messages.IdentifyFile | messages.OpenFile
Request = FileRequest | PageRequest


def run(channel: Channel, role: str) -> None:
    """Serve until the application says Shutdown or goes away."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    faulthandler.enable()
    limits.restrict_process()
    try:
        channel.send(messages.Hello(role=role, version=messages.VERSION, pid=os.getpid()))
        Reader(channel).serve()
    except ChannelClosed:
        return


class Reader:
    """Reads the files that are asked for over a channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._shown = ShownPages()
        self._cancelled: set[int] = set()
        self._last: tuple[FileState, str] | None = None
        """The file that was hashed last, and its hash."""
        self._began = 0.0
        """Processor time at which the opening of this file began."""
        self._said_last = 0.0

    def serve(self) -> None:
        """Answer requests in order; never returns. Raises ChannelClosed."""
        threading.Thread(target=self._receive, name="receive", daemon=True).start()
        while True:
            self._answer(self._waiting.get())

    def _receive(self) -> None:
        """Take messages at any moment; end the process at once when there will be no more."""
        try:
            while not isinstance(message := self._channel.receive(), messages.Shutdown):
                if isinstance(message, Request):
                    self._waiting.put(message)
                elif isinstance(message, messages.Cancel):
                    self._cancelled.add(message.id)
        except ChannelClosed:
            os._exit(1)
        os._exit(0)

    def _answer(self, request: Request) -> None:
        try:
            if isinstance(request, messages.IdentifyFile):
                self._identify(request)
            elif isinstance(request, messages.OpenFile):
                self._read(request)
            else:
                self._show(request)
        except YiDeskError as error:
            self._fail(request, error)
        except ChannelClosed:
            raise
        except Exception:  # noqa: BLE001 - a parser's fault; the next file may be well
            _log.exception("the reader failed")
            self._fail(request, _fault(request))
        self._cancelled.discard(request.id)

    def _show(self, request: PageRequest) -> None:
        """Answer for one page of a file that is being looked at."""
        limits.grant_processor_time()
        self._stop_if_cancelled(request)
        answer = self._shown.answer(
            request, lambda done: self._hashed(request, done, 0), lambda: self._unwanted(request)
        )
        self._stop_if_cancelled(request)
        self._channel.send(answer)

    def _fail(self, request: Request, error: YiDeskError) -> None:
        self._channel.send(
            messages.Failed(
                id=request.id,
                kind=type(error).__name__,
                code=error.code,
                sentence=error.sentence,
                next_step=error.next_step,
                values=error.values,
            )
        )

    def _identify(self, request: messages.IdentifyFile) -> None:
        """Hash a file; one that cannot be read at all is refused before that."""
        limits.grant_processor_time()
        path = path_of(request.path)
        recognise(path, check_file(path))
        mark = self._fingerprint(request, path)
        self._channel.send(messages.FileIdentified(id=request.id, fingerprint=mark))

    def _read(self, request: messages.OpenFile) -> None:
        limits.grant_processor_time()
        path = path_of(request.path)
        mark = self._fingerprint(request, path)
        self._began = time.process_time()
        document = open_document(path, request.password, lambda: self._pulse(request))
        try:
            self._channel.send(
                messages.FileOpened(
                    id=request.id,
                    fingerprint=mark,
                    format=document.format,
                    pages=document.page_count,
                )
            )
            self._send_pages(request, document)
        finally:
            document.close()

    def _fingerprint(self, request: FileRequest, path: Path) -> str:
        """The file's hash; a file that was hashed just now and stays as it was is not read anew."""
        size, state = check_file(path), state_of(path)
        if self._last is None or self._last[0] != state:
            mark = fingerprint(path, lambda done: self._hashed(request, done, size))
            self._last = (state, mark)
        return self._last[1]

    def _hashed(self, request: Request, done: int, size: int) -> None:
        """Say that hashing goes on. Raises Cancelled."""
        self._stop_if_cancelled(request)
        if done % REPORT_BYTES == 0:
            limits.grant_processor_time()
            self._channel.send(
                messages.Progress(id=request.id, phase="open", done=done, total=size)
            )

    def _send_pages(self, request: messages.OpenFile, document: OpenDocument) -> None:
        left = Left(request.characters, request.seconds)
        for number in range(request.first_page, document.page_count + 1):
            self._stop_if_cancelled(request)
            limits.grant_processor_time()
            self._channel.send(messages.PageStarted(id=request.id, number=number))
            page = left.take(document, number)
            self._channel.send(messages.PageRead(id=request.id, page=page))
        notes = (*document.notes, left.note) if left.note else document.notes
        self._channel.send(messages.FileRead(id=request.id, pages=document.page_count, notes=notes))

    def _pulse(self, request: messages.OpenFile) -> None:
        """Say that a long opening goes on, not too often. Raises Cancelled."""
        self._stop_if_cancelled(request)
        if time.monotonic() - self._said_last < PULSE_SECONDS:
            return
        self._said_last = time.monotonic()
        limits.grant_processor_time()
        self._channel.send(messages.Progress(id=request.id, phase="open", done=0, total=0))
        if time.process_time() - self._began > limits.OPENING_SECONDS:
            raise _too_slow(request)

    def _stop_if_cancelled(self, request: Request) -> None:
        if self._unwanted(request):
            raise Cancelled

    def _unwanted(self, request: Request) -> bool:
        return request.id in self._cancelled


class Left:
    """How much text the pages of one file may still give, and how much time they may take."""

    def __init__(self, characters: int, seconds: float) -> None:
        self._characters = characters
        self._until = time.process_time() + seconds
        self.note = ""
        """Why pages were left out; empty while none was."""

    def take(self, document: OpenDocument, number: int) -> Page:
        """The next page, or as much of it as there is room for."""
        if not self.note and time.process_time() > self._until:
            self.note = TOO_SLOW
        if self.note:
            return Page(number=number, label="", text="", warning=PageWarning.OMITTED)
        page = read_page(document, number)
        if len(page.text) > self._characters:
            self.note = TOO_LONG
            cut = page.text[: self._characters]
            warning = PageWarning.TRUNCATED if cut else PageWarning.OMITTED
            page = replace(page, text=cut, warning=warning)
        self._characters -= len(page.text)
        return page


class ShownPages:
    """Answers for pages that are being looked at; PDFium is imported when the first one is."""

    def __init__(self) -> None:
        self._file: ShownFile | None = None

    def answer(
        self, request: PageRequest, pulse: Callable[[int], None], unwanted: Callable[[], bool]
    ) -> messages.PageRendered | messages.PageLaidOut:
        """The picture or the layout. Raises DocumentError, Cancelled."""
        from yidesk.documents import page_picture, shown_file  # noqa: PLC0415

        self._file = self._file or shown_file.ShownFile()
        page = self._file.page(
            path_of(request.path), request.fingerprint, request.password, request.page, pulse
        )
        if isinstance(request, messages.LayOutPage):
            layout = page_picture.lay_out(page, request.text)
            return messages.PageLaidOut(id=request.id, layout=layout)
        region = page_picture.Region(request.left, request.top, request.width, request.height)
        picture = page_picture.draw(page, request.scale, region, unwanted)
        return messages.PageRendered(id=request.id, picture=picture)


def read_page(document: OpenDocument, number: int) -> Page:
    """A page; whatever its parsing raises costs this page only."""
    try:
        return document.page(number)
    except Exception:  # noqa: BLE001 - parsers raise anything, and the rest of the file goes on
        _log.info("page %d could not be read", number)
        return Page(number=number, label="", text="", warning=PageWarning.UNREADABLE)


def path_of(given: str) -> Path:
    """The path in an OpenFile: as it is, or a `file:` address for names that are not Unicode."""
    if given.startswith("file:///"):
        return Path(os.fsdecode(unquote_to_bytes(given.removeprefix("file://"))))
    return Path(given)


def _too_slow(request: messages.OpenFile) -> DocumentError:
    return DocumentError(
        "{name} would take too long to read.",
        code="document_too_large",
        next_step="Split it, and add the parts you need.",
        name=shown_name(path_of(request.path)),
    )


def _fault(request: Request) -> DocumentError:
    return DocumentError(
        "{name} could not be read: the reader failed on it.",
        code="reader_fault",
        next_step="Save the file anew from the program it was made with, and try again.",
        name=shown_name(path_of(request.path)),
    )
