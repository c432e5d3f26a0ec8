"""Files to documents through the reader worker, which may hang or die at any page.

A page on which it does is marked unreadable, a new worker goes on behind it, and what was read is
kept. Every wait has an end.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from yidesk.client.attended import AttendedWorker, Stalled, never
from yidesk.client.worker import Command, WorkerProcess, this_program
from yidesk.core.errors import ERRORS_BY_KIND, Cancelled, DocumentError
from yidesk.core.types import Document, Page, PageWarning
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

STALL_SECONDS = 20.0
MAX_DEATHS = 5
"""After so many in one file the rest of it is given up."""
CANCEL_SECONDS = 2.0
"""How long a reader may take to notice Cancel before it is killed."""
GAVE_UP = "The reader failed on too many pages of this file; the rest was left out."

PageListener = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""


class ReaderClient:
    """Turns files into documents, one after another; callers on other threads wait their turn."""

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

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_page: PageListener | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Document:
        """Every page of a file. Raises DocumentError, Cancelled, or EngineError (no worker)."""
        with self._lock:
            reading = _Reading(path.expanduser().absolute(), password, on_page)
            try:
                while not reading.complete:
                    self._attempt(reading, lambda: cancelled() or self._closing.is_set())
            except BaseException:
                self._settle(reading)
                raise
            return reading.document()

    def close(self) -> None:
        """End the worker; a file that is being read ends with Cancelled."""
        self._closing.set()
        with self._lock:
            self._drop()
            self._closing.clear()

    def _attempt(self, reading: _Reading, cancelled: Callable[[], bool]) -> None:
        """Go on reading until the file ends or the worker does. Raises YiDeskError."""
        if cancelled():
            raise Cancelled
        worker = self._running()
        reading.request = next(self._ids)
        try:
            worker.process.send(reading.next_request())
            while not reading.complete:
                reading.take(worker.next_event(self._stall_seconds, cancelled))
        except (ChannelClosed, Stalled) as end:  # it is gone, hangs, or says what cannot be
            self._drop(kill=True)
            hung = isinstance(end, Stalled)
            reading.lost(_hung(reading.path) if hung else _died(reading.path, worker.process))

    def _running(self) -> AttendedWorker:
        if self._worker is None:
            self._worker = AttendedWorker(WorkerProcess("reader", self._log_folder, self._command))
        return self._worker

    def _settle(self, reading: _Reading) -> None:
        """After an error: bring the worker to rest, or end it when it does not come to rest."""
        if self._worker is None or reading.ended:
            return
        try:
            self._worker.process.send(messages.Cancel(id=reading.request))
            self._worker.skip_to_end(reading.request, CANCEL_SECONDS)
        except (ChannelClosed, Stalled):
            self._drop(kill=True)

    def _drop(self, *, kill: bool = False) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end(kill=kill)


@dataclass
class _Reading:
    """What is known of a file so far, over the lives of several workers."""

    path: Path
    password: str
    on_page: PageListener | None
    request: int = 0
    fingerprint: str = ""
    format: str = ""
    total: int = 0
    pages: list[Page] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    started: int = 0
    """The page that the parser touched last."""
    deaths: int = 0
    complete: bool = False
    ended: bool = True
    """No worker is busy with the request: not asked yet, answered, or the worker is gone."""

    def next_request(self) -> messages.OpenFile:
        """Ask for everything that is not known yet."""
        self.ended = False
        self.started = 0
        return messages.OpenFile(
            id=self.request,
            path=sendable(self.path),
            password=self.password,
            first_page=len(self.pages) + 1,
        )

    def take(self, event: messages.AnyMessage) -> None:
        """Note what the worker said. Raises YiDeskError when it says that it cannot."""
        match event:
            case messages.FileOpened():
                self._opened(event)
            case messages.PageStarted(number=number):
                self.started = number
            case messages.PageRead(page=page):
                self._add(page)
            case messages.FileRead(notes=notes):
                self.notes.extend(notes)
                self.complete = self.ended = True
            case messages.Failed():
                self.ended = True
                kind = ERRORS_BY_KIND.get(event.kind, DocumentError)
                raise kind(
                    event.sentence, code=event.code, next_step=event.next_step, **event.values
                )
            case _:
                pass  # a sign of life

    def lost(self, error: DocumentError) -> None:
        """The worker ended. Raises ERROR when it never came to the pages."""
        self.ended = True
        self.deaths += 1
        if not self.fingerprint:
            raise error
        if self.started == len(self.pages) + 1 <= self.total:
            self._add(_unreadable(self.started))
        if self.deaths >= MAX_DEATHS and len(self.pages) < self.total:
            self.notes.append(GAVE_UP)
            self.pages.extend(map(_unreadable, range(len(self.pages) + 1, self.total + 1)))
        self.complete = len(self.pages) >= self.total

    def document(self) -> Document:
        """The document as far as it could be read."""
        return Document(
            fingerprint=self.fingerprint,
            name=shown(self.path),
            format=self.format,
            pages=tuple(self.pages),
            notes=tuple(self.notes),
        )

    def _opened(self, event: messages.FileOpened) -> None:
        if self.fingerprint not in {"", event.fingerprint}:
            raise DocumentError(
                "{name} was changed while it was read.",
                code="document_changed",
                next_step="Add it again when nothing writes to it any more.",
                name=shown(self.path),
            )
        self.fingerprint, self.format, self.total = event.fingerprint, event.format, event.pages

    def _add(self, page: Page) -> None:
        """Append the next page. Raises ChannelClosed when it is another: the worker is broken."""
        if page.number != len(self.pages) + 1 or page.number > self.total:
            raise ChannelClosed
        self.pages.append(page)
        if self.on_page is not None:
            self.on_page(len(self.pages), self.total)


def _unreadable(number: int) -> Page:
    return Page(number=number, label="", text="", warning=PageWarning.UNREADABLE)


def _died(path: Path, process: WorkerProcess) -> DocumentError:
    return DocumentError(
        "The reader ended while it opened {name} ({cause}).",
        code="reader_died",
        next_step="The file is probably damaged; save it anew from a program that still opens it.",
        name=shown(path),
        cause=process.end().cause,
    )


def _hung(path: Path) -> DocumentError:
    return DocumentError(
        "The reader did not come to an end while it opened {name}, and was stopped.",
        code="reader_hung",
        next_step="The file is probably damaged; save it anew from a program that still opens it.",
        name=shown(path),
    )


def shown(path: Path) -> str:
    """The name of a file as text, whatever its bytes are."""
    return str(path.name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def sendable(path: Path) -> str:
    """The path for a message: as it is, or a `file:` address when its bytes are no Unicode."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return str(path)
