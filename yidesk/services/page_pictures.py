"""Pages of the library's PDFs as pictures, and where a passage stands on them.

    pictures = PagePictures(store, library, PictureClient(paths.logs))
    pictures.has_pictures(document)                     # False: show its text
    picture = pictures.picture(fingerprint, 7, scale=4 / 3)          # PagePicture; 4/3 is 100 %
    picture = pictures.picture(fingerprint, 7, scale=8, region=(0, 900, 800, 600))  # a tile
    boxes = pictures.layout(fingerprint, 7).rectangles(start, end)   # points; times scale: pixels

Every call may take up to a second (a hostile page: STALL_SECONDS) and belongs off the GUI thread;
`cancelled` ends a picture nobody waits for any more. What was drawn lately comes at once. Errors
are DocumentErrors: `document_missing`, `document_changed` (another file lies there now),
`password_needed` (call `unlock`, then again), `page_not_drawn`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from yidesk.core.at_hand import AtHand
from yidesk.core.errors import DocumentError
from yidesk.core.page_picture import PageLayout, PageOf, PagePicture
from yidesk.core.types import Document
from yidesk.services.library import Library
from yidesk.store.store import Store

KEPT_BYTES = 128 * 1024 * 1024
"""Pictures kept: about 36 pages of A4 at 100 %, or 9 at 200 %."""

Region = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the whole page; all 0: the whole page."""
_PictureKey = tuple[str, int, float, Region]


class Pictures(Protocol):
    """Draws pages; `yidesk.client.pictures.PictureClient` does, in a worker process."""

    def render(
        self, page: PageOf, *, scale: float, region: Region, cancelled: Callable[[], bool]
    ) -> PagePicture:
        """Draw a page or a piece of it. Raises DocumentError, Cancelled."""

    def lay_out(self, page: PageOf, text: str, *, cancelled: Callable[[], bool]) -> PageLayout:
        """Where the characters of its text stand. Raises DocumentError, Cancelled."""

    def close(self) -> None:
        """End the worker; the next page starts it anew."""


class PagePictures:
    """Draws pages and remembers the last ones. Safe from any thread."""

    def __init__(self, store: Store, library: Library, client: Pictures) -> None:
        self._store = store
        self._library = library
        self._client = client
        self._pictures: AtHand[_PictureKey, PagePicture] = AtHand(KEPT_BYTES)
        self._layouts: AtHand[tuple[str, int], PageLayout] = AtHand(KEPT_BYTES)
        self._passwords: dict[str, str] = {}

    @staticmethod
    def has_pictures(document: Document) -> bool:
        """Whether its pages look like something; all other formats are text without pages."""
        return document.format == "pdf"

    def unlock(self, fingerprint: str, password: str) -> None:
        """Remember an encrypted document's password, until the program ends."""
        self._passwords[fingerprint] = password

    def picture(
        self,
        fingerprint: str,
        page: int,
        *,
        scale: float,
        region: Region = (0, 0, 0, 0),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PagePicture:
        """A page at SCALE pixels to a point. Raises DocumentError, Cancelled, EngineError."""
        key = (fingerprint, page, scale, region)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._client.render(
                self._page(fingerprint, page), scale=scale, region=region, cancelled=cancelled
            )
            self._pictures.put(key, picture, len(picture.pixels))
        return picture

    def layout(
        self, fingerprint: str, page: int, *, cancelled: Callable[[], bool] = lambda: False
    ) -> PageLayout:
        """Where the characters of a page's text stand. Raises DocumentError, Cancelled."""
        document = self._library.get(fingerprint)
        if document is None or not 1 <= page <= len(document.pages):
            raise _not_kept()
        text = document.pages[page - 1].text
        layout = self._layouts.get((fingerprint, page))
        if layout is None or layout.text != text:
            layout = self._store.library.layout(fingerprint, page, text) or self._client.lay_out(
                self._page(fingerprint, page), text, cancelled=cancelled
            )
            self._layouts.put((fingerprint, page), layout, len(layout.boxes))
        return layout

    def close(self) -> None:
        """Give the pictures and the worker's memory back; the next picture starts it anew."""
        self._client.close()
        self._pictures.clear()
        self._layouts.clear()

    def _page(self, fingerprint: str, page: int) -> PageOf:
        path = self._store.library.path(fingerprint)
        if not path:
            raise _not_kept()
        password = self._passwords.get(fingerprint, "")
        return PageOf(path=Path(path), fingerprint=fingerprint, number=page, password=password)


def _not_kept() -> DocumentError:
    return DocumentError(
        "This document is not in the library any more.",
        code="document_missing",
        next_step="Add its file again.",
    )
