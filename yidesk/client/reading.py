"""What is known of a file that is being read, over the lives of several workers.

Everything a worker says is held to the limits it should have kept to by itself: it works on
strangers' files, and one of them may have taken it over.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from yidesk.client.worker import WorkerProcess
from yidesk.core import document_limits as limits
from yidesk.core.document import HeldPages, PageTray
from yidesk.core.errors import ERRORS_BY_KIND, DocumentError, YiDeskError
from yidesk.core.types import Document, Page, PageWarning
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

MAX_DEATHS = 5
"""After so many in one file the rest of it is given up."""
WAITING_FACTOR = 4
"""How much longer than its processor time a file may take by the clock: other programs run too."""

PageListener = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""


@dataclass
class Reading:
    """One file's pages as they come."""

    path: Path
    password: str
    on_page: PageListener | None
    budget: limits.Budget
    tray: PageTray = field(default_factory=HeldPages)
    request: int = 0
    fingerprint: str = ""
    format: str = ""
    total: int = 0
    done: int = 0
    """Pages that came."""
    notes: list[str] = field(default_factory=list)
    characters: int = 0
    at_pages: bool = False
    """The worker has opened the file, and is at the page behind the last one that came."""
    deaths: int = 0
    plain: bool = False
    """A worker has died: the next one reads nothing but text."""
    complete: bool = False
    ended: bool = True
    """No worker is busy with the request: not asked yet, answered, or the worker is gone."""
    _began: float = field(default_factory=time.monotonic)

    def next_request(self) -> messages.OpenFile:
        """Ask for everything that is not known yet."""
        self.ended = False
        self.at_pages = False
        return messages.OpenFile(
            id=self.request,
            path=sendable(self.path),
            password=self.password,
            first_page=self.done + 1,
            characters=self.budget.characters - self.characters,
            seconds=self.budget.seconds,
            plain=self.plain,
        )

    @property
    def is_late(self) -> bool:
        """Whether the file takes longer than any honest one."""
        return time.monotonic() - self._began > WAITING_FACTOR * self.budget.seconds

    def take(self, event: messages.AnyMessage) -> None:
        """Note what the worker said. Raises YiDeskError when it says that it cannot."""
        match event:
            case messages.FileOpened():
                self._opened(event)
            case messages.PageRead(page=page):
                self._add(page)
            case messages.FileRead(notes=notes):
                self._finish(notes)
            case messages.Failed():
                self.ended = True
                raise refusal(event)
            case _:
                pass  # a sign of life

    def lost(self, error: DocumentError) -> None:
        """The worker ended. Raises ERROR when it never came to the pages."""
        self.ended = True
        self.deaths += 1
        if error.code == "reader_died" and not self.plain:
            self.plain = True  # what killed it may be no text: the same page once more
            return
        if not self.fingerprint:
            raise error
        if self.at_pages and self.done < self.total:
            self._append(_without_text(self.done + 1, PageWarning.UNREADABLE))
        if self.deaths >= MAX_DEATHS and self.done < self.total:
            self._leave_out(PageWarning.UNREADABLE, limits.GAVE_UP)
        self.complete = self.done >= self.total

    def give_up(self, error: DocumentError) -> None:
        """It takes too long: keep what there is. Raises ERROR when that is nothing."""
        self.ended = True
        if not self.done:
            raise error
        self._leave_out(PageWarning.OMITTED, limits.TOO_SLOW)

    def document(self) -> Document:
        """The document as far as it could be read."""
        return Document(
            fingerprint=self.fingerprint,
            name=shown(self.path),
            format=self.format,
            pages=self.tray.pages(),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _opened(self, event: messages.FileOpened) -> None:
        if not 1 <= event.pages <= limits.MAX_PAGES:
            raise ChannelClosed
        if self.fingerprint not in {"", event.fingerprint}:
            raise DocumentError(
                "{name} was changed while it was read.",
                code="document_changed",
                next_step="Add it again when nothing writes to it any more.",
                name=shown(self.path),
            )
        self.fingerprint, self.format, self.total = event.fingerprint, event.format, event.pages
        self.at_pages = True

    def _add(self, page: Page) -> None:
        """Append the next page. Raises ChannelClosed when it cannot be that: a broken worker."""
        if page.number != self.done + 1 or page.number > self.total:
            raise ChannelClosed
        if len(page.text) > limits.MAX_PAGE_CHARACTERS:
            raise ChannelClosed
        if self.characters + len(page.text) > self.budget.characters:
            raise ChannelClosed
        self._append(replace(page, label=page.label[: limits.MAX_LABEL_CHARACTERS]))

    def _append(self, page: Page) -> None:
        self.tray.put(page)
        self.done += 1
        self.characters += len(page.text)
        if self.on_page is not None:
            self.on_page(self.done, self.total)

    def _finish(self, notes: tuple[str, ...]) -> None:
        if self.done < self.total:
            raise ChannelClosed
        self.notes += [note[: limits.MAX_NOTE_CHARACTERS] for note in notes[: limits.MAX_NOTES]]
        self.complete = self.ended = True

    def _leave_out(self, warning: PageWarning, note: str) -> None:
        """The rest of the pages."""
        self.notes.append(note)
        for number in range(self.done + 1, self.total + 1):
            self._append(_without_text(number, warning))
        self.complete = True


def refusal(event: messages.Failed) -> YiDeskError:
    """Why the worker would not do it, as it said."""
    kind = ERRORS_BY_KIND.get(event.kind, DocumentError)
    return kind(event.sentence, code=event.code, next_step=event.next_step, **event.values)


def _without_text(number: int, warning: PageWarning) -> Page:
    return Page(number=number, label="", text="", warning=warning)


def died(path: Path, process: WorkerProcess) -> DocumentError:
    """The sentence for a worker that ended at opening a file."""
    return DocumentError(
        "The reader ended while it opened {name} ({cause}).",
        code="reader_died",
        next_step="The file is probably damaged; save it anew from a program that still opens it.",
        name=shown(path),
        cause=process.end().cause,
    )


def hung(path: Path) -> DocumentError:
    """The sentence for a worker that was stopped at opening a file."""
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
