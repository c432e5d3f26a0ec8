"""Downloads that were begun on the models screen, whatever row they were begun from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.services.downloads import Downloads, Event, Source, tokens
from yidesk.services.model_shelf import Halt
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.models.progress import RowProgress
from yidesk.ui.notices import Notices

_WANT_TOKEN = frozenset({"gated", "refused"})


class Row(Protocol):
    """Where a download is shown."""

    progress: RowProgress

    def show_busy(self, *, busy: bool, paused: bool = False) -> None:
        """It is being downloaded."""


class Fetching:
    """Fetches files and shows how far they are."""

    def __init__(
        self,
        bridge: Bridge,
        downloads: Downloads,
        notices: Notices,
        arrived: Callable[[Path], object],
    ) -> None:
        self._bridge, self._downloads, self._notices = bridge, downloads, notices
        self._arrived = arrived

    def prepare(self) -> None:
        """Load in the background what a download needs: pressing the button waits less then."""

        def work(errand: Errand[Event]) -> None:
            self._downloads.prepare(lambda: errand.cancelled)

        self._bridge.run(work, lambda _event: None)

    def begin(self, row: Row, source: Source) -> None:
        """Fetch a file, or go on with it; ROW shows it."""

        def work(errand: Errand[Event]) -> Path:
            return self._downloads.fetch(source, errand.report, errand.take(Halt()))

        row.show_busy(busy=True)
        errand = self._bridge.run(
            work,
            row.progress.show_event,
            partial(self._end, row),
            partial(self._fail, row, source),
            told=_tr("{name} is here now.").format(name=Path(source.file).stem),
        )
        row.progress.stop_wanted.connect(errand.cancel)

    def _end(self, row: Row, path: Path) -> None:
        row.show_busy(busy=False)
        self._arrived(path)

    def _fail(self, row: Row, source: Source, error: Exception) -> None:
        row.show_busy(busy=False, paused=True)
        if isinstance(error, YiDeskError) and error.code in _WANT_TOKEN:
            self._notices.ask_token(error, partial(self._with_token, row, source))
        elif not isinstance(error, Cancelled):
            self._notices.tell_error(error)

    def _with_token(self, row: Row, source: Source, token: str) -> None:
        self._bridge.call(
            partial(tokens.save, token),
            lambda _none: self.begin(row, source),
            self._notices.tell_error,
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Fetching", text)
