"""Files on their way into the library, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import Document
from yidesk.core.words import say_error
from yidesk.services.answer import Opening
from yidesk.services.holdings import Holding
from yidesk.services.library import Library
from yidesk.services.opening import OpeningFile
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.library.progress_lines import adding_lines
from yidesk.ui.library.screen import LibraryScreen
from yidesk.ui.notices import Action
from yidesk.ui.remedies import remedies

PASSWORD_CODES = frozenset({"password_needed", "password_wrong"})


@dataclass(frozen=True, slots=True)
class _Wish:
    """A file that is to be read."""

    path: Path
    again: str = ""
    """Fingerprint of the document that is to be read anew; empty for a new one."""
    password: str = ""


class Adding(QObject):
    """A queue of files, with progress and Stop."""

    done = Signal()
    """Nothing is waiting any more; something may have been added."""
    removal_wanted = Signal(str)
    """The fingerprint of a document whose file is nothing that can be read any more."""

    def __init__(self, bridge: Bridge, library: Library, screen: LibraryScreen) -> None:
        super().__init__(screen)
        self._bridge, self._library, self._screen = bridge, library, screen
        self._waiting: deque[_Wish] = deque()
        self._errand: Errand[Opening] | None = None

    def add(self, paths: Sequence[Path]) -> None:
        """Add files."""
        self._waiting.extend(_Wish(path) for path in paths)
        self._next()

    def read_again(self, holding: Holding) -> None:
        """Read a document's file anew."""
        self._waiting.append(_Wish(Path(holding.entry.path), holding.entry.fingerprint))
        self._next()

    def stop(self) -> None:
        """Add no more."""
        self._waiting.clear()
        if self._errand is not None:
            self._errand.cancel()

    def _next(self) -> None:
        if self._errand is not None or not self._waiting:
            return
        wish = self._waiting.popleft()
        self._show(Opening(wish.path.name, 0, 0))
        self._errand = self._bridge.run(
            partial(self._read, wish),
            self._show,
            partial(self._on_read, wish),
            partial(self._on_failed, wish),
            told=self.tr("{name} is in the library now.").format(name=wish.path.name),
        )

    def _read(self, wish: _Wish, errand: Errand[Opening]) -> Document:
        opening = OpeningFile(wish.path.name, errand.report)
        stopped: Callable[[], bool] = lambda: errand.cancelled  # noqa: E731 - a callback
        if wish.again:
            return self._library.read_again(
                wish.again, opening.on_page, password=wish.password, cancelled=stopped
            )
        return self._library.add(
            wish.path,
            opening.on_page,
            on_bytes=opening.on_bytes,
            password=wish.password,
            cancelled=stopped,
        )

    def _show(self, event: Opening) -> None:
        line, *shorter = adding_lines(event, len(self._waiting))
        self._screen.work.show_work(line, event.share, *shorter)

    def _on_read(self, wish: _Wish, document: Document) -> None:
        if wish.again:
            text = (
                self.tr("{name} was read again: it has not changed.")
                if document.fingerprint == wish.again
                else self.tr("{name} has changed: the new version is in the library too.")
            )
            self._screen.notices.tell(text.format(name=document.name))
        self._go_on()

    def _on_failed(self, wish: _Wish, error: Exception) -> None:
        if isinstance(error, YiDeskError) and error.code in PASSWORD_CODES:
            self._screen.notices.ask_password(say_error(error)[0], partial(self._try_again, wish))
        elif not isinstance(error, Cancelled):
            choose = None if wish.again else self._screen.add_files_wanted.emit
            again = partial(self._try_again, wish, wish.password)
            actions = remedies(error, wish.path, again=again, choose=choose)
            if wish.again:
                remove = partial(self.removal_wanted.emit, wish.again)
                actions += (Action(self.tr("Remove from the library…"), remove),)
            self._screen.notices.tell_error(error, actions)
        self._go_on()

    def _try_again(self, wish: _Wish, password: str) -> None:
        self._waiting.append(_Wish(wish.path, wish.again, password))
        self._next()

    def _go_on(self) -> None:
        self._errand = None
        self._next()
        if self._errand is None:
            self._screen.work.end()
            self.done.emit()
