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
from pathlib import Path
from urllib.parse import unquote_to_bytes

from yidesk.core.errors import Cancelled, DocumentError, YiDeskError
from yidesk.core.types import Page, PageWarning
from yidesk.documents import limits
from yidesk.documents.files import check_file, fingerprint, shown_name
from yidesk.documents.opening import open_document
from yidesk.documents.pages import OpenDocument
from yidesk.protocol import messages
from yidesk.protocol.channel import Channel, ChannelClosed

REPORT_BYTES = 32 * 1024 * 1024
"""How much is hashed between two signs of life."""

PULSE_SECONDS = 1.0
"""Between two signs of life while a file is opened."""

_log = logging.getLogger(__name__)


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
        self._waiting: queue.SimpleQueue[messages.OpenFile] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
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
                if isinstance(message, messages.OpenFile):
                    self._waiting.put(message)
                elif isinstance(message, messages.Cancel):
                    self._cancelled.add(message.id)
        except ChannelClosed:
            os._exit(1)
        os._exit(0)

    def _answer(self, request: messages.OpenFile) -> None:
        try:
            self._read(request)
        except YiDeskError as error:
            self._fail(request, error)
        except ChannelClosed:
            raise
        except Exception:  # noqa: BLE001 - a parser's fault; the next file may be well
            _log.exception("the reader failed")
            self._fail(request, _fault(request))
        self._cancelled.discard(request.id)

    def _fail(self, request: messages.OpenFile, error: YiDeskError) -> None:
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

    def _fingerprint(self, request: messages.OpenFile, path: Path) -> str:
        size = check_file(path)

        def report(done: int) -> None:
            self._stop_if_cancelled(request)
            if done % REPORT_BYTES == 0:
                self._channel.send(
                    messages.Progress(id=request.id, phase="open", done=done, total=size)
                )

        return fingerprint(path, report)

    def _send_pages(self, request: messages.OpenFile, document: OpenDocument) -> None:
        for number in range(request.first_page, document.page_count + 1):
            self._stop_if_cancelled(request)
            limits.grant_processor_time()
            self._channel.send(messages.PageStarted(id=request.id, number=number))
            page = read_page(document, number)
            self._channel.send(messages.PageRead(id=request.id, page=page))
        self._channel.send(
            messages.FileRead(id=request.id, pages=document.page_count, notes=document.notes)
        )

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

    def _stop_if_cancelled(self, request: messages.OpenFile) -> None:
        if request.id in self._cancelled:
            raise Cancelled


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


def _fault(request: messages.OpenFile) -> DocumentError:
    return DocumentError(
        "{name} could not be read: the reader failed on it.",
        code="reader_fault",
        next_step="Save the file anew from the program it was made with, and try again.",
        name=shown_name(path_of(request.path)),
    )
