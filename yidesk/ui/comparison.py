"""Has the vectors of passages made in the background, for the search by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from yidesk.services.retrieval.meaning import Comparing, MeaningSearch, WorkDone
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.screens import Screens

if TYPE_CHECKING:
    from yidesk.ui.chat.chips import DocumentChips
    from yidesk.ui.library.comparing import ComparingBar

LATER_MS = 3_000
"""After the start: the window and the model that answers come first."""


class Comparison(QObject):
    """Makes what is missing whenever there is something; a person may stop it."""

    showed = Signal(object, bool)
    """How far it is: a Comparing, None when nothing is to be made; and whether it was stopped."""
    _work_came = Signal()

    def __init__(self, bridge: Bridge, meaning: MeaningSearch, screens: Screens) -> None:
        super().__init__(screens)
        self._bridge, self._meaning, self._notices = bridge, meaning, screens.notices
        self._errand: Errand[Comparing | WorkDone] | None = None
        self._bar: ComparingBar | None = None
        self._last: Comparing | None = None
        self._paused = False
        self._again = False
        """Whether more came while it was at work."""
        self._model: object = None
        """By which the vectors are that are being made."""
        self._work_came.connect(self.start)
        meaning.on_work = self._work_came.emit
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)
        self._timer.start(LATER_MS)

    @property
    def is_working(self) -> bool:
        """Whether vectors are being made."""
        return self._errand is not None

    def show_on(self, bar: ComparingBar) -> None:
        """Show how far it is on BAR."""
        self._bar = bar
        bar.stop_wanted.connect(self.stop)
        bar.go_on_wanted.connect(self.go_on)
        self._show()

    def show_in(self, chips: DocumentChips) -> None:
        """Show how far it is on the chip of the document too."""
        self.showed.connect(chips.show_comparing)
        chips.comparing_wanted.connect(self._want)

    @Slot(bool)
    def _want(self, wants: bool) -> None:
        (self.go_on if wants else self.stop)()

    @Slot()
    def start(self) -> None:
        """Make what is missing, unless a person stopped that."""
        if not self._meaning.is_on:
            self._last = None
            self.stop()
            self._paused = False
        elif self._errand is not None:
            self._again = True
            if self._meaning.model != self._model:
                self._errand.cancel()
        elif not self._paused:
            self._again, self._model = False, self._meaning.model
            self._errand = self._bridge.follow(
                self._meaning.work, self._take, failed=self._take_fault
            )

    @Slot()
    def stop(self) -> None:
        """Make no more, until the person lets it go on."""
        self._paused = True
        if self._errand is not None:
            self._errand.cancel()
        self._show()

    @Slot()
    def go_on(self) -> None:
        """Take it up again."""
        self._paused = False
        self.start()

    def _take(self, event: Comparing | WorkDone) -> None:
        if isinstance(event, Comparing):
            self._last = event
        else:
            self._end(event)
        self._show()

    def _end(self, event: WorkDone) -> None:
        self._errand = None
        if not self._paused:
            self._last = None
        if event.error is not None:
            self._last = None
            self._notices.tell_error(event.error)  # it is tried again when something changes
        elif self._again:
            self.start()

    def _take_fault(self, error: Exception) -> None:
        self._errand = self._last = None
        self._show()
        self._bridge.failed.emit(error)

    def _show(self) -> None:
        last = self._last if self._meaning.is_on else None
        self.showed.emit(last, self._paused)
        if self._bar is None:
            return
        if last is None:
            self._bar.end()
        else:
            self._bar.show_event(last, paused=self._paused)
