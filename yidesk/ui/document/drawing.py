"""Gets pictures of pages off the GUI thread, the one that is looked at first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from yidesk.core.errors import Cancelled
from yidesk.core.page_picture import PageLayout, PagePicture
from yidesk.services.page_pictures import PagePictures, Region
from yidesk.ui.bridge import Bridge, Errand

WHOLE: Region = (0, 0, 0, 0)
Result = TypeVar("Result")


class PageDrawer(QObject):
    """One picture and one layout at a time; what is asked for anew takes the old one's place."""

    drawn = Signal(object, object)
    """PagePicture and the Region that was asked for."""
    laid_out = Signal(object)
    """PageLayout."""
    failed = Signal(object)
    """An exception."""

    def __init__(self, bridge: Bridge, pictures: PagePictures, parent: QObject) -> None:
        super().__init__(parent)
        self.pictures = pictures
        self._picture = _Latest[PagePicture](bridge)
        self._layout = _Latest[PageLayout](bridge)
        self._ahead = _Latest[None](bridge)

    def draw(self, fingerprint: str, page: int, scale: float, region: Region = WHOLE) -> None:
        """Draw a page, or a piece of it, at SCALE pixels to a point."""

        def work(errand: Errand[None]) -> PagePicture:
            return self.pictures.picture(
                fingerprint, page, scale=scale, region=region, cancelled=lambda: errand.cancelled
            )

        self._picture.begin(work, lambda found: self.drawn.emit(found, region), self.failed.emit)

    def lay_out(self, fingerprint: str, page: int) -> None:
        """Find where the letters of a page stand."""

        def work(errand: Errand[None]) -> PageLayout:
            return self.pictures.layout(fingerprint, page, cancelled=lambda: errand.cancelled)

        self._layout.begin(work, self.laid_out.emit, lambda _error: None)

    def draw_ahead(self, fingerprint: str, pages: tuple[int, ...], scale: float) -> None:
        """Have pages ready that a person may turn to."""

        def work(errand: Errand[None]) -> None:
            for page in pages:
                self.pictures.picture(
                    fingerprint, page, scale=scale, cancelled=lambda: errand.cancelled
                )

        self._ahead.begin(work, lambda _none: None, lambda _error: None)

    def stop(self) -> None:
        """Nothing that was asked for is wanted any more."""
        for each in (self._picture, self._layout, self._ahead):
            each.stop()


class _Latest(Generic[Result]):
    """Of several errands only the last one's result counts."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._errand: Errand[None] | None = None
        self._number = 0

    def begin(
        self,
        work: Callable[[Errand[None]], Result],
        done: Callable[[Result], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self.stop()
        number = self._number
        self._errand = self._bridge.run(
            work,
            lambda _event: None,
            partial(self._take, number, done),
            partial(self._fail, number, failed),
        )

    def stop(self) -> None:
        self._number += 1
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def _take(self, number: int, done: Callable[[Result], object], result: Result) -> None:
        if number == self._number:
            self._errand = None
            done(result)

    def _fail(self, number: int, failed: Callable[[Exception], object], error: Exception) -> None:
        if number == self._number and not isinstance(error, Cancelled):
            self._errand = None
            failed(error)
