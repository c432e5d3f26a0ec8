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

from yidesk.core.document_limits import RECOGNISER_BYTES
from yidesk.core.errors import Cancelled, DocumentError, YiDeskError
from yidesk.documents import limits
from yidesk.documents.allowance import Left
from yidesk.documents.files import (
    FileState,
    check_file,
    fingerprint,
    path_of,
    shown_name,
    state_of,
)
from yidesk.documents.opening import open_document
from yidesk.documents.page_requests import PageRequest, ShownPages, seconds_for
from yidesk.documents.pages import OpenDocument
from yidesk.documents.recognise import recognise
from yidesk.protocol import messages
from yidesk.protocol.channel import Channel, ChannelClosed

REPORT_BYTES = 32 * 1024 * 1024
"""How much is hashed between two signs of life."""

PULSE_SECONDS = 1.0
"""Between two signs of life while a file is opened."""

_log = logging.getLogger(__name__)
FileRequest = messages.IdentifyFile | messages.OpenFile
Request = FileRequest | PageRequest


def run(channel: Channel, role: str) -> None:
    """Serve until the application says Shutdown or goes away."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    faulthandler.enable()
    limits.restrict_process(RECOGNISER_BYTES if role == "recogniser" else limits.MEMORY_BYTES)
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
        limits.grant_processor_time(seconds_for(request))
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
        recognise(path, check_file(path))  # what is refused or too large need not be hashed
        mark = self._fingerprint(request, path)
        self._began = time.process_time()
        document = open_document(
            path, request.password, lambda: self._pulse(request), plain=request.plain
        )
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
